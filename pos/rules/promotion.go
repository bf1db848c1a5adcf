package rules

import "holdfast/pos/money"

// Prices says how the price of a line is chosen, and what tiers pay.
type Prices struct {
	Choose Choose      `json:"choose,omitempty"`
	Tiers  []TierOff   `json:"tiers,omitempty"`
	Items  []TierPrice `json:"items,omitempty"`
}

// Choose says which of several prices is taken.
type Choose string

// Replace, or nothing: a promotional price comes first, even where it is dearer; then the price of this tier and item; then
// the lower of member price and tier discount. Lowest: whatever is lowest.
const (
	Replace Choose = "replace"
	Lowest  Choose = "lowest"
)

// TierOff is what a tier has off list prices.
type TierOff struct {
	Tier string        `json:"tier"`
	Off  money.Percent `json:"off"`
	What Scope         `json:"what,omitzero"`
}

// TierPrice is the price of one product for one tier.
type TierPrice struct {
	Tier    string    `json:"tier"`
	Product string    `json:"product"` // its code
	Price   money.Fen `json:"price"`
}

// Kind is what a promotion does.
type Kind string

// The kinds of promotion.
const (
	Price    Kind = "price"    // goods at Price, or Off their list price, in place of member and tier prices
	Discount Kind = "discount" // Off what goods cost; or the highest of Steps that quantity or amount reach
	Nth      Kind = "nth"      // of N pieces the cheapest Off, or at Price
	BuyGet   Kind = "buyGet"   // with Buy pieces, Get pieces Off (100 where nothing is said): of the same goods, or of Of
	Less     Kind = "less"     // Less off an amount that is reached, by Steps
	Gift     Kind = "gift"     // goods free, or at Price, for an amount that is reached, by Steps
	Bundle   Kind = "bundle"   // Items together, each Off, or all for Price
)

// Promotion is one rule. Which of its fields a kind takes is said at the kinds; [Document.Check] refuses others.
type Promotion struct {
	ID     string `json:"id"`
	Name   string `json:"name"` // as on the receipt
	NameEn string `json:"nameEn,omitempty"`
	Note   string `json:"note,omitempty"` // for head office
	Kind   Kind   `json:"kind"`

	Priority  int  `json:"priority,omitempty"`  // higher acts first; among equals the ID decides
	Stack     bool `json:"stack,omitempty"`     // acts on goods that others act on; both must say so
	Exclusive bool `json:"exclusive,omitempty"` // where it acts, no other acts in the sale

	When  When  `json:"when,omitzero"`
	Where Where `json:"where,omitzero"`
	Who   Who   `json:"who,omitzero"`
	What  Scope `json:"what,omitzero"`
	Limit Limit `json:"limit,omitzero"`

	Off   money.Percent `json:"off,omitempty"`
	Price *money.Fen    `json:"price,omitempty"`
	N     int           `json:"n,omitempty"`
	Buy   int           `json:"buy,omitempty"`
	Get   int           `json:"get,omitempty"`
	Mix   bool          `json:"mix,omitempty"` // pieces of different products count together
	Of    Scope         `json:"of,omitzero"`   // what BuyGet gives
	Steps []Step        `json:"steps,omitempty"`
	Each  bool          `json:"each,omitempty"` // Steps count as often as they fit, the largest first
	Items []Item        `json:"items,omitempty"`

	Unknown bool `json:"-" cbor:"-"` // of a kind or with fields that this program doesn't know: it doesn't act
}

// Step is what is had from an amount or a number of pieces on.
type Step struct {
	Spend money.Fen     `json:"spend,omitempty"`
	Qty   int           `json:"qty,omitempty"`
	Off   money.Percent `json:"off,omitempty"`
	Less  money.Fen     `json:"less,omitempty"`
	Gifts []string      `json:"gifts,omitempty"` // codes of products to choose from
	Count int           `json:"count,omitempty"` // of gifts; 0 is one
}

// Pieces is how many gifts the step gives.
func (s Step) Pieces() int { return max(1, s.Count) }

// Item is a part of a bundle.
type Item struct {
	What  Scope         `json:"what"`
	Qty   int           `json:"qty,omitempty"` // 0 is one
	Off   money.Percent `json:"off,omitempty"` // 100: it is a gift
	Price *money.Fen    `json:"price,omitempty"`
}

// Pieces is how many pieces the item is.
func (i Item) Pieces() int { return max(1, i.Qty) }

// Scope says which goods. Nothing said means all; each list that is there widens it, Except narrows it.
type Scope struct {
	Products   []string `json:"products,omitempty"`   // codes
	Categories []string `json:"categories,omitempty"` // with all below them: 饮料 has 饮料/水
	Brands     []string `json:"brands,omitempty"`
	Except     *Scope   `json:"except,omitempty"`
}

// All reports whether the scope names nothing to begin with.
func (s Scope) All() bool { return len(s.Products)+len(s.Categories)+len(s.Brands) == 0 }

// IsZero reports whether nothing at all is said.
func (s Scope) IsZero() bool { return s.All() && s.Except == nil }

// Where says in which stores. Nothing said means all.
type Where struct {
	Stores []string `json:"stores,omitempty"`
	Groups []string `json:"groups,omitempty"`
}

// IsZero reports whether nothing is said.
func (w Where) IsZero() bool { return len(w.Stores)+len(w.Groups) == 0 }

// Who says for whom. Nothing said means everybody.
type Who struct {
	Members  bool     `json:"members,omitempty"`
	Tiers    []string `json:"tiers,omitempty"`
	Birthday Birthday `json:"birthday,omitempty"`
	Days     int      `json:"days,omitempty"` // with Around: so many days before and after
}

// IsZero reports whether nothing is said.
func (w Who) IsZero() bool { return !w.Members && len(w.Tiers) == 0 && w.Birthday == "" && w.Days == 0 }

// Birthday says how near a member's birthday must be.
type Birthday string

// On the day, in the month, or around the day.
const (
	OnBirthday    Birthday = "day"
	BirthdayMonth Birthday = "month"
	Around        Birthday = "around"
)

// Limit bounds a promotion. What is counted: pieces of [Price], [Discount] and [Gift], else how often it acts.
//
// PerMemberDay counts the calendar's days in the time zone of the document. Only members have such a promotion: who shows no
// card could have it any number of times. What is refunded stays used, or it could be had, given back in part, and had again.
type Limit struct {
	PerBill      int      `json:"perBill,omitempty"`
	PerMemberDay int      `json:"perMemberDay,omitempty"`
	Mode         HowLimit `json:"mode,omitempty"`     // of PerMemberDay
	Quantity     int      `json:"quantity,omitempty"` // in the whole chain
}

// HowLimit says how strictly.
type HowLimit string

// Soft, or nothing: each till counts what it has sold itself, and what was too much in all is looked at by a person. Hard: only what head office has
// granted to this till, so that a till that is cut off gives nothing.
const (
	Soft HowLimit = "soft"
	Hard HowLimit = "hard"
)

// Coupon is a batch of coupons. One coupon is used once.
type Coupon struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	NameEn string        `json:"nameEn,omitempty"`
	Note   string        `json:"note,omitempty"`
	Prefix string        `json:"prefix,omitempty"` // digits that the numbers of its coupons begin with, and no other batch's
	Off    money.Percent `json:"off,omitempty"`    // off what goods cost after promotions
	Amount money.Fen     `json:"amount,omitempty"` // or: it pays so much
	Spend  money.Fen     `json:"spend,omitempty"`  // least that the goods must come to
	Most   money.Fen     `json:"most,omitempty"`   // most that Off takes off; 0: no limit
	When   When          `json:"when,omitzero"`
	Where  Where         `json:"where,omitzero"`
	Who    Who           `json:"who,omitzero"`
	What   Scope         `json:"what,omitzero"`
}

// Rounding of what is paid in cash (抹零): what is beyond a multiple of Cash is the customer's. 0: none.
type Rounding struct {
	Cash money.Fen `json:"cash,omitempty"`
}

// Off is what of an amount nobody pays that is due in cash. What is less than Cash is paid as it is: a sale is never given
// away, and what is rounded off is always less than what is paid.
func (r Rounding) Off(due money.Fen) money.Fen {
	if r.Cash <= 0 || due < r.Cash {
		return 0
	}
	return due % r.Cash
}
