package model

// SearchSchema names the version of the JSON form of a SearchResult.
const SearchSchema = "ofsted/search/1"

// A SearchResult is what a search of findings came to.
type SearchResult struct {
	Schema  string        `json:"schema"`
	Query   string        `json:"query"` // as given
	Filters SearchFilters `json:"filters"`
	Total   int           `json:"total"` // how many findings match, those that are not shown among them
	// Undated counts what Total lacks because its document prints no date,
	// where the filters ask for one.
	Undated int             `json:"undated"`
	Hits    []SearchHit     `json:"hits"`   // the best first
	Errors  []FailureRecord `json:"errors"` // the inputs that could not be read
}

// SearchFilters are what findings have to be besides matching. Values of one
// list are alternatives; an empty list or date asks for nothing.
type SearchFilters struct {
	Authorities  []string      `json:"authorities"` // names as in the inspections
	Regions      []string      `json:"regions"`
	Between                    // the last day on site, or else the date of publication
	Kinds        []Kind        `json:"kinds"`
	FindingKinds []FindingKind `json:"finding_kinds"`
	Areas        []Area        `json:"areas"`
	Themes       []Theme       `json:"themes"`
	Polarities   []Polarity    `json:"polarities"`
	About        []About       `json:"about"`
}

// A SearchHit is a finding that matches: a whole paragraph, where it breaks
// over a page too.
type SearchHit struct {
	Rank       int          `json:"rank"` // 1 for the best
	Authority  HitAuthority `json:"local_authority"`
	Inspection string       `json:"inspection"` // id
	Kind       Kind         `json:"kind"`
	End        Date         `json:"end"`     // last day on site, or else the date of publication
	Finding    string       `json:"finding"` // id in the inspection: f17
	// FindingKind is the part that it plays in its document.
	FindingKind FindingKind   `json:"finding_kind"`
	Area        Area          `json:"area"`
	About       About         `json:"about"`
	Section     Null          `json:"section"`
	Heading     Null          `json:"heading"` // of the section
	Number      Null          `json:"number"`
	Page        int           `json:"page"`      // 0 where the format has no pages
	LastPage    int           `json:"last_page"` // where the paragraph ends
	Polarity    Polarity      `json:"polarity"`
	Themes      []Theme       `json:"themes"`
	Responsible Null          `json:"responsible"`
	Snippet     []SnippetPart `json:"snippet"`
	Text        string        `json:"text"` // the whole of it
	Path        string        `json:"path"`
}

// A HitAuthority is the authority that a hit is about.
type HitAuthority struct {
	Name   Null `json:"name"`
	LACode Null `json:"la_code"`
	Region Null `json:"region"`
}

// A SnippetPart is a run of a snippet: the words that were searched for, or
// those around them. The texts of a snippet's parts, one behind the other, are
// a piece of the finding, with "…" where it has been cut.
type SnippetPart struct {
	Text  string `json:"text"`
	Match bool   `json:"match"`
}

// The marks around what matches, in a text on its way into parts or out of
// them: control characters, which no clean text has.
const (
	MatchBegins = "\x02"
	MatchEnds   = "\x03"
)

// Fill replaces nil lists by empty ones, so that JSON holds [] and never null
// for them.
func (r *SearchResult) Fill() {
	r.Schema = SearchSchema
	r.Filters.fill()
	fill(&r.Hits)
	fill(&r.Errors)
	for i := range r.Hits {
		fill(&r.Hits[i].Themes)
		fill(&r.Hits[i].Snippet)
	}
}

func (f *SearchFilters) fill() {
	fill(&f.Authorities)
	fill(&f.Regions)
	fill(&f.Kinds)
	fill(&f.FindingKinds)
	fill(&f.Areas)
	fill(&f.Themes)
	fill(&f.Polarities)
	fill(&f.About)
}
