package field

import (
	"maps"
	"sync"
)

// aliases are names in use for authorities of the reference list, beside those
// that come from cutting off Council, Borough and the like: short names,
// names by which the Office for National Statistics or the council itself
// goes, abbreviations and frequent misspellings. Sources: council names in
// the ONS register of geographic codes, Ofsted's own titles, the councils'
// and trusts' published names.
var aliases = map[string][]string{
	"Barking and Dagenham":                {"LBBD"},
	"Bath and North East Somerset":        {"Bath and NE Somerset", "B&NES", "BANES"},
	"Blackburn with Darwen":               {"Blackburn and Darwen", "Blackburn"},
	"Bournemouth, Christchurch and Poole": {"BCP", "Bournemouth, Poole and Christchurch", "Bournemouth Christchurch Poole"},
	"Brighton and Hove":                   {"Brighton Hove"},
	"Cheshire West and Chester":           {"Cheshire West", "Cheshire West Chester", "CWAC"},
	"City of London":                      {"City of London Corporation", "Corporation of London", "Corporation of the City of London", "London City"},
	"Durham":                              {"County Durham"},
	"East Riding of Yorkshire":            {"East Riding", "East Yorkshire"},
	"Hammersmith and Fulham":              {"LBHF"},
	"Herefordshire":                       {"Hereford"},
	"Isles of Scilly":                     {"Scilly Isles", "Scilly", "Scilly Islands"},
	"Kensington and Chelsea":              {"RBKC"},
	"Kingston upon Hull":                  {"Hull"},
	"Kingston upon Thames":                {"Kingston"},
	"Middlesbrough":                       {"Middlesborough"},
	"Newcastle upon Tyne":                 {"Newcastle"},
	"North East Lincolnshire":             {"North East Lincs", "NE Lincolnshire"},
	"North Lincolnshire":                  {"North Lincs"},
	"North Northamptonshire":              {"North Northants"},
	"Reading":                             {"Brighter Futures for Children"},
	"Sunderland":                          {"Together for Children"},
	"Redcar and Cleveland":                {"Redcar"},
	"Richmond upon Thames":                {"Richmond"},
	"Southend-on-Sea":                     {"Southend"},
	"St Helens":                           {"Saint Helens"},
	"Stockton-on-Tees":                    {"Stockton"},
	"Stoke-on-Trent":                      {"Stoke"},
	"Telford and Wrekin":                  {"Telford", "Telford Wrekin"},
	"West Northamptonshire":               {"West Northants"},
	"Windsor and Maidenhead":              {"RBWM"},
}

// ambiguous are names of bodies that run services for several authorities, so
// that cutting off Trust would name the wrong one: Northamptonshire
// Children's Trust serves North and West Northamptonshire since 2021, as well
// as the county before it.
var ambiguous = []string{
	"Northamptonshire Children's Trust", "Achieving for Children", "Northants Children's Trust",
}

// prefixes are what may stand before an authority's name. Blanks are for the
// reader: names are compared without them.
var prefixes = phrases(
	"the", "inspection of", "reinspection of",
	"london borough of", "royal borough of", "royal london borough of", "metropolitan borough of", "borough of",
	"royal county of", "county of", "city of", "city and county of", "city and borough of", "county borough of", "county borough", "metropolitan district of",
	"metropolitan district", "metropolitan county of", "district of", "unitary authority of", "unitary district of", "area of",
	"council of", "county council of", "city council of", "borough council of", "metropolitan borough council of", "district council of",
	"metropolitan borough council", "london borough", "royal borough", "lb", "lb of", "rb of", "corporation of", "local authority of", "council for",
	"mayor and burgesses of", "common council of", "together for children", "children's services in", "local area of",
)

// suffixes are what may follow an authority's name: kinds of council, bodies
// that run its children's services, and the services.
var suffixes = union(services, phrases(
	"council", "county council", "borough council", "city council", "district council", "metropolitan council", "unitary council",
	"metropolitan borough council", "metropolitan district council", "metropolitan city council", "district metropolitan council", "borough metropolitan council", "city and metropolitan district council", "metropolitan",
	"london borough council", "royal borough council", "city and district council",
	"unitary authority", "unitary", "unitary authority council", "metropolitan borough", "metropolitan district", "borough", "london borough", "royal borough", "city", "county", "district",
	"city of", "city of council", "county of", "borough of", "london borough of", "royal borough of", "metropolitan borough of", "council of", "mbc", "mdc", "cc", "bc", "dc", "lbc", "rbc", "lb", "ua",
	"corporation", "combined authority",
	// Companies and trusts set up to run children's services: Birmingham,
	// Bradford, Doncaster, Sandwell, Slough, Sunderland, Worcestershire.
	"trust", "children's trust", "children's services trust", "children and families trust", "children's social care trust", "children and young people's trust",
	"children first", "children's services limited", "children's services ltd", "together for children",
))

// services are the words for an authority's services and partnerships, which
// titles print after its name.
var services = phrases(
	"local authority", "local authority area", "local authority's", "authority", "local area", "area", "local area partnership", "area partnership", "partnership", "send partnership", "send local area partnership", "local partnership",
	"children's services", "children services", "children's service", "children's social care", "children's social care services", "social care services", "social services",
	"local authority children's services", "local authority children's social care services", "children and families services", "children and family services", "children's and families services",
	"children and young people's services", "services for children", "services", "children's services directorate", "children's services department", "department of children's services",
	"safeguarding children board", "local safeguarding children board", "safeguarding children's board", "local safeguarding children's board", "safeguarding board", "lscb", "scb",
	"safeguarding children partnership", "safeguarding partnership", "local safeguarding partnership", "local safeguarding children partnership", "safeguarding children's partnership", "children's safeguarding partnership",
	"children's partnership", "youth justice service",
)

// openings are what a title prints before a name and is not part of it.
var openings = phrases("inspection of", "reinspection of")

// small are the words of names that are printed in lower case.
var small = map[string]bool{"and": true, "of": true, "the": true, "upon": true, "on": true, "with": true, "in": true,
	"under": true, "le": true, "by": true, "cum": true, "for": true}

// notInName are words of titles and headings that no authority's name holds.
var notInName = phrases(
	"inspection", "reinspection", "services", "service", "review", "report", "children", "childrens", "child", "local", "section", "letter", "visit", "letters", "department", "education",
	"a", "an", "there", "some", "leaders", "managers", "most", "more", "many", "approximately", "since", "while", "re", "area", "joint", "targeted", "focused", "monitoring", "the", "ofsted", "improvement", "director", "safeguarding", "board", "dear", "young", "people", "care", "leavers", "social", "looked", "after", "arrangements", "framework", "help", "protection",
	"leadership", "management", "governance", "adoption", "overall", "effectiveness", "judgement", "judgment", "information", "findings", "summary", "what", "this", "our", "your", "their", "these", "inspectors", "inspector",
	"commission", "quality", "inspectorate", "constabulary", "police", "probation", "partnership", "agencies", "multi", "agency", "majesty", "majestys", "mr", "mrs", "ms", "miss", "dr", "sir", "all", "colleague", "colleagues", "send", "special", "nhs", "each", "every", "other", "any", "its",
)

// longestName is the most words that an authority's name has, its services
// and all.
const longestName = 24

// longestAffix is the most words an affix has.
const longestAffix = 8

// phrases makes a set of phrases in the form in which names are compared, when
// it is first asked for.
func phrases(list ...string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := make(map[string]bool, len(list))
		for _, p := range list {
			set[newName(p).key()] = true
		}
		return set
	})
}

// union makes one set of several, when it is first asked for.
func union(sets ...func() map[string]bool) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		all := map[string]bool{}
		for _, set := range sets {
			maps.Copy(all, set())
		}
		return all
	})
}
