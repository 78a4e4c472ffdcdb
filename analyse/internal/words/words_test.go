package words

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func stems(text string) []string {
	var list []string
	for _, w := range Of(nil, text) {
		list = append(list, w.Stem)
	}
	return list
}

func TestOf(t *testing.T) {
	t.Parallel()
	only := func(want ...string) []string { return want }
	for text, want := range map[string][]string{
		"":                            nil,
		" .,;!’' – - ":                nil,
		"plans planned PLANNING Plan": only("plan", "plan", "plan", "plan"),
		"assessments assessing":       only("assess", "assess"),
		"life-story work":             only("life", "stori", "work"),
		"life story work":             only("life", "stori", "work"),
		"multi-agency/inter–agency":   only("multi", "agenc", "inter", "agenc"),
		"child’s child's children’s carers’": only("child", "child", "children", "carer"),
		"it’s don’t don't":                   only("it", "don't", "don't"),
		"‘quoted’ \"words\" (here)":          only("quot", "word", "here"),
		"312 3.2 £4m 16- to 17-year-olds":    only("#", "#", "#", "4m", "#", "to", "#", "year", "old"),
		"s.47 s47":                           only("s", "#", "s47"),
		"Żółw NAÏVE":                         only("żółw", "naïv"),
		"计划":                                 only("计划"),
		"a\xffb\x00c":                        only("a", "b", "c"),
		"e.g. children":                      only("e", "g", "children"),
	} {
		if diff := cmp.Diff(want, stems(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// A word says where it stands, what stands in front of it and how it is
// printed.
func TestPlaces(t *testing.T) {
	t.Parallel()
	text := "Leaders’ plans – though clear, and children’s own: (12) Żółw;are late"
	var got []string
	for _, w := range Of(nil, text) {
		sign := ""
		if w.Comma {
			sign += ","
		}
		if w.Lower {
			sign += "l"
		}
		got = append(got, text[w.Start:w.End]+sign)
		if w.Hash != Hash(w.Stem) {
			t.Errorf("%q: hash of another stem than %q", text[w.Start:w.End], w.Stem)
		}
	}
	want := []string{"Leaders", "plansl", "though,l", "clearl", "and,l", "children’sl", "ownl", "12,", "Żółw", "are,l", "latel"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Of appends to the list that it is given.
func TestOfAppends(t *testing.T) {
	t.Parallel()
	list := Of(nil, "clear plans")
	list = Of(list, "late visits")
	if len(list) != 4 || list[0].Stem != "clear" || list[3].Stem != "visit" || list[2].Start != 0 {
		t.Errorf("%+v", list)
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	// Weights that are kept in files depend on them: they must not change.
	if h := Hash("plan"); h != 0xb7cbc712 {
		t.Errorf("Hash is %#x", h)
	}
	if Hash("") == Hash(" ") || Pair(1, 2) == Pair(2, 1) || Pair(1, 2) == Pair(1, 3) {
		t.Error("numbers that are the same")
	}
	seen := map[uint32]bool{}
	for i := range 300 {
		for j := range 300 {
			seen[Pair(Hash(fmt.Sprint(i)), Hash(fmt.Sprint(j)))] = true
		}
	}
	// Of so few among four thousand million hardly any meet by chance.
	if len(seen) < 90_000-20 {
		t.Errorf("%d pairs of 90,000", len(seen))
	}
}

// The forms that are remembered are bounded, and what is not remembered is
// stemmed all the same. It is no parallel test: it fills what others use.
func TestFormsAreBounded(t *testing.T) {
	defer func() {
		for i := range forms {
			forms[i].Store(nil)
		}
	}()
	var b strings.Builder
	most := len(forms) + 1000
	for i := range most {
		fmt.Fprintf(&b, "word%d ", i)
	}
	text := b.String() + strings.Repeat("x", 1<<20)
	for range 2 { // met for the first time, and again
		list := Of(nil, text)
		if len(list) != most+1 {
			t.Fatalf("%d words", len(list))
		}
		for i, w := range list[:most] {
			if w.Stem != fmt.Sprint("word", i) {
				t.Fatalf("word %d is %q", i, w.Stem)
			}
		}
		if last := list[most]; len(last.Stem) > maxForm || last.End != len(text) {
			t.Errorf("a stem of %d bytes to %d", len(last.Stem), last.End)
		}
	}
	for i := range forms {
		if f := forms[i].Load(); f != nil && len(f.text) > maxForm {
			t.Errorf("a form of %d bytes", len(f.text))
		}
	}
}

func TestAtOnce(t *testing.T) {
	t.Parallel()
	text := "Social workers’ plans for 312 children, in multi-agency meetings, are reviewed regularly"
	want := Of(nil, text)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for j := range 200 {
				Of(nil, fmt.Sprintf("other%d words%d", i, j))
				if got := Of(nil, text); !slices.Equal(want, got) {
					t.Errorf("%+v", got)
				}
			}
		})
	}
	wait.Wait()
}

// FuzzOf: whatever a text is, its words stand in it one behind the other.
func FuzzOf(f *testing.F) {
	for _, text := range []string{"", "Children’s plans", "’s's'’", "a’b’c'd", "\xff\xe2\x80", "İSTANBUL ẞ ǅ", "yyyy’ies’", strings.Repeat("ʼn", 30)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for i, w := range Of(nil, text) {
			if w.Start < end || w.End <= w.Start || w.End > len(text) || w.Stem == "" || w.Hash != Hash(w.Stem) {
				t.Fatalf("%q: word %d is %+v", text, i, w)
			}
			end = w.End
		}
	})
}
