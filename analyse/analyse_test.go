package analyse_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/analyse"
	"ofsted/model"
)

// written returns an inspection with findings of a kind, each a paragraph.
func written(kind model.FindingKind, texts ...string) *model.Inspection {
	in := &model.Inspection{Kind: model.ILACSInspection}
	for i, text := range texts {
		in.Findings = append(in.Findings, model.Finding{ID: fmt.Sprintf("f%d", i+1), Kind: kind, About: model.AboutAuthority, Text: text})
	}
	in.Fill()
	return in
}

// What is plain to every reader is judged right, with what it is about first
// among its themes.
func TestInspect(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		polarity model.Polarity
		theme    model.Theme
		text     string
	}{
		{model.StrengthSaid, model.Leadership, "Senior leaders have an ambitious vision for children, and staff are well supported."},
		{model.StrengthSaid, model.Participation, "Social workers know their children well and visit them regularly."},
		{model.StrengthSaid, model.Placements, "Foster carers are well trained and value the strong support that they receive."},
		{model.StrengthSaid, model.Partnership, "Partners share information promptly and well."},
		{model.StrengthSaid, model.EarlyHelp, "Early help is well coordinated and prevents children’s needs from escalating."},
		{model.StrengthSaid, model.DisabledChildren, "Disabled children receive short breaks that they enjoy."},
		{model.StrengthSaid, model.Permanence, "Adopters are recruited quickly and children are matched well with them."},
		{model.StrengthSaid, model.DomesticAbuse, "Domestic abuse is well understood, and victims receive effective support."},
		{model.StrengthSaid, model.Education, "Children make good progress at school, and the virtual school is effective."},
		{model.StrengthSaid, model.FrontDoor, "Thresholds are well understood, and referrals to the MASH receive a prompt response."},
		{model.StrengthSaid, model.LeavingCare, "Care leavers live in suitable accommodation, and their personal advisers keep in touch."},
		{model.ConcernSaid, model.ManagementOversight, "Supervision is irregular and does not drive children’s plans forward."},
		{model.ConcernSaid, model.Assessment, "Too many children wait too long for an assessment."},
		{model.ConcernSaid, model.PlanningAndReview, "Plans are not specific, and children experience drift and delay."},
		{model.ConcernSaid, model.Workforce, "Social workers’ caseloads are too high."},
		{model.ConcernSaid, model.ExploitationAndMissing, "Children who go missing are not always offered a return home interview, and risks are not understood."},
		{model.ConcernSaid, model.Recording, "Case records are incomplete and out of date."},
		{model.ConcernSaid, model.ChildProtection, "Strategy meetings are delayed and police do not always attend."},
		{model.ConcernSaid, model.PreProceedings, "Pre-proceedings letters are unclear and parents wait too long for court."},
		{model.MixedSaid, model.PlanningAndReview, "While most children are visited regularly, too many plans are weak and lack clear timescales."},
		{model.MixedSaid, model.LeavingCare, "Most care leavers have a good pathway plan, but too many plans are out of date."},
		{model.MixedSaid, model.ManagementOversight, "While staff are committed and know children well, supervision is infrequent and poorly recorded."},
		{model.NeutralSaid, model.OtherTheme, "Kestrel is a small unitary authority in the north of England."},
		{model.NeutralSaid, model.OtherTheme, "The local authority was last inspected in May 2019."},
	} {
		in := written(model.Body, test.text)
		analyse.Inspect(in)
		f := in.Findings[0]
		if len(f.Sentences) != 1 || f.Sentences[0].Text != test.text || f.Sentences[0].Because != nil {
			t.Fatalf("%.99q: sentences %+v", test.text, f.Sentences)
		}
		if s := f.Sentences[0]; s.Polarity != test.polarity || f.Polarity != test.polarity || !slices.Equal(f.Themes, s.Themes) {
			t.Errorf("%.99q: sentence %s and finding %s %v, want %s", test.text, s.Polarity, f.Polarity, f.Themes, test.polarity)
		}
		if len(f.Themes) == 0 || f.Themes[0] != test.theme {
			t.Errorf("%.99q: themes %v, want %s first", test.text, f.Themes, test.theme)
		}
	}
}

// What an authority has to improve is a concern, however it is put.
func TestImprovementsAreConcerns(t *testing.T) {
	t.Parallel()
	texts := []string{"The quality of plans.", "Effective and regular supervision for all social workers.", "Build on the strong support for foster carers.", "There are 312 children in care."}
	for _, kind := range []model.FindingKind{model.Improvement, model.PriorityAction} {
		in := written(kind, texts...)
		analyse.Explain(in)
		for _, f := range in.Findings {
			if f.Polarity != model.ConcernSaid || f.Sentences[0].Polarity != model.ConcernSaid {
				t.Errorf("%s %.99q: %s", kind, f.Text, f.Polarity)
			}
			// Its words did not decide, so none are named for it.
			for _, r := range f.Sentences[0].Because {
				if r.Polarity != model.NoPolarity {
					t.Errorf("%s %.99q: because %+v", kind, f.Text, r)
				}
			}
		}
	}
	in := written(model.Strength, texts[1])
	analyse.Inspect(in)
	if in.Findings[0].Polarity != model.StrengthSaid {
		t.Errorf("%q as a strength: %s", texts[1], in.Findings[0].Polarity)
	}
}

func TestFindingsSumSentences(t *testing.T) {
	t.Parallel()
	const good, bad, fact = "Social workers know their children well.", "Case records are incomplete and out of date.", "The local authority was last inspected in May 2019."
	for _, test := range []struct {
		text string
		want model.Polarity
	}{
		{good + " " + fact, model.StrengthSaid},
		{fact + " " + bad, model.ConcernSaid},
		{fact + " " + fact, model.NeutralSaid},
		{good + " " + bad, model.MixedSaid},
		{strings.Repeat(good+" ", 4) + bad, model.StrengthSaid},
		{strings.Repeat(bad+" ", 4) + good, model.ConcernSaid},
		{"", model.NoPolarity},
	} {
		in := written(model.Body, test.text)
		analyse.Inspect(in)
		f := in.Findings[0]
		if f.Polarity != test.want || f.Sentences == nil || f.Themes == nil {
			t.Errorf("%.99q: %s, want %s", test.text, f.Polarity, test.want)
		}
	}
}

// A paragraph that breaks over a page is analysed in parts, and Whole puts
// them together: the sentence cut in two is one again.
func TestWholeFindings(t *testing.T) {
	t.Parallel()
	in := written(model.Body,
		"Social workers know their children well. Foster carers are well trained and value the strong",
		"support that they receive. Case records are incomplete and out of date.",
		"Too many children wait too long for an assessment.",
		"Supervision is irregular.")
	in.Findings[1].Continues = "f1"
	in.Findings[2].Continues = "f2"
	analyse.Inspect(in)
	before := fmt.Sprintf("%+v", in.Findings)
	whole := in.Whole()
	if len(whole) != 2 {
		t.Fatalf("%d findings", len(whole))
	}
	var sentences []string
	for _, s := range whole[0].Sentences {
		sentences = append(sentences, s.Text)
	}
	if diff := cmp.Diff(analyse.Sentences(whole[0].Text), sentences); diff != "" {
		t.Errorf("sentences (-of the whole text +of the parts):\n%s", diff)
	}
	f := whole[0]
	if f.Polarity != model.MixedSaid || f.Sentences[1].Polarity != model.StrengthSaid || f.Sentences[3].Polarity != model.ConcernSaid {
		t.Errorf("%s: %+v", f.Polarity, f.Sentences)
	}
	for _, theme := range []model.Theme{model.Participation, model.Placements, model.Recording, model.Assessment} {
		if !slices.Contains(f.Themes, theme) {
			t.Errorf("themes %v, want %s among them", f.Themes, theme)
		}
	}
	if whole[1].Polarity != model.ConcernSaid {
		t.Errorf("the next: %+v", whole[1])
	}
	if after := fmt.Sprintf("%+v", in.Findings); after != before {
		t.Error("Whole changed the parts")
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	in := written(model.Body, "One. Two.", "", "Three.", "Four.")
	in.Sections = []model.Section{{ID: "s1", Heading: "First"}, {ID: "s2", Heading: "Second"}}
	in.Findings[0].Section, in.Findings[2].Section = "s1", "s2"
	var got []string
	for p := range analyse.Places(in) {
		got = append(got, fmt.Sprintf("%s %s %s", p.Finding.ID, p.Heading, p.Text))
	}
	if diff := cmp.Diff([]string{"f1 First One.", "f1 First Two.", "f3 Second Three.", "f4  Four."}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for p := range analyse.Places(in) {
		if p.Text != "One." {
			t.Fatal("not the first")
		}
		break
	}
}

// letter returns an inspection with findings of many kinds below headings.
func letter() *model.Inspection {
	in := written(model.Body,
		"Social workers know their children well. While staff are committed, supervision is infrequent and poorly recorded.",
		"Dr. Wren’s team (e.g. its nurses) helps promptly. Too many children wait too long for an assessment. (Recommendation)",
		"At the time of the inspection, 312 children were in care. 🎉 Early help is well coordinated – and valued; it prevents harm.")
	in.Sections = []model.Section{{ID: "s1", Heading: "The experiences and progress of children in care: good"}}
	in.Findings[1].Section = "s1"
	in.Findings = append(in.Findings, written(model.Improvement, "The quality of pathway plans for care leavers.").Findings...)
	return in
}

// The same inspection is analysed to the same, time and again and by several
// at once, whatever was analysed in between.
func TestInspectIsStable(t *testing.T) {
	t.Parallel()
	want := letter()
	analyse.Explain(want)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 5 {
				got := letter()
				analyse.Explain(got)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-first +later):\n%s", diff)
				}
				analyse.Inspect(written(model.Context, strings.Repeat("Another text altogether, longer than the rest. ", 20)))
			}
		})
	}
	wait.Wait()
	// Once more over the same one: what it had is replaced.
	again := letter()
	analyse.Inspect(again)
	analyse.Explain(again)
	if diff := cmp.Diff(want, again); diff != "" {
		t.Errorf("(-once +twice):\n%s", diff)
	}
}

// Explain says no other than Inspect, and names words of the sentence for
// each thing that it says.
func TestExplain(t *testing.T) {
	t.Parallel()
	explained, plain := letter(), letter()
	analyse.Explain(explained)
	analyse.Inspect(plain)
	for i, f := range explained.Findings {
		for j, s := range f.Sentences {
			because := s.Because
			s.Because = nil
			if diff := cmp.Diff(plain.Findings[i].Sentences[j], s); diff != "" {
				t.Errorf("(-Inspect +Explain):\n%s", diff)
			}
			checkReasons(t, f.Kind, s, because)
		}
	}
}

func checkReasons(t *testing.T, kind model.FindingKind, s model.Sentence, because []model.Reason) {
	t.Helper()
	var themes []model.Theme
	polarities := 0
	for _, r := range because {
		if r.Theme != "" {
			themes = append(themes, r.Theme)
		}
		if r.Polarity != model.NoPolarity {
			polarities++
			if r.Polarity != s.Polarity || r.Theme != "" {
				t.Errorf("%.99q: %+v, but it is %s", s.Text, r, s.Polarity)
			}
		}
		if r.Words == nil || len(r.Words) > 3 {
			t.Errorf("%.99q: words %q", s.Text, r.Words)
		}
		for i, w := range r.Words {
			if w == "" || !strings.Contains(s.Text, w) || slices.Contains(r.Words[:i], w) {
				t.Errorf("%.99q: %q for %s%s", s.Text, r.Words, r.Polarity, r.Theme)
			}
		}
	}
	if !slices.Equal(themes, s.Themes) {
		t.Errorf("%.99q: reasons for %v, themes %v", s.Text, themes, s.Themes)
	}
	if settled := kind == model.Improvement; (polarities == 1) == settled {
		t.Errorf("%.99q: %d reasons for the polarity", s.Text, polarities)
	}
}

// The words that decide are those that a reader would name.
func TestExplainNamesTheWords(t *testing.T) {
	t.Parallel()
	in := written(model.Body, "Case records are incomplete and out of date.")
	analyse.Explain(in)
	said := map[string]string{}
	for _, r := range in.Findings[0].Sentences[0].Because {
		said[string(r.Polarity)+string(r.Theme)] = strings.Join(r.Words, " … ")
	}
	if !strings.Contains(said["concern"], "incomplete") && !strings.Contains(said["concern"], "out of date") {
		t.Errorf("concern because of %q", said["concern"])
	}
	if !strings.Contains(said["recording"], "records") {
		t.Errorf("recording because of %q", said["recording"])
	}
}

// Whatever stands in a document, it is analysed without a panic and without
// taking long; were the time squared, this test would not end.
func TestOddText(t *testing.T) {
	t.Parallel()
	long := func(part string, size int) string { return strings.Repeat(part, size/len(part)) }
	for name, text := range map[string]string{
		"one word":           long("x", 1<<20),
		"one word of others": long("ж", 1<<20),
		"one sentence":       long("plan ", 1<<20),
		"many sentences":     long("Aa. ", 1<<17),
		"brackets":           long("a. (", 1<<20),
		"apostrophes":        long("a’", 1<<20),
		"quotation marks":    ". " + long("‘", 1<<20),
		"control characters": long("\x00\x01\x1b[2J\u202e", 1<<18),
		"not UTF-8":          long("\xff\xfe plans\xc3 are\xe2\x80 weak. \xf0", 1<<17),
		"no letters":         "12, 13 – (14) … 15%! ?",
		"other letters":      "计划很好。Планы ясны. خطط واضحة. Σχέδια",
		"only punctuation":   "’ ' - – . ’s",
		"one letter":         "a",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := written(model.Body, text)
			analyse.Explain(in)
			f := in.Findings[0]
			if f.Polarity == model.NoPolarity || len(f.Sentences) == 0 {
				t.Errorf("%s with %d sentences", f.Polarity, len(f.Sentences))
			}
			for _, s := range f.Sentences[:min(len(f.Sentences), 100)] {
				because := s.Because
				s.Because = nil
				checkReasons(t, f.Kind, s, because)
			}
			analyse.Words(analyse.Compare(written(model.Improvement, text), written(model.Improvement, text)))
		})
	}
}

// A heading is read again for every sentence below it, however long it is.
func TestLongHeading(t *testing.T) {
	t.Parallel()
	in := written(model.Body, strings.Repeat("Aa. ", 20_000))
	in.Sections = []model.Section{{ID: "s1", Heading: strings.Repeat("plan ", 50_000)}}
	in.Findings[0].Section = "s1"
	analyse.Inspect(in)
	if n := len(in.Findings[0].Sentences); n != 20_000 {
		t.Errorf("%d sentences", n)
	}
}

func FuzzExplain(f *testing.F) {
	for _, fi := range letter().Findings {
		f.Add(fi.Text, "The experiences of children in care", false)
	}
	f.Add("\xff\x00’s", "’", true)
	f.Fuzz(func(t *testing.T, text, heading string, improvement bool) {
		kind := model.Body
		if improvement {
			kind = model.Improvement
		}
		in := written(kind, text)
		in.Sections = []model.Section{{ID: "s1", Heading: heading}}
		in.Findings[0].Section = "s1"
		analyse.Explain(in)
		for _, s := range in.Findings[0].Sentences {
			because := s.Because
			checkReasons(t, kind, s, because)
		}
	})
}
