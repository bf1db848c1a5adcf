// Package figures folds records into figures: of a shift for its X and Z report, of a day, a store or a chain for head
// office. It imports pos/record and is pure.
//
// The one thing to know: figures of two sets of records that share none add up ([Figures.Merge]), so a day is the sum of
// its shifts. As JSON money and points are strings, as everywhere; the names of the fields are fixed.
package figures

import (
	"cmp"
	"errors"
	"slices"

	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Figures is what records come to. A refund is in Refunds and never taken off Sales.
type Figures struct {
	Sales        Sum     `json:"sales"`        // sales, and what the goods came to after all discounts
	Tenders      Tenders `json:"tenders"`      // what sales were paid with; cash less the change; stored value and points in yuan
	Discounts    Sum     `json:"discounts"`    // lines with something taken off by hand, and how much
	ManualPrices Sum     `json:"manualPrices"` // lines with a price set by hand, and how much less than at list price; below 0 where dearer

	Promotions Sum `json:"promotions"` // times that promotions and coupons acted in a sale, and how much they took off

	Refunds       Sum     `json:"refunds"`       // refunds, and what the goods came to
	RefundTenders Tenders `json:"refundTenders"` // how that was given back

	TopUps         Sum       `json:"topups"`       // top-ups, and the money paid in
	TopUpTenders   Tenders   `json:"topupTenders"` // how it was paid in
	TopUpBonus     money.Fen `json:"topupBonus"`   // what was given on top
	TopVoids       Sum       `json:"topupVoids"`   // top-ups undone, and the money given back
	TopVoidTenders Tenders   `json:"topupVoidTenders"`

	Withdrawals Sum       `json:"withdrawals"` // and the cash paid out
	CardReturns Sum       `json:"cardReturns"` // and the cash paid out
	Conversions Sum       `json:"conversions"` // of points to stored value, and the bonus they became
	Points      Points    `json:"points"`
	Cards       []Changes `json:"cards,omitempty"` // issued, lost, found, replaced, returned, extended

	PayIns  Sum  `json:"payIns"` // cash put into the drawer
	Drops   Sum  `json:"drops"`  // cash taken out of it
	Drawer  int  `json:"drawer"` // openings without a payment
	Cash    Cash `json:"cash"`
	Lent    int  `json:"lent"` // records made by a right that was lent on the spot
	Records int  `json:"records"`
}

// Sum is how many, and how much.
type Sum struct {
	N      int       `json:"n"`
	Amount money.Fen `json:"amount"`
}

// Tenders is sums by way of paying.
type Tenders map[record.TenderKind]Sum

// Points is what became of points. What is held against a member because they had spent them already counts too.
type Points struct {
	Earned    money.Points `json:"earned"`    // by sales
	Spent     money.Points `json:"spent"`     // as tender
	TakenBack money.Points `json:"takenBack"` // earned ones, by refunds
	GivenBack money.Points `json:"givenBack"` // spent ones, by refunds
	Converted money.Points `json:"converted"`
	Rewarded  money.Points `json:"rewarded"`
	Deducted  money.Points `json:"deducted"`
}

// Cash is the drawer's: float, and with all cash that came and went what should be in it, and what was counted. Counted
// and Difference are of the shifts that are closed.
type Cash struct {
	Opened     int            `json:"opened"` // shifts
	Closed     int            `json:"closed"`
	Float      money.Fen      `json:"float"`
	Expected   money.Fen      `json:"expected"`
	Counted    money.Fen      `json:"counted"`
	Difference money.Fen      `json:"difference"` // below 0 where cash is missing
	Count      []record.Notes `json:"count,omitempty"`
}

// Changes is how many records of cards there are of one kind.
type Changes struct {
	Kind record.Kind `json:"kind"`
	N    int         `json:"n"`
}

// Of is the figures of records, in any order.
func Of(records ...record.Record) (f Figures, err error) {
	f.begin()
	for _, r := range records {
		if err := f.Add(r); err != nil {
			return f, err
		}
	}
	return f, nil
}

// begin makes the maps, so that JSON has {} for none.
func (f *Figures) begin() {
	for _, t := range []*Tenders{&f.Tenders, &f.RefundTenders, &f.TopUpTenders, &f.TopVoidTenders} {
		if *t == nil {
			*t = Tenders{}
		}
	}
}

// Add counts one more record. A newer program's kinds count as records and as nothing else.
func (f *Figures) Add(r record.Record) error {
	f.begin()
	body, err := r.Decode()
	if err != nil && !errors.Is(err, record.ErrUnknownKind) {
		return err
	}
	f.add(r.Header, body)
	return nil
}

// add counts a record with its body, nil of an unknown kind.
func (f *Figures) add(h record.Header, body record.Body) {
	f.Records++
	if h.Approved != "" {
		f.Lent++
	}
	switch b := body.(type) {
	case record.Sale:
		f.sale(b)
	case record.Refund:
		f.refund(b)
	case record.TopUp:
		f.TopUps.add(b.Principal)
		f.TopUpBonus += b.Bonus
		f.take(f.TopUpTenders, b.Tender, b.Principal)
	case record.TopVoid:
		f.TopVoids.add(b.Back)
		f.give(f.TopVoidTenders, b.Tender, b.Back)
	case record.Withdraw:
		f.Withdrawals.add(b.Amount)
		f.Cash.Expected -= b.Amount
	case record.Convert:
		f.Conversions.add(b.Bonus)
		f.Points.Converted += b.Points
	case record.Reward:
		f.Points.Rewarded += b.Points
	case record.Deduct:
		f.Points.Deducted += b.Points
	case record.CardReturn:
		f.CardReturns.add(b.Amount)
		f.Cash.Expected -= b.Amount
		f.changed(Changes{h.Kind, 1})
	case record.CardIssue, record.CardLost, record.CardFound, record.CardReplace, record.CardExtend:
		f.changed(Changes{h.Kind, 1})
	default:
		f.drawer(body)
	}
}

func (f *Figures) sale(b record.Sale) {
	f.Sales.add(b.Total)
	f.Points.Earned += b.Points
	for _, t := range b.Paid {
		f.Points.Spent += t.Points
		f.take(f.Tenders, t.Kind, t.Amount)
	}
	if b.Change > 0 {
		cash := f.Tenders[record.Cash]
		cash.Amount -= b.Change
		f.Tenders[record.Cash] = cash
		f.Cash.Expected -= b.Change
	}
	for _, a := range b.Acted {
		f.Promotions.add(a.Amount)
	}
	for _, l := range b.Lines {
		var off money.Fen
		for _, o := range l.Off {
			if o.ByHand() {
				off += o.Amount
			}
		}
		if off != 0 {
			f.Discounts.add(off)
		}
		if l.Why == "manual" {
			f.ManualPrices.add(money.Extend(l.List, l.Qty) - money.Extend(l.Price, l.Qty))
		}
	}
}

func (f *Figures) refund(b record.Refund) {
	f.Refunds.add(b.Total)
	f.Points.TakenBack += b.Points
	for _, back := range b.Back {
		f.Points.GivenBack += back.Points
		f.give(f.RefundTenders, back.Kind, back.Amount)
	}
}

// drawer counts what is about cash only.
func (f *Figures) drawer(body record.Body) {
	switch b := body.(type) {
	case record.ShiftOpen:
		f.Cash.Opened++
		f.Cash.Float += b.Float
		f.Cash.Expected += b.Float
	case record.ShiftClose:
		f.Cash.Closed++
		f.Cash.Counted += b.Counted
		f.Cash.Difference += b.Difference()
		f.count(b.Count)
	case record.CashIn:
		f.PayIns.add(b.Amount)
		f.Cash.Expected += b.Amount
	case record.CashOut:
		f.Drops.add(b.Amount)
		f.Cash.Expected -= b.Amount
	case record.Drawer:
		f.Drawer++
	}
}

// take counts a payment, and its cash into the drawer; give what is paid back, and its cash out of it.
func (f *Figures) take(to Tenders, kind record.TenderKind, amount money.Fen) {
	to.add(kind, Sum{1, amount})
	if kind == record.Cash {
		f.Cash.Expected += amount
	}
}

func (f *Figures) give(to Tenders, kind record.TenderKind, amount money.Fen) {
	to.add(kind, Sum{1, amount})
	if kind == record.Cash {
		f.Cash.Expected -= amount
	}
}

func (s *Sum) add(amount money.Fen) { *s = Sum{s.N + 1, s.Amount + amount} }

func (t Tenders) add(kind record.TenderKind, s Sum) {
	t[kind] = Sum{t[kind].N + s.N, t[kind].Amount + s.Amount}
}

// changed keeps the kinds in the order of their names.
func (f *Figures) changed(c Changes) {
	i, found := slices.BinarySearchFunc(f.Cards, c, func(a, b Changes) int { return cmp.Compare(a.Kind, b.Kind) })
	if !found {
		f.Cards = slices.Insert(f.Cards, i, Changes{Kind: c.Kind})
	}
	f.Cards[i].N += c.N
}

// count adds notes, the largest first.
func (f *Figures) count(notes []record.Notes) {
	for _, n := range notes {
		i, found := slices.BinarySearchFunc(f.Cash.Count, n, func(a, b record.Notes) int { return cmp.Compare(b.Of, a.Of) })
		if !found {
			f.Cash.Count = slices.Insert(f.Cash.Count, i, record.Notes{Of: n.Of})
		}
		f.Cash.Count[i].N += n.N
	}
}
