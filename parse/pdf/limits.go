package pdf

// Limits bound what a file may cost.
type Limits struct {
	Stream int64 // bytes that one stream may inflate to
	File   int64 // bytes that all streams of a file may inflate to
	Reads  int64 // bytes that may be read to follow references, besides 32 times the file's own
	Pages  int   // pages read
	Nodes  int   // elements of the structure tree read
	Depth  int   // depth of the structure tree, of the page tree and of forms within forms
	Forms  int   // forms drawn
	Glyphs int   // bytes of text kept
	Codes  int   // codes that the fonts made may map
}

// DefaultLimits are some fifty times what the largest report that Ofsted has
// published needs (2013 to 2026: 70 pages, 2 MB of content streams, 5,000
// structure elements).
var DefaultLimits = Limits{
	Stream: 64 << 20,
	File:   128 << 20,
	Reads:  64 << 20,
	Pages:  5000,
	Nodes:  500_000,
	Depth:  100,
	Forms:  100_000,
	Glyphs: 20_000_000,
	Codes:  4_000_000,
}
