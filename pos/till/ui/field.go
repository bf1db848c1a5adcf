package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"holdfast/pos/pinyin"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// field is one thing that a form asks for.
type field struct {
	w     *Window
	name  string
	kind  desk.Kind
	label string
	input *input // nil where nothing is typed

	options []*kit.Button
	counts  []*counter
	known   *fyne.Container // who is found, to be tapped
	found   []desk.Found
	chars   *fyne.Container // what typed letters may stand for
	letters string
	can     []pinyin.Candidate

	hint  *kit.Label
	under string
	all   *fyne.Container
	card  *kit.Step
	state kit.StepState
}

// newField makes a field; alone says that the form has no other.
func newField(w *Window, of desk.Field, alone bool) *field {
	f := &field{w: w, name: of.Name, kind: of.Kind, label: w.say(of.Label), hint: kit.NewLabel(kit.AsMuted, ""), under: "\x00", state: -1}
	if of.Optional && of.Kind != desk.Pick && of.Kind != desk.Count {
		f.label += " · " + w.t("optional")
	}
	var parts []fyne.CanvasObject
	switch of.Kind {
	case desk.Pick:
		parts = append(parts, f.picks(of))
	case desk.Count:
		parts = append(parts, f.counting(of))
	default:
		f.typing(of, alone)
		parts = append(parts, kit.Sized(0, 54, f.input.Entry))
	}
	if of.Kind == desk.Name {
		f.chars = kit.Flow(kit.Near)
		f.chars.Hide()
		parts = append(parts, f.chars)
	}
	f.known = kit.Flow(kit.Near)
	f.known.Hide()
	parts = append(parts, f.known, f.hint)
	if alone {
		parts = append([]fyne.CanvasObject{kit.NewLabel(kit.AsBody.In(kit.Muted), f.label)}, parts...)
	}
	f.all = kit.Column(6, parts...)
	return f
}

// step is the field as one of several.
func (f *field) step(number int) fyne.CanvasObject {
	f.card = kit.NewStep(number, f.label, "", f.all)
	return f.card
}

// typing is an entry that takes what the field's kind is made of.
func (f *field) typing(of desk.Field, alone bool) {
	f.input = f.w.newInput(of.Name, "")
	e := f.input.Entry
	if alone {
		e.Big()
	}
	switch of.Kind {
	case desk.Secret:
		e.Masked()
		e.Most, e.Accept = 12, digit
	case desk.Digits:
		e.Most, e.Accept = 20, digit
	case desk.Amount, desk.Number, desk.Percent:
		e.Most, e.Accept = 16, func(r rune) bool { return digit(r) || r == '.' }
	case desk.Date:
		e.Most, e.Accept = 10, func(r rune) bool { return digit(r) || r == '-' }
	case desk.Card:
		e.WithIcon(kit.IconCard)
	case desk.Phone, desk.Name:
		e.WithIcon(kit.IconPerson)
	default:
	}
	if of.Kind == desk.Name {
		changed := e.OnChanged
		e.OnChanged = func(text string) {
			changed(text)
			f.compose(text)
		}
	}
}

// picks is a button for each option.
func (f *field) picks(of desk.Field) fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	for i, o := range of.Options {
		b := kit.NewButton(kit.Plain, f.w.say(o.Text), func() { f.w.do(desk.Take{Field: f.name, Index: i, Serial: f.w.serial()}) })
		f.options = append(f.options, b)
		buttons = append(buttons, b)
	}
	return kit.Flow(kit.Near, buttons...)
}

// counter counts one kind of note.
type counter struct {
	of    *kit.Label
	n     *kit.Amount
	count int
}

// counting is a counter for each note and coin.
func (f *field) counting(of desk.Field) fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for i, note := range of.Counts {
		c := &counter{of: kit.NewRight(kit.AsBody, noteWord(note.Of)), n: kit.NewNumber(kit.AsName.Strong(), "0")}
		f.counts = append(f.counts, c)
		step := func(by int) func() {
			return func() {
				f.w.do(desk.Counted{Field: f.name, Index: i, N: max(0, c.count+by), Serial: f.w.serial()})
			}
		}
		cells = append(cells, kit.Row(6, kit.Sized(68, 0, c.of),
			kit.Sized(52, 0, kit.NewButton(kit.Plain, "", step(-1)).WithIcon(kit.IconMinus)), kit.Grow(kit.Middle(kit.Sized(44, 0, c.n))),
			kit.Sized(52, 0, kit.NewButton(kit.Plain, "", step(1)).WithIcon(kit.IconPlus))))
	}
	return kit.Grid(2, kit.Near, cells...)
}

func (f *field) update(v desk.Field, now, passed bool) {
	if f.input != nil {
		f.input.take(v.Line)
	}
	for i, b := range f.options {
		b.SetChosen(i == v.Chosen)
	}
	for i, c := range f.counts {
		if i < len(v.Counts) && c.count != v.Counts[i].N {
			c.count = v.Counts[i].N
			c.n.SetText(strconv.Itoa(c.count))
		}
	}
	f.hintOf(v)
	f.foundOf(v)
	if f.card == nil {
		return
	}
	state := kit.StepLater
	switch {
	case now:
		state = kit.StepNow
	case passed || v.Line.Text != "":
		state = kit.StepDone
	}
	if state != f.state {
		f.state = state
		f.card.Set(state, "")
	}
}

// hintOf is what is wanted in the field, or what was found for it.
func (f *field) hintOf(v desk.Field) {
	under := f.w.say(v.Hint)
	key := strconv.Itoa(int(v.Tone)) + under
	if key == f.under {
		return
	}
	f.under = key
	look := kit.AsMuted
	switch v.Tone {
	case desk.Good:
		look = look.In(kit.Green)
	case desk.Warn:
		look = look.In(kit.Amber)
	case desk.Bad:
		look = look.In(kit.Red)
	case desk.Plain:
	}
	f.hint.SetLook(look)
	f.hint.SetText(under)
	visible(f.hint, under != "")
	f.all.Refresh()
}

// foundOf lists the members that what is typed may mean.
func (f *field) foundOf(v desk.Field) {
	same := len(v.Known) == len(f.found)
	for i := range v.Known {
		same = same && v.Known[i].Member.ID == f.found[i].Member.ID
	}
	if same {
		return
	}
	f.found = v.Known
	f.known.Objects = nil
	for i, k := range v.Known {
		if i == 4 {
			break
		}
		f.known.Add(kit.NewButton(kit.Quiet, k.Member.Name+"  "+k.Member.Phone, func() {
			f.w.do(desk.Take{Field: f.name, Index: i, Serial: f.w.serial()})
		}))
	}
	visible(f.known, len(v.Known) > 0)
	f.all.Refresh()
}

// offered is how many characters typed letters are offered as: as many as there are digits to choose them by.
const offered = 9

// compose offers Chinese for the letters at the end of a name: no system's input method reaches this window.
func (f *field) compose(typed string) {
	f.letters = typed[len(strings.TrimRight(typed, "abcdefghijklmnopqrstuvwxyz'")):]
	f.can = nil
	if f.letters != "" {
		f.can = pinyin.Candidates(f.letters, offered)
	}
	f.chars.Objects = nil
	for i, c := range f.can {
		f.chars.Add(kit.NewButton(kit.Quiet, strconv.Itoa(i+1)+" "+c.Text, func() { f.put(i) }))
	}
	visible(f.chars, len(f.can) > 0)
	f.all.Refresh()
}

// put writes a character in place of the letters that it stands for.
func (f *field) put(i int) {
	if i >= len(f.can) {
		return
	}
	c, letters := f.can[i], f.letters
	f.input.TakeBack(len(letters))
	f.input.Insert(c.Text + letters[c.Used:])
}

// choose takes a digit, or the space bar for the likeliest, as the choice of a character.
func (f *field) choose(k kit.Key) bool {
	if len(f.can) == 0 {
		return false
	}
	if k == "Space" {
		f.put(0)
		return true
	}
	if n, err := strconv.Atoi(string(k)); err == nil && n >= 1 && n <= len(f.can) {
		f.put(n - 1)
		return true
	}
	return false
}
