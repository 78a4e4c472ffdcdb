package render

import (
	"fmt"
	"io"
	"slices"

	"ofsted/internal/tidy"
	"ofsted/model"
)

// SearchColumns are the columns of a search's CSV, with what each holds. Brief
// marks those of its table in a pipe. Columns are added at the end, so that
// those before keep their places.
var SearchColumns = Columns[model.SearchHit]{
	briefly("rank", "1 for the best hit", func(h model.SearchHit) string { return fmt.Sprint(h.Rank) }),
	briefly("authority", "name of the local authority", func(h model.SearchHit) string { return string(h.Authority.Name) }),
	columnOf("la_code", "its three-digit code", func(h model.SearchHit) string { return string(h.Authority.LACode) }),
	columnOf("region", "its region", func(h model.SearchHit) string { return string(h.Authority.Region) }),
	briefly("kind", "kind of document", func(h model.SearchHit) string { return string(h.Kind) }),
	briefly("end", "last day of the inspection, or date of publication", func(h model.SearchHit) string { return string(h.End) }),
	briefly("page", "page that the finding begins on, where the document has pages", func(h model.SearchHit) string { return blankZero(h.Page) }),
	columnOf("last_page", "page that it ends on", func(h model.SearchHit) string { return blankZero(h.LastPage) }),
	briefly("finding_kind", "headline, improvement, priority_action, strength, finding, …", func(h model.SearchHit) string { return string(h.FindingKind) }),
	briefly("area", "judgement area of its section", func(h model.SearchHit) string { return string(h.Area) }),
	columnOf("about", "local_authority or lscb", func(h model.SearchHit) string { return string(h.About) }),
	columnOf("section", "id of its section", func(h model.SearchHit) string { return string(h.Section) }),
	columnOf("heading", "heading of its section", func(h model.SearchHit) string { return string(h.Heading) }),
	columnOf("number", "its printed number", func(h model.SearchHit) string { return string(h.Number) }),
	briefly("polarity", "strength, concern, mixed or neutral", func(h model.SearchHit) string { return string(h.Polarity) }),
	columnOf("themes", "themes, separated by semicolons", func(h model.SearchHit) string { return joinAll(h.Themes, tidy.Separator) }),
	columnOf("responsible", "who has to act, where an area SEND inspection names a responsible body", func(h model.SearchHit) string { return string(h.Responsible) }),
	briefly("snippet", "its words around those that were searched for, which stand in [square brackets]", func(h model.SearchHit) string { return bracketed(h.Snippet) }),
	columnOf("text", "its whole text", func(h model.SearchHit) string { return h.Text }),
	columnOf("inspection", "id of the inspection", func(h model.SearchHit) string { return h.Inspection }),
	columnOf("finding", "id of the finding in the inspection", func(h model.SearchHit) string { return h.Finding }),
	briefly("path", "file that it was read from", func(h model.SearchHit) string { return h.Path }),
}

// bracketed writes a snippet with brackets around what matches.
func bracketed(parts []model.SnippetPart) string {
	return marks(parts, bracketOpen, bracketShut, func(text string) string { return text })
}

// SearchCSV writes a row for each hit.
func SearchCSV(w io.Writer, r *model.SearchResult) error {
	return SearchColumns.csv(w, slices.Values([][]model.SearchHit{r.Hits}))
}

// searchTabs writes what matters of SearchCSV for cut and awk.
func searchTabs(w io.Writer, r *model.SearchResult) error {
	return SearchColumns.tabs(w, slices.Values([][]model.SearchHit{r.Hits}))
}
