package record

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
)

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

// WriteOff is what the house does about value that a closed epoch of a place holds: it pays the holders, and bears what the
// place's late records turn out to have used of it.
type WriteOff struct {
	Place string       `cbor:"1,keyasint"`
	Epoch uint64       `cbor:"2,keyasint"`
	Seq   uint64       `cbor:"3,keyasint,omitempty"` // of the late record that it is about; 0: none
	Moves ledger.Entry `cbor:"4,keyasint"`
}

// Kind is KindWriteOff.
func (WriteOff) Kind() Kind { return KindWriteOff }

// Postings is the moves.
func (b WriteOff) Postings(Header) ledger.Entry { return b.Moves }

// Forked books a record of a branch of a place's journal, after a person has looked at it: what it takes from members' value
// the house bears, as nobody can tell whether the place still had that; what it gives them is theirs.
type Forked struct {
	Place  string       `cbor:"1,keyasint"`
	Epoch  uint64       `cbor:"2,keyasint"`
	Seq    uint64       `cbor:"3,keyasint"`
	Record Hash         `cbor:"4,keyasint"`
	Moves  ledger.Entry `cbor:"5,keyasint"`
}

// Kind is KindForked.
func (Forked) Kind() Kind { return KindForked }

// Postings is the moves.
func (b Forked) Postings(Header) ledger.Entry { return b.Moves }

// ClaimPaid pays a claim out of what is available, in the transaction in which either came up.
type ClaimPaid struct {
	Holder string       `cbor:"1,keyasint"`
	Owed   ledger.Asset `cbor:"2,keyasint"` // what is owed
	With   ledger.Asset `cbor:"3,keyasint"` // what it is paid with
	Amount int64        `cbor:"4,keyasint"`
}

// Kind is KindClaimPaid.
func (ClaimPaid) Kind() Kind { return KindClaimPaid }

// Postings pays.
func (b ClaimPaid) Postings(Header) (e ledger.Entry) {
	return e.PayClaim(b.Holder, b.Owed, ledger.Available(b.Holder, b.With), b.With, b.Amount)
}

// Overpaid gives back what a till paid on a claim that was paid already, in HQ's journal right before that record.
type Overpaid struct {
	Holder string       `cbor:"1,keyasint"`
	Owed   ledger.Asset `cbor:"2,keyasint"`
	Amount int64        `cbor:"3,keyasint"`
	With   ledger.Asset `cbor:"4,keyasint"` // what it had been paid with, and is given back in
}

// Kind is KindOverpaid.
func (Overpaid) Kind() Kind { return KindOverpaid }

// Postings reopens the claim by as much as is overpaid, and makes up for it.
func (b Overpaid) Postings(Header) (e ledger.Entry) {
	return e.Reopen(b.Holder, b.Owed, ledger.Available(b.Holder, b.With), b.With, b.Amount)
}

// Adjust is a correction by a person with the right: Amounts above zero are given, those below taken from available.
type Adjust struct {
	Member  string          `cbor:"1,keyasint"`
	Amounts []escrow.Amount `cbor:"2,keyasint"`
	By      string          `cbor:"3,keyasint"`
	Reason  string          `cbor:"4,keyasint"`
}

// Kind is KindAdjust.
func (Adjust) Kind() Kind { return KindAdjust }

// Postings moves between the house and available.
func (b Adjust) Postings(Header) (e ledger.Entry) {
	for _, a := range b.Amounts {
		e = e.Move(ledger.House("adjust", a.Asset), ledger.Available(b.Member, a.Asset), a.Amount)
	}
	return e
}

// Settle ends an exception. Amounts are what the chain gives the member for it, out of the house account From.
type Settle struct {
	Exception int64           `cbor:"1,keyasint"`
	Member    string          `cbor:"2,keyasint,omitempty"`
	From      string          `cbor:"3,keyasint,omitempty"` // card_loss, …
	Amounts   []escrow.Amount `cbor:"4,keyasint,omitempty"`
	Waive     []escrow.Amount `cbor:"5,keyasint,omitempty"` // claims on the member that the chain gives up
	By        string          `cbor:"6,keyasint"`
	Note      string          `cbor:"7,keyasint"`
}

// Kind is KindSettle.
func (Settle) Kind() Kind { return KindSettle }

// Postings pays the member from the house, and gives up claims.
func (b Settle) Postings(Header) (e ledger.Entry) {
	for _, a := range b.Amounts {
		e = e.Move(ledger.House(b.From, a.Asset), ledger.Available(b.Member, a.Asset), a.Amount)
	}
	for _, a := range b.Waive {
		e = e.Move(ledger.Owed(b.Member, a.Asset), ledger.House("claims", a.Asset), a.Amount)
	}
	return e
}

// Merge moves what is available of one member to another: when the two are merged, and whenever something of the first
// comes back from a till afterwards. Claims move too.
type Merge struct {
	From    string          `cbor:"1,keyasint"`
	Into    string          `cbor:"2,keyasint"`
	Amounts []escrow.Amount `cbor:"3,keyasint,omitempty"`
	Claims  []escrow.Amount `cbor:"4,keyasint,omitempty"`
	By      string          `cbor:"5,keyasint,omitempty"`
	Reason  string          `cbor:"6,keyasint,omitempty"`
}

// Kind is KindMerge.
func (Merge) Kind() Kind { return KindMerge }

// Postings moves from one member to the other.
func (b Merge) Postings(Header) (e ledger.Entry) {
	for _, a := range b.Amounts {
		e = e.Move(ledger.Available(b.From, a.Asset), ledger.Available(b.Into, a.Asset), a.Amount)
	}
	for _, a := range b.Claims {
		e = e.Move(ledger.Owed(b.From, a.Asset), ledger.Owed(b.Into, a.Asset), a.Amount)
	}
	return e
}

// TakeOver brings the refund right of a receipt to HQ whose till has released it by date, or was fenced.
type TakeOver struct {
	Receipt string `cbor:"1,keyasint"`
}

// Kind is KindTakeOver.
func (TakeOver) Kind() Kind { return KindTakeOver }

// Postings makes the right available.
func (b TakeOver) Postings(Header) (e ledger.Entry) {
	return e.Move(ledger.Issued("sold", ledger.Refund), ledger.Available(b.Receipt, ledger.Refund), 1)
}

// Float is house money that HQ sets aside to be granted to places, or takes back where Amount is below zero.
type Float struct {
	Amount int64 `cbor:"1,keyasint"`
}

// Kind is KindFloat.
func (Float) Kind() Kind { return KindFloat }

// Postings moves between the house and what is available of it.
func (b Float) Postings(Header) (e ledger.Entry) {
	return e.Move(ledger.House("float", ledger.Principal), ledger.Available(ledger.TheHouse, ledger.Principal), b.Amount)
}

// Quota is how many more uses of something limited HQ gives out; fewer where Amount is below zero.
type Quota struct {
	Holder string `cbor:"1,keyasint"` // a ledger.Limited
	Amount int64  `cbor:"2,keyasint"`
}

// Kind is KindQuota.
func (Quota) Kind() Kind { return KindQuota }

// Postings makes uses available, or takes back what is.
func (b Quota) Postings(Header) (e ledger.Entry) {
	return e.Move(ledger.Issued("quota", ledger.Uses), ledger.Available(b.Holder, ledger.Uses), b.Amount)
}
