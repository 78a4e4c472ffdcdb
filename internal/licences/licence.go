package main

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// allowed are the licences under which a part of the program may be, each with
// words that no other has. All of them let anybody pass the program on who
// passes them on with it.
var allowed = []struct{ name, words string }{
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"BSD", "redistribution and use in source and binary forms, with or without modification, are permitted provided that"},
	{"Apache-2.0", "apache license version 2.0"},
	{"Apache-2.0", "apache license, version 2.0"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted"},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted"},
	{"MPL-2.0", "mozilla public license version 2.0"},
	{"MPL-2.0", "mozilla public license, version 2.0"},
	{"Unlicense", "this is free and unencumbered software released into the public domain"},
	{"public domain", "has been dedicated to the public domain by the authors"},
	{"zlib", "altered source versions must be plainly marked as such"},
}

// refused are words of licences that ask for more than that: of the program’s
// own source, or of those who use it.
var refused = []string{
	"gnu general public license", "gnu lesser general public license", "gnu library general public license", "gnu affero general public license",
	"server side public license", "business source license", "commons clause", "noncommercial", "non-commercial use only", "elastic license",
	"eclipse public license", "common development and distribution license", "european union public licence",
}

// secondary is where the MPL names other licences, which does not put anything
// under them.
const secondary = "means either the gnu general public license, version 2.0, the gnu lesser general public license, version 2.1, the gnu affero general public license, version 3.0, or any later versions of those licenses."

// passable are files that hold no licence although they are called so, with
// what they say.
var passable = map[string]string{
	"LICENSE-LOGO": "https://commons.wikimedia.org/wiki/File:Memory_infra_logo.png",
}

// A licence is that of a module.
type licence struct {
	*module
	names []string // of those in allowed
	files []file
}

// A file is one that belongs to a licence.
type file struct{ path, text string }

// licence reads the licence of a module. It fails where there is none, and where
// a file of it holds one that is not allowed or not known.
func (m *module) licence() (licence, error) {
	l := licence{module: m}
	files, err := m.files()
	if err != nil {
		return l, err
	}
	l.files = files
	var problems []error
	names := map[string]bool{}
	for _, f := range files {
		found, err := classify(f)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s %s: %w", m.Path, m.Version, err))
		}
		for _, name := range found {
			names[name] = true
		}
	}
	l.names = slices.Sorted(maps.Keys(names))
	if len(problems) == 0 && len(names) == 0 {
		problems = append(problems, fmt.Errorf("%s %s: no licence in %s", m.Path, m.Version, m.Dir))
	}
	return l, errors.Join(problems...)
}

// classify names the licences that a file holds, which may be none where it is
// not called one.
func classify(f file) ([]string, error) {
	text := plain(f.text)
	for _, words := range refused {
		if strings.Contains(strings.ReplaceAll(text, secondary, ""), words) {
			return nil, fmt.Errorf("%s holds a licence that is not allowed: %s", f.path, words)
		}
	}
	var names []string
	for _, a := range allowed {
		if strings.Contains(text, a.words) {
			names = append(names, a.name)
		}
	}
	if base := filepath.Base(f.path); len(names) == 0 && isLicence(base) && passable[base] != strings.TrimSpace(f.text) {
		return nil, fmt.Errorf("%s holds a licence that is not known", f.path)
	}
	return names, nil
}

// plain returns text in small letters and on one line, without the signs that
// make lines of it comments or headings.
func plain(text string) string {
	words := strings.Fields(strings.ToLower(text))
	words = slices.DeleteFunc(words, func(word string) bool { return strings.Trim(word, "*#/;") == "" })
	return strings.Join(words, " ")
}

// files returns the files of a module’s licence: those in its folder, and those
// in the folders of packages that the program uses or in one above these.
func (m *module) files() ([]file, error) {
	dirs := map[string]bool{m.Dir: true}
	for dir := range m.packages {
		for ; strings.HasPrefix(dir, m.Dir) && !dirs[dir]; dir = filepath.Dir(dir) {
			dirs[dir] = true
		}
	}
	var files []file
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.IsDir() || !isLicence(e.Name()) && !isNotice(e.Name()) {
				continue
			}
			f, err := m.file(filepath.Join(dir, e.Name()))
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	return files, nil
}

func (m *module) file(path string) (file, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return file{}, err
	}
	name, err := filepath.Rel(m.Dir, path)
	text := strings.ToValidUTF8(strings.ReplaceAll(string(data), "\r\n", "\n"), "?")
	return file{filepath.ToSlash(name), text}, err
}

// isLicence reports whether a file is called a licence.
func isLicence(name string) bool {
	return called(name, "LICENSE", "LICENCE", "COPYING")
}

// isNotice reports whether a file is called something that belongs to licences.
func isNotice(name string) bool {
	return called(name, "NOTICE", "PATENTS", "COPYRIGHT", "AUTHORS")
}

// called reports whether the name of a file that is no source has one of some
// words in it.
func called(name string, words ...string) bool {
	return filepath.Ext(name) != ".go" && slices.ContainsFunc(words, func(word string) bool {
		return strings.Contains(strings.ToUpper(name), word)
	})
}

// write writes a licence behind what it is of.
func (l licence) write(w *bufio.Writer) {
	rule := strings.Repeat("=", 79)
	fmt.Fprintf(w, "\n%s\n%s %s (%s)\n%s\n", rule, l.Path, l.Version, strings.Join(l.names, ", "), rule)
	for _, f := range l.files {
		fmt.Fprintf(w, "\n-- %s --\n\n%s\n", f.path, strings.Trim(f.text, "\n"))
	}
}
