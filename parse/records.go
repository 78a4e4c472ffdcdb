package parse

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"ofsted/internal/database"
	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/limit"
	"ofsted/parse/source"
)

// InspectMany is InspectAll for inputs that may also hold many inspections:
// what parse wrote before, as lines of JSON or as an object or an array of
// them, or a database that was exported. Such an input gives each of its
// inspections in place of its own, and its error records as failures; it is
// told by its content, not by its name. It is read a record at a time, so that
// memory does not grow with it, and a record that cannot be read costs only
// itself. Then is done with what is read from documents; records hold what was
// done with them.
func InspectMany(ctx context.Context, inputs []source.Input, jobs int, then ...func(*model.Inspection)) iter.Seq2[*model.Inspection, *model.Failure] {
	return func(yield func(*model.Inspection, *model.Failure) bool) {
		for o := range InspectNew(ctx, inputs, jobs, func(string) bool { return false }, then...) {
			if !yield(o.Inspection, o.Failure) {
				return
			}
		}
	}
}

// An Outcome is what became of a document or a record; exactly one of its
// pointers is not nil.
type Outcome struct {
	Inspection *model.Inspection
	Failure    *model.Failure
	Known      *model.Source // of a document that was not read, since it is known
	// Record says that the inspection was read before, by this program or
	// another.
	Record bool
	// Cut says that the failure ended the reading of records, of which more
	// may have followed.
	Cut bool
}

// InspectNew is InspectMany that leaves out the reading of documents that are
// known by their SHA-256 sum, in hexadecimal digits. It is asked for by several
// workers at once.
func InspectNew(ctx context.Context, inputs []source.Input, jobs int, known func(sha256 string) bool, then ...func(*model.Inspection)) iter.Seq[Outcome] {
	return func(yield func(Outcome) bool) {
		for b, failure := range run(ctx, inputs, jobs, func(ctx context.Context, in source.Input) result[batch] {
			return inspectBatch(ctx, in, known, then)
		}) {
			if failure != nil {
				b = &batch{outcome: Outcome{Failure: failure}}
			}
			if b.records == nil {
				if !yield(b.outcome) {
					return
				}
				continue
			}
			for in, failure := range b.records {
				if ctx.Err() != nil || !yield(Outcome{Inspection: in, Failure: failure, Record: true, Cut: failure != nil && b.cut}) {
					return
				}
			}
		}
	}
}

// A batch is what one input holds: one document, or the records of many, which
// are read when their turn comes.
type batch struct {
	outcome Outcome
	records iter.Seq2[*model.Inspection, *model.Failure]
	cut     bool // whether what records yielded last ended them
}

// inspectBatch reads a document, but only the first bytes of records.
func inspectBatch(ctx context.Context, in source.Input, known func(string) bool, then []func(*model.Inspection)) result[batch] {
	stream, err := in.Open(ctx)
	if err != nil {
		return result[batch]{failure: asFailure(in.Path, err)}
	}
	if stream != nil {
		head, _ := stream.Peek(sniffed)
		stream.Close()
		switch {
		case isJSON(head):
			b := new(batch)
			b.records = streamRecords(ctx, in, &b.cut)
			return result[batch]{value: b}
		case database.Is(head) && in.IsFile():
			b := new(batch)
			b.records = databaseRecords(ctx, in, &b.cut)
			return result[batch]{value: b}
		}
	}
	return one(ctx, in, func(reading context.Context, in Input) (*batch, error) {
		switch {
		case isJSON(in.Data):
			b := new(batch)
			b.records = readRecords(ctx, in.Path, in.Limits, bytes.NewReader(in.Data), &b.cut)
			return b, nil
		case database.Is(in.Data):
			return nil, failure(model.Source{Path: in.Path}, model.Unreadable, "a database has to be a file; save it, and give its name")
		}
		if err := reading.Err(); err != nil {
			return nil, err // nobody waits for it any more
		}
		if in.sum = sumOf(in.Data); known(string(in.sum)) {
			return &batch{outcome: Outcome{Known: &model.Source{Path: in.Path, SHA256: in.sum}}}, nil
		}
		found, err := inspectThen(reading, in, then)
		return &batch{outcome: Outcome{Inspection: found}}, err
	})
}

// jsonStart matches how an object with a name in it begins, or an array that
// has none but such.
var jsonStart = lazy.NewRegexp(`^(?:\x{feff})?\s*(?:\[\s*(?:\]\s*$|\{\s*(?:"|\}))|\{\s*")`)

func isJSON(data []byte) bool { return jsonStart.Match(data[:min(len(data), sniffed)]) }

func streamRecords(ctx context.Context, in source.Input, cut *bool) iter.Seq2[*model.Inspection, *model.Failure] {
	return func(yield func(*model.Inspection, *model.Failure) bool) {
		stream, err := in.Open(ctx)
		if err != nil {
			yield(nil, asFailure(in.Path, err))
			return
		}
		defer stream.Close()
		readRecords(ctx, in.Path, in.Limits, stream, cut)(yield)
	}
}

// databaseRecords yields the records of an exported database, and behind them
// the inputs that could not be read when it was made.
func databaseRecords(ctx context.Context, input source.Input, cut *bool) iter.Seq2[*model.Inspection, *model.Failure] {
	path, most := input.Path, input.Limits.OrDefault().Size
	return func(yield func(*model.Inspection, *model.Failure) bool) {
		db, err := database.Open(ctx, path)
		if err != nil {
			yield(nil, databaseFailure(path, err))
			return
		}
		defer db.Close()
		n := 0
		for r, err := range db.Records(ctx, int64(most)) {
			n++
			if errors.Is(err, database.ErrLong) {
				if !yield(nil, databaseFailure(path, fmt.Errorf("%s: the record of %s: %w", path, r.Path, longRecord(most)))) {
					return
				}
				continue
			}
			if err != nil {
				*cut = true
				yield(nil, databaseFailure(path, fmt.Errorf("%w; %d inspections of it were read, and the rest was not", err, n-1)))
				return
			}
			in, failure, problem := decode(r.JSON)
			switch {
			case problem != "":
				failure = databaseFailure(path, fmt.Errorf("%s: the record of %s: %s", path, r.Path, problem))
			case in != nil:
				in.Source.Path = r.Path // which a record leaves out
			}
			if !yield(in, failure) {
				return
			}
		}
		failures, err := db.Failures(ctx)
		if err != nil {
			failures = []*model.Failure{databaseFailure(path, err)}
		}
		for _, f := range failures {
			if !yield(nil, f) {
				return
			}
		}
	}
}

// databaseFailure is the failure for a database, of which err tells already
// that it is the one at path.
func databaseFailure(path string, err error) *model.Failure {
	code := model.Unreadable
	if _, over := errors.AsType[*limit.Error](err); over {
		code = model.TooLarge
	}
	return &model.Failure{Source: model.Source{Path: path}, Code: code, Message: err.Error()}
}

// longRecord says that a record is larger than it may be.
func longRecord(most limit.Bytes) error {
	return limit.Size.Over("larger than the %v that a record may have", most)
}

// maxStrangers is how many records that are not ours may be named. A file with
// more is another file.
const maxStrangers = 10

// A records reads what parse wrote.
type records struct {
	ctx       context.Context
	path      string
	most      limit.Bytes // that a record may have
	in        *bufio.Reader
	strangers int
	last      bool  // the record is on the last line
	cut       *bool // to be set where records may follow that are not read
}

// readRecords yields the records of r, those of path. Its first line says
// whether there is one to a line.
func readRecords(ctx context.Context, path string, limits Limits, r io.Reader, cut *bool) iter.Seq2[*model.Inspection, *model.Failure] {
	return func(yield func(*model.Inspection, *model.Failure) bool) {
		rs := &records{ctx: ctx, path: path, most: limits.OrDefault().Size, in: bufio.NewReaderSize(r, 1<<16), cut: cut}
		if head, _ := rs.in.Peek(len(byteOrderMark)); string(head) == byteOrderMark {
			rs.in.Discard(len(byteOrderMark))
		}
		head, _ := rs.in.Peek(sniffed)
		first, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
		switch first = bytes.TrimSpace(first); {
		case bytes.HasPrefix(first, []byte("[")):
			rs.values(true, yield)
		case len(first) == 1: // an object over several lines
			rs.values(false, yield)
		default:
			rs.lines(yield)
		}
	}
}

const byteOrderMark = "\ufeff"

// lines yields the record on each line.
func (rs *records) lines(yield func(*model.Inspection, *model.Failure) bool) {
	for n := 1; ; n++ {
		line, err := rs.line()
		if rs.ctx.Err() != nil {
			return
		}
		if errors.Is(err, errLong) {
			yield(nil, rs.end(model.TooLarge, "line %d: %v; the rest was not read", n, longRecord(rs.most)))
			return
		}
		rs.last = err != nil
		if line = bytes.TrimSpace(line); len(line) > 0 && !rs.record(line, fmt.Sprint("line ", n), yield) {
			return
		}
		if err != nil {
			if err != io.EOF {
				yield(nil, rs.end(model.Unreadable, "line %d: cannot be read: %v", n, err))
			}
			return
		}
	}
}

var errLong = errors.New("too long")

// line returns the next line, with what ended it where it is the last.
func (rs *records) line() ([]byte, error) {
	var line []byte
	for {
		part, err := rs.in.ReadSlice('\n')
		if line = append(line, part...); limit.Bytes(len(line)) > rs.most {
			return nil, errLong
		}
		if err != bufio.ErrBufferFull {
			return line, err
		}
	}
}

// values yields the records of an array, or objects one behind another.
func (rs *records) values(array bool, yield func(*model.Inspection, *model.Failure) bool) {
	ration := &rationed{r: rs.in, left: rs.most}
	dec := json.NewDecoder(ration)
	if array {
		dec.Token()
	}
	for n := 1; dec.More(); n++ {
		var data json.RawMessage
		if err := dec.Decode(&data); err != nil {
			code := model.Damaged
			if errors.Is(err, errLong) {
				code = model.TooLarge
			}
			if rs.ctx.Err() == nil {
				yield(nil, rs.end(code, "record %d: %s; the rest was not read", n, rs.problem(err)))
			}
			return
		}
		if !rs.record(data, fmt.Sprint("record ", n), yield) {
			return
		}
		ration.left = rs.most
	}
	if _, err := dec.Token(); array && err != nil {
		yield(nil, rs.end(model.Damaged, "the list in it is not closed, so records may be missing; write it again"))
	}
}

// A rationed reader ends with errLong.
type rationed struct {
	r    io.Reader
	left limit.Bytes
}

// Read implements io.Reader.
func (r *rationed) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errLong
	}
	n, err := r.r.Read(p[:min(limit.Bytes(len(p)), r.left)])
	r.left -= limit.Bytes(n)
	return n, err
}

// record yields what one record holds, and reports whether to go on.
func (rs *records) record(data []byte, place string, yield func(*model.Inspection, *model.Failure) bool) bool {
	in, failure, problem := decode(data)
	if problem == "" {
		if in != nil && in.Source.Path == "" { // so that it can be named
			in.Source.Path = rs.path
		}
		return yield(in, failure)
	}
	if rs.last && problem == cutShort {
		*rs.cut = true
	}
	if !yield(nil, rs.failure(model.Unrecognised, "%s: %s", place, problem)) {
		return false
	}
	if rs.strangers++; rs.strangers == maxStrangers {
		yield(nil, rs.end(model.Unrecognised, "%d records that cannot be read; the rest was left", maxStrangers))
		return false
	}
	return true
}

func (rs *records) failure(code model.ErrorCode, format string, args ...any) *model.Failure {
	return failure(model.Source{Path: rs.path}, code, format, args...)
}

// end is failure where it ends the reading.
func (rs *records) end(code model.ErrorCode, format string, args ...any) *model.Failure {
	*rs.cut = true
	return rs.failure(code, format, args...)
}

const notOurs = "not an inspection that ofsted parse wrote as JSON"

// decode returns the inspection or the failure that a record holds, or what
// is wrong with it.
func decode(data []byte) (*model.Inspection, *model.Failure, string) {
	var r struct {
		model.Inspection
		Error *model.FailureError `json:"error"`
	}
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		if _, ok := errors.AsType[*json.SyntaxError](err); ok {
			return nil, nil, jsonProblem(err)
		}
		return nil, nil, notOurs
	}
	if head.Schema != model.Schema {
		return nil, nil, fmt.Sprintf("%s: its schema is %q, not %q", notOurs, head.Schema, model.Schema)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, nil, fmt.Sprintf("%s (%s)", notOurs, jsonProblem(err))
	}
	if r.Error != nil {
		return nil, &model.Failure{Source: r.Source, Code: r.Error.Code, Message: r.Error.Message}, ""
	}
	if code := strange(&r.Inspection); code != "" {
		return nil, nil, fmt.Sprintf("this version of ofsted knows no %q", code)
	}
	r.Fill()
	return &r.Inspection, nil, ""
}

const cutShort = "cut short; write it again"

// problem says what is wrong with a record, or that it is too large.
func (rs *records) problem(err error) string {
	if errors.Is(err, errLong) {
		return longRecord(rs.most).Error()
	}
	return jsonProblem(err)
}

// jsonProblem says what is wrong with JSON.
func jsonProblem(err error) string {
	syntax, isSyntax := errors.AsType[*json.SyntaxError](err)
	field, isField := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case isField:
		return fmt.Sprintf("%s is a %s", strings.TrimPrefix(field.Field, "Inspection."), field.Value)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), isSyntax && syntax.Error() == "unexpected end of JSON input":
		return cutShort
	}
	return "not JSON (" + err.Error() + ")"
}

// known are the codes that judgements and findings may hold.
var known = sync.OnceValue(func() map[any]bool {
	codes := map[any]bool{model.NotJudged: true, model.AboutAuthority: true, model.AboutLSCB: true}
	for _, k := range model.FindingKinds() {
		codes[k] = true
	}
	for _, p := range model.Polarities() {
		codes[p] = true
	}
	for _, a := range model.Areas() {
		codes[a] = true
	}
	for _, s := range []model.Scale{model.FourPoint, model.FourPoint2012, model.AreaSENDScale} {
		codes[s] = true
		for _, g := range s.Grades() {
			codes[g] = true
		}
	}
	return codes
})

// isDate reports whether d is a day, a month or unknown.
func isDate(d model.Date) bool {
	_, day := time.Parse(time.DateOnly, string(d))
	_, month := time.Parse("2006-01", string(d))
	return d == "" || day == nil || month == nil
}

// strange returns the first code or date of an inspection that the model does
// not know, which what follows relies on.
func strange(in *model.Inspection) string {
	switch {
	case !slices.Contains(model.Kinds(), in.Kind):
		return "kind " + string(in.Kind)
	case in.Framework != in.Kind.Framework():
		return "framework " + string(in.Framework)
	}
	for _, f := range in.Findings {
		if code := strangeFinding(f); code != "" {
			return code
		}
	}
	dates := []model.Date{in.Published}
	for _, p := range in.Visit.Periods {
		dates = append(dates, p.Start, p.End)
	}
	for _, d := range dates {
		if !isDate(d) {
			return "date " + string(d)
		}
	}
	for _, j := range in.Judgements {
		switch codes := known(); {
		case !codes[j.Area]:
			return "area " + string(j.Area)
		case !codes[j.Grade]:
			return "grade " + string(j.Grade)
		case !codes[j.Scale]:
			return "scale " + string(j.Scale)
		}
	}
	return ""
}

// strangeFinding returns the first code or number of a finding that the model
// does not know.
func strangeFinding(f model.Finding) string {
	switch codes := known(); {
	case f.Page < 0:
		return fmt.Sprint("page ", f.Page)
	case !codes[f.Kind]:
		return "kind of finding " + string(f.Kind)
	case f.Area != model.NoArea && !codes[f.Area]:
		return "area " + string(f.Area)
	case f.Polarity != model.NoPolarity && !codes[f.Polarity]:
		return "polarity " + string(f.Polarity)
	case f.About != "" && !codes[f.About]:
		return "about " + string(f.About)
	}
	return ""
}
