//go:build !windows

package render

import "os"

// enableColour has nothing to do: only Windows consoles have to be asked.
func enableColour(*os.File) bool { return true }
