package model

// StatsSchema names the version of the JSON form of Stats.
const StatsSchema = "ofsted/stats/1"

// A Between is the days from one to another, both included. Either can be a
// day, a month or a year, of which all days are meant; an empty one is no
// bound.
type Between struct {
	Since Date `json:"since"`
	Until Date `json:"until"`
}

// Bounded reports whether there is a bound.
func (b Between) Bounded() bool { return b.Since != "" || b.Until != "" }

// Has reports whether a date is, or can be, one of the days. An unknown date
// is none of them, unless there is no bound.
func (b Between) Has(d Date) bool {
	if !b.Bounded() || d == "" {
		return !b.Bounded()
	}
	after, _ := Order(d, b.Since)
	before, _ := Order(d, b.Until)
	return after >= 0 && before <= 0
}

// StatsFilters say which inspections to count.
type StatsFilters struct {
	Between          // by the last day
	Regions []string `json:"regions"` // all where there are none; in Stats sorted, each once
}

// Stats are the standard tables over many inspections.
type Stats struct {
	Schema      string       `json:"schema"`
	Filters     StatsFilters `json:"filters"`
	Inspections int          `json:"inspections"`
	Authorities int          `json:"authorities"`
	From        Date         `json:"from"` // last day of the oldest inspection
	To          Date         `json:"to"`   // last day of the newest
	// UndatedLeftOut is how many inspections without a date there are besides,
	// which filters by date leave out.
	UndatedLeftOut int             `json:"undated_left_out"`
	Latest         []LatestCount   `json:"latest"` // one for each Services
	Grades         []GradeGroup    `json:"grades"`
	Changes        Changes         `json:"changes"`
	Themes         []ThemeYear     `json:"themes"` // by Services, then year, the oldest first
	Errors         []FailureRecord `json:"errors"` // the inputs that could not be read
}

// LatestOf returns of how many authorities there is a latest inspection of some
// services.
func (s *Stats) LatestOf(of Services) LatestCount {
	for _, found := range s.Latest {
		if found.Services == of {
			return found
		}
	}
	return LatestCount{Services: of}
}

// ThemesOf returns what the inspections of some services asked for, by year.
func (s *Stats) ThemesOf(of Services) []ThemeYear {
	var years []ThemeYear
	for _, y := range s.Themes {
		if y.Services == of {
			years = append(years, y)
		}
	}
	return years
}

// Services are what inspections look at: those that are Comparable look at the
// same.
type Services string

// The services.
const (
	// ChildrensServices are an authority's own.
	ChildrensServices Services = "children_services"
	// AreaSENDServices are those of a partnership for children with special
	// educational needs and disabilities.
	AreaSENDServices Services = "area_send"
)

// services are all Services, with the inspections that follow each other in
// judging them.
var services = []struct {
	services Services
	judge    func(*Event) bool
}{{ChildrensServices, (*Event).full}, {AreaSENDServices, (*Event).areaSEND}}

// Services returns what inspections of the kind look at.
func (k Kind) Services() Services {
	if sameServices(k, AreaSENDInspection) {
		return AreaSENDServices
	}
	return ChildrensServices
}

// Services returns what is looked at where an area is judged.
func (a Area) Services() Services {
	if AreaSENDInspection.Judges("", a) {
		return AreaSENDServices
	}
	return ChildrensServices
}

// A LatestCount says of how many authorities LatestInspections have an
// inspection of some services, and why they have none of others.
type LatestCount struct {
	Services    Services `json:"services"`
	Authorities int      `json:"authorities"` // of which there is any inspection of any time, in the regions asked for
	Counted     int      `json:"counted"`     // that have a latest one
	Later       int      `json:"later"`       // that have such inspections after that time only
	Undated     int      `json:"undated"`     // that have some of which it is not known whether they were after it
	None        int      `json:"none"`        // that have none among what was read
}

// A Grouping is what inspections are put in groups by.
type Grouping string

// The groupings.
const (
	ByAll       Grouping = "all" // one group of all
	ByYear      Grouping = "year"
	ByFramework Grouping = "framework"
	ByRegion    Grouping = "region"
)

// A Basis is which of the inspections in a group are counted.
type Basis string

// The bases.
const (
	// AllInspections counts every inspection.
	AllInspections Basis = "all"
	// LatestInspections counts the latest full inspection of each authority,
	// and its latest area SEND inspection, which judges other services: the
	// picture today, or at the end of the time that was asked for. Where that
	// time begins does not matter: a grade stands until the next.
	LatestInspections Basis = "latest"
)

// The groups of what has no date, and of authorities that are not in the list
// of authorities, and so in no region.
const (
	Undated       = "undated"
	UnknownRegion = "unknown"
)

// A GradeGroup counts the grades of a group of inspections.
type GradeGroup struct {
	By    Grouping `json:"by"`
	Basis Basis    `json:"basis"`
	// Group is a year or "undated"; a framework with its edition, as "ilacs
	// 2018"; a region or "unknown"; or "all".
	Group       string       `json:"group"`
	Inspections int          `json:"inspections"` // of any kind, graded or not
	Areas       []AreaGrades `json:"areas"`
}

// Area returns what a group says of an area, which is nothing where none of
// its inspections could judge it.
func (g *GradeGroup) Area(a Area) AreaGrades {
	for _, found := range g.Areas {
		if found.Area == a {
			return found
		}
	}
	return AreaGrades{Area: a}
}

// An AreaGrades counts the grades of one area. It leaves out visits and other
// inspections that are of no kind to judge the area: those of a GradeGroup
// that are not among Inspections here.
type AreaGrades struct {
	Area        Area `json:"area"`
	Inspections int  `json:"inspections"` // that judge the area, or are of a kind that does in one of its editions
	Graded      int  `json:"graded"`      // how many of them give a grade, be it that the area was not judged
	NoGrade     int  `json:"no_grade"`    // how many give none
	// Grades has every grade of each scale that was used, best first.
	Grades []GradeCount `json:"grades"`
}

// A GradeCount says how many inspections gave a grade.
type GradeCount struct {
	Scale Null  `json:"scale"` // a Scale
	Grade Grade `json:"grade"`
	Count int   `json:"count"`
}

// Changes are what became of grades from one full inspection of an authority
// to its next, and from one area SEND inspection to the next.
type Changes struct {
	Pairs int `json:"pairs"` // of full inspections
	// MedianYears is the median time between the two, to a tenth of a year,
	// of those whose days are both known; nil where there are none.
	MedianYears *float64 `json:"median_years"`
	// Undated is how many full and area SEND inspections are in no pair as
	// they have no date.
	Undated int          `json:"undated"`
	Areas   []AreaChange `json:"areas"`
}

// Area returns the changes of an area, which are none where no pair judges it.
func (c *Changes) Area(a Area) AreaChange {
	for _, found := range c.Areas {
		if found.Area == a {
			return found
		}
	}
	return AreaChange{Area: a}
}

// An AreaChange counts what became of one area. An area that follows on from
// older ones under another name is the newer; a grade that was given for
// several areas together is compared once.
type AreaChange struct {
	Area           Area `json:"area"`  // of the newer inspection, or of the older where the newer does not judge it
	Pairs          int  `json:"pairs"` // those that judge the area, on one side at least
	Improved       int  `json:"improved"`
	Declined       int  `json:"declined"`
	Unchanged      int  `json:"unchanged"`
	NotComparable  int  `json:"not_comparable"`
	NewlyJudged    int  `json:"newly_judged"`
	NoLongerJudged int  `json:"no_longer_judged"`
	// Moves are what the other numbers are sums of, the best older grade
	// first.
	Moves []GradeMove `json:"moves"`
}

// Compared returns how many pairs give grades that can be compared.
func (c *AreaChange) Compared() int { return c.Improved + c.Declined + c.Unchanged }

// A GradeMove says how many pairs have one grade and then another.
type GradeMove struct {
	// FromArea is the area of the older grade, which the newer area follows on
	// from; null where the older inspection gives none.
	FromArea  Area     `json:"from_area"`
	FromScale Null     `json:"from_scale"`
	From      Grade    `json:"from"` // null where the older inspection gives none
	ToScale   Null     `json:"to_scale"`
	To        Grade    `json:"to"` // null where the newer inspection gives none
	Change    Movement `json:"change"`
	Count     int      `json:"count"`
}

// A ThemeYear counts what inspections of some services that ended in a year
// asked for: areas for improvement and for priority action, those for an LSCB
// among them.
type ThemeYear struct {
	Services    Services `json:"services"`
	Year        string   `json:"year"`        // or "undated"
	Inspections int      `json:"inspections"` // of any kind
	Asking      int      `json:"asking"`      // how many of them ask for anything
	Items       int      `json:"items"`       // how much they ask for
	// Themes has every theme. An item can be about several themes.
	Themes []ThemeCount `json:"themes"`
}

// A ThemeCount says how often a theme was raised.
type ThemeCount struct {
	Theme       Theme `json:"theme"`
	Inspections int   `json:"inspections"` // that raise it
	Items       int   `json:"items"`       // on it
}
