package render

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"ofsted/model"
)

// compile returns a schema ready to validate, and its JSON.
func compile(t *testing.T, name string) (*jsonschema.Schema, map[string]any) {
	t.Helper()
	data, ok := Schema(name)
	if !ok {
		t.Fatalf("no schema %s", name)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name+".json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return schema, doc.(map[string]any)
}

// validate checks JSON with a schema.
func validate(t *testing.T, schema *jsonschema.Schema, data []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(v)
}

func TestOutputFitsItsSchema(t *testing.T) {
	schema, _ := compile(t, "inspection")
	all := results(ilacs(), sif(), lost(), visit(), &model.Failure{Code: model.NoText})
	var array, lines bytes.Buffer
	if err := JSON(&array, true, all); err != nil {
		t.Fatal(err)
	}
	if err := validate(t, schema, array.Bytes()); err != nil {
		t.Errorf("array: %v", err)
	}
	if err := NDJSON(&lines, all); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(lines.String()) {
		if err := validate(t, schema, []byte(line)); err != nil {
			t.Errorf("line: %v\n%s", err, line)
		}
	}
}

func TestSchemaRefusesWhatWeNeverPrint(t *testing.T) {
	schema, _ := compile(t, "inspection")
	good, err := marshal(ilacs(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []struct{ from, to string }{
		{`"grade":"inadequate"`, `"grade":"poor"`},
		{`"kind":"ilacs_inspection"`, `"kind":"ilacs"`},
		{`"start":"2024-09-30"`, `"start":"30/09/2024"`},
		{`"notes":`, `"footnotes":`},
		{`"lead_inspectors":["Siân Abernathy"]`, `"lead_inspectors":null`},
	} {
		bad := strings.Replace(string(good), change.from, change.to, 1)
		if bad == string(good) {
			t.Fatalf("%s is not in the output", change.from)
		}
		if validate(t, schema, []byte(bad)) == nil {
			t.Errorf("schema allows %s", change.to)
		}
	}
}

// schemaKeys returns the names of all properties below a schema, as paths.
func schemaKeys(defs map[string]any, s any, path string, keys *[]string) {
	m, ok := s.(map[string]any)
	if !ok {
		return
	}
	if ref, ok := m["$ref"].(string); ok {
		schemaKeys(defs, defs[strings.TrimPrefix(ref, "#/$defs/")], path, keys)
	}
	schemaKeys(defs, m["items"], path, keys)
	props, _ := m["properties"].(map[string]any)
	for name, sub := range props {
		*keys = append(*keys, path+"."+name)
		schemaKeys(defs, sub, path+"."+name, keys)
	}
}

// valueKeys returns the names of all fields in a value, as paths.
func valueKeys(v any, path string, keys map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			valueKeys(e, path, keys)
		}
	case map[string]any:
		for name, e := range v {
			keys[path+"."+name] = true
			valueKeys(e, path+"."+name, keys)
		}
	}
}

// TestSchemaHasEveryField keeps the schema, which is written by hand, in step
// with the model: the fixtures together use every field.
func TestSchemaHasEveryField(t *testing.T) {
	_, doc := compile(t, "inspection")
	defs := doc["$defs"].(map[string]any)
	for _, test := range []struct {
		def    string
		values []any
	}{
		{"inspection", []any{ilacs(), sif(), visit()}},
		{"failure", []any{lost().Record()}},
	} {
		var want []string
		schemaKeys(defs, defs[test.def], "", &want)
		slices.Sort(want)
		keys := map[string]bool{}
		for _, v := range test.values {
			data, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var decoded any
			if err := json.Unmarshal(data, &decoded); err != nil {
				t.Fatal(err)
			}
			valueKeys(decoded, "", keys)
		}
		var got []string
		for k := range keys {
			got = append(got, k)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-schema +output):\n%s", test.def, diff)
		}
	}
}

func enum(t *testing.T, doc map[string]any, def string) []string {
	t.Helper()
	var list []string
	for _, v := range doc["$defs"].(map[string]any)[def].(map[string]any)["enum"].([]any) {
		list = append(list, v.(string))
	}
	slices.Sort(list)
	return list
}

func TestSchemasHaveEveryCode(t *testing.T) {
	for _, name := range SchemaNames {
		_, doc := compile(t, name)
		want := map[string][]string{}
		for _, k := range model.Kinds() {
			want["kind"] = append(want["kind"], string(k))
		}
		for _, a := range model.Areas() {
			want["area"] = append(want["area"], string(a))
		}
		want["grade"] = []string{string(model.NotJudged)}
		for _, s := range []model.Scale{model.FourPoint, model.FourPoint2012, model.AreaSENDScale} {
			for _, g := range s.Grades() {
				if !slices.Contains(want["grade"], string(g)) {
					want["grade"] = append(want["grade"], string(g))
				}
			}
		}
		for def, codes := range want {
			if name == "search" && def == "grade" {
				continue // findings have none
			}
			slices.Sort(codes)
			if diff := cmp.Diff(codes, enum(t, doc, def)); diff != "" {
				t.Errorf("%s schema, %s (-model +schema):\n%s", name, def, diff)
			}
		}
	}
}

// sameKeys checks that JSON has the keys that its schema has, as schemaKeys gives
// them, and no others.
func sameKeys(t *testing.T, want []string, data []byte) {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	valueKeys(v, "", got)
	slices.Sort(want)
	for _, k := range slices.Compact(want) {
		if !got[k] {
			t.Errorf("schema has %s, output has not", k)
		}
		delete(got, k)
	}
	for k := range got {
		t.Errorf("output has %s, schema has not", k)
	}
}
