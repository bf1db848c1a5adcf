// Package pricing turns a basket and head office's rules into a quote: what each line costs and why, the total, the points
// earned, and what the basket is close to.
//
// It imports pos, pos/rules and pos/money and is pure: the same basket, rules and time give the same quote on every machine,
// so head office can price a recorded sale again. Everything a quote depends on is in [Basket] and rules.Document, and a
// sale's record keeps it (record.QuoteInputs, record.Line).
//
// The one thing to know: first each line gets its price (priceOf); then promotions act one after the other in the order of
// their priority, each as well as it can on what those before it left (it is greedy: it looks for no better combination);
// then come discounts by hand on a line, coupons, and discounts by hand on the bill. What is taken off is on the lines, to
// the fen, with its reason.
package pricing

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
)

// Basket is what is to be priced.
type Basket struct {
	Lines    []Line    `json:"lines"`
	Store    string    `json:"store,omitempty"`
	Member   bool      `json:"member"` // a member buys
	Tier     string    `json:"tier,omitempty"`
	Birthday string    `json:"birthday,omitempty"` // of the member, 2006-01-02
	At       time.Time `json:"at"`

	NoEarning bool          `json:"noEarning,omitempty"` // the member earns no points
	Off       money.Percent `json:"off,omitempty"`       // off the whole bill, by hand
	Coupons   []string      `json:"coupons,omitempty"`   // batches of those that are presented

	// Quota is how often promotions of limited quantity may act, by ID; nil, as in a trial, is as often as the rules say.
	Quota map[string]int `json:"quota,omitempty"`
	// Used is how often promotions have acted for the member today, by ID, as far as is known here.
	Used map[string]int `json:"used,omitempty"`
	// Held names the promotions whose birthday condition was met. It stands in for Birthday where a recorded sale is priced
	// again: records have no birthdays.
	Held []string `json:"held,omitempty"`

	Explain bool `json:"explain,omitempty"` // say why each promotion that may concern the goods did not act
}

// ReadBasket reads a basket from JSON. Names that it doesn't have are refused: a misspelt one must not pass for none.
func ReadBasket(r io.Reader) (b Basket, err error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return b, err
	}
	for i, l := range b.Lines {
		if l.Qty <= 0 {
			return b, fmt.Errorf("lines[%d].qty: a quantity must be above 0, written as a string", i)
		}
	}
	return b, nil
}

// Line is a quantity of one product, with the prices it had when it was scanned; or, with the code Quick, an amount only.
type Line struct {
	Code       string    `json:"code"`
	Name       string    `json:"name"`
	Qty        money.Qty `json:"qty"`
	List       money.Fen `json:"list"`
	Member     money.Fen `json:"member,omitempty"`     // member price; 0: none
	Categories []string  `json:"categories,omitempty"` // as paths: 饮料/水
	Brand      string    `json:"brand,omitempty"`

	// Label says that List is what a scale's label says that this piece costs: prices of a unit are not for it, and what is off
	// a price is.
	Label  bool          `json:"label,omitempty"`
	Manual money.Fen     `json:"manual,omitempty"` // price set by hand; 0: none
	Off    money.Percent `json:"off,omitempty"`    // off this line, by hand
}

// QuickCode is the code of a line that is an amount only (快速消费).
const QuickCode = "quick"

// Quote is a priced basket. Its lines are the basket's, in their order.
type Quote struct {
	Lines     []Priced     `json:"lines"`
	Total     money.Fen    `json:"total"`
	Discount  money.Fen    `json:"discount"`            // what list prices would have cost more; below 0 where other prices are dearer
	Points    money.Points `json:"points"`              // to be earned, if all of it is paid in money or stored value
	Rules     int          `json:"rules"`               // version of the rules
	Published int64        `json:"published,omitempty"` // when that version was, Unix milliseconds

	Acted   []Acted  `json:"acted,omitempty"`   // promotions and coupons that acted, in their order
	Offers  []Offer  `json:"offers,omitempty"`  // what the basket is close to
	Held    []string `json:"held,omitempty"`    // promotions whose birthday condition was met
	Unknown []string `json:"unknown,omitempty"` // promotions that this program is too old for, and sold without
	Said    []Said   `json:"said,omitempty"`    // where Basket.Explain asks for it
	Pays    []Pays   `json:"pays,omitempty"`    // coupons that pay an amount
}

// Priced is what one line costs and why.
type Priced struct {
	Price  money.Fen `json:"price"` // of one
	Why    Why       `json:"why"`
	Rule   string    `json:"rule,omitempty"` // the promotion that set the price
	Amount money.Fen `json:"amount"`         // after what is taken off
	Off    []Off     `json:"off,omitempty"`
}

// Acted is a promotion or coupon that acted.
type Acted struct {
	Rule   string    `json:"rule"`
	Name   string    `json:"name"`
	NameEn string    `json:"nameEn,omitempty"`
	Times  int       `json:"times"`  // in what its limits count
	Amount money.Fen `json:"amount"` // that it took off; of a price, against what the goods cost otherwise
}

// Offer is what a basket is close to: so much more of the goods, and the promotion acts.
type Offer struct {
	Rule   string        `json:"rule"`
	Name   string        `json:"name"`
	NameEn string        `json:"nameEn,omitempty"`
	Spend  money.Fen     `json:"spend,omitempty"`
	Qty    int           `json:"qty,omitempty"`
	Less   money.Fen     `json:"less,omitempty"`
	Off    money.Percent `json:"off,omitempty"`
	Gifts  []string      `json:"gifts,omitempty"` // to choose from; with neither Spend nor Qty, to be had now
}

// Pays is what a coupon pays of the total: a payment, and nothing is taken off for it.
type Pays struct {
	Rule   string    `json:"rule"`
	Amount money.Fen `json:"amount"`
}

// Said is why a promotion did not act.
type Said struct {
	Rule string `json:"rule"`
	Why  string `json:"why"`
}

// Why names the price that was taken.
type Why string

// The prices.
const (
	List      Why = "list"
	Member    Why = "member"
	Tier      Why = "tier" // the tier's price, or list price less the tier's discount
	Promotion Why = "promotion"
	Manual    Why = "manual"
	Quick     Why = "quick"
	Label     Why = "label" // what a scale's label says
)

// maxAmount is the largest total of a basket, ten billion yuan: far above any sale, and far below where sums overflow.
const maxAmount = money.Fen(money.Max) * money.Yuan

// Price quotes a basket. It refuses one whose total is beyond any sale, so that no amount ever overflows.
func (e *Engine) Price(b Basket) (Quote, error) {
	r := newRun(e, b)
	var total, list money.Fen
	for _, i := range r.inOrder() {
		l := &r.b.Lines[i]
		r.price(i)
		p, atList := r.lines[i], money.Extend(l.List, l.Qty)
		// A line of the dearest price and the largest quantity is 10^17 fen and fits; it is refused before another is
		// added to it.
		if total += p.Amount; atList > maxAmount || p.Amount > maxAmount || total > maxAmount {
			return Quote{}, pos.E(pos.Usage, "", "the sale would come to more than {}; enter a smaller quantity", maxAmount)
		}
		list += atList
	}
	r.promote()
	r.gather()
	for i, l := range b.Lines {
		r.lines[i].offHand(OffLine, l.Off, l.Off.Of(r.lines[i].Amount))
	}
	r.coupons()
	offBill(r.rank, r.lines, b.Off)
	r.unsay()
	q := r.quote
	q.Lines, q.Rules, q.Published, q.Unknown = r.lines, e.doc.Version, e.doc.Published, e.unknown
	for _, p := range q.Lines {
		q.Total += p.Amount
	}
	q.Discount = list - q.Total
	if b.Member && !b.NoEarning {
		q.Points = Points(e.doc, q.Total)
	}
	return q, nil
}

// Points is what a member earns for an amount. What is below the smallest part of a point is not given: points are never
// more than was paid for.
func Points(doc rules.Document, paid money.Fen) money.Points {
	return money.Earn(paid, doc.Points.PerYuan, money.Down)
}
