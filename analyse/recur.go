package analyse

import "ofsted/model"

// A match is an older item that raises the issue of a newer one.
type match struct {
	index int
	score float64
}

func recurring(text string, old []model.Item) []match { return nil }
