package record

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// Records of cards name members by id only: who they are travels beside the journal (wire.Change), so that a member can
// be erased. What they do to a card's state is in pos.Card's methods.

// CardIssue binds a blank card to a member. New says that this till made the member; without a Card they are known by
// phone only.
type CardIssue struct {
	Card   string `cbor:"1,keyasint,omitempty"`
	Member string `cbor:"2,keyasint"`
	New    bool   `cbor:"3,keyasint,omitempty"`
}

// CardLost is a loss report. Its record's id names it.
type CardLost struct {
	Card   string `cbor:"1,keyasint"`
	Member string `cbor:"2,keyasint"`
	Reason string `cbor:"3,keyasint"`
}

// CardFound takes back the loss reports that it names.
type CardFound struct {
	Card    string   `cbor:"1,keyasint"`
	Member  string   `cbor:"2,keyasint"`
	Reports []string `cbor:"3,keyasint"`
	Reason  string   `cbor:"4,keyasint,omitempty"`
}

// CardReplace makes a blank card the member's in place of an old one. It moves no value: a card only names the member.
type CardReplace struct {
	Old    string `cbor:"1,keyasint"`
	New    string `cbor:"2,keyasint"`
	Member string `cbor:"3,keyasint"`
	Reason string `cbor:"4,keyasint"`
}

// CardReturn takes a card back for good and pays out the principal that is here; bonus is forfeited in proportion. What is
// elsewhere is paid when the line is back, by another one for the same card.
type CardReturn struct {
	Card   string       `cbor:"1,keyasint"`
	Member string       `cbor:"2,keyasint"`
	Amount money.Fen    `cbor:"3,keyasint"` // paid out in cash
	Uses   []escrow.Use `cbor:"4,keyasint,omitempty"`
	Claim  money.Fen    `cbor:"5,keyasint,omitempty"` // bonus to forfeit that isn't here
	Reason string       `cbor:"6,keyasint,omitempty"`
	Left   money.Fen    `cbor:"7,keyasint,omitempty"` // principal that is not paid out yet, as last known
}

// CardExtend gives a card another last day.
type CardExtend struct {
	Card   string `cbor:"1,keyasint"`
	Member string `cbor:"2,keyasint"`
	Until  string `cbor:"3,keyasint"` // 2006-01-02
	Reason string `cbor:"4,keyasint,omitempty"`
}

// Kind is KindCardIssue.
func (CardIssue) Kind() Kind { return KindCardIssue }

// Kind is KindCardLost.
func (CardLost) Kind() Kind { return KindCardLost }

// Kind is KindCardFound.
func (CardFound) Kind() Kind { return KindCardFound }

// Kind is KindCardReplace.
func (CardReplace) Kind() Kind { return KindCardReplace }

// Kind is KindCardReturn.
func (CardReturn) Kind() Kind { return KindCardReturn }

// Kind is KindCardExtend.
func (CardExtend) Kind() Kind { return KindCardExtend }

// Postings moves nothing.
func (CardIssue) Postings(Header) ledger.Entry { return nil }

// Postings moves nothing.
func (CardLost) Postings(Header) ledger.Entry { return nil }

// Postings moves nothing.
func (CardFound) Postings(Header) ledger.Entry { return nil }

// Postings moves nothing.
func (CardReplace) Postings(Header) ledger.Entry { return nil }

// Postings pays out, and forfeits bonus.
func (b CardReturn) Postings(h Header) ledger.Entry {
	return payOut(h, b.Member, b.Uses, b.Amount, Cash, "card_return").Claim(b.Member, ledger.Bonus, int64(b.Claim))
}

// Postings moves nothing.
func (CardExtend) Postings(Header) ledger.Entry { return nil }

// Takes is the lots that it uses.
func (b CardReturn) Takes() []Take { return takes(b.Member, b.Uses) }
