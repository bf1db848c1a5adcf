package pricing

import (
	"cmp"
	"slices"

	"holdfast/pos/money"
)

// Off is what was taken off a line, beside its price.
type Off struct {
	Why     OffWhy        `json:"why"`
	Rule    string        `json:"rule,omitempty"` // the promotion, or the coupon's batch
	Percent money.Percent `json:"percent"`
	Amount  money.Fen     `json:"amount"`
}

// OffWhy names what an amount was taken off for.
type OffWhy string

// The discounts: by hand, off one line, or off the whole bill and of that this line's share; by a promotion; by a coupon.
const (
	OffLine      OffWhy = "line"
	OffBill      OffWhy = "bill"
	OffPromotion OffWhy = "promotion"
	OffCoupon    OffWhy = "coupon"
)

// offHand takes a discount off the line; one that comes to nothing leaves no trace.
func (p *Priced) offHand(why OffWhy, percent money.Percent, amount money.Fen) {
	p.takeOff(Off{Why: why, Percent: percent, Amount: amount})
}

func (p *Priced) takeOff(off Off) {
	if off.Amount == 0 {
		return
	}
	p.Amount -= off.Amount
	p.Off = append(p.Off, off)
}

// ranked is an order of lines that doesn't depend on the order of scanning: by code, and so on until nothing tells them
// apart. It gives each line's place.
func ranked(lines []Line) []int {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		l, m := &lines[a], &lines[b]
		return cmp.Or(cmp.Compare(l.Code, m.Code), cmp.Compare(l.Qty, m.Qty), cmp.Compare(l.List, m.List), cmp.Compare(l.Member, m.Member),
			cmp.Compare(l.Manual, m.Manual), cmp.Compare(l.Off, m.Off), compare(l.Label, m.Label))
	})
	rank := make([]int, len(lines))
	for place, i := range order {
		rank[i] = place
	}
	return rank
}

// compare orders what isn't so before what is.
func compare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// offBill takes a percentage off the whole bill and spreads it over the lines in proportion to what they come to, to the
// fen. Which line bears the last fen doesn't depend on the order of scanning: of equal remainders the dearer line's is served
// first, then the one of lower rank.
func offBill(rank []int, priced []Priced, percent money.Percent) {
	var total money.Fen
	order := make([]int, len(priced))
	for i := range priced {
		order[i] = i
		total += priced[i].Amount
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(priced[b].Amount, priced[a].Amount), cmp.Compare(rank[a], rank[b]))
	})
	weights := make([]int64, len(priced))
	for i, at := range order {
		weights[i] = int64(priced[at].Amount)
	}
	for i, amount := range money.Spread(int64(percent.Of(total)), weights) {
		priced[order[i]].offHand(OffBill, percent, money.Fen(amount))
	}
}
