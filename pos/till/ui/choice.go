package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// groups are the headings of the page of all commands.
var groups = map[desk.Group]pos.Text{
	desk.OfSale: pos.T("Sale"), desk.OfMember: pos.T("Member"), desk.OfCard: pos.T("Cards"), desk.OfShift: pos.T("Shift and cash"), desk.OfTill: pos.T("This till"),
}

// choice is all that can be done, in groups.
type choice struct {
	w       *Window
	buttons map[desk.ID]*kit.Button
	root    fyne.CanvasObject
}

func newChoice(w *Window) screen {
	p := &choice{w: w, buttons: map[desk.ID]*kit.Button{}}
	columns := map[desk.Group][]fyne.CanvasObject{}
	for _, i := range w.state.Menu {
		b := kit.NewButton(kit.Plain, w.say(i.Text), func() { w.press(i.ID) }).Tall(kit.Target).WithSize(16).WithKey(w.cap(i.Key))
		p.buttons[i.ID] = b
		columns[i.Group] = append(columns[i.Group], b)
	}
	var all []fyne.CanvasObject
	for _, g := range []desk.Group{desk.OfSale, desk.OfMember, desk.OfCard, desk.OfShift, desk.OfTill} {
		head := kit.NewLabel(kit.AsStrong.In(kit.Muted), w.say(groups[g]))
		all = append(all, kit.Grow(kit.Column(kit.Near, append([]fyne.CanvasObject{head}, columns[g]...)...)))
	}
	back := w.back().Tall(72)
	p.root = kit.Column(kit.Gap, kit.Grow(kit.NewScroll(kit.Row(kit.Gap, all...))), kit.Row(0, kit.Share(30, back), kit.Share(70, kit.Room())))
	return p
}

func (p *choice) object() fyne.CanvasObject { return p.root }

func (p *choice) update(s *desk.State) {
	for _, i := range s.Menu {
		if b := p.buttons[i.ID]; b != nil {
			b.SetOff(!i.On)
		}
	}
}
