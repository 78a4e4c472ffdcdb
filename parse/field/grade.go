package field

import (
	"strings"
	"unicode"

	"ofsted/internal/lazy"
	"ofsted/model"
)

// A spelling is one way of printing a grade, in lower case.
type spelling struct {
	words string
	grade model.Grade
}

// common are the grades that both four-point scales share, and "not judged",
// which reports print where there was nobody to judge a service for (City of
// London and Isles of Scilly, 2016).
var common = []spelling{
	{"outstanding", model.Outstanding},
	{"good", model.Good},
	{"inadequate", model.Inadequate},
	{"not judged", model.NotJudged},
}

// improvement are the spellings of the grade that replaced "adequate" in
// 2013: "requires improvement" until 2015, "… to be good" since, and the verb
// in the plural where the sentence asks for it. Longer ones come first.
var improvement = []spelling{
	{"requires improvement to be good", model.RequiresImprovement},
	{"require improvement to be good", model.RequiresImprovement},
	{"requires improvement", model.RequiresImprovement},
	{"require improvement", model.RequiresImprovement},
	{"requiring improvement to be good", model.RequiresImprovement},
	{"requiring improvement", model.RequiresImprovement},
}

// spellings lists the spellings of each scale. Of two that end alike, the
// longer comes first.
var spellings = map[model.Scale][]spelling{
	model.FourPoint:     append(improvement, common...),
	model.FourPoint2012: append([]spelling{{"adequate", model.Adequate}}, common...),
	model.AreaSENDScale: {
		{"typically positive experiences and outcomes", model.TypicallyPositive},
		{"typically positive", model.TypicallyPositive},
		{"inconsistent experiences and outcomes", model.Inconsistent},
		{"inconsistent", model.Inconsistent},
		{"widespread and/or systemic failings", model.WidespreadOrSystemicFailings},
		{"widespread and systemic failings", model.WidespreadOrSystemicFailings},
		{"widespread or systemic failings", model.WidespreadOrSystemicFailings},
	},
}

// numbered is a grade with its number, as inspections of looked-after
// children printed it to 2013: "Grade 4 (inadequate)", "Adequate Grade 3".
var numbered = lazy.NewRegexp(`(?i)^(?:grade\s*([1-4])\s*[:(–—-]?\s*([a-z]+)\)?|([a-z]+)\s*[:(–—,-]?\s*grade\s*([1-4])\)?)$`)

// Grade returns the grade that a phrase prints, where it prints nothing else:
// a table cell "Requires improvement to be good", "Inadequate.", "Good²".
func Grade(printed string, scale model.Scale) (model.Grade, bool) {
	if len(printed) > maxHeading {
		return model.NoGrade, false
	}
	s := trimMarkers(squash(printed), ".,;:")
	lower := strings.ToLower(s)
	for _, sp := range spellings[scale] {
		if lower == sp.words {
			return sp.grade, true
		}
	}
	if scale == model.FourPoint2012 {
		return numberedGrade(squash(printed), scale)
	}
	return model.NoGrade, false
}

// numberedGrade reads a grade with its number; the two must agree.
func numberedGrade(s string, scale model.Scale) (model.Grade, bool) {
	m := numbered.FindStringSubmatch(strings.TrimRight(s, ". "))
	if m == nil {
		return model.NoGrade, false
	}
	n, word := m[1]+m[4], strings.ToLower(m[2]+m[3])
	for i, g := range scale.Grades() {
		if string(g) == word && n == string(rune('1'+i)) {
			return g, true
		}
	}
	return model.NoGrade, false
}

var (
	// joiner is what stands between a title and its grade: ": good",
	// "is good", "are: outstanding", "is that it is good", "– good".
	joiner = lazy.NewRegexp(`(?i)(?:\s*[:–—─]|\s+-|\s+(?:is|are|remains?)(?:\s+(?:now|judged|graded)(?:\s+(?:to\s+be|as))?)?` +
		`(?:\s+that\s+(?:it|they)(?:\s+(?:is|are))?)?\s*:?)\s*$`)
	// thatIt is left before a grade that is a verb: "is that it requires
	// improvement".
	thatIt = lazy.NewRegexp(`(?i)\s+that\s+(?:it|they)\s*$`)
	// notTitle ends what cannot be a title: "An LSCB that is good" says what
	// a grade means, "is not: good" denies it.
	notTitle = lazy.NewRegexp(`(?i)(?:^|\s)(?:that|which|who|what|not|never|yet|if|whether|when|where|still|also|or|and|to|must|should|it|this|they|these)$`)
	// condition begins what is not a heading.
	condition = lazy.NewRegexp(`(?i)^(?:if|whether|when|where|unless|an?\s+(?:local\s+authority|lscb|service))\s`)
)

// maxHeading is the longest heading that can print a grade, in bytes.
const maxHeading = 240

// GradeAtEnd splits a heading that prints an area and its grade, such as "The
// experiences and progress of care leavers: good" or "… are: outstanding.",
// into title, grade and the words that print the grade. A heading with the
// grade alone is not one.
func GradeAtEnd(heading string, scale model.Scale) (title string, grade model.Grade, printed string, ok bool) {
	if len(heading) > 2*maxHeading {
		return "", model.NoGrade, "", false
	}
	s := trimMarkers(squash(heading), ".,;:")
	sp, at := gradeSuffix(s, scale)
	if at <= 0 || len(s) > maxHeading || manySentences(s) {
		return "", model.NoGrade, "", false
	}
	title, printed = s[:at], s[at:]
	isVerb := strings.HasPrefix(sp.words, "require") && !strings.HasPrefix(sp.words, "requiring")
	if !isVerb && !joiner.MatchString(title) {
		return "", model.NoGrade, "", false
	}
	title = untied(title)
	if !strings.ContainsFunc(title, unicode.IsLetter) || notTitle.MatchString(title) || condition.MatchString(title) {
		return "", model.NoGrade, "", false
	}
	return title, sp.grade, printed, true
}

// untied returns a title without what stands between it and its grade, of which
// there may be several: "Leadership: – good", "Leadership is: is good".
func untied(title string) string {
	for {
		t := strings.TrimSpace(thatIt.ReplaceAllString(joiner.ReplaceAllString(title, ""), ""))
		if t == title {
			return t
		}
		title = t
	}
}

// gradeSuffix returns the spelling that ends s as words of its own, and where
// it begins; 0 or less where none does.
func gradeSuffix(s string, scale model.Scale) (spelling, int) {
	for _, sp := range spellings[scale] {
		at := len(s) - len(sp.words)
		if at > 0 && strings.EqualFold(s[at:], sp.words) && !isWordByte(s[at-1]) {
			return sp, at
		}
	}
	return spelling{}, -1
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= 0x80
}

// sentenceEnd is a full stop after a word, with another sentence behind it.
var sentenceEnd = lazy.NewRegexp(`\pL{3,}[.?!]['’")]*\s+\S`)

func manySentences(s string) bool { return sentenceEnd.MatchString(s) }

// The parts of sentences that give a judgement.
const (
	gradeWords = `(outstanding|good|adequate|inadequate|requires?\s+improvement(?:\s+to\s+be\s+good)?)`
	// being is the verb before a grade; "requires improvement" is one itself.
	being = `(?:\s+(?:is|are)(?:\s+that\s+(?:it|they)(?:\s+(?:is|are))?)?\s*:?|\s*:)?\s+`
	// ending is what may follow: a judgement ends there or gives its reasons.
	// "Services are good at …" and "good when …" are something else.
	ending = `\s*(?:[.:;,]?[0-9¹²³⁴⁵⁶⁷⁸⁹]{0,2}\s*$|[.][0-9¹²³⁴⁵⁶⁷⁸⁹]{0,2}\s|[:,]?\s*because\b|and\s+(?:is|are)\s+not\s+yet\s+good\b)`
	// placeWord is a word of an authority's name in a sentence: in capitals,
	// or one of the small words of names.
	placeWord = `(?:[\p{Lu}(&][\pL\pM'().,&-]*|of|and|upon|on|the|with|in|under|local|authority|metropolitan|district|unitary|council|area|borough|city|county)`
	place     = `(?:\s+(?:in|for|across|at|of)\s+` + placeWord + `(?:\s+` + placeWord + `){0,12})?`
	provided  = `(?:local\s+authority(?:'s)?\s+)?(?:children'?s(?:\s+social\s+care)?\s+services?|services\s+for\s+children(?:\s+and\s+young\s+people)?)`
	board     = `(?:` + placeWord + `\s+){0,12}?(?:(?i:local\s+)?(?i:safeguarding\s+children'?s?\s+board(?:\s*\(\w+\))?)|LSCB)`
)

// sentences are the forms in which reports give a judgement in a sentence.
// The single inspection framework (2013 to 2018) gives the overall grade and
// the board's in no other way; area SEND reports (2023 on) give their outcome
// so. Each expression's last group is the grade as printed.
var sentences = []struct {
	area model.Area
	form *lazy.Regexp
	// grade is fixed where the words of the grade are not on a scale.
	grade model.Grade
}{
	{area: model.OverallEffectiveness, form: sentence(`(?i:the\s+)?(?i:overall\s+(?:judge?ment|effectiveness(?:\s+judge?ment)?)(?:\s+(?:of|for)\s+(?:` + provided + `|services(?:\s+for\s+looked\s+after\s+children(?:\s+and\s+young\s+people)?)?))?)` + place)},
	{area: model.OverallEffectiveness, form: sentence(`(?i:the\s+judge?ment\s+(?:for|on|about)\s+overall\s+effectiveness)`)},
	{area: model.OverallEffectiveness, form: sentence(`(?:(?i:the\s+overall\s+judge?ment\s+is\s+that\s+))?(?i:` + provided + `)` + place)},
	{area: model.OverallEffectiveness, form: sentence(`(?i:th(?:is|e)\s+local\s+authority)` + place)},
	{area: model.LSCB, form: sentence(`(?i:the\s+(?:graded\s+)?judge?ment\s+(?:for|on|about)\s+)?(?:(?i:the\s+effectiveness\s+of\s+))?(?i:the\s+)?` + board)},
	{area: model.LSCB, form: sentence(`(?i:the\s+)?(?i:arrangements\s+in\s+place\s+to\s+evaluate\s+the\s+effectiveness\s+of\s+what\s+is\s+done\s+by\s+the[^.]{0,120}?promote\s+the\s+welfare\s+of\s+children)`)},
	{area: model.AdoptionPerformance, form: sentence(`(?i:the\s+graded\s+judge?ment\s+(?:for|on|about)\s+adoption(?:\s+performance)?)`)},
	{area: model.CareLeavers, form: sentence(`(?i:the\s+graded\s+judge?ment\s+(?:for|on|about)\s+(?:the\s+)?experiences?\s+and\s+progress\s+of\s+care\s+leavers)`)},
	{area: model.AreaSENDOutcome, grade: model.TypicallyPositive,
		form: lazy.NewRegexp(`(?i)^the\s+(?:[\pL-]+\s+){0,6}?partnerships?(?:'s?)?\s[^.]{0,120}?arrangements\s+((?:typically\s+)?lead\s+to\s+(?:typically\s+)?positive\s+experiences\s+and\s+outcomes)`)},
	{area: model.AreaSENDOutcome, grade: model.Inconsistent,
		form: lazy.NewRegexp(`(?i)^the\s+(?:[\pL-]+\s+){0,6}?partnerships?(?:'s?)?\s[^.]{0,120}?arrangements\s+(lead\s+to\s+inconsistent\s+experiences\s+and\s+outcomes)`)},
	{area: model.AreaSENDOutcome, grade: model.WidespreadOrSystemicFailings,
		form: lazy.NewRegexp(`(?i)^there\s+are\s+(widespread\s+(?:and\s*/\s*or|and|or)\s+systemic\s+failings)\b`)},
}

func sentence(subject string) *lazy.Regexp {
	return lazy.NewRegexp(`^` + subject + being + `(?i:` + gradeWords + `)(?i:` + ending + `)`)
}

// leadIn is the number that may stand before a sentence.
var leadIn = lazy.NewRegexp(`^\d{1,3}[.)]\s+`)

// JudgementSentence recognises a sentence that gives a judgement and returns
// the area that it is about, the grade, and the grade's words as printed. The
// sentence must begin s. One that denies a grade, makes it a condition, tells
// of an earlier inspection ("were good") or says what a grade means ("An LSCB
// that is good …") is not one.
func JudgementSentence(s string) (area model.Area, grade model.Grade, printed string, ok bool) {
	s = s[:min(len(s), 2*maxHeading)]
	if !containsAny(s, "ood", "utstanding", "dequate", "mprovement", "xperiences", "ailings") {
		return model.NoArea, model.NoGrade, "", false
	}
	line := leadIn.ReplaceAllString(brokenBy.ReplaceAllString(straight(squash(s)), "$1-$2"), "")
	for _, f := range sentences {
		m := f.form.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		printed = m[1]
		if f.grade != model.NoGrade {
			return f.area, f.grade, printed, true
		}
		g, known := sentenceGrades[strings.ToLower(strings.Fields(printed)[0])]
		return f.area, g, printed, known
	}
	return model.NoArea, model.NoGrade, "", false
}

// sentenceGrades are the grades by the first word that prints them.
var sentenceGrades = map[string]model.Grade{"outstanding": model.Outstanding, "good": model.Good,
	"adequate": model.Adequate, "inadequate": model.Inadequate,
	"requires": model.RequiresImprovement, "require": model.RequiresImprovement}

// OverallSentence recognises a sentence that gives the judgement of a whole
// document: of the local authority overall, of the safeguarding board, or the
// outcome of an area SEND inspection. JudgementSentence says which it is.
func OverallSentence(s string) (model.Grade, string, bool) {
	area, grade, printed, ok := JudgementSentence(s)
	switch area {
	case model.OverallEffectiveness, model.LSCB, model.AreaSENDOutcome:
		return grade, printed, ok
	}
	return model.NoGrade, "", false
}
