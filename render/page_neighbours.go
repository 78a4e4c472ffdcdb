package render

import (
	"fmt"
	"slices"

	"ofsted/model"
)

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
