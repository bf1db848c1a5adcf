package record

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// Refund takes goods back and gives back what was paid, the way it was paid: money as money, stored value and points to
// this place's escrow, where a claim known here is paid first. Points that the sale earned are taken back: out of what is
// here, the rest by a claim.
type Refund struct {
	Receipt string         `cbor:"1,keyasint,omitempty"` // of the sale; empty: without receipt
	Member  string         `cbor:"2,keyasint,omitempty"`
	Lines   []RefundedLine `cbor:"3,keyasint"`
	Total   money.Fen      `cbor:"4,keyasint"`
	Back    []Back         `cbor:"5,keyasint"`
	Points  money.Points   `cbor:"6,keyasint,omitempty"` // earned points taken back: Uses, and for the rest a claim
	Uses    []escrow.Use   `cbor:"7,keyasint,omitempty"`
	Pays    Claims         `cbor:"8,keyasint,omitzero"` // claims that are paid out of what is given back
	Reason  string         `cbor:"9,keyasint,omitempty"`
}

// RefundedLine is a quantity of one line of the sale.
type RefundedLine struct {
	Line   int       `cbor:"1,keyasint"` // from 1; 0 without receipt
	Code   string    `cbor:"2,keyasint"`
	Name   string    `cbor:"3,keyasint"`
	Unit   string    `cbor:"4,keyasint,omitempty"`
	Qty    money.Qty `cbor:"5,keyasint"`
	Amount money.Fen `cbor:"6,keyasint"`
	NameEn string    `cbor:"7,keyasint,omitempty"`
	UnitEn string    `cbor:"8,keyasint,omitempty"`
}

// Back is one way in which something is given back. Stored value is Principal and Bonus; of a points tender Amount is
// the yuan it paid, Points what comes back. What house float had paid (FloatT) pays the claim for it. Of what was rounded
// off (Rounding) nothing is given: it was never paid.
type Back struct {
	Kind      TenderKind   `cbor:"1,keyasint"`
	Amount    money.Fen    `cbor:"2,keyasint"`
	Ref       string       `cbor:"3,keyasint,omitempty"`
	Principal money.Fen    `cbor:"4,keyasint,omitempty"`
	Bonus     money.Fen    `cbor:"5,keyasint,omitempty"`
	Points    money.Points `cbor:"6,keyasint,omitempty"`
}

// Given is what of a refund the customer gets, in whatever way.
func Given(back []Back) (sum money.Fen) {
	for _, b := range back {
		if b.Kind.GoesBack() {
			sum += b.Amount
		}
	}
	return sum
}

// Claims is amounts of claims, by what is owed.
type Claims struct {
	Value  money.Fen    `cbor:"1,keyasint,omitempty"`
	Bonus  money.Fen    `cbor:"2,keyasint,omitempty"`
	Points money.Points `cbor:"3,keyasint,omitempty"`
}

// Kind is KindRefund.
func (Refund) Kind() Kind { return KindRefund }

// credited is what comes to escrow: all that is given back in an asset, less the claims it pays.
func (b Refund) credited() (principal, bonus, points int64) {
	for _, back := range b.Back {
		principal += int64(back.Principal)
		bonus += int64(back.Bonus)
		points += int64(back.Points)
	}
	return principal - int64(b.Pays.Value), bonus - int64(b.Pays.Bonus), points - int64(b.Pays.Points)
}

// Postings gives back.
func (b Refund) Postings(h Header) (e ledger.Entry) {
	const reason = "refund"
	for _, back := range b.Back {
		switch back.Kind {
		case Stored, PointsT, Rounding:
		case FloatT:
			e = e.PayClaim(b.Member, ledger.Principal, ledger.Issued(reason, ledger.Principal), ledger.Principal, int64(back.Amount))
		default:
			e = e.Move(moneyBack(h, back.Kind), ledger.Sales(h.Store), int64(back.Amount))
		}
	}
	principal, bonus, points := b.credited()
	for _, c := range []struct {
		asset        ledger.Asset
		credit, pays int64
	}{{ledger.Principal, principal, int64(b.Pays.Value)}, {ledger.Bonus, bonus, int64(b.Pays.Bonus)}, {ledger.Points, points, int64(b.Pays.Points)}} {
		from := ledger.Issued(reason, c.asset)
		e = e.Move(from, ledger.Escrow(b.Member, c.asset, h.Place, h.Epoch), c.credit)
		e = e.PayClaim(b.Member, c.asset, from, c.asset, c.pays)
	}
	return takeBack(e, h, b.Member, b.Points, b.Uses)
}

// Takes is the lots that it uses.
func (b Refund) Takes() []Take { return takes(b.Member, b.Uses) }

// Credits is the lots that it opens.
func (b Refund) Credits(h Header) []Credit {
	principal, bonus, points := b.credited()
	return append(credits(h, b.Member, ledger.Principal, principal, ledger.Bonus, bonus), credits(h, b.Member, ledger.Points, points, "", 0)...)
}

// takeBack takes points off a member: out of lots here, and for the rest by a claim, which HQ pays from what is available
// when it books the record.
func takeBack(e ledger.Entry, h Header, member string, points money.Points, uses []escrow.Use) ledger.Entry {
	left := int64(points)
	for _, u := range uses {
		e = e.Move(ledger.Escrow(member, u.Asset, h.Place, h.Epoch), ledger.Forfeited("taken_back", u.Asset), u.Amount)
		left -= u.Amount
	}
	return e.Claim(member, ledger.Points, left)
}

// Release gives the refund right of one receipt of this till to HQ, because HQ asked for it; or of all its receipts up to
// a seq, because their time at this till is over.
type Release struct {
	Receipt string `cbor:"1,keyasint,omitempty"`
	Recall  string `cbor:"2,keyasint,omitempty"`
	UpTo    uint64 `cbor:"3,keyasint,omitempty"`
}

// Kind is KindRelease.
func (Release) Kind() Kind { return KindRelease }

// Postings makes one receipt's right available at HQ. Rights up to a seq stay implied: HQ makes one when it is asked for.
func (b Release) Postings(Header) (e ledger.Entry) {
	if b.Receipt == "" {
		return nil
	}
	return e.Move(ledger.Issued("sold", ledger.Refund), ledger.Available(b.Receipt, ledger.Refund), 1)
}

// Page is records of a member as HQ has them from all tills, as sealed, the newest first. Next asks for those behind
// them; "" where there are none. It travels as CBOR.
type Page struct {
	Records [][]byte `cbor:"1,keyasint"`
	Next    string   `cbor:"2,keyasint,omitempty"`
}

// History is what a place did in its earlier epochs: how far HQ has each, and the records of one, as sealed, in order. It
// travels as CBOR.
type History struct {
	Epochs  []EpochEnd `cbor:"1,keyasint"`
	Epoch   uint64     `cbor:"2,keyasint"` // whose records these are; 0: none was asked for
	Records [][]byte   `cbor:"3,keyasint"`
}

// EpochEnd is the last record that HQ has of an epoch.
type EpochEnd struct {
	Epoch uint64 `cbor:"1,keyasint"`
	Acked uint64 `cbor:"2,keyasint"`
}

// Sold is what HQ knows of a receipt: its record as sealed, and those of the refunds there were, oldest first. It travels
// as CBOR.
type Sold struct {
	Record  []byte   `cbor:"1,keyasint"`
	Refunds [][]byte `cbor:"2,keyasint,omitempty"`
}
