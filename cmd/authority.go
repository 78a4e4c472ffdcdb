package cmd

import (
	"cmp"
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
// name, or begin as it does, or are a few letters away from it, the likeliest
// first.
func nearest(name string, names []string) []string {
	const most = 3
	meant := model.Slug(name)
	type near struct {
		name     string
		distance int
	}
	var found []near
	for _, n := range names {
		slug := model.Slug(n)
		d := distance(meant, slug)
		if strings.Contains(slug, meant) || strings.Contains(meant, slug) {
			d = 0
		}
		if d <= 1+len(meant)/4 {
			found = append(found, near{n, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var list []string
	for _, n := range found[:min(len(found), most)] {
		list = append(list, n.name)
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
