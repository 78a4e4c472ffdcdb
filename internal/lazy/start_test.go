package lazy_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// clock is what the runtime says that one package took to get ready.
var clock = regexp.MustCompile(`(?m)^init .* ([0-9.]+) ms clock`)

// BenchmarkStart measures a command that does next to nothing, and how much of
// its time passes before main.
func BenchmarkStart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "ofsted.exe")
	if out, err := exec.Command("go", "build", "-o", program, "ofsted").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	before := 0.0
	for b.Loop() {
		var stderr bytes.Buffer
		c := exec.Command(program, "version")
		c.Env, c.Stderr = append(os.Environ(), "GODEBUG=inittrace=1"), &stderr
		if err := c.Run(); err != nil {
			b.Fatal(err)
		}
		for _, m := range clock.FindAllSubmatch(stderr.Bytes(), -1) {
			ms, err := strconv.ParseFloat(string(m[1]), 64)
			if err != nil {
				b.Fatal(err)
			}
			before += ms
		}
	}
	b.ReportMetric(before/float64(b.N), "init-ms/op")
}
