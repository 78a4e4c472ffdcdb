package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	mit       = "Copyright (c) 2020 Somebody\n\nPermission is hereby granted, free of charge, to any\nperson obtaining a copy of this software …"
	bsd       = "/*\n * Redistribution and use in source and binary forms, with or without\n * modification, are permitted provided that the following conditions …\n */"
	apache    = "                                 Apache License\n                           Version 2.0, January 2004\n"
	mpl       = "Mozilla Public License Version 2.0\n\n1.12. “Secondary License”\n    means either the GNU General Public License, Version 2.0, the GNU\n    Lesser General Public License, Version 2.1, the GNU Affero General\n    Public License, Version 3.0, or any later versions of those licenses.\n"
	gpl       = "                    GNU GENERAL PUBLIC LICENSE\n                       Version 3, 29 June 2007\n"
	agpl      = "GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3, 19 November 2007"
	unlicense = "This is free and unencumbered software released into the public domain.\n"
	ours      = "All rights reserved. Ask us.\n"
)

// tree makes a module of some files, of which the program uses used/inside.
func tree(t *testing.T, files map[string]string) *module {
	t.Helper()
	dir := t.TempDir()
	used := filepath.Join(dir, "used", "inside")
	if err := os.MkdirAll(used, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return &module{Path: "example.org/m", Version: "v1.2.3", Dir: dir, packages: map[string]bool{used: true}}
}

func TestLicence(t *testing.T) {
	for _, test := range []struct {
		name    string
		files   map[string]string
		want    string // names of licences
		problem string // part of it
	}{
		{"MIT", map[string]string{"LICENSE": mit}, "MIT", ""},
		{"in a comment", map[string]string{"COPYING": bsd}, "BSD", ""},
		{"Apache with a notice", map[string]string{"LICENSE.txt": apache, "NOTICE": ours}, "Apache-2.0", ""},
		{"other spelling", map[string]string{"LICENCE.md": "# MPL\r\n\r\n" + mpl}, "MPL-2.0", ""},
		{"two", map[string]string{"UNLICENSE": unlicense, "LICENSE-MIT": mit}, "MIT, Unlicense", ""},
		{"of a folder in use", map[string]string{"LICENSE": mit, "used/LICENSE": bsd, "used/inside/LICENSE": apache}, "Apache-2.0, BSD, MIT", ""},
		{"of a folder that is not in use", map[string]string{"LICENSE": mit, "other/LICENSE": gpl, "used/inside/more/LICENSE": gpl}, "MIT", ""},
		{"source called so", map[string]string{"LICENSE": mit, "license.go": "package m // " + gpl}, "MIT", ""},
		{"a picture’s address", map[string]string{"LICENSE": mit, "LICENSE-LOGO": passable["LICENSE-LOGO"] + "\n"}, "MIT", ""},
		{"none", map[string]string{"README": mit}, "", "no licence in "},
		{"a notice only", map[string]string{"NOTICE": ours}, "", "no licence in "},
		{"of nobody’s", map[string]string{"LICENSE": ours}, "", "LICENSE holds a licence that is not known"},
		{"another beside one that is allowed", map[string]string{"LICENSE": mit, "LICENSE-ENTERPRISE": ours}, "MIT", "LICENSE-ENTERPRISE holds a licence that is not known"},
		{"another logo", map[string]string{"LICENSE": mit, "LICENSE-LOGO": ours}, "MIT", "LICENSE-LOGO holds"},
		{"GPL", map[string]string{"LICENSE": gpl}, "", "LICENSE holds a licence that is not allowed: gnu general public license"},
		{"AGPL in a folder in use", map[string]string{"LICENSE": mit, "used/COPYING": agpl}, "MIT", "used/COPYING holds a licence that is not allowed"},
		{"GPL behind one that is allowed", map[string]string{"LICENSE": mit + "\n\n" + gpl}, "", "not allowed"},
		{"GPL behind the MPL", map[string]string{"LICENSE": mpl + "\n\n" + gpl}, "", "not allowed"},
		{"GPL in a notice", map[string]string{"LICENSE": mit, "NOTICE": "Parts are under the\nGNU General Public License."}, "MIT", "NOTICE holds"},
	} {
		t.Run(test.name, func(t *testing.T) {
			l, err := tree(t, test.files).licence()
			if got := strings.Join(l.names, ", "); got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
			if test.problem == "" && err != nil || test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)) {
				t.Errorf("error %v, want …%s…", err, test.problem)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "example.org/m v1.2.3: ") {
				t.Errorf("the module is not named: %v", err)
			}
		})
	}
}

// TestProgram makes sure that all that the program is made of may be passed on,
// on every system that it is built for, and that nothing of it is left out.
func TestProgram(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skipf("what the program is made of cannot be listed: %v", err)
	}
	var b strings.Builder
	if err := run(&b, []string{"linux/amd64", "windows/amd64", "darwin/arm64"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\nGo go", "\ngithub.com/spf13/cobra v", "\nmodernc.org/sqlite v", "SQLite Is Public Domain",
		"\ngithub.com/inconshreveable/mousetrap v", // which is for Windows only
		"\ngithub.com/ncruces/go-strftime v",       // which is not for Linux
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("not there: %q", want)
		}
	}
	for _, no := range []string{"\nofsted ", "github.com/google/go-cmp", "honnef.co/go/tools"} {
		if strings.Contains(b.String(), no) {
			t.Errorf("there, though it is no part of the program: %q", no)
		}
	}
}

func TestUnknownSystem(t *testing.T) {
	for _, system := range []string{"windows", "amiga/68000"} {
		if err := run(&strings.Builder{}, []string{system}); err == nil || !strings.Contains(err.Error(), system) {
			t.Errorf("%s: error %v", system, err)
		}
	}
}
