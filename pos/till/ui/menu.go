package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// menu is all commands of a screen as buttons, in rows.
type menu struct {
	w       *Window
	grid    *fyne.Container
	buttons []*kit.Button
	shown   []desk.ID
}

// menuRow is how many buttons a row of the menu has, mostly.
const menuRow = 5

func newMenu(w *Window) *menu {
	m := &menu{w: w, grid: kit.Grid(menuRow, kit.Near)}
	m.grid.Hide()
	return m
}

// columns gives its rows another number of buttons.
func (m *menu) columns(n int) { m.grid.Layout = kit.Grid(n, kit.Near).Layout }

// update shows the commands there are, and says whether they take another height now.
func (m *menu) update(items []desk.Item) (moved bool) {
	var ids []desk.ID
	for _, i := range items {
		ids = append(ids, i.ID)
	}
	if !slices.Equal(ids, m.shown) {
		moved = true
		m.shown, m.buttons, m.grid.Objects = ids, nil, nil
		for _, i := range items {
			b := m.w.command(i)
			m.buttons = append(m.buttons, b)
			m.grid.Add(b)
		}
		visible(m.grid, len(items) > 0)
		m.grid.Refresh()
	}
	for i, item := range items {
		m.buttons[i].SetText(badged(m.w.say(item.Text), item.Badge), m.w.cap(item.Key))
		m.buttons[i].SetOff(!item.On)
	}
	return moved
}

// command is a button for one of the menu's, with its icon and, for those who work with keys, its key below.
func (w *Window) command(i desk.Item) *kit.Button {
	b := kit.NewButton(kit.Plain, badged(w.say(i.Text), i.Badge), func() { w.press(i.ID) }).WithSize(15).WithIcon(kit.Icon(i.Icon))
	b.SetBy(w.cap(i.Key))
	b.SetOff(!i.On)
	return b
}
