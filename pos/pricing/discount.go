package pricing

import (
	"cmp"
	"slices"

	"holdfast/pos/money"
)

// Off is what was taken off a line, beside its price.
type Off struct {
	Why     OffWhy        `json:"why"`
	Percent money.Percent `json:"percent"`
	Amount  money.Fen     `json:"amount"`
}

// OffWhy names what an amount was taken off for.
type OffWhy string

// The discounts by hand: off one line, or off the whole bill and of that this line's share.
const (
	OffLine OffWhy = "line"
	OffBill OffWhy = "bill"
)

// off takes a discount off the line; one that comes to nothing leaves no trace.
func (p *Priced) off(why OffWhy, percent money.Percent, amount money.Fen) {
	if amount == 0 {
		return
	}
	p.Amount -= amount
	p.Off = append(p.Off, Off{Why: why, Percent: percent, Amount: amount})
}

// offBill takes a percentage off the whole bill and spreads it over the lines in proportion to what they come to, to the
// fen. Which line bears the last fen doesn't depend on the order of scanning: of equal remainders the
// dearer line's is served first, then the one with the lower code, and so on until nothing tells the lines apart.
func offBill(lines []Line, priced []Priced, percent money.Percent) {
	order := make([]int, len(lines))
	var total money.Fen
	for i := range lines {
		order[i] = i
		total += priced[i].Amount
	}
	slices.SortStableFunc(order, func(a, b int) int {
		l, m := lines[a], lines[b]
		return cmp.Or(cmp.Compare(priced[b].Amount, priced[a].Amount), cmp.Compare(l.Code, m.Code), cmp.Compare(l.Qty, m.Qty),
			cmp.Compare(l.List, m.List), cmp.Compare(l.Member, m.Member), cmp.Compare(l.Manual, m.Manual), cmp.Compare(l.Off, m.Off))
	})
	weights := make([]int64, len(lines))
	for i, at := range order {
		weights[i] = int64(priced[at].Amount)
	}
	for i, amount := range money.Spread(int64(percent.Of(total)), weights) {
		priced[order[i]].off(OffBill, percent, money.Fen(amount))
	}
}
