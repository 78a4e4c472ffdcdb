package analyse_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"ofsted/analyse"
	"ofsted/model"
)

// at makes an inspection of a kind and day of one that asks for something.
func at(day model.Date, kind model.Kind, in *model.Inspection) *model.Inspection {
	in.Kind, in.Framework, in.Published = kind, kind.Framework(), day
	in.Authority = model.Authority{Name: "Kestrel"}
	in.Source.Path = fmt.Sprint(day, "-", kind)
	in.Fill()
	return in
}

// dossier returns the dossier of one authority's inspections.
func dossier(t *testing.T, documents ...*model.Inspection) *model.Dossier {
	t.Helper()
	var ts model.Timelines
	for _, in := range documents {
		if problem := ts.Add(in); problem != "" {
			t.Fatal(problem)
		}
	}
	all := ts.All(context.Background())
	if len(all) != 1 {
		t.Fatalf("%d authorities", len(all))
	}
	return analyse.Dossier(context.Background(), all[0], documents)
}

const (
	supervision  = "The quality and frequency of supervision for social workers."
	supervision2 = "Ensure that all social workers receive regular, reflective supervision of good quality."
	pathways     = "The quality of pathway plans for care leavers."
)

// raised lists what an inspection raises again: "f1 of 0" for the item f1 of
// the first inspection.
func raised(d *model.Dossier, at int, id string) []string {
	var list []string
	for _, e := range d.Raised[at][id] {
		list = append(list, fmt.Sprint(e.ID, " of ", e.At))
	}
	return list
}

// An item leads to all earlier inspections that asked the same, the latest of
// them first, whichever way round they were read.
func TestDossierRaised(t *testing.T) {
	t.Parallel()
	d := dossier(t,
		at("2024-10-11", model.ILACSInspection, asks(pathways, supervision)),
		at("2014-06-25", model.SIFInspection, asks(supervision2)),
		at("2018-12-07", model.ILACSInspection, asks(supervision)),
		at("2020-02-12", model.FocusedVisit, asks(pathways)),
	)
	if len(d.Documents) != 4 || d.Documents[0].Kind != model.SIFInspection || d.Documents[3].Day() != "2024-10-11" {
		t.Fatalf("documents are not those of the timeline: %d", len(d.Documents))
	}
	for _, want := range []struct {
		at   int
		id   string
		from []string
	}{
		{0, "f1", nil},
		{1, "f1", []string{"f1 of 0"}},
		{2, "f1", nil},
		{3, "f1", []string{"f1 of 2"}},
		{3, "f2", []string{"f1 of 1", "f1 of 0"}},
	} {
		if got := raised(d, want.at, want.id); !slices.Equal(got, want.from) {
			t.Errorf("%s of %d: %q, want %q", want.id, want.at, got, want.from)
		}
	}
}

// What is asked of others, and what may not be earlier, is not compared.
func TestDossierRaisedByOthers(t *testing.T) {
	t.Parallel()
	for _, other := range []*model.Inspection{
		at("2014-06-25", model.LSCBReview, asks(supervision2)),
		at("2014-06-25", model.AreaSENDInspection, asks(supervision2)),
		at("2018-12", model.FocusedVisit, asks(supervision2)),
		at("", model.FocusedVisit, asks(supervision2)),
	} {
		d := dossier(t, other, at("2018-12-07", model.ILACSInspection, asks(supervision)))
		for i := range d.Raised {
			if len(d.Raised[i]) > 0 {
				t.Errorf("%s %s: %v", other.Kind, other.Day(), d.Raised)
			}
		}
	}
}

// The latest full inspection stands beside the full one before, whatever
// visits there were; services are apart.
func TestDossierLatest(t *testing.T) {
	t.Parallel()
	d := dossier(t,
		at("2014-06-25", model.SIFInspection, asks(supervision2)),
		at("2016-02-12", model.MonitoringVisit, asks(pathways)),
		at("2018-12-07", model.ILACSInspection, asks(supervision)),
		at("2020-02-12", model.FocusedVisit, asks(pathways)),
		at("2023-09-22", model.AreaSENDInspection, asks(pathways)),
	)
	if len(d.Latest) != 2 {
		t.Fatalf("%d, want children’s services and area SEND", len(d.Latest))
	}
	full, send := d.Latest[0], d.Latest[1]
	if full.Services != model.ChildrensServices || full.At != 2 || full.Before != 0 || full.Since == nil || len(full.Since.Improvements.Recurring) != 1 {
		t.Errorf("%+v", full)
	}
	if send.Services != model.AreaSENDServices || send.At != 4 || send.Before != -1 || send.Since != nil {
		t.Errorf("%+v", send)
	}
	if len(full.Themes) == 0 || full.Themes[0].Old == (model.Counts{}) || len(send.Themes) == 0 || send.Themes[0].Old != (model.Counts{}) {
		t.Errorf("themes: %+v, %+v", full.Themes, send.Themes)
	}
}

// Where there are visits alone, the latest two stand.
func TestDossierOfVisits(t *testing.T) {
	t.Parallel()
	d := dossier(t,
		at("2020-02-12", model.FocusedVisit, asks(pathways)),
		at("", model.FocusedVisit, asks(supervision2)),
		at("2021-02-12", model.MonitoringVisit, asks(pathways)),
	)
	if len(d.Latest) != 1 || d.Latest[0].At != 1 || d.Latest[0].Before != 0 || len(d.Latest[0].Since.Improvements.Recurring) != 1 {
		t.Errorf("%+v", d.Latest)
	}
	d = dossier(t, at("2020-02-12", model.FocusedVisit, asks(pathways)), at("", model.FocusedVisit, asks(supervision2)))
	if len(d.Latest) != 1 || d.Latest[0].At != 0 || d.Latest[0].Before != -1 {
		t.Errorf("what has no date is no inspection before: %+v", d.Latest)
	}
}

// A visit is not beside a review of the safeguarding board, which was asked of
// others.
func TestDossierBesideABoard(t *testing.T) {
	t.Parallel()
	d := dossier(t,
		at("2015-02-12", model.FocusedVisit, asks(pathways)),
		at("2016-02-12", model.LSCBReview, asks(supervision2)),
		at("2017-02-12", model.FocusedVisit, asks(supervision)),
	)
	if len(d.Latest) != 1 || d.Latest[0].At != 2 || d.Latest[0].Before != 0 {
		t.Errorf("%+v", d.Latest)
	}
}

func TestDossierCancelled(t *testing.T) {
	t.Parallel()
	var ts model.Timelines
	documents := []*model.Inspection{at("2014-06-25", model.SIFInspection, asks(supervision2)), at("2018-12-07", model.ILACSInspection, asks(supervision))}
	for _, in := range documents {
		ts.Add(in)
	}
	all := ts.All(context.Background())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if d := analyse.Dossier(ctx, all[0], documents); len(d.Raised[1]) > 0 || len(d.Latest) > 0 {
		t.Error("went on after it was cancelled")
	}
}
