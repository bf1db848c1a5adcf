package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Keyboard is letters and digits for a finger. With candidates, letters become Chinese: they are collected in the line
// above, where what they may stand for is tapped.
type Keyboard struct {
	widget.BaseWidget
	// OnText gets what is typed, and OnErase is called to take the last character back.
	OnText  func(text string)
	OnErase func()

	composer Composer
	possible func(letters string) []string
	upper    bool
	letters  []*Button
	shift    *Button
	mode     *Button
	typed    *Label
	found    *Tabs
	space    *fyne.Container
	last     *fyne.Container // the row with the space bar
	all      *fyne.Container
}

// NewKeyboard makes a keyboard; candidates may be nil.
func NewKeyboard(candidates func(letters string) []string, onText func(text string), onErase func()) *Keyboard {
	k := &Keyboard{OnText: onText, OnErase: onErase, possible: candidates}
	k.composer.Candidates = candidates
	k.typed = NewLabel(AsName.In(Green), "")
	k.found = NewTabs(func(i int) { k.give(k.composer.Choose(i)) })
	rows := []fyne.CanvasObject{}
	if candidates != nil {
		rows = append(rows, Row(Gap, Sized(90, Target, k.typed), Grow(k.found)))
	}
	rows = append(rows, k.row("1234567890", nil, nil), k.row("qwertyuiop", nil, nil))
	k.shift = NewButton(Quiet, "", func() { k.setUpper(!k.upper) }).WithIcon(IconShift)
	erase := NewButton(Quiet, "", k.erase).WithIcon(IconErase)
	rows = append(rows, k.row("asdfghjkl", nil, nil), k.row("zxcvbnm", k.shift, erase))
	k.space = container.New(share{5}, NewButton(Plain, "", func() { k.press(' ') }).WithIcon(IconSpace))
	last := []fyne.CanvasObject{}
	if candidates != nil {
		k.mode = NewButton(Quiet, "中", k.toggle)
		last = append(last, Share(1.5, k.mode))
	}
	last = append(last, k.key('-'), k.key('@'), k.space, k.key('.'), k.key('·'))
	k.last = Row(6, last...)
	rows = append(rows, Sized(0, Target, k.last))
	for i := len(rows) - 5; i < len(rows); i++ {
		rows[i] = Grow(rows[i])
	}
	k.all = Column(6, rows...)
	k.ExtendBaseWidget(k)
	return k
}

// WithEnter adds what ends a line, and the sign that stands between a quantity and a code.
func (k *Keyboard) WithEnter(onEnter func()) *Keyboard {
	enter := NewButton(Quiet, "", func() {
		k.give(k.composer.Choose(0))
		onEnter()
	}).WithIcon(IconEnter)
	k.last.Objects = append(append([]fyne.CanvasObject{k.key('*')}, k.last.Objects...), Share(2, enter))
	k.space.Layout = share{3}
	return k
}

// key is one of those in the last row.
func (k *Keyboard) key(r rune) fyne.CanvasObject {
	return Grow(NewButton(Plain, string(r), func() { k.press(r) }))
}

// row makes a row of keys between two wider ones.
func (k *Keyboard) row(chars string, left, right *Button) fyne.CanvasObject {
	var keys []fyne.CanvasObject
	half := float32(10-len(chars)) / 2
	side := func(b *Button) {
		switch {
		case b != nil:
			keys = append(keys, Share(half, b))
		case half > 0:
			keys = append(keys, Share(half, Room()))
		}
	}
	side(left)
	for _, r := range chars {
		b := NewButton(Plain, string(r), nil)
		b.OnTap(func() { k.press([]rune(b.Text())[0]) })
		if r > '9' {
			k.letters = append(k.letters, b)
		}
		keys = append(keys, Grow(b))
	}
	side(right)
	return Sized(0, Target, Row(6, keys...))
}

func (k *Keyboard) press(r rune) {
	k.give(k.composer.Type(r))
	if k.upper {
		k.setUpper(false)
	}
}

func (k *Keyboard) erase() {
	if !k.composer.Erase() && k.OnErase != nil {
		k.OnErase()
	}
	k.show()
}

// give types text and shows what is still being composed.
func (k *Keyboard) give(text string) {
	if text != "" && k.OnText != nil {
		k.OnText(text)
	}
	k.show()
}

func (k *Keyboard) show() {
	k.typed.SetText(k.composer.Letters())
	k.found.SetNames(k.composer.Found())
	k.found.Choose(0)
}

func (k *Keyboard) setUpper(yes bool) {
	k.upper = yes
	k.shift.SetChosen(yes)
	for _, b := range k.letters {
		if yes {
			b.SetText(strings.ToUpper(b.Text()), "")
		} else {
			b.SetText(strings.ToLower(b.Text()), "")
		}
	}
}

// toggle changes between Chinese and Latin.
func (k *Keyboard) toggle() {
	k.give(k.composer.Letters())
	k.composer.Drop()
	if k.composer.Candidates == nil {
		k.composer.Candidates = k.possible
		k.mode.SetText("中", "")
	} else {
		k.composer.Candidates = nil
		k.mode.SetText("EN", "")
	}
	k.show()
}

// CreateRenderer is for Fyne.
func (k *Keyboard) CreateRenderer() fyne.WidgetRenderer { return draw(k) }

func (k *Keyboard) parts() []fyne.CanvasObject { return []fyne.CanvasObject{k.all} }
func (k *Keyboard) paint()                     {}
func (k *Keyboard) least() fyne.Size           { return k.all.MinSize() }
func (k *Keyboard) arrange(room fyne.Size)     { k.all.Resize(room) }
