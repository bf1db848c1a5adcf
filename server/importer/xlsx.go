package importer

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"holdfast/pos"
)

// An Excel file is a compressed one: what it may grow to in memory is bounded.
const (
	maxUnzipped = 512 << 20
	maxSheet    = 64 << 20 // beyond it a sheet is read from a temporary file
)

// readXLSX hands each row of a workbook's first sheet to add. Its first row names the columns, as in CSV.
func readXLSX(file io.Reader, all []column, add func(place, []cell, string)) error {
	book, err := excelize.OpenReader(file, excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxSheet})
	if err != nil {
		return pos.E(pos.Usage, "", fmt.Sprintf("this is no Excel file (.xlsx): %v; save it anew in Excel, or as CSV UTF-8", err))
	}
	defer book.Close() //nolint:errcheck // only read
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return pos.E(pos.Usage, "", fmt.Sprintf("the workbook's first sheet can't be read: %v", err))
	}
	defer rows.Close() //nolint:errcheck // only read
	var fields []int
	for line := int32(1); rows.Next(); line++ {
		row, err := rows.Columns()
		if err != nil {
			return pos.E(pos.Usage, "", fmt.Sprintf("line %d: %v; nothing behind it can be read", line, err))
		}
		switch {
		case fields == nil:
			if fields, err = named(all, trimmed(row)); err != nil {
				return err
			}
		case len(trimmed(row)) > len(fields):
			add(place{line: line}, nil, fmt.Sprintf("%d cells, the first line names %d columns", len(trimmed(row)), len(fields)))
		case len(trimmed(row)) > 0: // an empty row is only looks
			row = append(trimmed(row), make([]string, len(fields)-len(trimmed(row)))...) // cells at its end that are empty
			add(place{line: line}, plainCells(all, fields, row), "")
		}
	}
	if fields == nil {
		return pos.E(pos.Usage, "", "the sheet is empty; its first line must name the columns")
	}
	return rows.Error()
}

// trimmed is a row without the empty cells at its end.
func trimmed(row []string) []string {
	for len(row) > 0 && strings.TrimSpace(row[len(row)-1]) == "" {
		row = row[:len(row)-1]
	}
	return row
}

func plainCells(all []column, fields []int, row []string) []cell {
	for i, v := range row {
		row[i] = plainNumber(v)
		if all[fields[i]].date {
			row[i] = plainDate(v)
		}
	}
	return cellsOf(all, fields, row)
}

var (
	long = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?$`)
	days = regexp.MustCompile(`^[0-9]{1,5}(\.[0-9]+)?$`)
)

// plainNumber is a number as Excel shows it: 15 digits, where the file may say 19.899999999999999 for 19.9.
func plainNumber(s string) string {
	if !long.MatchString(s) || !strings.ContainsAny(s, "E.") {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(f, 0) {
		return s
	}
	if f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64); err != nil {
		return s
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// plainDate is the date of a cell that Excel holds as a number: days since 1899-12-30 (ECMA-376, 18.17.4.1).
func plainDate(s string) string {
	if !days.MatchString(s) {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(f)).Format(time.DateOnly)
}
