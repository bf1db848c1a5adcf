package receipt

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/figures"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Report is a shift's figures with the names that belong to its ids: an X report while it is open, a Z report after it.
type Report struct {
	Kind     ReportKind
	Store    pos.Store
	Till     string
	Operator string // whose shift it is: id and name
	Name     string
	Shift    string
	Date     string    // business date
	Opened   time.Time // of the shift
	Closed   time.Time // zero while it is open
	Training bool      // nothing of it is in the books
	figures.Figures
}

// ReportKind is which report it is.
type ReportKind string

// The reports.
const (
	X ReportKind = "x"
	Z ReportKind = "z"
)

// ReportText is the report on paper of so many columns. Groups in which nothing happened are left out.
func ReportText(r Report, width int, lang pos.Lang) string {
	p := &page{width: max(width, Narrow), lang: lang}
	p.training(r.Training)
	p.centre(p.either(r.Store.Name, r.Store.NameEn))
	p.centre(p.say(reportTitles[r.Kind]))
	p.rule()
	p.row(p.say(storeTill), r.Store.Code+" / "+r.Till)
	p.row(p.say(cashier), strings.TrimSpace(r.Operator+" "+r.Name))
	p.row(p.say(businessDate), r.Date)
	p.row(p.say(shiftOpened), clock(r.Opened))
	if !r.Closed.IsZero() {
		p.row(p.say(shiftClosed), clock(r.Closed))
	}
	p.turnover(r.Figures)
	p.valueMoved(r.Figures)
	p.pointsMoved(r.Figures)
	p.counts(r.Figures)
	p.drawer(r.Figures)
	p.rule()
	p.training(r.Training)
	return p.String()
}

func clock(t time.Time) string { return t.In(pos.Zone).Format(time.DateTime) }

// turnover is sales, refunds and how they were paid.
func (p *page) turnover(f figures.Figures) {
	p.rule()
	p.sum(reportSales, f.Sales)
	p.tendersOf(f.Tenders)
	p.sumIf(reportPromotions, f.Promotions)
	p.sumIf(reportDiscounts, f.Discounts)
	p.sumIf(reportManual, f.ManualPrices)
	if f.Refunds.N > 0 {
		p.sum(reportRefunds, f.Refunds)
		p.tendersOf(f.RefundTenders)
		p.row(p.say(reportNet), (f.Sales.Amount - f.Refunds.Amount).String())
	}
}

// valueMoved is stored value that came and went beside sales.
func (p *page) valueMoved(f figures.Figures) {
	if f.TopUps.N+f.TopVoids.N+f.Withdrawals.N+f.CardReturns.N+f.Conversions.N == 0 {
		return
	}
	p.rule()
	p.sumIf(reportTopUps, f.TopUps)
	p.tendersOf(f.TopUpTenders)
	if f.TopUpBonus > 0 {
		p.row("  "+p.say(bonus), f.TopUpBonus.String())
	}
	p.sumIf(reportTopVoids, f.TopVoids)
	p.tendersOf(f.TopVoidTenders)
	p.sumIf(reportWithdrawals, f.Withdrawals)
	p.sumIf(reportReturns, f.CardReturns)
	p.sumIf(figure(titles[record.KindConvert]), f.Conversions)
}

// pointsMoved is what became of points.
func (p *page) pointsMoved(f figures.Figures) {
	if f.Points == (figures.Points{}) {
		return
	}
	p.rule()
	for _, of := range []struct {
		name   text
		points money.Points
	}{
		{pointsEarned, f.Points.Earned}, {pointsUsed, f.Points.Spent}, {pointsTaken, f.Points.TakenBack}, {pointsBack, f.Points.GivenBack},
		{converted, f.Points.Converted}, {figure(titles[record.KindReward]), f.Points.Rewarded}, {figure(titles[record.KindDeduct]), f.Points.Deducted},
	} {
		if of.points != 0 {
			p.row(p.say(of.name), of.points.String())
		}
	}
}

// counts is what has no amount.
func (p *page) counts(f figures.Figures) {
	if len(f.Cards) == 0 && f.Drawer == 0 && f.Lent == 0 {
		return
	}
	p.rule()
	for _, c := range f.Cards {
		name := text{string(c.Kind), string(c.Kind)}
		if title, known := titles[c.Kind]; known {
			name = figure(title)
		}
		p.row(p.say(name), strconv.Itoa(c.N))
	}
	for _, of := range []struct {
		name text
		n    int
	}{{reportDrawer, f.Drawer}, {reportLent, f.Lent}} {
		if of.n > 0 {
			p.row(p.say(of.name), strconv.Itoa(of.n))
		}
	}
}

// drawer is the cash: what should be there, what was counted, and the difference with its sign.
func (p *page) drawer(f figures.Figures) {
	p.rule()
	p.row(p.say(reportFloat), f.Cash.Float.String())
	p.sumIf(reportPayIns, f.PayIns)
	p.sumIf(reportDrops, f.Drops)
	p.row(p.say(reportExpected), f.Cash.Expected.String())
	if f.Cash.Closed == 0 {
		return
	}
	for _, n := range f.Cash.Count {
		p.row("  "+n.Of.String()+" x "+strconv.Itoa(n.N), (n.Of * money.Fen(n.N)).String())
	}
	p.row(p.say(reportCounted), f.Cash.Counted.String())
	p.row(p.say(reportDifference), f.Cash.Difference.String())
	p.rule()
	p.row(p.say(signCashier), strings.Repeat("_", p.width/2))
	p.row(p.say(signManager), strings.Repeat("_", p.width/2))
}

// sum is a figure with how many there are of it.
func (p *page) sum(name text, s figures.Sum) {
	p.row(p.say(name)+" ("+strconv.Itoa(s.N)+")", s.Amount.String())
}

func (p *page) sumIf(name text, s figures.Sum) {
	if s.N > 0 {
		p.sum(name, s)
	}
}

// tendersOf lists money first, as people count it, then what isn't; ways that a newer till has invented come last.
func (p *page) tendersOf(t figures.Tenders) {
	order := slices.Clone(record.TenderKinds)
	for _, kind := range slices.Sorted(maps.Keys(t)) {
		if !slices.Contains(order, kind) {
			order = append(order, kind)
		}
	}
	for _, kind := range order {
		if s, any := t[kind]; any {
			p.row("  "+p.tenderName(kind)+" ("+strconv.Itoa(s.N)+")", s.Amount.String())
		}
	}
}
