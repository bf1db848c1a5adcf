package refund

import (
	"math/bits"
	"slices"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Item is a quantity of a line (from 1) that comes back.
type Item struct {
	Line int
	Qty  money.Qty
}

// Plan is what a refund takes and gives.
type Plan struct {
	Lines  []record.RefundedLine
	Total  money.Fen
	Back   []record.Back
	Points money.Points // earned ones to take back
}

// All is everything that is left.
func (l Left) All() (items []Item) {
	for i, line := range l.Lines {
		if line.Qty > 0 {
			items = append(items, Item{i + 1, line.Qty})
		}
	}
	return items
}

// Plan is a refund of some of what is left. It refuses a line that there is not with pos.NotFound, and with pos.State
// where less is left than is to come back. A line named twice comes back with both quantities.
//
// Rounding: of a line that comes back in parts, the sum of the parts up to each is rounded half up. Money goes back by
// [money.Spread]. Points go back rounded down, and with the last of what they belong to all that is left of them.
func (l Left) Plan(items []Item) (p Plan, err error) {
	if l.Nothing() {
		return p, pos.E(pos.State, "refund", "everything on this receipt has been refunded already")
	}
	last := true // everything that is left comes back
	wanted := make([]money.Qty, len(l.Lines))
	for _, item := range items {
		if item.Line < 1 || item.Line > len(l.Lines) {
			return p, pos.E(pos.NotFound, "refund", "the receipt has no line {}; it has {}", item.Line, len(l.Lines))
		}
		wanted[item.Line-1] += item.Qty
	}
	var amount money.Fen
	for i, line := range l.Lines {
		switch qty := wanted[i]; {
		case qty < 0 || qty > line.Qty:
			return p, line.tooMany(i + 1)
		case qty > 0:
			part := line.part(qty)
			amount += part
			p.Lines = append(p.Lines, record.RefundedLine{
				Line: i + 1, Code: line.Sold.Code, Name: line.Sold.Name, NameEn: line.Sold.NameEn,
				Unit: line.Sold.Unit, UnitEn: line.Sold.UnitEn, Qty: qty, Amount: part,
			})
			last = last && qty == line.Qty
		default:
			last = last && line.Qty == 0
		}
	}
	if len(p.Lines) == 0 {
		return p, pos.E(pos.Usage, "refund", "say which lines come back, and how many of each")
	}
	paid := l.Paid()
	if p.Total = min(amount, paid); last {
		p.Total = paid
	}
	p.Back = l.spread(p.Total)
	if p.Points = share(l.Points, amount, l.Amount()); last {
		p.Points = l.Points
	}
	return p, nil
}

func (l Line) tooMany(number int) error {
	name := pos.T("line {} ({})", number, l.Sold.Name)
	if l.Qty == 0 {
		return pos.E(pos.State, "refund", "{} has been refunded already", name)
	}
	return pos.E(pos.State, "refund", "only {} of {} is left to refund", l.Qty, name)
}

// part is what a quantity of what is left comes to: the amount of all that has come back then, less that of what had
// before. The last part is what is left.
func (l Line) part(qty money.Qty) money.Fen {
	if qty == l.Qty {
		return l.Amount
	}
	then := l.Sold.Qty - l.Qty + qty
	return max(0, min(l.Amount, fraction(l.Sold.Amount, then, l.Sold.Qty)-(l.Sold.Amount-l.Amount)))
}

// fraction is amount × part / whole, rounded half up; part ≤ whole, so it fits.
func fraction(amount money.Fen, part, whole money.Qty) money.Fen {
	hi, lo := bits.Mul64(uint64(amount), uint64(part))
	q, rem := bits.Div64(hi, lo, uint64(whole))
	if rem >= uint64(whole)-rem {
		q++
	}
	return money.Fen(q)
}

// share is points × part / whole, rounded down.
func share(points money.Points, part, whole money.Fen) money.Points {
	switch {
	case part <= 0:
		return 0
	case part >= whole:
		return points
	}
	hi, lo := bits.Mul64(uint64(points), uint64(part))
	q, _ := bits.Div64(hi, lo, uint64(whole))
	return money.Points(q)
}

// spread gives an amount back: house float first, as it was nobody's own; the rest over all that is left in proportion.
func (l Left) spread(amount money.Fen) (back []record.Back) {
	weights, parts := make([]int64, len(l.Parts)), make([]int64, len(l.Parts))
	for i, p := range l.Parts {
		if p.Kind == record.FloatT {
			parts[i] = int64(min(amount, p.Amount))
			amount -= money.Fen(parts[i])
			continue
		}
		weights[i] = int64(p.Amount)
	}
	for i, n := range money.Spread(int64(amount), weights) {
		parts[i] += n
	}
	for i, p := range l.Parts {
		back = add(back, p, money.Fen(parts[i]))
	}
	return back
}

// add is back with so much of a part. Both halves of stored value are one way.
func add(back []record.Back, p Part, amount money.Fen) []record.Back {
	if amount == 0 {
		return back
	}
	i := slices.IndexFunc(back, func(b record.Back) bool { return b.Kind == p.Kind && b.Ref == p.Ref })
	if i < 0 {
		i = len(back)
		back = append(back, record.Back{Kind: p.Kind, Ref: p.Ref})
	}
	b := &back[i]
	b.Amount += amount
	switch {
	case p.Asset == ledger.Principal:
		b.Principal += amount
	case p.Asset == ledger.Bonus:
		b.Bonus += amount
	case p.Kind == record.PointsT:
		b.Points += share(p.Points, amount, p.Amount)
	}
	return back
}
