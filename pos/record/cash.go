package record

import (
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

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
	Count    []Notes   `cbor:"3,keyasint,omitempty"` // by denomination, where it was counted so
}

// Notes is how many notes or coins of one denomination were counted.
type Notes struct {
	Of money.Fen `cbor:"1,keyasint" json:"of"`
	N  int       `cbor:"2,keyasint" json:"n"`
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

// CashIn is cash put into the drawer during a shift (change brought from the bank, say).
type CashIn struct {
	Amount money.Fen `cbor:"1,keyasint"`
	Reason string    `cbor:"2,keyasint"`
}

// Kind is KindCashIn.
func (CashIn) Kind() Kind { return KindCashIn }

// Postings adds to the drawer.
func (b CashIn) Postings(h Header) (e ledger.Entry) {
	return e.Move(ledger.Issued("payin", ledger.CNY), drawer(h), int64(b.Amount))
}

// CashOut is a drop: cash taken out of the drawer during a shift, to the safe or the bank.
type CashOut struct {
	Amount money.Fen `cbor:"1,keyasint"`
	Reason string    `cbor:"2,keyasint"`
}

// Kind is KindCashOut.
func (CashOut) Kind() Kind { return KindCashOut }

// Postings takes out of the drawer.
func (b CashOut) Postings(h Header) (e ledger.Entry) {
	return e.Move(drawer(h), ledger.Banked(h.Store), int64(b.Amount))
}

// Drawer is the drawer's opening without a payment.
type Drawer struct {
	Reason string `cbor:"1,keyasint"`
}

// Kind is KindDrawer.
func (Drawer) Kind() Kind { return KindDrawer }

// Postings moves nothing.
func (Drawer) Postings(Header) ledger.Entry { return nil }
