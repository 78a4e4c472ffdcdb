package cmd

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// A progress shows how far a run is. The zero progress shows nothing.
type progress struct{ bar *progressbar.ProgressBar }

func newProgress(w io.Writer, total int) progress {
	return progress{progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription("Reading"),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetTheme(progressbar.Theme{Saucer: "█", SaucerPadding: "░", BarStart: "", BarEnd: " "}),
	)}
}

// step says that one more is done. What the bar cannot show is no reason to
// stop.
func (p progress) step() {
	if p.bar != nil {
		p.bar.Add(1)
	}
}

// clear removes the bar, so that a line can be written in its place.
func (p progress) clear() {
	if p.bar != nil {
		p.bar.Clear()
	}
}
