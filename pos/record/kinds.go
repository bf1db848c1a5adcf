package record

import (
	"fmt"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// Kind names what happened.
type Kind string

// The kinds. A till writes the first group, HQ the second.
const (
	KindShiftOpen  Kind = "shift_open"
	KindShiftClose Kind = "shift_close"
	KindSale       Kind = "sale"
	KindTopUp      Kind = "topup"
	KindAccept     Kind = "accept"
	KindDecline    Kind = "decline"
	KindReturn     Kind = "return"

	KindOpening  Kind = "opening"
	KindGrant    Kind = "grant"
	KindSuspense Kind = "suspense"
)

// Body is what a kind of record says beyond its header.
type Body interface {
	Kind() Kind
	// Postings is what the fact does to the books, in a record with this header.
	Postings(h Header) ledger.Entry
}

// ErrUnknownKind is the answer to a kind written by a newer program. Its postings are booked all the same.
var ErrUnknownKind = fmt.Errorf("unknown kind of record")

// Decode reads the body.
func (r Record) Decode() (Body, error) {
	switch r.Kind {
	case KindShiftOpen:
		return decode[ShiftOpen](r)
	case KindShiftClose:
		return decode[ShiftClose](r)
	case KindSale:
		return decode[Sale](r)
	case KindTopUp:
		return decode[TopUp](r)
	case KindAccept:
		return decode[Accept](r)
	case KindDecline:
		return decode[Decline](r)
	case KindReturn:
		return decode[Return](r)
	case KindOpening:
		return decode[Opening](r)
	case KindGrant:
		return decode[Granted](r)
	case KindSuspense:
		return decode[Suspense](r)
	}
	return nil, fmt.Errorf("%w: %s", ErrUnknownKind, r.Kind)
}

func decode[B Body](r Record) (Body, error) {
	var b B
	if err := dec.Unmarshal(r.Body, &b); err != nil {
		return nil, fmt.Errorf("%w: %s body: %w", ErrMalformed, r.Kind, err)
	}
	return b, nil
}

// ShiftOpen starts a cashier's session with a counted float in the drawer. Its record's id is the shift's.
type ShiftOpen struct {
	Float money.Fen `cbor:"1,keyasint"`
}

// Kind is KindShiftOpen.
func (ShiftOpen) Kind() Kind { return KindShiftOpen }

// Postings puts the float into the drawer.
func (b ShiftOpen) Postings(h Header) (e ledger.Entry) {
	return e.Move(ledger.Issued("float", ledger.CNY), drawer(h), int64(b.Float))
}

// ShiftClose ends it: what the books say is in the drawer, and what was counted.
type ShiftClose struct {
	Expected money.Fen `cbor:"1,keyasint"`
	Counted  money.Fen `cbor:"2,keyasint"`
}

// Kind is KindShiftClose.
func (ShiftClose) Kind() Kind { return KindShiftClose }

// Difference is what was counted beyond the books; below zero where cash is missing.
func (b ShiftClose) Difference() money.Fen { return b.Counted - b.Expected }

// Postings empties the drawer account. The difference is a figure of the record: cash that isn't there can't be booked.
func (b ShiftClose) Postings(h Header) (e ledger.Entry) {
	return e.Move(drawer(h), ledger.Banked(h.Store), int64(b.Expected))
}

// drawer is the account of the cash in the record's till.
func drawer(h Header) ledger.Account { return ledger.Taken(string(Cash), h.Place, h.Epoch) }

// TopUp is money paid in for stored value, with HQ's bonus. It credits this place's own escrow as lots named by the
// record's id, so it is spendable here at once and elsewhere when HQ has it back.
type TopUp struct {
	Member    string     `cbor:"1,keyasint"`
	Card      string     `cbor:"2,keyasint,omitempty"`
	Principal money.Fen  `cbor:"3,keyasint"`
	Bonus     money.Fen  `cbor:"4,keyasint"`
	Tender    TenderKind `cbor:"5,keyasint"`
	Ref       string     `cbor:"6,keyasint,omitempty"`
	Rules     int        `cbor:"7,keyasint"` // version of the rules that gave the bonus
}

// Kind is KindTopUp.
func (TopUp) Kind() Kind { return KindTopUp }

// Postings takes the money in and credits principal and bonus to the place's escrow.
func (b TopUp) Postings(h Header) (e ledger.Entry) {
	e = e.Move(ledger.Issued("deposit", ledger.CNY), ledger.Taken(string(b.Tender), h.Place, h.Epoch), int64(b.Principal))
	e = e.Move(ledger.Issued("topup", ledger.Principal), ledger.Escrow(b.Member, ledger.Principal, h.Place, h.Epoch), int64(b.Principal))
	return e.Move(ledger.Issued("topup", ledger.Bonus), ledger.Escrow(b.Member, ledger.Bonus, h.Place, h.Epoch), int64(b.Bonus))
}

// Accept takes a grant in: from here on the place may spend it.
type Accept struct {
	Grant escrow.Blob `cbor:"1,keyasint"`
}

// Kind is KindAccept.
func (Accept) Kind() Kind { return KindAccept }

// Postings moves the grant from transit to escrow.
func (b Accept) Postings(Header) ledger.Entry { return read(b.Grant).Accepting() }

// Decline sends a grant back and is its tombstone: the place will never accept it later.
type Decline struct {
	Grant escrow.Blob `cbor:"1,keyasint"`
	Why   string      `cbor:"2,keyasint"` // "withdrawn", "ended", …
}

// Kind is KindDecline.
func (Decline) Kind() Kind { return KindDecline }

// Postings moves the grant from transit back to available.
func (b Decline) Postings(Header) ledger.Entry { return read(b.Grant).Declining() }

// read is a blob's grant, empty where it is none: an Entry of nothing moves nothing.
func read(b escrow.Blob) escrow.Grant {
	g, err := escrow.Read(b)
	if err != nil {
		return escrow.Grant{}
	}
	return g
}

// Return answers a recall: value no basket needs goes back to HQ.
type Return struct {
	Recall string       `cbor:"1,keyasint"`
	Holder string       `cbor:"2,keyasint"`
	Uses   []escrow.Use `cbor:"3,keyasint"`
}

// Kind is KindReturn.
func (Return) Kind() Kind { return KindReturn }

// Postings moves what is returned from escrow to available.
func (b Return) Postings(h Header) (e ledger.Entry) {
	for _, u := range b.Uses {
		e = e.Move(ledger.Escrow(b.Holder, u.Asset, h.Place, h.Epoch), ledger.Available(b.Holder, u.Asset), u.Amount)
	}
	return e
}

// Opening is a balance that a member brings from before: HQ's import.
type Opening struct {
	Member  string          `cbor:"1,keyasint"`
	Amounts []escrow.Amount `cbor:"2,keyasint"`
}

// Kind is KindOpening.
func (Opening) Kind() Kind { return KindOpening }

// Postings credits available.
func (b Opening) Postings(Header) (e ledger.Entry) {
	for _, a := range b.Amounts {
		e = e.Move(ledger.Issued("opening", a.Asset), ledger.Available(b.Member, a.Asset), a.Amount)
	}
	return e
}

// Granted is HQ's signing of a grant.
type Granted struct {
	Grant escrow.Blob `cbor:"1,keyasint"`
}

// Kind is KindGrant.
func (Granted) Kind() Kind { return KindGrant }

// Postings moves available to transit.
func (b Granted) Postings(Header) ledger.Entry { return read(b.Grant).Signing() }

// Suspense covers a place's record that would have taken accounts below zero: the house pays what is missing, in HQ's
// journal right before that record.
type Suspense struct {
	Place string       `cbor:"1,keyasint"`
	Epoch uint64       `cbor:"2,keyasint"`
	Seq   uint64       `cbor:"3,keyasint"`
	Short ledger.Entry `cbor:"4,keyasint"`
}

// Kind is KindSuspense.
func (Suspense) Kind() Kind { return KindSuspense }

// Postings is the shortfall.
func (b Suspense) Postings(Header) ledger.Entry { return b.Short }
