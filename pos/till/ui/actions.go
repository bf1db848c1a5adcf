package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// aRow is how many commands a row of buttons has; more are behind its last one.
const aRow = 8

// actions is the menu as a row of buttons. Commands that have a place of their own on the screen are left out, and those
// that the page of all commands has as well come last: what has no room is found there.
type actions struct {
	w       *Window
	without []desk.ID
	grid    *fyne.Container
	buttons map[desk.ID]*kit.Button
	shown   []desk.ID
}

func newActions(w *Window, without ...desk.ID) *actions {
	return &actions{w: w, without: without, grid: kit.Grid(aRow, kit.Near), buttons: map[desk.ID]*kit.Button{}}
}

func (a *actions) update(s *desk.State) {
	items := a.items(s.Menu)
	var ids []desk.ID
	for _, i := range items {
		ids = append(ids, i.ID)
	}
	if !slices.Equal(ids, a.shown) {
		a.shown, a.grid.Objects = ids, nil
		for _, id := range ids {
			a.buttons[id] = kit.NewButton(kit.Plain, "", func() { a.w.press(id) }).Tall(kit.Wide).WithSize(15)
			a.grid.Add(a.buttons[id])
		}
	}
	for _, i := range items {
		b := a.buttons[i.ID]
		b.SetText(badged(a.w.say(i.Text), i.Badge), "")
		b.SetOff(!i.On)
	}
}

// items are the commands that have a button: in the menu's order, those first that the page of all commands hasn't, and the
// way to that page last.
func (a *actions) items(menu []desk.Item) (items []desk.Item) {
	var others, last []desk.Item
	for _, i := range menu {
		switch {
		case i.ID == "more":
			last = []desk.Item{i}
		case slices.Contains(a.without, i.ID):
		case slices.ContainsFunc(desk.Registry(), func(c desk.Command) bool { return c.ID == i.ID && c.At&desk.AtChoice != 0 }):
			others = append(others, i)
		default:
			items = append(items, i)
		}
	}
	items = append(items, others...)
	return append(items[:min(len(items), aRow-len(last))], last...)
}
