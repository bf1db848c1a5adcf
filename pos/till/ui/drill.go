package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// drill is what a cut of the line would refuse now: how many members could pay as one number, what a manager can do about
// it as one sentence, and who would be refused.
type drill struct {
	w       *Window
	v       *till.Drill
	share   *kit.Label
	lead    *kit.Sentence
	bar     *kit.Meter
	advice  *kit.Notice
	doubt   *kit.Notice
	facts   *kit.Facts
	refused *kit.Sentence
	rows    *kit.Rows
	empty   *kit.Label
	left    *fyne.Container
	menu    *menu
	root    *fyne.Container
}

func newDrill(w *Window) screen {
	p := &drill{w: w, share: kit.NewLabel(kit.AsTotal, ""), lead: kit.NewSentence(kit.AsName, ""), bar: kit.NewMeter(),
		advice: kit.NewNotice(kit.GreenTone, "", ""), doubt: kit.NewNotice(kit.RedTone, "", ""), facts: kit.NewFacts(), refused: kit.NewSentence(kit.AsBody.In(kit.Muted), ""),
		empty: kit.NewCentred(kit.AsName.In(kit.Muted), ""), menu: newMenu(w)}
	p.rows = kit.NewRows([]kit.Col{
		{Head: w.t("Would be refused")}, {Head: w.t("Usual payment"), Width: 120, Right: true},
		{Head: w.t("Spendable here"), Width: 130, Right: true}, {Head: w.t("Short by"), Width: 110, Right: true},
	}, p.fill).Tall(58)
	p.left = kit.Column(kit.Gap, p.doubt, p.advice, kit.NewCard(p.facts).SetPadding(12), kit.NewCard(kit.Column(2, kit.NewLabel(kit.AsStrong, w.t("Not while cut off, for anybody")), p.refused)).SetPadding(12))
	back := w.back().Tall(kit.Target)
	p.menu.grid.Layout = kit.Grid(2, kit.Near).Layout
	head := kit.NewCard(kit.Column(10, kit.Row(20, p.share, kit.Grow(kit.Column(0, kit.Room(), p.lead, kit.Room()))), p.bar)).SetPadding(18)
	p.root = kit.Column(kit.Gap,
		kit.NewLabel(kit.AsTitle.At(kit.Large), w.t("If the line were cut now")), head,
		kit.Grow(kit.Row(kit.Gap, kit.Share(36, kit.NewScroll(p.left)), kit.Share(64, kit.NewFrame(kit.Over(p.rows, p.empty))))),
		kit.Row(kit.Gap, kit.Share(36, back), kit.Share(64, p.menu.grid)))
	return p
}

func (p *drill) object() fyne.CanvasObject { return p.root }

func (p *drill) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Figures)
	if !ok || v.Drill == nil {
		return
	}
	moved := p.menu.update(s.Menu)
	if p.v != v.Drill {
		p.v = v.Drill
		p.show(v.Drill)
		moved = true
	}
	if moved {
		p.root.Refresh()
	}
}

func (p *drill) show(d *till.Drill) {
	w := p.w
	visible(p.share, d.Members > 0)
	visible(p.bar, d.Members > 0)
	p.share.SetText(rounded(d.Share) + " %")
	p.lead.SetText(w.t("Of {} members who pay with stored value, {} could pay their usual amount now.", d.Members, d.Covered))
	if d.Members == 0 {
		p.lead.SetText(w.t("Nobody who bought here of late has stored value to spend."))
	}
	p.bar.Set(float64(d.Covered)/float64(max(d.Members, 1)), kit.Green, kit.RedLine)
	tone, sentence := advice(d)
	p.advice.Set(toneOf(tone), w.t("What to do"), w.say(sentence))
	visible(p.doubt, !d.Doubt.IsZero())
	p.doubt.Set(kit.RedTone, "", w.say(d.Doubt))
	facts := []desk.Fact{
		{Label: pos.T("Members' value held here"), Value: d.Held.String()},
		{Label: pos.T("House float"), Value: d.Float.String()},
	}
	if !d.Lease.IsZero() {
		lease := desk.Fact{Label: pos.T("Granted until"), Value: d.Lease.Format("01-02 15:04")}
		if !d.Lease.After(d.At) {
			lease.Tone = desk.Bad
		}
		facts = append(facts, lease)
	}
	p.facts.Set(w.facts(append(facts, desk.Fact{Label: pos.T("Not yet at head office"), Value: w.t("{}", d.Unsent)}))...)
	var refused []string
	for _, r := range d.Refused {
		refused = append(refused, w.say(services[r]))
	}
	p.refused.SetText(strings.Join(refused, "\n"))
	p.rows.SetLength(len(d.Worst))
	p.rows.Update()
	visible(p.empty, len(d.Worst) == 0)
	p.empty.SetText(w.t("Everybody could pay as usual."))
	if d.Members == 0 {
		p.empty.SetText(w.t("There is nobody to refuse."))
	}
	p.left.Refresh()
}

// services are what head office must be asked for, in words.
var services = map[till.Service]pos.Text{
	till.RefundElsewhere: pos.T("Refund a receipt of another shop or till"),
	till.PayGiftCard:     pos.T("Pay with a gift card"),
	till.CashOutPoints:   pos.T("Pay points out as cash"),
	till.MergeMembers:    pos.T("Merge two members"),
}

// advice is what a manager can do before a cut.
func advice(d *till.Drill) (desk.Tone, pos.Text) {
	switch {
	case !d.Lease.IsZero() && !d.Lease.After(d.At):
		return desk.Bad, pos.T("What head office granted to this till has ended. Connect it: until then no stored value can be spent here.")
	case d.Members == 0:
		return desk.Good, pos.T("Nothing needs to be done.")
	case d.Covered == d.Members && d.Lease.IsZero():
		return desk.Good, pos.T("Nothing needs to be done: all of them could pay.")
	case d.Covered == d.Members:
		return desk.Good, pos.T("Nothing needs to be done, as long as the line is back by {}.", d.Lease.Format("01-02 15:04"))
	}
	return desk.Warn, pos.T("Connect this till for some minutes: head office then grants it more. If the same names are still here after that, ask head office for more house float.")
}

func (p *drill) fill(row int, cells []kit.Cell) {
	if p.v == nil || row >= len(p.v.Worst) {
		return
	}
	r := p.v.Worst[row]
	copy(cells, []kit.Cell{{Text: r.Name, By: r.Phone}, {Text: kit.Money(r.Usual)}, {Text: kit.Money(r.Here)}, {Text: kit.Money(r.Short), Colour: kit.Red, Strong: true}})
}
