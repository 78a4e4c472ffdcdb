package render

import (
	"cmp"
	"slices"
	"strings"

	"ofsted/model"
)

// fileNames are what files are called in a page that others read: they need
// not know in which folders the files were.
type fileNames struct {
	shown map[string]string // by path
	text  *strings.Replacer
}

// namesOf finds names for paths. Two files of one name are told apart by the
// folder that they are in.
func namesOf(paths []string) fileNames {
	paths = slices.Compact(slices.Sorted(slices.Values(paths)))
	alike := map[string]int{}
	for _, path := range paths {
		alike[lastNames(path, 1)]++
	}
	n := fileNames{shown: map[string]string{}}
	for _, path := range paths {
		n.shown[path] = lastNames(path, 1)
		if alike[n.shown[path]] > 1 {
			n.shown[path] = lastNames(path, 2)
		}
	}
	// A path that begins as another does is looked for first.
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, path := range paths {
		if strings.ContainsAny(path, `/\`) && len(path) <= longestPath {
			pairs = append(pairs, path, n.shown[path])
		}
	}
	n.text = strings.NewReplacer(pairs...)
	return n
}

// longestPath is how long, in bytes, a path may be that is looked for in
// messages: systems have none that is longer, and a Replacer takes time by the
// square of it.
const longestPath = 4096

// lastNames returns the last so many names of a path. An address stays whole.
func lastNames(path string, n int) string {
	switch {
	case path == "-":
		return "standard input"
	case strings.HasPrefix(path, "http://"), strings.HasPrefix(path, "https://"):
		return path
	}
	path = strings.TrimRight(path, `/\`)
	at := len(path)
	for range n {
		if at = strings.LastIndexAny(path[:at], `/\`); at < 0 {
			return path
		}
	}
	return path[at+1:]
}

// of returns what to call a file.
func (n fileNames) of(path string) string {
	return CleanLine(cmp.Or(n.shown[path], lastNames(path, 1)))
}

// in returns a message that may name files, as it is shown.
func (n fileNames) in(message string) string {
	if n.text != nil {
		message = n.text.Replace(message)
	}
	return clean(message)
}

// pathsOf returns the paths of everything that a page may name.
func pathsOf(o PageOptions, timelines []*model.Timeline) []string {
	var paths []string
	for _, t := range timelines {
		for _, e := range t.Inspections {
			paths = append(paths, e.Path)
		}
		for _, l := range t.LeftOut {
			paths = append(paths, l.Path)
		}
	}
	for _, f := range o.Failures {
		paths = append(paths, f.Source.Path)
	}
	for _, l := range o.LeftOut {
		paths = append(paths, l.Path)
	}
	return paths
}
