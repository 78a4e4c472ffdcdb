package analyse

import (
	"bytes"
	"embed"
	"encoding"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"

	"ofsted/analyse/internal/conv"
	"ofsted/analyse/internal/issue"
	"ofsted/analyse/internal/linear"
	"ofsted/analyse/internal/sentence"
)

// The weights are made by the command in the folder train from the reports of
// the folder that OFSTED_CORPUS names:
//
//go:generate go run ./train

//go:embed weights
var weights embed.FS

// read sets into to the weights in a file. They are part of the program, so
// what is wrong with them is a mistake of ours.
func read(name string, into encoding.BinaryUnmarshaler) {
	if err := tryRead(name, into); err != nil {
		panic(fmt.Sprintf("analyse/weights/%s: %v; make it with: go generate ./analyse", name, err))
	}
}

func tryRead(name string, into encoding.BinaryUnmarshaler) error {
	data, err := weights.ReadFile("weights/" + name + ".bin.gz")
	if err != nil {
		return err
	}
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	if data, err = io.ReadAll(zip); err != nil {
		return err
	}
	return into.UnmarshalBinary(data)
}

// classifier is read when a sentence is first judged.
var classifier = sync.OnceValue(func() *sentence.Classifier {
	c := &sentence.Classifier{Tone: new(linear.Model), Subject: new(linear.Model), Net: new(conv.Net)}
	var reading sync.WaitGroup
	reading.Go(func() { read("tone", c.Tone) })
	reading.Go(func() { read("net", c.Net) })
	read("subject", c.Subject)
	reading.Wait()
	return c
})

// issues is read when areas for improvement are first compared.
var issues = sync.OnceValue(func() *issue.Matcher {
	m := &issue.Matcher{Rarity: new(linear.Table), Model: new(linear.Model)}
	read("rarity", m.Rarity)
	read("issues", m.Model)
	return m
})
