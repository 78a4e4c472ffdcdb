package render_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/html"

	"ofsted/analyse"
	"ofsted/internal/collection"
	"ofsted/model"
	"ofsted/render"
)

// pageText writes the page of inspections.
func pageText(t *testing.T, o render.PageOptions, list []*model.Inspection) string {
	t.Helper()
	var b strings.Builder
	if err := writePage(t, &b, o, list); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func writePage(t testing.TB, w interface{ Write([]byte) (int, error) }, o render.PageOptions, list []*model.Inspection) error {
	t.Helper()
	var timelines model.Timelines
	var placed []*model.Inspection
	for _, in := range list {
		if timelines.Add(in) == "" {
			placed = append(placed, in)
		}
	}
	return render.WebPage(t.Context(), w, o, timelines.All(t.Context()), func(tl *model.Timeline) *model.Dossier { return analyse.Dossier(t.Context(), tl, placed) })
}

// elements returns all elements of a page.
func elements(t *testing.T, page string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var list []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			list = append(list, n)
		}
	}
	return list
}

// attribute returns an attribute of an element.
func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// content returns the text in an element.
func content(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// TestPageIsWhole checks that everything that a page leads to is in it, once,
// and that it asks for nothing from elsewhere.
func TestPageIsWhole(t *testing.T) {
	t.Parallel()
	for name, list := range map[string][]*model.Inspection{"one": kestrel(t), "many": country(t)} {
		all := elements(t, pageText(t, render.PageOptions{}, list))
		ids := map[string]int{}
		for _, n := range all {
			if id, ok := attribute(n, "id"); ok {
				ids[id]++
			}
		}
		for id, n := range ids {
			if n > 1 || id == "" || strings.ContainsAny(id, " \t\n") {
				t.Errorf("%s: the id %q stands %d times", name, id, n)
			}
		}
		for _, n := range all {
			for _, a := range n.Attr {
				switch {
				case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
					if ids[a.Val[1:]] == 0 {
						t.Errorf("%s: a link leads to %s, which is not there", name, a.Val)
					}
				case a.Key == "href" && n.Data == "link" && strings.HasPrefix(a.Val, "data:"):
				case slices.Contains([]string{"href", "src", "srcset", "action", "formaction", "poster", "data", "background"}, a.Key):
					t.Errorf("%s: <%s %s=%q> leads elsewhere", name, n.Data, a.Key, a.Val)
				case a.Key == "style", strings.HasPrefix(a.Key, "on"):
					t.Errorf("%s: <%s %s=%q>, which the policy forbids", name, n.Data, a.Key, a.Val)
				case slices.Contains([]string{"aria-labelledby", "aria-describedby", "for", "aria-controls"}, a.Key):
					for _, id := range strings.Fields(a.Val) {
						if ids[id] == 0 {
							t.Errorf("%s: <%s %s=%q> names what is not there", name, n.Data, a.Key, a.Val)
						}
					}
				}
			}
		}
	}
}

// TestPagePolicy checks that the policy allows the one style sheet and the one
// script that are in the page, by their sums, and nothing else.
func TestPagePolicy(t *testing.T) {
	t.Parallel()
	policy, sums := "", map[string]string{}
	for _, n := range elements(t, pageText(t, render.PageOptions{}, kestrel(t))) {
		switch n.Data {
		case "meta":
			if v, _ := attribute(n, "http-equiv"); v == "Content-Security-Policy" {
				policy, _ = attribute(n, "content")
			}
		case "style", "script":
			if sums[n.Data] != "" {
				t.Errorf("a second <%s>", n.Data)
			}
			sum := sha256.Sum256([]byte(content(n)))
			sums[n.Data] = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
	}
	want := fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'", sums["style"], sums["script"])
	if policy != want {
		t.Errorf("got  %s\nwant %s", policy, want)
	}
}

// harm is what somebody may write into a document to break the page.
var harm = []string{
	"<script>document.title='gone'</script>", "</style><h1>gone</h1>", "]]><b>", "\"><img src=x onerror=alert(1)>", "' onclick='x", "{{.}}", "--><!--",
	"</script>", "</title>", "</template>", "</textarea>", "&lt;i&gt;", "x\x00\x1b[31m\u202ey", "javascript:alert(1)", "`${1}`",
}

// harmed is an inspection with such text wherever documents have text.
func harmed(place int, text string) *model.Inspection {
	in := &model.Inspection{
		Source: model.Source{Path: "in/" + text + ".pdf"}, Kind: model.ILACSInspection, Framework: model.ILACS, Title: model.Null(text),
		Authority: model.Authority{Name: model.Null(fmt.Sprint("Kestrel ", place, text)), Printed: model.Null(text), GSSCode: model.Null(text), Region: model.Null(text)},
		Published: "2024-05-06", LeadInspectors: []string{text}, Inspectors: []string{text},
		Visit:      model.Visit{Periods: []model.Period{{Start: "2024-04-01", End: model.Date("2024-04-05")}}, Variant: model.Null(text), Scope: []string{text}},
		Judgements: []model.Judgement{{Area: model.OverallEffectiveness, Title: text, Grade: model.Grade(text), Scale: model.Scale(text), Page: 1}, {Area: model.CareLeavers, Title: text, Grade: model.Good, Scale: model.FourPoint, Page: 1}},
		Sections:   []model.Section{{ID: "s1", Heading: text, Area: model.Area(text), Page: 1}},
		Notes:      []model.Note{{Marker: model.Null(text), Text: text}},
		Warnings:   []model.Warning{{Code: text, Message: text}},
	}
	for i, kind := range model.FindingKinds() {
		in.Findings = append(in.Findings, model.Finding{ID: fmt.Sprint("f", i, text), Kind: kind, Section: "s1", Area: model.Area(text), About: model.AboutAuthority, Number: model.Null(text),
			Page: 2, Text: "Supervision of social workers " + text, Responsible: model.Null(text), Polarity: model.Polarity(text), Themes: []model.Theme{model.Theme(text), model.Workforce}})
	}
	in.Fill()
	return in
}

// TestPageOfHarm checks that text of documents adds no element to a page, and
// stands in it as it is.
func TestPageOfHarm(t *testing.T) {
	t.Parallel()
	var plain, harmful []*model.Inspection
	for i, text := range harm {
		for _, l := range []struct {
			list *[]*model.Inspection
			text string
		}{{&plain, fmt.Sprint("word", i)}, {&harmful, text}} {
			in := harmed(i, l.text)
			again := harmed(i, l.text)
			again.Visit.Periods[0].Start, again.Visit.Periods[0].End = "2020-04-01", "2020-04-05"
			again.Fill()
			*l.list = append(*l.list, in, again)
		}
	}
	o := render.PageOptions{LeftOut: []model.LeftOut{{Path: harm[0], Message: harm[1]}}, Failures: []*model.Failure{{Source: model.Source{Path: harm[2]}, Message: harm[3]}}}
	page := pageText(t, o, harmful)
	want, got := tags(elements(t, pageText(t, o, plain))), tags(elements(t, page))
	if !maps.Equal(got, want) {
		t.Errorf("elements by name:\n%v with harm\n%v without", got, want)
	}
	if at := regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f\x{202a}-\x{202e}]`).FindStringIndex(page); at != nil {
		t.Errorf("a control character: %q", page[max(at[0]-40, 0):at[1]])
	}
	shown := map[string]bool{}
	for _, n := range elements(t, page) {
		if n.Data == "p" {
			shown[strings.TrimSpace(content(n))] = true
		}
	}
	for _, text := range harm[:len(harm)-3] { // what follows loses its control characters
		if !slices.ContainsFunc(slices.Collect(maps.Keys(shown)), func(p string) bool { return strings.Contains(p, text) }) {
			t.Errorf("%q is not shown as it is", text)
		}
	}
}

func tags(list []*html.Node) map[string]int {
	n := map[string]int{}
	for _, e := range list {
		n[e.Data]++
	}
	return n
}

// TestPageNamesWhatIsMissing checks that what could not be read is listed with
// the reason, and that no folder is named.
func TestPageNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	o := render.PageOptions{
		Failures: []*model.Failure{{Source: model.Source{Path: "/home/ann/reports/scan.pdf"}, Code: model.NoText, Message: "/home/ann/reports/scan.pdf: a PDF without text"}},
		LeftOut:  []model.LeftOut{{Path: `C:\Users\Ann\shopping.txt`, Message: "not a kind of document that is known"}},
	}
	list := kestrel(t)
	for _, in := range list {
		in.Source.Path = "/home/ann/reports/" + in.Source.Path
	}
	list = append(list, list[0]) // a duplicate, which is named
	page := pageText(t, o, list)
	for _, text := range []string{"<b>scan.pdf</b>: a PDF without text", "<b>shopping.txt</b>: not a kind of document that is known", "the same inspection as "} {
		if !strings.Contains(page, text) {
			t.Errorf("%q is not in the page", text)
		}
	}
	for _, folder := range []string{"/home/ann", "Users"} {
		if strings.Contains(page, folder) {
			t.Errorf("the page names the folder %s", folder)
		}
	}
}

// TestPageIsStable checks that the same inspections give the same page,
// whoever makes which part first.
func TestPageIsStable(t *testing.T) {
	t.Parallel()
	first := pageText(t, render.PageOptions{}, country(t))
	for range 3 {
		if pageText(t, render.PageOptions{}, country(t)) != first {
			t.Fatal("another page of the same inspections")
		}
	}
}

// A full is a disk that is full after some bytes.
type full struct{ room int }

var errFull = errors.New("no space left on device")

func (f *full) Write(data []byte) (int, error) {
	if f.room -= len(data); f.room < 0 {
		return 0, errFull
	}
	return len(data), nil
}

func TestPageOnAFullDisk(t *testing.T) {
	t.Parallel()
	list := country(t)
	for _, room := range []int{0, 5_000, 50_000, 120_000} {
		if err := writePage(t, &full{room}, render.PageOptions{}, list); !errors.Is(err, errFull) {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
	}
}

// shownAreas are areas as the page names them.
var shownAreas = map[string]string{
	"Overall effectiveness": "overall_effectiveness", "Impact of leaders": "impact_of_leaders", "Help and protection": "help_and_protection",
	"Care and care leavers": "care_and_care_leavers", "Children in care": "children_in_care", "Care leavers": "care_leavers",
	"Looked after and permanence": "looked_after_and_permanence", "Adoption": "adoption_performance", "Leadership and governance": "leadership_management_governance",
	"LSCB": "lscb", "Capacity to improve": "capacity_to_improve", "Outcomes": "outcomes", "Quality of provision": "quality_of_provision",
	"Leadership and management": "leadership_and_management", "Area SEND outcome": "area_send_outcome",
}

// TestPageGradesAreTheLabels checks the grades that the page shows of each real
// inspection against what somebody read in the document.
func TestPageGradesAreTheLabels(t *testing.T) {
	t.Parallel()
	root, labels := collection.Labels(t, "OFSTED_CORPUS")
	want := map[string]map[string]string{} // by authority and file
	for _, l := range labels {
		if l.Authority != nil {
			want[*l.Authority+" "+filepath.Base(l.File)] = l.Judgements
		}
	}
	grades, authority := 0, ""
	for _, n := range elements(t, pageText(t, render.PageOptions{}, read(t, root))) {
		class, _ := attribute(n, "class")
		switch {
		case n.Data == "h1":
			authority = content(n)
		case class == "inspection":
			name, got := inspectionShown(n)
			expected, ok := want[authority+" "+filepath.Base(name)] // files of one name are shown with their folder
			if !ok {
				t.Errorf("%s, %s: no such document", authority, name)
			}
			if len(got)+len(expected) > 0 && !maps.Equal(got, expected) {
				t.Errorf("%s, %s: shows %v, want %v", authority, name, got, expected)
			}
			grades += len(got)
		}
	}
	if grades < 1000 {
		t.Errorf("the page shows %d grades only", grades)
	}
}

// inspectionShown returns the document of an inspection, and its grades by
// area, as codes.
func inspectionShown(n *html.Node) (document string, grades map[string]string) {
	grades = map[string]string{}
	label, area := "", ""
	for d := range n.Descendants() {
		class, _ := attribute(d, "class")
		switch {
		case d.Data == "dt":
			label = content(d)
		case d.Data == "dd" && label == "Document":
			document = content(d)
		case d.Data == "span" && class == "area":
			area = shownAreas[content(d)]
		case d.Data == "span" && strings.HasPrefix(class, "grade g-") && area != "":
			grades[area], area = strings.TrimPrefix(class, "grade g-"), ""
		}
	}
	return document, grades
}

// textOf returns the text of the elements of a class in an authority's part,
// a line for each.
func textOf(t *testing.T, page, authority, class string) string {
	t.Helper()
	var b strings.Builder
	in := ""
	for _, n := range elements(t, page) {
		if n.Data == "article" {
			in, _ = attribute(n, "id")
		}
		if c, _ := attribute(n, "class"); in == authority && slices.Contains(strings.Fields(c), class) {
			b.WriteString(strings.Join(strings.Fields(content(n)), " ") + "\n")
		}
	}
	return b.String()
}

// graded returns an inspection with grades, which are areas and grades in turn.
func graded(kind model.Kind, day model.Date, grades ...string) *model.Inspection {
	in := inspected("Ashdown", "London", kind, day, "")
	in.Judgements = nil
	for i := 0; i < len(grades); i += 2 {
		in.Judgements = append(in.Judgements, model.Judgement{Area: model.Area(grades[i]), Grade: model.Grade(grades[i+1]), Scale: model.ScaleOf(kind), Page: 1})
	}
	in.Fill()
	return in
}

// TestPageSaysWhatStands checks what the page says of the latest inspection in
// cases where a reader could be misled.
func TestPageSaysWhatStands(t *testing.T) {
	t.Parallel()
	const overall, lscb = "overall_effectiveness", "lscb"
	for _, test := range []struct {
		name          string
		class         string
		list          []*model.Inspection
		says, saysNot []string
	}{
		{"a board reviewed since", "card",
			[]*model.Inspection{graded(model.SIFInspection, "2015-02-26", overall, "good", lscb, "inadequate"), graded(model.LSCBReview, "2016-06-17", lscb, "good")},
			[]string{"LSCB Inadequate good in Jun 2016, LSCB review", "LSCB review, Jun 2016: LSCB: good; no areas for improvement named"}, nil},
		{"a visit in the same month", "card",
			[]*model.Inspection{graded(model.ILACSInspection, "2021-05-12", overall, "good"), graded(model.FocusedVisit, "2021-05")},
			[]string{"Focused visit, May 2021: no areas for improvement named; in the same month: which came first is not known"}, nil},
		{"a visit without a date", "card",
			[]*model.Inspection{graded(model.ILACSInspection, "2021-05-12", overall, "good"), graded(model.FocusedVisit, "")},
			[]string{"Focused visit, no date: no areas for improvement named; which came first is not known"}, nil},
		{"a visit before", "card",
			[]*model.Inspection{graded(model.ILACSInspection, "2021-05-12", overall, "good"), graded(model.FocusedVisit, "2020-05-01")},
			nil, []string{"Focused visit"}},
		{"grades of one month do not compare", "card",
			[]*model.Inspection{graded(model.SIFInspection, "2018-03-05", overall, "good"), graded(model.ILACSInspection, "2018-03", overall, "requires_improvement")},
			[]string{"≠ not comparable with the grade before"}, []string{"declined"}},
		{"a board alone, and a visit", "card",
			[]*model.Inspection{graded(model.LSCBReview, "2016-06-17", lscb, "good"), graded(model.FocusedVisit, "2018-06-17")},
			[]string{"LSCB Good in Jun 2016, LSCB review"}, []string{"None:"}},
		{"two documents that differ", "note",
			[]*model.Inspection{graded(model.ILACSInspection, "2021-05-12", overall, "good"), graded(model.ILACSInspection, "2021-05-12", overall, "inadequate")},
			[]string{"Two documents of one inspection differ.", "look at both"}, nil},
		{"undated", "warnings",
			[]*model.Inspection{graded(model.ILACSInspection, "2021-05-12", overall, "good"), graded(model.FocusedVisit, "")},
			[]string{"It has no date, so what it found is compared with no other inspection."}, nil},
	} {
		text := textOf(t, pageText(t, render.PageOptions{}, test.list), "ashdown", test.class)
		for _, want := range test.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s: does not say %q:\n%s", test.name, want, text)
			}
		}
		for _, not := range test.saysNot {
			if strings.Contains(text, not) {
				t.Errorf("%s: says %q:\n%s", test.name, not, text)
			}
		}
	}
}

// TestPageTellsItemsApart checks that links to items of one page, and of two
// visits in one month, have names of their own.
func TestPageTellsItemsApart(t *testing.T) {
	t.Parallel()
	const supervision = "The quality and frequency of supervision for social workers."
	again := "Ensure that all social workers receive regular, reflective supervision of good quality."
	page := pageText(t, render.PageOptions{}, []*model.Inspection{
		inspected("Ashdown", "London", model.FocusedVisit, "2021-03-02", "", supervision, supervision),
		inspected("Ashdown", "London", model.FocusedVisit, "2021-03-23", "", supervision),
		inspected("Ashdown", "London", model.ILACSInspection, "2022-03-02", "good", again),
	})
	if text := textOf(t, page, "ashdown", "was"); !strings.Contains(text, "Raised before: 23 Mar 2021, focused visit: p. 2; 2 Mar 2021, focused visit: p. 2, p. 2 (2nd)") {
		t.Errorf("says\n%s", text)
	}
}

// TestPageNeighbours checks what stands beside an authority: its statistical
// neighbours that are in the page, with the grade that they have or why not.
func TestPageNeighbours(t *testing.T) {
	t.Parallel()
	of := func(name string, in *model.Inspection) *model.Inspection {
		for _, a := range model.Authorities() {
			if string(a.Name) == name {
				in.Authority = a.Authority
			}
		}
		in.Fill()
		return in
	}
	page := pageText(t, render.PageOptions{}, []*model.Inspection{
		of("Blackpool", graded(model.ILACSInspection, "2022-12-16", "overall_effectiveness", "good")),
		of("Hartlepool", graded(model.ILACSInspection, "2026-05-16", "impact_of_leaders", "good")),
		of("Liverpool", graded(model.LACInspection, "2012-05-16", "overall_effectiveness", "adequate")),
		of("Middlesbrough", graded(model.FocusedVisit, "2022-05-16")),
		of("Stoke-on-Trent", graded(model.ILACSInspection, "2022-05-16", "overall_effectiveness", "inadequate")),
	})
	text := textOf(t, page, "blackpool", "neighbours")
	for _, want := range []string{"Overall effectiveness at the latest full inspection. Of 10 neighbours ", "Hartlepool No overall grade May 2026", "Liverpool Adequate May 2012, older scale", "Middlesbrough no full inspection"} {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q:\n%s", want, text)
		}
	}
}

// TestPageStops checks that a page that is cut off does not look whole.
func TestPageStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var timelines model.Timelines
	list := country(t)
	var placed []*model.Inspection
	for _, in := range list {
		if timelines.Add(in) == "" {
			placed = append(placed, in)
		}
	}
	var b strings.Builder
	var made atomic.Int32
	err := render.WebPage(ctx, &b, render.PageOptions{}, timelines.All(t.Context()), func(tl *model.Timeline) *model.Dossier {
		if made.Add(1) == 3 {
			cancel()
		}
		return analyse.Dossier(ctx, tl, placed)
	})
	if !errors.Is(err, context.Canceled) || strings.Contains(b.String(), "</html>") {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}

// TestPageOfAStrangersRecord checks that findings of sections that a record
// does not hold are shown all the same, and once.
func TestPageOfAStrangersRecord(t *testing.T) {
	t.Parallel()
	in := inspected("Ashdown", "London", model.ILACSInspection, "2022-03-02", "good")
	in.Sections = []model.Section{{ID: "s1", Heading: "Findings"}, {ID: "s1", Heading: "Findings again"}}
	in.Findings = []model.Finding{{ID: "f1", Kind: model.Body, Section: "s1", Text: "Plans are clear."}, {ID: "f2", Kind: model.Body, Section: "s9", Text: "Visits are regular."}}
	in.Fill()
	page := pageText(t, render.PageOptions{}, []*model.Inspection{in})
	for _, text := range []string{"Plans are clear.", "Visits are regular."} {
		if n := strings.Count(page, text); n != 1 {
			t.Errorf("%q stands %d times", text, n)
		}
	}
}

// TestPageSaysWhatCameLater checks what stands beside grades of visits since:
// what they asked for, and how much of it again.
func TestPageSaysWhatCameLater(t *testing.T) {
	t.Parallel()
	const again = "The timeliness of return home interviews when children have been missing."
	full := inspected("Ashdown", "London", model.ILACSInspection, "2022-06-10", model.Good, again)
	visit := inspected("Ashdown", "London", model.FocusedVisit, "2023-05-04", "", again, "Life-story work for children in care.")
	visit.Judgements = nil
	visit.Findings = append(visit.Findings, model.Finding{ID: "f9", Kind: model.PriorityAction, About: model.AboutAuthority, Page: 2, Text: "The response to homelessness."})
	quiet := inspected("Ashdown", "London", model.FocusedVisit, "2024-05-09", "")
	quiet.Judgements = nil
	var said strings.Builder
	for _, n := range elements(t, pageText(t, render.PageOptions{}, []*model.Inspection{full, visit, quiet})) {
		if n.Data == "body" {
			said.WriteString(content(n))
		}
	}
	for _, want := range []string{"1 area for priority action and 2 areas for improvement, 1 of them raised before", "no areas for improvement named"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("the page nowhere says %q", want)
		}
	}
}
