package ui

import (
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// input is an entry for a desk.Line. What a person types is the window's until the desk sets another text.
type input struct {
	*kit.Entry
	at     uint64 // of the line that was last taken over
	typed  bool   // since Enter
	submit bool   // Enter was sent, and the desk's answer isn't here yet
}

// newInput makes an entry that types into a field of the screen; "" is its only one.
func (w *Window) newInput(field, hint string) *input {
	i := &input{Entry: kit.NewEntry(hint)}
	i.OnChanged = func(text string) {
		i.typed = true
		w.do(desk.Type{Field: field, Text: text, Serial: w.serial()})
	}
	i.OnFocused = func() {
		if field != "" && !w.aiming {
			w.do(desk.Focus{Field: field, Serial: w.serial()})
		}
	}
	i.OnSubmitted = func(text string) { w.do(desk.Enter{Field: field, Text: text, Serial: w.serial()}) }
	return i
}

// clearing has Enter empty the line at once, so that what is typed before the desk has answered is not lost.
func (i *input) clearing() *input {
	enter := i.OnSubmitted
	i.OnSubmitted = func(text string) {
		enter(text)
		i.SetText("")
		i.typed, i.submit = false, true
	}
	return i
}

// take shows what the desk has set, unless it only emptied a line in which a person has gone on typing.
func (i *input) take(l desk.Line) {
	if l.At == i.at {
		return
	}
	i.at = l.At
	if i.submit && i.typed && l.Text == "" {
		i.submit = false
		return
	}
	i.submit = false
	i.SetText(l.Text)
}
