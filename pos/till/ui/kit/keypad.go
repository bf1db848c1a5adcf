package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Erase is the key that takes the last character back.
const Erase = "⌫"

// Keypad is digits for a finger, in the order of a keyboard's: 7 8 9 at the top, and a column of words at the right.
type Keypad struct {
	widget.BaseWidget
	grid  *fyne.Container
	point *Button
	right []*Button
	onKey func(key string)
}

// NewKeypad makes a keypad. onKey gets "0" to "9", ".", [Erase], or the word of the right column.
func NewKeypad(onKey func(key string), right ...string) *Keypad {
	k := &Keypad{onKey: onKey}
	button := func(kind Kind, text string, size float32) *Button {
		b := NewButton(kind, text, nil).WithSize(size)
		b.OnTap(func() { k.onKey(b.Text()) })
		return b
	}
	columns := 3
	if len(right) > 0 {
		columns = 4
	}
	k.grid = Grid(columns, Near)
	for i, digits := range [][]string{{"7", "8", "9"}, {"4", "5", "6"}, {"1", "2", "3"}, {".", "0", Erase}} {
		for _, d := range digits {
			b := button(Plain, d, 26)
			if d == Erase {
				b.SetText("", "")
				b.WithIcon(IconErase)
				b.OnTap(func() { k.onKey(Erase) })
			}
			if d == "." {
				k.point = b
				k.grid.Add(Grow(b)) // its place stays when it is hidden
				continue
			}
			k.grid.Add(b)
		}
		if i < len(right) {
			b := button(Quiet, right[i], Name)
			k.right = append(k.right, b)
			k.grid.Add(Grow(b)) // its place stays when it has no word
		} else if len(right) > 0 {
			k.grid.Add(Room())
		}
	}
	k.ExtendBaseWidget(k)
	return k
}

// SetPoint shows or hides the point, where a number has none.
func (k *Keypad) SetPoint(yes bool) { show(k.point, yes) }

// SetRight changes the words of the right column, such as the likely notes.
func (k *Keypad) SetRight(words ...string) {
	for i, b := range k.right {
		word := ""
		if i < len(words) {
			word = words[i]
		}
		b.SetText(word, "")
		show(b, word != "")
	}
}

// CreateRenderer is for Fyne.
func (k *Keypad) CreateRenderer() fyne.WidgetRenderer { return draw(k) }

func (k *Keypad) parts() []fyne.CanvasObject { return []fyne.CanvasObject{k.grid} }
func (k *Keypad) paint()                     {}
func (k *Keypad) least() fyne.Size           { return k.grid.MinSize() }
func (k *Keypad) arrange(room fyne.Size)     { k.grid.Resize(room) }
