package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"ofsted/model"
)

// DiffMarkdown writes what DiffTable writes, for wikis and notes.
func DiffMarkdown(w io.Writer, c *model.Comparison) error {
	m := markdown{bufio.NewWriter(w)}
	m.line("# %s\n", escape(diffTitle(c)))
	m.line("- **Then:** %s, %s", escape(c.Old.Kind.Title()), escape(sidePath(c.Old)))
	m.line("- **Now:** %s, %s", escape(c.New.Kind.Title()), escape(sidePath(c.New)))
	for i, n := range c.Notes {
		m.line("%s> - %s", unless(i > 0, "\n"), escape(n.Message))
	}
	m.title(2, "Judgements")
	m.changes(c)
	for _, l := range itemLists(c) {
		m.recurrences(l)
	}
	m.title(2, "Themes")
	m.themes(saidThemes(c))
	return m.w.Flush()
}

func (m markdown) changes(c *model.Comparison) {
	if len(c.Judgements) == 0 {
		m.line("%s", noGrades)
		return
	}
	var rows [][]string
	for _, j := range c.Judgements {
		then, now := thenAndNow(j)
		area := escape(areaLabel(j.Area))
		if text := correspondence(j); text != "" {
			area += "<br>" + escape(text)
		}
		rows = append(rows, []string{area, cmp.Or(escape(shortGrade(then)), "–"), cmp.Or(escape(shortGrade(now)), "–"), escape(changeWords(j, c))})
	}
	m.table([]string{"Area", "Then", "Now", "Change"}, rows)
}

// wordTags are the marks of changed words in Markdown, which has none of its
// own that may stand inside a word.
var wordTags = map[model.WordOp][2]string{
	model.WordsDeleted:  {"<del>", "</del>"},
	model.WordsInserted: {"<ins>", "</ins>"},
}

func (m markdown) recurrences(l itemList) {
	m.title(2, fmt.Sprintf("%s (%d)", l.title, len(l.items)))
	m.line("%s", escape(l.note))
	for i, item := range l.items {
		m.line("%s%d. %s%s", unless(i > 0, "\n"), i+1, escape(itemText(item.New)), at(item.New.Page))
		for _, o := range item.Old {
			m.line("   - then: %s %s", escape(itemText(o.Item)), escape(where(o)))
			if len(o.Common) > 0 {
				m.line("     - both: %s", escape(strings.Join(o.Common, ", ")))
			}
			switch {
			case len(o.Words) == 0:
			case !reworded(o.Words):
				m.line("     - words: %s", sameWords)
			default:
				m.line("     - words: %s", marked(o.Words, wordTags, escape))
			}
		}
	}
}

func (m markdown) themes(list []model.ThemeBalance) {
	if len(list) == 0 {
		m.line("%s", noThemes)
		return
	}
	m.line("%s\n", escape(themesNote))
	head := []string{"Theme"}
	for _, c := range themeColumns {
		head = append(head, c.title)
	}
	var rows [][]string
	for _, t := range list {
		row := []string{escape(t.Theme.Title())}
		for _, c := range themeColumns {
			row = append(row, fmt.Sprintf("%d → %d", c.of(t.Old), c.of(t.New)))
		}
		rows = append(rows, row)
	}
	m.table(head, rows)
}
