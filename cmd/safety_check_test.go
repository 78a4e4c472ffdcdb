package cmd

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"ofsted/internal/tidy"
)

// checks say of what a format prints what of it does harm where it is shown.
var checks = map[string]func(string) error{
	"table":    checkText,
	"json":     checkJSON,
	"ndjson":   checkNDJSON,
	"csv":      checkCSV,
	"markdown": checkMarkdown,
	"svg":      checkSVG,
	"xlsx":     checkWorkbook,
	"html":     checkPage,
}

// obeyed reports whether a terminal may obey a character: control characters,
// and those that reorder the text around them. Tabs and ends of lines are for
// the format to allow.
func obeyed(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) }

// around returns text around a place in it.
func around(text string, i int) string { return text[max(0, i-60):min(len(text), i+60)] }

// stray says where there is a character that a terminal obeys, unless it is one
// of some.
func stray(text, allowed string) error {
	i := strings.IndexFunc(text, func(c rune) bool { return obeyed(c) && !strings.ContainsRune(allowed, c) })
	switch {
	case i >= 0:
		return fmt.Errorf("a character that terminals obey: %+q", around(text, i))
	case !utf8.ValidString(text):
		return errors.New("not UTF-8")
	}
	return nil
}

// checkText is for what people see in a terminal, standard error among it.
func checkText(text string) error { return stray(text, "\n\t") }

func checkJSON(text string) error {
	if text != "" && !json.Valid([]byte(text)) {
		return errors.New("not JSON")
	}
	return stray(text, "\n")
}

func checkNDJSON(text string) error {
	for line := range strings.Lines(text) {
		if !json.Valid([]byte(line)) {
			return fmt.Errorf("not JSON: %.200q", line)
		}
	}
	return stray(text, "\n")
}

// inert reports whether no spreadsheet takes a cell for a formula, whatever it
// leaves out of what cannot be seen. Whole numbers are what they are.
func inert(cell string) bool {
	if _, err := strconv.Atoi(cell); err == nil {
		return true
	}
	bare := strings.TrimLeftFunc(cell, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsGraphic(c) })
	return strings.IndexAny(bare, "=+-@＝＋－＠") != 0 && strings.IndexAny(cell, "\t\r\n") != 0
}

func checkCSV(text string) error {
	if text == "" {
		return nil
	}
	rest, marked := strings.CutPrefix(text, "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(rest)).ReadAll()
	if err != nil || !marked {
		return fmt.Errorf("mark: %v, %w", marked, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if !inert(cell) {
				return fmt.Errorf("a formula: %.100q", cell)
			}
			if err := stray(cell, ""); err != nil {
				return err
			}
		}
	}
	return stray(rest, "\n")
}

var (
	// labelRE, noteRE and tagRE match what the format itself puts into a line:
	// labels, notes below findings, and the tags of a comparison.
	labelRE = regexp.MustCompile(`^- \*\*[A-Z][a-z ]*:\*\* `)
	noteRE  = regexp.MustCompile(`^- \*(.*)\*$`)
	tagRE   = regexp.MustCompile(`<br>|</?(?:del|ins)>`)
	// escapedRE matches what stands for itself.
	escapedRE = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|&(?:lt|gt|amp);")
	// beginningRE matches what begins a line of the format’s own, and
	// beginsRE what would begin something else behind it.
	beginningRE = regexp.MustCompile(`^(?:#{1,4} |> - | *- | *\d+\. |\| )?`)
	beginsRE    = regexp.MustCompile(`^(?:[-+*] |\d+[.)] |#|>|=+\s*$|-+\s*$|    )`)
	// activeRE matches what has a meaning anywhere.
	activeRE = regexp.MustCompile("[<>`\\[\\]{}~_*$]|&(?:[a-zA-Z]+|#[xX]?[0-9a-fA-F]+);")
)

func checkMarkdown(text string) error {
	columns := 0 // of the table that a line is in
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		left := tagRE.ReplaceAllString(noteRE.ReplaceAllString(labelRE.ReplaceAllString(line, ""), "$1"), "")
		left = escapedRE.ReplaceAllString(left, "x")
		bars := strings.Count(left, "|")
		switch {
		case line == "---" || strings.HasPrefix(line, "| --- ") || strings.HasPrefix(line, "|") && strings.Trim(line, "|- ") == "":
			continue
		case strings.HasPrefix(line, "| ") && columns == 0:
			columns = bars
		case !strings.HasPrefix(line, "| "):
			columns = 0
		}
		if bars != columns {
			return fmt.Errorf("%d bars, not %d: %.300q", bars, columns, line)
		}
		rest := left[len(beginningRE.FindString(left)):]
		if beginsRE.MatchString(rest) || activeRE.MatchString(rest) {
			return fmt.Errorf("it is more than text: %.300q", line)
		}
	}
	return stray(text, "\n")
}

// drawn are the elements of a picture. All others are refused, and so are
// handlers of events, addresses and colours from elsewhere.
var drawn = []string{"svg", "title", "desc", "style", "defs", "pattern", "g", "rect", "line", "path", "circle", "polygon", "text", "tspan"}

func checkSVG(text string) error {
	dec := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := dec.Token()
		switch {
		case err == io.EOF:
			return stray(text, "\n")
		case err != nil:
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !slices.Contains(drawn, e.Name.Local) {
			return fmt.Errorf("an element %s", e.Name.Local)
		}
		for _, a := range e.Attr {
			if err := checkAttribute(a.Name.Local, a.Value); err != nil {
				return err
			}
		}
	}
}

// checkAttribute is for an attribute of a page or a picture.
func checkAttribute(name, value string) error {
	value = strings.ToLower(strings.TrimSpace(value))
	switch {
	case strings.HasPrefix(strings.ToLower(name), "on"):
		return fmt.Errorf("a handler %s", name)
	case slices.Contains([]string{"href", "src", "srcset", "action", "formaction", "data", "poster", "background", "srcdoc"}, name) && !strings.HasPrefix(value, "#"):
		return fmt.Errorf("an address: %s=%.100q", name, value)
	case name == "style" && strings.Contains(value, "url("):
		return fmt.Errorf("an address: %.100q", value)
	}
	return nil
}

// checkPage is a first look only: tests of package render drive a browser.
func checkPage(text string) error {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return err
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"img", "iframe", "object", "embed", "base", "video", "audio", "frame", "applet"}, n.Data) {
			return fmt.Errorf("an element %s", n.Data)
		}
		if n.Data == "link" && slices.Contains(n.Attr, html.Attribute{Key: "rel", Val: "icon"}) {
			continue // the page’s own
		}
		if n.Data == "script" && n.FirstChild != nil && strings.Contains(n.FirstChild.Data, "alert(") && !json.Valid([]byte(n.FirstChild.Data)) {
			return fmt.Errorf("a script: %.200q", n.FirstChild.Data)
		}
		for _, a := range n.Attr {
			if err := checkAttribute(a.Key, a.Val); err != nil {
				return err
			}
		}
	}
	return nil
}

// sheetParts are the folders and files of a workbook. What is elsewhere could
// be a program or lead somewhere.
var sheetParts = regexp.MustCompile(`^(\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/tables/table\d+\.xml)$`)

func checkWorkbook(text string) error {
	file, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
	if err != nil {
		return err
	}
	for _, part := range file.File {
		if !sheetParts.MatchString(part.Name) {
			return fmt.Errorf("a part %s", part.Name)
		}
		if err := checkPart(part); err != nil {
			return fmt.Errorf("%s: %w", part.Name, err)
		}
	}
	return checkCells(text)
}

// checkPart makes sure that a part of a workbook holds no formula, and refers to
// nothing outside.
func checkPart(part *zip.File) error {
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	dec := xml.NewDecoder(r)
	for {
		token, err := dec.Token()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if slices.Contains([]string{"f", "hyperlink", "ddeLink", "externalReference", "oleObject"}, e.Name.Local) {
				return fmt.Errorf("an element %s", e.Name.Local)
			}
			for _, a := range e.Attr {
				if a.Name.Local == "TargetMode" {
					return fmt.Errorf("something outside: %v", e.Attr)
				}
			}
		}
	}
}

// checkCells makes sure that a program that opens a workbook finds text.
func checkCells(text string) error {
	book, err := excelize.OpenReader(strings.NewReader(text))
	if err != nil {
		return err
	}
	defer book.Close()
	found := false
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			return err
		}
		for _, row := range rows {
			found = found || slices.ContainsFunc(row, func(cell string) bool { return strings.Contains(cell, "drift n0") })
		}
	}
	if !found {
		return errors.New("nothing in it")
	}
	return nil
}

// checkFile checks a file as what it holds.
func checkFile(format string) func(siege, string) error {
	return func(_ siege, path string) error {
		data, err := os.ReadFile(path)
		return errors.Join(err, checks[format](string(data)))
	}
}

// checkTables checks a folder of CSV.
func checkTables(_ siege, path string) error {
	files, err := filepath.Glob(filepath.Join(path, "*.csv"))
	if len(files) == 0 {
		return fmt.Errorf("no files: %w", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err := errors.Join(err, checkCSV(string(data))); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// texts returns the texts of all findings, as data sets hold them.
func (s siege) texts() []string {
	lost := strings.NewReplacer(loneMark, "\ufffd", bytesMark, "\ufffd\ufffd31m\ufffd\ufffd")
	var list []string
	for _, in := range s.records {
		for _, f := range in.Findings {
			list = append(list, lost.Replace(f.Text))
		}
	}
	slices.Sort(list)
	return list
}

func (s siege) checkTexts(got []string) error {
	slices.Sort(got)
	want := s.texts()
	if len(got) != len(want) {
		return fmt.Errorf("%d findings, not %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			return fmt.Errorf("a text is %+q, not %+q", got[i], want[i])
		}
	}
	return nil
}

// checkParquet makes sure that texts are as they were.
func checkParquet(s siege, path string) error {
	data, err := os.ReadFile(filepath.Join(path, tidy.Findings.Name, tidy.Findings.Name+"-00000.parquet"))
	if err != nil {
		return err
	}
	rows, err := parquet.Read[struct {
		Text string `parquet:"text"`
	}](bytes.NewReader(data), int64(len(data)))
	var got []string
	for _, row := range rows {
		got = append(got, row.Text)
	}
	return errors.Join(err, s.checkTexts(got))
}

// checkDatabase makes sure that texts are as they were, that no table was
// harmed, and that none was made.
func checkDatabase(s siege, path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx := context.Background()
	state, err := column(ctx, db, "PRAGMA integrity_check")
	if err != nil || !slices.Equal(state, []string{"ok"}) {
		return fmt.Errorf("%q, %w", state, err)
	}
	rows, err := column(ctx, db, "SELECT (SELECT count(*) FROM inspections) || ' ' || (SELECT count(*) FROM judgements) || ' ' || (SELECT count(*) FROM records) || ' ' || (SELECT count(*) FROM errors)")
	if want := fmt.Sprintf("%[1]d %[1]d %[1]d 0", len(s.records)); err != nil || rows[0] != want {
		return fmt.Errorf("rows %q, not %q, %w", rows, want, err)
	}
	names, err := column(ctx, db, "SELECT name FROM sqlite_schema")
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.Contains(name, "drift") {
			return fmt.Errorf("something called %q", name)
		}
	}
	got, err := column(ctx, db, "SELECT text FROM findings")
	return errors.Join(err, s.checkTexts(got))
}

// column returns the first column of what a query finds.
func column(ctx context.Context, db *sql.DB, query string) ([]string, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, rows.Err()
}
