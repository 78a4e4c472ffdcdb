// Command train makes the weights that package analyse judges with, from real
// reports and from what labels say about their sentences and their areas for
// improvement.
//
//	OFSTED_CORPUS=… OFSTED_ANNOTATIONS=… go generate ./analyse
//
// OFSTED_CORPUS names the folder of reports, OFSTED_ANNOTATIONS that of
// sentences.jsonl and recurrence.json, which people labelled. The labels in the
// folder labels, which a language model gave sentence by sentence and pair by
// pair in the way of the people's, name what they label by the beginning of
// its SHA-256 sum, so that no report's text is kept here. Labels whose text is
// not in the folder are left out and counted.
//
// The same reports and labels give the same weights, byte for byte, on the
// same architecture. It takes some minutes. With -check it writes nothing:
// it trains on the reports of four fifths of the authorities at a time, and
// prints how well that does on the reports of the others.
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	checking := flag.Bool("check", false, "print how well training does on reports held back from it, and write nothing")
	corpus := flag.String("corpus", os.Getenv("OFSTED_CORPUS"), "the `FOLDER` of reports")
	annotations := flag.String("annotations", os.Getenv("OFSTED_ANNOTATIONS"), "the `FOLDER` of sentences.jsonl and recurrence.json")
	labels := flag.String("labels", "train/labels", "the `FOLDER` of sentences.tsv and issues.tsv")
	out := flag.String("o", "weights", "the `FOLDER` to write to")
	flag.Parse()
	if err := run(*corpus, *annotations, *labels, *out, *checking); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(corpus, annotations, labels, out string, checking bool) error {
	if corpus == "" || annotations == "" {
		return fmt.Errorf("set OFSTED_CORPUS to the folder of reports and OFSTED_ANNOTATIONS to that of the annotations")
	}
	reports, err := readReports(context.Background(), corpus)
	if err != nil {
		return err
	}
	sentences, err := readSentences(reports, filepath.Join(labels, "sentences.tsv"), filepath.Join(annotations, "sentences.jsonl"))
	if err != nil {
		return err
	}
	issues, err := readIssues(reports, filepath.Join(labels, "issues.tsv"), filepath.Join(annotations, "recurrence.json"))
	if err != nil {
		return err
	}
	vectors := wordVectors(reports)
	if checking {
		check(sentences, issues, vectors)
		return nil
	}
	c := trainSentences(sentences, vectors)
	m := trainIssues(issues, newReader(c))
	for _, w := range []struct {
		name    string
		weights encoding.BinaryMarshaler
	}{{"tone", c.Tone}, {"subject", c.Subject}, {"net", c.Net}, {"rarity", m.Rarity}, {"issues", m.Model}} {
		if err := write(filepath.Join(out, w.name+".bin.gz"), w.weights); err != nil {
			return err
		}
	}
	return nil
}

// write writes weights with gzip, without a time or a name in its header.
func write(path string, weights encoding.BinaryMarshaler) error {
	data, err := weights.MarshalBinary()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	zip, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	_, err = zip.Write(data)
	if err := cmp.Or(err, zip.Close()); err != nil {
		return err
	}
	fmt.Printf("%s: %d KB\n", path, b.Len()>>10)
	return os.WriteFile(path, b.Bytes(), 0o644)
}
