package importer

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"holdfast/pos"
)

// ListSeparator stands between the values of a list in one cell, such as the stores of a person.
const ListSeparator = ";"

// readCSV hands each row of a file with a header row to add. It fails only for what makes the rest unreadable.
func readCSV(text io.Reader, all []column, add func(place, []cell, string)) error {
	r := csv.NewReader(text)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return pos.E(pos.Usage, "", "the file is empty; its first line must name the columns")
	}
	if err != nil {
		return badCSV(err)
	}
	fields, err := named(all, header)
	if err != nil {
		return err
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return badCSV(err)
		}
		line, _ := r.FieldPos(0)
		at := place{line: int32(line)} //nolint:gosec // a file of two thousand million lines is not imported
		if len(record) != len(fields) {
			add(at, nil, fmt.Sprintf("%d cells, the first line names %d columns", len(record), len(fields)))
			continue
		}
		add(at, cellsOf(all, fields, record), "")
	}
}

// named is the columns that a header row names.
func named(all []column, header []string) ([]int, error) {
	fields := make([]int, len(header))
	taken := map[int]bool{}
	for i, name := range header {
		f, problem := find(all, strings.TrimSpace(name))
		if problem == "" && taken[f] {
			problem = fmt.Sprintf("the column %q is there twice", all[f].name)
		}
		if problem != "" {
			return nil, pos.E(pos.Usage, "", "line 1: "+problem)
		}
		fields[i], taken[f] = f, true
	}
	return fields, nil
}

// cellsOf is a row of a table, each cell under its column.
func cellsOf(all []column, fields []int, row []string) []cell {
	cells := make([]cell, len(row))
	for i, v := range row {
		cells[i] = cell{fields[i], []string{v}}
		if all[fields[i]].list {
			cells[i].values = strings.Split(v, ListSeparator)
		}
	}
	return cells
}

// badCSV names the line behind which nothing can be read.
func badCSV(err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return pos.E(pos.Usage, "", fmt.Sprintf("line %d: %v; nothing behind it can be read", bad.Line, bad.Err))
	}
	return err
}
