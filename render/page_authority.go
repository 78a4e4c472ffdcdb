package render

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"ofsted/model"
)

// An authorityView is what the template of one authority shows.
type authorityView struct {
	ID, Name    string
	Many        bool // whether the page has others
	Region      string
	Codes       string
	Span        string // how many inspections, from when to when
	Notes       []string
	Standing    []standing
	Chart       template.HTML
	Families    []familyTable
	Remarks     []string // on the lines of the chart
	Starred     []string // on the stars of the tables
	Again       []again
	Balances    []balanceView
	Inspections []inspectionView // the latest first
	LeftOut     []string
	Missing     string // how many files the page lacks, where nothing else says so at its head
	Neighbours  []neighbour
	Beside      string // what to know of neighbours
}

// A link leads to another place of the page.
type link struct{ ID, Text string }

// A standing is the latest inspection of some services with its grades.
type standing struct {
	Inspection link
	Kind, When string
	Grades     []standingGrade
	NoGrades   string
	Later      []later
}

// A standingGrade is a grade that stands, with what became of it.
type standingGrade struct {
	Area  string
	Was   string // what the area was called before
	Grade gradeView
	Page  string
	Moved string // "▲ improved by 1 grade"
	Notes []string
}

// A gradeView is a grade with the class that gives it its colours.
type gradeView struct{ Class, Text string }

// viewOf shows a grade; one that is on no scale as it is.
func viewOf(g model.Grade) gradeView {
	if title := shortGrade(g); title != "" {
		return gradeView{"g-" + string(g), title}
	}
	return gradeView{Text: clean(string(g))}
}

// A later is an inspection or visit after the one whose grades stand.
type later struct {
	Inspection link
	Asks       string
}

// authority returns what there is to show of the authority at a place.
func (p *webPage) authority(i int, d *model.Dossier) authorityView {
	a := &authorityPage{Dossier: d, id: p.anchors[i], anchors: p.inspections[i], files: p.files}
	v := authorityView{
		ID: a.id, Name: timelineName(d.Timeline), Many: p.Many(), Region: capital(clean(region(d.Authority))), Codes: a.codes(),
		Span: a.span(), Notes: a.notes(),
	}
	v.Neighbours, v.Beside = p.neighbours(i)
	if !v.Many {
		v.Missing = p.missing()
	}
	for _, note := range timelineNotes(d.Timeline) {
		if strings.HasPrefix(note, combinedSign) {
			v.Starred = append(v.Starred, note)
		} else {
			v.Remarks = append(v.Remarks, note)
		}
	}
	if len(d.Lines) > 0 {
		v.Chart, v.Families = timelineInline(d.Timeline, a.id+"--chart"), a.families()
	}
	for n, l := range d.Latest {
		v.Standing = append(v.Standing, a.standing(l))
		if l.Since != nil {
			v.Again = append(v.Again, a.again(l))
		}
		if b, ok := a.balance(l, fmt.Sprint(a.id, "--themes", n+1)); ok {
			v.Balances = append(v.Balances, b)
		}
	}
	forward := a.forward()
	for at := range slices.Backward(d.Documents) {
		v.Inspections = append(v.Inspections, a.inspection(at, forward[at]))
	}
	for _, l := range d.LeftOut {
		v.LeftOut = append(v.LeftOut, a.files.in(l.Message))
	}
	return v
}

// An authorityPage is one authority's part in the making.
type authorityPage struct {
	*model.Dossier
	id      string
	anchors []string // of each document
	files   fileNames
}

func (a *authorityPage) codes() string {
	var parts []string
	for _, c := range []struct {
		name string
		code model.Null
	}{{"GSS code", a.Authority.GSSCode}, {"local authority code", a.Authority.LACode}, {"Ofsted URN", a.Authority.URN}} {
		if c.code != "" {
			parts = append(parts, c.name+" "+clean(string(c.code)))
		}
	}
	return strings.Join(parts, " · ")
}

// span says how many inspections there are, and from when to when.
func (a *authorityPage) span() string {
	text, _, _ := strings.Cut(timelineSpan(a.Timeline), " · ") // without the region
	return text
}

// notes are what has to be known of the latest full inspection, and which
// documents contradict each other.
func (a *authorityPage) notes() []string {
	s := model.Summarise(a.Timeline)
	var list []string
	for _, message := range summaryMessages(&s) {
		list = append(list, capital(a.files.in(message))+".")
	}
	for _, l := range a.LeftOut {
		if l.Differs {
			list = append(list, "Two documents of one inspection differ. "+a.files.in(l.Message)+".")
		}
	}
	return list
}

// day says when an inspection ended, or that it is not known.
func (a *authorityPage) day(at int) string {
	return cmp.Or(date(a.Inspections[at].End, longDate), "no date")
}

// title is the kind of an inspection in words.
func (a *authorityPage) title(at int) string {
	e := a.Inspections[at]
	name := e.Kind.Title()
	if e.VisitNumber != nil {
		name = ordinal(*e.VisitNumber) + " " + lower(name)
	}
	if e.Reinspection {
		name += ", re-inspection"
	}
	return name
}

// link leads to an inspection.
func (a *authorityPage) link(at int) link {
	e := a.Inspections[at]
	return link{a.anchors[at], eventName(e) + ", " + monthYear(e.End)}
}

// when tells an inspection from others of the authority, in few words: by the
// day where the month is not enough.
func (a *authorityPage) when(at int) string {
	named := func(i int, day func(model.Date) string) string {
		return day(a.Inspections[i].End) + ", " + lower(eventKind(a.Inspections[i]))
	}
	name := named(at, monthYear)
	for i := range a.Inspections {
		if i != at && named(i, monthYear) == name {
			return named(at, func(d model.Date) string { return cmp.Or(date(d, shortDate), "no date") })
		}
	}
	return name
}

// finding leads to an item of an inspection.
func (a *authorityPage) finding(at int, item model.Item) link {
	text := a.when(at)
	if item.Page > 0 {
		text += ", " + page(item.Page)
	}
	return link{a.itemAnchor(at, item.ID), text}
}

// A mention leads to the items of one inspection that raise an issue.
type mention struct {
	When  string
	Items []link
	More  int // how many it does not lead to

	at int // place of the inspection
}

// mostLinks is how many items of one inspection a mention leads to. An item of
// a real report raises few others again.
const mostLinks = 8

// mention adds an item of an inspection to those that raise an issue. Items of
// one inspection come one behind the other.
func (a *authorityPage) mention(list []mention, at int, id string, on int) []mention {
	if n := len(list); n == 0 || list[n-1].at != at {
		list = append(list, mention{When: a.when(at), at: at})
	}
	m := &list[len(list)-1]
	if len(m.Items) == mostLinks {
		m.More++
		return list
	}
	item, alike := link{a.itemAnchor(at, id), cmp.Or(page(on), "item")}, 1
	for _, other := range m.Items {
		if other.Text == item.Text || strings.HasPrefix(other.Text, item.Text+" (") {
			alike++
		}
	}
	if alike > 1 {
		item.Text += fmt.Sprintf(" (%s)", ordinal(alike))
	}
	m.Items = append(m.Items, item)
	return list
}

func (a *authorityPage) itemAnchor(at int, id string) string { return a.anchors[at] + "-" + anchor(id) }

// standing shows the latest inspection of some services.
func (a *authorityPage) standing(l model.Latest) standing {
	s := standing{Inspection: a.link(l.At), Kind: a.title(l.At), When: clean(onSite(a.Documents[l.At].Visit))}
	if s.When == "" {
		s.When = a.day(l.At)
	}
	for _, line := range a.Lines {
		if i := a.stands(line, l); i >= 0 {
			s.Grades = append(s.Grades, a.standingGrade(line, i, l.At))
		}
	}
	if len(s.Grades) == 0 {
		s.NoGrades = ungraded(a.Inspections[l.At].Kind)
	}
	s.Later = a.since(l)
	return s
}

// stands returns the place of the cell of a line that stands: that of the
// latest inspection, or where that gives no grades the last one. It returns -1
// where there is none.
func (a *authorityPage) stands(line model.Line, l model.Latest) int {
	i := slices.IndexFunc(line.Cells, func(c model.Cell) bool { return c.At == l.At })
	if i < 0 && !a.Inspections[l.At].Graded && line.Area.Services() == l.Services {
		return len(line.Cells) - 1
	}
	return i
}

// standingGrade shows the cell of a line at a place, beside the inspection that
// the card is of.
func (a *authorityPage) standingGrade(line model.Line, i, of int) standingGrade {
	c := line.Cells[i]
	g := standingGrade{Area: lineName(line), Was: formerly(a.Timeline, line), Grade: viewOf(c.Grade), Page: page(c.Page)}
	if c.Relation == model.DiscontinuedArea {
		g.Grade = gradeView{Text: "No longer judged"}
	}
	g.Moved = moved(c)
	if i > 0 {
		before := line.Cells[i-1]
		g.Notes = append(g.Notes, "was "+lower(shortGrade(before.Grade))+" in "+monthYear(a.Inspections[before.At].End))
	}
	if c.At != of {
		g.Notes = append(g.Notes, "in "+a.when(c.At))
	}
	if c.Combined {
		g.Notes = append(g.Notes, "one grade for "+inSentence(c.Area)+" together")
	}
	for _, later := range line.Cells[i+1:] { // as an LSCB that was reviewed since
		if later.Grade != model.NoGrade {
			g.Notes = append(g.Notes, lower(shortGrade(later.Grade))+" in "+a.when(later.At))
		}
	}
	return g
}

// since returns the inspections and visits after the latest one of some
// services, and those of which that is not known.
func (a *authorityPage) since(l model.Latest) []later {
	var list []later
	for at, e := range a.Inspections {
		if at == l.At || e.Kind.Services() != l.Services {
			continue
		}
		order, told := model.Order(a.Inspections[l.At].End, e.End)
		doubt := ""
		switch {
		case told && order > 0:
			continue
		case told:
		case e.End == "" || a.Inspections[l.At].End == "":
			doubt = "which came first is not known"
		case e.End == a.Inspections[l.At].End:
			doubt = "it ended on the same day"
		default:
			doubt = "in the same month: which came first is not known"
		}
		list = append(list, later{a.link(at), strings.Join(slices.DeleteFunc([]string{a.graded(at), a.asks(at), doubt}, func(s string) bool { return s == "" }), "; ")})
	}
	return list
}

// graded says which grades an inspection gave, where it is not one of all
// services, which has a card of its own or had one.
func (a *authorityPage) graded(at int) string {
	var list []string
	for _, j := range a.Documents[at].Judgements {
		list = append(list, cmp.Or(areaLabel(j.Area), clean(j.Title))+": "+lower(viewOf(j.Grade).Text))
	}
	return strings.Join(list, ", ")
}

// asks says how much an inspection asks for, and how much of it again.
func (a *authorityPage) asks(at int) string {
	e := a.Inspections[at]
	var parts []string
	if e.PriorityActions > 0 {
		parts = append(parts, count(e.PriorityActions, noun{"area for priority action", "areas for priority action"}))
	}
	if e.Improvements > 0 {
		parts = append(parts, count(e.Improvements, improvementNoun))
	}
	if len(parts) == 0 {
		return "no areas for improvement named"
	}
	text := and(parts)
	if n := len(a.Raised[at]); n > 0 {
		text += fmt.Sprintf(", %d of them raised before", n)
	}
	return text
}

// moved says how a grade moved: "▲ improved by 1".
func moved(c model.Cell) string {
	words := moveWords[c.Change]
	switch {
	case c.Relation == model.DiscontinuedArea:
		return ""
	case c.Relation == model.IntroducedArea && words == "":
		return "introduced: not judged before"
	case c.Steps != nil && *c.Steps != 0:
		words += " by " + count(max(*c.Steps, -*c.Steps), noun{"grade", "grades"})
	}
	return strings.TrimLeft(moveSigns[c.Change]+" "+words, " ")
}

// A familyTable is the lines of a timeline as a table.
type familyTable struct {
	Caption string
	Heads   []familyHead
	Rows    []familyRow
}

type familyHead struct {
	Inspection link
	Kind       string
}

type familyRow struct {
	Area, Was string
	Cells     []familyCell
}

type familyCell struct {
	Grade       gradeView
	Moved, Page string
	Combined    bool
}

// families returns the timeline as tables, one for each sort of services.
func (a *authorityPage) families() []familyTable {
	var tables []familyTable
	for _, s := range model.AllServices() {
		var lines []model.Line
		for _, line := range a.Lines {
			if line.Area.Services() == s {
				lines = append(lines, line)
			}
		}
		if len(lines) > 0 {
			tables = append(tables, a.family(s, lines))
		}
	}
	return tables
}

// servicesNames are what inspections look at, in words.
var servicesNames = map[model.Services]string{
	model.ChildrensServices: "children’s services",
	model.AreaSENDServices:  "services for children with special educational needs and disabilities",
}

func (a *authorityPage) family(s model.Services, lines []model.Line) familyTable {
	t := familyTable{Caption: "Grades of " + servicesNames[s] + " in " + timelineName(a.Timeline)}
	var columns []int
	for at := range slices.Backward(a.Inspections) { // the newest beside the names, which a phone has room for
		if slices.ContainsFunc(lines, func(l model.Line) bool { return cellOf(l, at) != nil }) {
			columns = append(columns, at)
			t.Heads = append(t.Heads, familyHead{link{a.anchors[at], monthYear(a.Inspections[at].End)}, eventKind(a.Inspections[at])})
		}
	}
	for _, line := range lines {
		row := familyRow{Area: lineName(line), Was: formerly(a.Timeline, line)}
		for _, at := range columns {
			row.Cells = append(row.Cells, familyCellOf(cellOf(line, at)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func familyCellOf(c *model.Cell) familyCell {
	switch {
	case c == nil:
		return familyCell{}
	case c.Relation == model.DiscontinuedArea:
		return familyCell{Grade: gradeView{Text: "discontinued"}}
	}
	return familyCell{viewOf(c.Grade), moved(*c), page(c.Page), c.Combined}
}

// An again is what the latest inspection raises again, what is new in it, and
// what it does not raise again.
type again struct {
	Now, Then link
	Notes     []string
	Lists     []againList
}

type againList struct {
	Title, Note string
	Open        bool // shown at once
	Items       []againItem
}

type againItem struct {
	Item     link
	Text     string
	Earlier  []againEarlier
	StillOld []mention // what inspections before those two asked
}

type againEarlier struct {
	Item               link
	Text, Sure, Common string
}

// again shows what the latest inspection of some services makes of the areas
// for improvement before.
func (a *authorityPage) again(l model.Latest) again {
	v := again{Now: a.link(l.At), Then: a.link(l.Before)}
	for _, n := range l.Since.Notes {
		v.Notes = append(v.Notes, a.files.in(n.Message))
	}
	for _, list := range itemLists(l.Since) {
		from := l.At
		if list.older {
			from = l.Before
		}
		note := list.note
		if note == newOnly { // earlier ones may have asked for it
			note = "Not in the inspection before."
		}
		shown := againList{Title: fmt.Sprintf("%s (%d)", list.title, len(list.items)), Note: note}
		for _, r := range list.items {
			shown.Items = append(shown.Items, a.againItem(l, from, r))
			shown.Open = shown.Open || len(r.Old) > 0
		}
		v.Lists = append(v.Lists, shown)
	}
	return v
}

func (a *authorityPage) againItem(l model.Latest, from int, r model.Recurrence) againItem {
	item := againItem{Item: a.finding(from, r.New), Text: itemText(r.New)}
	for _, o := range r.Old {
		item.Earlier = append(item.Earlier, againEarlier{a.finding(l.Before, o.Item), itemText(o.Item), sure(o.Score), strings.Join(o.Common, ", ")})
	}
	if from == l.At {
		for _, e := range a.Raised[l.At][r.New.ID] {
			if e.At != l.Before {
				item.StillOld = a.mention(item.StillOld, e.At, e.ID, e.Page)
			}
		}
	}
	return item
}

// A balanceView is what inspectors said on each theme, then and now.
type balanceView struct {
	Caption   string
	Then, Now string
	Chart     template.HTML
	Rows      []balanceRow
}

type balanceRow struct {
	Theme     string
	Then, Now model.Counts
}

// balance shows what the latest inspection of some services and the one before
// say on each theme.
func (a *authorityPage) balance(l model.Latest, id string) (balanceView, bool) {
	rows := saidThemes(&model.Comparison{Themes: l.Themes})
	if len(rows) == 0 {
		return balanceView{}, false
	}
	v := balanceView{Now: a.link(l.At).Text}
	v.Caption = "Findings by theme: " + v.Now
	if l.Before >= 0 {
		v.Then = a.link(l.Before).Text
		v.Caption += ", and before, " + v.Then
	}
	v.Chart = themesInline(rows, v.Then, v.Now, id)
	for _, r := range rows {
		v.Rows = append(v.Rows, balanceRow{r.Theme.Title(), r.Old, r.New})
	}
	return v, true
}

// A neighbour is a statistical neighbour of an authority.
type neighbour struct {
	link
	Grade gradeView // of overall effectiveness, or why there is none
	When  string
}

// neighbours returns the statistical neighbours of an authority that are in
// the page, the nearest first, and says how many there are.
func (p *webPage) neighbours(i int) (list []neighbour, note string) {
	all := model.Authorities()
	n := slices.IndexFunc(all, func(a model.ReferenceAuthority) bool { return a.Same(p.timelines[i].Authority) })
	if n < 0 {
		return nil, ""
	}
	for _, code := range all[n].Neighbours {
		if k := slices.IndexFunc(p.timelines, func(t *model.Timeline) bool { return string(t.Authority.LACode) == code }); k >= 0 {
			list = append(list, p.neighbour(k))
		}
	}
	return list, fmt.Sprintf("Overall effectiveness at the latest full inspection. Of %d neighbours %d %s in this page, the nearest first.",
		len(all[n].Neighbours), len(list), are(len(list)))
}

// neighbour shows the authority at a place beside another.
func (p *webPage) neighbour(k int) neighbour {
	s := model.Summarise(p.timelines[k])
	n := neighbour{link: link{p.anchors[k], timelineName(p.timelines[k])}}
	if s.Inspection == nil {
		n.When = noFullWord
		return n
	}
	n.When = monthYear(s.End())
	g, ok := s.Grade(model.OverallEffectiveness)
	if !ok {
		n.Grade.Text = withoutOverall(&s)
		return n
	}
	n.Grade = viewOf(g.Grade)
	if g.Scale == model.FourPoint2012 {
		n.When += ", older scale"
	}
	return n
}
