package render

import (
	"fmt"
	"strings"

	"ofsted/model"
)

// themeTitles names themes as in the middle of a sentence.
func themeTitles(themes []model.Theme) string {
	titles := make([]string, len(themes))
	for i, t := range themes {
		titles[i] = themeTitle(t)
	}
	return strings.Join(titles, ", ")
}

// themeTitle names a theme as in the middle of a sentence.
func themeTitle(t model.Theme) string { return clean(strings.ToLower(t.Title())) }

// polarityWord names a polarity as the legend of signs does.
func polarityWord(p model.Polarity) string {
	for _, known := range polarities {
		if known.polarity == p {
			return known.word
		}
	}
	return string(p)
}

// because says of a sentence what decided on its polarity and its themes:
// "strength: “timely”; planning and review: “plans”".
func because(s model.Sentence) string {
	parts := []string{}
	settled := true
	for _, r := range s.Because {
		what := themeTitle(r.Theme)
		if r.Polarity != model.NoPolarity {
			what, settled = polarityWord(r.Polarity), false
		}
		parts = append(parts, what+": "+quoted(r.Words))
	}
	if settled {
		parts = append([]string{polarityWord(s.Polarity) + ": as all that has to improve"}, parts...)
	}
	return clean(strings.Join(parts, "; "))
}

// quoted sets words in quotation marks. Where no words weighed, what the
// finding is and where it stands did.
func quoted(words []string) string {
	if len(words) == 0 {
		return "by where it stands"
	}
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = "“" + w + "”"
	}
	return strings.Join(list, ", ")
}

// explain writes the themes of a finding and, where the words that decided
// are known, what decided for each of its sentences.
func (r *report) explain(f model.Finding) {
	const indent = "        "
	if len(f.Themes) > 0 {
		r.aside(indent + themeTitles(f.Themes))
	}
	for i, s := range f.Sentences {
		if s.Because == nil {
			continue
		}
		label := indent
		if len(f.Sentences) > 1 {
			label = fmt.Sprintf("%s%d. ", indent, i+1)
		}
		r.aside(label + because(s))
	}
}

// aside writes a line below a finding that is not the document's.
func (r *report) aside(text string) {
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	for _, line := range hang(indent, strings.TrimLeft(text, " "), r.Width) {
		r.line(r.paint(faint, line))
	}
}

// explain writes what decided on a finding as a list below it.
func (m markdown) explain(f model.Finding) {
	if f.Polarity == model.NoPolarity {
		return
	}
	m.line("\n- *%s*", escape(strings.TrimSuffix(polarityWord(f.Polarity)+": "+themeTitles(f.Themes), ": ")))
	for i, s := range f.Sentences {
		if s.Because != nil {
			m.line("  - %d: %s", i+1, escape(because(s)))
		}
	}
}
