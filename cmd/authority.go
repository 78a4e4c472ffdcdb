package cmd

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ofsted/model"
	"ofsted/parse/field"
)

// An askedFor is an authority as a user named it: in any form that is in use,
// or by a code.
type askedFor struct{ name, slug string }

func askFor(name string) askedFor {
	return askedFor{name, model.Slug(string(field.Authority(name).Name))}
}

// is reports whether an authority is the one that was asked for.
func (q askedFor) is(a model.Authority) bool {
	return q.slug != "" && model.Slug(string(a.Name)) == q.slug || slices.ContainsFunc([]model.Null{a.GSSCode, a.LACode}, func(code model.Null) bool {
		return code != "" && strings.EqualFold(string(code), strings.TrimSpace(q.name))
	})
}

// An authorityFlag is a flag that takes an authority, any number of times.
type authorityFlag []askedFor

// String implements pflag.Value.
func (f *authorityFlag) String() string {
	var list []string
	for _, q := range *f {
		list = append(list, q.name)
	}
	return strings.Join(list, ", ")
}

// Type implements pflag.Value.
func (f *authorityFlag) Type() string { return "NAME" }

// Set implements pflag.Value.
func (f *authorityFlag) Set(name string) error {
	q := askFor(name)
	if q.slug == "" {
		return errors.New("it takes the name of an authority, or its code")
	}
	*f = append(*f, q)
	return nil
}

// one returns the authority that was asked for, or nil, of a command that shows
// one only.
func (f authorityFlag) one(flag string) (*askedFor, error) {
	switch len(f) {
	case 0:
		return nil, nil
	case 1:
		return &f[0], nil
	}
	return nil, usagef("--%s takes one authority; got %s", flag, f.String())
}

// noSuch says that there is nothing of an authority among names, and which of
// them may have been meant.
func (q askedFor) noSuch(names []string) error {
	message := fmt.Sprintf("no inspection of %q among what was read", q.name)
	if near := nearest(q.name, names); len(near) > 0 {
		return fmt.Errorf("%s; did you mean %s?", message, strings.Join(near, " or "))
	}
	return fmt.Errorf("%s; there is %s", message, some(names))
}

// some lists names, but not too many of them.
func some(names []string) string {
	const most = 8
	if len(names) <= most {
		return strings.Join(names, "; ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], "; "), len(names)-most)
}

// nearest returns the few names that may have been meant: those that hold the
// name or are held by it, or else the fewest letters away from it.
func nearest(name string, names []string) []string {
	meant := model.Slug(name)
	if meant == "" {
		return nil
	}
	return closest(meant, names, func(slug string) bool {
		return strings.Contains(slug, meant) || strings.Contains(meant, slug)
	})
}

// closest returns the few names that are alike in a way of their own, or else
// the fewest letters away from what was meant.
func closest(meant string, names []string, alike func(slug string) bool) []string {
	const most = 3
	type near struct {
		name     string
		distance int
	}
	var found []near
	for _, n := range names {
		slug := model.Slug(n)
		d := distance(meant, slug)
		if alike(slug) {
			d = 0
		}
		if d <= 1+len(meant)/4 {
			found = append(found, near{n, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var list []string
	for _, n := range found[:min(len(found), most)] {
		if n.distance == found[0].distance {
			list = append(list, n.name)
		}
	}
	return list
}

// distance is how many letters have to be put in, left out or changed to make
// b of a (Levenshtein 1966).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
