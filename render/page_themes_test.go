package render

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"ofsted/model"
)

// A drawnBar is one bar of the chart of themes: how long its strengths, mixed
// findings and concerns are, by its place from the top.
type drawnBar struct {
	y, high float64
	long    [3]float64
}

var boxes = regexp.MustCompile(`M([0-9.]+) ([0-9.]+)v([0-9.]+)H([0-9.]+)v-([0-9.]+)z`)

// drawnBars reads the bars below the key of a chart.
func drawnBars(t *testing.T, picture string) []drawnBar {
	t.Helper()
	fills := map[string]int{`fill="` + balanceParts[0].fill: 0, `fill="` + balanceParts[1].fill: 1, `fill="url(#`: 2}
	bars := map[float64]*drawnBar{}
	ends := map[float64]float64{}
	_, below, _ := strings.Cut(picture, fmt.Sprintf("H%v\"", balanceWidth))
	for _, path := range regexp.MustCompile(`<path [^>]*>`).FindAllString(below, -1) {
		for fill, part := range fills {
			if !strings.Contains(path, fill) {
				continue
			}
			for _, m := range boxes.FindAllStringSubmatch(path, -1) {
				n := numbers(t, m)
				b := bars[n[1]]
				if b == nil {
					b = &drawnBar{y: n[1], high: n[2]}
					bars[n[1]] = b
				}
				if b.long[part] != 0 || n[2] != b.high || n[4] != b.high {
					t.Errorf("the bar at %v has %v twice, or of another height", n[1], fill)
				}
				b.long[part] = n[3] - n[0]
				ends[n[1]] = max(ends[n[1]], n[3])
			}
		}
	}
	var list []drawnBar
	for y, b := range bars {
		if sum := b.long[0] + b.long[1] + b.long[2]; sum != balanceTo-balanceFrom || ends[y] != balanceTo {
			t.Errorf("the bar at %v is %v long and ends at %v", y, sum, ends[y])
		}
		list = append(list, *b)
	}
	slices.SortFunc(list, func(a, b drawnBar) int { return int(a.y - b.y) })
	return list
}

// manyThemes has every theme, and counts of all sizes.
func manyThemes(size int) []model.ThemeBalance {
	var rows []model.ThemeBalance
	for i, theme := range model.Themes() {
		rows = append(rows, model.ThemeBalance{Theme: theme,
			Old: model.Counts{Strength: i % 3 * size, Concern: i % 5 * size, Mixed: 1, Neutral: i},
			New: model.Counts{Strength: i % 7 * size, Concern: i % 4 * size, Mixed: i % 2, Neutral: 2}})
	}
	return rows
}

func TestThemesInlineDrawsShares(t *testing.T) {
	full := balanceTo - balanceFrom
	for _, test := range []struct {
		name string
		row  model.ThemeBalance
		then string
		want []([3]float64) // shares of each bar, from the top
	}{
		{"two", model.ThemeBalance{Old: model.Counts{Strength: 1, Mixed: 2, Concern: 5}, New: model.Counts{Strength: 30, Concern: 10}}, "2018", [][3]float64{{1. / 8, 2. / 8, 5. / 8}, {3. / 4, 0, 1. / 4}}},
		{"one", model.ThemeBalance{Old: model.Counts{Strength: 1}, New: model.Counts{Mixed: 1}}, "", [][3]float64{{0, 1, 0}}},
		{"neutral ones do not count", model.ThemeBalance{Old: model.Counts{Neutral: 4}, New: model.Counts{Strength: 1, Concern: 1, Neutral: 98}}, "2018", [][3]float64{{.5, 0, .5}}},
		{"nothing now", model.ThemeBalance{Old: model.Counts{Concern: 4}}, "2018", [][3]float64{{0, 0, 1}}},
		{"thirds", model.ThemeBalance{New: model.Counts{Strength: 1, Mixed: 1, Concern: 1}}, "", [][3]float64{{1. / 3, 1. / 3, 1. / 3}}},
		{"sevenths", model.ThemeBalance{New: model.Counts{Strength: 2, Mixed: 2, Concern: 3}}, "", [][3]float64{{2. / 7, 2. / 7, 3. / 7}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.row.Theme = model.Workforce
			picture := themesInline([]model.ThemeBalance{test.row}, test.then, "2024", "b")
			checkInline(t, picture, "b")
			var got [][3]float64
			for _, b := range drawnBars(t, string(picture)) {
				got = append(got, b.long)
			}
			if len(got) != len(test.want) {
				t.Fatalf("bars are %v, want %v of %v", got, test.want, full)
			}
			for i := range got {
				for k := range got[i] {
					if math.Abs(got[i][k]-test.want[i][k]*full) > 1 {
						t.Errorf("bar %d is %v, want %v of %v", i, got[i], test.want[i], full)
					}
				}
			}
		})
	}
}

// A theme that only one inspection says anything of, or none.
func TestThemesInlineWithoutFindings(t *testing.T) {
	neutral := model.ThemeBalance{Theme: model.Health, Old: model.Counts{Neutral: 3}, New: model.Counts{Neutral: 3}}
	gone := model.ThemeBalance{Theme: model.Education, Old: model.Counts{Concern: 1}}
	for _, test := range []struct {
		name  string
		rows  []model.ThemeBalance
		then  string
		empty bool
	}{
		{"none", nil, "2018", true},
		{"neutral", []model.ThemeBalance{neutral}, "2018", true},
		{"then only, and no then", []model.ThemeBalance{gone}, "", true},
		{"then only", []model.ThemeBalance{neutral, gone}, "2018", false},
	} {
		picture := string(themesInline(test.rows, test.then, "2024", "b"))
		if (picture == "") != test.empty {
			t.Errorf("%s: %s", test.name, picture)
		}
		if !test.empty && (strings.Contains(picture, model.Health.Title()) || !strings.Contains(picture, ">none</text>") || !strings.Contains(picture, "Education none (0, 0, 1).")) {
			t.Errorf("%s: %s", test.name, picture)
		}
	}
}

// Themes with most concerns now are first; what is of no theme is last.
func TestThemesInlineOrder(t *testing.T) {
	row := func(theme model.Theme, before, now int) model.ThemeBalance {
		return model.ThemeBalance{Theme: theme, Old: model.Counts{Concern: before}, New: model.Counts{Concern: now, Strength: 1}}
	}
	rows := []model.ThemeBalance{row(model.OtherTheme, 9, 9), row(model.Workforce, 1, 2), row(model.Health, 0, 0), row(model.Recording, 2, 0), row(model.Leadership, 0, 5)}
	before := slices.Clone(rows)
	c := checkInline(t, themesInline(rows, "2018", "2024", "b"), "b")
	want := "Findings that are strengths, mixed and concerns now (then): Leadership 1, 0, 5 (none); Workforce 1, 0, 2 (0, 0, 1); Recording 1, 0, 0 (0, 0, 2); Health 1, 0, 0 (none); Other 1, 0, 9 (0, 0, 9)."
	if diff := gocmp.Diff(want, c.desc); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff("Strengths and concerns by theme, 2018 and 2024, themes with most concerns now first", c.title); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff(before, rows); diff != "" {
		t.Errorf("the caller's rows moved: %s", diff)
	}
}

// All themes fit, with their numbers, in few bytes.
func TestThemesInlineOfManyThemes(t *testing.T) {
	for _, then := range []string{"", "Oct 2018"} {
		for _, size := range []int{1, 12, 120} {
			rows := manyThemes(size)
			picture := string(themesInline(rows, then, "Dec 2024", "stoke-on-trent-themes"))
			c := checkInline(t, themesInline(rows, then, "Dec 2024", "b"), "b")
			if most := 10000; len(picture) > most {
				t.Errorf("%d bytes", len(picture))
			}
			height := numbers(t, regexp.MustCompile(`viewBox="0 0 720 ([0-9.]+)"`).FindStringSubmatch(picture))[0]
			bars, below := drawnBars(t, picture), 0.0
			for _, b := range bars {
				if b.y < below || b.y+b.high > height {
					t.Errorf("a bar at %v, after one to %v, in %v", b.y, below, height)
				}
				below = b.y + b.high
			}
			for _, r := range rows {
				if said := strings.Contains(c.desc, r.Theme.Title()+" "); said != (weighed(r.New) > 0 || then != "") {
					t.Errorf("%q is said: %v", r.Theme.Title(), said)
				}
				if text := fmt.Sprintf(">%d</text>", r.New.Concern); weighed(r.New) > 0 && !strings.Contains(picture, text) {
					t.Errorf("no %s", text)
				}
			}
		}
	}
}

// What is hostile is text, and stays within the picture.
func TestThemesInlineIsSound(t *testing.T) {
	evil := "<script>alert(1)</script>&\"']]>\x1b[31m\x00\u202e" + strings.Repeat("W", 80)
	rows := []model.ThemeBalance{{Theme: model.Theme(evil), Old: model.Counts{Strength: 1}, New: model.Counts{Concern: 2}}}
	picture := themesInline(rows, evil, evil, "b")
	c := checkInline(t, picture, "b")
	if strings.Contains(string(picture), "<script") || !strings.Contains(c.title, "<script>alert(1)</script>") {
		t.Errorf("title %q", c.title)
	}
	if !strings.Contains(string(picture), `textLength="`) {
		t.Error("a long name leaves the picture")
	}
}
