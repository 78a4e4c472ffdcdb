package field

import (
	"fmt"
	"strings"
	"testing"

	"ofsted/model"
)

// councilForms are the forms in which an authority's name is printed.
var councilForms = []string{
	"%s", "the %s", "%s Council", "%s County Council", "%s City Council", "%s Borough Council", "%s District Council",
	"%s Metropolitan Borough Council", "%s Metropolitan District Council", "%s District Metropolitan Council", "%s Metropolitan Borough",
	"%s MBC", "%s Unitary Authority", "%s Unitary Authority Council", "%s local authority", "%s Local Authority’s",
	"London Borough of %s", "The London Borough of %s", "London Borough of %s Council", "LB %s", "Royal Borough of %s", "the Royal Borough of %s Council",
	"Metropolitan Borough of %s", "Borough of %s", "County of %s", "City of %s", "City of %s Council", "City of %s Metropolitan District Council",
	"Council of the %s", "Council of the City of %s", "%s City of", "%s, City of", "%s City of Council", "%s, County of", "%s County",
	"%s Children’s Services", "%s Council Children’s Services", "%s children's social care", "%s’s children’s services", "%s Borough Council’s",
	"%s Children’s Trust", "%s Children and Families Trust", "%s Children First", "Together for Children %s", "%s Children’s Services Trust",
	"%s Local Area Partnership", "%s local area", "%s area", "%s Council area",
	"%s Safeguarding Children Board", "%s Local Safeguarding Children Board (LSCB)", "%s Safeguarding Children Partnership",
}

// titleForms are the titles that hold a council's name, in any of the forms
// that placeForms lists.
var titleForms = []string{
	"Inspection of %s local authority children’s services",
	"Inspection of %s local authority children's services 2",
	"Re-inspection of %s children’s services",
	"Focused visit to %s children’s services",
	"Focused visit to %s local authority children’s services",
	"Ofsted focused visit to %s",
	"Monitoring visit of %s children’s services",
	"Monitoring visit to %s local authority’s children’s services",
	"This letter summarises the findings of the monitoring visit to %s children’s services on 7 and 8 June 2023.",
	"This letter summarises the findings of the focused visit to %s on 7 and 8 October 2025. It was",
	"Area SEND inspection of %s Local Area Partnership",
	"Inspection of %s Local Area Partnership",
	"Area SEND inspection of the %s Local Area Partnership",
	"Joint targeted area inspection of %s",
	"Joint targeted area inspection of the multi-agency response to abuse and neglect in %s",
	"Joint targeted area inspection of the multi-agency response to identification of initial need and risk in %s, October 2022",
	"To the children and young people of %s",
	"To the children and young people of %s. Inspection of children’s services",
	"Letter to the children and young people of %s",
	"Dear %s local safeguarding partnership",
	"%s Safeguarding Children Board",
	"%s Inspection of looked after children services 12",
	"Children’s services in %s require improvement to be good",
	"Children’s services in %s are inadequate",
}

var placeForms = []string{"%s", "%s Council", "%s Borough Council", "the London Borough of %s", "Royal Borough of %s", "City of %s Council", "%s County Council"}

// spellingsOf returns the ways to print one name.
func spellingsOf(name string) []string {
	list := []string{name, strings.ToUpper(name), strings.ReplaceAll(name, " ", "\u00a0")}
	for _, change := range [][2]string{{" and ", " & "}, {"-", " "}, {"-", "- "}, {"-", "\u2011"}, {" upon ", "-upon-"}, {" upon ", " Upon "}, {" ", "  "}, {"St ", "St. "}, {"Helens", "Helen’s"}, {",", ""}} {
		if s := strings.ReplaceAll(name, change[0], change[1]); s != name {
			list = append(list, s)
		}
	}
	return append(list, aliases[name]...)
}

// TestAuthorityVariants checks that every form of every authority resolves
// to that authority and no other.
func TestAuthorityVariants(t *testing.T) {
	shared := map[string]bool{}
	for _, s := range ambiguous {
		shared[newName(s).key()] = true
	}
	tried := 0
	for _, want := range model.Authorities() {
		for _, s := range spellingsOf(string(want.Name)) {
			for _, form := range councilForms {
				printed := fmt.Sprintf(form, s)
				if shared[newName(printed).key()] {
					continue
				}
				tried++
				if got := Authority(printed); got.Name != want.Name || !got.Known || got.LACode != want.LACode || got.Printed == "" {
					t.Errorf("Authority(%q) = %+v, want %s", printed, got, want.Name)
				}
			}
			for _, form := range titleForms {
				for _, place := range placeForms {
					title := fmt.Sprintf(form, fmt.Sprintf(place, s))
					tried++
					if got, ok := AuthorityIn(title); !ok || got.Name != want.Name {
						t.Errorf("AuthorityIn(%q) = %+v, %v, want %s", title, got, ok, want.Name)
					}
				}
			}
		}
	}
	t.Logf("%d forms", tried)
}

func TestAuthorityCodes(t *testing.T) {
	got := Authority("City of Bradford Metropolitan District Council")
	want := model.Authority{Name: "Bradford", Printed: "City of Bradford Metropolitan District Council", Known: true,
		GSSCode: "E08000032", LACode: "380", URN: "80449", Region: "Yorkshire and the Humber"}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestAuthorityPrinted(t *testing.T) {
	for _, test := range []struct{ printed, name, shown string }{
		{"Blackpool Borough Council", "Blackpool", "Blackpool Borough Council"},
		{"the Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead", "the Royal Borough of Windsor and Maidenhead"},
		{"Metropolitan Borough of Rotherham", "Rotherham", "Metropolitan Borough of Rotherham"},
		{"Bristol City of", "Bristol", "Bristol City of"},
		{"Wakefield District Metropolitan Council", "Wakefield", "Wakefield District Metropolitan Council"},
		{"Medway Children’s Services", "Medway", "Medway"},
		{"Bradford Children and Families Trust", "Bradford", "Bradford Children and Families Trust"},
		{"Inspection of Warrington Local Area Partnership", "Warrington", "Warrington"},
		{"Inspection of Stoke-on- Trent local authority children’s services", "Stoke-on-Trent", "Stoke-on- Trent"},
		{"the Greenwich Local Area Partnership", "Greenwich", "Greenwich"},
		{"Kingston upon Hull, City of", "Kingston upon Hull", "Kingston upon Hull, City of"},
		{"Hull City Council", "Kingston upon Hull", "Hull City Council"},
		{"Royal Borough of Kingston upon Thames", "Kingston upon Thames", "Royal Borough of Kingston upon Thames"},
		{"County Durham", "Durham", "County Durham"},
		{"Bournemouth, Christchurch and Poole (BCP) Council", "Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole (BCP) Council"},
		{"BCP Council", "Bournemouth, Christchurch and Poole", "BCP Council"},
		{"Borough of Poole", "Poole", "Borough of Poole"},
		{"City of London Corporation", "City of London", "City of London Corporation"},
		{"Council of the Isles of Scilly", "Isles of Scilly", "Council of the Isles of Scilly"},
		{"Together for Children", "Sunderland", "Together for Children"},
		{"Brighter Futures for Children", "Reading", "Brighter Futures for Children"},
		{"Slough Children First", "Slough", "Slough Children First"},
		{"City of York Council", "York", "City of York Council"},
		{"Herefordshire, County of", "Herefordshire", "Herefordshire, County of"},
		{"Blackpool’s children’s services", "Blackpool", "Blackpool"},
		{"Rutland County Council District Council", "Rutland", "Rutland County Council District Council"},
	} {
		got := Authority(test.printed)
		if string(got.Name) != test.name || string(got.Printed) != test.shown || !got.Known {
			t.Errorf("Authority(%q) = %q printed %q known %v, want %q printed %q", test.printed, got.Name, got.Printed, got.Known, test.name, test.shown)
		}
	}
}

func TestUnknownAuthority(t *testing.T) {
	for _, test := range []struct{ printed, name, shown string }{
		{"London Borough of Kestrel", "Kestrel", "London Borough of Kestrel"},
		{"Saltmere Council", "Saltmere", "Saltmere Council"},
		{"Saltmere Council children’s services", "Saltmere", "Saltmere Council"},
		{"Upland County Council", "Upland", "Upland County Council"},
		{"the City of Ambridge Metropolitan District Council", "Ambridge", "the City of Ambridge Metropolitan District Council"},
		{"Marlow Vale", "Marlow Vale", "Marlow Vale"},
		{"Harrowdale Borough Council’s", "Harrowdale", "Harrowdale Borough Council"},
		{"Kestrel Children’s Trust", "Kestrel", "Kestrel Children’s Trust"},
		{"Northumberland and Durham", "Northumberland and Durham", "Northumberland and Durham"},
		{"Cambridgeshire and Peterborough", "Cambridgeshire and Peterborough", "Cambridgeshire and Peterborough"},
		{"Bournemouth Borough Council", "Bournemouth", "Bournemouth Borough Council"},
		{"Cheshire County Council", "Cheshire", "Cheshire County Council"},
		{"Northamptonshire Children’s Trust", "Northamptonshire Children’s Trust", "Northamptonshire Children’s Trust"},
		{"Achieving for Children", "Achieving for Children", "Achieving for Children"},
		{"Yorkshire", "Yorkshire", "Yorkshire"},
		{"London", "London", "London"},
		{"City Council", "City Council", "City Council"},
		{"Kingston and Richmond", "Kingston and Richmond", "Kingston and Richmond"},
	} {
		got := Authority(test.printed)
		if got.Known || string(got.Name) != test.name || string(got.Printed) != test.shown || got.LACode != "" {
			t.Errorf("Authority(%q) = %q printed %q known %v, want %q printed %q", test.printed, got.Name, got.Printed, got.Known, test.name, test.shown)
		}
	}
	for _, nothing := range []string{"", " ", "()", "—", "..."} {
		if got := Authority(nothing); got != (model.Authority{}) {
			t.Errorf("Authority(%q) = %+v", nothing, got)
		}
	}
}

// TestAuthorityPairs checks that two names joined are neither of them.
func TestAuthorityPairs(t *testing.T) {
	for _, a := range model.Authorities() {
		for _, b := range model.Authorities() {
			for _, pair := range []string{string(a.Name + " and " + b.Name), string(a.Name + " " + b.Name)} {
				if got := Authority(pair); got.Known && !strings.EqualFold(string(got.Name), pair) {
					t.Errorf("Authority(%q) = %s", pair, got.Name)
				}
			}
		}
	}
}

func TestUnknownAuthorityIn(t *testing.T) {
	for _, test := range []struct{ title, name string }{
		{"Focused visit to London Borough of Kestrel children’s services", "Kestrel"},
		{"Focused visit to Saltmere Council children’s services", "Saltmere"},
		{"Monitoring visit to Upland children’s services", "Upland"},
		{"Joint targeted area inspection of Harrowdale", "Harrowdale"},
		{"Letter to the children and young people of Marlow Vale", "Marlow Vale"},
		{"To the children and young people of Marlow Vale", "Marlow Vale"},
		{"Upland County Council", "Upland"},
		{"Inspection of St. Werburgh local authority children’s services", "St. Werburgh"},
	} {
		got, ok := AuthorityIn(test.title)
		if !ok || got.Known || string(got.Name) != test.name {
			t.Errorf("AuthorityIn(%q) = %+v, %v, want %q", test.title, got, ok, test.name)
		}
	}
}

func TestNoAuthorityIn(t *testing.T) {
	for _, title := range []string{
		"", "Ofsted", "Inspection of children’s social care services",
		"Inspection of services for children in need of help and protection, children looked after and care leavers",
		"Inspection of looked after children services", "Re-inspection of services for children in need of help and protection",
		"Review of the effectiveness of the Local Safeguarding Children Board", "Local area partnership report",
		"Local Safeguarding Children Board", "The Local Safeguarding Children Board (LSCB)", "Dear Ms Gent", "Dear Colleagues",
		"Area SEND inspection", "Joint targeted area inspection", "Piccadilly Gate", "Store Street", "Headline findings",
		"Inspection of children’s services", "Care leavers", "What needs to improve?", "Inspection dates: 5 to 16 December 2022",
		"This visit was carried out in line with the inspection of local authority children’s services (ILACS) framework.",
		"His Majesty’s Inspector", "Inspection of local authority children’s services", "Monitoring visit", "Focused visit to children’s services",
		"Children’s services are good", "reading with children", "The experiences and progress of children in care: good",
		"Joint targeted area inspection of the multi-agency response to domestic abuse", "Local authority area", "The local authority",
		"Director of Children’s Services", "To the children and young people", "The Council knows itself well",
	} {
		if got, ok := AuthorityIn(title); ok {
			t.Errorf("AuthorityIn(%q) = %+v", title, got)
		}
	}
}

func FuzzAuthority(f *testing.F) {
	for _, form := range append(councilForms, titleForms...) {
		f.Add(fmt.Sprintf(form, "Bournemouth, Christchurch & Poole"))
	}
	f.Fuzz(func(t *testing.T, s string) {
		a := Authority(s)
		if a.Known && (a.Name == "" || a.LACode == "" || a.Printed == "") {
			t.Errorf("Authority(%q) = %+v", s, a)
		}
		if !strings.Contains(squash(s), string(a.Printed)) {
			t.Errorf("Authority(%q) printed %q", s, a.Printed)
		}
		AuthorityIn(s)
	})
}
