package model_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ofsted/model"
)

func TestAuthorities(t *testing.T) {
	list := model.Authorities()
	current := 0
	codes := make(map[model.Null]bool)
	for _, a := range list {
		if !a.Known || a.Name == "" || a.Region == "" || len(a.GSSCode) != 9 || len(a.LACode) != 3 {
			t.Errorf("incomplete: %+v", a)
		}
		if codes[a.LACode] {
			t.Errorf("%s: la_code %s twice", a.Name, a.LACode)
		}
		codes[a.LACode] = true
		if a.Current {
			current++
		}
	}
	for _, a := range list {
		for _, n := range a.Neighbours {
			if !codes[model.Null(n)] {
				t.Errorf("%s: its neighbour %s is not in the list", a.Name, n)
			}
		}
	}
	// There are 153 since April 2023.
	if current != 153 {
		t.Errorf("%d current authorities", current)
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Bath and North East Somerset": "bath-and-north-east-somerset",
		"St. Helen's":                  "st-helens",
		"St Helen’s":                   "st-helens",
		"Stoke-on-Trent":               "stoke-on-trent",
		"  Ynys Môn  ":                 "ynys-môn",
		"":                             "",
	} {
		if got := model.Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

// What is unknown is null, an empty list is [], and nothing is left out.
func TestJSONOfAnEmptyInspection(t *testing.T) {
	in := &model.Inspection{Kind: model.UnknownKind}
	in.Fill()
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"lead_inspectors", "inspectors", "addressees", "judgements", "sections", "findings", "notes", "warnings"} {
		if list, ok := m[field].([]any); !ok || len(list) != 0 {
			t.Errorf("%s: %v, want []", field, m[field])
		}
	}
	for _, field := range []string{"framework", "title", "published"} {
		if v, there := m[field]; !there || v != nil {
			t.Errorf("%s: %v, want null", field, v)
		}
	}
	if m["schema"] != model.Schema || m["id"] != "unknown" {
		t.Errorf("schema %v, id %v", m["schema"], m["id"])
	}
}

func TestJSONKeepsSignsAndReturns(t *testing.T) {
	in := &model.Inspection{Kind: model.FocusedVisit, Title: "Police & Crime <Commissioner>"}
	in.Authority.Name = "Telford & Wrekin"
	in.Visit.Periods = []model.Period{{Start: "2019-03-12", End: "2019-03-13"}}
	in.Findings = []model.Finding{{ID: "f1", Kind: model.Body, Text: "One."}}
	in.Fill()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(in); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"Police & Crime <Commissioner>"`) {
		t.Error(b.String())
	}
	var back model.Inspection
	if err := json.Unmarshal([]byte(b.String()), &back); err != nil {
		t.Fatal(err)
	}
	if back.ID != "telford-wrekin-2019-03-13-focused_visit" || back.Title != in.Title || back.Findings[0].Area != model.NoArea {
		t.Errorf("%+v", back)
	}
}

func TestWhole(t *testing.T) {
	in := &model.Inspection{Findings: []model.Finding{
		{ID: "f1", Number: "1", Page: 2, Text: "Children are helped to"},
		{ID: "f2", Page: 3, Continues: "f1", Text: "understand their multi-"},
		{ID: "f3", Page: 4, Continues: "f2", Text: "agency plans.", References: []model.Reference{{Kind: "outcome", Number: 3}}},
		{ID: "f4", Number: "2", Page: 4, Text: "Visits are regular."},
	}}
	whole := in.Whole()
	if len(whole) != 2 || whole[0].Text != "Children are helped to understand their multi-agency plans." ||
		whole[0].ID != "f1" || whole[0].Page != 2 || len(whole[0].References) != 1 || whole[1].ID != "f4" {
		t.Errorf("%+v", whole)
	}
	if in.Findings[0].Text != "Children are helped to" {
		t.Error("the parts were changed")
	}
}

// Parts go together as lines do, and a long chain of them in linear time.
func TestWholeJoinsAsGlue(t *testing.T) {
	in := &model.Inspection{Findings: []model.Finding{
		{ID: "f1", Text: "Matches for short-"},
		{ID: "f2", Continues: "f1", Text: "and long-term care and/"},
		{ID: "f3", Continues: "f2", Text: "or adoption"},
		{ID: "f4", Text: "A chain"},
	}}
	for range 100_000 {
		in.Findings = append(in.Findings, model.Finding{Continues: "f4", Text: "of twenty bytes each"})
	}
	start := time.Now()
	whole := in.Whole()
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
	if len(whole) != 2 || whole[0].Text != "Matches for short- and long-term care and/or adoption" || len(whole[1].Text) != 7+100_000*21 {
		t.Errorf("%d findings, the first %q", len(whole), whole[0].Text)
	}
}

func TestGlue(t *testing.T) {
	for _, c := range [][3]string{
		{"Plans that", "children understand.", "Plans that children understand."},
		{"poor-", "quality plans", "poor-quality plans"},
		{"short-", "and long-term", "short- and long-term"},
		{"care -", "leavers", "care - leavers"},
		{"his/", "her", "his/her"},
		{"his /", "her", "his / her"},
		{"", "her", "her"},
		{"his", "", "his"},
	} {
		if got := model.Glue(c[0], c[1]); got != c[2] {
			t.Errorf("Glue(%q, %q) = %q", c[0], c[1], got)
		}
	}
}

// Every grade of every scale has words, and every kind a title, a framework
// and a scale.
func TestTables(t *testing.T) {
	for _, k := range model.Kinds() {
		if k.Title() == "" || k != model.UnknownKind && k.Framework() == "" {
			t.Errorf("%s: no title or framework", k)
		}
		grades := model.ScaleOf(k).Grades()
		if len(grades) < 3 || slices.ContainsFunc(grades, func(g model.Grade) bool { return g.Title() == "" }) {
			t.Errorf("%s: grades %v", k, grades)
		}
	}
	for _, a := range model.Areas() {
		if a.Title() == "" || a.Title() == string(a) {
			t.Errorf("%s: no title", a)
		}
	}
}

// TestWholeOfManyParts would not end in time if parts were joined by going
// over all before them again.
func TestWholeOfManyParts(t *testing.T) {
	const parts = 40_000
	in := &model.Inspection{}
	for i := range parts {
		f := model.Finding{ID: fmt.Sprint("f", i+1), Kind: model.Body, Text: "one of many", Polarity: model.StrengthSaid,
			Sentences: []model.Sentence{{Text: "one of many", Polarity: model.StrengthSaid, Themes: []model.Theme{model.Health}}}}
		if i > 0 {
			f.Continues = model.Null(fmt.Sprint("f", i))
		}
		in.Findings = append(in.Findings, f)
	}
	whole := in.Whole()
	if len(whole) != 1 || len(whole[0].Text) != parts*len("one of many ")-1 || whole[0].Polarity != model.StrengthSaid || len(in.Findings[0].Sentences) != 1 {
		t.Errorf("%d findings of %d bytes, the first %s; its part has %d sentences", len(whole), len(whole[0].Text), whole[0].Polarity, len(in.Findings[0].Sentences))
	}
}

// An area for improvement never goes on with a paragraph of the body, whatever
// a record says.
func TestWholeKeepsKindsApart(t *testing.T) {
	in := &model.Inspection{Findings: []model.Finding{{ID: "f1", Kind: model.Body, Text: "Plans are weak,"}, {ID: "f2", Kind: model.Improvement, Continues: "f1", Text: "The quality of plans."}}}
	if whole := in.Whole(); len(whole) != 2 || whole[1].Text != "The quality of plans." {
		t.Errorf("%+v", whole)
	}
}
