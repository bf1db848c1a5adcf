package ui

import (
	"strings"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// typing is an entry that takes what the field's kind is made of.
func (f *field) typing(kind desk.Kind) {
	f.input = f.w.newInput(f.name, "")
	e := f.input.Entry.Big()
	switch kind {
	case desk.Secret:
		e.Masked()
		e.Most, e.Accept = 12, digit
	case desk.Digits:
		e.Most, e.Accept = 20, digit
	case desk.Amount, desk.Number, desk.Percent:
		e.Most, e.Accept = 16, func(r rune) bool { return digit(r) || r == '.' }
	case desk.Date:
		e.Most, e.Accept = 10, func(r rune) bool { return digit(r) || r == '-' }
		f.dashes()
	case desk.Card:
		e.WithIcon(kit.IconCard)
	case desk.Phone:
		e.WithIcon(kit.IconPerson)
	case desk.Name:
		e.WithIcon(kit.IconPerson)
		f.compose(f.w.state.Lang == pos.Chinese)
	case desk.Prose:
		if f.w.state.Lang == pos.Chinese {
			f.compose(true)
		}
	default:
	}
}

// dashes puts the dashes of a date where they belong, for one who types only its digits.
func (f *field) dashes() {
	changed, before := f.input.OnChanged, ""
	f.input.OnChanged = func(text string) {
		if plain := strings.ReplaceAll(text, "-", ""); len(text) > len(before) && pos.Digits(plain) {
			text = dated(plain)
			f.input.SetText(text)
		}
		before = text
		changed(text)
	}
}

// dated is the digits of a date with dashes between year, month and day.
func dated(digits string) string {
	switch {
	case len(digits) > 6:
		return digits[:4] + "-" + digits[4:6] + "-" + digits[6:min(len(digits), 8)]
	case len(digits) > 4:
		return digits[:4] + "-" + digits[4:]
	}
	return digits
}
