package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ofsted/model"
)

// An overviewView is what the template of the overview shows.
type overviewView struct {
	Title, Lead string
	Missing     string // how many files the page lacks
	Figures     []figure
	FigureNotes []string
	Judged      []judgedView
	Rows        []overviewRow
	Notes       []string // on the table
	Regions     []choice
	Grades      []choice
	Changes     []choice
}

// A figure is how many authorities have a grade.
type figure struct {
	N     int
	Grade gradeView
	Share string
}

// An overviewRow is an authority in the table.
type overviewRow struct {
	ID, Name, Region        string
	InRegion, Grade, Change string // what the chooser chooses by
	Date, When, Kind        string // of the latest full inspection
	Notes                   []string
	Grades                  []overviewGrade
	Steps, Moved, MovedSaid string // what became of the overall grade: to sort by, to see, to hear
	Asked, Urgent           string
}

// An overviewGrade is a grade in the table.
type overviewGrade struct {
	Rank     int // on its scale, 1 is the best
	Grade    gradeView
	Brief    string // the same in short, where it is long
	Combined bool   // given for two columns together
	Older    bool   // on the older scale
	None     string // why there is none
}

// A choice is an option of the chooser.
type choice struct{ Value, Text string }

// How the chooser knows an authority without an overall grade, or without a
// full inspection before; and one that was not judged overall either time.
const (
	noChoice      = "none"
	neitherChoice = "neither"
)

// newOverview returns what there is to show of several authorities, whose
// parts of the page have these ids.
func newOverview(ts []*model.Timeline, ids []string, files fileNames) overviewView {
	o := &overview{ts: ts, files: files, stats: model.StatsOf(ts, model.StatsFilters{}), words: summaryPage{used: map[string]bool{}}}
	for _, t := range ts {
		o.latest = append(o.latest, model.Summarise(t))
	}
	o.samples = map[model.Services]sample{}
	for _, of := range model.AllServices() {
		o.samples[of] = o.sample(of)
	}
	v := overviewView{Title: "Ofsted inspections of children’s services", Lead: o.lead()}
	v.Figures, v.FigureNotes = o.figures()
	for _, a := range append(slices.Clone(todaysAreas), model.AreaSENDOutcome) {
		if j, ok := o.judged(a, len(v.Judged)+1); ok {
			v.Judged = append(v.Judged, j)
		}
	}
	for i := range ts {
		v.Rows = append(v.Rows, o.row(i, ids[i]))
	}
	v.Notes = o.tableNotes()
	v.Regions, v.Grades, v.Changes = o.regionChoices(), o.gradeChoices(), o.changeChoices()
	return v
}

// An overview is the part of the page that shows all authorities, in the
// making.
type overview struct {
	ts      []*model.Timeline
	files   fileNames
	stats   *model.Stats
	latest  []model.Summary // the latest full inspection of each
	samples map[model.Services]sample
	words   summaryPage // what the table says, and the signs that need explaining
}

// lead says what the page is of.
func (o *overview) lead() string {
	text := count(len(o.ts), noun{"local authority", "local authorities"}) + ", " + count(o.stats.Inspections, noun{"inspection or visit", "inspections and visits"})
	if o.stats.From != "" {
		const to = "|" // as dates have none
		text += ", " + strings.Replace(period(model.Period{Start: o.stats.From, End: o.stats.To}, longDate, to), to, " to ", 1)
	}
	return clean(text) + "."
}

// figures returns how many authorities have which overall grade now, together
// all authorities, and what has to be known of that.
func (o *overview) figures() ([]figure, []string) {
	latest := o.samples[model.ChildrensServices].latest
	all, _ := standingGrades(latest, model.OverallEffectiveness)
	table := newGradeTable("", all)
	table.add("", all)
	judged := 0
	for _, row := range table.rows {
		judged = row.of
	}
	var list []figure
	for _, n := range all.Grades {
		if n.Count == 0 && n.Scale != table.scale {
			continue
		}
		f := figure{N: n.Count, Grade: viewOf(n.Grade)}
		if n.Scale == table.scale && n.Grade != model.NotJudged {
			f.Share = percent(n.Count, judged)
		}
		if n.Scale == model.Null(model.FourPoint2012) {
			f.Grade.Text += " (older scale)"
		}
		list = append(list, f)
	}
	none := droppedOverall(latest)
	for _, n := range []tallied{{none, noOverallWords}, {all.NoGrade - none, noOverallWords + " found"}, {len(o.ts) - len(latest), capital(noFullWord)}} {
		if n.n > 0 {
			list = append(list, figure{N: n.n, Grade: gradeView{Text: n.what}})
		}
	}
	return list, figureNotes(latest, judged, none)
}

// droppedOverall counts the inspections that give no overall grade as none is
// given any more.
func droppedOverall(latest []graded) int {
	n := 0
	for _, g := range latest {
		if dropsOverall(&g.Summary) {
			n++
		}
	}
	return n
}

// figureNotes say when the grades are from, what shares are of, and why some
// authorities have none.
func figureNotes(latest []graded, judged, none int) []string {
	var notes []string
	var days []model.Date
	for _, g := range latest {
		if g.Overall() != model.NoGrade && g.End() != "" {
			days = append(days, g.End())
		}
	}
	if len(days) > 0 {
		text := fmt.Sprintf("At the latest full inspection of each authority: the oldest of these grades is of %s, the newest of %s.",
			monthYear(slices.Min(days)), monthYear(slices.Max(days)))
		if judged >= shareFrom {
			text += fmt.Sprintf(" Shares are of the %d that have one.", judged)
		}
		notes = append(notes, text)
	}
	if none > 0 {
		notes = append(notes, fmt.Sprintf("From April 2026 on inspections give no overall grade: %s inspected since then %s grades for each area only.",
			count(none, authorityNoun), has(none)))
	}
	return notes
}

// has is the verb of so many.
func has(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// row returns the row of an authority.
func (o *overview) row(i int, id string) overviewRow {
	t, s := o.ts[i], &o.latest[i]
	r := overviewRow{ID: id, Name: cmp.Or(timelineName(t), id), Region: clean(string(t.Authority.Region)), InRegion: regionChoice(t), Date: clean(string(s.End())),
		Grade: gradeChoice(s.Overall()), Change: changeChoice(s), Notes: o.notes(i)}
	if s.Inspection != nil {
		r.When, r.Kind = clean(monthYear(s.End())), o.words.inspection(s)
		if s.Inspection.Kind != model.ChildrenLetter { // which does not say what has to improve
			r.Asked = fmt.Sprint(*s.Improvements)
		}
		if n := *s.PriorityActions; n > 0 {
			r.Urgent = fmt.Sprintf("+%d for priority action", n)
		}
	}
	for _, a := range todaysAreas {
		r.Grades = append(r.Grades, o.grade(s, a))
	}
	o.change(s, &r)
	return r
}

func regionChoice(t *model.Timeline) string {
	return clean(string(cmp.Or(t.Authority.Region, model.UnknownRegion)))
}

// notes says what has to be known of the latest full inspection of an
// authority, and whether documents of it contradict each other.
func (o *overview) notes(i int) []string {
	list := summaryMessages(&o.latest[i])
	for n := range list {
		list[n] = capital(o.files.in(list[n]))
	}
	if slices.ContainsFunc(o.ts[i].LeftOut, func(l model.LeftOut) bool { return l.Differs }) {
		list = append(list, "Two documents of one inspection give other grades: see its part")
	}
	return list
}

// What stands where an area has no grade.
const (
	noGradeSign    = "–"
	noOverallWords = "No overall grade"
	noGradesWords  = "No grades found"
)

// withoutOverall says why an inspection has no overall grade.
func withoutOverall(s *model.Summary) string {
	switch {
	case dropsOverall(s):
		return noOverallWords
	case len(s.Judgements) == 0:
		return noGradesWords
	}
	return noGradeSign
}

// grade returns the cell of an area.
func (o *overview) grade(s *model.Summary, a model.Area) overviewGrade {
	g, combined, ok := s.Standing(a)
	switch {
	case s.Inspection == nil:
		return overviewGrade{}
	case !ok && a == model.OverallEffectiveness:
		return o.without(withoutOverall(s))
	case !ok && len(s.Judgements) > 0:
		return o.without(noGradeSign)
	case !ok:
		return overviewGrade{} // the first column says that none were found
	}
	older, brief := g.Scale == model.FourPoint2012, briefGrades[g.Grade]
	o.words.used[brief] = true
	if combined {
		o.words.used[combinedSign] = true
	}
	if older {
		o.words.used[olderSign] = true
	}
	return overviewGrade{Rank: placeOf(g.Scale.Grades(), g.Grade) + 1, Grade: viewOf(g.Grade), Brief: brief, Combined: combined, Older: older}
}

// without returns the cell of an area without a grade.
func (o *overview) without(why string) overviewGrade {
	o.words.used[why] = true
	return overviewGrade{None: why}
}

// olderSign marks a grade on the older scale.
const olderSign = "†"

// change fills the cell of what became of overall effectiveness.
func (o *overview) change(s *model.Summary, r *overviewRow) {
	change := model.Movement(s.Change)
	r.Moved = moveSigns[change]
	o.words.used[r.Moved] = true
	if s.Steps != nil {
		r.Steps = fmt.Sprint(*s.Steps)
		if n := max(*s.Steps, -*s.Steps); n > 0 {
			r.Moved += fmt.Sprint(n)
		}
	}
	if r.Moved != "" {
		r.MovedSaid = strings.TrimPrefix(moved(model.Cell{Change: change, Steps: s.Steps}), moveSigns[change]+" ")
		return
	}
	for _, w := range changeWordings {
		if string(w.change) == r.Change && s.Inspection != nil {
			r.MovedSaid = lower(w.text)
		}
	}
}

// tableNotes explain what is in the table.
func (o *overview) tableNotes() []string {
	used := o.words.used
	var notes []string
	for _, n := range []struct {
		used bool
		note string
	}{
		{used["▲"] || used["▼"] || used["="] || used["≠"], "Change is that of overall effectiveness since the full inspection before: ▲ better and ▼ worse by so many grades, = the same, ≠ not comparable."},
		{used[briefGrades[model.RequiresImprovement]], briefGrades[model.RequiresImprovement] + " Requires improvement to be good."},
		{used[combinedSign], combinedSign + " One grade for care and care leavers together; it stands in both columns."},
		{slices.ContainsFunc(o.latest, hasOlder), "Grades of older areas stand under what those became: leadership and governance under Leaders, looked after and permanence under In care."},
		{used[olderSign], olderSign + " On the older scale of inspections to 2013, of services for looked after children alone."},
		{used[noGradeSign], noGradeSign + " The inspection gives no grade for this area."},
		{used[shortWord], "Short: one working week on site, not two."},
		{slices.ContainsFunc(o.latest, hasBoard), "What a safeguarding board has to improve is counted too."},
		{slices.ContainsFunc(o.latest, hasMore), "Grades of adoption, safeguarding boards and other areas without a column are in each authority’s part."},
	} {
		if n.used {
			notes = append(notes, n.note)
		}
	}
	return notes
}

// regionChoices are the regions to choose by, the unknown one last.
func (o *overview) regionChoices() []choice {
	var known []string
	unknown := 0
	for _, t := range o.ts {
		if t.Authority.Region == "" {
			unknown++
		} else {
			known = append(known, regionChoice(t))
		}
	}
	var list []choice
	for _, region := range slices.Compact(slices.Sorted(slices.Values(known))) {
		list = append(list, choice{region, region})
	}
	if unknown > 0 {
		list = append(list, choice{model.UnknownRegion, capital(model.UnknownRegion)})
	}
	return list
}

// gradeChoices are the overall grades to choose by, the best first.
func (o *overview) gradeChoices() []choice {
	all, _ := standingGrades(o.everyLatest(), model.OverallEffectiveness)
	var list []choice
	for _, n := range all.Grades {
		c := choice{gradeChoice(n.Grade), viewOf(n.Grade).Text}
		if n.Count > 0 && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	if all.NoGrade > 0 {
		list = append(list, choice{noChoice, noOverallWords})
	}
	return list
}

// gradeChoice is how the chooser knows an overall grade.
func gradeChoice(g model.Grade) string { return clean(string(cmp.Or(g, noChoice))) }

// everyLatest returns one for each authority, those without a full inspection
// among them.
func (o *overview) everyLatest() []graded {
	list := make([]graded, len(o.latest))
	for i, s := range o.latest {
		list[i] = graded{Summary: s}
	}
	return list
}

// changeWordings are what can have become of an overall grade, for the
// chooser.
var changeWordings = []struct {
	change model.Movement
	text   string
}{
	{model.Improved, "Improved"},
	{model.Unchanged, "Unchanged"},
	{model.Declined, "Declined"},
	{model.NotComparable, "Not comparable"},
	{model.NewlyJudged, "Newly judged"},
	{model.NoLongerJudged, "No longer judged"},
	{neitherChoice, "Not judged either time"},
	{noChoice, "No full inspection before"},
}

// changeChoices are the changes to choose by.
func (o *overview) changeChoices() []choice {
	var list []choice
	for _, w := range changeWordings {
		if slices.ContainsFunc(o.latest, func(s model.Summary) bool { return changeChoice(&s) == string(w.change) }) {
			list = append(list, choice{string(w.change), w.text})
		}
	}
	return list
}

// changeChoice is how the chooser knows what became of the overall grade.
func changeChoice(s *model.Summary) string {
	if s.Change == "" && s.Previous != nil {
		return neitherChoice
	}
	return string(cmp.Or(s.Change, noChoice))
}
