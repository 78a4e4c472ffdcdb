package database

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ofsted/model"
)

// A folder is files with what they hold, and what a database should hold after
// exports of it.
type folder struct {
	r      *rand.Rand
	files  map[string]int // contents by name
	held   map[int]string // contents of the database, with the file that each was read from, if any
	export string         // what the last export was given, for failures
}

// change writes, renames, swaps or deletes some files.
func (f *folder) change() {
	for range 1 + f.r.IntN(3) {
		name := fmt.Sprint("f", f.r.IntN(4))
		names := slices.Sorted(maps.Keys(f.files))
		switch x := f.r.IntN(4); {
		case x == 0 || len(names) == 0:
			f.files[name] = f.r.IntN(7)
		case x == 1:
			old := names[f.r.IntN(len(names))]
			content := f.files[old]
			delete(f.files, old)
			f.files[name] = content
		case x == 2:
			a, b := names[f.r.IntN(len(names))], names[f.r.IntN(len(names))]
			f.files[a], f.files[b] = f.files[b], f.files[a]
		case x == 3:
			delete(f.files, names[f.r.IntN(len(names))])
		}
	}
}

// inspect is what a version of the program reads in a file. Two versions read
// some contents in different ways.
func inspect(name string, content int, reader string) *model.Inspection {
	in := report(name, fmt.Sprint("content", content))
	if content%3 == 0 { // so that not all inspections have one id
		in.Visit.Periods[0] = model.Period{Start: "2020-01-01", End: "2020-01-10"}
		in.Fill()
	}
	if content%2 == 0 && reader == "v2" {
		in.Judgements[0].Grade = model.Inadequate
	}
	return in
}

// exportTo exports the folder as the export command does, and sometimes records
// of contents before or behind it.
func (f *folder) exportTo(t *testing.T, path string) Counts {
	t.Helper()
	reader := []string{"v1", "v2"}[f.r.IntN(2)]
	again := f.r.IntN(4) == 0
	u := begin(t, path, reader)
	f.export += fmt.Sprint(reader, " again=", again)
	records := map[int]bool{}
	recordIf := func(yes bool) {
		if content := f.r.IntN(9); yes {
			records[content] = true
			f.export += fmt.Sprint(" record ", content)
			if err := u.Put(t.Context(), inspect("elsewhere", content, "v1"), false); err != nil {
				t.Fatal(err)
			}
		}
	}
	recordIf(f.r.IntN(3) == 0)
	read := map[int]string{}
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		content := f.files[name]
		f.export += fmt.Sprint(" ", name, "=", content)
		in := inspect(name, content, reader)
		sum := string(in.Source.SHA256)
		var err error
		switch _, copied := read[content]; {
		case copied:
			err = u.Vacate(t.Context(), name)
		case !again && u.Known(sum):
			read[content], err = name, u.Keep(t.Context(), name, sum)
		default:
			read[content], err = name, u.Put(t.Context(), in, true)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	recordIf(f.r.IntN(4) == 0)
	if err := u.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.expect(read, records)
	f.export += fmt.Sprintf(" → %+v\n", u.Counts)
	return u.Counts
}

// expect works out what the database should hold now.
func (f *folder) expect(read map[int]string, records map[int]bool) {
	for content, file := range f.held {
		now, there := f.files[file]
		switch _, elsewhere := read[content]; {
		case !there || now == content || elsewhere:
		case records[content]:
			f.held[content] = "" // beside what the file holds now
		default:
			delete(f.held, content)
		}
	}
	for content := range records {
		if _, ok := f.held[content]; !ok {
			f.held[content] = ""
		}
	}
	maps.Copy(f.held, read)
}

// sound are questions to a database whose answer is 0 where all is well.
var sound = []string{
	"SELECT count(*) - count(DISTINCT place) FROM records",
	"SELECT count(*) FROM (SELECT origin FROM records WHERE origin <> '' GROUP BY origin HAVING count(*) > 1)",
	"SELECT count(*) FROM inspections WHERE inspection LIKE '%stale%'",
	"SELECT count(*) FROM inspections i LEFT JOIN records r USING (inspection) WHERE r.inspection IS NULL",
	"SELECT (SELECT count(*) FROM passages) - (SELECT count(*) FROM findings_fts_docsize)",
	"SELECT count(*) - 1 FROM full_ranks WHERE recency = 1",
}

// check compares a database with what it should hold.
func (f *folder) check(t *testing.T, path string) error {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err != nil {
		return err
	}
	defer db.Close()
	got := map[int]bool{}
	for r, err := range db.Records(t.Context(), 1<<20) {
		if err != nil {
			return err
		}
		var in model.Inspection
		var content int
		if err := json.Unmarshal(r.JSON, &in); err != nil {
			return err
		}
		if _, err := fmt.Sscanf(in.Findings[0].Text, "content%d", &content); err != nil {
			return err
		}
		if file := f.held[content]; got[content] || file != "" && file != r.Path {
			return fmt.Errorf("content %d is at %s, again: %v; want %q", content, r.Path, got[content], file)
		}
		got[content] = true
	}
	if have, want := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(f.held)); !slices.Equal(have, want) {
		return fmt.Errorf("it holds %v, want %v", have, want)
	}
	for _, question := range sound {
		var n int
		if err := db.sql.QueryRow(question).Scan(&n); err != nil || n != 0 {
			return fmt.Errorf("%s is %d (%v)", question, n, err)
		}
	}
	if err := db.set(t.Context(), "query_only = 0"); err != nil {
		return err
	}
	_, err = db.sql.Exec("INSERT INTO findings_fts (findings_fts, rank) VALUES ('integrity-check', 1)")
	return err
}

// TestUpdateSequences exports folders whose files are changed in between in every
// way, by two versions of the program, with records beside.
func TestUpdateSequences(t *testing.T) {
	for seed := range uint64(60) {
		f := &folder{r: rand.New(rand.NewPCG(seed, 7)), files: map[string]int{}, held: map[int]string{}}
		path := filepath.Join(t.TempDir(), "a.db")
		for range 8 {
			f.change()
			before := len(f.held)
			counts := f.exportTo(t, path)
			if len(f.held) == 0 {
				continue // nothing to rank yet
			}
			err := f.check(t, path)
			if net := counts.Added - counts.Removed; err == nil && net != len(f.held)-before {
				err = fmt.Errorf("%d more, and the counts say %d", len(f.held)-before, net)
			}
			if err != nil {
				t.Fatalf("seed %d: %v, after\n%s", seed, err, strings.TrimSpace(f.export))
			}
		}
	}
}
