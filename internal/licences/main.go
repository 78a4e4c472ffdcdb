// Command licences prints the licences of all that the program is made of:
// whoever passes the program on has to pass them on with it. It fails where one
// does not allow that, or is not known to.
//
// Its arguments are the systems that the program is built for, such as
// windows/arm64; without any it is the one at hand.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
)

// program is the package that is built.
const program = "ofsted"

func main() {
	systems := os.Args[1:]
	if len(systems) == 0 {
		systems = []string{runtime.GOOS + "/" + runtime.GOARCH}
	}
	if err := run(os.Stdout, systems); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer, systems []string) error {
	modules, err := modulesOf(program, systems)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "What %s is made of, with the licences under which it is.\n", program)
	var problems []error
	for _, m := range modules {
		licence, err := m.licence()
		problems = append(problems, err)
		licence.write(out)
	}
	return errors.Join(append(problems, out.Flush())...)
}
