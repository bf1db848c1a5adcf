package ui

import (
	"strings"
	"unicode/utf8"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// editing are keys that mean something within a line of text, as long as there is any.
var editing = map[kit.Key]bool{
	"Backspace": true, "Delete": true, "Left": true, "Right": true, "Home": true, "End": true,
	"Ctrl+A": true, "Ctrl+C": true, "Ctrl+X": true, "Ctrl+V": true,
}

// key is what a key means, whatever has the focus: a command of the menu, else text for the line that is typed, else
// something for the desk. It says whether that is all there is to it.
func (w *Window) key(k kit.Key) bool {
	if w.state == nil {
		return true
	}
	if w.state.Busy != nil {
		if k == "Escape" {
			w.do(desk.Back{Serial: w.serial()})
		}
		return true
	}
	if s, ok := w.screen.(keyer); ok && s.key(k) {
		return true
	}
	line := w.line()
	text := ""
	if line != nil {
		text = line.Text()
	}
	command := w.offers(k)
	if (editing[k] || types(k)) && text != "" && !(command && strings.HasPrefix(string(k), "Ctrl+")) {
		return false
	}
	switch {
	case command:
	case line != nil && (types(k) || k == "Ctrl+V"): // all else does nothing in an empty line
		return false
	case k == "Enter":
		if _, typing := w.win.Canvas().Focused().(kit.Typist); typing {
			return false
		}
		if line != nil {
			w.router.GoHome()
			if line.OnSubmitted != nil {
				line.OnSubmitted(text)
			}
			return true
		}
	}
	w.do(desk.Key{Name: string(k), Serial: w.serial()})
	return true
}

// line is the entry that text goes to: the one in focus, else home. nil where nothing is typed.
func (w *Window) line() *kit.Entry {
	if e := entryOf(w.win.Canvas().Focused()); e != nil {
		return e
	}
	return entryOf(w.router.Home)
}

func entryOf(of any) *kit.Entry {
	switch e := of.(type) {
	case *kit.Entry:
		return e
	case *input:
		return e.Entry
	}
	return nil
}

// offers reports whether the menu has a command for a key.
func (w *Window) offers(k kit.Key) bool {
	for _, i := range w.state.Menu {
		if i.Key == string(k) {
			return true
		}
	}
	return false
}

// types reports whether a key types a character.
func types(k kit.Key) bool { return k == "Space" || utf8.RuneCountInString(string(k)) == 1 }
