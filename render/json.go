package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"ofsted/model"
)

// record returns what stands for a result in JSON: the inspection, or the
// error record in its place.
func record(in *model.Inspection, failure *model.Failure) any {
	if failure != nil {
		return failure.Record()
	}
	return in
}

// marshal encodes a value without escaping <, > and &, which are themselves
// in anything but a web page. The value begins each line but the first with
// prefix; without an indent it is one line.
func marshal(v any, prefix, indent string) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, indent)
	err := enc.Encode(v)
	return escapeControls(bytes.TrimSuffix(buf.Bytes(), []byte("\n"))), err
}

// escapeControls escapes what terminals obey and JSON does not ask to escape,
// as it does of the control characters of ASCII: the value stays the same.
func escapeControls(data []byte) []byte {
	var out []byte
	done := 0
	for i := 0; i < len(data); {
		if data[i] < '\x7f' {
			i++
			continue
		}
		c, n := utf8.DecodeRune(data[i:])
		if isControl(c) {
			out = fmt.Appendf(append(out, data[done:i]...), `\u%04x`, c)
			done = i + n
		}
		i += n
	}
	if done == 0 {
		return data
	}
	return append(out, data[done:]...)
}

// JSON writes a single result as one object, and many as an array of them,
// each as it comes.
func JSON(w io.Writer, many bool, results Results) error {
	if many {
		return writeRecords(&jsonArray{w: w}, results)
	}
	return writeRecords(jsonObjects{w}, results)
}

// NDJSON writes a line of JSON for each result as it comes.
func NDJSON(w io.Writer, results Results) error { return writeRecords(jsonLines{w}, results) }

// A recordWriter writes one record behind another.
type recordWriter interface {
	write(record any) error
	end() error
}

func writeRecords(w recordWriter, results Results) error {
	for in, failure := range results {
		if err := w.write(record(in, failure)); err != nil {
			return err
		}
	}
	return w.end()
}

// jsonLines are records, each on one line.
type jsonLines struct{ w io.Writer }

func (l jsonLines) write(record any) error {
	data, err := marshal(record, "", "")
	if err != nil {
		return err
	}
	_, err = l.w.Write(append(data, '\n'))
	return err
}

func (jsonLines) end() error { return nil }

// jsonObjects are records, each over several lines.
type jsonObjects struct{ w io.Writer }

func (o jsonObjects) write(record any) error { return writeJSON(o.w, record) }

func (jsonObjects) end() error { return nil }

// A jsonArray is an array of records.
type jsonArray struct {
	w     io.Writer
	begun bool
}

func (a *jsonArray) write(record any) error {
	data, err := marshal(record, "  ", "  ")
	if err != nil {
		return err
	}
	next := ",\n  "
	if !a.begun {
		next = "[\n  "
	}
	a.begun = true
	_, err = a.w.Write(append([]byte(next), data...))
	return err
}

func (a *jsonArray) end() error {
	end := "\n]\n"
	if !a.begun {
		end = "[]\n"
	}
	_, err := io.WriteString(a.w, end)
	return err
}
