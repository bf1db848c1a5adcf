package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// groups are the headings of the page of all commands, in their order.
var groups = []struct {
	of    desk.Group
	title pos.Text
}{
	{desk.OfSale, pos.T("Sale")}, {desk.OfMember, pos.T("Member")}, {desk.OfCard, pos.T("Cards")},
	{desk.OfShift, pos.T("Shift and cash")}, {desk.OfTill, pos.T("This till")},
}

// choice is all that can be done, a column for each group.
type choice struct {
	w       *Window
	buttons map[desk.ID]*kit.Button
	room    fyne.CanvasObject
	root    fyne.CanvasObject
}

// choiceTall lets the longest group fit the smallest screen; on a larger one its buttons are higher.
const choiceTall = 48

func newChoice(w *Window) screen {
	p := &choice{w: w, buttons: map[desk.ID]*kit.Button{}}
	columns := kit.Row(kit.Gap)
	all := make([]*fyne.Container, len(groups))
	longest := 0
	for at, g := range groups {
		all[at] = kit.Column(5, kit.NewLabel(kit.AsStrong.In(kit.Muted), w.say(g.title)))
		for _, i := range w.state.Menu {
			if i.Group == g.of {
				p.buttons[i.ID] = w.command(i).Tall(choiceTall)
				all[at].Add(kit.Grow(p.buttons[i.ID]))
			}
		}
		longest = max(longest, len(all[at].Objects))
	}
	for _, column := range all { // so that a button is as high in each of them
		for len(column.Objects) < longest {
			column.Add(kit.Room())
		}
		columns.Add(kit.Grow(column))
	}
	back := w.back().Tall(kit.Wide)
	p.room = kit.Share(47, kit.Room())
	p.root = kit.Column(kit.Near, kit.Grow(kit.NewScroll(columns)), kit.Row(0, kit.Share(30, back), kit.Share(1, kit.Room()), p.room, kit.Share(22, kit.Room())))
	return p
}

// says is beside the way back, and below the shorter columns.
func (p *choice) says() (over fyne.CanvasObject, upper bool) { return p.room, false }

func (p *choice) object() fyne.CanvasObject { return p.root }

func (p *choice) update(s *desk.State) {
	for _, i := range s.Menu {
		if b := p.buttons[i.ID]; b != nil {
			b.SetText(badged(p.w.say(i.Text), i.Badge), p.w.cap(i.Key))
			b.SetOff(!i.On)
		}
	}
}
