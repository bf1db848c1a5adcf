package record

import (
	"time"

	"holdfast/pos/money"
	"holdfast/pos/pricing"
)

// Quoted is the basket that the sale was priced from, so that head office can price it again by the rules of its version.
func (b Sale) Quoted(store string) pricing.Basket {
	q := b.Quote
	in := pricing.Basket{
		Store: store, Member: b.Member != "", Tier: q.Tier, At: time.UnixMilli(q.At), NoEarning: q.NoEarning, Off: q.Off,
		Coupons: q.Coupons, Quota: q.Quota, Used: q.Used, Held: q.Held, Lines: make([]pricing.Line, len(b.Lines)),
	}
	if in.Quota == nil {
		in.Quota = map[string]int{}
	}
	for i, l := range b.Lines {
		in.Lines[i] = pricing.Line{
			Code: l.Code, Name: l.Name, Qty: l.Qty, List: l.List, Member: l.Member, Categories: l.Categories, Brand: l.Brand,
			Manual: l.manual(), Off: l.Percent, Label: l.Label,
		}
	}
	return in
}

// manual is the price that was set by hand, 0 where none was.
func (l Line) manual() money.Fen {
	if l.Why == string(pricing.Manual) {
		return l.Price
	}
	return 0
}
