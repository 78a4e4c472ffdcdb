package database

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"strings"

	"ofsted/internal/tidy"
	"ofsted/model"
)

// DefaultLimit is how many hits make a page.
const DefaultLimit = 20

// snippetWords is how long a snippet is: a few lines on a terminal. FTS5 allows
// 64 words.
const snippetWords = 40

// The bounds of a paragraph, in characters. FTS5 takes the square of the time for
// the snippet of one in which a word stands often; where a paragraph is longer
// than any of a report its beginning is shown instead.
const (
	mostSnipped = 10_000
	beginning   = 240
)

// Search returns the findings that a query matches and filters let through: so
// many of them at most, or all where limit is 0, behind those of an offset. The
// best come first by bm25, which weighs how rare the words are, how often they
// stand in a paragraph and how long it is; of two as good that of the newer
// inspection. The order does not depend on that in which inspections were added.
func (db *DB) Search(ctx context.Context, q Query, f model.SearchFilters, limit, offset int) (*model.SearchResult, error) {
	tx, err := db.sql.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // so that hits and total are of one moment
	if err != nil {
		return nil, db.explain(err)
	}
	defer tx.Rollback()
	s := search{tx: tx, match: q.match()}
	r := &model.SearchResult{Query: q.text, Filters: f}
	wanted := wants(f)
	wanted.between(f.Between)
	if limit == 0 {
		limit = math.MaxInt32
	}
	if r.Hits, r.Total, err = s.hits(ctx, wanted, limit, offset); err != nil {
		return nil, db.explain(err)
	}
	if len(r.Hits) == 0 {
		if r.Total, err = s.count(ctx, wanted); err != nil {
			return nil, db.explain(err)
		}
	}
	if f.Bounded() {
		undated := wants(f)
		undated.add("i.end_date IS NULL")
		if r.Undated, err = s.count(ctx, undated); err != nil {
			return nil, db.explain(err)
		}
	}
	r.Fill()
	return r, nil
}

// A condition is a part of an SQL WHERE clause. Nothing in it is from input,
// which goes into args.
type condition struct {
	sql  string
	args []any
}

// A conditions is what a passage has to be besides matching: all of them.
type conditions []condition

// add adds one more.
func (cs *conditions) add(sql string, args ...any) { *cs = append(*cs, condition{sql, args}) }

// anyOf asks for one of some values to fulfil a condition, or for nothing
// where there are none.
func anyOf[S ~string](cs *conditions, each string, values []S) {
	if len(values) == 0 {
		return
	}
	var args []any
	for _, v := range values {
		args = append(args, string(v))
	}
	cs.add("("+strings.Repeat(each+" OR ", len(values)-1)+each+")", args...)
}

// hasTheme asks for a theme in a list of them.
const hasTheme = "instr('" + tidy.Separator + "' || p.themes || '" + tidy.Separator + "', '" + tidy.Separator + "' || ? || '" + tidy.Separator + "') > 0"

// wants returns what filters ask for, dates apart.
func wants(f model.SearchFilters) (cs conditions) {
	anyOf(&cs, "i.authority = ?", f.Authorities)
	anyOf(&cs, "i.region = ?", f.Regions)
	anyOf(&cs, "i.kind = ?", f.Kinds)
	anyOf(&cs, "p.finding_kind = ?", f.FindingKinds)
	anyOf(&cs, "p.area = ?", f.Areas)
	anyOf(&cs, hasTheme, f.Themes)
	anyOf(&cs, "p.polarity = ?", f.Polarities)
	anyOf(&cs, "coalesce(p.about, '"+string(model.AboutAuthority)+"') = ?", f.About)
	return cs
}

// between asks for a last day as model.Between.Has does: of two dates as much
// is compared as both have.
func (cs *conditions) between(b model.Between) {
	for _, bound := range []struct {
		sql  string
		date model.Date
	}{
		{"substr(i.end_date, 1, length(?)) >= substr(?, 1, length(i.end_date))", b.Since},
		{"substr(i.end_date, 1, length(?)) <= substr(?, 1, length(i.end_date))", b.Until},
	} {
		if bound.date != "" {
			cs.add(bound.sql, string(bound.date), string(bound.date))
		}
	}
}

// A search asks for what one query matches.
type search struct {
	tx    *sql.Tx
	match string
}

// The index, and behind it the tables in which conditions are looked up: CROSS
// keeps SQLite from asking the tables first and the index row by row.
const (
	index  = " FROM findings_fts"
	tables = index + ` CROSS JOIN passages p ON p.finding_key = findings_fts.rowid
		CROSS JOIN inspections i ON i.inspection = p.inspection`
)

// where returns a WHERE clause with its arguments.
func (s search) where(cs conditions) (string, []any) {
	text, args := " WHERE findings_fts MATCH ?", []any{s.match}
	for _, c := range cs {
		text += " AND " + c.sql
		args = append(args, c.args...)
	}
	return text, args
}

func (s search) count(ctx context.Context, wanted conditions) (n int, err error) {
	from := tables
	if len(wanted) == 0 {
		from = index
	}
	where, args := s.where(wanted)
	err = s.tx.QueryRowContext(ctx, "SELECT count(*)"+from+where, args...).Scan(&n)
	return n, err
}

// order puts the best first. A month stands behind its days, as in a timeline;
// what has no date, last.
const order = " ORDER BY score, i.end_date || '-99' DESC, i.inspection, p.position"

// hits returns a page of what matches, and how much matches, unless the page is
// empty. What is shown of a hit, the snippet above all, is looked up for the
// page alone, and what sorts hits as good as each other for those at its top
// alone. The index is then gone through once more: asking it for one row after
// another would take it minutes where a query has a prefix of one letter.
func (s search) hits(ctx context.Context, wanted conditions, limit, offset int) (hits []model.SearchHit, total int, err error) {
	from := tables
	if len(wanted) == 0 {
		from = index
	}
	where, args := s.where(wanted)
	// SQLite would prepare the statement anew for each bare parameter of LIMIT.
	query := "WITH found AS MATERIALIZED (SELECT findings_fts.rowid AS finding_key, bm25(findings_fts) AS score" + from + where + `),
		best AS MATERIALIZED (SELECT finding_key, score FROM found
			CROSS JOIN findings p USING (finding_key) CROSS JOIN inspections i USING (inspection)
			WHERE score <= coalesce((SELECT score FROM found ORDER BY score LIMIT 1 OFFSET ? + 0), 0)` + order + ` LIMIT ? + 0 OFFSET ? + 0)
		SELECT (SELECT count(*) FROM found), i.authority, i.la_code, i.region, i.inspection, i.kind, i.end_date, p.finding,
			p.finding_kind, p.area, p.about, p.section, p.heading, p.number, p.page, p.last_page, p.polarity, p.themes,
			p.responsible, p.text, i.path,
			CASE WHEN length(p.text) <= ? THEN snippet(findings_fts, 0, ?, ?, '…', ?) ELSE substr(p.text, 1, ?) || '…' END
		FROM findings_fts CROSS JOIN best ON best.finding_key = findings_fts.rowid
		CROSS JOIN passages p ON p.finding_key = best.finding_key
		CROSS JOIN inspections i ON i.inspection = p.inspection
		WHERE findings_fts MATCH ?` + order
	args = append(args, offset+limit-1, limit, offset, mostSnipped, model.MatchBegins, model.MatchEnds, snippetWords, beginning, s.match)
	rows, err := s.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var h model.SearchHit
		if err := scanHit(rows, &h, &total); err != nil {
			return nil, 0, err
		}
		h.Rank = offset + len(hits) + 1
		hits = append(hits, h)
	}
	return hits, total, rows.Err()
}

// scanHit reads a row of hits.
func scanHit(rows *sql.Rows, h *model.SearchHit, total *int) error {
	var themes, snippet string
	err := rows.Scan(total, known(&h.Authority.Name), known(&h.Authority.LACode), known(&h.Authority.Region), &h.Inspection, &h.Kind, known(&h.End),
		&h.Finding, &h.FindingKind, known(&h.Area), known(&h.About), known(&h.Section), known(&h.Heading), known(&h.Number),
		known(&h.Page), known(&h.LastPage), known(&h.Polarity), &themes, known(&h.Responsible), &h.Text, &h.Path, &snippet)
	for theme := range strings.SplitSeq(themes, tidy.Separator) {
		if theme != "" {
			h.Themes = append(h.Themes, model.Theme(theme))
		}
	}
	h.About = cmp.Or(h.About, model.AboutAuthority)
	h.Snippet = parts(snippet)
	return err
}

// A nullable scans a column into a value, which is zero where the column is
// null.
type nullable[T any] struct{ value *T }

func known[T any](value *T) sql.Scanner { return nullable[T]{value} }

// Scan implements sql.Scanner.
func (n nullable[T]) Scan(from any) error {
	var v sql.Null[T]
	err := v.Scan(from)
	*n.value = v.V
	return err
}

// parts divides a snippet at its marks. Documents hold no control characters;
// where one does after all, too much or too little is marked and nothing worse.
func parts(snippet string) []model.SnippetPart {
	var list []model.SnippetPart
	match := false
	for snippet != "" {
		i := strings.IndexAny(snippet, model.MatchBegins+model.MatchEnds)
		if i < 0 {
			i = len(snippet)
		}
		if i > 0 {
			list = append(list, model.SnippetPart{Text: snippet[:i], Match: match})
		}
		if i == len(snippet) {
			break
		}
		match = snippet[i:i+1] == model.MatchBegins
		snippet = snippet[i+1:]
	}
	return list
}

// Authorities returns the authorities of which there are inspections, by name.
func (db *DB) Authorities(ctx context.Context) ([]model.Authority, error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT DISTINCT authority, la_code, gss_code, region FROM inspections
		WHERE authority IS NOT NULL ORDER BY 1, 2, 3, 4`)
	if err != nil {
		return nil, db.explain(err)
	}
	defer rows.Close()
	var list []model.Authority
	for rows.Next() {
		var a model.Authority
		if err := rows.Scan(&a.Name, known(&a.LACode), known(&a.GSSCode), known(&a.Region)); err != nil {
			return nil, db.explain(err)
		}
		list = append(list, a)
	}
	return list, db.explain(rows.Err())
}

// Size returns how many inspections there are.
func (db *DB) Size(ctx context.Context) (n int, err error) {
	err = db.sql.QueryRowContext(ctx, "SELECT count(*) FROM inspections").Scan(&n)
	return n, db.explain(err)
}

// Unrecognised returns the paths of documents of no kind that is known, from
// which no finding was read: there is nothing in them to search.
func (db *DB) Unrecognised(ctx context.Context) ([]string, error) {
	rows, err := db.sql.QueryContext(ctx, "SELECT kind, path FROM inspections WHERE findings = 0 ORDER BY path")
	if err != nil {
		return nil, db.explain(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var kind model.Kind
		var path string
		if err := rows.Scan(&kind, &path); err != nil {
			return nil, db.explain(err)
		}
		if kind == model.UnknownKind || kind.Title() == "" {
			list = append(list, path)
		}
	}
	return list, db.explain(rows.Err())
}
