package field

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"ofsted/model"
)

// day is a printed date; what is not printed is 0.
type day struct {
	year, month, day int
}

// iso returns the date in ISO form, to the month where no day is printed, or
// nothing for a date that no calendar holds.
func (d day) iso() model.Date {
	if d.year == 0 || d.month == 0 {
		return ""
	}
	if d.day == 0 {
		return model.Date(fmt.Sprintf("%04d-%02d", d.year, d.month))
	}
	if t := d.time(); t.Day() != d.day || int(t.Month()) != d.month {
		return ""
	}
	return model.Date(fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day))
}

func (d day) time() time.Time {
	return time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
}

// Errors that ParsePeriods wraps.
var (
	ErrNoDate  = errors.New("no date")
	ErrOddDate = errors.New("odd date")
)

// longest is how long a period may be before it is odd: inspections under
// the single inspection framework took four weeks, and none took longer.
const longest = 100 * 24 * time.Hour

// Periods returns the periods of being on site that a phrase prints, in
// printed order: "30 September to 11 October 2024 and 13 to 16 January 2025"
// is two. Days that follow one another, "7 and 8 October 2025", are one
// period, and so are months, "In November and December 2018". A period that
// no calendar holds or that ends before it begins is left out.
//
// Of a sentence that prints several dates apart from each other, it reads the
// first that have days: a letter says when a visit took place before it says
// since when it has been due.
func Periods(s string) []model.Period {
	periods, _ := ParsePeriods(s)
	return periods
}

// ParsePeriods is Periods with a reason: an error that wraps ErrNoDate where
// the phrase prints no date, or ErrOddDate where it prints one that cannot
// be. Sound periods beside an odd one are returned with the error.
func ParsePeriods(s string) ([]model.Period, error) {
	var months []model.Period
	for _, r := range findRuns(cutLabels(s)) {
		periods, err := r.resolve()
		switch {
		case r.headless, r.endless:
			return nil, fmt.Errorf("%w: half a period beside %s", ErrOddDate, r.last().day)
		case errors.Is(err, ErrOddDate):
			return periods, err
		case len(periods) > 0 && len(periods[0].Start) == len("2006-01-02"):
			return periods, nil
		case months == nil:
			months = periods
		}
	}
	if months == nil {
		return nil, fmt.Errorf("%w in %q", ErrNoDate, s)
	}
	return months, nil
}

// cutLabels cuts a phrase before a second label: a table or a line that holds
// two dates prints the period first.
func cutLabels(s string) string {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return s
	}
	for _, label := range []string{"date of previous", "dates of previous", "of previous inspection", "report published", "published:"} {
		if i := strings.Index(lower, label); i > 0 {
			s, lower = s[:i], lower[:i]
		}
	}
	return s
}

// A Span is a date or a list of periods in a text, with the bytes of the text
// from Start to End that print it.
type Span struct {
	Start, End int
	Periods    []model.Period
}

// FindPeriods returns every date and period that a text prints with a year.
func FindPeriods(s string) []Span {
	var spans []Span
	for _, r := range findRuns(s) {
		if periods, _ := r.resolve(); len(periods) > 0 {
			spans = append(spans, Span{r.atoms[0].start, r.atoms[len(r.atoms)-1].end, periods})
		}
	}
	return spans
}

// Date returns the single date that a phrase prints first, as in
// "Report published: 8 September 2014", "10/08/2015" or "November 2018", and
// the empty Date where there is none or it is one end of a period.
func Date(s string) model.Date {
	for _, r := range findRuns(s) {
		if len(r.atoms) == 1 && r.atoms[0].year != 0 && !r.broken && !r.headless {
			return r.atoms[0].iso()
		}
		if _, err := r.resolve(); err == nil || r.broken || r.headless {
			return ""
		}
	}
	return ""
}

// DateLine returns the date of a line that holds nothing else but a day of
// the week or the label "Date", such as a letter's date line.
func DateLine(s string) (model.Date, bool) {
	line := squash(s)
	if len(line) > len("Date: Wednesday, 30th September, 2015.")+8 {
		return "", false
	}
	if rest, ok := strings.CutPrefix(strings.ToLower(line), "date:"); ok {
		line = line[len(line)-len(rest):]
	}
	line = strings.TrimRight(line, ". ")
	for _, t := range lex(line) {
		if t.kind == other || t.kind == filler || t.kind == unread {
			return "", false
		}
	}
	runs := findRuns(line)
	if len(runs) != 1 || len(runs[0].atoms) != 1 || runs[0].atoms[0].day.day == 0 {
		return "", false
	}
	d := runs[0].atoms[0].iso()
	return d, d != ""
}

// An atom is a date as far as it is printed, with its place in the text.
type atom struct {
	day
	start, end int
}

// A join is what stands between two dates.
type join int

const (
	nothing join = iota
	and          // and, a comma, a slash, &
	to           // to, until, a dash
)

// A run is dates with nothing but joins between them; joins[i] stands before
// atoms[i+1].
type run struct {
	atoms []atom
	joins []join
	// broken says that a character that could not be read stands next to it, or
	// a day without its month: what was printed may be more days than these, or
	// others. Headless is a run with a number before it that belongs to nothing,
	// endless one that goes on to something that is no date.
	broken, headless, endless bool
}

// findRuns returns the runs of a text that print a month.
func findRuns(s string) []run {
	var runs []run
	p := dateParser{tokens: lex(s)}
	for p.at < len(p.tokens) {
		if r := p.run(); len(r.atoms) > 0 {
			runs = append(runs, r)
		}
	}
	return runs
}

// dateParser reads atoms and runs from tokens.
type dateParser struct {
	tokens []token
	at     int
	stray  int // where a number or "to" ends that belongs to no date
}

// nearby is how close, in bytes, a number stands before a date that it must
// have been a part of: "7 t o 11 October".
const nearby = len(" t o ")

func (p *dateParser) peek(ahead int) token {
	if i := p.at + ahead; i < len(p.tokens) {
		return p.tokens[i]
	}
	return token{kind: other}
}

// run reads the next run, or one token that begins none.
func (p *dateParser) run() run {
	var r run
	between := false
	for k := p.peek(0).kind; k == span || k == filler; k = p.peek(0).kind {
		between = between || k == span
		p.at++
	}
	r.broken = p.at > 0 && p.tokens[p.at-1].kind == unread
	a, ok := p.atom()
	if !ok {
		if t := p.peek(0); t.kind == numeral || t.kind == dash && t.word {
			p.stray = t.end
		}
		p.at++
		return run{}
	}
	r.atoms = append(r.atoms, a)
	for {
		j := p.join(&between)
		a, ok := p.atom()
		switch {
		case !ok && p.peek(0).kind == unread:
			p.at++
			r.broken = true
			continue
		case !ok:
			r.headless = p.stray > 0 && r.atoms[0].start-p.stray <= nearby
			n := len(r.joins) // a period that has its end goes on to nothing
			r.endless = j == to && (n == 0 || r.joins[n-1] != to)
			end := r.last().end
			if r = r.trim(); len(r.atoms) == 0 {
				p.stray = end
			}
			return r
		case j == nothing && r.last().month == 0:
			// The number before this date is not a part of it.
			p.stray = r.last().end
			r.atoms, r.joins = []atom{a}, nil
			continue
		case j == nothing && r.last().year != 0:
			j = and // "8 to 12 July 2019 7 to 8 August 2019": a line break between them
		}
		r.joins, r.atoms = append(r.joins, j), append(r.atoms, a)
	}
}

// join reads what stands between two dates. After "between", and means to.
func (p *dateParser) join(between *bool) join {
	j := nothing
	for ; p.at < len(p.tokens); p.at++ {
		switch t := p.peek(0); {
		case t.kind == dash:
			j = to
		case t.kind == list || t.kind == comma:
			j = max(j, and)
			if *between && t.kind == list {
				j, *between = to, false
			}
		case t.kind == span && j != nothing:
			*between = true
		case t.kind == filler && j != nothing:
		default:
			return j
		}
	}
	return j
}

// atom reads a date: "5", "5 December", "5 December 2022", "December",
// "December 2022", "December 5, 2022" or one in figures.
func (p *dateParser) atom() (atom, bool) {
	t := p.peek(0)
	a := atom{start: t.start, end: t.end}
	switch t.kind {
	case figures:
		a.day = t.day
		p.at++
		return a, true
	case numeral:
		if t.n > 31 && p.peek(1).kind != month {
			return a, false
		}
		a.day.day = t.n
		p.at++
		if m, ok := p.accept(month); ok {
			a.month, a.end = m.n, m.end
			p.year(&a)
		}
		return a, true
	case month:
		a.month = t.n
		p.at++
		if d := p.peek(0); d.kind == numeral {
			y := p.peek(1)
			if y.kind == comma {
				y = p.peek(2)
			}
			if y.kind == year {
				a.day.day = d.n
				p.at++
			}
		}
		p.year(&a)
		// "may" and "march" are words as well.
		return a, a.year != 0 || t.capital
	}
	return a, false
}

// accept reads a token of a kind, after a comma if need be.
func (p *dateParser) accept(k tokenKind) (token, bool) {
	skip := 0
	if p.peek(0).kind == comma {
		skip = 1
	}
	t := p.peek(skip)
	if t.kind != k {
		return t, false
	}
	p.at += skip + 1
	return t, true
}

func (p *dateParser) year(a *atom) {
	if y, ok := p.accept(year); ok {
		a.year, a.end = y.n, y.end
	}
}

func (r run) last() atom { return r.atoms[len(r.atoms)-1] }

// trim drops the numbers at the end of a run that belong to no month: in
// "since 5 May 2019, 12 children" the 12 is not a day.
func (r run) trim() run {
	n := len(r.atoms)
	for n > 0 && r.atoms[n-1].month == 0 {
		n--
	}
	if n == 0 {
		return run{}
	}
	if n < len(r.atoms) && r.joins[n-1] == to {
		r.broken = true
	}
	r.atoms, r.joins = r.atoms[:n], r.joins[:n-1]
	return r
}

// resolve turns a run into periods.
func (r run) resolve() ([]model.Period, error) {
	if r.broken {
		return nil, fmt.Errorf("%w: what stands next to %s cannot be read", ErrOddDate, r.atoms[0].day)
	}
	for i, j := range r.joins {
		if j == nothing {
			return nil, fmt.Errorf("%w: nothing between %s and %s", ErrOddDate, r.atoms[i].day, r.atoms[i+1].day)
		}
	}
	var periods []model.Period
	var problem error
	for _, p := range mergeDays(r.pairs()) {
		if err := p.check(); err != nil {
			problem = err
			if !errors.Is(err, errLong) {
				continue
			}
		}
		periods = append(periods, model.Period{Start: p.start.iso(), End: p.end.iso()})
	}
	return periods, problem
}

// A pair is a period before it is checked. A single day is both its ends.
type pair struct {
	start, end day
	single     bool
}

// pairs groups the run's dates into periods and fills in months and years
// that are printed once for several dates.
func (r run) pairs() []pair {
	days := make([]day, len(r.atoms))
	for i := len(days) - 1; i >= 0; i-- {
		days[i] = r.atoms[i].day
		if days[i].month == 0 {
			days[i].month, days[i].year = days[i+1].month, days[i+1].year
		}
	}
	var pairs []pair
	for i := 0; i < len(days); i++ {
		p := pair{days[i], days[i], true}
		for ; i < len(r.joins) && r.joins[i] == to; i++ {
			p.end, p.single = days[i+1], false
		}
		switch {
		case p.start.year == 0 && p.end.year != 0:
			p.start.year = yearBefore(p.start, p.end)
		case p.end.year == 0 && p.start.year != 0:
			p.end.year = yearAfter(p.start, p.end)
		}
		pairs = append(pairs, p)
	}
	for i := len(pairs) - 2; i >= 0; i-- {
		if p, next := &pairs[i], pairs[i+1]; p.end.year == 0 && next.start.year != 0 {
			p.end.year = yearBefore(p.end, next.start)
			p.start.year = yearBefore(p.start, p.end)
		}
	}
	for i := 1; i < len(pairs); i++ {
		if p, before := &pairs[i], pairs[i-1]; p.start.year == 0 && before.end.year != 0 {
			p.start.year = yearAfter(before.end, p.start)
			p.end.year = yearAfter(p.start, p.end)
		}
	}
	return pairs
}

// yearBefore returns the year of a date that precedes next and shares its
// printed year: December before January is the year before.
func yearBefore(d, next day) int {
	if d.month > next.month {
		return next.year - 1
	}
	return next.year
}

// yearAfter returns the year of a date that follows before.
func yearAfter(before, d day) int {
	if d.month < before.month {
		return before.year + 1
	}
	return before.year
}

var errLong = fmt.Errorf("%w: more than three months", ErrOddDate)

// check says what is odd about a period.
func (p pair) check() error {
	start, end := p.start.iso(), p.end.iso()
	switch {
	case p.start.year == 0 || p.end.year == 0:
		return fmt.Errorf("%w: %s without a year", ErrNoDate, p.start)
	case start == "" || end == "":
		return fmt.Errorf("%w: %s to %s is not in the calendar", ErrOddDate, p.start, p.end)
	case (p.start.day == 0) != (p.end.day == 0):
		return fmt.Errorf("%w: %s to %s, of which one has no day", ErrOddDate, p.start, p.end)
	case start > end && !strings.HasPrefix(string(start), string(end)):
		return fmt.Errorf("%w: %s is after %s", ErrOddDate, start, end)
	case p.end.time().Sub(p.start.time()) > longest:
		return fmt.Errorf("%w: %s to %s", errLong, start, end)
	}
	return nil
}

// mergeDays joins single days or months that follow one another. A weekend
// between two days does not part them: periods are spans of working days.
func mergeDays(pairs []pair) []pair {
	merged := pairs[:0:0]
	for _, p := range pairs {
		if n := len(merged) - 1; n >= 0 && p.single && merged[n].single && follows(merged[n].end, p.start) {
			merged[n].end = p.end
			continue
		}
		merged = append(merged, p)
	}
	return merged
}

// follows reports whether b is the next working day, or the next month, after a.
func follows(a, b day) bool {
	if a.iso() == "" || b.iso() == "" || (a.day == 0) != (b.day == 0) {
		return false
	}
	if a.day == 0 {
		return a.year*12+a.month+1 == b.year*12+b.month
	}
	next := a.time().AddDate(0, 0, 1)
	for next.Weekday() == time.Saturday || next.Weekday() == time.Sunday {
		if next.Equal(b.time()) {
			return true
		}
		next = next.AddDate(0, 0, 1)
	}
	return next.Equal(b.time())
}

// String returns the date as far as it is printed.
func (d day) String() string {
	var parts []string
	if d.day > 0 {
		parts = append(parts, fmt.Sprint(d.day))
	}
	if 1 <= d.month && d.month <= 12 {
		parts = append(parts, time.Month(d.month).String())
	}
	if d.year != 0 {
		parts = append(parts, fmt.Sprint(d.year))
	}
	return strings.Join(parts, " ")
}
