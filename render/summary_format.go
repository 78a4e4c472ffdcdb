package render

import (
	"io"

	"ofsted/model"
)

// SummaryOptions say how summaries are written.
type SummaryOptions struct {
	Screen Screen
	// Failures are the inputs that could not be read. JSON has a record for
	// each behind the summaries.
	Failures []*model.Failure
}

// XLSX is the name of the format that is a workbook. It is no text, and so
// nothing for a terminal.
const XLSX = "xlsx"

// SummaryFormats are the formats of summaries.
var SummaryFormats = FormatList[SummaryOptions, []model.Summary]{
	{Name: "table", Endings: []string{".txt", ".tsv"}, Write: SummaryTable},
	{Name: "json", Endings: []string{".json"}, Write: SummaryJSON},
	{Name: "csv", Endings: []string{".csv"}, Write: func(w io.Writer, _ SummaryOptions, list []model.Summary) error { return SummaryCSV(w, list) }},
	{Name: XLSX, Endings: []string{".xlsx"}, Write: func(w io.Writer, _ SummaryOptions, list []model.Summary) error { return SummaryWorkbook(w, list) }},
}

// SummaryJSON writes an array of summaries and, behind them, error records.
func SummaryJSON(w io.Writer, o SummaryOptions, list []model.Summary) error {
	records := make([]any, 0, len(list)+len(o.Failures))
	for _, s := range list {
		records = append(records, s)
	}
	for _, f := range o.Failures {
		records = append(records, f.Record())
	}
	return writeJSON(w, records)
}
