package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// day is what this till did on a date: what it comes to in a row of cards, below them when it was sold, how it was paid
// and what it was, and who did it.
type day struct {
	w     *Window
	dates *dates
	heads []*headline
	hours *chart
	busy  *kit.Label
	ways  *tenderRing
	kinds *kit.Ranks
	goods *kit.Ranks
	who   *kit.Rows
	day   till.Day
	count *kit.Facts
	none  []fyne.CanvasObject // say it where nothing was sold
	menu  *menu
	root  *fyne.Container
}

func newDay(w *Window) screen {
	p := &day{w: w, dates: newDates(w), hours: newChart(w, 240, 100), busy: kit.NewRight(kit.AsMuted, ""), ways: newTenderRing(w),
		kinds: kit.NewRanks(), goods: kit.NewRanks(), count: kit.NewFacts(), menu: newMenu(w)}
	for _, name := range []string{w.t("Sales of the day"), w.t("Average sale"), w.t("Members' share"), w.t("Top-ups"), w.t("Refunds"), w.t("Points given")} {
		p.heads = append(p.heads, newHeadline(name))
	}
	p.who = kit.NewRows([]kit.Col{{Head: w.t("Who sold"), Look: kit.AsBody}, {Head: w.t("Sales|how many"), Width: 64, Right: true, Look: kit.AsBody}, {Head: w.t("Amount"), Width: 104, Right: true, Look: kit.AsBody}}, p.fill).Tall(38)

	p.heads[0].first()
	var cards []fyne.CanvasObject
	for i, share := range []float32{13, 8, 11, 11, 9, 9} {
		cards = append(cards, kit.Share(share, p.heads[i].card))
	}
	row := func(wide, one, two fyne.CanvasObject) fyne.CanvasObject {
		return kit.Grow(kit.Row(kit.Gap, kit.Share(40, wide), kit.Share(34, one), kit.Share(26, two)))
	}
	back := w.back().Tall(kit.Target)
	p.menu.grid.Layout = kit.Grid(2, kit.Near).Layout
	p.root = kit.Column(kit.Gap,
		p.dates.root,
		kit.Row(kit.Gap, cards...),
		row(titled(w.t("Sales by the hour"), p.busy, p.hours.box), titled(w.t("Paid with"), nil, p.ways.box), titled(w.t("Categories"), nil, p.sold(roll(p.kinds)))),
		row(titled(w.t("Best sellers"), nil, p.sold(roll(p.goods))), kit.NewFrame(p.sold(p.who)), titled(w.t("Looked at twice"), nil, roll(p.count))),
		kit.Row(kit.Gap, kit.Share(28, back), kit.Share(72, p.menu.grid)))
	return p
}

// titled is a card with a title, beside it what is to be said of the whole.
func titled(title string, beside, content fyne.CanvasObject) *kit.Card {
	head := []fyne.CanvasObject{kit.NewLabel(kit.AsStrong, title)}
	if beside != nil {
		head = append(head, kit.Grow(beside))
	}
	return kit.NewCard(kit.Column(8, kit.Row(kit.Gap, head...), kit.Grow(content))).SetPadding(14)
}

// roll is a list of any length, beside whose numbers the bar has room.
func roll(list fyne.CanvasObject) *kit.Scroll { return kit.NewScroll(kit.InsetBy(0, 10, 0, 0, list)) }

// sold is a list of what was sold, with a word in its place where that is nothing.
func (p *day) sold(list fyne.CanvasObject) fyne.CanvasObject {
	word := kit.NewCentred(kit.AsName.In(kit.Muted), p.w.t("nothing sold"))
	p.none = append(p.none, word)
	return kit.Over(list, word)
}

func (p *day) object() fyne.CanvasObject { return p.root }

func (p *day) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Figures)
	if !ok || v.Drill != nil {
		return
	}
	p.dates.update(v)
	if p.menu.update(s.Menu) {
		p.root.Refresh()
	}
	p.day = v.Day
	p.total(v.Day)
	p.hours.show(hoursOf(amounts(v.Day)))
	p.busy.SetText(p.busiest(v.Day))
	p.ways.update(v.Day.Tenders)
	p.kinds.Set(p.categories(v.Day)...)
	p.goods.Set(p.products(v.Day)...)
	p.who.SetLength(len(p.cashiers()))
	p.who.Update()
	p.count.Set(p.w.facts(counts(v.Day))...)
	for _, word := range p.none {
		visible(word, v.Day.Sales.N == 0)
	}
}

// total writes the cards at the top.
func (p *day) total(d till.Day) {
	w := p.w
	var share money.Percent
	if d.Sales.Amount > 0 {
		share = money.Percent(d.MemberSales.Amount * money.Fen(money.All) / d.Sales.Amount)
	}
	p.heads[0].set(yen(d.Sales.Amount), w.t("{} sales", d.Sales.N))
	p.heads[1].set(yen(d.Average), "")
	p.heads[2].set(rounded(share)+" %", w.t("{} members, {} new", d.Buyers, d.NewMembers))
	p.heads[3].set(yen(d.TopUps.Amount), w.t("{} × · bonus {}", d.TopUps.N, kit.Money(d.TopUpBonus)))
	p.heads[4].set(yen(d.Refunds.Amount), w.t("{} times", d.Refunds.N))
	p.heads[5].set(kit.Grouped(d.Points.Earned.String()), w.t("{} spent", kit.Grouped(d.Points.Spent.String())))
}

// yen is an amount with its sign.
func yen(f money.Fen) string { return "¥" + kit.Money(f) }

// rounded is a share to the whole percent.
func rounded(p money.Percent) string { return ((p + 50) / 100 * 100).String() }

func amounts(d till.Day) (sold [24]money.Fen) {
	for hour, sum := range d.Hours {
		sold[hour] = sum.Amount
	}
	return sold
}

// busiest says which hour brought most.
func (p *day) busiest(d till.Day) string {
	best := 0
	for hour, sum := range d.Hours {
		if sum.Amount > d.Hours[best].Amount {
			best = hour
		}
	}
	if d.Hours[best].Amount == 0 {
		return p.w.t("nothing sold")
	}
	return p.w.t("most from {} to {}: {}", best, best+1, yen(d.Hours[best].Amount))
}

// ranked is how many of the best sellers are shown; a spreadsheet has them all.
const ranked = 20

func (p *day) products(d till.Day) (ranks []kit.Rank) {
	for _, sold := range d.Products[:min(len(d.Products), ranked)] {
		ranks = append(ranks, kit.Rank{Name: p.w.named(sold.Name, sold.NameEn) + "  × " + sold.Qty.String(), Value: kit.Money(sold.Amount), Part: of(sold.Amount, d.Products[0].Amount)})
	}
	return ranks
}

func (p *day) categories(d till.Day) (ranks []kit.Rank) {
	for _, c := range d.Categories {
		name := p.w.named(c.Name, c.NameEn)
		if name == "" {
			name = p.w.t("Other goods")
		}
		ranks = append(ranks, kit.Rank{Name: name, Value: kit.Money(c.Amount), Part: of(c.Amount, d.Categories[0].Amount)})
	}
	return ranks
}

// of is what part of a whole something is, for the length of a bar.
func of(part, whole money.Fen) float64 {
	if whole <= 0 {
		return 0
	}
	return yuan(part) / yuan(whole)
}

// cashiers are the people who sold anything, in the order of their numbers.
func (p *day) cashiers() (rows []int) {
	for i, who := range p.day.People {
		if who.Sales.N > 0 {
			rows = append(rows, i)
		}
	}
	return rows
}

func (p *day) fill(row int, cells []kit.Cell) {
	rows := p.cashiers()
	if row >= len(rows) {
		return
	}
	who := p.day.People[rows[row]]
	name := who.ID
	if known, ok := p.day.Who[who.ID]; ok {
		name = p.w.named(known.Name, known.NameEn)
	}
	copy(cells, []kit.Cell{{Text: name}, {Text: kit.Grouped(strconv.Itoa(who.Sales.N))}, {Text: kit.Money(who.Sales.Amount)}})
}

// counts are what a manager looks at twice: what there was of it first.
func counts(d till.Day) []desk.Fact {
	var some, none []desk.Fact
	for _, c := range []struct {
		label pos.Text
		n     int
	}{
		{pos.T("Refunds"), d.Refunds.N}, {pos.T("Top-ups undone"), d.TopVoids.N}, {pos.T("Discounts by hand"), d.Discounts.N},
		{pos.T("Prices by hand"), d.ManualPrices.N}, {pos.T("By a right that was lent"), d.Lent}, {pos.T("Drawer opened, no sale"), d.Drawer},
	} {
		if c.n > 0 {
			some = append(some, desk.Fact{Label: c.label, Value: strconv.Itoa(c.n), Tone: desk.Warn})
		} else {
			none = append(none, desk.Fact{Label: c.label, Value: "0"})
		}
	}
	if d.Cash.Difference != 0 {
		some = append([]desk.Fact{{Label: pos.T("Drawer's difference"), Value: d.Cash.Difference.String(), Tone: desk.Bad}}, some...)
	}
	return append(some, none...)
}
