package field

import (
	"strings"

	"ofsted/internal/lazy"
	"ofsted/model"
)

// Roles that documents print beside inspectors' names.
const role = `(?:(?:senior|regional|former|an?|the)\s+)*(?:his|her)\s+majesty(?:\s?['’]?\s?s)?\s+(?:chief\s+)?(?:inspectors?|inspectorate)(?:\s*,?\s+designated?)?` +
	`|(?:(?:ofsted|senior|regional|lead)\s+)*s?hmis?(?:\s*,?\s+designated?)?(?:\s*,?\s+(?:ofsted|lead))*(?:\s+inspectors?)?` +
	`|(?:(?:ofsted|cqc|lead|deputy|senior|team|reporting|additional|associate|seconded|contracted|shadow|social\s+care|education|regulatory|schools?|further\s+education\s+and\s+skills|early\s+years|quality\s+assurance|trainee|assistant)\s+)+inspectors?(?:\s+managers?)?` +
	`|(?:social\s+care\s+)?regulatory\s+inspection\s+managers?` +
	`|(?:senior|regional|assistant\s+regional|national)\s+(?:officer|directors?|inspection\s+manager|adviser)(?:,?\s+social\s+care)?` +
	`|\b(?:ofsted|cqc|oi|ai|rim|srim|scri|scrim|fes)\b`

var (
	roles   = lazy.NewRegexp(`(?i)(?:\b|^)(?:` + role + `)(?:\b|$)`)
	asides  = lazy.NewRegexp(`\([^()]*\)?`)
	divider = lazy.NewRegexp(`(?i)[;,/&+|•\n\t]|\s+and\s+|^and\s+|\s+[–—-]\s+|\s{3,}`)
	// leadLabel is what cover pages (ILACS), last pages (single inspection
	// framework) and inspections of looked-after children print before the
	// lead inspector.
	leadLabel = lazy.NewRegexp(`(?i)(?:^|\W)((?:deputy\s+)?)(?:(?:ofsted\s+)?lead|reporting)\s+inspectors?\s*(?:(?:is|was|were|are)\s+|[:–—-]\s*|\s)`)
	// nextLabel begins what follows the lead inspector on a last page.
	nextLabel  = lazy.NewRegexp(`(?i)\b(?:deputy|team\s+inspectors?|quality\s+assurance|senior\s+quality|judgement|age\s+group|published)\b`)
	leadRole   = lazy.NewRegexp(`(?i)\b(?:lead|reporting)\s+inspector\b|\bmajesty(?:\s?['’]?\s?s)?\s+inspector|\bS?HMI\b`)
	deputy     = lazy.NewRegexp(`(?i)\b(?:deputy|team|additional|cqc)\b`)
	otherLabel = lazy.NewRegexp(`(?i)\binspectors?\s*:`)
	// courtesy are titles that inspectors are not listed with.
	courtesy = lazy.NewRegexp(`^\s*(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+`)
	brokenBy = lazy.NewRegexp(`(\pL)-\s+(\pL)`)
)

// LeadInspectors returns the names in a line that prints who led an
// inspection: "Lead inspectors: A, His Majesty's Inspector, and B, HMI",
// "Reporting inspector Gary Lamb HMI", or without a label but with the role,
// as below a signature. A deputy's line has none.
func LeadInspectors(s string) []string {
	if !containsAny(s, "nspector", "HMI") {
		return nil
	}
	if at := leadLabel.FindStringSubmatchIndex(s); at != nil {
		if at[2] != at[3] {
			return nil
		}
		if rest := s[at[1]:]; at[0] == 0 || nameIn(rest) {
			if end := nextLabel.FindStringIndex(rest); end != nil {
				rest = rest[:end[0]]
			}
			return names(rest)
		}
	}
	if !leadRole.MatchString(s) || deputy.MatchString(s) || otherLabel.MatchString(s) {
		return nil
	}
	return names(s)
}

func nameIn(s string) bool { return len(names(s)) > 0 }

var (
	// team begins a list of inspectors in a letter or on a last page.
	team = lazy.NewRegexp(`(?i)\b(?:inspectors?(?:\s+\(\w+\))?(?:\s+(?:for|on|who\s+carried\s+out|carrying\s+out|undertaking)\s+(?:this|the)\s+(?:[\w-]+\s+){0,3}?(?:visit|inspection|review))?\s+(?:were|was|are|is)|` +
		`(?:carried\s+out|undertaken|conducted|completed|led|made)\s+by|inspectors?(?:\s+\([^)]*\))?\s*:|inspection\s+team\s*:)\s+`)
	// leadBefore stands before a label that is the lead inspector's.
	leadBefore = lazy.NewRegexp(`(?i)(?:^|[^y]\s+)(?:lead|reporting)\s*$`)
	// sentenceStop ends a sentence; the full stop of an initial or a title
	// does not.
	sentenceStop = lazy.NewRegexp(`\.(?:\s|$)`)
	abbreviation = lazy.NewRegexp(`(?:^|[\s.])(?:\p{Lu}|Dr|Mr|Mrs|Ms|Prof|St)$`)
)

// Inspectors returns the names in a sentence or label that says who carried
// out a visit: "His Majesty's Inspectors for this visit were A, B and C.",
// "The visit was carried out by A, HMI, and B, HMI."
func Inspectors(s string) []string {
	if !containsAny(s, "nspect", " by ") {
		return nil
	}
	at := team.FindStringIndex(s)
	if at == nil || leadBefore.MatchString(s[:at[0]]) {
		return nil
	}
	rest := s[at[1]:]
	for from := 0; ; {
		stop := sentenceStop.FindStringIndex(rest[from:])
		if stop == nil {
			break
		}
		end := from + stop[0]
		if !abbreviation.MatchString(rest[:end]) {
			rest = rest[:end]
			break
		}
		from = end + 1
	}
	return names(rest)
}

// names returns the names of people in a list that holds names and roles.
func names(s string) []string {
	s = asides.ReplaceAllString(s, " ")
	s = roles.ReplaceAllString(s, ";")
	var found []string
	for _, part := range divider.Split(s, -1) {
		part = courtesy.ReplaceAllString(part, "")
		if n, ok := Name(part); ok && !contains(found, n) {
			found = append(found, n)
		}
	}
	return found
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

var (
	// fullName is two to five words in capitals, with initials, hyphens,
	// apostrophes and the small words of some family names.
	fullName = lazy.NewRegexp(`^(?:(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Sir|Dame|Lord|Lady|Cllr|Councillor|Rev)\.?\s+)?` +
		`(?:\p{Lu}\.|\p{Lu}[\pL\pM'’-]*)(?:\s+(?:(?:van|von|de|der|den|di|da|la|le|du|dos|bin|al|el|ap|y)\s+)*(?:\p{Lu}\.|(?:\p{Lu}|[dlo]['’])[\pL\pM'’-]*)){1,4}` +
		`(?:,?\s+(?:OBE|MBE|CBE|QPM|DL|KC|QC))*$`)
	// notPerson are words of bodies, posts and places that are printed like
	// names and are nobody's name.
	notPerson = phrases("council", "borough", "county", "city", "commission", "inspectorate", "constabulary", "service", "services", "children", "childrens",
		"inspector", "inspectors", "inspection", "director", "chief", "executive", "officer", "manager", "board", "trust", "partnership", "department",
		"quality", "ofsted", "education", "police", "probation", "centre", "road", "street", "avenue", "square", "place", "building", "office", "offices", "house",
		"lead", "deputy", "team", "majesty", "majestys", "dear", "yours", "sincerely", "faithfully", "nhs", "care", "local", "authority",
		"report", "published", "judgement", "judgment", "grade", "overall", "effectiveness", "outstanding", "inadequate", "january", "february", "july",
		"september", "october", "november", "december", "civic", "town", "guild", "shire", "university", "college", "school", "academy", "safeguarding", "piccadilly", "store", "social", "worker",
		"focused", "monitoring", "visit", "area", "areas", "findings", "headline", "overview", "people", "website", "telephone", "copyright",
		"corporate", "strategic", "assistant", "cabinet", "member", "leader", "commissioner", "seconded", "contracted", "designate", "designated", "number", "practice", "study", "improvement",
		"not", "judged", "child", "sexual", "exploitation", "performance", "management", "business", "early", "intervention", "educational", "outcomes", "costs", "operation",
		"court", "tower", "block", "hospital", "way", "gate", "dockside", "hmi", "shmi", "cqc", "icb", "send", "key", "stage", "information", "summary", "strengths", "weaknesses", "progress", "statutory")
	// notFirst are words that end names ("Ian Young", "Patricia Head") but
	// begin other things.
	notFirst = phrases("young", "head", "senior", "north", "south", "east", "west", "great", "royal", "london", "main", "the", "this", "what", "to", "cc", "his", "her", "crown",
		"regional", "interim", "associate", "additional", "chair", "good", "all", "inspectors", "lord", "floor", "tel")
)

// maxPerson is the longest name, in bytes.
const maxPerson = 60

// Name returns a person's name where s is one and nothing else, as printed,
// accents, hyphens and initials kept.
func Name(s string) (string, bool) {
	if len(s) > 2*maxPerson {
		return "", false
	}
	n := brokenBy.ReplaceAllString(squash(Unmark(s)), "$1-$2")
	n = strings.Trim(n, " .,:;*-–—")
	if len(n) < 4 || len(n) > maxPerson || !fullName.MatchString(n) {
		return "", false
	}
	words := strings.FieldsFunc(fold(n), func(c rune) bool { return c == ' ' || c == '.' })
	for i, w := range words {
		if notPerson()[w] || i == 0 && notFirst()[w] {
			return "", false
		}
	}
	if _, place := newName(n).lookUp(); place {
		return "", false
	}
	return n, true
}

var (
	// post is a role to which letters are addressed.
	post = lazy.NewRegexp(`(?i)\b(?:director|chief\s+(?:executive|constable|officer|nurs\w+|operating)|commissioner|scrutineer|chair(?:person|man|woman)?|head\s+of|head\b|leader|lead\s+member|cabinet\s+member|manager|officer|managing|president|mayor|secretary|accountable|commander|superintendent|dcs|dass|chief)\b`)
	// body is an organisation that letters are addressed to.
	body = lazy.NewRegexp(`(?i)\b(?:council|borough|trust|nhs|board|icb|ccg|constabulary|police|partnership|commission|corporation|authority|company|probation|youth\s+justice|clinical\s+commissioning\s+group|fire\s+(?:and|&)\s+rescue|together\s+for\s+children|achieving\s+for\s+children|children\s+first)\b|\b(?:city|county|royal\s+borough|council)\s+of\b`)
	// notBody are roles that hold a word of organisations.
	notBody  = lazy.NewRegexp(`(?i)police\s+and\s+crime\s+commissioner`)
	postcode = lazy.NewRegexp(`(?i)\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b`)
	toLabel  = lazy.NewRegexp(`(?i)^\s*(?:to|fao|for\s+the\s+attention\s+of|cc)\s*:\s*|^\s*[•◼▪]\s*`)
)

// Addressee parses a line that addresses one person: "Ruth Penhallow,
// Director of Children's Services, Harrowdale Borough Council". A role may
// hold commas itself; the organisation is the last part that names one.
func Addressee(line string) (model.Addressee, bool) {
	parts := strings.Split(toLabel.ReplaceAllString(squash(line), ""), ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	n, ok := Name(parts[0])
	if !ok || len(parts) < 2 || !post.MatchString(parts[1]) && !isBody(parts[len(parts)-1]) {
		return model.Addressee{}, false
	}
	a := model.Addressee{Name: model.Null(n)}
	parts = parts[1:]
	for i, p := range parts {
		if isBody(p) && (i > 0 || !post.MatchString(p)) {
			a.Organisation = model.Null(strings.TrimRight(strings.Join(parts[i:], ", "), ". "))
			parts = parts[:i]
			break
		}
	}
	a.Role = model.Null(strings.TrimRight(strings.Join(parts, ", "), ". "))
	return a, true
}

func isBody(s string) bool { return body.MatchString(s) && !notBody.MatchString(s) }

// Addressees parses the lines between a letter's date and "Dear …": people
// each on a line of their own with role and organisation, or one person's
// name, role, organisation and postal address on lines below each other. The
// organisation is the first line that names a council or another body rather
// than one of its departments.
func Addressees(lines []string) []model.Addressee {
	var list []model.Addressee
	for i := 0; i < len(lines); i++ {
		line := toLabel.ReplaceAllString(squash(lines[i]), "")
		if strings.HasPrefix(strings.ToLower(line), "dear ") {
			break
		}
		if a, ok := Addressee(line); ok {
			list = append(list, a)
			continue
		}
		n, ok := Name(line)
		if !ok || i+1 >= len(lines) || !post.MatchString(lines[i+1]) {
			continue
		}
		a := model.Addressee{Name: model.Null(n)}
		i += addressBlock(lines[i+1:], &a)
		list = append(list, a)
	}
	return list
}

// addressBlock reads role and organisation below a name, and returns how many
// lines they and the address take.
func addressBlock(lines []string, a *model.Addressee) int {
	var role []string
	i := 0
	for ; i < len(lines); i++ {
		line := squash(lines[i])
		if _, person := Name(line); person && i+1 < len(lines) && post.MatchString(lines[i+1]) ||
			strings.HasPrefix(strings.ToLower(line), "dear ") {
			return i
		}
		switch {
		case i == 0, len(role) == i && continuesRole(role[i-1], line):
			role = append(role, line)
		case a.Organisation == "" && isBody(line) && !postcode.MatchString(line):
			a.Organisation = model.Null(strings.TrimRight(line, ",. "))
		}
		if postcode.MatchString(line) {
			i++
			break
		}
	}
	r := strings.TrimRight(strings.Join(role, " "), ",. ")
	// "Director of Children's Services, Blackpool Council" on one line.
	if at := strings.LastIndexByte(r, ','); at > 0 && a.Organisation == "" && isBody(r[at:]) && !post.MatchString(r[at:]) {
		a.Organisation = model.Null(strings.TrimSpace(r[at+1:]))
		r = r[:at]
	}
	a.Role = model.Null(r)
	return i
}

// continuesRole reports whether a line goes on with a role that the line
// before broke off: "Corporate Director of Children's Services" / "and
// Education".
func continuesRole(before, line string) bool {
	before, lower := strings.ToLower(before), strings.ToLower(line)
	return strings.HasSuffix(before, " of") || strings.HasSuffix(before, " and") || strings.HasSuffix(before, " for") || strings.HasSuffix(before, "&") ||
		strings.HasPrefix(lower, "and ") || strings.HasPrefix(lower, "& ") || strings.HasPrefix(lower, "of ") || strings.HasPrefix(lower, "for ")
}
