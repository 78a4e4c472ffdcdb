package model

// An ErrorCode says why a file could not be read.
type ErrorCode string

// The codes of a failed input.
const (
	NotFound     ErrorCode = "not_found"
	Unreadable   ErrorCode = "unreadable"     // no permission, a failed read or download
	NotADocument ErrorCode = "not_a_document" // not a PDF, page or text at all, or an empty or error page
	Encrypted    ErrorCode = "encrypted"      // needs a password
	Damaged      ErrorCode = "damaged"        // cut short or broken beyond repair
	NoText       ErrorCode = "no_text"        // scanned pages
	TooLarge     ErrorCode = "too_large"
	Timeout      ErrorCode = "timeout"
	Unrecognised ErrorCode = "unrecognised"
)

// A Failure is an input that could not be read. It is an error, and in JSON
// output it stands where the inspection would have stood.
type Failure struct {
	Source Source
	Code   ErrorCode
	// Message is one line that names the file, what was expected and what
	// to do about it.
	Message string
}

// Error implements error.
func (f *Failure) Error() string { return f.Message }

// FailureRecord is the JSON form of a Failure.
type FailureRecord struct {
	Schema string       `json:"schema"`
	Source Source       `json:"source"`
	Error  FailureError `json:"error"`
}

// FailureError is the error of a FailureRecord.
type FailureError struct {
	Code    ErrorCode `json:"code"`
	Message string    `json:"message"`
}

// Record returns f as it is written to JSON.
func (f *Failure) Record() FailureRecord {
	return FailureRecord{Schema, f.Source, FailureError{f.Code, f.Message}}
}
