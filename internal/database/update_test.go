package database

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ofsted/internal/tidy"
	"ofsted/model"
)

// report is a made-up inspection of a file that holds text.
func report(path, text string) *model.Inspection {
	in := &model.Inspection{
		Source: model.Source{Path: path, SHA256: model.Null("sum of " + text)}, Kind: model.ILACSInspection, Framework: model.ILACS,
		Authority:  model.Authority{Name: "Kestrel"},
		Visit:      model.Visit{Periods: []model.Period{{Start: "2024-09-30", End: "2024-10-11"}}},
		Judgements: []model.Judgement{{Area: model.OverallEffectiveness, Grade: model.Good, Scale: model.FourPoint, Page: 1}},
		Findings: []model.Finding{
			{ID: "f1", Kind: model.Improvement, Text: text, Themes: []model.Theme{model.Health}},
			{ID: "f2", Kind: model.Body, Page: 1, Text: "Plans are", Polarity: model.StrengthSaid, Themes: []model.Theme{model.PlanningAndReview}},
			{ID: "f3", Kind: model.Body, Page: 2, Text: "clear.", Continues: "f2", Polarity: model.StrengthSaid, Themes: []model.Theme{model.Recording}},
		},
	}
	in.Fill()
	return in
}

// update puts inspections into the database at path; a path alone is a file
// that is Known.
func update(t *testing.T, path, reader string, ins ...*model.Inspection) Counts {
	t.Helper()
	u := begin(t, path, reader)
	put(t, u, ins...)
	if err := u.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	return u.Counts
}

func begin(t *testing.T, path, reader string) *Update {
	t.Helper()
	u, err := Begin(t.Context(), path, reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(u.Discard)
	return u
}

// put does what export does with each file.
func put(t *testing.T, u *Update, ins ...*model.Inspection) {
	t.Helper()
	for _, in := range ins {
		var err error
		if sum := string(in.Source.SHA256); u.Known(sum) {
			err = u.Keep(t.Context(), in.Source.Path, sum)
		} else {
			err = u.Put(t.Context(), in, true)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// holds returns what the records, the tables and the index hold: for each
// inspection its key, path and first finding.
func holds(t *testing.T, path string) []string {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var list, paths, texts []string
	for r, err := range db.Records(t.Context(), 1<<20) {
		var in model.Inspection
		if err != nil || json.Unmarshal(r.JSON, &in) != nil {
			t.Fatal(err)
		}
		paths, texts = append(paths, r.Path), append(texts, in.Findings[0].Text)
	}
	for i, text := range texts {
		var key string
		// The table, the index and the view must agree with the record.
		err := db.sql.QueryRowContext(t.Context(), `SELECT i.inspection FROM findings_fts x JOIN findings f ON f.finding_key = x.rowid JOIN inspections i USING (inspection)
			WHERE findings_fts MATCH ? AND f.text = ? AND i.path = ?`, `"`+text+`"`, text, paths[i]).Scan(&key)
		if err != nil {
			t.Fatalf("%s with %q: %v", paths[i], text, err)
		}
		list = append(list, fmt.Sprint(key[len("kestrel-2024-10-11-"):], " ", paths[i], " ", text))
	}
	for _, check := range []string{"SELECT count(*) FROM inspections", "SELECT count(*) FROM judgements", "SELECT count(*) / 3 FROM findings",
		"SELECT count(*) / 3 FROM finding_themes", "SELECT count(*) FROM joined"} {
		var n int
		if err := db.sql.QueryRowContext(t.Context(), check).Scan(&n); err != nil || n != len(list) {
			t.Errorf("%s is %d (%v) for %d records", check, n, err, len(list))
		}
	}
	return list
}

func TestUpdate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a & b #1.db") // a name that a URI would misread
	for _, step := range []struct {
		what   string
		reader string
		files  []*model.Inspection
		want   []string
		counts Counts
	}{
		{"a new database", "v1", []*model.Inspection{report("a.pdf", "one"), report("b.pdf", "two")},
			[]string{"ilacs_inspection a.pdf one", "ilacs_inspection~2 b.pdf two"}, Counts{Added: 2, Replaced: 0, Unchanged: 0}},
		{"nothing new", "v1", []*model.Inspection{report("a.pdf", "one"), report("b.pdf", "two")},
			[]string{"ilacs_inspection a.pdf one", "ilacs_inspection~2 b.pdf two"}, Counts{Added: 0, Replaced: 0, Unchanged: 2}},
		{"one file only: the other stays", "v1", []*model.Inspection{report("b.pdf", "two")},
			[]string{"ilacs_inspection a.pdf one", "ilacs_inspection~2 b.pdf two"}, Counts{Added: 0, Replaced: 0, Unchanged: 1}},
		{"a changed file takes the place and the key of what it held", "v1", []*model.Inspection{report("a.pdf", "three"), report("b.pdf", "two")},
			[]string{"ilacs_inspection a.pdf three", "ilacs_inspection~2 b.pdf two"}, Counts{Added: 0, Replaced: 1, Unchanged: 1}},
		{"a file that was moved", "v1", []*model.Inspection{report("c.pdf", "two")},
			[]string{"ilacs_inspection a.pdf three", "ilacs_inspection~2 c.pdf two"}, Counts{Added: 0, Replaced: 0, Unchanged: 1}},
		{"a file that was renamed, and another in its place", "v1", []*model.Inspection{report("a.pdf", "four"), report("d.pdf", "three")},
			[]string{"ilacs_inspection a.pdf four", "ilacs_inspection~2 c.pdf two", "ilacs_inspection~3 d.pdf three"}, Counts{Added: 1, Replaced: 0, Unchanged: 1}},
		{"two files that changed places", "v1", []*model.Inspection{report("a.pdf", "three"), report("d.pdf", "four")},
			[]string{"ilacs_inspection d.pdf four", "ilacs_inspection~2 c.pdf two", "ilacs_inspection~3 a.pdf three"}, Counts{Unchanged: 2}},
		{"a file that took another’s place", "v1", []*model.Inspection{report("a.pdf", "four")},
			[]string{"ilacs_inspection a.pdf four", "ilacs_inspection~2 c.pdf two"}, Counts{Removed: 1, Unchanged: 1}},
		{"another program reads again, and finds the same", "v2", []*model.Inspection{report("a.pdf", "four")},
			[]string{"ilacs_inspection a.pdf four", "ilacs_inspection~2 c.pdf two"}, Counts{Added: 0, Replaced: 0, Unchanged: 1}},
	} {
		counts := update(t, path, step.reader, step.files...)
		if got := holds(t, path); !slices.Equal(got, step.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", step.what, got, step.want)
		}
		if counts != step.counts {
			t.Errorf("%s: %+v, want %+v", step.what, counts, step.counts)
		}
	}
}

// TestUpdateFromOtherFolders checks that a file is not taken for another of the
// same name, and standard input never for what came from it before.
func TestUpdateFromOtherFolders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	for i, name := range []string{"letter.pdf", "-"} {
		t.Chdir(t.TempDir())
		update(t, path, "v1", report(name, fmt.Sprint("first ", i)))
		t.Chdir(t.TempDir())
		update(t, path, "v1", report(name, fmt.Sprint("second ", i)))
	}
	if got := holds(t, path); len(got) != 4 {
		t.Errorf("holds %q", got)
	}
}

// TestRecords checks that a record, whose path means nothing here, takes the
// place of nothing, and never of what this program has read itself.
func TestRecords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	record := func(in *model.Inspection, want Counts) {
		t.Helper()
		u := begin(t, path, "v1")
		if err := u.Put(t.Context(), in, false); err != nil {
			t.Fatal(err)
		}
		if err := u.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if u.Counts != want {
			t.Errorf("counts are %+v, want %+v", u.Counts, want)
		}
	}
	old := report("a.pdf", "one")
	old.Findings[0].Text = "one, as an older version read it"
	record(old, Counts{Added: 1})
	record(report("a.pdf", "two"), Counts{Added: 1})
	record(report("a.pdf", "two"), Counts{Unchanged: 1})
	if counts := update(t, path, "v1", report("a.pdf", "one")); counts != (Counts{Replaced: 1}) {
		t.Errorf("reading the document came to %+v", counts)
	}
	record(old, Counts{Unchanged: 1})
	bare := report("a.pdf", "of unknown sum")
	bare.Source.SHA256 = ""
	record(bare, Counts{Added: 1})
	record(bare, Counts{Unchanged: 1})
	if got := holds(t, path); !slices.Equal(got, []string{"ilacs_inspection a.pdf one", "ilacs_inspection~2 a.pdf two", "ilacs_inspection~3 a.pdf of unknown sum"}) {
		t.Errorf("holds %q", got)
	}
}

// TestLongRecords reads records of which one is longer than is asked for, and
// longer than what a compressed record looks back to.
func TestLongRecords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	long := report("long.pdf", "two")
	for i := range 20_000 {
		long.Findings[0].Text += fmt.Sprintf(" sentence %d of many", i*i)
	}
	update(t, path, "v1", report("a.pdf", "one"), long, report("c.pdf", "three"))
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, most := range []int64{100_000, 300_000, 100 << 20} {
		var got []string
		for r, err := range db.Records(t.Context(), most) {
			if err != nil && !errors.Is(err, ErrLong) {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprint(r.Path, " ", err))
		}
		want := []string{"a.pdf <nil>", "long.pdf <nil>", "c.pdf <nil>"}
		if most < 1<<20 {
			want[1] = "long.pdf " + ErrLong.Error()
		}
		if !slices.Equal(got, want) {
			t.Errorf("of %d bytes at most: %q, want %q", most, got, want)
		}
	}
}

// TestRecordStays checks that a record of what a file held before stays when the
// file holds something else, in whatever order the two are given.
func TestRecordStays(t *testing.T) {
	for _, first := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "a.db")
		update(t, path, "v1", report("a.pdf", "one"))
		u := begin(t, path, "v1")
		record := func() {
			if err := u.Put(t.Context(), report("a.pdf", "one"), false); err != nil {
				t.Fatal(err)
			}
		}
		if first {
			record()
		}
		put(t, u, report("a.pdf", "two"))
		if !first {
			record()
		}
		if err := u.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		update(t, path, "v1", report("a.pdf", "two"))
		update(t, path, "v1", report("a.pdf", "three"))
		got := holds(t, path)
		slices.Sort(got)
		if len(got) != 2 || !strings.HasSuffix(got[0], " a.pdf one") && !strings.HasSuffix(got[1], " a.pdf one") {
			t.Errorf("the record first: %v: holds %q", first, got)
		}
	}
}

// TestRereadOfRenamed checks what is counted, and that no two inspections share
// a place, where another version reads a renamed file in another way.
func TestRereadOfRenamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	update(t, path, "v1", report("a.pdf", "one"))
	better := report("b.pdf", "one")
	better.Findings[0].Text = "one, read better"
	if counts := update(t, path, "v2", report("a.pdf", "two"), better); counts != (Counts{Added: 1, Replaced: 1}) {
		t.Errorf("counts are %+v", counts)
	}
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var places int
	if err := db.sql.QueryRow("SELECT count(DISTINCT place) FROM records").Scan(&places); err != nil || places != 2 {
		t.Errorf("%d places for 2 records (%v)", places, err)
	}
}

// TestVacate checks that a file that became a copy of another holds nothing of
// its own any more.
func TestVacate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	update(t, path, "v1", report("a.pdf", "one"), report("b.pdf", "two"))
	u := begin(t, path, "v1")
	put(t, u, report("a.pdf", "one"))
	if err := u.Vacate(t.Context(), "b.pdf"); err != nil {
		t.Fatal(err)
	}
	if err := u.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := holds(t, path); u.Counts != (Counts{Removed: 1, Unchanged: 1}) || !slices.Equal(got, []string{"ilacs_inspection a.pdf one"}) {
		t.Errorf("holds %q, %+v", got, u.Counts)
	}
}

// TestStandardInput checks that a document keeps its file when it comes from
// standard input once.
func TestStandardInput(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	update(t, path, "v1", report("a.pdf", "one"))
	update(t, path, "v1", report("-", "one"))
	update(t, path, "v1", report("a.pdf", "two"))
	if got := holds(t, path); !slices.Equal(got, []string{"ilacs_inspection a.pdf two"}) {
		t.Errorf("holds %q", got)
	}
}

func TestUpdateReadsAnewByAnotherProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	update(t, path, "v1", report("a.pdf", "one"))
	better := report("a.pdf", "one")
	better.Findings[0].Text = "one, read better"
	if counts := update(t, path, "v2", better); counts != (Counts{Replaced: 1}) {
		t.Errorf("counts are %+v", counts)
	}
	if got := holds(t, path); !slices.Equal(got, []string{"ilacs_inspection a.pdf one, read better"}) {
		t.Errorf("holds %q", got)
	}
}

func TestUpdateErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	u := begin(t, path, "v1")
	lost := &model.Failure{Source: model.Source{Path: "a.pdf"}, Code: model.Damaged, Message: "a.pdf: damaged"}
	if err := u.Fail(t.Context(), lost); err != nil {
		t.Fatal(err)
	}
	put(t, u, report("b.pdf", "two"))
	if err := u.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	failures := func() (list []string) {
		db, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		all, err := db.Failures(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			list = append(list, fmt.Sprint(f.Source.Path, " ", f.Code, " ", f.Message))
		}
		return list
	}
	if got := failures(); !slices.Equal(got, []string{"a.pdf damaged a.pdf: damaged"}) {
		t.Errorf("errors are %q", got)
	}
	update(t, path, "v1", report("b.pdf", "two"))
	if got := failures(); len(got) != 0 {
		t.Errorf("errors of an export before the last are left: %q", got)
	}
}

func TestDiscard(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	u := begin(t, path, "v1")
	put(t, u, report("a.pdf", "one"))
	u.Discard()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	update(t, path, "v1", report("a.pdf", "one"))
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	u = begin(t, path, "v1")
	put(t, u, report("a.pdf", "two"), report("b.pdf", "three"))
	u.Discard()
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("an update that was dropped changed the file (%v)", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

// TestPowerCut looks at an update that was never ended, as the disk has it.
func TestPowerCut(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	update(t, path, "v1", report("a.pdf", "one"))
	u := begin(t, path, "v1")
	if err := u.w.exec(t.Context(), "PRAGMA cache_size = 1"); err != nil { // so that pages go to the disk early
		t.Fatal(err)
	}
	for i := range 200 {
		put(t, u, report(fmt.Sprintf("%d.pdf", i), fmt.Sprint("number ", i)))
	}
	copied := filepath.Join(t.TempDir(), "a.db")
	for _, ending := range []string{"", "-journal"} {
		data, err := os.ReadFile(path + ending)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied+ending, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got := holds(t, copied); !slices.Equal(got, []string{"ilacs_inspection a.pdf one"}) {
		t.Errorf("after a power cut there is %q", got)
	}
}

func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	update(t, path, "v1", report("a.pdf", "one"))
	u := begin(t, path, "v1")
	if err := u.w.exec(t.Context(), "PRAGMA max_page_count = 40"); err != nil {
		t.Fatal(err)
	}
	var err error
	for i := 0; err == nil && i < 1000; i++ {
		err = u.Put(t.Context(), report("b.pdf", fmt.Sprint("number ", i)), true)
	}
	if err == nil || !strings.HasPrefix(err.Error(), path+": the disk is full") {
		t.Errorf("a full disk gave %v", err)
	}
	u.Discard()
	if got := holds(t, path); !slices.Equal(got, []string{"ilacs_inspection a.pdf one"}) {
		t.Errorf("then there is %q", got)
	}
}

// TestTwoNewAtOnce checks that a database which another export made meanwhile
// is not lost.
func TestTwoNewAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	first, second := begin(t, path, "v1"), begin(t, path, "v1")
	put(t, first, report("a.pdf", "one"))
	put(t, second, report("b.pdf", "two"))
	if err := first.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := second.Commit(t.Context()); err == nil || !strings.Contains(err.Error(), "another program has made it meanwhile") {
		t.Errorf("the second update gave %v", err)
	}
	if got := holds(t, path); !slices.Equal(got, []string{"ilacs_inspection a.pdf one"}) {
		t.Errorf("holds %q", got)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

func TestTwoUpdatesAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	update(t, path, "v1", report("a.pdf", "one"))
	begin(t, path, "v1")
	if _, err := Begin(t.Context(), path, "v1"); err == nil || !strings.Contains(err.Error(), "another program is using it") {
		t.Errorf("the second update gave %v", err)
	}
}

// TestTargets tries to update what is no database of ours.
func TestTargets(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	made := func(name string, statements ...string) string {
		path := filepath.Join(dir, name)
		if strings.Contains(name, "ours") {
			update(t, path, "v1", report("a.pdf", "one"))
		}
		db, err := connect(t.Context(), path, path, "rwc")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, s := range statements {
			if _, err := db.sql.Exec(s); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	damaged := made("damaged ours.db")
	data, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	copy(data[100:], bytes.Repeat([]byte{0xff}, 5000))
	write("damaged ours.db", string(data))
	for path, want := range map[string]string{
		write("text.db", "hello"):                                                                          "not a database",
		write("magic.db", "SQLite format 3\x00 and no more"):                                               "damaged",
		made("other.db", "CREATE TABLE inspections (x)"):                                                   "of another program",
		made("newer ours.db", "PRAGMA user_version = 99"):                                                  "newer version",
		made("altered ours.db", "ALTER TABLE findings ADD COLUMN mine"):                                    "its findings is not as",
		made("view ours.db", "DROP VIEW passages", "CREATE VIEW passages AS SELECT randomblob(1) AS text"): "its passages is not as",
		made("trigger ours.db", "CREATE TRIGGER x AFTER INSERT ON judgements BEGIN SELECT 1; END"):         "has a trigger, x",
		damaged:                          "damaged",
		dir:                              "is a folder",
		filepath.Join(dir, "no", "a.db"): "there is no folder",
	} {
		before, _ := os.ReadFile(path)
		_, err := Begin(t.Context(), path, "v1")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), path) {
			t.Errorf("%s: %v, want %q", filepath.Base(path), err, want)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", path)
		}
		if db, err := Open(t.Context(), path); err == nil {
			db.Close()
			t.Errorf("%s can be read", path)
		}
	}
	mine := made("more ours.db", "CREATE TABLE mine (x)", "CREATE VIEW my_view AS SELECT 1")
	update(t, mine, "v1", report("b.pdf", "two"))
	if got := holds(t, mine); len(got) != 2 {
		t.Errorf("beside a user's own table there is %q", got)
	}
	empty := write("empty.db", "")
	update(t, empty, "v1", report("a.pdf", "one"))
	if got := holds(t, empty); len(got) != 1 {
		t.Errorf("in place of an empty file there is %q", got)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	path := filepath.Join(t.TempDir(), "a.db")
	u, err := Begin(ctx, path, "v1")
	if err != nil {
		t.Fatal(err)
	}
	defer u.Discard()
	cancel()
	if err := u.Put(ctx, report("a.pdf", "one"), true); err == nil {
		t.Error("Put went on")
	}
	if err := u.Commit(ctx); err == nil {
		t.Error("Commit went on")
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestColumns checks that the tables have the columns that tidy describes, in
// its order, and that those it repeats are left to inspections.
func TestColumns(t *testing.T) {
	db, err := Temporary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range tidy.Tables() {
		var want []string
		for _, c := range table.Columns {
			if !c.Repeated {
				want = append(want, c.Name)
			}
		}
		var got []string
		for _, name := range namesOf(t, db, table.Name) {
			if slices.Contains(want, name) {
				got = append(got, name)
			} else if name != "finding_key" && name != "begins" {
				t.Errorf("%s has a column %s that tidy does not describe", table.Name, name)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has the columns %q, want %q", table.Name, got, want)
		}
	}
}

// TestDefinitions checks that all that is made is compared before it is used.
func TestDefinitions(t *testing.T) {
	db, err := Temporary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var made int
	err = db.sql.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'findings_fts_%'").Scan(&made)
	if got := len(definitions()); err != nil || got != made {
		t.Errorf("%d definitions for %d tables, views and indexes (%v)", got, made, err)
	}
	if err := db.compare(t.Context()); err != nil {
		t.Error(err)
	}
}

// namesOf returns the columns of a table.
func namesOf(t *testing.T, db *DB, table string) (names []string) {
	t.Helper()
	rows, err := db.sql.Query("SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

// TestPassages checks that a paragraph that breaks over a page is found whole.
func TestPassages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	update(t, path, "v1", report("a.pdf", "one"))
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var finding, themes, text string
	var first, last int
	err = db.sql.QueryRow(`SELECT finding, page, last_page, themes, p.text FROM findings_fts x JOIN passages p ON p.finding_key = x.rowid
		WHERE findings_fts MATCH '"are clear"'`).Scan(&finding, &first, &last, &themes, &text)
	if err != nil || finding != "f2" || first != 1 || last != 2 || text != "Plans are clear." || themes != "planning_and_review; recording" {
		t.Errorf("found %s on %d to %d, about %s: %q, %v", finding, first, last, themes, text, err)
	}
}

// TestLatest checks which inspection counts as an authority's latest.
func TestLatest(t *testing.T) {
	made := func(path string, kind model.Kind, start, end model.Date, grades ...model.Grade) *model.Inspection {
		in := report(path, path)
		in.Kind, in.Framework = kind, kind.Framework()
		in.Visit.Periods = []model.Period{{Start: start, End: end}}
		in.Judgements = nil
		for _, g := range grades {
			in.Judgements = append(in.Judgements, model.Judgement{Area: model.OverallEffectiveness, Grade: g, Scale: model.FourPoint})
		}
		in.Fill()
		return in
	}
	old := made("old", model.SIFInspection, "2015-02-03", "2015-02-26", model.Inadequate)
	newer := made("newer", model.ILACSInspection, "2018-11-26", "2018-12-07", model.Good)
	nobody := made("nobody", model.ILACSInspection, "2018-11-26", "2018-12-07", model.Good)
	nobody.Authority.Name = ""
	shouted := made("newer in capitals", model.ILACSInspection, "2018-11-26", "2018-12-07", model.Good)
	shouted.Authority.Name = "KESTREL"
	for _, tt := range []struct {
		what string
		ins  []*model.Inspection
		want string // path, or "" for none
	}{
		{"the newer", []*model.Inspection{newer, old}, "newer"},
		{"a visit is none", []*model.Inspection{old, made("visit", model.FocusedVisit, "2020-01-07", "2020-01-08")}, "old"},
		{"another service’s is none", []*model.Inspection{old, made("send", model.AreaSENDInspection, "2024-01-07", "2024-01-08", model.Inconsistent)}, "old"},
		{"a letter of an inspection that is there", []*model.Inspection{newer, made("letter", model.ChildrenLetter, "2019-01", "2019-01", model.Good)}, "newer"},
		{"a letter whose month is the inspection's", []*model.Inspection{newer, made("letter", model.ChildrenLetter, "2018-11", "2018-12", model.Good)}, "newer"},
		{"a letter of another", []*model.Inspection{newer, made("letter", model.ChildrenLetter, "2021-01", "2021-02", model.Inadequate)}, "letter"},
		{"a letter alone", []*model.Inspection{made("letter", model.ChildrenLetter, "2021-01", "2021-02", model.Inadequate)}, "letter"},
		{"one without a date is not the latest", []*model.Inspection{old, made("undated", model.ILACSInspection, "", "", model.Good)}, "old"},
		{"a month and its day are one inspection", []*model.Inspection{newer, made("month", model.ILACSInspection, "2018-12", "2018-12", model.Inadequate)}, "newer"},
		{"a document without an authority is nobody’s", []*model.Inspection{old, nobody}, "old"},
		{"a name is one however it is written", []*model.Inspection{old, shouted}, "newer in capitals"},
		{"one whose grades were not found is", []*model.Inspection{old, made("blank", model.ILACSInspection, "2018-11-26", "2018-12-07")}, ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.db")
			update(t, path, "v1", tt.ins...)
			db, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			var got string
			if err := db.sql.QueryRow("SELECT coalesce(group_concat(path), '') FROM latest_judgements").Scan(&got); err != nil || got != tt.want {
				t.Errorf("got %q, want %q, %v", got, tt.want, err)
			}
		})
	}
}

// TestLatestIsSummary checks that SQL and summary take the same inspections for
// the latest ones, with the same grades.
func TestLatestIsSummary(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "timeline", "specimens.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	var timelines model.Timelines
	var all []*model.Inspection
	for line := range bytes.Lines(data) {
		in := new(model.Inspection)
		if err := json.Unmarshal(line, in); err != nil {
			t.Fatal(err)
		}
		timelines.Add(in)
		all = append(all, in)
	}
	var want []string
	for _, timeline := range timelines.All(t.Context()) {
		s := model.Summarise(timeline)
		for _, g := range s.Judgements {
			want = append(want, fmt.Sprint(s.Authority.Name, " ", s.Inspection.End, " ", g.Area, " ", g.Grade))
		}
	}
	path := filepath.Join(t.TempDir(), "a.db")
	update(t, path, "v1", all...)
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.sql.Query("SELECT authority || ' ' || end_date || ' ' || area || ' ' || grade FROM latest_judgements")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	slices.Sort(want)
	slices.Sort(got)
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("SQL has\n%q\nsummary has\n%q", got, want)
	}
}
