// Command write writes the hostile files into a folder, for any program to
// try:
//
//	go run ./internal/hostile/write FOLDER
//
// It is run in the project's folder, whose testdata holds the specimens.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"ofsted/internal/hostile"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/hostile/write FOLDER")
		os.Exit(2)
	}
	n, size, err := write(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%d files, %d MB, in %s\n", n, size>>20, os.Args[1])
}

// write returns how many files it wrote, and how many bytes they hold.
func write(folder string) (n int, size int64, err error) {
	specimens, err := hostile.Specimens(os.DirFS("testdata"))
	if err != nil {
		return 0, 0, fmt.Errorf("%w; run this in the project's folder", err)
	}
	for f := range hostile.Files(specimens) {
		path := filepath.Join(folder, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return n, size, err
		}
		data := f.Data()
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return n, size, err
		}
		n, size = n+1, size+int64(len(data))
	}
	return n, size, nil
}
