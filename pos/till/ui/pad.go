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
	words    [3]string // of the keypad's right column: two zeros, clear, next
	next     func()
	box      *fyne.Container
	into     *field
}

func newPad(w *Window, next func()) *pad {
	p := &pad{words: [3]string{"00", w.t("Clear"), w.t("Next")}, next: next}
	p.keypad = kit.NewKeypad(p.key, p.words[:]...)
	p.keyboard = kit.NewKeyboard(nil, func(text string) { p.insert(text) }, func() { p.key(kit.Erase) })
	p.box = kit.Over(kit.Sized(0, 250, p.keypad), p.keyboard)
	p.box.Hide()
	return p
}

// serve types into a field from now on; after the last one nothing is next but the deed, which has a button of its own.
func (p *pad) serve(f *field, last bool) {
	p.into = f
	next := p.words[2]
	if last && f.count == nil {
		next = ""
	}
	p.keypad.SetRight(p.words[0], p.words[1], next)
	letters := false
	switch f.kind {
	case desk.Words, desk.Name, desk.Prose:
		letters = true
	default:
	}
	p.keypad.SetPoint(f.input != nil && (f.input.Accept == nil || f.input.Accept('.')))
	visible(p.box.Objects[0], !letters)
	visible(p.keyboard, letters)
	visible(p.box, f.input != nil || f.count != nil)
	p.box.Refresh()
}

func (p *pad) key(key string) {
	switch {
	case p.into == nil || key == "":
	case key == p.words[2]:
		if p.into.count == nil || !p.into.count.next(1) {
			p.next()
		}
	case p.into.count != nil:
		p.count(key)
	case p.into.input == nil:
	case key == kit.Erase:
		p.into.input.Erase()
	case key == p.words[1]:
		p.into.input.SelectAll()
		p.into.input.Erase()
	default:
		p.insert(key)
	}
}

// count types into the note that is counted.
func (p *pad) count(key string) {
	c := p.into.count
	switch key {
	case kit.Erase:
		c.erase()
	case p.words[1]:
		c.set(0)
	default:
		for _, d := range key {
			if digit(d) {
				c.digit(int(d - '0'))
			}
		}
	}
}

func (p *pad) insert(text string) {
	if p.into != nil && p.into.input != nil {
		p.into.input.Insert(text)
	}
}
