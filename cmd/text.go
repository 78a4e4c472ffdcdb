package cmd

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"ofsted/parse"
	"ofsted/parse/source"
	"ofsted/render"
)

// textOptions are what the flags of text set.
type textOptions struct {
	*Streams
	paths  []string
	output string
	limits parse.Limits
}

func newText(s *Streams) *cobra.Command {
	o := &textOptions{Streams: s}
	cmd := &cobra.Command{
		Use:   "text PATH…",
		Short: "Print a document’s plain text",
		Long: `Print a document’s plain text in reading order: headings, paragraphs and list
items on lines of their own, whatever kind of document it is. PATH is what parse
takes. Where it could name several documents, as a folder does, each has a line
with its name above it.`,
		Example: `  # The words of a letter
  ofsted text letter.pdf

  # How often a whole collection mentions supervision
  ofsted text reports | grep -ic supervision`,
		Args: wantPaths,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.paths = args
			return o.run(cmd.Context())
		},
	}
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "write to `FILE`, whole or not at all")
	bindLimits(cmd, &o.limits)
	return cmd
}

func (o *textOptions) run(ctx context.Context) error {
	finder := source.Finder{Stdin: o.In, Limits: o.limits}
	list := finder.List(o.paths)
	out, err := openOutput(o.Streams, o.output, list.Inputs)
	if err != nil {
		return err
	}
	defer out.discard()
	tally := &tally{streams: o.Streams}
	w := bufio.NewWriter(out.w)
	terminal := o.screen(out.w).Terminal
	i := -1
	for doc, failure := range watch(tally, parse.ReadAll(ctx, list.Inputs, 0)) {
		i++
		if failure != nil {
			continue
		}
		text := doc.Plain()
		if terminal {
			text = render.CleanLines(text)
		}
		if list.Many {
			fmt.Fprintf(w, "==> %s <==\n\n%s\n", render.CleanLine(list.Inputs[i].Path), text)
		} else {
			w.WriteString(text)
		}
		if err := w.Flush(); err != nil {
			return out.failed(err)
		}
	}
	return finish(ctx, tally, out, false)
}
