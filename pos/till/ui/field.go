package ui

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// field is one thing that a form asks for. Open, it shows how it is filled in; closed, what is in it.
type field struct {
	w        *Window
	name     string
	kind     desk.Kind
	label    string
	optional bool
	alone    bool // the form has no other

	input *input   // nil where nothing is typed
	chars *chars   // what typed letters may stand for; nil where they are letters
	picks *picks   // of desk.Pick
	count *counter // of desk.Count
	known *known   // who is found

	hint   *kit.Sentence
	body   *fyne.Container
	value  *kit.Label // at the right of the title while closed
	card   *kit.Step  // nil where it is alone
	state  kit.StepState
	opened bool
	passed bool
	last   desk.Field
}

// newField makes a field of a form whose fields stand in so many columns.
func newField(w *Window, of desk.Field, alone bool, columns int) *field {
	f := &field{
		w: w, name: of.Name, kind: of.Kind, label: w.say(of.Label), optional: of.Optional, alone: alone,
		hint: kit.NewSentence(kit.AsMuted, ""), value: kit.NewRight(kit.AsBody, ""), state: -1,
	}
	f.hint.Hide()
	f.body = kit.Column(8)
	switch of.Kind {
	case desk.Pick:
		f.picks = newPicks(f, of.Options, columns)
		if f.picks.beside == nil {
			f.body.Add(f.picks.box)
		}
	case desk.Count:
		f.count = newCounter(f, of.Counts)
		f.body.Add(f.count.box)
	default:
		f.typing(of.Kind)
		f.body.Add(kit.Sized(0, 58, f.input.Entry))
	}
	if f.chars != nil {
		f.body.Add(f.chars.box)
	}
	f.known = newKnown(f)
	f.body.Add(f.known.box)
	f.body.Add(f.hint)
	return f
}

// object is the field as step number of a form, or as all there is to it. In columns all steps are as high as the highest
// closed one, so that they stand in rows.
func (f *field) object(number, columns int) fyne.CanvasObject {
	if f.alone {
		return kit.NewCard(kit.Column(8, kit.NewLabel(kit.AsBody.In(kit.Muted), f.label), f.body))
	}
	f.card = kit.NewStep(number, f.label, "", f.body).Beside(f.value)
	if f.picks != nil && f.picks.beside != nil {
		f.card.Beside(f.picks.beside)
	}
	if columns > 1 {
		f.card.Tall(kit.Target)
	}
	f.card.OnTap = func() { f.w.do(desk.Focus{Field: f.name, Serial: f.w.serial()}) }
	f.card.Open(false)
	return f.card
}

// open shows how the field is filled in, or only what is in it.
func (f *field) open(yes bool) {
	f.opened = yes
	if f.card != nil {
		f.card.Open(yes && (f.picks == nil || f.picks.beside == nil || f.hint.Visible()))
		f.mark()
	}
}

// mark says how far the step is, and what is in it.
func (f *field) mark() {
	text := f.text()
	state := kit.StepLater
	switch {
	case f.opened:
		state = kit.StepNow
	case text != "" || f.passed && f.optional:
		state = kit.StepDone
	}
	look := kit.AsName
	switch {
	case f.opened && text != "" && f.count == nil:
		text = ""
	case text == "" && f.optional:
		text, look = f.w.t("optional"), kit.AsBody.In(kit.Muted)
	case f.last.Tone == desk.Bad:
		look = look.In(kit.Red)
	}
	if f.value.Text() != text {
		f.value.SetText(text)
		f.card.Relay()
	}
	f.value.SetLook(look)
	by := ""
	if !f.opened && f.last.Tone == desk.Bad {
		by = f.w.say(f.last.Hint)
	}
	f.state = state
	f.card.Set(state, by)
}

// text is what is in the field, as it is read.
func (f *field) text() string {
	switch {
	case f.picks != nil:
		return f.picks.text(f.last.Chosen)
	case f.count != nil:
		return f.count.text()
	case f.kind == desk.Secret:
		return strings.Repeat("•", utf8.RuneCountInString(f.input.Text()))
	case f.kind == desk.Card:
		return spaced(f.input.Text())
	}
	return f.input.Text()
}

// update shows the desk's, and says whether the field may take another height now.
func (f *field) update(v desk.Field, passed bool) (moved bool) {
	was := f.last
	f.last, f.passed = v, passed
	if f.input != nil {
		f.input.take(v.Line)
	}
	if f.picks != nil {
		f.picks.choose(v.Chosen)
	}
	moved = f.known.update(v.Known)
	if was.Tone != v.Tone || f.w.say(was.Hint) != f.w.say(v.Hint) {
		f.hint.SetLook(hintLook(v.Tone))
		f.hint.SetText(f.w.say(v.Hint))
		visible(f.hint, !v.Hint.IsZero())
		moved = true
	}
	if f.card != nil {
		f.mark()
	}
	if moved {
		f.body.Refresh()
		f.open(f.opened)
	}
	return moved
}

// hintLook is how what was found for a field is said.
func hintLook(tone desk.Tone) kit.Look {
	look := kit.AsMuted.At(15)
	switch tone {
	case desk.Good:
		return look.In(kit.Green)
	case desk.Warn:
		return look.In(kit.Amber)
	case desk.Bad:
		return look.In(kit.Red)
	case desk.Plain:
	}
	return look
}

// key takes what a key means in this field, before it is a command's or is typed.
func (f *field) key(k kit.Key) bool {
	switch {
	case f.count != nil:
		return f.count.key(k)
	case f.chars != nil && f.chars.key(k):
		return true
	}
	return f.known.key(k)
}

// spaced is a card's number in groups of four, as it stands on the card.
func spaced(number string) string {
	if len(number) < 12 || !pos.Digits(number) {
		return number
	}
	var groups []string
	for ; len(number) > 4; number = number[4:] {
		groups = append(groups, number[:4])
	}
	return strings.Join(append(groups, number), " ")
}
