package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"holdfast/pos/figures"
	"holdfast/pos/money"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// headline is a card with one number.
type headline struct {
	card   *kit.Card
	name   *kit.Label
	number *kit.Label
	by     *kit.Label
}

func newHeadline(name string) *headline {
	h := &headline{name: kit.NewLabel(kit.AsMuted, name), number: kit.NewLabel(kit.AsTitle.At(22), ""), by: kit.NewLabel(kit.AsMuted, "")}
	h.card = kit.NewCard(kit.Column(2, h.name, h.number, h.by)).SetPadding(12)
	return h
}

// first makes it the number that counts most.
func (h *headline) first() {
	h.name.SetLook(kit.AsMuted.In(kit.OnGreenBy))
	h.number.SetLook(kit.AsTitle.At(kit.Large).In(kit.OnGreen))
	h.by.SetLook(kit.AsMuted.In(kit.OnGreenBy))
	h.card.SetFill(kit.Green, kit.Green)
}

func (h *headline) set(number, by string) {
	h.number.SetText(number)
	h.by.SetText(by)
}

// dates are the business dates to choose from, the newest at the right.
type dates struct {
	w     *Window
	title *kit.Label
	tabs  *kit.Tabs
	older *kit.Button
	newer *kit.Button
	all   []string // the newest first
	at    int      // of all, the one that is shown; -1: it is none of them
	first int      // of all, the newest that has a tab
	shown string
	root  *fyne.Container
}

// tabbed is how many dates have a tab; those before are reached with the arrow.
const tabbed = 10

func newDates(w *Window) *dates {
	d := &dates{w: w, title: kit.NewLabel(kit.AsTitle.At(kit.Large), "")}
	d.tabs = kit.NewTabs(func(i int) { d.turn(d.first + d.count() - 1 - i) })
	d.older = kit.NewButton(kit.Plain, "", func() { d.turn(d.at + 1) }).Tall(kit.Target).WithIcon(kit.IconBack).WithKey(w.cap("←"))
	d.newer = kit.NewButton(kit.Plain, "", func() { d.turn(d.at - 1) }).Tall(kit.Target).WithIcon(kit.IconForward).WithKey(w.cap("→"))
	d.root = kit.Row(kit.Gap, kit.Share(40, d.title), kit.Sized(64, 0, d.older), kit.Share(60, d.tabs), kit.Sized(64, 0, d.newer))
	return d
}

// turn asks for another date.
func (d *dates) turn(to int) {
	if to >= 0 && to < len(d.all) {
		d.w.do(desk.Turn{Tab: to, Serial: d.w.serial()})
	}
}

// count is how many tabs there are.
func (d *dates) count() int { return min(tabbed, len(d.all)-d.first) }

func (d *dates) update(v *desk.Figures) {
	d.all, d.at = v.Dates, -1
	for i, date := range v.Dates {
		if date == v.Date {
			d.at = i
		}
	}
	d.title.SetText(d.w.t("The day {}", v.Date))
	d.older.SetOff(d.at+1 >= len(d.all))
	d.newer.SetOff(d.at <= 0)
	d.first = min(d.first, max(d.at, 0))
	if d.at >= d.first+tabbed {
		d.first = d.at - tabbed + 1
	}
	var names []string
	for i := d.first + d.count() - 1; i >= d.first; i-- {
		names = append(names, d.all[i][len("2006-"):])
	}
	if key := strings.Join(names, " ") + "|" + v.Date; key != d.shown {
		d.shown = key
		d.tabs.SetNames(names)
		d.tabs.Choose(d.first + d.count() - 1 - d.at)
	}
}

// tenderRing is what was paid with what: a ring, and beside it the names in its colours.
type tenderRing struct {
	w     *Window
	ring  *chart
	names *kit.Ranks
	paid  *fyne.Container
	none  *kit.Label // in its place where nothing was paid
	box   fyne.CanvasObject
}

// inColour is every way to pay, in the order and the colours of the ring, which are the same every day.
var inColour = []struct {
	kind   record.TenderKind
	colour kit.Colour
}{
	{record.Stored, kit.Green}, {record.Cash, kit.GoldStripe}, {record.Wallet, kit.Blue}, {record.Bank, kit.PlatinumStripe},
	{record.PointsT, kit.BarGreen}, {record.Coupon, kit.AmberLine}, {record.GiftCard, kit.RedLine}, {record.FloatT, kit.SilverStripe},
}

func newTenderRing(w *Window) *tenderRing {
	r := &tenderRing{w: w, ring: newChart(w, 72, 72), names: kit.NewRanks(), none: kit.NewCentred(kit.AsName.In(kit.Muted), w.t("nothing paid"))}
	r.paid = kit.Row(kit.Gap, kit.Share(32, r.ring.box), kit.Share(68, roll(r.names)))
	r.box = kit.Over(r.paid, r.none)
	return r
}

func (r *tenderRing) update(paid figures.Tenders) {
	var whole money.Fen
	for _, s := range paid {
		whole += s.Amount
	}
	var p ring
	var ranks []kit.Rank
	for _, c := range inColour {
		s, ok := paid[c.kind]
		if !ok {
			continue
		}
		p.parts[p.n] = part{s.Amount, dye(c.colour)}
		p.n++
		ranks = append(ranks, kit.Rank{Name: receipt.TenderName(c.kind, r.w.state.Lang), Value: kit.Money(s.Amount), Part: of(s.Amount, whole), Colour: c.colour})
	}
	visible(r.paid, p.n > 0)
	visible(r.none, p.n == 0)
	r.ring.show(p)
	r.names.Set(ranks...)
}
