package cmd

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// A build says what this program was made from.
type build struct {
	version, commit, modified string
}

// version looks at what the Go tool noted in the program.
func version() build {
	b := build{version: "(devel)", commit: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.commit = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				b.modified = ", modified"
			}
		}
	}
	return b
}

// String returns a line for people.
func (b build) String() string {
	return fmt.Sprintf("%s (commit %s%s; %s %s/%s)", b.version, b.commit, b.modified, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func newVersion(s *Streams) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of this program",
		Example: "  ofsted version",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("version takes no arguments")
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(s.Out, "ofsted", version())
			return err
		},
	}
}

// reader names this program in what it has read: a release by its version, and
// any other build by its own bytes, since it may read as none before it.
func reader() string {
	b := version()
	if b.version != "(devel)" && b.modified == "" && !strings.Contains(b.version, "+dirty") {
		return b.version
	}
	path, err := os.Executable()
	if err != nil {
		return b.String()
	}
	file, err := os.Open(path)
	if err != nil {
		return b.String()
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return b.String()
	}
	return "build " + hex.EncodeToString(sum.Sum(nil)[:16])
}
