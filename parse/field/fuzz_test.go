package field

import (
	"strings"
	"testing"
	"unicode/utf8"

	"ofsted/model"
)

// FuzzPeople reads names of people from whatever there is: what is found is
// text of the input, on one line, and no longer than a name.
func FuzzPeople(f *testing.F) {
	for _, s := range []string{"Lead inspector: Siân Abernathy, His Majesty’s Inspector", "Joanna Fell HMI and Martin Adeyemi, Senior HMI", "Beatrice Lindqvist, Director of Children’s Services, Kestrel Council",
		"The inspection team:\nJane O’Neill-Smith\nDr J. R. Patel", "\xff, ,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<12 {
			return
		}
		var names []string
		names = append(append(names, LeadInspectors(s)...), Inspectors(s)...)
		if name, ok := Name(s); ok {
			names = append(names, name)
		}
		for _, name := range names {
			if name == "" || len(name) > 2*maxPerson || strings.ContainsAny(name, "\n\r") || utf8.ValidString(s) && !utf8.ValidString(name) {
				t.Errorf("%q is a name in %q", name, s)
			}
		}
		Addressee(s)
		Addressees(strings.Split(s, "\n"))
	})
}

// FuzzHeadings reads areas and grades from whatever there is: they are those
// that the kind of document can have.
func FuzzHeadings(f *testing.F) {
	for _, s := range []string{"The experiences and progress of children in care: good", "Overall effectiveness requires improvement", "3.1 Care leavers Inadequate", "Inadequate to good", "\xff: good"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<12 {
			return
		}
		for _, kind := range model.Kinds() {
			for _, read := range []func(string, model.Kind) (model.Area, bool){AreaOf, GradedArea} {
				if area, ok := read(s, kind); ok && area.Title() == string(area) {
					t.Errorf("%q is the area %q of %s", s, area, kind)
				}
			}
			if _, grade, printed, ok := GradeAtEnd(s, model.ScaleOf(kind)); ok && (grade.Title() == "" || printed == "") {
				t.Errorf("%q ends in the grade %q, printed %q", s, grade, printed)
			}
		}
		if _, grade, printed, ok := JudgementSentence(s); ok && (grade.Title() == "" || printed == "") {
			t.Errorf("%q gives the grade %q, printed %q", s, grade, printed)
		}
		References(s)
		VisitNumber(s)
		Ordinal(s)
	})
}
