package render

import (
	"embed"
	"slices"
)

//go:embed schema
var schemas embed.FS

// SchemaNames are what there are schemas for, first that of parse.
var SchemaNames = []string{"inspection", "diff", "timeline", "summary", "stats", "search"}

// Schema returns the JSON Schema (draft 2020-12) of what a command prints, and
// whether there is one of that name.
func Schema(name string) ([]byte, bool) {
	if !slices.Contains(SchemaNames, name) {
		return nil, false
	}
	data, err := schemas.ReadFile("schema/" + name + ".json")
	return data, err == nil
}
