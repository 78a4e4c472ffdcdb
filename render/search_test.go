package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/model"
)

// searched is what a search came to: a hit that has everything, and one that
// has nothing that a hit can be without.
func searched() *model.SearchResult {
	r := &model.SearchResult{
		Query: `"return home interviews" OR timel*`, Total: 23, Undated: 1,
		Filters: model.SearchFilters{
			Authorities: []string{"Kestrel", "Marlow Vale"}, Regions: []string{"London"}, Between: model.Between{Since: "2019", Until: "2024-12-31"},
			Kinds: []model.Kind{model.ILACSInspection, model.FocusedVisit}, FindingKinds: model.FindingKinds(), Areas: []model.Area{model.HelpAndProtection},
			Themes: model.Themes(), Polarities: model.Polarities(), About: []model.About{model.AboutAuthority, model.AboutLSCB},
		},
		Hits: []model.SearchHit{
			{Rank: 9, Authority: model.HitAuthority{Name: "Kestrel", LACode: "999", Region: "London"}, Inspection: "kestrel-2024-10-11-ilacs_inspection",
				Kind: model.ILACSInspection, End: "2024-10-11", Finding: "f2", FindingKind: model.Improvement, Area: model.HelpAndProtection,
				About: model.AboutAuthority, Section: "s1", Heading: "What needs to improve?", Number: "17", Page: 2, LastPage: 3,
				Polarity: model.ConcernSaid, Themes: []model.Theme{model.ExploitationAndMissing, model.QualityAssurance}, Responsible: "Kestrel Council",
				Snippet: []model.SnippetPart{{Text: "…The "}, {Text: "timeliness", Match: true}, {Text: " and quality of "}, {Text: "return home interviews", Match: true},
					{Text: ", and the use of what is learned from them to reduce the likelihood of further missing episodes…"}},
				Text: "Improve this. The timeliness and quality of return home interviews, and the use of what is learned from them to reduce the likelihood of further missing episodes.",
				Path: "letters/kestrel.pdf"},
			{Rank: 10, Inspection: "jtai", Kind: model.JTAI, Finding: "f1", FindingKind: model.Body, About: model.AboutAuthority, Heading: "Findings",
				Snippet: []model.SnippetPart{{Text: "Timely", Match: true}, {Text: "."}}, Text: "Timely.", Path: "letters/jtai.html"},
		},
		Errors: []model.FailureRecord{lost().Record()},
	}
	r.Fill()
	return r
}

// hostileSearch is a result whose documents want to harm their reader.
func hostileSearch() *model.SearchResult {
	const evil = "=HYPERLINK(\"http://example.org\")\x1b[31m\x1b]0;title\x07\x02\x03\u202e\x00\r\n\tx"
	r := &model.SearchResult{Query: evil, Total: 1, Hits: []model.SearchHit{{
		Rank: 1, Authority: model.HitAuthority{Name: evil, LACode: evil, Region: evil}, Inspection: evil, Kind: evil, End: evil, Finding: evil,
		FindingKind: evil, Area: evil, About: evil, Section: evil, Heading: evil, Number: evil, Page: -1, LastPage: 1 << 40, Polarity: evil,
		Themes: []model.Theme{evil}, Responsible: evil, Text: evil, Path: evil,
		Snippet: []model.SnippetPart{{Text: evil, Match: true}, {Text: evil}, {Text: strings.Repeat("W", 300), Match: true}},
	}}}
	r.Fill()
	return r
}

// searchText returns what SearchTable writes to a screen.
func searchText(t *testing.T, s Screen, r *model.SearchResult) string {
	t.Helper()
	var b bytes.Buffer
	if err := SearchTable(&b, s, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSearchFitsItsSchema(t *testing.T) {
	schema, doc := compile(t, "search")
	r := searched()
	var b bytes.Buffer
	if err := SearchJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	if err := validate(t, schema, b.Bytes()); err != nil {
		t.Error(err)
	}
	empty := &model.SearchResult{}
	empty.Fill()
	data, err := marshal(empty, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(t, schema, data); err != nil {
		t.Errorf("without hits: %v", err)
	}
	for _, change := range []struct{ from, to string }{
		{`"polarity": "concern"`, `"polarity": "bad"`},
		{`"rank": 9`, `"rank": 0`},
		{`"match": true`, `"match": "yes"`},
		{`"errors":`, `"failures":`},
	} {
		bad := strings.Replace(b.String(), change.from, change.to, 1)
		if bad == b.String() || validate(t, schema, []byte(bad)) == nil {
			t.Errorf("schema allows %s, or the output has no %s", change.to, change.from)
		}
	}
	var want []string
	schemaKeys(doc["$defs"].(map[string]any), doc, "", &want)
	slices.Sort(want)
	var v any
	if err := json.Unmarshal(b.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	valueKeys(v, "", keys)
	var got []string
	for k := range keys {
		got = append(got, k)
	}
	slices.Sort(got)
	if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
		t.Errorf("(-schema +output):\n%s", diff)
	}
}

func TestSearchSchemaHasEveryCode(t *testing.T) {
	_, doc := compile(t, "search")
	var themes, kinds, polarities []string
	for _, v := range model.Themes() {
		themes = append(themes, string(v))
	}
	for _, v := range model.FindingKinds() {
		kinds = append(kinds, string(v))
	}
	for _, v := range model.Polarities() {
		polarities = append(polarities, string(v))
	}
	for def, codes := range map[string][]string{"theme": themes, "finding_kind": kinds, "polarity": polarities} {
		slices.Sort(codes)
		if diff := cmp.Diff(codes, enum(t, doc, def)); diff != "" {
			t.Errorf("%s (-model +schema):\n%s", def, diff)
		}
	}
}

func TestSearchTable(t *testing.T) {
	want := strings.ReplaceAll(`23 findings match; the best 2 are shown (--limit 0 shows all)

 9. Kestrel~· ILACS inspection~· 11~October~2024~· p.~2–3
    − concern~· area for improvement~· Help and protection~· paragraph~17~· for
    Kestrel Council
    …The [timeliness] and quality of [return home interviews], and the use of
    what is learned from them to reduce the likelihood of further missing
    episodes…

10. Authority not named~· JTAI~· no date
    finding~· Findings
    [Timely].
`, "~", string(nbsp))
	if diff := cmp.Diff(want, searchText(t, Screen{Width: 80, Terminal: true}, searched())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	coloured := searchText(t, Screen{Width: 80, Terminal: true, Colour: true}, searched())
	for _, part := range []string{"\x1b[31m−\x1b[0m\x1b[2m concern", "The \x1b[1;4mtimeliness\x1b[0m and", "\x1b[1;4mreturn home interviews\x1b[0m, and"} {
		if !strings.Contains(coloured, part) {
			t.Errorf("no %q in %q", part, coloured)
		}
	}
	if plain := escapeRE.ReplaceAllString(coloured, ""); strings.ContainsAny(plain, "[]\x02\x03") {
		t.Errorf("marks beside colour: %q", plain)
	}
}

// TestSearchTotal makes sure that what is said of numbers is right.
func TestSearchTotal(t *testing.T) {
	for _, test := range []struct {
		hits, total int
		want        string
	}{
		{1, 1, "1 finding matches"},
		{2, 2, "2 findings match"},
		{1, 2, "2 findings match; the best is shown (--limit 0 shows all)"},
		{20, 23, "23 findings match; the best 20 are shown (--limit 0 shows all)"},
	} {
		r := &model.SearchResult{Total: test.total, Hits: make([]model.SearchHit, test.hits)}
		first, _, _ := strings.Cut(searchText(t, Screen{Width: 80, Terminal: true}, r), "\n")
		if first != test.want {
			t.Errorf("%d of %d: %q, want %q", test.hits, test.total, first, test.want)
		}
	}
}

// TestSearchFitsTheScreen makes sure that lines end where the screen does, that
// what goes on in the next line is painted there without its indent, and that
// no document does anything to a terminal.
func TestSearchFitsTheScreen(t *testing.T) {
	for _, r := range []*model.SearchResult{searched(), hostileSearch()} {
		for w := minReport; w <= maxWidth; w++ {
			for _, colour := range []bool{false, true} {
				text := searchText(t, Screen{Width: w, Terminal: true, Colour: colour}, r)
				for line := range strings.Lines(text) {
					line = strings.TrimSuffix(line, "\n")
					bare := escapeRE.ReplaceAllString(line, "")
					if width(bare) > w || strings.TrimRight(bare, " ") != bare {
						t.Fatalf("at %d: %q is %d wide", w, bare, width(bare))
					}
					if CleanLine(bare) != bare || !colour && bare != line {
						t.Fatalf("at %d: control characters in %q", w, line)
					}
					if strings.Contains(line, "\x1b["+string(matched)+"m ") {
						t.Fatalf("at %d: space is underlined in %q", w, line)
					}
				}
			}
		}
	}
}

func TestSearchCSV(t *testing.T) {
	var b bytes.Buffer
	if err := SearchCSV(&b, searched()); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), bom)
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked || len(rows) != 3 {
		t.Fatalf("%d rows, byte order mark: %v (%v)", len(rows), marked, err)
	}
	cells := map[string]string{}
	for i, name := range rows[0] {
		if cells[name] = rows[1][i]; cells[name] == "" {
			t.Errorf("%s is empty", name)
		}
	}
	for name, want := range map[string]string{
		"rank": "9", "authority": "Kestrel", "la_code": "999", "end": "2024-10-11", "page": "2", "last_page": "3", "finding_kind": "improvement",
		"snippet": "…The [timeliness] and quality of [return home interviews], and the use of what is learned from them to reduce the likelihood of further missing episodes…",
		"themes":  "exploitation_and_missing; quality_assurance", "text": searched().Hits[0].Text, "finding": "f2", "path": "letters/kestrel.pdf",
	} {
		if cells[name] != want {
			t.Errorf("%s is %q, want %q", name, cells[name], want)
		}
	}
}

// TestSearchInAPipe makes sure that a pipe gets a line for each hit, with as
// many fields as the head has.
func TestSearchInAPipe(t *testing.T) {
	for _, r := range []*model.SearchResult{searched(), hostileSearch(), {}} {
		lines := strings.Split(strings.TrimSuffix(searchText(t, Screen{Width: 80}, r), "\n"), "\n")
		if len(lines) != 1+len(r.Hits) || !strings.HasPrefix(lines[0], "rank\tauthority\tkind\tend\tpage\t") {
			t.Errorf("%d lines for %d hits: %q", len(lines), len(r.Hits), lines)
		}
		for _, line := range lines {
			if strings.Count(line, "\t") != strings.Count(lines[0], "\t") || CleanLine(strings.ReplaceAll(line, "\t", " ")) != strings.ReplaceAll(line, "\t", " ") {
				t.Errorf("%q", line)
			}
		}
	}
}

// TestSearchIsHarmless makes sure that no cell of a hit starts a formula.
func TestSearchIsHarmless(t *testing.T) {
	var b bytes.Buffer
	if err := SearchCSV(&b, hostileSearch()); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), bom))).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows (%v)", len(rows), err)
	}
	for i, cell := range rows[1] {
		if strings.HasPrefix(cell, "=") || CleanLine(cell) != cell {
			t.Errorf("%s: %q", rows[0][i], cell)
		}
	}
}

func TestNothingFound(t *testing.T) {
	if text := searchText(t, Screen{Width: 80, Terminal: true}, &model.SearchResult{}); text != "" {
		t.Errorf("a terminal gets %q", text)
	}
}

func TestQueryPlace(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for _, test := range []struct {
		query  string
		column int
		width  int
		want   string
	}{
		{"a (b", 3, 80, "  a (b\n    ^\n"},
		{"a AND", 6, 80, "  a AND\n       ^\n"},
		{"漢字 (b", 4, 80, "  漢字 (b\n       ^\n"},
		{"\x1b[31m\t\x07(b", 8, 80, "   [31m  (b\n         ^\n"},
		{"", 1, 80, "  \n  ^\n"},
		{long, 1, 40, "  word word word word word word word w…\n  ^\n"},
		{long, 76, 40, "  …rd word word word word word word word wo…\n                    ^\n"},
		{long, 151, 40, ""},
	} {
		got := QueryPlace(Screen{Width: test.width}, test.query, test.column)
		lines := strings.Split(got, "\n")
		for _, line := range lines {
			if width(line) > test.width {
				t.Errorf("%q: %q is %d wide", test.query, line, width(line))
			}
		}
		if test.want != "" && test.width == 80 && got != test.want {
			t.Errorf("%q: %q, want %q", test.query, got, test.want)
		}
		chars, at := []rune(test.query), width(lines[1])-1
		if test.width < 80 && test.column <= len(chars) {
			if under := []rune(lines[0])[at]; under != chars[test.column-1] {
				t.Errorf("column %d: the mark is under %q in\n%s", test.column, under, got)
			}
		}
	}
}
