package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// A module is one that the program is made of, or Go’s own library.
type module struct {
	Path, Version, Dir string
	Main               bool
	packages           map[string]bool // folders of those that the program uses
}

// A goPackage is what go list tells of a package.
type goPackage struct {
	Dir      string
	Standard bool // is of Go’s own library
	Module   *module
}

// modulesOf returns the modules that a package is made of on any of some
// systems, in the order of their names; its own is not among them.
func modulesOf(name string, systems []string) ([]*module, error) {
	root, err := goTool(nil, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	library := &module{Path: "Go", Version: runtime.Version(), Dir: strings.TrimSpace(string(root))}
	found := map[string]*module{}
	for _, system := range systems {
		packages, err := packagesOf(name, system)
		if err != nil {
			return nil, err
		}
		for _, p := range packages {
			if p.Standard {
				p.Module = library
			}
			if p.Module.Main {
				continue
			}
			if found[p.Module.Path] == nil {
				p.Module.packages = map[string]bool{}
				found[p.Module.Path] = p.Module
			}
			found[p.Module.Path].packages[p.Dir] = true
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b *module) int { return cmp.Compare(a.Path, b.Path) }), nil
}

// packagesOf returns the packages that a package is made of on a system, such as
// windows/arm64.
func packagesOf(name, system string) ([]goPackage, error) {
	goos, arch, ok := strings.Cut(system, "/")
	if !ok {
		return nil, fmt.Errorf("%s is no system; one is windows/arm64", system)
	}
	env := []string{"GOOS=" + goos, "GOARCH=" + arch, "CGO_ENABLED=0"}
	data, err := goTool(env, "list", "-deps", "-json=Dir,Standard,Module", name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", system, err)
	}
	var packages []goPackage
	dec := json.NewDecoder(bytes.NewReader(data))
	for {
		var p goPackage
		switch err := dec.Decode(&p); {
		case err == io.EOF:
			return packages, nil
		case err != nil:
			return nil, err
		}
		packages = append(packages, p)
	}
}

// goTool runs the go tool and returns what it prints.
func goTool(env []string, args ...string) ([]byte, error) {
	c := exec.Command("go", args...)
	c.Env = append(os.Environ(), env...)
	data, err := c.Output()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		err = fmt.Errorf("go %s: %w: %s", args[0], err, bytes.TrimSpace(ended.Stderr))
	}
	return data, err
}
