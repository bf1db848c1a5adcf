package rules

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// Read reads a document as head office takes it, and checks it as a whole. What is wrong is an [Errors]: all of it where the
// text is JSON, with the path of each; else the line where it stops being JSON.
func Read(text []byte) (d Document, err error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	var raw any
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&raw); err != nil {
		return d, Errors{{line(text, dec.InputOffset(), err), "this is no JSON: " + plain(err)}}
	}
	if dec.More() {
		return d, Errors{{line(text, dec.InputOffset(), nil), "there is something behind the end of the document"}}
	}
	var errs Errors
	unknown(raw, reflect.TypeFor[Document](), "", &errs)
	if err := json.Unmarshal(text, &d); err != nil {
		var value *json.UnmarshalTypeError
		if errors.As(err, &value) {
			return d, append(errs, Error{cmp.Or(value.Field, "document"), fmt.Sprintf("%s: that doesn't belong here; amounts and percentages are texts, as \"9.90\"", value.Value)})
		}
		return d, append(errs, Error{"document", plain(err)})
	}
	var more Errors
	if errors.As(d.Check(), &more) {
		errs = append(errs, more...)
	}
	if len(errs) > 0 {
		return d, errs
	}
	return d, nil
}

func plain(err error) string { return strings.TrimPrefix(err.Error(), "json: ") }

// line names the line of an offset, or of the syntax error.
func line(text []byte, offset int64, err error) string {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		offset = int64(len(text))
	}
	return fmt.Sprintf("line %d", 1+bytes.Count(text[:min(int(offset), len(text))], []byte("\n")))
}

// unknown finds names that the document doesn't have: a misspelt rule must not pass for none. Nor must a limit of nothing.
func unknown(raw any, t reflect.Type, path string, errs *Errors) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return
	}
	switch raw := raw.(type) {
	case []any:
		if t.Kind() == reflect.Slice {
			for i, x := range raw {
				unknown(x, t.Elem(), fmt.Sprintf("%s[%d]", path, i), errs)
			}
		}
	case map[string]any:
		if t.Kind() == reflect.Map {
			return
		}
		names := make([]string, 0, len(raw))
		for name := range raw {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			at := strings.TrimPrefix(path+"."+name, ".")
			field, known := fieldOf(t, name)
			if !known {
				*errs = append(*errs, Error{at, "there is no such field" + nearest(t, name)})
				continue
			}
			if n, ok := raw[name].(json.Number); ok && n == "0" && t == reflect.TypeFor[Limit]() {
				*errs = append(*errs, Error{at, "0 is no limit; leave it out where there is none, and take the promotion out to end it"})
			}
			unknown(raw[name], field, at, errs)
		}
	}
}

func fieldOf(t reflect.Type, name string) (reflect.Type, bool) {
	if t.Kind() != reflect.Struct {
		return t, true // the decoder says what is wrong with it
	}
	for i := range t.NumField() {
		if tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); tag == name && tag != "-" {
			return t.Field(i).Type, true
		}
	}
	return nil, false
}

// nearest says which name was meant, where one differs by its capitals only.
func nearest(t reflect.Type, name string) string {
	for i := range t.NumField() {
		if tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); strings.EqualFold(tag, name) {
			return fmt.Sprintf("; %q is meant", tag)
		}
	}
	return ""
}
