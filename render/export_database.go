package render

import (
	"context"
	"fmt"

	"ofsted/internal/database"
)

// A databaseExport is an update of a database.
type databaseExport struct{ *database.Update }

func openDatabaseExport(ctx context.Context, path string, reader func() string) (Export, error) {
	u, err := database.Begin(ctx, path, reader())
	return databaseExport{u}, err
}

func (databaseExport) Replaces() bool { return true }

func (e databaseExport) Says() string {
	all := e.Counts.Added + e.Counts.Replaced + e.Counts.Unchanged
	text := fmt.Sprintf("%s: %d added, %d replaced, %d unchanged", count(all, inspectionNoun), e.Counts.Added, e.Counts.Replaced, e.Counts.Unchanged)
	if e.Counts.Removed > 0 {
		text += fmt.Sprintf("; %d removed, whose files hold something else now", e.Counts.Removed)
	}
	return text
}
