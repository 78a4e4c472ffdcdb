package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// Unused returns the words of a query that no finding has, in the query's
// order. One that stands for all that begin so has its star. Those behind NOT
// are not among them.
func (db *DB) Unused(ctx context.Context, q Query) ([]string, error) {
	var list []string
	for _, phrase := range q.expr.wanted() {
		for _, word := range phrase.words() {
			text := word.phrase
			if word.prefix {
				text += string(star)
			}
			if slices.Contains(list, text) {
				continue
			}
			var used bool
			err := db.sql.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1"+index+" WHERE findings_fts MATCH ?)", Query{expr: word}.match()).Scan(&used)
			if err != nil {
				return nil, db.explain(err)
			}
			if !used {
				list = append(list, text)
			}
		}
	}
	return list, nil
}

// Words returns the words of findings that begin with a letter, as the index
// has them: small, without accents. Those that most findings have come first.
func (db *DB) Words(ctx context.Context, letter rune) ([]string, error) {
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return nil, db.explain(err)
	}
	defer conn.Close()
	if err := vocabulary(ctx, conn); err != nil {
		return nil, db.explain(err)
	}
	rows, err := conn.QueryContext(ctx, "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC, term", string(letter), string(letter+1))
	if err != nil {
		return nil, db.explain(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var word string
		if err := rows.Scan(&word); err != nil {
			return nil, db.explain(err)
		}
		list = append(list, word)
	}
	return list, db.explain(rows.Err())
}

// vocabulary makes the words of the index a table, of this connection alone
// and without a row of its own. A database that was opened to be read takes
// none but while that is lifted, though nothing is written to its file.
func vocabulary(ctx context.Context, conn *sql.Conn) (err error) {
	var only int
	if err := conn.QueryRowContext(ctx, "PRAGMA query_only").Scan(&only); err != nil {
		return err
	}
	set := func(only int) error {
		_, err := conn.ExecContext(ctx, fmt.Sprint("PRAGMA query_only = ", only))
		return err
	}
	if err := set(0); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, set(only)) }()
	_, err = conn.ExecContext(ctx, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'findings_fts', 'row')")
	return err
}
