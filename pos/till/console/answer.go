package console

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"holdfast/pos"
)

// reply is what a command has to say: its fields for a program, and text for a person.
type reply struct {
	fields any // a struct; nil for none
	text   string
}

// said is a reply, or nothing but the error.
func said(fields any, text string, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return reply{fields, text}, nil
}

// outcome comes first in each JSON answer.
type outcome struct {
	OK    bool     `json:"ok"`
	Cmd   string   `json:"cmd"`
	Code  pos.Code `json:"code,omitempty"`
	Error string   `json:"error,omitempty"`
}

// render is an answer with its line's end.
func (c *Console) render(name string, r reply, failed error) []byte {
	if c.JSON {
		o := outcome{OK: failed == nil, Cmd: name}
		if failed != nil {
			o.Code, o.Error = pos.CodeOf(failed), message(failed)
		}
		return join(o, r.fields)
	}
	text := r.text
	if failed != nil {
		text = "refused (" + string(pos.CodeOf(failed)) + "): " + message(failed)
	}
	if text == "" {
		text = "ok"
	}
	return append(bytes.TrimRight([]byte(text), "\n"), '\n')
}

// maxMessage is how much of an error's text is said, in characters: it repeats what was typed, which may be a megabyte.
const maxMessage = 400

// message is what went wrong, on one line: what was typed may hold whatever a scanner or a pipe sends.
func message(failed error) string {
	text := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ReplaceAll(pos.MessageOf(failed), "\n", "; ")))
	if len(text) <= maxMessage {
		return string(text)
	}
	const half = maxMessage / 2
	return string(text[:half]) + " … " + string(text[len(text)-half:]) // what to do stands at the end
}

// join is one JSON object of both.
func join(o outcome, fields any) []byte {
	object := encode(o)
	if fields == nil {
		return append(object, '\n')
	}
	more := encode(fields)
	if len(more) > len("{}") {
		object = append(append(object[:len(object)-1], ','), more[1:]...)
	}
	return append(object, '\n')
}

// encode is a struct as JSON. Names and numbers of ours always encode; <, > and & stay as they are.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("console: " + err.Error())
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
