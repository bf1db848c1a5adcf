package pos

import "slices"

// CardStatus is a state in a card's life.
type CardStatus string

// The states of a card, in the order in which a later one wins over an earlier one. Frozen and Void are HQ's answer to
// what two cut-off tills did to one card.
const (
	Blank    CardStatus = "blank"    // 已制卡: made, in a store's stock
	Issued   CardStatus = "issued"   // 已发卡
	Expired  CardStatus = "expired"  // 已过期: issued, and past its last day
	Lost     CardStatus = "lost"     // 已挂失
	Replaced CardStatus = "replaced" // 已补卡
	Returned CardStatus = "returned" // 已退卡
	Frozen   CardStatus = "frozen"   // 已冻结: issued to two members; a person at HQ decides whose it is
	Void     CardStatus = "void"     // 已作废: made a replacement of a card that had been replaced or returned before
)

// CardKind is what a card may be used for.
type CardKind string

// The kinds of card. An empty kind is ValueCard.
const (
	ValueCard  CardKind = "value"  // stored value and points
	PointsCard CardKind = "points" // points only
	CountCard  CardKind = "count"  // prepaid visits
)

// Card is a credential bound to a member. Its methods are its life: the same fold of the same records at a till and at
// HQ, whatever order they come in. None of them refuses: what happened, happened. A [CardClash] says that a person has
// to look at it.
type Card struct {
	Number  string     `json:"number"`
	Status  CardStatus `json:"status"`           // as stored, never Expired: see At
	Member  string     `json:"member,omitempty"` // id, empty while blank
	Store   string     `json:"store,omitempty"`  // whose stock a blank is in
	Kind    CardKind   `json:"kind,omitempty"`
	Expires string     `json:"expires,omitempty"` // last day it can be used, 2006-01-02; empty: never expires
	Reports []string   `json:"reports,omitempty"` // ids of the loss reports that stand
	By      string     `json:"by,omitempty"`      // the card that replaced it
	Other   string     `json:"other,omitempty"`   // the second member of a Frozen one
	PINHash string     `json:"pinHash,omitempty"` // of the PIN for spending; empty: none was set
}

// CardClash is what two places did to one card without knowing of each other.
type CardClash string

// The clashes; they are the kinds of HQ's exceptions.
const (
	NoClash       CardClash = ""
	IssuedTwice   CardClash = "card_issued_twice"
	ReplacedTwice CardClash = "card_replaced_twice"
	GoneAlready   CardClash = "card_gone_already" // replaced after it was returned, or returned after it was replaced
)

// At is the card's status on a day: an issued one is Expired after its last day.
func (c Card) At(date string) CardStatus {
	if c.Status == Issued && c.Expires != "" && date > c.Expires {
		return Expired
	}
	return c.Status
}

// Gone reports whether the card is dead for good.
func (c Card) Gone() bool {
	return c.Status == Replaced || c.Status == Returned || c.Status == Void
}

// Issue binds the card to a member. A second member freezes it: nobody can say here whose hands it is in.
func (c Card) Issue(member string) (Card, CardClash) {
	switch {
	case c.Status == Blank || c.Status == "":
		c.Status, c.Member, c.Store = Issued, member, ""
		return c, NoClash
	case c.Member == member || c.Other == member:
		return c, NoClash
	}
	c.Other = member
	if !c.Gone() {
		c.Status = Frozen
	}
	return c, IssuedTwice
}

// Lose adds a loss report, named by its record's id. A card that is replaced or returned stays that.
func (c Card) Lose(report string) Card {
	if !slices.Contains(c.Reports, report) {
		c.Reports = append(slices.Clone(c.Reports), report)
	}
	if c.Status == Issued {
		c.Status = Lost
	}
	return c
}

// Find takes back the loss reports it names and no others: one made since stands.
func (c Card) Find(reports []string) Card {
	c.Reports = slices.DeleteFunc(slices.Clone(c.Reports), func(r string) bool { return slices.Contains(reports, r) })
	if len(c.Reports) == 0 {
		c.Reports = nil
		if c.Status == Lost {
			c.Status = Issued
		}
	}
	return c
}

// Replace ends the card in favour of another one. The first replacement stands; where it clashes the other card must be
// made Void.
func (c Card) Replace(by string) (Card, CardClash) {
	switch {
	case c.Status == Replaced && c.By == by:
		return c, NoClash
	case c.Status == Replaced:
		return c, ReplacedTwice
	case c.Status == Returned || c.Status == Void:
		return c, GoneAlready
	}
	c.Status, c.By = Replaced, by
	return c, NoClash
}

// Return ends the card for good: returned wins over replaced.
func (c Card) Return() (Card, CardClash) {
	clash := NoClash
	if c.Status == Replaced {
		clash = GoneAlready
	}
	c.Status = Returned
	return c, clash
}

// Annul makes a card void that replaced one which had been replaced or returned before. One that is in another member's
// hands by now is not: it was issued twice.
func (c Card) Annul(member string) (Card, CardClash) {
	if c.Member != "" && c.Member != member {
		return c.Issue(member)
	}
	c.Status, c.Member, c.Store = Void, member, ""
	return c, NoClash
}

// Extend gives the card another last day.
func (c Card) Extend(until string) Card {
	c.Expires = until
	return c
}
