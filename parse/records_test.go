package parse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/model"
	"ofsted/parse/source"
)

// written returns an inspection as parse writes it.
func written(t *testing.T, authority, indent string) string {
	t.Helper()
	in := &model.Inspection{Kind: model.ILACSInspection, Framework: model.ILACS,
		Authority: model.Authority{Name: model.Null(authority)}, Source: model.Source{Path: authority + ".pdf"},
		Visit:      model.Visit{Periods: []model.Period{{Start: "2024-05", End: "2024-05-17"}}},
		Judgements: []model.Judgement{{Area: model.HelpAndProtection, Grade: model.Good, Scale: model.FourPoint}}}
	in.Fill()
	data, err := json.Marshal(in)
	if indent != "" {
		data, err = json.MarshalIndent(in, "", indent)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const errorRecord = `{"schema":"ofsted/inspection/1","source":{"path":"x.pdf"},"error":{"code":"no_text","message":"x.pdf: a scan"}}`

// outcomes says in short what came of inputs: the names of authorities, and
// the codes and messages of failures.
func outcomes(inputs ...source.Input) []string {
	var got []string
	for in, failure := range InspectMany(context.Background(), inputs, 2) {
		if failure != nil {
			got = append(got, string(failure.Code)+" "+failure.Message)
			continue
		}
		got = append(got, string(in.Authority.Name))
	}
	return got
}

func TestInspectMany(t *testing.T) {
	a, b := written(t, "Kestrel", ""), written(t, "Upland", "")
	wide, wider := written(t, "Kestrel", "  "), written(t, "Upland", "  ")
	const noText = "no_text x.pdf: a scan"
	for _, test := range []struct {
		name, data string
		want       []string
	}{
		{"lines", a + "\n" + b + "\n" + errorRecord + "\n", []string{"Kestrel", "Upland", noText}},
		{"no last newline, blank lines, CR", "\n" + a + "\r\n\r\n" + b, []string{"Kestrel", "Upland"}},
		{"byte order mark", "\ufeff" + a + "\n", []string{"Kestrel"}},
		{"object", wide + "\n", []string{"Kestrel"}},
		{"objects", wide + "\n" + wider + "\n", []string{"Kestrel", "Upland"}},
		{"array", "[\n  " + wide + ",\n  " + errorRecord + "\n]\n", []string{"Kestrel", noText}},
		{"narrow array", "[" + a + "," + b + "]", []string{"Kestrel", "Upland"}},
		{"empty array", "[]\n", nil},
		{"a bad line among good ones", a + "\n{\"schema\":\n" + b + "\n", []string{"Kestrel", "unrecognised x: line 2: cut short; write it again", "Upland"}},
		{"text among lines", a + "\nhello\n", []string{"Kestrel", "unrecognised x: line 2: not JSON (invalid character 'h' looking for beginning of value)"}},
		{"another schema", strings.Replace(a, "inspection/1", "diff/1", 1), []string{`unrecognised x: line 1: not an inspection that ofsted parse wrote as JSON: its schema is "ofsted/diff/1", not "ofsted/inspection/1"`}},
		{"somebody's JSON", `{"name": "x"}`, []string{`unrecognised x: line 1: not an inspection that ofsted parse wrote as JSON: its schema is "", not "ofsted/inspection/1"`}},
		{"another type", strings.Replace(a, `"judgements":[`, `"judgements":"none","x":[`, 1), []string{"unrecognised x: line 1: not an inspection that ofsted parse wrote as JSON (judgements is a string)"}},
		{"a grade to come", strings.Replace(a, `"good"`, `"superb"`, 1), []string{`unrecognised x: line 1: this version of ofsted knows no "grade superb"`}},
		{"a month that is none", strings.Replace(a, `"end":"2024-05-17"`, `"end":"2024-13-01"`, 1), []string{`unrecognised x: line 1: this version of ofsted knows no "date 2024-13-01"`}},
		{"another framework", strings.Replace(a, `"framework":"ilacs"`, `"framework":"zzz"`, 1), []string{`unrecognised x: line 1: this version of ofsted knows no "framework zzz"`}},
		{"a date that is none", strings.Replace(a, `"end":"2024-05-17"`, `"end":"soon"`, 1), []string{`unrecognised x: line 1: this version of ofsted knows no "date soon"`}},
		{"array cut short", "[" + a + ",", []string{"Kestrel", "damaged x: record 2: cut short; write it again; the rest was not read"}},
		{"array not closed", "[" + a, []string{"Kestrel", "damaged x: the list in it is not closed, so records may be missing; write it again"}},
		{"array cut inside", "[" + a + "," + b[:40], []string{"Kestrel", "damaged x: record 2: cut short; write it again; the rest was not read"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x")
			if err := os.WriteFile(path, []byte(test.data), 0o666); err != nil {
				t.Fatal(err)
			}
			inFile := outcomes(new(source.Finder).List([]string{path}).Inputs...)
			for i := range inFile {
				inFile[i] = strings.ReplaceAll(inFile[i], path, "x")
			}
			inMemory := outcomes(source.Bytes("x", []byte(test.data)))
			piped := outcomes((&source.Finder{Stdin: strings.NewReader(test.data)}).List([]string{"-"}).Inputs...)
			for i := range piped {
				piped[i] = strings.Replace(piped[i], " -: ", " x: ", 1)
			}
			for how, got := range map[string][]string{"file": inFile, "memory": inMemory, "standard input": piped} {
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", how, diff)
				}
			}
		})
	}
}

// Documents among records are read as ever, and the order is that of inputs.
func TestInspectManyKeepsOrder(t *testing.T) {
	a, b := written(t, "Kestrel", ""), written(t, "Upland", "")
	letter := "Dear Ms Lindqvist\n\nFocused visit to Saltmere children’s services\n\nThis letter says what inspectors found.\n"
	got := outcomes(source.Bytes("1", []byte(letter)), source.Bytes("2", []byte(a+"\n"+b)), source.Bytes("3", []byte(letter)),
		source.Failed(&model.Failure{Source: model.Source{Path: "4"}, Code: model.NotFound, Message: "4: no"}), source.Bytes("5", []byte(b)))
	if diff := cmp.Diff([]string{"Saltmere", "Kestrel", "Upland", "Saltmere", "not_found 4: no", "Upland"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestInspectManyGivesUpOnOtherFiles(t *testing.T) {
	got := outcomes(source.Bytes("x", []byte(strings.Repeat("{\"a\": 1}\n", 1000))))
	if len(got) != maxStrangers+1 || got[maxStrangers] != fmt.Sprintf("unrecognised x: %d records that cannot be read; the rest was left", maxStrangers) {
		t.Errorf("%d failures, at last %q", len(got), got[len(got)-1])
	}
}

// endless is records without end.
type endless struct {
	record string
	read   int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.record[e.read%len(e.record):])
	e.read += n
	return n, nil
}

// Records are read as they are taken, and no further than a little ahead.
func TestInspectManyStreams(t *testing.T) {
	in := &endless{record: written(t, "Kestrel", "") + "\n"}
	n := 0
	for range InspectMany(t.Context(), (&source.Finder{Stdin: in}).List([]string{"-"}).Inputs, 1) {
		if n++; n == 1000 {
			break
		}
	}
	if ahead := in.read - n*len(in.record); ahead > 1<<17 {
		t.Errorf("%d bytes read ahead", ahead)
	}
}

func TestInspectManyStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for range InspectMany(ctx, (&source.Finder{Stdin: &endless{record: written(t, "Kestrel", "") + "\n"}}).List([]string{"-"}).Inputs, 1) {
		n++
		cancel()
	}
	if n != 1 {
		t.Errorf("%d results", n)
	}
}

func TestLongRecords(t *testing.T) {
	for name, start := range map[string]string{"line": `{"schema": "`, "value": `[{"schema": "`} {
		got := ""
		for _, failure := range readRecords(t.Context(), "x", Limits{Size: 1 << 20}, io.MultiReader(strings.NewReader(start), &endless{record: "xxxxxxxxxxxxxxxx"}), new(bool)) {
			got = failure.Message
		}
		if !strings.HasSuffix(got, "larger than the 1.05 MB that a record may have; check where it comes from, or raise the limit with --max-size; the rest was not read") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// failing breaks off.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("unplugged") }

func TestRecordsCutOff(t *testing.T) {
	var got []string
	cut := false
	for in, failure := range readRecords(t.Context(), "x", Limits{}, io.MultiReader(strings.NewReader(written(t, "Kestrel", "")+"\n"), failing{}), &cut) {
		if failure != nil {
			got = append(got, failure.Message)
			continue
		}
		got = append(got, string(in.Authority.Name))
	}
	if !cut {
		t.Error("nothing says that more may have followed")
	}
	if diff := cmp.Diff([]string{"Kestrel", "x: line 2: cannot be read: unplugged"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
