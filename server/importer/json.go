package importer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"holdfast/pos"
)

// lines remembers where lines end, as far as they have been read ahead.
type lines struct {
	r      io.Reader
	offset int64
	ends   []int64 // offsets of line breaks behind the last position asked for
	line   int32
}

func (l *lines) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.offset+int64(i))
		}
	}
	l.offset += int64(n)
	return n, err
}

// at is the line of an offset; offsets only grow.
func (l *lines) at(offset int64) int32 {
	n := 0
	for n < len(l.ends) && l.ends[n] < offset {
		n++
	}
	l.ends, l.line = l.ends[n:], l.line+int32(n) //nolint:gosec // see readCSV
	return l.line + 1
}

// walk reads a file's tokens.
type walk struct {
	*json.Decoder
	lines *lines
	all   []column
}

// readJSON hands each object of an array to add. It fails only for what makes the rest unreadable.
func readJSON(text io.Reader, all []column, add func(place, []cell, string)) error {
	l := &lines{r: text}
	w := &walk{json.NewDecoder(l), l, all}
	w.UseNumber()
	err := w.array(add)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return pos.E(pos.Usage, "", fmt.Sprintf("line %d: %v; nothing behind it can be read", w.line(), err))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return pos.E(pos.Usage, "", fmt.Sprintf("line %d: the file ends in the middle of its data", w.line()))
	}
	return err
}

func (w *walk) line() int32 { return w.lines.at(w.InputOffset()) }

func (w *walk) array(add func(place, []cell, string)) error {
	t, err := w.Token()
	if err != nil {
		return err
	}
	if t != json.Delim('[') {
		return pos.E(pos.Usage, "", "the file must be a JSON array of objects: [{…}, {…}]")
	}
	for index := int32(1); w.More(); index++ {
		t, err := w.Token()
		if err != nil {
			return err
		}
		at := place{index, w.line()}
		if t != json.Delim('{') {
			if _, _, err := w.values(t); err != nil {
				return err
			}
			add(at, nil, "this is no object {…}")
			continue
		}
		cells, problem, err := w.object()
		if err != nil {
			return err
		}
		add(at, cells, problem)
	}
	if _, err := w.Token(); err != nil { // the closing bracket
		return err
	}
	if _, err := w.Token(); !errors.Is(err, io.EOF) {
		return pos.E(pos.Usage, "", fmt.Sprintf("line %d: there is something behind the end of the array", w.line()))
	}
	return nil
}

// object reads to the end of an object. The problem is the first there is; reading goes on behind it.
func (w *walk) object() (cells []cell, problem string, err error) {
	taken := map[int]bool{}
	for w.More() {
		name, err := w.Token()
		if err != nil {
			return nil, "", err
		}
		t, err := w.Token()
		if err != nil {
			return nil, "", err
		}
		values, wrong, err := w.values(t)
		if err != nil {
			return nil, "", err
		}
		f, unknown := find(w.all, name.(string))
		switch {
		case unknown != "":
			wrong = unknown
		case taken[f]:
			wrong = fmt.Sprintf("%s: it is there twice", name)
		case wrong == "" && t == json.Delim('[') && !w.all[f].list:
			wrong = fmt.Sprintf("%s: one value is wanted, not a list", name)
		case wrong == "" && t != json.Delim('[') && t != nil && w.all[f].list:
			wrong = fmt.Sprintf("%s: a list is wanted: [\"…\", \"…\"]", name)
		case wrong != "":
			wrong = fmt.Sprintf("%s: %s", name, wrong)
		}
		if problem == "" {
			problem = wrong
		}
		taken[f] = true
		cells = append(cells, cell{f, values})
	}
	_, err = w.Token() // the closing brace
	return cells, problem, err
}

// values reads what a value's first token begins: one text, or a list of them.
func (w *walk) values(t json.Token) (values []string, problem string, err error) {
	switch t := t.(type) {
	case nil:
		return nil, "", nil
	case string:
		return []string{t}, "", nil
	case bool:
		return []string{fmt.Sprint(t)}, "", nil
	case json.Number:
		return nil, fmt.Sprintf("%s is a number; write it as text: \"%s\"", t, t), nil
	}
	// A list, or an object where none belongs. What is nested deeper is passed over without recursion, however deep.
	if t == json.Delim('{') {
		problem = "a text is wanted here, no object"
	}
	for depth := 1; depth > 0; {
		inner, err := w.Token()
		if err != nil {
			return nil, "", err
		}
		text, isText := inner.(string)
		switch inner {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
			continue
		}
		if problem == "" && (!isText || depth > 1) {
			problem = "texts are wanted in the list, nothing else"
		}
		values = append(values, text)
	}
	return values, problem, nil
}
