package cmd

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ofsted/internal/database"
	"ofsted/render"
)

// wantQuery is the cobra.PositionalArgs of search.
func wantQuery(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("search needs a QUERY, and a PATH to look in")
	}
	query, paths := args[0], args[1:]
	if len(paths) == 0 {
		if _, err := os.Stat(query); err == nil {
			return usagef("search needs a QUERY before the PATH: ofsted search WORDS %s", query)
		}
		return usagef("search needs a PATH behind the QUERY: a database that export wrote, or what else there is to read; a query of several words is one argument, in quotation marks")
	}
	if words := strays(paths); len(words) > 0 {
		return usagef("there is no file or folder %s; a query of several words is one argument, in quotation marks: %s",
			words[0], asOne(args[:1+len(words)], paths[len(words):]))
	}
	return wantPaths(cmd, paths)
}

// strays returns the first of some paths that seem to be words of a query
// without quotation marks: those up to the first that is no such word.
func strays(paths []string) []string {
	n := 0
	for n < len(paths) && isStray(paths[n]) {
		n++
	}
	return paths[:n]
}

// isStray reports whether a path looks like a word and is nothing that exists.
// A star that ends it may end a word.
func isStray(path string) bool {
	if path == "" || path == "-" || strings.ContainsAny(strings.TrimSuffix(path, "*"), `/\.:*?[`) {
		return false
	}
	if _, err := os.Stat(path); err == nil {
		return false
	}
	found, err := filepath.Glob(path)
	return err == nil && len(found) == 0
}

// asOne writes a command as it was probably meant: words as one query, in the
// quotation marks that every shell takes, before paths.
func asOne(words, paths []string) string {
	where := "PATH"
	if len(paths) > 0 {
		where = paths[0]
	}
	if len(paths) > 1 {
		where += " …"
	}
	return fmt.Sprintf(`ofsted search "%s" %s`, strings.ReplaceAll(strings.Join(words, " "), `"`, "'"), where)
}

// wrongFlag says of what was taken for flags that it may be a query, where it
// begins with a hyphen and is no flag or has a space.
func wrongFlag(cmd *cobra.Command, err error) error {
	given := ""
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		letters, name := unknown.GetSpecifiedShortnames(), unknown.GetSpecifiedName()
		switch {
		case cmd.Flags().Lookup(letters) != nil:
			return usagef("there is no flag -%s; did you mean --%s?", letters, letters)
		case len(letters) > 1:
			given = "-" + letters
		case letters == "" && strings.Contains(name, " "):
			given = "--" + name
		}
	}
	if bad, ok := errors.AsType[*pflag.InvalidValueError](err); ok && strings.Contains(strings.TrimSpace(bad.GetValue()), " ") && bad.GetFlag().Shorthand != "" {
		given = "-" + bad.GetFlag().Shorthand + bad.GetValue()
	}
	if given == "" {
		return err
	}
	return usagef("there is no flag %s, and a query cannot begin with a hyphen: %s", given, database.NoHyphen)
}

// parse reads the query, and shows where it is wrong.
func (o *searchOptions) parse() (database.Query, error) {
	query, err := database.ParseQuery(o.query)
	if wrong, ok := errors.AsType[*database.QueryError](err); ok {
		fmt.Fprint(o.Err, render.QueryPlace(o.screen(o.Err), wrong.Query, wrong.Column))
		return query, usagef("%v", wrong)
	}
	return query, err
}
