package pdf

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ofsted/internal/lazy"
	"ofsted/parse/block"
	"ofsted/parse/limit"
)

// role is what an element of the structure tree is to us. The standard types
// (PDF 32000-1:2008, 14.8.4) fall into a few groups.
type role uint8

const (
	roleGroup   role = iota // a container of blocks, and any type not named below
	roleText                // a paragraph or other block of text
	roleHeading             // H, H1 to H6, Title
	roleList
	roleItem
	roleLabel
	roleItemBody
	roleTable
	roleRow
	roleCell
	roleNote
	roleInline
	roleArtifact
	roleClear // says nothing of itself: NonStruct, which Chrome wraps everything in
)

var roles = map[string]role{
	"P": roleText, "Caption": roleText, "TOCI": roleText, "FENote": roleNote,
	"H": roleHeading, "H1": roleHeading, "H2": roleHeading, "H3": roleHeading,
	"H4": roleHeading, "H5": roleHeading, "H6": roleHeading, "Title": roleHeading,
	"L": roleList, "LI": roleItem, "Lbl": roleLabel, "LBody": roleItemBody,
	"Table": roleTable, "TR": roleRow, "TH": roleCell, "TD": roleCell,
	"Note": roleNote, "Footnote": roleNote, "Endnote": roleNote,
	"Span": roleInline, "Quote": roleInline, "Link": roleInline, "Reference": roleInline,
	"Annot": roleInline, "Em": roleInline, "Strong": roleInline, "Code": roleInline,
	"BibEntry": roleInline, "Ruby": roleInline, "Warichu": roleInline, "Sub": roleInline,
	"Artifact": roleArtifact, "NonStruct": roleClear, "Private": roleClear,
}

// spanKey is where the marked content of an element is drawn.
type spanKey struct {
	page int32
	form uint32
	mcid int32
}

// A tree reads the structure tree of a document into blocks.
type tree struct {
	doc      *document
	roles    map[string][]byte // the file's own names for standard types
	spans    map[spanKey][]int32
	blocks   []block.Block
	notes    []block.Block // footnotes met inside the current block
	tables   int
	cell     extent  // of the cell being read
	torn     int     // rows that were none
	bodySize float64 // the size that most of the text is set in
	seen     map[uint32]bool
}

// hasTree reports whether the file has a structure tree with something in it.
func (d *document) hasTree() bool {
	return d.entry(d.entry(d.root(), "StructTreeRoot"), "K").kind != rawNull
}

// readTree returns the blocks of the structure tree and marks the spans that
// it took.
func (d *document) readTree() *tree {
	root := d.entry(d.root(), "StructTreeRoot")
	t := &tree{doc: d, roles: make(map[string][]byte), seen: make(map[uint32]bool), spans: make(map[spanKey][]int32)}
	d.entries(d.entry(root, "RoleMap"), func(key []byte, v raw) { t.roles[string(key)] = d.object(v).name })
	sizes := make(map[float64]int)
	for p := range d.pages {
		for i, s := range d.pages[p].spans {
			sizes[math.Round(s.size)] += len(s.text)
			if s.mcid != noMCID && !s.artifact {
				k := spanKey{int32(p), s.form, s.mcid}
				t.spans[k] = append(t.spans[k], int32(i))
			}
		}
	}
	for size, n := range sizes {
		if n > sizes[t.bodySize] || n == sizes[t.bodySize] && size < t.bodySize {
			t.bodySize = size
		}
	}
	t.group(t.element(d.node(root), noPage), 0, 0)
	return t
}

const noPage = -1

// A node is what a dictionary in the tree says: an element, or marked content.
type node struct {
	typ    []byte // what the dictionary is; elements need not say
	role   []byte // what the element is
	page   uint32 // the object
	stream uint32 // the object that the marked content is in, if it is not the page
	mark   raw
	kids   raw
}

// node reads a dictionary of the tree.
func (d *document) node(v raw) (n node) {
	d.entries(v, func(key []byte, v raw) {
		switch string(key) {
		case "Type":
			n.typ = d.object(v).name
		case "S":
			n.role = d.object(v).name
		case "Pg":
			n.page = v.id
		case "Stm":
			n.stream = v.id
		case "MCID":
			n.mark = d.object(v)
		case "K":
			n.kids = v
		}
	})
	return n
}

// An elem is an element of the tree with what its kids inherit.
type elem struct {
	typ  []byte
	role role
	page int // index of the page, or noPage
	kids raw
}

func (t *tree) element(n node, page int) elem {
	e := elem{typ: n.role, page: page, kids: n.kids}
	for range 8 { // a role may be mapped to a role that is mapped
		r, ok := roles[string(e.typ)]
		if ok {
			e.role = r
			break
		}
		to := t.roles[string(e.typ)]
		if len(to) == 0 || bytes.Equal(to, e.typ) {
			break
		}
		e.typ = to
	}
	if p, ok := t.doc.pageOf[n.page]; ok && n.page != 0 {
		e.page = p
	}
	return e
}

// kids calls elem for every element below e and content for every piece of
// marked content, in order.
func (t *tree) kids(e elem, depth int, child func(elem), content func(spanKey)) {
	if depth > int(t.doc.lim.Depth) {
		t.doc.over = limit.Depth.Over("its structure tree has more than the %v levels that it may have", t.doc.lim.Depth)
	}
	if t.doc.stopped() != nil {
		return
	}
	k := e.kids
	list := t.doc.object(k)
	if list.kind != rawArray {
		t.kid(e, k, child, content)
		return
	}
	for k := range t.doc.elements(list) {
		if t.doc.stop() {
			break
		}
		t.kid(e, k, child, content)
	}
}

func (t *tree) kid(e elem, v raw, child func(elem), content func(spanKey)) {
	if v.kind == rawReference {
		if t.seen[v.id] {
			return // a tree that bites its tail
		}
		t.seen[v.id] = true
	}
	if t.doc.nodes++; t.doc.nodes > int(t.doc.lim.Nodes) {
		t.doc.over = limit.Nodes.Over("its structure tree has more than the %v elements that it may have", t.doc.lim.Nodes)
		return
	}
	switch v = t.doc.object(v); v.kind {
	case rawNumber:
		content(spanKey{int32(e.page), 0, markID(v)})
	case rawDict:
		switch n := t.doc.node(v); string(n.typ) {
		case "MCR":
			key := spanKey{int32(e.page), n.stream, markID(n.mark)}
			if p, ok := t.doc.pageOf[n.page]; ok && n.page != 0 {
				key.page = int32(p)
			}
			content(key)
		case "OBJR":
		default:
			child(t.element(n, e.page))
		}
	}
}

// markID returns the number of marked content, or noMCID where damage has left
// none.
func markID(v raw) int32 {
	if v.kind == rawNumber && v.num >= 0 && v.num < math.MaxInt32 {
		return int32(v.num)
	}
	return noMCID
}

// group reads a container: each kid is a block, or a container again.
func (t *tree) group(e elem, depth, listLevel int) {
	var loose inline // content directly in the container
	end := func() {
		t.emit(block.Block{Kind: block.Paragraph}, &loose)
		loose = inline{}
	}
	t.kids(e, depth, func(k elem) {
		if k.role == roleInline || k.role == roleLabel {
			t.inline(k, &loose, depth+1, listLevel)
			return
		}
		end()
		t.block(k, depth+1, listLevel)
	}, func(key spanKey) { t.take(key, &loose) })
	end()
}

// block reads an element that makes blocks of its own.
func (t *tree) block(e elem, depth, listLevel int) {
	switch e.role {
	case roleText, roleHeading:
		t.textBlock(e, depth, listLevel)
	case roleItem:
		t.item(e, depth, listLevel)
	case roleList:
		t.group(e, depth, listLevel+1)
	case roleTable:
		t.table(e, depth, listLevel)
	case roleNote:
		t.note(e, depth)
	case roleArtifact:
		var in inline
		t.inline(e, &in, depth, listLevel)
		t.emit(block.Block{Kind: block.Running}, &in)
	default:
		t.group(e, depth, listLevel)
	}
}

func (t *tree) textBlock(e elem, depth, listLevel int) {
	b := block.Block{Kind: block.Paragraph}
	if e.role == roleHeading {
		b.Kind = block.Heading
		if len(e.typ) == 2 {
			b.Level = int(e.typ[1] - '0')
		}
	}
	in := inline{block: &b}
	t.inline(e, &in, depth, listLevel)
	t.emit(b, &in)
}

// inline gathers the text of e into in. A block inside a line of text, such
// as Word's text boxes and footnotes, comes out by itself.
func (t *tree) inline(e elem, in *inline, depth, listLevel int) {
	t.kids(e, depth, func(k elem) {
		switch k.role {
		case roleInline, roleLabel, roleClear:
			t.inline(k, in, depth+1, listLevel)
		case roleNote:
			t.note(k, depth+1)
		case roleText, roleHeading, roleItemBody, roleGroup:
			if in.nested {
				in.gap()
				t.inline(k, in, depth+1, listLevel)
				in.gap()
				return
			}
			fallthrough
		default:
			if in.block != nil {
				t.emit(*in.block, in)
				keep := in.block
				*in = inline{block: keep}
			}
			t.block(k, depth+1, listLevel)
		}
	}, func(key spanKey) { t.take(key, in) })
}

// item reads a list item: its label, its text, and the lists inside it.
func (t *tree) item(e elem, depth, listLevel int) {
	b := block.Block{Kind: block.ListItem, Level: max(listLevel, 1)}
	var labelText inline
	in := inline{block: &b}
	out := len(t.blocks)
	drawn := false // the label is a drawing, or in a font that does not say what it is
	t.kids(e, depth, func(k elem) {
		switch k.role {
		case roleLabel:
			t.inline(k, &labelText, depth+1, listLevel)
			if len(labelText.parts) > maxLabelParts {
				b.Label, drawn = "", false
				return
			}
			f := labelText.read()
			b.Label, b.Page = cleanLabel(f.text()), f.page
			drawn = strings.Trim(f.text(), noGlyph) == ""
		case roleItemBody, roleGroup, roleClear:
			t.itemBody(k, &in, depth+1, listLevel)
		case roleInline, roleText:
			t.inline(k, &in, depth+1, listLevel)
		default:
			t.emit(b, &in)
			in = inline{block: &b}
			t.block(k, depth+1, listLevel)
		}
	}, func(key spanKey) { t.take(key, &in) })
	if b.Label == "" && !drawn && !labelText.empty() && out == len(t.blocks) {
		// Text has strayed into the label.
		in.parts = append(labelText.parts, in.parts...)
		in.sortByPosition()
	}
	if drawn {
		if _, _, ok := block.CutLabel(in.read().text()); !ok {
			b.Label = "•"
		}
	}
	if in.empty() && out < len(t.blocks) {
		b.Label = "" // it stands before what has been put out
	}
	t.emit(b, &in)
}

// maxLabelParts is more pieces than a label is drawn in: it is text.
const maxLabelParts = 64

// label is what list items are numbered with: "12.", "(a)", "iv)", "2.1".
var label = lazy.NewRegexp(`^(\(?(\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.):]{1,2}|\d{1,3}(\.\d{1,2}){0,2}|[-–—o])$`)

// cleanLabel returns the bullet or number that s is, or "" where s is text.
// Bullets of symbol fonts come out as what they look like.
func cleanLabel(s string) string {
	if bullet, rest, ok := block.CutBullet(s); ok && rest == "" {
		return bullet
	}
	if label.MatchString(s) {
		return s
	}
	return ""
}

// printedLabel returns a label as people see it, whatever its font.
func printedLabel(s string) string {
	if clean := cleanLabel(s); clean != "" {
		return clean
	}
	return s
}

// itemBody reads the body of a list item. Its first paragraph is the item;
// a further one, and a list in it, is a block of its own.
func (t *tree) itemBody(e elem, in *inline, depth, listLevel int) {
	t.kids(e, depth, func(k elem) {
		switch k.role {
		case roleInline, roleLabel:
			t.inline(k, in, depth+1, listLevel)
		case roleNote:
			t.note(k, depth+1)
		case roleText, roleHeading, roleItemBody:
			if in.empty() {
				t.itemBody(k, in, depth+1, listLevel)
				return
			}
			in.flushItem(t)
			t.block(k, depth+1, listLevel)
		case roleGroup, roleClear:
			t.itemBody(k, in, depth+1, listLevel)
		default:
			in.flushItem(t)
			t.block(k, depth+1, listLevel)
		}
	}, func(key spanKey) { t.take(key, in) })
}

// note reads a footnote. It follows the block that it is printed for. Word
// writes several notes at the foot of one page as one, each behind its raised
// number.
func (t *tree) note(e elem, depth int) {
	in := inline{nested: true}
	t.inline(e, &in, depth, 0)
	start, marker := 0, 0
	for i, p := range in.parts {
		n := noteNumber(p, in.parts[i+1:])
		if marker > 0 && n == marker+1 {
			t.addNote(in.parts[start:i])
			start = i
		}
		if n > 0 && (marker == 0 || n == marker+1) {
			marker = n
		}
	}
	t.addNote(in.parts[start:])
}

// noteNumber returns the number that p prints, if it is set smaller than the
// text behind it, or 0.
func noteNumber(p part, rest []part) int {
	if p.s == nil {
		return 0
	}
	n, err := strconv.Atoi(block.Lowered(strings.TrimSpace(p.s.text)))
	if err != nil {
		return 0
	}
	for _, next := range rest {
		if next.s != nil && strings.TrimSpace(next.s.text) != "" {
			if p.s.size < 0.85*next.s.size {
				return n
			}
			break
		}
	}
	return 0
}

func (t *tree) addNote(parts []part) {
	f := (&inline{parts: parts}).read()
	b := block.Block{Kind: block.Note, Page: f.page, Size: f.size()}
	b.Label, b.Text = splitMarker(f.text())
	if b.Text != "" {
		t.notes = append(t.notes, b)
	}
}

// splitMarker parts a footnote's marker from its text.
func splitMarker(s string) (marker, text string) {
	s = strings.TrimSpace(s)
	i := 0
	var m strings.Builder
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		d := superscriptDigit(r)
		if d < 0 && '0' <= r && r <= '9' && i < 3 {
			d = int(r - '0')
		}
		if d < 0 {
			break
		}
		m.WriteByte(byte('0' + d))
		i += size
	}
	return m.String(), strings.TrimSpace(s[i:])
}

// table reads a table. Rows with one cell filled are layout: what is in the
// cell comes out as blocks of its own.
func (t *tree) table(e elem, depth, listLevel int) {
	t.tables++
	number := t.tables
	var rows func(elem, int)
	rows = func(e elem, depth int) {
		t.kids(e, depth, func(k elem) {
			switch k.role {
			case roleRow:
				t.row(k, number, depth+1, listLevel)
			case roleGroup, roleClear: // THead, TBody, TFoot
				rows(k, depth+1)
			default:
				t.block(k, depth+1, listLevel)
			}
		}, func(spanKey) {})
	}
	rows(e, depth)
}

func (t *tree) row(e elem, table, depth, listLevel int) {
	var cells [][]block.Block
	var extents []extent
	header := true
	outer := t.blocks
	t.blocks = nil
	t.kids(e, depth, func(k elem) {
		if k.role != roleCell {
			t.block(k, depth+1, listLevel)
			return
		}
		before, around := len(t.blocks), t.cell
		t.cell = extent{}
		t.group(k, depth+1, listLevel)
		own := t.cell
		t.cell = around
		t.cell.add(own)
		if len(t.blocks) > before {
			extents = append(extents, own)
			cells = append(cells, slices.Clone(t.blocks[before:]))
			t.blocks = t.blocks[:before]
			header = header && string(k.typ) == "TH"
		}
	}, func(spanKey) {})
	rest := t.blocks
	t.blocks = append(outer, rest...)
	if torn(extents) {
		t.torn++
		cells = [][]block.Block{slices.Concat(cells...)}
	}
	if len(cells) == 1 {
		for i := range cells[0] {
			cells[0][i].Table = table
		}
		t.blocks = append(t.blocks, cells[0]...)
		return
	}
	if len(cells) > 0 {
		t.blocks = append(t.blocks, rowOf(cells, table, header)...)
	}
}

// rowOf joins the blocks of each cell into its text. Footnotes follow the
// row.
func rowOf(cells [][]block.Block, table int, header bool) []block.Block {
	row := block.Block{Kind: block.Row, Table: table, Header: header, Strong: true}
	var notes []block.Block
	for _, c := range cells {
		var parts []string
		for _, b := range c {
			if b.Kind == block.Note {
				notes = append(notes, b)
				continue
			}
			text := b.Text
			if b.Label != "" {
				text = b.Label + " " + text
			}
			parts = append(parts, text)
			row.Strong = row.Strong && b.Strong
			if row.Page == 0 {
				row.Page, row.Size = b.Page, b.Size
			}
		}
		row.Cells = append(row.Cells, strings.Join(parts, " "))
	}
	for i, c := range row.Cells {
		row.Cells[i] = strings.ReplaceAll(c, "\t", " ") // of tables in cells
	}
	row.Text = strings.Join(row.Cells, "\t")
	return append([]block.Block{row}, notes...)
}

// take adds the text of one piece of marked content.
func (t *tree) take(key spanKey, in *inline) {
	for _, i := range t.spans[key] {
		p := &t.doc.pages[key.page]
		if p.used[i] {
			continue
		}
		p.used[i] = true
		in.add(&p.spans[i], int(key.page)+1, p.right)
		t.cell.add(of(key.page, &p.spans[i]))
	}
	delete(t.spans, key)
}

// An extent is how far text reaches down a page, on the first that it is on.
type extent struct {
	page        int32
	top, bottom float64
	some        bool
}

// of returns the extent of a span. That of one that runs up or down the page
// says nothing of rows.
func of(page int32, s *span) extent {
	return extent{page, s.y - s.size, s.y, !s.turned && strings.TrimSpace(s.text) != ""}
}

// add makes e reach as far as f does, too.
func (e *extent) add(f extent) {
	switch {
	case !e.some:
		*e = f
	case f.some && f.page == e.page:
		e.top, e.bottom = min(e.top, f.top), max(e.bottom, f.bottom)
	}
}

// torn reports whether a row of two cells is none: the one stands above the
// other on the page. A structure tree that has come to harm can put a grade
// beside the title of another row.
func torn(cells []extent) bool {
	if len(cells) != 2 {
		return false
	}
	a, b := cells[0], cells[1]
	return a.some && b.some && a.page == b.page && (a.bottom < b.top || b.bottom < a.top)
}

// emit puts out b with the text of in, if there is any, and then the
// footnotes that were met in it.
func (t *tree) emit(b block.Block, in *inline) {
	f := in.read()
	b.Text = f.text()
	b.Size, b.Strong, b.Left = f.size(), f.strong(), f.left
	if f.page > 0 {
		b.Page = f.page
	}
	b.Origin = block.Tree
	switch b.Kind {
	case block.ListItem:
		if b.Label == "" {
			b.Label, b.Text, _ = block.CutLabel(b.Text)
		}
	case block.Paragraph:
		// Some lists are typed by hand.
		if label, rest, ok := block.CutBullet(b.Text); ok {
			b.Kind, b.Label, b.Text, b.Level = block.ListItem, label, rest, 1
		}
	}
	if b.Kind == block.Paragraph {
		for _, line := range f.lines(t.bodySize) {
			if b.Text = line; line != "" {
				t.blocks = append(t.blocks, b)
			}
		}
	} else if b.Text != "" || b.Label != "" && b.Page > 0 {
		t.blocks = append(t.blocks, b)
	}
	for _, n := range t.notes {
		n.Origin = block.Tree
		t.blocks = append(t.blocks, n)
	}
	t.notes = nil
}
