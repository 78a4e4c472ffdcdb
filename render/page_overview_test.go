package render

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"ofsted/internal/collection"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
)

// nation returns the timelines of authorities that we made up, with everything
// that an overview has to cope with.
func nation(t *testing.T) []*model.Timeline {
	t.Helper()
	grades := model.FourPoint.Grades()
	var list []*model.Inspection
	for i := range 12 {
		name := fmt.Sprint("Kestrel ", i+1)
		list = append(list,
			made(name, "Yorkshire and The Humber", model.SIFInspection, model.Date(fmt.Sprintf("%d-03-%02d", 2014+i%2, i+1)), overall(grades[i%4]), grade(model.HelpAndProtection, grades[i%3]),
				grade(model.LookedAfterAndPermanence, grades[i%2]), grade(model.CareLeavers, grades[i%4]), grade(model.LeadershipManagementGovernance, model.Good), grade(model.LSCB, model.Good)),
			made(name, "Yorkshire and The Humber", model.ILACSInspection, model.Date(fmt.Sprintf("%d-06-%02d", 2019+i%2, i+1)), overall(grades[i*i%4]), grade(model.HelpAndProtection, model.Good),
				grade(model.CareAndCareLeavers, grades[(i+1)%4]), grade(model.ImpactOfLeaders, grades[i%4])))
	}
	list = append(list,
		made("Upland", "", model.LACInspection, "2013-01-31", overall(model.Adequate), grade(model.LeadershipAndManagement, model.Good)),
		made("Upland", "", model.FocusedVisit, "2022-01-31"),
		made("Upland", "", model.AreaSENDInspection, "2024-01-31", grade(model.AreaSENDOutcome, model.Inconsistent)),
		made("Avon", "London", model.SIFInspection, "2016-01-31", overall(model.NotJudged)),
		made("Avon", "London", model.AreaSENDInspection, "2023-11-30", grade(model.AreaSENDOutcome, model.WidespreadOrSystemicFailings)),
		made("Avon", "London", model.AreaSENDInspection, "2025-05-31", grade(model.AreaSENDOutcome, model.TypicallyPositive)),
		made("Avon", "London", model.AreaSENDInspection, "", grade(model.AreaSENDOutcome, model.Inconsistent)),
		made("Marlow Vale", "South East", model.ILACSInspection, "2024-10-11", overall(model.Good)),
		made("Marlow Vale", "South East", model.ILACSInspection, "2026-06-19", grade(model.HelpAndProtection, model.Good), grade(model.CareLeavers, model.Outstanding)),
		made("Marlow Vale", "South East", model.ILACSInspection, "", overall(model.Inadequate)),
		made("Tarn", "South East", model.ILACSInspection, "2026-05-01", grade(model.HelpAndProtection, model.Good)),
		made("Tarn", "South East", model.ILACSInspection, "2029-05-01", grade(model.HelpAndProtection, model.Good)),
		made("Sedge", "South East", model.ILACSInspection, "2022-05-01"),
		made("Rook", "South East", model.ChildrenLetter, "2022-05", overall(model.Good)),
		made("Wren", "South East", model.JTAI, "2024-10-11"))
	asking(list[len(list)-2], model.Workforce, model.Health)
	return timelinesOf(t, list...)
}

// realTimelines returns the timelines of the reports of a collection.
func realTimelines(t *testing.T) []*model.Timeline {
	t.Helper()
	root := collection.Folder(t, "OFSTED_CORPUS", "labelled documents")
	real.Do(func() {
		var all model.Timelines
		for in := range parse.InspectMany(context.Background(), new(source.Finder).List([]string{root}).Inputs, 0) {
			if in != nil {
				all.Add(in)
			}
		}
		real.list = all.All(context.Background())
	})
	return real.list
}

// real is what realTimelines has read.
var real struct {
	sync.Once
	list []*model.Timeline
}

// overviewHTML writes the overview, and reads it as a browser does.
func overviewHTML(t *testing.T, ts []*model.Timeline) (string, *html.Node) {
	t.Helper()
	templates, err := parsePage()
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, len(ts))
	for i := range ts {
		ids[i] = fmt.Sprint("place-", i)
	}
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, "overview", newOverview(ts, ids, namesOf(pathsOf(PageOptions{}, ts)))); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), root
}

// with returns the elements of a name, of a class if one is asked for.
func with(n *html.Node, name, class string) []*html.Node {
	var list []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == name && (class == "" || slices.Contains(strings.Fields(attribute(d, "class")), class)) {
			list = append(list, d)
		}
	}
	return list
}

// attribute returns an attribute of an element, or "".
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// words returns the text of an element.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// cellsOf returns the cells of a row of a table.
func cellsOf(row *html.Node) []*html.Node {
	return slices.Collect(func(yield func(*html.Node) bool) {
		for n := range row.ChildNodes() {
			if n.Type == html.ElementNode && !yield(n) {
				return
			}
		}
	})
}

// TestOverviewIsTheSummary compares the table of authorities with what
// `ofsted summary` says of each.
func TestOverviewIsTheSummary(t *testing.T) {
	for name, ts := range map[string]func(*testing.T) []*model.Timeline{"made up": nation, "specimens": specimens, "corpus": realTimelines} {
		t.Run(name, func(t *testing.T) { checkRows(t, ts(t)) })
	}
}

func checkRows(t *testing.T, ts []*model.Timeline) {
	_, root := overviewHTML(t, ts)
	table := with(root, "table", "authorities")[0]
	rows := with(with(table, "tbody", "")[0], "tr", "")
	if len(rows) != len(ts) {
		t.Fatalf("%d rows of %d authorities", len(rows), len(ts))
	}
	var heads []string
	for _, th := range with(with(table, "thead", "")[0], "th", "") {
		heads = append(heads, words(th))
	}
	for i, row := range rows {
		s := model.Summarise(ts[i])
		cells := cellsOf(row)
		if len(cells) != len(heads) {
			t.Fatalf("%d cells under %d heads", len(cells), len(heads))
		}
		got := map[string]string{"id": attribute(with(row, "a", "")[0], "href"), "region": attribute(row, "data-region"), "grade": attribute(row, "data-grade"), "change": attribute(row, "data-change")}
		want := map[string]string{"id": fmt.Sprint("#place-", i), "region": string(cmp.Or(s.Authority.Region, "unknown")), "grade": string(cmp.Or(s.Overall(), "none")), "change": wantChange(&s)}
		for k, head := range heads {
			got[head] = words(cells[k]) + "|" + attribute(cells[k], "data-s")
		}
		for k, head := range []string{"Overall", "Leaders", "Help and protection", "In care", "Care leavers"} {
			want[head] = wantGrade(&s, todaysAreas[k])
		}
		want["Authority"] = string(s.Authority.Name) + "|"
		want["Region"] = string(s.Authority.Region) + "|"
		want["Change"] = got["Change"]
		if shown, key, _ := strings.Cut(got["Change"], "|"); key != steps(s.Steps) || !strings.Contains(shown, changeShown(&s)) {
			t.Errorf("%s: the change is %q, want %q of %q steps", s.Authority.Name, got["Change"], changeShown(&s), steps(s.Steps))
		}
		latest := "Latest full inspection"
		want[latest], want["Areas for improvement"] = got[latest], "|"
		shown, key, _ := strings.Cut(got[latest], "|")
		for _, note := range s.Notes {
			if said, _, _ := strings.Cut(note.Message, ", "); !strings.Contains(shown, said[1:]) {
				t.Errorf("%s: %q is not said in %q", s.Authority.Name, note.Message, shown)
			}
		}
		if in := s.Inspection; in != nil {
			if in.Kind != model.ChildrenLetter {
				want["Areas for improvement"] = fmt.Sprint(*s.Improvements, "|", *s.Improvements)
			}
			if n := *s.PriorityActions; n > 0 {
				want["Areas for improvement"] = fmt.Sprintf("%d +%d for priority action|%d", *s.Improvements, n, *s.Improvements)
			}
			if !strings.HasPrefix(shown, monthYear(in.End)+" "+shortKinds[in.Kind]) || strings.Contains(shown, shortWord) != (in.Variant == model.Short) {
				t.Errorf("%s: latest is %q, not %s %s", s.Authority.Name, shown, in.End, in.Kind)
			}
		}
		if key != string(s.End()) {
			t.Errorf("%s: %q is sorted as %q, not %q", s.Authority.Name, shown, key, s.End())
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.Authority.Name, diff)
		}
	}
}

// wantChange is how an authority has to be told by what became of its overall
// grade.
func wantChange(s *model.Summary) string {
	switch {
	case s.Previous == nil:
		return "none"
	case s.Change == "":
		return "neither"
	}
	return string(s.Change)
}

// changeShown is what has to be seen of it.
func changeShown(s *model.Summary) string {
	n := 0
	if s.Steps != nil {
		n = max(*s.Steps, -*s.Steps)
	}
	switch {
	case s.Change == "improved":
		return fmt.Sprint("▲", n, "improved by ", n)
	case s.Change == "declined":
		return fmt.Sprint("▼", n, "declined by ", n)
	case s.Change == "unchanged":
		return "=unchanged"
	case s.Change == "not_comparable":
		return "≠not comparable"
	case s.Inspection == nil:
		return ""
	case s.Previous == nil:
		return "no full inspection before"
	case s.Change == "":
		return "not judged either time"
	}
	return strings.ReplaceAll(string(s.Change), "_", " ")
}

// wantGrade is what a column of grades has to hold, with its key to sort by.
func wantGrade(s *model.Summary, a model.Area) string {
	g, combined, ok := s.Standing(a)
	switch {
	case s.Inspection == nil:
		return "|"
	case !ok && a == model.OverallEffectiveness && len(s.Judgements) == 0:
		return "No grades found|"
	case !ok && a == model.OverallEffectiveness && s.Inspection.Edition == "2026":
		return "No overall grade|"
	case !ok:
		if len(s.Judgements) == 0 {
			return "|"
		}
		return "–|"
	}
	places := map[model.Grade]int{model.Outstanding: 1, model.Good: 2, model.RequiresImprovement: 3, model.Adequate: 3, model.Inadequate: 4, model.NotJudged: 5}
	text := strings.Replace(shortGrade(g.Grade), "Requires improvement", "Req. impr.", 1)
	if combined {
		text += "*"
	}
	if g.Scale == model.FourPoint2012 {
		text += "†"
	}
	return fmt.Sprint(text, "|", places[g.Grade])
}

// TestOverviewFiguresAddUp makes sure that no authority is left out of the
// figures: they are those of `ofsted stats`, and of the authorities that it has
// nothing of.
func TestOverviewFiguresAddUp(t *testing.T) {
	for name, list := range map[string]func(*testing.T) []*model.Timeline{"made up": nation, "specimens": specimens, "corpus": realTimelines} {
		t.Run(name, func(t *testing.T) {
			ts := list(t)
			stats := model.StatsOf(ts, model.StatsFilters{})
			var latest model.AreaGrades
			for _, g := range stats.Grades {
				if g.By == model.ByAll && g.Basis == model.LatestInspections {
					latest = g.Area(model.OverallEffectiveness)
				}
			}
			want := map[string]int{}
			for _, n := range latest.Grades {
				text := shortGrade(n.Grade)
				if n.Scale == model.Null(model.FourPoint2012) {
					text += " (older scale)"
				}
				want[text] += n.Count
			}
			want["without"] = latest.NoGrade
			want["No full inspection"] = stats.LatestOf(model.ChildrensServices).None
			got, sum := map[string]int{}, 0
			for _, f := range newOverview(ts, make([]string, len(ts)), fileNames{}).Figures {
				text := f.Grade.Text
				if strings.HasPrefix(text, "No overall") {
					text = "without"
				}
				got[text] += f.N
				sum += f.N
			}
			for text, n := range want {
				if got[text] != n {
					t.Errorf("%s: %d, want %d", text, got[text], n)
				}
			}
			if sum != len(ts) {
				t.Errorf("the figures are of %d authorities, there are %d: %v", sum, len(ts), got)
			}
		})
	}
}

// Every choice chooses something, and there is one for every authority.
func TestOverviewChooser(t *testing.T) {
	_, root := overviewHTML(t, nation(t))
	for _, name := range []string{"region", "grade", "change"} {
		there := map[string]bool{"": true}
		for _, row := range with(with(with(root, "table", "authorities")[0], "tbody", "")[0], "tr", "") {
			there[attribute(row, "data-"+name)] = true
		}
		offered := map[string]bool{}
		for _, s := range with(root, "select", "") {
			if attribute(s, "name") != name {
				continue
			}
			for _, o := range with(s, "option", "") {
				if words(o) == "" || offered[attribute(o, "value")] {
					t.Errorf("%s: option %q is %q", name, attribute(o, "value"), words(o))
				}
				offered[attribute(o, "value")] = true
			}
		}
		if diff := gocmp.Diff(there, offered); diff != "" {
			t.Errorf("%s (-rows +options):\n%s", name, diff)
		}
	}
}

// TestOverviewNotes explains what is there and nothing else.
func TestOverviewNotes(t *testing.T) {
	text := strings.Join(newOverview(nation(t), make([]string, 99), fileNames{}).Notes, "\n")
	for _, there := range []string{"▲ better", "Req. impr. Requires improvement", combinedSign + " One grade", "† On the older scale", "– The inspection gives no grade", "safeguarding boards and other areas"} {
		if !strings.Contains(text, there) {
			t.Errorf("%q is not explained:\n%s", there, text)
		}
	}
	plain := timelinesOf(t, made("Avon", "London", model.ILACSInspection, "2024-01-31", overall(model.Good), grade(model.HelpAndProtection, model.Good), grade(model.ImpactOfLeaders, model.Good), grade(model.ChildrenInCare, model.Good), grade(model.CareLeavers, model.Good)))
	if notes := newOverview(plain, make([]string, 1), fileNames{}).Notes; len(notes) > 0 {
		t.Errorf("explained, but not there: %q", notes)
	}
	old := timelinesOf(t, made("Avon", "London", model.SIFInspection, "2016-01-31", overall(model.Good), grade(model.LookedAfterAndPermanence, model.Good), grade(model.LSCB, model.Good)))
	text = strings.Join(newOverview(old, make([]string, 1), fileNames{}).Notes, "\n")
	for _, there := range []string{"looked after and permanence under In care", "What a safeguarding board has to improve is counted too."} {
		if !strings.Contains(text, there) {
			t.Errorf("%q is not explained:\n%s", there, text)
		}
	}
}

// A page that others read does not say in which folders files were.
func TestOverviewNamesNoFolders(t *testing.T) {
	first, second := made("Avon", "London", model.ILACSInspection, "2024-01-31", overall(model.Good)), made("Avon", "London", model.SIFInspection, "", overall(model.Good))
	second.Source.Path = "home/private/avon.pdf"
	text, _ := overviewHTML(t, timelinesOf(t, first, second))
	if strings.Contains(text, "private") || !strings.Contains(text, "An inspection without a date may be later, avon.pdf") {
		t.Errorf("%s", text)
	}
}

// What documents say cannot become markup, and the policy of the page finds
// nothing to forbid.
func TestOverviewIsSafe(t *testing.T) {
	hostile := hostileTimeline()
	hostile.Inspections[0].Judgements = []model.Judgement{{Area: model.OverallEffectiveness, Grade: "\x1b[31m\x00<b>", Scale: "\u202e"}}
	hostile.Authority.Region = "<script>alert(2)</script>\"' ]]></style>\x1b[31m"
	text, root := overviewHTML(t, append(nation(t), hostile))
	ids := map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"script", "style", "b>", "i>"}, n.Data) {
			t.Errorf("an element %s", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s has %s", n.Data, a.Key)
			}
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("id %s is there twice", a.Val)
			}
			ids[a.Val] = ids[a.Val] || a.Key == "id"
		}
	}
	if strings.ContainsAny(text, "\x1b\x00\u202e") {
		t.Error("control characters came through")
	}
	if !strings.Contains(text, "&lt;script&gt;") {
		t.Error("the hostile name is not there")
	}
}

// Of nothing that could be judged there are no charts, but the rows are there.
func TestOverviewOfVisits(t *testing.T) {
	ts := timelinesOf(t, made("Avon", "London", model.FocusedVisit, "2024-01-31"), made("Wren", "", model.JTAI, "2024-10-11"))
	text, root := overviewHTML(t, ts)
	if len(with(root, "svg", "")) > 0 || len(with(with(root, "table", "authorities")[0], "tr", "")) != 3 {
		t.Error(text)
	}
	if !strings.Contains(words(root), "2 No full inspection") {
		t.Error(words(root))
	}
}

func TestOverviewGolden(t *testing.T) {
	text, _ := overviewHTML(t, specimens(t))
	golden(t, "page-overview.html", []byte(text))
}
