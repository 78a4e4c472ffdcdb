package render

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/encoding"

	"ofsted/internal/tidy"
)

const (
	// parquetGroup is how many rows a row group has, which a writer holds in
	// memory until it is full: some 2 MB of findings, compressed.
	parquetGroup = 20_000
	// parquetPage is how large a page of one column gets, in bytes before
	// compression. Pages are compressed by themselves, so that those of a
	// quarter of this make the text of findings a tenth larger.
	parquetPage = 1 << 20
)

// A parquetTable writes the rows of a table as a Parquet file. Every column is
// optional, since any value may not be known; columns of lists have Parquet's
// three levels of names. What repeats has a dictionary; long text does not, as
// it would have to be in memory whole. Encodings and the version of pages are
// those that every reader knows. The footer and the column index hold the least
// and the greatest value of each column and page, by which engines skip what a
// query does not need, and the footer says what each column holds.
type parquetTable struct {
	w       *parquet.GenericWriter[any]
	columns []parquetType
	row     parquet.Row // of the last call, to use again
}

// newParquetTable returns a writer of rows of t. Whole row groups go to w as
// they fill.
func newParquetTable(w io.Writer, t *tidy.Table) *parquetTable {
	p := new(parquetTable)
	nodes := parquet.Group{}
	options := []parquet.WriterOption{
		parquet.Compression(newParquetCodec()),
		parquet.MaxRowsPerRowGroup(parquetGroup),
		parquet.PageBufferSize(parquetPage),
		parquet.DataPageVersion(1),
		parquet.DataPageStatistics(false), // those of the column index, again
		parquet.KeyValueMetadata("ofsted.schema", "ofsted/"+t.Name+"/1"),
		parquet.KeyValueMetadata("ofsted.table", t.Holds),
	}
	for _, c := range t.Columns {
		column := parquetTypes[c.Type]
		p.columns = append(p.columns, column)
		nodes[c.Name] = column.node(c.Wide)
		options = append(options, parquet.KeyValueMetadata("ofsted.column."+c.Name, c.Holds))
	}
	schema := parquet.NewSchema(t.Name, parquetRoot{nodes, t})
	p.w = parquet.NewGenericWriter[any](w, append(options, schema)...)
	return p
}

// append writes a row, or keeps it until its row group is full.
func (p *parquetTable) append(row tidy.Row) error {
	p.row = p.row[:0]
	for i, value := range row {
		p.row = p.columns[i].levels(p.row, i, value)
	}
	_, err := p.w.WriteRows([]parquet.Row{p.row})
	return err
}

// close writes what is left and the footer, without which the file is none. It
// does not close what is written to.
func (p *parquetTable) close() error { return p.w.Close() }

// A parquetRoot has the columns of a table in its order, where a
// parquet.Group has them by name.
type parquetRoot struct {
	parquet.Group
	table *tidy.Table
}

// Fields implements parquet.Node.
func (r parquetRoot) Fields() []parquet.Field {
	fields := r.Group.Fields()
	slices.SortFunc(fields, func(a, b parquet.Field) int {
		return cmp.Compare(r.table.Column(a.Name()), r.table.Column(b.Name()))
	})
	return fields
}

// A parquetType is how Parquet holds the values of a tidy.Type.
type parquetType struct {
	leaf     parquet.Node
	encoding encoding.Encoding
	list     bool
	value    func(any) parquet.Value // of one item, where it is a list
}

// parquetTypes are the types. Integers are of 64 bits, as in the tables: their
// dictionaries make them no larger than those of 32 would be.
var parquetTypes = map[tidy.Type]parquetType{
	tidy.Text:    {leaf: parquet.String(), encoding: &parquet.RLEDictionary, value: parquetText},
	tidy.Grade:   {leaf: parquet.String(), encoding: &parquet.RLEDictionary, value: parquetText},
	tidy.List:    {leaf: parquet.String(), encoding: &parquet.RLEDictionary, value: parquetText, list: true},
	tidy.Integer: {leaf: parquet.Int(64), encoding: &parquet.RLEDictionary, value: parquet.ValueOf},
	tidy.Date:    {leaf: parquet.Date(), encoding: &parquet.RLEDictionary, value: parquetDay},
	tidy.Flag:    {leaf: parquet.Leaf(parquet.BooleanType), encoding: &parquet.Plain, value: parquet.ValueOf},
}

// node returns the schema of a column.
func (t parquetType) node(wide bool) parquet.Node {
	if wide {
		t.encoding = &parquet.Plain
	}
	node := parquet.Encoded(t.leaf, t.encoding)
	if t.list {
		node = parquet.List(node)
	}
	return parquet.Optional(node)
}

// The definition levels of a value: how much of its path there is.
const (
	parquetNull  = iota
	parquetThere // the value, or a list without items
	parquetItem  // an item of a list
)

// levels appends a value of a column to a row, with the levels by which
// Parquet tells rows, lists and nulls apart.
func (t parquetType) levels(row parquet.Row, column int, value any) parquet.Row {
	items, _ := value.([]string)
	switch {
	case value == nil:
		return append(row, parquet.NullValue().Level(0, parquetNull, column))
	case !t.list:
		v := t.value(value)
		if v.IsNull() {
			return append(row, v.Level(0, parquetNull, column))
		}
		return append(row, v.Level(0, parquetThere, column))
	case len(items) == 0:
		return append(row, parquet.NullValue().Level(0, parquetThere, column))
	}
	for i, item := range items {
		row = append(row, t.value(item).Level(min(i, 1), parquetItem, column))
	}
	return row
}

// parquetText returns a string, which has to be UTF-8: engines give up on a
// whole file for the name of one that is not.
func parquetText(v any) parquet.Value {
	return parquet.ValueOf(strings.ToValidUTF8(v.(string), "\ufffd"))
}

// parquetDay returns a day as those since 1970, or null for a month alone.
func parquetDay(v any) parquet.Value {
	day, err := time.Parse(time.DateOnly, v.(string))
	if err != nil {
		return parquet.NullValue()
	}
	const seconds = 24 * 60 * 60
	return parquet.ValueOf(int32(day.Unix() / seconds))
}

// A parquetCodec compresses with Zstandard. Its window is no larger than a
// page: parquet-go's own takes 32 MB for what it never looks back at.
type parquetCodec struct {
	compress.Codec
	encoder *zstd.Encoder
}

func newParquetCodec() compress.Codec {
	encoder, err := zstd.NewWriter(nil, zstd.WithWindowSize(parquetPage), zstd.WithEncoderConcurrency(1),
		zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderCRC(false), zstd.WithZeroFrames(true))
	if err != nil {
		panic("render: " + err.Error()) // the options are those above
	}
	return parquetCodec{&parquet.Zstd, encoder}
}

// Encode implements compress.Codec.
func (c parquetCodec) Encode(to, from []byte) ([]byte, error) {
	return c.encoder.EncodeAll(from, to[:0]), nil
}
