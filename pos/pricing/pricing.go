// Package pricing turns a basket and HQ's rules into a quote: what each line costs, the total, and the points earned.
//
// It imports pos and pos/money and is pure: the same basket, rules and time give the same quote on every machine, so
// HQ can price a recorded sale again. The one thing to know: everything a quote depends on is in [Basket] and
// pos.Rules, and a sale's record keeps it (record.QuoteInputs, record.Line).
package pricing

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
)

// Basket is what is to be priced.
type Basket struct {
	Lines  []Line    `json:"lines"`
	Member bool      `json:"member"` // a member buys
	Tier   string    `json:"tier,omitempty"`
	At     time.Time `json:"at"`
}

// Line is a quantity of one product, with the prices it had when it was scanned.
type Line struct {
	Code   string    `json:"code"`
	Name   string    `json:"name"`
	Qty    money.Qty `json:"qty"`
	List   money.Fen `json:"list"`
	Member money.Fen `json:"member,omitempty"` // member price; 0: none
}

// Quote is a priced basket. Its lines are the basket's, in their order.
type Quote struct {
	Lines    []Priced     `json:"lines"`
	Total    money.Fen    `json:"total"`
	Discount money.Fen    `json:"discount"` // what list prices would have cost more; below 0 where member prices are dearer
	Points   money.Points `json:"points"`   // to be earned, if all of it is paid in money or stored value
	Rules    int          `json:"rules"`    // version of the rules
}

// Priced is what one line costs and why.
type Priced struct {
	Price  money.Fen `json:"price"` // of one
	Why    Why       `json:"why"`
	Amount money.Fen `json:"amount"`
}

// Why names the price that was taken.
type Why string

// The prices so far.
const (
	List   Why = "list"
	Member Why = "member"
)

// maxAmount is the largest total of a basket, ten billion yuan: far above any sale, and far below where sums overflow.
const maxAmount = money.Fen(money.Max) * money.Yuan

// Price quotes a basket. It refuses one whose total is beyond any sale, so that no amount ever overflows.
func Price(rules pos.Rules, b Basket) (Quote, error) {
	q := Quote{Lines: make([]Priced, 0, len(b.Lines)), Rules: rules.Version}
	for _, l := range b.Lines {
		p, list := priced(l, b.Member), money.Extend(l.List, l.Qty)
		// A line of the dearest price and the largest quantity is 10^17 fen and fits; it is refused before another is
		// added to it.
		if q.Total += p.Amount; list > maxAmount || p.Amount > maxAmount || q.Total > maxAmount {
			return Quote{}, pos.E(pos.Usage, "", "the sale would come to more than "+maxAmount.String()+"; enter a smaller quantity")
		}
		q.Discount += list - p.Amount
		q.Lines = append(q.Lines, p)
	}
	if b.Member {
		// What is below the smallest part of a point is not given: points are never more than was paid for.
		q.Points = money.Earn(q.Total, rules.Points.PerYuan, money.Down)
	}
	return q, nil
}

// priced takes the member price for a member, even where the list price is lower: HQ set it for members.
func priced(l Line, member bool) Priced {
	p := Priced{Price: l.List, Why: List}
	if member && l.Member > 0 {
		p = Priced{Price: l.Member, Why: Member}
	}
	p.Amount = money.Extend(p.Price, l.Qty)
	return p
}
