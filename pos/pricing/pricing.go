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

	NoEarning bool          `json:"noEarning,omitempty"` // the member earns no points
	Off       money.Percent `json:"off,omitempty"`       // off the whole bill, by hand
}

// Line is a quantity of one product, with the prices it had when it was scanned; or, with the code Quick, an amount only.
type Line struct {
	Code   string    `json:"code"`
	Name   string    `json:"name"`
	Qty    money.Qty `json:"qty"`
	List   money.Fen `json:"list"`
	Member money.Fen `json:"member,omitempty"` // member price; 0: none

	Manual money.Fen     `json:"manual,omitempty"` // price set by hand; 0: none
	Off    money.Percent `json:"off,omitempty"`    // off this line, by hand
}

// QuickCode is the code of a line that is an amount only (快速消费).
const QuickCode = "quick"

// Quote is a priced basket. Its lines are the basket's, in their order.
type Quote struct {
	Lines    []Priced     `json:"lines"`
	Total    money.Fen    `json:"total"`
	Discount money.Fen    `json:"discount"` // what list prices would have cost more; below 0 where other prices are dearer
	Points   money.Points `json:"points"`   // to be earned, if all of it is paid in money or stored value
	Rules    int          `json:"rules"`    // version of the rules
}

// Priced is what one line costs and why.
type Priced struct {
	Price  money.Fen `json:"price"` // of one
	Why    Why       `json:"why"`
	Amount money.Fen `json:"amount"` // after what is taken off
	Off    []Off     `json:"off,omitempty"`
}

// Why names the price that was taken.
type Why string

// The prices so far.
const (
	List   Why = "list"
	Member Why = "member"
	Manual Why = "manual"
	Quick  Why = "quick"
)

// maxAmount is the largest total of a basket, ten billion yuan: far above any sale, and far below where sums overflow.
const maxAmount = money.Fen(money.Max) * money.Yuan

// Price quotes a basket. It refuses one whose total is beyond any sale, so that no amount ever overflows.
func Price(rules pos.Rules, b Basket) (Quote, error) {
	q := Quote{Lines: make([]Priced, 0, len(b.Lines)), Rules: rules.Version}
	var list money.Fen
	for _, l := range b.Lines {
		p, atList := priced(l, b.Member), money.Extend(l.List, l.Qty)
		// A line of the dearest price and the largest quantity is 10^17 fen and fits; it is refused before another is
		// added to it.
		if q.Total += p.Amount; atList > maxAmount || p.Amount > maxAmount || q.Total > maxAmount {
			return Quote{}, pos.E(pos.Usage, "", "the sale would come to more than {}; enter a smaller quantity", maxAmount)
		}
		p.off(OffLine, l.Off, l.Off.Of(p.Amount))
		list += atList
		q.Lines = append(q.Lines, p)
	}
	offBill(b.Lines, q.Lines, b.Off)
	q.Total = 0
	for _, p := range q.Lines {
		q.Total += p.Amount
	}
	q.Discount = list - q.Total
	if b.Member && !b.NoEarning {
		q.Points = Points(rules, q.Total)
	}
	return q, nil
}

// Points is what a member earns for an amount. What is below the smallest part of a point is not given: points are never
// more than was paid for.
func Points(rules pos.Rules, paid money.Fen) money.Points {
	return money.Earn(paid, rules.Points.PerYuan, money.Down)
}

// priced takes the price set by hand, else the member price for a member, even where the list price is lower: HQ set it
// for members.
func priced(l Line, member bool) Priced {
	p := Priced{Price: l.List, Why: List}
	switch {
	case l.Manual > 0:
		p = Priced{Price: l.Manual, Why: Manual}
	case l.Code == QuickCode:
		p.Why = Quick
	case member && l.Member > 0:
		p = Priced{Price: l.Member, Why: Member}
	}
	p.Amount = money.Extend(p.Price, l.Qty)
	return p
}
