package field

import (
	"strings"

	"ofsted/internal/lazy"
	"ofsted/model"
)

// A titlePattern is the titles that print one area in one framework: an
// expression over the words of a title in lower case, without number,
// punctuation, apostrophes and a leading "the".
type titlePattern struct {
	area  model.Area
	words *lazy.Regexp
	// short titles are sub-headings elsewhere ("Care leavers" among the
	// recommendations), and name the area only with a grade or number.
	short bool
}

func titled(area model.Area, words string) titlePattern {
	return titlePattern{area: area, words: lazy.NewRegexp(`^(?:` + words + `)$`)}
}

func short(area model.Area, words string) titlePattern {
	t := titled(area, words)
	t.short = true
	return t
}

// The parts of titles.
const (
	// experiences opens most titles since 2013.
	experiences = `(?:(?:experiences?(?: and)? (?:the )?progress|experiences?|progress) (?:of|for) (?:the )?)`
	children    = `children(?: and young people)?`
	inCare      = `(?:` + children + ` (?:who are )?(?:in (?:our |public )?care|looked after)|(?:looked after|cared for) ` + children + `)`
	leavers     = `(?:(?:children )?care leavers|young people leaving care|care experienced (?:young people|adults|young adults|people))`
	needHelp    = children + `(?: and families)? (?:(?:who|that) need|in need of|needing) (?:help and|help or) protection`
	judgedFor   = `(?:(?:graded |inspection )?judge?ment (?:for|on|about|of) (?:the )?)`
	overall     = `overall (?:effectiveness|judge?ment|grade)(?: of (?:services|childrens services))?`
)

// titles are the printed titles of each framework's areas. Sources: the
// frameworks themselves (inspecting local authority children's services,
// 2018 on; the single inspection framework, 2013 to 2018; inspection of looked
// after children services, 2012 to 2013; area SEND, 2023 on) and the forms
// seen in reports. The first that matches wins.
var titles = map[model.Framework][]titlePattern{
	model.ILACS: {
		titled(model.OverallEffectiveness, overall),
		titled(model.ImpactOfLeaders, `impact of (?:senior )?leaders(?: and managers)?(?: on (?:social work |social care )?practice(?: with children(?: young people)?(?: and (?:their )?families)?)?)?`),
		titled(model.HelpAndProtection, experiences+`?`+needHelp),
		short(model.HelpAndProtection, experiences+`?help and protection`),
		titled(model.CareAndCareLeavers, experiences+inCare+`(?: and| or) `+experiences+`?`+leavers),
		short(model.CareAndCareLeavers, inCare+` and `+leavers),
		titled(model.ChildrenInCare, experiences+inCare),
		short(model.ChildrenInCare, inCare),
		titled(model.CareLeavers, experiences+leavers),
		short(model.CareLeavers, leavers),
	},
	model.SIF: {
		titled(model.OverallEffectiveness, overall),
		titled(model.HelpAndProtection, experiences+`?`+needHelp),
		titled(model.LookedAfterAndPermanence, experiences+`?`+inCare+` and (?:care leavers )?achieving permanence`),
		short(model.LookedAfterAndPermanence, experiences+`?`+inCare),
		titled(model.AdoptionPerformance, judgedFor+`?adoption performance`),
		short(model.AdoptionPerformance, judgedFor+`?adoption`),
		titled(model.CareLeavers, judgedFor+`?`+experiences+leavers),
		short(model.CareLeavers, judgedFor+`?`+leavers),
		titled(model.LeadershipManagementGovernance, `leadership management and governance`),
		titled(model.LSCB, judgedFor+`?(?:effectiveness of (?:the )?)?(?:(?:local )?safeguarding childrens? board(?: lscb)?|lscb)`),
	},
	model.LAC: {
		titled(model.OverallEffectiveness, `overall effectiveness(?: of (?:the )?(?:looked after childrens? services?|services for looked after children(?: and young people)?(?: and care leavers)?))?`),
		titled(model.CapacityToImprove, `capacity (?:to improve|for improvement)`),
		titled(model.Outcomes, `outcomes(?: for)?(?: looked after)?(?: children(?: and young people)?)?(?: and care leavers)?`),
		titled(model.QualityOfProvision, `quality of (?:the )?provision`),
		titled(model.LeadershipAndManagement, `leadership and management`),
	},
	model.AreaSEND: {
		titled(model.AreaSENDOutcome, `inspection outcome`),
	},
}

var (
	// titleNumber is what numbers a title: "2.2", "3.", "Section 2:", a bullet.
	titleNumber = lazy.NewRegexp(`(?i)^\s*(?:section\s+\d+\s*[:.–—-]?\s*|inspection\s+findings\s*[:–—-]\s*|\d{1,2}(?:\.\d{1,2})?[.)]?\s+)+`)
	// titleBullet stands before titles in lists.
	titleBullet = lazy.NewRegexp(`^[\s•◼▪▫–—─-]+`)
	// boardTitle is a safeguarding board's own name.
	boardTitle = lazy.NewRegexp(`^(?:[Tt]he\s+)?(?:(?:\p{Lu}[\pL'.-]*|and|upon|on|of|with|the)\s+){0,8}?(?:Local\s+)?Safeguarding\s+Children'?s?\s+Board(?:\s*\(\w+\))?\d?$`)
	notInTitle = lazy.NewRegexp(`[^a-z0-9 ]+`)
)

// AreaOf returns the area that a heading or a table cell of a kind of document
// names, its grade cut off: "The experiences and progress of care leavers",
// "2. Children looked after and achieving permanence". A title must say the
// area and nothing more.
func AreaOf(title string, kind model.Kind) (model.Area, bool) {
	return area(title, kind, titleNumber.MatchString(title))
}

// GradedArea is AreaOf for a title with a grade beside it, where the short
// titles that are also those of other sections ("Care leavers", "Adoption")
// mean the area as well.
func GradedArea(title string, kind model.Kind) (model.Area, bool) {
	return area(title, kind, true)
}

func area(title string, kind model.Kind, short bool) (model.Area, bool) {
	framework := kind.Framework()
	if len(title) > maxHeading {
		return model.NoArea, false
	}
	words := titleWords(title)
	for _, t := range titles[framework] {
		if (short || !t.short) && t.words.MatchString(words) {
			return t.area, true
		}
	}
	if framework == model.SIF && boardTitle.MatchString(straight(squash(title))) {
		return model.LSCB, true
	}
	return model.NoArea, false
}

// titleSigns are the signs of a title that stand for a space or a word.
var titleSigns = strings.NewReplacer("-", " ", "–", " ", "&", " and ", "/", " ")

// titleWords reduces a title to what patterns are written for.
func titleWords(title string) string {
	s := trimMarkers(squash(title), ".,;:–—-")
	s = titleNumber.ReplaceAllString(titleBullet.ReplaceAllString(s, ""), "")
	s = titleSigns.Replace(fold(s))
	s = strings.Join(strings.Fields(notInTitle.ReplaceAllString(s, " ")), " ")
	return strings.TrimPrefix(s, "the ")
}
