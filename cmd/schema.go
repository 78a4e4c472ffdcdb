package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"ofsted/render"
)

// schemaOptions are what the arguments of schema set.
type schemaOptions struct {
	*Streams
	name string
}

func newSchema(s *Streams) *cobra.Command {
	o := &schemaOptions{Streams: s, name: render.SchemaNames[0]}
	return &cobra.Command{
		Use:   "schema [" + strings.Join(render.SchemaNames, "|") + "]",
		Short: "Print the JSON Schema of what a command prints",
		Long: `Print the JSON Schema (draft 2020-12) of what a command prints: inspection is for
parse, error records among it; the others are named after their commands.`,
		Example: `  # Check data with any validator
  ofsted schema > inspection.schema.json

  ofsted schema diff`,
		ValidArgs: render.SchemaNames,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("schema takes one name: %s", strings.Join(render.SchemaNames, " or "))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.name = args[0]
			}
			return o.run()
		},
	}
}

func (o *schemaOptions) run() error {
	schema, ok := render.Schema(o.name)
	if !ok {
		return usagef("there is no schema of %q; it is %s", o.name, strings.Join(render.SchemaNames, " or "))
	}
	_, err := o.Out.Write(schema)
	return err
}
