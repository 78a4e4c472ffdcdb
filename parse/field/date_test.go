package field

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ofsted/model"
)

// periods reads "2018-11-26..2018-12-07 2019-01-03" for tests.
func periods(s string) []model.Period {
	var list []model.Period
	for _, f := range strings.Fields(s) {
		start, end, ok := strings.Cut(f, "..")
		if !ok {
			end = start
		}
		list = append(list, model.Period{Start: model.Date(start), End: model.Date(end)})
	}
	return list
}

func TestPeriods(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"5 to 16 December 2022", "2022-12-05..2022-12-16"},
		{"Inspection dates: 26 November 2018 to 7 December 2018", "2018-11-26..2018-12-07"},
		{"27 September to 8 October 2021", "2021-09-27..2021-10-08"},
		{"19 November–30 November 2018", "2018-11-19..2018-11-30"},
		{"9–24 November 2017", "2017-11-09..2017-11-24"},
		{"9–24November 2017", "2017-11-09..2017-11-24"},
		{"15-19 July 2013", "2013-07-15..2013-07-19"},
		{" 8 – 12 July 2013", "2013-07-08..2013-07-12"},
		{"2 July 2014 – 23 July 2014", "2014-07-02..2014-07-23"},
		{"12/09/2016 to 06/10/2016", "2016-09-12..2016-10-06"},
		{"1/06/2015 – 25/06/2015", "2015-06-01..2015-06-25"},
		{"12.09.2016 – 06.10.2016", "2016-09-12..2016-10-06"},
		{"12-09-2016 to 06-10-2016", "2016-09-12..2016-10-06"},
		{"2016-09-12 to 2016-10-06", "2016-09-12..2016-10-06"},
		{"12/09/16-06/10/16", "2016-09-12..2016-10-06"},
		{"18 Feb 2014 – 12 March 2014", "2014-02-18..2014-03-12"},
		{"3 Sept. to 14 Sept. 2018", "2018-09-03..2018-09-14"},
		{"20 June 2017 ─ 13 July 2017", "2017-06-20..2017-07-13"},
		{"05 July 2016–27 July 2016", "2016-07-05..2016-07-27"},
		{"29 January 2024 to 02 February 2024", "2024-01-29..2024-02-02"},
		{"28 July 2016", "2016-07-28"},
		{"8 July 2019 to 12 July 2019 and 7 August 2019 to\n8 August 2019", "2019-07-08..2019-07-12 2019-08-07..2019-08-08"},
		{"30 September to 11 October 2024 and 13 to 16 January 2025", "2024-09-30..2024-10-11 2025-01-13..2025-01-16"},
		{"19 November-11 December 2013 and 28 – 30 January 2014", "2013-11-19..2013-12-11 2014-01-28..2014-01-30"},
		{"5 to 9 December 2022 and 14 to 15 February 2023", "2022-12-05..2022-12-09 2023-02-14..2023-02-15"},
		{"5 to 9 December and 14 to 15 February 2023", "2022-12-05..2022-12-09 2023-02-14..2023-02-15"},
		{"3 to 7, 10 to 14 and 20 June 2019", "2019-06-03..2019-06-07 2019-06-10..2019-06-14 2019-06-20"},
		{"3–7 June 2019 (on site) & 10–11 June 2019", "2019-06-03..2019-06-07 2019-06-10..2019-06-11"},
		{"3–7 June 2019; 10–11 July 2019 / 1 August 2019", "2019-06-03..2019-06-07 2019-07-10..2019-07-11 2019-08-01"},
		{"8 to 12 July 2019 7 to 8 August 2019", "2019-07-08..2019-07-12 2019-08-07..2019-08-08"},
		{"the focused visit to Blackpool children’s services on 7 and 8 October 2025. It was", "2025-10-07..2025-10-08"},
		{"on 31 January and 1 February 2023", "2023-01-31..2023-02-01"},
		{"on 31 December 2022 and 1 January 2023", "2022-12-31..2023-01-01"},
		{"on 31 December and 1 January 2023", "2022-12-31..2023-01-01"},
		{"on 7, 8 and 9 October 2025", "2025-10-07..2025-10-09"},
		{"7/8 October 2025", "2025-10-07..2025-10-08"},
		{"on 8 and 11 March 2019", "2019-03-08..2019-03-11"},           // Friday and Monday
		{"on 5 and 12 March 2019", "2019-03-05 2019-03-12"},            // a week apart
		{"between 7 and 9 October 2025", "2025-10-07..2025-10-09"},     // and means to
		{"between 3 March and 9 April 2020", "2020-03-03..2020-04-09"}, // and means to
		{"In November and December 2018, Ofsted inspectors visited your area.", "2018-11..2018-12"},
		{"In December 2018 and January 2019", "2018-12..2019-01"},
		{"In March 2022", "2022-03"},
		{"In March and June 2022", "2022-03 2022-06"},
		{"Monday 8 to Friday 12 July 2019", "2019-07-08..2019-07-12"},
		{"Monday, 8 July 2019 – Friday, 12 July 2019", "2019-07-08..2019-07-12"},
		{"5th–9th of December, 2022", "2022-12-05..2022-12-09"},
		{"the 5thDecember 2022", "2022-12-05"},
		{"5 until 9 December 2022", "2022-12-05..2022-12-09"},
		{"5to9 December 2022", "2022-12-05..2022-12-09"},
		{"December 5, 2022 to December 9, 2022", "2022-12-05..2022-12-09"},
		{"19 December to 5 January 2024", "2023-12-19..2024-01-05"},
		{"19 December 2023 to 5 January", "2023-12-19..2024-01-05"},
		{"8\u00a0to\u00a019  June\u00a02026", "2026-06-08..2026-06-19"},
		{"13 JUNE TO 7 JULY 2016", "2016-06-13..2016-07-07"},
		{"23 Octobre to 3 Novmber 2017", "2017-10-23..2017-11-03"},
		{"8 to 19 June 2026¹", "2026-06-08..2026-06-19"},
		{"Inspection dates: 4 to 8 March 2024 Dates of previous inspection: 8 to 12 October 2018", "2024-03-04..2024-03-08"},
		{"Inspection date: 11 May 2015 – 4 June 2015 Report published: 13 August 2015", "2015-05-11..2015-06-04"},
		{"This visit took place on 7 and 8 June 2023, the fourth since March 2022.", "2023-06-07..2023-06-08"},
		{"Since March 2022 there have been four. The last was on 7 June 2023.", "2023-06-07"},
		{"Inspectors may visit 3 schools and 5 homes on 5 May 2020", "2020-05-05"},
		{"29 February 2024", "2024-02-29"},
		{"Inspection date: 5 to 9 June 2023 – Executive summary", "2023-06-05..2023-06-09"},
		{"5 June 2023 – 9 June 2023 – Kestrel", "2023-06-05..2023-06-09"},
		// A dash that a damaged font has lost.
		{"Inspection date: 24 November 2015 \uFFFD 17 December 2015", "2015-11-24..2015-12-17"},
		{"Inspection date: 11 \uFFFD± 22 July 2022", "2022-07-11..2022-07-22"},
		{"Inspection date: 29 April 2014 ± 21 May 2014", "2014-04-29..2014-05-21"},
	} {
		got, err := ParsePeriods(test.in)
		if err != nil || !slices.Equal(got, periods(test.want)) {
			t.Errorf("ParsePeriods(%q) = %v, %v, want %s", test.in, got, err, test.want)
		}
		if again := Periods(test.in); !slices.Equal(again, got) {
			t.Errorf("Periods(%q) = %v", test.in, again)
		}
	}
}

func TestNoPeriods(t *testing.T) {
	for _, test := range []struct {
		in  string
		err error
	}{
		{"31 February 2019", ErrOddDate},
		{"29 February 2023 to 3 March 2023", ErrOddDate},
		{"16 to 5 December 2022", ErrOddDate},
		{"25 January 2018 to 2 February 2017", ErrOddDate},
		{"1/13/2015 – 25/06/2015", ErrOddDate},
		{"00/11/2016", ErrOddDate},
		{"0/17/00", ErrOddDate},
		{"12/00/2016 to 14/00/2016", ErrOddDate},
		{"2016-00-00", ErrOddDate},
		{"32 March 2019 to 5 April 2019", ErrOddDate},
		{"30 September 11 October 2024", ErrOddDate},
		// What can be read of a damaged line is not what it prints.
		{"Inspection date: 4 July 2016\uFFFD±28 July 2016", ErrOddDate},
		{"Inspection date: \uFFFD2 to 19 October 2024", ErrOddDate},
		{"Inspection date: 1\uFFFD October 2024", ErrOddDate},
		{"Inspection date: 12 October\uFFFD 2024", ErrOddDate},
		{"In March\uFFFD and April 2022", ErrOddDate},
		{"Inspection date: 8 May 2017 to 19 Ma y 2017", ErrOddDate},
		{"Inspection date: 6 March 2017 – Executive summary", ErrOddDate},
		{"Inspection dates: to 24 March 2023", ErrOddDate},
		{"Inspection dates: 7 t o 11 October 2024", ErrOddDate},
		{"Inspection dates: 9 13 October 2023", ErrOddDate},
		{"Inspection dates: 5 to 9 February of previous inspection: 9 to 11 December 2019", ErrNoDate},
		{"", ErrNoDate},
		{"Not previously inspected", ErrNoDate},
		{"5 to 16 December", ErrNoDate},
		{"12 of 25 children aged 3 to 5", ErrNoDate},
		{"in 2018-19", ErrNoDate},
		{"Inspectors may march on", ErrNoDate},
		{"sections 17 and 47", ErrNoDate},
		{"0300 123 4234", ErrNoDate},
	} {
		got, err := ParsePeriods(test.in)
		if len(got) > 0 || !errors.Is(err, test.err) {
			t.Errorf("ParsePeriods(%q) = %v, %v, want %v", test.in, got, err, test.err)
		}
	}
	// A period that is too long is printed so, but odd.
	got, err := ParsePeriods("11 September 2016 to 5 October 2017")
	if !slices.Equal(got, periods("2016-09-11..2017-10-05")) || !errors.Is(err, ErrOddDate) {
		t.Errorf("long period: %v, %v", got, err)
	}
	// One sound period beside an odd one.
	got, err = ParsePeriods("8 to 12 July 2019 and 31 to 5 August 2019")
	if !slices.Equal(got, periods("2019-07-08..2019-07-12")) || !errors.Is(err, ErrOddDate) {
		t.Errorf("half odd: %v, %v", got, err)
	}
}

func TestDate(t *testing.T) {
	for in, want := range map[string]model.Date{
		"Report published: 8 September 2014":             "2014-09-08",
		"Report Published: 17 August 2018":               "2018-08-17",
		"Report published: 10/08/2015":                   "2015-08-10",
		"Published:   16 August 2013":                    "2013-08-16",
		"6 November 2025":                                "2025-11-06",
		"18 Feb 2014":                                    "2014-02-18",
		"Thursday 6th November, 2025":                    "2025-11-06",
		"Posted on Tuesday 5th February 2019":            "2019-02-05",
		"November 2018":                                  "2018-11",
		"5 to 16 December 2022":                          "",
		"31 February 2014":                               "",
		"Report published: ":                             "",
		"8 September":                                    "",
		"17 January 2019. In November and December 2018": "2019-01-17",
		// A figure that cannot be read may have been the first of two.
		"Report published: \uFFFD8 September 2014":                   "",
		"Report published: \uFFFD8 September 2014 (not 3 June 2014)": "",
		"Report published: 8 September\uFFFD2014":                    "",
		"Report published: 2 0 September 2016":                       "",
		"Report published: 1 9 September 2016":                       "",
		"Report published: 19 September 2016 –":                      "2016-09-19",
	} {
		if got := Date(in); got != want {
			t.Errorf("Date(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDateLine(t *testing.T) {
	for in, want := range map[string]model.Date{
		"6 November 2025": "2025-11-06", " 17 January 2019 ": "2019-01-17", "Thursday, 6th November 2025.": "2025-11-06",
		"Date: 6 November 2025": "2025-11-06", "06/11/2025": "2025-11-06", "Date: Wednesday, 30th September, 2015.": "2015-09-30",
		"November 2018": "", "Posted on 5 February 2019": "", "5 to 6 May 2020": "", "Inspection date: 5 May 2020": "", "": "", "31 April 2020": "",
		"5 May 2020, 6 May 2020": "", "0300 123 1231": "",
	} {
		if got, ok := DateLine(in); got != want || ok != (want != "") {
			t.Errorf("DateLine(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestFindPeriods(t *testing.T) {
	text := "on 7 and 8 June 2023. This was the fourth visit since March 2022."
	var got []string
	for _, s := range FindPeriods(text) {
		got = append(got, fmt.Sprint(text[s.Start:s.End], s.Periods))
	}
	want := []string{"7 and 8 June 2023[{2023-06-07 2023-06-08}]", "March 2022[{2022-03 2022-03}]"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// dayForms and spanForms print days and periods in every style; the periods
// must come back.
var dayForms = []string{"2 January 2006", "02 January 2006", "2 Jan 2006", "02/01/2006", "2/1/2006", "2.1.2006", "2006-01-02", "January 2, 2006", "Monday 2 January 2006", "Monday, 2 January, 2006", "2January2006"}

var joins = []string{" to ", " – ", "–", "-", " - ", " — ", "\u2011", " until ", " ─ ", "  to\n"}

func TestPeriodsRoundTrip(t *testing.T) {
	first := time.Date(2011, 1, 3, 0, 0, 0, 0, time.UTC)
	for i := range 400 {
		start := first.AddDate(0, 0, i*14+i%5)
		end := start.AddDate(0, 0, 1+i%26)
		want := []model.Period{{Start: model.Date(start.Format(time.DateOnly)), End: model.Date(end.Format(time.DateOnly))}}
		var printed []string
		for k, form := range dayForms {
			j := joins[(i+k)%len(joins)]
			if strings.ContainsAny(form, "/.") || strings.HasPrefix(form, "2006") || !strings.ContainsAny(j, "-\u2011") {
				printed = append(printed, start.Format(form)+" to "+end.Format(form), start.Format(form)+j+end.Format(form))
			}
		}
		for _, j := range joins {
			if start.Year() == end.Year() {
				printed = append(printed, start.Format("2 January")+j+end.Format("2 January 2006"))
			}
			if start.Month() == end.Month() {
				printed = append(printed, start.Format("2")+j+end.Format("2 January 2006"), start.Format("Monday 2")+j+end.Format("Monday 2 January 2006"))
			}
		}
		for _, s := range printed {
			if got := Periods(s); !slices.Equal(got, want) {
				t.Fatalf("Periods(%q) = %v, want %v", s, got, want)
			}
		}
		for _, form := range dayForms {
			if got := Date(start.Format(form)); got != want[0].Start {
				t.Fatalf("Date(%q) = %q", start.Format(form), got)
			}
		}
	}
}

func FuzzPeriods(f *testing.F) {
	for _, s := range []string{"5 to 16 December 2022", "19 November-11 December 2013 and 28 – 30 January 2014", "12/09/2016 to 06/10/2016",
		"Monday 8 to Friday 12 July 2019 (on site)", "between 7 and 9 October 2025", "9–24November 2017", "In November and December 2018", "31 Feb 2011 to 5 2 3 May"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParsePeriods(s)
		for _, p := range got {
			for _, d := range []model.Date{p.Start, p.End} {
				_, full := time.Parse(time.DateOnly, string(d))
				_, month := time.Parse("2006-01", string(d))
				if full != nil && month != nil {
					t.Errorf("ParsePeriods(%q): %q is no date", s, d)
				}
			}
			if p.Start > p.End && !strings.HasPrefix(string(p.Start), string(p.End)) {
				t.Errorf("ParsePeriods(%q): %v is reversed", s, p)
			}
			if err == nil && len(p.Start) == 10 && len(p.End) == 10 && p.Start != p.End {
				start, _ := time.Parse(time.DateOnly, string(p.Start))
				end, _ := time.Parse(time.DateOnly, string(p.End))
				again := start.Format("2 January 2006") + " to " + end.Format("2 January 2006")
				if back := Periods(again); !slices.Equal(back, []model.Period{p}) {
					t.Errorf("Periods(%q) = %v, want %v", again, back, p)
				}
			}
		}
		for _, span := range FindPeriods(s) {
			if span.Start < 0 || span.End > len(s) || span.Start >= span.End {
				t.Errorf("FindPeriods(%q): span %d to %d", s, span.Start, span.End)
			}
		}
		Date(s)
		DateLine(s)
	})
}
