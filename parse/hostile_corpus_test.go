package parse_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ofsted/internal/hostile"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/limit"
	"ofsted/parse/source"
)

// What reading a file may cost, whatever is in it: so long on a machine that is
// busy with other things, where an idle one needs a second for the worst, and so
// much memory for each file that is read at a time, its bytes and the garbage
// between two collections included.
const (
	mostTime   = 20 * time.Second
	mostMemory = 512 << 20
)

// TestHostileCorpus reads the files that internal/hostile makes, on all cores,
// as the program reads a folder. Each is read, or refused with one clear
// error, within its time and memory. What is read of a file says what its
// specimen says: a grade, date or authority may be missing, with a warning,
// but none may be another.
func TestHostileCorpus(t *testing.T) {
	specimens, err := hostile.Specimens(os.DirFS("../testdata"))
	if err != nil {
		t.Fatal(err)
	}
	sound := map[string]*model.Inspection{}
	for _, s := range specimens {
		in, failure := inspectOne(t.Context(), s.Name, s.Data)
		if failure != nil {
			t.Fatal(failure)
		}
		sound[s.Name] = in
	}
	var sum hostileTally
	heap := watchHeap(func() {
		for r := range readAll(t.Context(), specimens) {
			sum.add(r)
			for _, problem := range r.problems(sound[r.file.Says]) {
				t.Errorf("%s: %s", r.file.Name, problem)
			}
		}
	})
	jobs := runtime.GOMAXPROCS(0)
	if most := uint64(jobs * mostMemory); heap > most {
		t.Errorf("a heap of %d MB, more than the %d MB for %d files at a time", heap>>20, most>>20, jobs)
	}
	if sum.files < 300 && !testing.Short() {
		t.Errorf("%d files", sum.files)
	}
	sum.log(t)
	t.Logf("largest heap, %d files at a time: %d MB", jobs, heap>>20)
}

// A reading is what became of a hostile file.
type reading struct {
	file    hostile.File
	in      *model.Inspection
	failure *model.Failure
	took    time.Duration
}

// readAll reads the files on all cores; a short test leaves most of them out.
func readAll(ctx context.Context, specimens []hostile.Specimen) <-chan reading {
	files, readings := make(chan hostile.File), make(chan reading)
	go func() {
		defer close(files)
		n := 0
		for f := range hostile.Files(specimens) {
			if n++; n%10 == 0 || !testing.Short() {
				files <- f
			}
		}
	}()
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for f := range files {
				data := f.Data()
				start := time.Now()
				in, failure := inspectOne(ctx, f.Name, data)
				readings <- reading{f, in, failure, time.Since(start)}
			}
		})
	}
	go func() {
		workers.Wait()
		close(readings)
	}()
	return readings
}

// inspectOne reads one file as the program does, in less time.
func inspectOne(ctx context.Context, name string, data []byte) (in *model.Inspection, failure *model.Failure) {
	input := source.Bytes(name, data)
	input.Limits.Time = limit.Duration(mostTime)
	for in, failure = range parse.InspectMany(ctx, []source.Input{input}, 1) {
	}
	return in, failure
}

// problems says what is wrong with a reading of a file that is to say what a
// sound document says.
func (r reading) problems(sound *model.Inspection) (list []string) {
	switch {
	case r.failure != nil && r.failure.Code == model.Timeout:
		return []string{r.failure.Message}
	case r.failure != nil:
		return unclear(r.file.Name, r.failure)
	case r.in == nil:
		return []string{"neither read nor refused"}
	}
	return disagreements(r.in, sound)
}

// unclear says what is wrong with an error: it is one line, names the file and
// says what to do, and no panic is behind it.
func unclear(name string, f *model.Failure) (list []string) {
	advice, named := strings.CutPrefix(f.Message, name+": ")
	if !named || !strings.Contains(advice, "; ") || strings.ContainsFunc(f.Message, func(r rune) bool { return r < ' ' }) {
		list = append(list, fmt.Sprintf("unclear error %q", f.Message))
	}
	if strings.Contains(f.Message, "beyond what this program can read") {
		list = append(list, "a panic: "+f.Message)
	}
	return list
}

// disagreements lists where a document says other things than it should, or
// keeps silent about what it does not say.
func disagreements(in, sound *model.Inspection) (list []string) {
	disagree := func(what string, got, want any) {
		list = append(list, fmt.Sprintf("%s %v, want %v", what, got, want))
	}
	grades := gradesOf(sound)
	for _, j := range in.Judgements { // an area may be there twice
		if j.Grade != grades[j.Area] {
			disagree(string(j.Area), j.Grade, cmp.Or(grades[j.Area], "none"))
		}
	}
	if len(gradesOf(in)) < len(grades) && !warns(in, "no_judgements", "no_overall_grade", "missing_judgement") {
		disagree("grades without a warning", gradesOf(in), grades)
	}
	if in.Kind != sound.Kind && in.Kind != model.UnknownKind {
		disagree("kind", in.Kind, sound.Kind)
	}
	switch got, want := in.Authority.Name, sound.Authority.Name; {
	case got == "" && warns(in, "no_authority"), strings.EqualFold(string(got), string(want)):
	default:
		disagree("authority", got, want)
	}
	switch got, want := in.Visit.Periods, sound.Visit.Periods; {
	case len(got) == 0 && warns(in, "no_dates"), slices.Equal(got, want):
	default:
		disagree("dates", got, want)
	}
	if in.Published != sound.Published && in.Published != "" {
		disagree("published", in.Published, sound.Published)
	}
	return list
}

func gradesOf(in *model.Inspection) map[model.Area]model.Grade {
	grades := map[model.Area]model.Grade{}
	for _, j := range in.Judgements {
		grades[j.Area] = j.Grade
	}
	return grades
}

// warns reports whether an inspection has one of the warnings, or is not known
// to be one.
func warns(in *model.Inspection, codes ...string) bool {
	codes = append(codes, "unknown_kind")
	return slices.ContainsFunc(in.Warnings, func(w model.Warning) bool { return slices.Contains(codes, w.Code) })
}

// A hostileTally counts what became of the files.
type hostileTally struct {
	files, read int
	refused     map[model.ErrorCode]int
	slowest     reading
}

func (s *hostileTally) add(r reading) {
	s.files++
	switch {
	case r.failure != nil:
		if s.refused == nil {
			s.refused = map[model.ErrorCode]int{}
		}
		s.refused[r.failure.Code]++
	case r.in != nil:
		s.read++
	}
	if r.took > s.slowest.took {
		s.slowest = r
	}
}

func (s *hostileTally) log(t *testing.T) {
	t.Logf("%d files: %d read, %d refused", s.files, s.read, s.files-s.read)
	for _, code := range slices.Sorted(maps.Keys(s.refused)) {
		t.Logf("refused as %s: %d", code, s.refused[code])
	}
	t.Logf("slowest: %v, %s", s.slowest.took.Round(time.Millisecond), s.slowest.file.Name)
}

// watchHeap returns the largest heap while f runs.
func watchHeap(f func()) (peak uint64) {
	done, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(heap)
			peak = max(peak, heap[0].Value.Uint64())
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	f()
	close(done)
	<-watched
	return peak
}
