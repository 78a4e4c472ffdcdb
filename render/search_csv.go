package render

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"ofsted/internal/tidy"
	"ofsted/model"
)

// SearchColumns are the columns of a search's CSV, with what each holds. Brief
// marks those of its table in a pipe. Columns are added at the end, so that
// those before keep their places.
var SearchColumns = []struct {
	Name, Holds string
	Brief       bool
	value       func(*model.SearchHit) string
}{
	{"rank", "1 for the best hit", true, func(h *model.SearchHit) string { return fmt.Sprint(h.Rank) }},
	{"authority", "name of the local authority", true, func(h *model.SearchHit) string { return string(h.Authority.Name) }},
	{"la_code", "its three-digit code", false, func(h *model.SearchHit) string { return string(h.Authority.LACode) }},
	{"region", "its region", false, func(h *model.SearchHit) string { return string(h.Authority.Region) }},
	{"kind", "kind of document", true, func(h *model.SearchHit) string { return string(h.Kind) }},
	{"end", "last day of the inspection, or date of publication", true, func(h *model.SearchHit) string { return string(h.End) }},
	{"page", "page that the finding begins on, where the document has pages", true, func(h *model.SearchHit) string { return blankZero(h.Page) }},
	{"last_page", "page that it ends on", false, func(h *model.SearchHit) string { return blankZero(h.LastPage) }},
	{"finding_kind", "headline, improvement, priority_action, strength, finding, …", true, func(h *model.SearchHit) string { return string(h.FindingKind) }},
	{"area", "judgement area of its section", true, func(h *model.SearchHit) string { return string(h.Area) }},
	{"about", "local_authority or lscb", false, func(h *model.SearchHit) string { return string(h.About) }},
	{"section", "id of its section", false, func(h *model.SearchHit) string { return string(h.Section) }},
	{"heading", "heading of its section", false, func(h *model.SearchHit) string { return string(h.Heading) }},
	{"number", "its printed number", false, func(h *model.SearchHit) string { return string(h.Number) }},
	{"polarity", "strength, concern, mixed or neutral", true, func(h *model.SearchHit) string { return string(h.Polarity) }},
	{"themes", "themes, separated by semicolons", false, func(h *model.SearchHit) string { return joinAll(h.Themes, tidy.Separator) }},
	{"responsible", "who has to act, where an area SEND inspection names a responsible body", false, func(h *model.SearchHit) string { return string(h.Responsible) }},
	{"snippet", "its words around those that were searched for, which stand in [square brackets]", true, func(h *model.SearchHit) string { return bracketed(h.Snippet) }},
	{"text", "its whole text", false, func(h *model.SearchHit) string { return h.Text }},
	{"inspection", "id of the inspection", false, func(h *model.SearchHit) string { return h.Inspection }},
	{"finding", "id of the finding in the inspection", false, func(h *model.SearchHit) string { return h.Finding }},
	{"path", "file that it was read from", true, func(h *model.SearchHit) string { return h.Path }},
}

// bracketed writes a snippet with brackets around what matches.
func bracketed(parts []model.SnippetPart) string {
	return marks(parts, bracketOpen, bracketShut, func(text string) string { return text })
}

// SearchCSV writes a row for each hit.
func SearchCSV(w io.Writer, r *model.SearchResult) error {
	return writeCSV(w, len(SearchColumns), func(i int) string { return SearchColumns[i].Name },
		func(i int, h model.SearchHit) string { return SearchColumns[i].value(&h) },
		func(yield func([]model.SearchHit) bool) { yield(r.Hits) })
}

// searchTabs writes what matters of SearchCSV with tabs between the columns,
// for cut and awk.
func searchTabs(w io.Writer, r *model.SearchResult) error {
	buf := bufio.NewWriter(w)
	line := func(value func(i int) string) {
		var fields []string
		for i, c := range SearchColumns {
			if c.Brief {
				fields = append(fields, CleanLine(value(i)))
			}
		}
		fmt.Fprintln(buf, strings.Join(fields, "\t"))
	}
	line(func(i int) string { return SearchColumns[i].Name })
	for n := range r.Hits {
		line(func(i int) string { return SearchColumns[i].value(&r.Hits[n]) })
	}
	return buf.Flush()
}
