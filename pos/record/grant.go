package record

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
)

// Accept takes a grant in: from here on the place may spend it.
type Accept struct {
	Grant escrow.Blob `cbor:"1,keyasint"`
}

// Kind is KindAccept.
func (Accept) Kind() Kind { return KindAccept }

// Postings moves the grant from transit to escrow.
func (b Accept) Postings(Header) ledger.Entry { return read(b.Grant).Accepting() }

// Credits is the lots that it opens.
func (b Accept) Credits(Header) (list []Credit) {
	g := read(b.Grant)
	for _, a := range g.Amounts {
		list = append(list, Credit{Holder: g.Holder, Asset: a.Asset, Lot: g.ID, Ends: g.Ends, Amount: a.Amount})
	}
	return list
}

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

// Takes is the lots that it gives back.
func (b Return) Takes() []Take { return takes(b.Holder, b.Uses) }

// Take is an amount that a record takes out of a lot of its place's escrow.
type Take struct {
	Holder string
	escrow.Use
}

// Credit is a lot that a record opens in its place's escrow.
type Credit struct {
	Holder string
	Asset  ledger.Asset
	Lot    string
	Ends   int64 // Unix milliseconds; 0: never
	Amount int64
}

// Taker and Creditor are bodies that change what their place holds. Their lots add up to what Postings does to escrow.
type (
	Taker    interface{ Takes() []Take }
	Creditor interface{ Credits(h Header) []Credit }
)

func takes(holder string, uses []escrow.Use) (list []Take) {
	for _, u := range uses {
		list = append(list, Take{holder, u})
	}
	return list
}

// credits is local credits of two assets, as lots named by their record; those of nothing are left out.
func credits(h Header, holder string, a ledger.Asset, n int64, b ledger.Asset, m int64) (list []Credit) {
	for _, c := range []Credit{{Asset: a, Amount: n}, {Asset: b, Amount: m}} {
		if c.Holder, c.Lot = holder, h.ID; c.Amount > 0 {
			list = append(list, c)
		}
	}
	return list
}
