package store

import (
	"fmt"
	"strings"

	"holdfast/pos"
)

// RowError is what is wrong with one row of an import; rows count from 0.
type RowError struct {
	Row     int
	Message string
}

// RowErrors is every bad row of an import, of which nothing was taken then.
type RowErrors []RowError

func (e RowErrors) Error() string {
	lines := make([]string, len(e))
	for i, r := range e {
		lines[i] = fmt.Sprintf("row %d: %s", r.Row+1, r.Message)
	}
	return strings.Join(lines, "; ")
}

func (e *RowErrors) add(row int, format string, args ...any) {
	*e = append(*e, RowError{row, fmt.Sprintf(format, args...)})
}

// err is nil where no row is bad: a nil RowErrors in an error would not be.
func (e RowErrors) err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// plain reports whether a code can stand in account names, receipts and on a command line.
func plain(code string) bool {
	if code == "" || len(code) > 32 {
		return false
	}
	for _, c := range code {
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c == '_':
		default:
			return false
		}
	}
	return true
}

// digits reports whether a text is of digits only, between least and most of them.
func digits(s string, least, most int) bool {
	return len(s) >= least && len(s) <= most && pos.Digits(s)
}

// clip is a text that came from outside, short enough to be shown in a sentence.
func clip(s string) string { return cut(s, 60) }

// cut is the first characters of a text.
func cut(s string, most int) string {
	if n := 0; len(s) > most {
		for i := range s {
			if n++; n > most {
				return s[:i] + "…"
			}
		}
	}
	return s
}
