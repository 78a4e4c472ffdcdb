package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"ofsted/internal/collection"
	"ofsted/internal/tidy"
	"ofsted/model"
)

// parquetEvery has a column of every type, in an order that is not that of
// their names.
var parquetEvery = &tidy.Table{Name: "every", Holds: "a row for each test", Columns: []tidy.Column{
	{Name: "word", Type: tidy.Text, Holds: "a word: “good”"},
	{Name: "prose", Type: tidy.Text, Wide: true},
	{Name: "grade", Type: tidy.Grade},
	{Name: "number", Type: tidy.Integer},
	{Name: "flag", Type: tidy.Flag},
	{Name: "day", Type: tidy.Date},
	{Name: "words", Type: tidy.List},
	{Name: "all_prose", Type: tidy.List, Wide: true},
}}

// parquetCases are rows with what reading them gives.
var parquetCases = []struct{ write, want tidy.Row }{
	{
		tidy.Row{"a", "A letter.", "good", int64(3), true, "2018-12-07", []string{"x", "y", "x"}, []string{"One.", "Two."}},
		tidy.Row{"a", "A letter.", "good", int64(3), true, "2018-12-07", []string{"x", "y", "x"}, []string{"One.", "Two."}},
	},
	{tidy.Row{nil, nil, nil, nil, nil, nil, nil, nil}, tidy.Row{nil, nil, nil, nil, nil, nil, nil, nil}},
	{ // nothing is not null
		tidy.Row{"", "", "", int64(0), false, "1970-01-01", []string{}, []string(nil)},
		tidy.Row{"", "", "", int64(0), false, "1970-01-01", []string{}, []string{}},
	},
	{ // no day, and days that are far away
		tidy.Row{"b", "Month.", "good", int64(-1 << 63), true, "2018-12", []string{""}, []string{"", ""}},
		tidy.Row{"b", "Month.", "good", int64(-1 << 63), true, nil, []string{""}, []string{"", ""}},
	},
	{
		tidy.Row{"b", "Old.", "good", int64(1<<63 - 1), true, "1889-02-28", []string{"x"}, []string{"x"}},
		tidy.Row{"b", "Old.", "good", int64(1<<63 - 1), true, "1889-02-28", []string{"x"}, []string{"x"}},
	},
	{ // what others might take for something else
		tidy.Row{"=cmd|' /C calc'!A0", "\x1b]0;title\x07\u202egnp.exe\x00\r\n\"", "'; DROP TABLE every; --", int64(1), false, "2024-02-29", []string{"a; b", "[c, d]", "NULL"}, []string{"\x00"}},
		tidy.Row{"=cmd|' /C calc'!A0", "\x1b]0;title\x07\u202egnp.exe\x00\r\n\"", "'; DROP TABLE every; --", int64(1), false, "2024-02-29", []string{"a; b", "[c, d]", "NULL"}, []string{"\x00"}},
	},
	{ // what is not UTF-8 would spoil the whole file
		tidy.Row{"M\xfcller.pdf", "\xff", "gr\xc3", int64(1), false, "2024-01-01", []string{"\xe2\x80"}, []string{"ok", "\xf0"}},
		tidy.Row{"M\ufffdller.pdf", "\ufffd", "gr\ufffd", int64(1), false, "2024-01-01", []string{"\ufffd"}, []string{"ok", "\ufffd"}},
	},
	{ // long, and as great as a string gets
		tidy.Row{strings.Repeat("\U0010ffff", 40), strings.Repeat("Children ’", 300_000), "good", int64(1), true, "9999-12-31", slices.Repeat([]string{"x"}, 3000), []string{strings.Repeat("z", 70_000)}},
		tidy.Row{strings.Repeat("\U0010ffff", 40), strings.Repeat("Children ’", 300_000), "good", int64(1), true, "9999-12-31", slices.Repeat([]string{"x"}, 3000), []string{strings.Repeat("z", 70_000)}},
	},
}

func parquetRows() (write, want []tidy.Row) {
	for _, c := range parquetCases {
		write, want = append(write, c.write), append(want, c.want)
	}
	return write, want
}

// writeParquet returns a file of a table.
func writeParquet(t testing.TB, table *tidy.Table, rows []tidy.Row) []byte {
	t.Helper()
	var out bytes.Buffer
	p := newParquetTable(&out, table)
	for _, row := range rows {
		if err := p.append(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func openParquet(t testing.TB, data []byte) *parquet.File {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// readParquet returns the rows of a file, by nothing but what it says itself
// of its columns.
func readParquet(t testing.TB, data []byte) []tidy.Row {
	t.Helper()
	file := openParquet(t, data)
	var out []tidy.Row
	for _, group := range file.RowGroups() {
		rows := group.Rows()
		defer rows.Close()
		batch := make([]parquet.Row, 1)
		for {
			n, err := rows.ReadRows(batch)
			for _, row := range batch[:n] {
				out = append(out, readParquetRow(file.Schema(), row))
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

func readParquetRow(schema *parquet.Schema, row parquet.Row) tidy.Row {
	var out tidy.Row
	row.Range(func(i int, values []parquet.Value) bool {
		leaf, _ := schema.Lookup(schema.Columns()[i]...)
		switch {
		case leaf.MaxRepetitionLevel == 0:
			out = append(out, readParquetValue(leaf.Node, values[0]))
		case values[0].DefinitionLevel() == 0:
			out = append(out, nil)
		default:
			items := []string{}
			for _, v := range values {
				if !v.IsNull() {
					items = append(items, string(v.ByteArray()))
				}
			}
			out = append(out, items)
		}
		return true
	})
	return out
}

func readParquetValue(node parquet.Node, v parquet.Value) any {
	switch {
	case v.IsNull():
		return nil
	case node.Type().String() == parquet.Date().Type().String():
		return time.Unix(int64(v.Int32())*24*60*60, 0).UTC().Format(time.DateOnly)
	case v.Kind() == parquet.Boolean:
		return v.Boolean()
	case v.Kind() == parquet.Int64:
		return v.Int64()
	}
	return string(v.ByteArray())
}

func TestParquetHoldsEveryType(t *testing.T) {
	rows, want := parquetRows()
	data := writeParquet(t, parquetEvery, rows)
	if diff := cmp.Diff(want, readParquet(t, data)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	// Lists are as engines other than ours write them: list, then element.
	const schema = `message every {
	optional binary word (STRING);
	optional binary prose (STRING);
	optional binary grade (STRING);
	optional int64 number (INT(64,true));
	optional boolean flag;
	optional int32 day (DATE);
	optional group words (LIST) {
		repeated group list {
			required binary element (STRING);
		}
	}
	optional group all_prose (LIST) {
		repeated group list {
			required binary element (STRING);
		}
	}
}`
	if diff := cmp.Diff(schema, openParquet(t, data).Schema().String()); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}
}

func TestParquetSaysWhatItHolds(t *testing.T) {
	file := openParquet(t, writeParquet(t, parquetEvery, nil))
	for key, want := range map[string]string{
		"ofsted.schema":      "ofsted/every/1",
		"ofsted.table":       "a row for each test",
		"ofsted.column.word": "a word: “good”",
	} {
		if got, ok := file.Lookup(key); got != want {
			t.Errorf("%s is %q (%v), want %q", key, got, ok, want)
		}
	}
	if rows := file.NumRows(); rows != 0 {
		t.Errorf("%d rows, want none", rows)
	}
}

// TestParquetEncodes makes sure that what repeats has a dictionary, that long
// text has none, and that all is compressed and indexed.
func TestParquetEncodes(t *testing.T) {
	rows, _ := parquetRows()
	file := openParquet(t, writeParquet(t, parquetEvery, rows))
	dictionaries := []string{"word", "grade", "number", "day", "words"}
	for i, chunk := range file.Metadata().RowGroups[0].Columns {
		c := parquetEvery.Columns[i]
		want := slices.Contains(dictionaries, c.Name)
		if got := slices.Contains(chunk.MetaData.Encoding, format.RLEDictionary); got != want {
			t.Errorf("%s: has a dictionary: %v, want %v (%v)", c.Name, got, want, chunk.MetaData.Encoding)
		}
		if chunk.MetaData.Codec != format.Zstd {
			t.Errorf("%s: compressed by %s, want Zstandard", c.Name, chunk.MetaData.Codec)
		}
		if chunk.ColumnIndexLength == 0 || chunk.OffsetIndexLength == 0 {
			t.Errorf("%s: no index of pages", c.Name)
		}
		if c.Name != "flag" && len(chunk.MetaData.Statistics.MaxValue) == 0 {
			t.Errorf("%s: the footer does not have its greatest value", c.Name)
		}
	}
}

// parquetTables returns the rows of inspections, and with them what was not
// read, by table.
func parquetTables(list []*model.Inspection, failures ...*model.Failure) map[*tidy.Table][]tidy.Row {
	rows := map[*tidy.Table][]tidy.Row{}
	var keys tidy.Keys
	for _, in := range list {
		set := tidy.Rows(in, keys.Key(in.ID))
		rows[tidy.Inspections] = append(rows[tidy.Inspections], set.Inspection)
		rows[tidy.Judgements] = append(rows[tidy.Judgements], set.Judgements...)
		rows[tidy.Findings] = append(rows[tidy.Findings], set.Findings...)
	}
	for _, f := range failures {
		rows[tidy.Errors] = append(rows[tidy.Errors], tidy.ErrorRow(f))
	}
	return rows
}

func TestParquetHoldsEveryTable(t *testing.T) {
	rows := parquetTables([]*model.Inspection{ilacs(), sif(), visit(), hostile()}, lost())
	for _, table := range tidy.Tables() {
		data := writeParquet(t, table, rows[table])
		want := parquetDays(table, rows[table])
		if diff := cmp.Diff(want, readParquet(t, data)); diff != "" || len(want) == 0 {
			t.Errorf("%s: %d rows (-want +got):\n%s", table.Name, len(want), diff)
		}
		var names []string
		for _, field := range openParquet(t, data).Schema().Fields() {
			names = append(names, field.Name())
		}
		for i, c := range table.Columns {
			if names[i] != c.Name {
				t.Errorf("%s: column %d is %s, want %s", table.Name, i, names[i], c.Name)
			}
		}
	}
}

// parquetDays returns rows as they are to be read: without months, and with
// empty lists for those without items.
func parquetDays(table *tidy.Table, rows []tidy.Row) []tidy.Row {
	var out []tidy.Row
	for _, row := range rows {
		row = slices.Clone(row)
		for i, v := range row {
			text, _ := v.(string)
			if items, ok := v.([]string); ok && items == nil {
				row[i] = []string{}
			}
			if table.Columns[i].Type == tidy.Date && len(text) < len(time.DateOnly) {
				row[i] = nil
			}
		}
		out = append(out, row)
	}
	return out
}

func TestParquetHasTheSameBytes(t *testing.T) {
	rows, _ := parquetRows()
	if first, second := writeParquet(t, parquetEvery, rows), writeParquet(t, parquetEvery, rows); !bytes.Equal(first, second) {
		t.Errorf("the same rows make files of %d and %d bytes that differ", len(first), len(second))
	}
}

// A parquetCounter counts what is written to it.
type parquetCounter struct{ bytes int }

func (c *parquetCounter) Write(p []byte) (int, error) {
	c.bytes += len(p)
	return len(p), nil
}

// TestParquetTakesLittleMemory writes as many findings as the country has, with
// text that does not compress well.
func TestParquetTakesLittleMemory(t *testing.T) {
	const rows, limit = 50_000, 24 << 20
	base, most := parquetHeap(), uint64(0)
	words := rand.New(rand.NewPCG(1, 2))
	text := make([]byte, 300)
	row := make(tidy.Row, len(tidy.Findings.Columns))
	out := new(parquetCounter)
	p := newParquetTable(out, tidy.Findings)
	for n := range rows {
		for i := range text {
			text[i] = byte('a' + words.IntN(26))
		}
		row[tidy.Findings.Column("inspection")] = fmt.Sprint("kestrel-", n/200)
		row[tidy.Findings.Column("position")] = int64(n % 200)
		row[tidy.Findings.Column("themes")] = []string{"assessment", "workforce"}
		row[tidy.Findings.Column("text")] = string(text)
		if err := p.append(row); err != nil {
			t.Fatal(err)
		}
		if n%2500 == 0 {
			most = max(most, parquetHeap())
		}
	}
	if most > base+limit {
		t.Errorf("%d MiB of memory, want %d at most", (most-base)>>20, limit>>20)
	}
	if before := out.bytes; before < rows/2*len(text)/3 {
		t.Errorf("%d bytes were written before the end, want row groups as they fill", before)
	}
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
}

func parquetHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestParquetSaysWhenItCannotWrite(t *testing.T) {
	p := newParquetTable(full{}, parquetEvery)
	rows, _ := parquetRows()
	for _, row := range rows {
		if err := p.append(row); err != nil && !errors.Is(err, io.ErrShortWrite) {
			t.Fatal(err)
		}
	}
	if err := p.close(); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("closing fails with %v, want %v", err, io.ErrShortWrite)
	}
}

// parquetScript has DuckDB run the query of its first argument on the file of
// its second.
const parquetScript = `
const { DuckDBInstance } = require('@duckdb/node-api')
async function main([sql, path]) {
	const db = await (await DuckDBInstance.create()).connect()
	const got = await db.runAndReadAll(sql, [path])
	console.log(JSON.stringify({ names: got.columnNames(), types: got.columnTypes().map(String), rows: got.getRowsJson() }))
}
main(process.argv.slice(1)).catch(e => { console.error(String(e)); process.exit(1) })
`

type parquetAnswer struct {
	Names, Types []string
	Rows         [][]any
}

// askDuckDB returns what a query on a file gives, in which $1 is its path.
func askDuckDB(t *testing.T, folder, sql string, data []byte) parquetAnswer {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.parquet")
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "-e", parquetScript, sql, path)
	node.Dir = folder // where the script's package is
	node.Stderr = os.Stderr
	printed, err := node.Output()
	if err != nil {
		t.Fatalf("node in %s: %v", folder, err)
	}
	var answer parquetAnswer
	if err := json.Unmarshal(printed, &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// parquetJSON returns a value as DuckDB puts it into JSON.
func parquetJSON(v any) any {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case []string:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = item
		}
		return items
	}
	return v
}

var duckTypes = map[tidy.Type]string{tidy.Text: "VARCHAR", tidy.Grade: "VARCHAR", tidy.Integer: "BIGINT",
	tidy.Flag: "BOOLEAN", tidy.Date: "DATE", tidy.List: "VARCHAR[]"}

// TestParquetInDuckDB reads the files with another engine than the one that
// wrote them.
func TestParquetInDuckDB(t *testing.T) {
	folder := collection.Folder(t, "OFSTED_DUCKDB", "node_modules with @duckdb/node-api in it")
	tables := parquetTables([]*model.Inspection{ilacs(), sif(), visit(), hostile()}, lost())
	tables[parquetEvery], _ = parquetRows()
	for table, rows := range tables {
		_, want := parquetRows()
		if table != parquetEvery {
			want = parquetDays(table, rows)
		}
		answer := askDuckDB(t, folder, "FROM read_parquet($1)", writeParquet(t, table, rows))
		for i, c := range table.Columns {
			if answer.Names[i] != c.Name || answer.Types[i] != duckTypes[c.Type] {
				t.Errorf("%s: column %d is %s %s, want %s %s", table.Name, i, answer.Names[i], answer.Types[i], c.Name, duckTypes[c.Type])
			}
		}
		var wantJSON [][]any
		for _, row := range want {
			var values []any
			for _, v := range row {
				values = append(values, parquetJSON(v))
			}
			wantJSON = append(wantJSON, values)
		}
		if diff := cmp.Diff(wantJSON, answer.Rows); diff != "" {
			t.Errorf("%s (-want +got):\n%s", table.Name, diff)
		}
	}
}

// TestParquetIsSkippedRightlyInDuckDB asks for rows of several row groups, most
// of which the engine skips by the least and the greatest values in the footer.
func TestParquetIsSkippedRightlyInDuckDB(t *testing.T) {
	folder := collection.Folder(t, "OFSTED_DUCKDB", "node_modules with @duckdb/node-api in it")
	const all = 40_001
	var rows []tidy.Row
	start := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range all {
		rows = append(rows, tidy.Row{fmt.Sprintf("w%06d", i), fmt.Sprintf("Prose longer than an index holds %06d", i), nil, int64(i - 100), i == 0,
			start.AddDate(0, 0, i).Format(time.DateOnly), []string{fmt.Sprint("x", i)}, nil})
	}
	data := writeParquet(t, parquetEvery, rows)
	if groups := len(openParquet(t, data).RowGroups()); groups != 3 {
		t.Errorf("%d row groups, want 3", groups)
	}
	for where, want := range map[string]string{
		"word = 'w020000'": "1",
		"prose = 'Prose longer than an index holds 019999'": "1",
		"prose > 'Prose longer than an index holds 039990'": "10",
		"number < 0":                     "100",
		"number BETWEEN 19899 AND 19901": "3",
		"flag":                           "1",
		"grade IS NULL":                  strconv.Itoa(all),
		"day < DATE '1900-02-01'":        "31",
		"list_contains(words, 'x40000')": "1",
		"all_prose IS NOT NULL":          "0",
	} {
		answer := askDuckDB(t, folder, "SELECT count(*) FROM read_parquet($1) WHERE "+where, data)
		if got := answer.Rows[0][0]; got != want {
			t.Errorf("%s: %v rows, want %s", where, got, want)
		}
	}
}
