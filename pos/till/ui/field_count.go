package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// counter counts notes and coins: by their − and +, or as a number typed for the one that is chosen. What is counted is
// the window's; the desk only adds it up.
type counter struct {
	f     *field
	of    []money.Fen
	n     []int
	at    int  // the one that is typed
	fresh bool // the next digit begins its number anew
	shown []*kit.Button
	box   fyne.CanvasObject
}

const (
	countColumns = 3
	countMost    = 9999
)

func newCounter(f *field, counts []record.Notes) *counter {
	c := &counter{f: f, fresh: true}
	var cells []fyne.CanvasObject
	for i, note := range counts {
		number := kit.NewButton(kit.Plain, "", func() { c.choose(i) })
		c.of, c.n, c.shown = append(c.of, note.Of), append(c.n, note.N), append(c.shown, number)
		step := func(icon kit.Icon, by int) fyne.CanvasObject {
			return kit.Sized(kit.Target, 0, kit.NewButton(kit.Quiet, "", func() { c.choose(i); c.set(c.n[i] + by) }).WithIcon(icon))
		}
		cells = append(cells, kit.Row(3, step(kit.IconMinus, -1), kit.Grow(number), step(kit.IconPlus, 1)))
	}
	c.box = kit.Grid(countColumns, kit.Near, cells...)
	c.show()
	return c
}

func (c *counter) show() {
	for i, b := range c.shown {
		b.SetText(strconv.Itoa(c.n[i]), noteWord(c.of[i]))
		b.SetChosen(i == c.at)
	}
}

// choose has typing go to another note; its field has the focus then.
func (c *counter) choose(i int) {
	c.at, c.fresh = i, true
	c.show()
	if !c.f.opened {
		c.f.w.do(desk.Focus{Field: c.f.name, Serial: c.f.w.serial()})
	}
}

func (c *counter) set(n int) {
	c.n[c.at] = max(0, min(n, countMost))
	c.show()
	c.f.w.do(desk.Counted{Field: c.f.name, Index: c.at, N: c.n[c.at], Serial: c.f.w.serial()})
	if c.f.card != nil {
		c.f.mark()
	}
}

// digit types one into the chosen number.
func (c *counter) digit(d int) {
	n := c.n[c.at]
	if c.fresh {
		n, c.fresh = 0, false
	}
	c.set(n*10 + d)
}

// erase takes the chosen number's last digit back.
func (c *counter) erase() {
	c.fresh = false
	c.set(c.n[c.at] / 10)
}

// next goes on to the next note, and says whether there was one.
func (c *counter) next(by int) bool {
	if c.at+by < 0 || c.at+by >= len(c.n) {
		return false
	}
	c.choose(c.at + by)
	return true
}

func (c *counter) key(k kit.Key) bool {
	if d, err := strconv.Atoi(string(k)); err == nil && d >= 0 && d <= 9 {
		c.digit(d)
		return true
	}
	switch k {
	case "Backspace", "Delete":
		c.erase()
	case "+":
		c.set(c.n[c.at] + 1)
	case "-":
		c.set(c.n[c.at] - 1)
	case "Right":
		c.next(1)
	case "Left":
		c.next(-1)
	case "Enter":
		return c.next(1)
	default:
		return false
	}
	return true
}

// text is what the notes come to.
func (c *counter) text() string {
	sum := money.Fen(0)
	for i, n := range c.n {
		sum += c.of[i] * money.Fen(n)
	}
	if sum == 0 {
		return ""
	}
	return "¥" + kit.Money(sum)
}
