// Command ofsted turns Ofsted's letters and reports on local authority
// children's services into structured data.
package main

import (
	"os"
	"runtime/debug"

	"ofsted/cmd"
)

// A document is read within some megabytes that are garbage a moment later.
// Collecting them half as often saves a sixth of the time over a folder of
// reports; softLimit is where the collector goes back to work, so that memory
// is the same for fifty files as for five hundred.
const (
	garbage   = 400      // per cent of what is live: Go's own is 100
	softLimit = 80 << 20 // bytes
)

func main() {
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(softLimit)
	os.Exit(cmd.Execute())
}
