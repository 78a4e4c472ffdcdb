package render

import (
	"bytes"
	"encoding/json"
	"io"

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
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}

// JSON writes a single result as one object, and many as an array of them,
// each as it comes.
func JSON(w io.Writer, many bool, results Results) error {
	if !many {
		for in, failure := range results {
			data, err := marshal(record(in, failure), "", "  ")
			if err != nil {
				return err
			}
			if _, err := w.Write(append(data, '\n')); err != nil {
				return err
			}
		}
		return nil
	}
	next := "[\n  "
	for in, failure := range results {
		data, err := marshal(record(in, failure), "  ", "  ")
		if err != nil {
			return err
		}
		if _, err := w.Write(append([]byte(next), data...)); err != nil {
			return err
		}
		next = ",\n  "
	}
	end := "\n]\n"
	if next[0] == '[' {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// NDJSON writes a line of JSON for each result as it comes.
func NDJSON(w io.Writer, results Results) error {
	for in, failure := range results {
		data, err := marshal(record(in, failure), "", "")
		if err != nil {
			return err
		}
		if _, err := w.Write(append(data, '\n')); err != nil {
			return err
		}
	}
	return nil
}
