package database_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"

	"ofsted/analyse"
	"ofsted/internal/collection"
	"ofsted/internal/database"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
)

// inspection returns a made-up inspection with so many findings.
func inspection(authority, region string, kind model.Kind, end model.Date, findings ...model.Finding) *model.Inspection {
	in := &model.Inspection{
		Source:    model.Source{Path: fmt.Sprintf("%s-%s.pdf", authority, end)},
		Kind:      kind,
		Framework: kind.Framework(),
		Authority: model.Authority{Name: model.Null(authority), Region: model.Null(region)},
		Sections:  []model.Section{{ID: "s1", Heading: "Help and protection", Area: model.HelpAndProtection}},
		Findings:  findings,
	}
	if end != "" {
		in.Visit.Periods = []model.Period{{Start: end, End: end}}
	}
	for i := range in.Findings {
		f := &in.Findings[i]
		f.ID = fmt.Sprint("f", i+1)
		f.Kind = cmp.Or(f.Kind, model.Body)
		f.Page = i + 1
	}
	in.Fill()
	return in
}

// madeUp returns a few inspections in which there is something for each filter
// to tell apart.
func madeUp() []*model.Inspection {
	return []*model.Inspection{
		inspection("Kestrel", "London", model.ILACSInspection, "2024-10-11",
			model.Finding{Text: "Return home interviews are timely.", Polarity: model.StrengthSaid, Themes: []model.Theme{model.ExploitationAndMissing, model.Health}},
			model.Finding{Text: "Assessments of neglect drift.", Kind: model.Improvement, Polarity: model.ConcernSaid, Section: "s1", Area: model.HelpAndProtection, About: model.AboutAuthority},
			model.Finding{Text: "When children return home, interviews are", Themes: []model.Theme{model.Participation}},
			model.Finding{Text: "late, and timely help is rare.", Continues: "f3", Themes: []model.Theme{model.EarlyHelp}}),
		inspection("Upland", "South East", model.SIFInspection, "2015-02-26",
			model.Finding{Text: "Assessments of neglect drift.", Polarity: model.ConcernSaid, About: model.AboutLSCB, Area: model.LSCB, Themes: []model.Theme{model.Assessment}},
			model.Finding{Text: "Assessed children’s needs are met: the café’s section-47 leaflet says so.", Polarity: model.MixedSaid, Themes: []model.Theme{"permanence_and_adoption"}}),
		inspection("Upland", "South East", model.FocusedVisit, "2023-06", model.Finding{Text: "Assessments of neglect drift."}),
		inspection("", "", model.JTAI, "", model.Finding{Text: "Assessments of neglect drift.", Polarity: model.NeutralSaid}),
	}
}

// filled returns a temporary database with inspections in it.
func filled(t testing.TB, ins ...*model.Inspection) *database.DB {
	t.Helper()
	db, err := database.Temporary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, in := range ins {
		if err := db.Add(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Commit(); err != nil {
		t.Fatal(err)
	}
	return db
}

// exported returns a database that was exported and opened again.
func exported(t testing.TB, ins ...*model.Inspection) *database.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "all.db")
	u, err := database.Begin(t.Context(), path, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer u.Discard()
	for _, in := range ins {
		if err := u.Put(t.Context(), in, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := u.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	db, err := database.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func search(t testing.TB, db *database.DB, query string, f model.SearchFilters, limit, offset int) *model.SearchResult {
	t.Helper()
	q, err := database.ParseQuery(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	r, err := db.Search(t.Context(), q, f, limit, offset)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return r
}

// hits names the hits of a result.
func hits(r *model.SearchResult) []string {
	names := []string{}
	for _, h := range r.Hits {
		names = append(names, h.Inspection+" "+h.Finding)
	}
	return names
}

// The findings of madeUp.
const (
	interviews = "kestrel-2024-10-11-ilacs_inspection f1"
	improve    = "kestrel-2024-10-11-ilacs_inspection f2"
	broken     = "kestrel-2024-10-11-ilacs_inspection f3"
	board      = "upland-2015-02-26-sif_inspection f1"
	needs      = "upland-2015-02-26-sif_inspection f2"
	visit      = "upland-2023-06-focused_visit f1"
	nobody     = "jtai f1"
)

func TestSearch(t *testing.T) {
	db := filled(t, madeUp()...)
	for query, want := range map[string][]string{
		`"return home interviews"`:         {interviews, broken},
		"return home interviews":           {interviews, broken},
		"interviews NOT children":          {interviews},
		"interviews AND timely":            {interviews, broken},
		"children OR interviews":           {broken, interviews, needs},
		"assess*":                          {improve, visit, board, nobody, needs},
		"ASSESSED":                         {needs},
		"children's":                       {needs},
		"childrens":                        {},
		"cafe":                             {needs},
		"CAFÉ":                             {needs},
		`section 47`:                       {needs},
		"section-47":                       {needs},
		`"home interviews are late"`:       {broken},
		"f1":                               {},
		`(return OR café) (late OR met)`:   {needs, broken},
		"drift NOT (neglect OR abuse)":     {},
		`"NEGLECT dri"*`:                   {improve, visit, board, nobody},
		strings.Repeat("ꭰ", 3) + " OR met": {needs}, // letters that SQLite does not know
		strings.Repeat("ꭰ", 3):             {},
		"met NOT 𞤀":                        {needs},
		"met 𞤀":                            {},
		"met OR 𞤀*":                        {needs},
		"𞤀 NOT met":                        {},
		"\ue000 OR met":                    {needs}, // of private use, which is a letter to SQLite
		"met NOT \ue000":                   {needs},
	} {
		r := search(t, db, query, model.SearchFilters{}, 0, 0)
		got := hits(r)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
		if r.Total != len(r.Hits) || r.Query != query {
			t.Errorf("%s: %d hits of %d for %s", query, len(r.Hits), r.Total, r.Query)
		}
	}
}

func TestHit(t *testing.T) {
	in := madeUp()[0]
	in.Authority.LACode = "999"
	in.Findings[2].Number, in.Findings[2].Responsible, in.Findings[2].Polarity = "12", "NHS Kestrel", model.MixedSaid
	r := search(t, filled(t, in), "late", model.SearchFilters{}, 20, 0)
	want := []model.SearchHit{{
		Rank: 1, Authority: model.HitAuthority{Name: "Kestrel", LACode: "999", Region: "London"},
		Inspection: "kestrel-2024-10-11-ilacs_inspection", Kind: model.ILACSInspection, End: "2024-10-11",
		Finding: "f3", FindingKind: model.Body, About: model.AboutAuthority, Number: "12", Page: 3, LastPage: 4,
		Polarity: model.MixedSaid, Themes: []model.Theme{model.Participation, model.EarlyHelp}, Responsible: "NHS Kestrel",
		Snippet: []model.SnippetPart{{Text: "When children return home, interviews are "}, {Text: "late", Match: true}, {Text: ", and timely help is rare."}},
		Text:    "When children return home, interviews are late, and timely help is rare.",
		Path:    "Kestrel-2024-10-11.pdf",
	}}
	if diff := gocmp.Diff(want, r.Hits); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFilters(t *testing.T) {
	db := filled(t, madeUp()...)
	for _, test := range []struct {
		name    string
		filters model.SearchFilters
		want    []string
	}{
		{"none", model.SearchFilters{}, []string{improve, visit, board, nobody, needs}},
		{"authority", model.SearchFilters{Authorities: []string{"Upland"}}, []string{visit, board, needs}},
		{"authorities", model.SearchFilters{Authorities: []string{"Upland", "Kestrel"}}, []string{improve, visit, board, needs}},
		{"part of a name", model.SearchFilters{Authorities: []string{"Up"}}, []string{}},
		{"region", model.SearchFilters{Regions: []string{"London"}}, []string{improve}},
		{"kind", model.SearchFilters{Kinds: []model.Kind{model.JTAI, model.FocusedVisit}}, []string{visit, nobody}},
		{"kind of finding", model.SearchFilters{FindingKinds: []model.FindingKind{model.Improvement}}, []string{improve}},
		{"both kinds", model.SearchFilters{Kinds: []model.Kind{model.SIFInspection}, FindingKinds: []model.FindingKind{model.Improvement}}, []string{}},
		{"area", model.SearchFilters{Areas: []model.Area{model.HelpAndProtection, model.LSCB}}, []string{improve, board}},
		{"theme", model.SearchFilters{Themes: []model.Theme{model.Assessment}}, []string{board}},
		{"part of a theme", model.SearchFilters{Themes: []model.Theme{"permanence", "adoption", "%"}}, []string{}},
		{"polarity", model.SearchFilters{Polarities: []model.Polarity{model.NeutralSaid, model.MixedSaid}}, []string{nobody, needs}},
		{"authority’s own", model.SearchFilters{About: []model.About{model.AboutAuthority}}, []string{improve, visit, nobody, needs}},
		{"board’s", model.SearchFilters{About: []model.About{model.AboutLSCB}}, []string{board}},
		{"since", model.SearchFilters{Between: model.Between{Since: "2023-06-15"}}, []string{improve, visit}},
		{"until", model.SearchFilters{Between: model.Between{Until: "2023"}}, []string{visit, board, needs}},
		{"no SQL", model.SearchFilters{Authorities: []string{"' OR 1=1 --"}}, []string{}},
	} {
		r := search(t, db, "assess*", test.filters, 0, 0)
		if diff := gocmp.Diff(test.want, hits(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if r.Total != len(r.Hits) {
			t.Errorf("%s: %d hits of %d", test.name, len(r.Hits), r.Total)
		}
		if want := len(search(t, db, "assess*", test.filters, 0, 0).Hits); want != r.Total {
			t.Errorf("%s: %d hits, then %d", test.name, r.Total, want)
		}
		undated := 0
		if test.filters.Bounded() {
			undated = 1
		}
		if r.Undated != undated {
			t.Errorf("%s: %d undated", test.name, r.Undated)
		}
	}
	// Themes are those of the whole paragraph, in whatever part they stand.
	r := search(t, db, "help", model.SearchFilters{Themes: []model.Theme{model.EarlyHelp}}, 0, 0)
	if diff := gocmp.Diff([]string{broken}, hits(r)); diff != "" {
		t.Errorf("broken paragraph (-want +got):\n%s", diff)
	}
}

// TestDates makes sure that SQL takes dates as the model does.
func TestDates(t *testing.T) {
	days := []model.Date{"2018-12-07", "2018-12", "2018-11-30", "2019-01-01", "2019-01", ""}
	var ins []*model.Inspection
	for _, day := range days {
		ins = append(ins, inspection("Kestrel", "", model.ILACSInspection, day, model.Finding{Text: "drift"}))
	}
	db := filled(t, ins...)
	bounds := []model.Date{"", "2018", "2018-12", "2018-12-06", "2018-12-07", "2018-12-08", "2019", "2019-01-01"}
	for _, since := range bounds {
		for _, until := range bounds {
			between := model.Between{Since: since, Until: until}
			want := 0
			for _, day := range days {
				if between.Has(day) {
					want++
				}
			}
			if r := search(t, db, "drift", model.SearchFilters{Between: between}, 0, 0); r.Total != want || len(r.Hits) != want {
				t.Errorf("%+v: %d hits of %d, want %d", between, len(r.Hits), r.Total, want)
			}
		}
	}
}

func TestPages(t *testing.T) {
	db := filled(t, madeUp()...)
	all := search(t, db, "assess*", model.SearchFilters{}, 0, 0)
	for offset := range 7 {
		r := search(t, db, "assess*", model.SearchFilters{}, 2, offset)
		want := all.Hits[min(offset, 5):min(offset+2, 5)]
		if diff := gocmp.Diff(want, r.Hits); len(want)+len(r.Hits) > 0 && diff != "" || r.Total != 5 {
			t.Errorf("from %d of %d (-want +got):\n%s", offset, r.Total, diff)
		}
	}
}

// specimens returns the specimen letters, and the inspections without findings
// that we made up.
func specimens(t testing.TB) []*model.Inspection {
	t.Helper()
	return read(t, filepath.Join("..", "..", "testdata", "letters"), filepath.Join("..", "..", "testdata", "timeline", "specimens.ndjson"))
}

// read reads inspections as search does.
func read(t testing.TB, paths ...string) []*model.Inspection {
	t.Helper()
	finder := source.Finder{}
	var ins []*model.Inspection
	for in := range parse.InspectMany(t.Context(), finder.List(paths).Inputs, runtime.NumCPU(), analyse.Inspect) {
		if in != nil {
			ins = append(ins, in)
		}
	}
	if len(ins) == 0 {
		t.Fatalf("%s: no inspection in it", paths)
	}
	return ins
}

// questions are queries with filters, of which the specimens answer most.
var questions = []struct {
	query   string
	filters model.SearchFilters
}{
	{"children", model.SearchFilters{}},
	{"child* OR assess*", model.SearchFilters{}},
	{`"children in care" OR leaders`, model.SearchFilters{}},
	{"plans NOT children", model.SearchFilters{}},
	{"the", model.SearchFilters{Polarities: []model.Polarity{model.ConcernSaid, model.MixedSaid}}},
	{"and", model.SearchFilters{Themes: []model.Theme{model.Workforce, model.Assessment}, Between: model.Between{Since: "2021"}}},
	{"a*", model.SearchFilters{Authorities: []string{"Kestrel", "Upland"}, FindingKinds: []model.FindingKind{model.Improvement, model.Body}}},
	{"in", model.SearchFilters{Kinds: []model.Kind{model.JTAI}}},
	{"zebra", model.SearchFilters{}},
}

// TestFilesAndDatabaseAgree makes sure that a database gives the answers that
// the files give which were exported into it.
func TestFilesAndDatabaseAgree(t *testing.T) {
	ins := specimens(t)
	files, db := filled(t, ins...), exported(t, ins...)
	agree(t, files, db)
}

// agree makes sure that two databases answer alike, and answer at all.
func agree(t *testing.T, a, b *database.DB) {
	t.Helper()
	for _, q := range questions {
		for _, limit := range []int{3, 0} {
			of, from := search(t, a, q.query, q.filters, limit, 0), search(t, b, q.query, q.filters, limit, 0)
			if diff := gocmp.Diff(of, from); diff != "" {
				t.Errorf("%s (-one +other):\n%s", q.query, diff)
			}
			if (of.Total == 0) != (q.query == "zebra") {
				t.Errorf("%s: %d findings match", q.query, of.Total)
			}
		}
	}
}

// TestOrderOfAddingIsNothing makes sure that ranks do not depend on what was
// added first.
func TestOrderOfAddingIsNothing(t *testing.T) {
	ins := specimens(t)
	// Keys tell documents of one id apart in the order in which they come.
	slices.SortStableFunc(ins, func(a, b *model.Inspection) int { return cmp.Compare(a.ID, b.ID) })
	ins = slices.CompactFunc(ins, func(a, b *model.Inspection) bool { return a.ID == b.ID })
	inOrder := filled(t, ins...)
	for seed := range uint64(3) {
		shuffled := slices.Clone(ins)
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(ins), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		agree(t, inOrder, filled(t, shuffled...))
	}
}

// TestSnippets makes sure that a snippet is a piece of its finding in which
// what was searched for is marked and nothing else.
func TestSnippets(t *testing.T) {
	db := filled(t, specimens(t)...)
	r := search(t, db, `"social workers" OR plan*`, model.SearchFilters{}, 0, 0)
	cut := 0
	for _, h := range r.Hits {
		var whole strings.Builder
		matches := 0
		for _, p := range h.Snippet {
			whole.WriteString(p.Text)
			if words := strings.ToLower(p.Text); p.Match {
				matches++
				if words != "social workers" && !strings.HasPrefix(words, "plan") {
					t.Errorf("%s %s: %q is marked", h.Inspection, h.Finding, p.Text)
				}
			}
		}
		text := strings.Trim(whole.String(), "…")
		if !strings.Contains(h.Text, text) || matches == 0 {
			t.Errorf("%s %s: %d matches in %q, which is to be in %q", h.Inspection, h.Finding, matches, text, h.Text)
		}
		if words := len(strings.Fields(text)); words > 45 {
			t.Errorf("%s %s: a snippet of %d words", h.Inspection, h.Finding, words)
		}
		if len(text) < len(h.Text) {
			cut++
		}
	}
	if len(r.Hits) < 10 || cut == 0 {
		t.Fatalf("%d hits, of %d a part is shown: too few to tell", len(r.Hits), cut)
	}
}

// TestLongParagraph: of a paragraph that is longer than any of a report the beginning is shown.
func TestLongParagraph(t *testing.T) {
	long := model.Finding{ID: "f1", Kind: model.Body, Text: "Plans drift. " + strings.Repeat("Children wait. ", 1000)}
	db := filled(t, inspection("Kestrel", "", model.FocusedVisit, "2024-02-01", long))
	r := search(t, db, "drift", model.SearchFilters{}, 0, 0)
	if len(r.Hits) != 1 || len(r.Hits[0].Snippet) != 1 {
		t.Fatalf("%+v", r.Hits)
	}
	got := strings.TrimSuffix(r.Hits[0].Snippet[0].Text, "…")
	if !strings.HasPrefix(long.Text, got) || len(got) < 200 || len(got) > 300 {
		t.Errorf("snippet of %d characters: %q", len(got), got)
	}
}

// TestHostileText makes sure that text which holds the marks of matches, or
// breaks off in the middle of them, does no harm.
func TestHostileText(t *testing.T) {
	for _, text := range []string{"\x03drift\x02", "\x02\x02drift", "drift\x03\x03", "\x00drift\x00", "drift \x02 \xff drift", "'drift' \"drift\" -- drift;"} {
		r := search(t, filled(t, inspection("Kestrel", "", model.JTAI, "2024-10-11", model.Finding{Text: text})), "drift", model.SearchFilters{}, 0, 0)
		found := false
		for _, h := range r.Hits {
			for _, p := range h.Snippet {
				found = found || strings.Contains(p.Text, "drift")
				if p.Text == "" || strings.ContainsAny(p.Text, "\x02\x03") {
					t.Errorf("%q: a part %q", text, p.Text)
				}
			}
		}
		if !found {
			t.Errorf("%q: %d hits, nothing of it in a snippet", text, len(r.Hits))
		}
	}
}

func TestAuthorities(t *testing.T) {
	db := filled(t, madeUp()...)
	all, err := db.Authorities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []model.Authority{{Name: "Kestrel", Region: "London"}, {Name: "Upland", Region: "South East"}}
	if diff := gocmp.Diff(want, all); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n, err := db.Size(t.Context()); n != 4 || err != nil {
		t.Errorf("%d inspections (%v)", n, err)
	}
}

// TestUnrecognised makes sure that documents in which nothing can be found are
// told from others without findings, and from those that another program read.
func TestUnrecognised(t *testing.T) {
	minutes, hit := inspection("", "", model.UnknownKind, ""), inspection("", "", model.UnknownKind, "2020", model.Finding{Text: "Minutes of drift."})
	minutes.Source.Path, hit.Source.Path = "minutes.pdf", "others.pdf"
	later := inspection("", "", "of_later_times", "")
	later.Source.Path = "later.pdf"
	ins := append(madeUp(), minutes, later, hit, inspection("Upland", "", model.JTAI, "2021"))
	for _, db := range []*database.DB{filled(t, ins...), exported(t, ins...)} {
		list, err := db.Unrecognised(t.Context())
		if diff := gocmp.Diff([]string{"later.pdf", "minutes.pdf"}, list); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		if r := search(t, db, "minutes", model.SearchFilters{}, 0, 0); r.Total != 1 {
			t.Errorf("%d hits in what another program read", r.Total)
		}
	}
}

func TestUnused(t *testing.T) {
	db := filled(t, madeUp()...)
	for query, want := range map[string][]string{
		"drift":                            nil,
		"drift zebra OR 'the zebra lions'": {"zebra", "lions"},
		"drift NOT zebra":                  nil,
		"drift NOT (zebra OR lion) tiger":  nil,
		"(tiger NOT zebra) DRIFT":          {"tiger"},
		"asses* zebr* 'neglect lio*'":      {"zebr*", "lio*"},
		"café’s zebra’s cafe\u0301":        {"zebra"},
		"𞤀 drift":                          {"𞤀"},
	} {
		q, err := database.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.Unused(t.Context(), q)
		if diff := gocmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", query, err, diff)
		}
	}
}

// TestWords makes sure that the words of a database are those of its findings,
// and that asking for them leaves it one that cannot be written to.
func TestWords(t *testing.T) {
	for _, db := range []*database.DB{filled(t, madeUp()...), exported(t, madeUp()...)} {
		for letter, want := range map[rune][]string{
			'a': {"assessments", "are", "and", "assessed"},
			'c': {"children", "cafe"},
			'z': nil, 'é': nil, '\ud7ff': nil, unicode.MaxRune: nil,
		} {
			for range 2 {
				got, err := db.Words(t.Context(), letter)
				if diff := gocmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("%c: %v (-want +got):\n%s", letter, err, diff)
				}
			}
		}
	}
	db := exported(t, madeUp()...)
	if _, err := db.Words(t.Context(), 'a'); err != nil {
		t.Fatal(err)
	}
	if err := db.Add(t.Context(), madeUp()[0]); err == nil {
		t.Error("it can be written to")
	}
}

// FuzzSearch makes sure that no query makes an error but ParseQuery's own.
func FuzzSearch(f *testing.F) {
	db := filled(f, madeUp()...)
	for _, query := range []string{
		"", "a", `"`, `"a" b*`, "(a OR b) NOT c", "NEAR(a b, 5)", "text : a", "{text}: a", "^a", "a + b", "a.b", "a*b", `a""b`, `""""`,
		"'a b' c", "'a's b'*", "-- a", "a; DROP TABLE findings", "'a'", "\x00a\x00", "\xff\xfe", "a\ufffdb", "’’’", "rank MATCH 1", "AND OR NOT", "ꭰ", "ꭰ*",
		`"ꭰ b"*`, "a NOT ꭰ", "ꭰ NOT a", "ꭰ AND ꭰ", "\u0301a", "a\u0301*", "\u00ada", "\U0001d7d8", "½", "漢*", "\ue000", "\ue000*",
		"a,b", "a/b*", "'a,b' c:d", "a’s,b", "a\u0301,b", "a NOT b,c",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := database.ParseQuery(query)
		if err != nil {
			return
		}
		filters := model.SearchFilters{Authorities: []string{query}, Themes: []model.Theme{model.Theme(query)}, Between: model.Between{Since: model.Date(query)}}
		for _, f := range []model.SearchFilters{{}, filters} {
			if _, err := db.Search(t.Context(), q, f, 20, 0); err != nil {
				t.Errorf("%q: %v", query, err)
			}
		}
		if _, err := db.Unused(t.Context(), q); err != nil {
			t.Errorf("%q: %v", query, err)
		}
		for _, p := range q.Unmarked() {
			if again, err := database.ParseQuery(strings.Join(p.Words, " ")); err != nil || len(again.Unmarked()) > 0 {
				t.Errorf("%q: its words %q are no query of theirs (%v)", query, p.Words, err)
			}
		}
	})
}

// corpus names the folder of real reports.
const corpus = "OFSTED_CORPUS"

// words returns the words of a text as an index knows them, with a space
// before and behind each.
func words(text string) string {
	fields := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
	return " " + strings.Join(fields, " ") + " "
}

// TestCorpusPhrases makes sure that a few words of a finding find every finding
// that has them, and that one on the first page. Of phrases that more findings
// have than a page holds, some have to stand on a later one.
func TestCorpusPhrases(t *testing.T) {
	ins := read(t, collection.Folder(t, corpus, "labelled documents"))
	db := filled(t, ins...)
	var all []string
	for _, in := range ins {
		for _, f := range in.Whole() {
			all = append(all, words(f.Text))
		}
	}
	r := rand.New(rand.NewPCG(4, 2))
	const samples = 50
	first, page, common := 0, 0, 0
	for page < samples && !t.Failed() {
		in, f, phrase := somePhrase(r, ins)
		if phrase == "" {
			continue
		}
		want := 0
		for _, text := range all {
			if strings.Contains(text, phrase) {
				want++
			}
		}
		result := search(t, db, `"`+phrase+`"`, model.SearchFilters{}, database.DefaultLimit, 0)
		at := slices.IndexFunc(result.Hits, func(h model.SearchHit) bool { return h.Path == in.Source.Path && h.Finding == f.ID })
		switch {
		case result.Total != want:
			t.Errorf("%q stands in %d findings, found in %d", phrase, want, result.Total)
		case want > database.DefaultLimit:
			common++
		case at < 0:
			t.Errorf("%s, %s: not among the first %d of %d for %q", in.Source.Path, f.ID, len(result.Hits), result.Total, phrase)
		default:
			page++
			if at == 0 {
				first++
			}
		}
	}
	t.Logf("of %d phrases all are found on the first page and %d first; %d more stand in more findings than a page holds", page, first, common)
	if common > samples/10 {
		t.Errorf("%d phrases of %d are too common", common, samples+common)
	}
}

// somePhrase returns six to eight words of some finding, or none where that is
// shorter.
func somePhrase(r *rand.Rand, ins []*model.Inspection) (*model.Inspection, model.Finding, string) {
	in := ins[r.IntN(len(ins))]
	whole := in.Whole()
	if len(whole) == 0 {
		return in, model.Finding{}, ""
	}
	f := whole[r.IntN(len(whole))]
	list, n := strings.Fields(words(f.Text)), 6+r.IntN(3)
	if len(list) < n {
		return in, f, ""
	}
	from := r.IntN(len(list) - n + 1)
	return in, f, words(strings.Join(list[from:from+n], " "))
}

// BenchmarkSearch measures answers from an exported database of all real
// reports. BenchmarkInspect is what they compare with.
func BenchmarkSearch(b *testing.B) {
	db := exported(b, read(b, realReports(b))...)
	for _, bench := range []struct {
		name, query string
		filters     model.SearchFilters
		limit       int
	}{
		{"phrase", `"return home interviews"`, model.SearchFilters{}, database.DefaultLimit},
		{"words", "supervision reflective NOT agency", model.SearchFilters{}, database.DefaultLimit},
		{"common", "children", model.SearchFilters{}, database.DefaultLimit},
		{"filtered", "children", model.SearchFilters{Themes: []model.Theme{model.Workforce}, Between: model.Between{Since: "2023"}}, database.DefaultLimit},
		{"letter", "c*", model.SearchFilters{}, database.DefaultLimit},
		{"all", "children", model.SearchFilters{}, 0},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				if r := search(b, db, bench.query, bench.filters, bench.limit, 0); r.Total == 0 {
					b.Fatal("nothing found")
				}
			}
		})
	}
}

// BenchmarkInspect measures the reading of one report of usual length.
func BenchmarkInspect(b *testing.B) {
	paths, err := filepath.Glob(filepath.Join(realReports(b), "*", "*ilacs*.pdf"))
	if err != nil || len(paths) == 0 {
		b.Fatalf("no report in the collection (%v)", err)
	}
	var reports [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		reports = append(reports, data)
	}
	slices.SortFunc(reports, func(a, b []byte) int { return cmp.Compare(len(a), len(b)) })
	data := reports[len(reports)/2]
	for b.Loop() {
		in, err := parse.Inspect(b.Context(), parse.Input{Data: data})
		if err != nil {
			b.Fatal(err)
		}
		analyse.Inspect(in)
	}
}

// realReports returns the folder of real reports.
func realReports(b *testing.B) string {
	b.Helper()
	folder := os.Getenv(corpus)
	if folder == "" {
		b.Skipf("%s is not set: it names the folder of labelled documents", corpus)
	}
	return folder
}
