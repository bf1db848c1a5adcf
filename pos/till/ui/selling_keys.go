package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// keySelling sells without a mouse: the basket with all its columns, the line that is typed below it, and at the right
// whose sale it is and what it comes to.
type keySelling struct {
	selling
	member  *memberFacts
	sums    *kit.Facts
	last    *kit.Label
	change  *kit.Amount
	lastRow *fyne.Container
	lastBox *kit.Card
	whose   string // who had sold it
	label   *kit.Label
	due     *kit.Amount
	right   *fyne.Container
	known   *fyne.Container // in it: whose sale it is, and the sums
	room    fyne.CanvasObject
	hints   *fyne.Container
	before  *desk.Done
}

func newKeySelling(w *Window) screen {
	p := &keySelling{
		selling: newSelling(w, ""), member: newMemberFacts(w), sums: kit.NewFacts(),
		last: kit.NewLabel(kit.AsMuted, ""), change: kit.NewNumber(kit.AsMuted.In(kit.Ink).Strong(), ""),
		label: kit.NewLabel(kit.AsName.In(kit.OnGreenBy), ""), due: kit.NewNumber(kit.AsTotal.At(60).In(kit.OnGreen), ""),
	}
	p.input.Big().WithLabel(w.t("Scan or type"))
	p.hints = kit.Row(10, kit.Room(), kit.Middle(kit.NewKeyCap("↓", w.t("choose"))), kit.Middle(kit.NewKeyCap("Enter", w.t("add"))))
	p.hints.Hide()
	p.lastRow = kit.Row(8, p.last, kit.Room(), kit.NewLabel(kit.AsMuted, w.t("Change")), p.change)
	p.lastBox = kit.NewCard(p.lastRow).SetPadding(10)
	p.lastBox.Hide()
	due := kit.NewCard(kit.Column(0, p.label, p.due)).SetFill(kit.Green, kit.Green)

	left := kit.Column(kit.Gap, kit.Grow(kit.Over(p.lines(), p.found.box)), kit.Sized(0, 70, kit.Over(p.input.Entry, kit.InsetBy(0, 16, 0, 16, p.hints))))
	p.known = kit.Column(kit.Gap, p.member.card, kit.NewCard(p.sums))
	p.room = kit.Room()
	p.right = kit.Column(kit.Gap, kit.TightScroll(0.6, p.known), p.room, due, p.lastBox)
	p.root = kit.Row(kit.Gap, kit.Share(69, left), kit.Share(31, p.right))
	return p
}

// says is above the total, where there is nothing.
func (p *keySelling) says() (over fyne.CanvasObject, upper bool) { return p.room, false }

func (p *keySelling) update(s *desk.State) {
	p.selling.update(s)
	v, ok := s.Screen.(*desk.Selling)
	if !ok {
		return
	}
	visible(p.hints, len(v.Found) > 0)
	moved := p.member.update(s.Member, p.memberFacts(s))
	t := s.Sale.Totals
	p.sums.Set(
		kit.Fact{Name: p.w.t("List price"), Value: kit.Money(t.Total + t.Discount)},
		kit.Fact{Name: p.w.t("Saved"), Value: kit.Money(-t.Discount), Colour: when(t.Discount > 0, kit.Green)},
		kit.Fact{Name: p.w.t("Points to earn"), Value: kit.Grouped(t.Points.String())})
	label, due := p.w.t("To pay · {} items", s.Sale.Items), t.Due
	if v.Last != nil {
		label, due = p.w.t("Change"), v.Last.Change
	}
	p.label.SetText(label)
	p.due.SetText("¥" + kit.Money(due))
	if s.Bar.Person != p.whose { // the next cashier's customers are others
		p.whose = s.Bar.Person
		visible(p.lastBox, false)
	}
	if v.Last != nil && v.Last != p.before {
		p.before = v.Last
		p.last.SetText(p.w.t("Last: {} · {}", v.Last.Receipt, kit.Money(v.Last.Total)))
		p.change.Set(v.Last.Change)
		p.lastRow.Refresh()
		visible(p.lastBox, true)
		moved = true
	}
	if moved {
		p.known.Refresh()
		p.right.Refresh()
	}
}

// memberFacts is what stands on the member's card.
func (p *keySelling) memberFacts(s *desk.State) []kit.Fact {
	m := s.Member
	if m == nil {
		return nil
	}
	facts := []kit.Fact{
		{Name: p.w.t("Stored value"), Value: kit.Money(m.Stored())},
		{Name: p.w.t("Spendable here"), Value: kit.Money(m.Here), Strong: true, Colour: kit.Green},
	}
	if m.Waits > 0 {
		facts = append(facts, kit.Fact{Name: p.w.t("Held until the line is back"), Value: kit.Money(m.Waits), Colour: kit.Amber})
	}
	return append(facts, kit.Fact{Name: p.w.t("Points"), Value: kit.Grouped(m.Points.String())})
}

// when is a colour for something that is so.
func when(yes bool, c kit.Colour) kit.Colour {
	if yes {
		return c
	}
	return ""
}
