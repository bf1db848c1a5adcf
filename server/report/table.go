// Package report writes what head office shows as files that people open in a spreadsheet. It imports server/store and
// what that may.
//
// The one thing to know: a cell is text, so that a card's 16 digits stay 16 digits in Excel, which would round a number.
package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"

	"holdfast/pos"
)

// Table is a sheet.
type Table struct {
	Name   string // of the sheet
	Header []string
	Rows   [][]string
}

// Write writes the table as the kind of file that a name's end tells: .csv or .xlsx.
func (t Table) Write(w io.Writer, name string) error {
	switch kind := strings.ToLower(filepath.Ext(name)); kind {
	case ".csv":
		return t.writeCSV(w)
	case ".xlsx":
		return t.writeXLSX(w)
	default:
		return pos.E(pos.Usage, "", fmt.Sprintf("%q is not a kind of file that can be written; use .csv or .xlsx", kind))
	}
}

func (t Table) writeCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	if err := c.Write(t.Header); err != nil {
		return err
	}
	return c.WriteAll(t.Rows)
}

func (t Table) writeXLSX(w io.Writer) error {
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // it is in memory
	if err := book.SetSheetName(book.GetSheetName(0), t.Name); err != nil {
		return err
	}
	s, err := book.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	if err := s.SetColWidth(1, len(t.Header), 22); err != nil {
		return err
	}
	for i, row := range append([][]string{t.Header}, t.Rows...) {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = text
		}
		if err := s.SetRow(at, cells); err != nil {
			return err
		}
	}
	if err := s.Flush(); err != nil {
		return err
	}
	return book.Write(w)
}
