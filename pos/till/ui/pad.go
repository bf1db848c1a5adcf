package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// pad is what a finger types on: digits, or letters, as the field in focus wants.
type pad struct {
	keypad   *kit.Keypad
	keyboard *kit.Keyboard
	box      *fyne.Container
	into     *field
}

func newPad(*Window) *pad {
	p := &pad{}
	p.keypad = kit.NewKeypad(p.key)
	p.keyboard = kit.NewKeyboard(nil, func(text string) { p.insert(text) }, func() { p.key(kit.Erase) })
	p.box = over(kit.Sized(0, 250, p.keypad), p.keyboard)
	p.box.Hide()
	return p
}

// serve types into a field from now on.
func (p *pad) serve(f *field) {
	p.into = f
	letters := false
	switch f.kind {
	case desk.Words, desk.Name:
		letters = true
	default:
	}
	visible(p.box.Objects[0], !letters)
	visible(p.keyboard, letters)
	visible(p.box, f.input != nil)
	p.box.Refresh()
}

func (p *pad) key(key string) {
	switch {
	case p.into == nil || p.into.input == nil || key == "":
	case key == kit.Erase:
		p.into.input.Erase()
	default:
		p.insert(key)
	}
}

// insert types into the field; a date gets its dashes by itself.
func (p *pad) insert(text string) {
	if p.into == nil || p.into.input == nil {
		return
	}
	if n := len(p.into.input.Text()); p.into.kind == desk.Date && (n == 4 || n == 7) {
		p.into.input.Insert("-")
	}
	p.into.input.Insert(text)
}
