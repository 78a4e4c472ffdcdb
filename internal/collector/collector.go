// Package collector sets how often the garbage collector works. The program
// imports it for that alone.
//
// It imports next to nothing on purpose: Go initialises packages in the order
// of their paths as far as what they import allows (the language specification,
// "Program initialization"), so that this one comes before most that build
// large tables. Set at the start of main it would come too late: in the midst
// of them the collector would have run. TestStart of internal/lazy watches that.
package collector

import "runtime/debug"

// A document is read within some megabytes that are garbage a moment later.
// Collecting them half as often saves a sixth of the time over a folder of
// reports; softLimit is where the collector goes back to work, so that memory
// is the same for fifty files as for five hundred.
const (
	garbage   = 400       // per cent of what is live: Go's own is 100
	softLimit = 120 << 20 // bytes
)

func init() {
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(softLimit)
}
