// Command speed measures ofsted beside other programs that read PDFs, on the
// same files, in turn, in one run:
//
//	go run ./internal/speed FOLDER
//
// It builds ofsted, and runs each program over all PDFs of the folder several
// times: the others with a process for each file, as many at once as there are
// processors, since that is how a folder is read with them. What cannot be done
// without is the floor: inflating the content of every page and nothing else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ledongthuc/pdf"
)

// A contender is something that reads all files once.
type contender struct {
	name string
	run  func(ctx context.Context, files []string) error
}

func main() {
	runs := flag.Int("runs", 5, "how often each is run")
	floor := flag.Bool("floor", false, "inflate the files that are named, and end")
	flag.Parse()
	var err error
	switch {
	case *floor:
		inflateAll(flag.Args())
	case flag.NArg() != 1:
		err = errors.New("name one folder of PDFs")
	default:
		err = measure(context.Background(), flag.Arg(0), *runs)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "speed:", err)
		os.Exit(1)
	}
}

// measure prints how long each contender takes, and how that stands to ofsted.
func measure(ctx context.Context, folder string, runs int) error {
	files, err := pdfs(folder)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "speed")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	list, err := contenders(ctx, dir, folder)
	if err != nil {
		return err
	}
	times := make([][]time.Duration, len(list))
	for range runs {
		for i, c := range list {
			start := time.Now()
			if err := c.run(ctx, files); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			times[i] = append(times[i], time.Since(start))
		}
	}
	fmt.Printf("%d files, %d processors, median of %d runs in turn\n\n", len(files), runtime.NumCPU(), runs)
	fmt.Println("| program | seconds | times ofsted’s |")
	fmt.Println("| --- | ---: | ---: |")
	own := median(times[0])
	for i, c := range list {
		m := median(times[i])
		fmt.Printf("| %s | %.2f | %.2f |\n", c.name, m.Seconds(), m.Seconds()/own.Seconds())
	}
	return nil
}

// contenders builds ofsted and this program, and names what is run. The other
// programs are those that are there.
func contenders(ctx context.Context, dir, folder string) ([]contender, error) {
	ofsted, self := filepath.Join(dir, "ofsted"), filepath.Join(dir, "speed")
	for out, pkg := range map[string]string{ofsted: "ofsted", self: "ofsted/internal/speed"} {
		build := exec.CommandContext(ctx, "go", "build", "-o", out, pkg)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if message, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("go build %s: %w\n%s", pkg, err, message)
		}
	}
	list := []contender{
		{"`ofsted parse --format ndjson`", whole(ofsted, "parse", "--quiet", "--format", "ndjson", folder)},
		{"`ofsted parse`", whole(ofsted, "parse", "--quiet", folder)},
		{"the floor: inflating all pages", func(ctx context.Context, files []string) error {
			return whole(self, append([]string{"-floor"}, files...)...)(ctx, nil)
		}},
	}
	for _, other := range []struct {
		name string
		args []string // before the file
		rest []string // behind it
	}{
		{"mutool", []string{"draw", "-q", "-F", "txt", "-o", os.DevNull}, nil},
		{"pdftotext", []string{"-q"}, []string{os.DevNull}},
	} {
		if path, err := exec.LookPath(other.name); err == nil {
			list = append(list, contender{"`" + strings.TrimSpace(other.name+" "+strings.Join(other.args[:min(len(other.args), 4)], " ")) + "`", each(path, other.args, other.rest)})
		}
	}
	return list, nil
}

// whole runs one process for all files. What fails to read some files says so
// by its exit status, which is no failure here.
func whole(path string, args ...string) func(context.Context, []string) error {
	return func(ctx context.Context, _ []string) error {
		err := exec.CommandContext(ctx, path, args...).Run()
		if exit, ok := err.(*exec.ExitError); ok && exit.ExitCode() == 3 {
			return nil
		}
		return err
	}
}

// each runs a process for each file, as many at once as there are processors.
func each(path string, args, rest []string) func(context.Context, []string) error {
	return func(ctx context.Context, files []string) error {
		work(files, func(file string) {
			// One that cannot be read costs its time all the same.
			_ = exec.CommandContext(ctx, path, slices.Concat(args, []string{file}, rest)...).Run()
		})
		return ctx.Err()
	}
}

// work does something with each file, with as many at once as there are
// processors.
func work(files []string, do func(string)) {
	queue := make(chan string)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for file := range queue {
				do(file)
			}
		})
	}
	for _, file := range files {
		queue <- file
	}
	close(queue)
	workers.Wait()
}

// inflateAll reads the content of every page of the files, as the library gives
// it.
func inflateAll(files []string) {
	work(files, func(path string) {
		defer func() { _ = recover() }() // the library panics at what is damaged
		file, doc, err := pdf.Open(path)
		if err != nil {
			return
		}
		defer file.Close()
		for n := 1; n <= doc.NumPage(); n++ {
			content := doc.Page(n).V.Key("Contents")
			for i := range max(content.Len(), 1) {
				stream := content
				if content.Kind() == pdf.Array {
					stream = content.Index(i)
				}
				if stream.Kind() == pdf.Stream {
					_, _ = io.Copy(io.Discard, stream.Reader())
				}
			}
		}
	})
}

// pdfs lists the PDFs of a folder.
func pdfs(folder string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.EqualFold(filepath.Ext(path), ".pdf") {
			files = append(files, path)
		}
		return err
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: no PDF in it", folder)
	}
	return files, err
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}
