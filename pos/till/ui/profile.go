package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos/receipt"
	"holdfast/pos/till"
	"holdfast/pos/till/ui/kit"
)

// profile is who a member's page is about, and what they have: the head of that page.
type profile struct {
	memberHead
	stored *kit.Amount
	here   *kit.Amount
	points *kit.Amount
	card   *kit.Card
}

func newProfile(w *Window) *profile {
	number := func(look kit.Look) *kit.Amount { return kit.NewNumber(look.At(kit.Large), "") }
	p := &profile{memberHead: newMemberHead(w, kit.AsTitle.At(kit.Large)), stored: number(kit.AsTitle), here: number(kit.AsTitle.In(kit.Green)), points: number(kit.AsTitle)}
	figure := func(look kit.Look, label string, n *kit.Amount) fyne.CanvasObject {
		return kit.Share(1, kit.Column(2, kit.NewRight(look, label), n))
	}
	p.card = kit.NewCard(kit.Row(24, kit.Share(2, kit.Column(2, p.line, p.who)),
		figure(kit.AsMuted, w.t("Stored value"), p.stored),
		figure(kit.AsMuted.In(kit.Green), w.t("Spendable here now"), p.here),
		figure(kit.AsMuted, w.t("Points"), p.points)))
	return p
}

func (p *profile) update(m *till.MemberView) {
	p.memberHead.update(m, p.card)
	if m.StoreName != "" {
		p.who.SetText(receipt.MaskPhone(m.Phone) + " · " + p.w.named(m.StoreName, m.StoreNameEn))
	}
	p.stored.SetText(kit.Money(m.Stored()))
	p.here.SetText(kit.Money(m.Here))
	p.points.SetText(kit.Grouped(m.Points.String()))
	p.line.Refresh()
}
