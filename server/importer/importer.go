// Package importer reads the files a chain brings along: products, members, people and rules, as CSV, JSON or Excel.
//
// It may import what server/store may. The one thing to know: a file is taken as a whole or not at all. Every bad row
// is found in one pass and named by its line, so that a list of 100,000 products is corrected in one go; what needs
// the books (a barcode another product has) the store finds, and [Rows.Place] says where in the file that row was.
package importer

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"holdfast/pos"
)

// Rows is what a file holds.
type Rows[T any] struct {
	Items  []T
	places []place
}

// place is where a row begins: its index in a JSON file (counted from 1; 0 in a CSV file) and its line.
type place struct{ index, line int32 }

func (p place) String() string {
	if p.index > 0 {
		return fmt.Sprintf("row %d, line %d", p.index, p.line)
	}
	return fmt.Sprintf("line %d", p.line)
}

// Place says where in the file Items[i] is.
func (r Rows[T]) Place(i int) string {
	if i < 0 || i >= len(r.places) {
		return fmt.Sprintf("row %d", i+1)
	}
	return r.places[i].String()
}

// maxShown is how many bad rows are named; a file with more is usually wrong in one way.
const maxShown = 20

// BadRows is the error of a file with rows that can't be taken.
type BadRows struct {
	Shown []string // "line 7: price: …", at most 20
	More  int      // further ones
}

// Add names one more bad row.
func (b *BadRows) Add(where, problem string) {
	if len(b.Shown) == maxShown {
		b.More++
		return
	}
	b.Shown = append(b.Shown, where+": "+problem)
}

// Count is the number of bad rows.
func (b *BadRows) Count() int { return len(b.Shown) + b.More }

func (b *BadRows) Error() string {
	s := strings.Join(b.Shown, "\n")
	if b.More > 0 {
		s += fmt.Sprintf("\nand %d more", b.More)
	}
	return s
}

// table says what the rows of one kind of file may hold.
type table[T any] struct {
	fields []field[T]
	// A row must have the key. What else is required may be left out, which keeps what is known, but not be empty.
	key      string
	required []string
	lacks    func(row *T, names []string) // told which fields a row leaves out; nil where those are as good as empty
	// keys are the names by which others find the row; no two rows of a file may share one.
	keys func(*T) []string
}

// field is a column of a CSV file, or a name of a JSON object. A list is several values: a JSON array, or one cell
// with semicolons.
type field[T any] struct {
	name string
	list bool
	date bool // in an Excel file it may be a number of days
	set  func(row *T, values []string) error
}

// cell is what a row holds under a name.
type cell struct {
	field  int
	values []string
}

// read reads a whole file.
func read[T any](name string, file io.Reader, t table[T]) (Rows[T], error) {
	var rows Rows[T]
	bad := &BadRows{}
	seen := map[string]int32{}
	absent := lacking(t)
	add := func(at place, cells []cell, problem string) {
		var row T
		if problem == "" {
			problem = fill(&row, t, cells)
		}
		if problem == "" && t.lacks != nil {
			t.lacks(&row, absent(cells))
		}
		if problem == "" {
			for _, k := range t.keys(&row) {
				if line, twice := seen[k]; twice {
					problem = fmt.Sprintf("%s is in line %d already", k, line)
				}
				seen[k] = at.line
			}
		}
		if problem != "" {
			bad.Add(at.String(), problem)
			return
		}
		rows.Items, rows.places = append(rows.Items, row), append(rows.places, at)
	}
	err := readAs(strings.ToLower(filepath.Ext(name)), file, columns(t), add)
	switch {
	case err != nil:
		return rows, err
	case bad.Count() > 0:
		return rows, bad
	}
	return rows, nil
}

// readAs reads a file of a kind, which its name's end tells.
func readAs(kind string, file io.Reader, all []column, add func(place, []cell, string)) error {
	if kind == ".xlsx" {
		return readXLSX(file, all, add)
	}
	text, err := decode(file)
	if err != nil {
		return err
	}
	switch kind {
	case ".csv":
		return readCSV(text, all, add)
	case ".json":
		return readJSON(text, all, add)
	}
	return pos.E(pos.Usage, "", fmt.Sprintf("%q is not a kind of file that can be imported; use .csv, .json or .xlsx", kind))
}

// decode takes the byte order mark off and refuses other encodings that are known by theirs.
func decode(file io.Reader) (io.Reader, error) {
	text := bufio.NewReader(file)
	head, err := text.Peek(3)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err = text.Discard(3)
		return text, err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return nil, pos.E(pos.Usage, "", "the file is UTF-16; save it as UTF-8 and import that")
	case bytes.HasPrefix(head, []byte("PK")):
		return nil, pos.E(pos.Usage, "", "this is an Excel file; give it a name that ends in .xlsx")
	}
	return text, nil
}

// column is a field without its row type.
type column struct {
	name       string
	list, date bool
}

func columns[T any](t table[T]) []column {
	all := make([]column, len(t.fields))
	for i, f := range t.fields {
		all[i] = column{f.name, f.list, f.date}
	}
	return all
}

// find is the number of a column by its name; the problem names those there are.
func find(all []column, name string) (int, string) {
	i := slices.IndexFunc(all, func(c column) bool { return c.name == name })
	if i >= 0 {
		return i, ""
	}
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.name
	}
	return i, fmt.Sprintf("%q is no field here; the fields are %s", name, strings.Join(names, ", "))
}

// lacking tells which fields a row leaves out. Rows that leave out the same share one list: a file has few of them.
func lacking[T any](t table[T]) func([]cell) []string {
	lists := map[uint64][]string{}
	return func(cells []cell) []string {
		var there uint64
		for _, c := range cells {
			there |= 1 << c.field
		}
		list, known := lists[there]
		if !known {
			for i, f := range t.fields {
				if there&(1<<i) == 0 {
					list = append(list, f.name)
				}
			}
			lists[there] = list
		}
		return list
	}
}

// fill sets a row from its cells and returns what is wrong with it.
func fill[T any](row *T, t table[T], cells []cell) (problem string) {
	keyed := false
	for _, c := range cells {
		f := t.fields[c.field]
		values := c.values[:0]
		for _, v := range c.values {
			v = strings.TrimSpace(v)
			if !utf8.ValidString(v) || strings.ContainsRune(v, utf8.RuneError) {
				return f.name + ": the text is not UTF-8; save the file as UTF-8 (Excel: CSV UTF-8)"
			}
			if strings.ContainsFunc(v, unicode.IsControl) {
				return f.name + ": the text has line breaks or other control characters in it"
			}
			if v != "" {
				values = append(values, v)
			}
		}
		switch {
		case len(values) == 0 && (f.name == t.key || slices.Contains(t.required, f.name)):
			return f.name + " is missing"
		case len(values) == 0:
			continue
		}
		if err := f.set(row, values); err != nil {
			return f.name + ": " + err.Error()
		}
		keyed = keyed || f.name == t.key
	}
	if !keyed {
		return t.key + " is missing"
	}
	return ""
}
