package record

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// TenderKind is a way to pay.
type TenderKind string

// The tenders; the console's words.
const (
	Cash     TenderKind = "cash"
	Bank     TenderKind = "bank"
	Wallet   TenderKind = "wallet"
	Stored   TenderKind = "stored"
	PointsT  TenderKind = "points"
	Coupon   TenderKind = "coupon"
	GiftCard TenderKind = "giftcard"
)

// Sale is goods against tenders. It carries every input of its quote, so that HQ can price it again.
type Sale struct {
	Member string       `cbor:"1,keyasint,omitempty"`
	Card   string       `cbor:"2,keyasint,omitempty"`
	Quote  QuoteInputs  `cbor:"3,keyasint"`
	Lines  []Line       `cbor:"4,keyasint"`
	Total  money.Fen    `cbor:"5,keyasint"`
	Paid   []Tender     `cbor:"6,keyasint"`
	Change money.Fen    `cbor:"7,keyasint,omitempty"` // of cash
	Points money.Points `cbor:"8,keyasint,omitempty"` // earned
	Basket string       `cbor:"9,keyasint"`           // the basket's id
}

// QuoteInputs is what prices depended on beside the lines.
type QuoteInputs struct {
	Rules int    `cbor:"1,keyasint"`
	Tier  string `cbor:"2,keyasint,omitempty"`
	At    int64  `cbor:"3,keyasint"` // Unix milliseconds
}

// Line is one line of goods.
type Line struct {
	Code    string    `cbor:"1,keyasint"`
	Barcode string    `cbor:"2,keyasint,omitempty"` // as scanned
	Name    string    `cbor:"3,keyasint"`
	Unit    string    `cbor:"4,keyasint,omitempty"`
	Qty     money.Qty `cbor:"5,keyasint"`
	List    money.Fen `cbor:"6,keyasint"` // list price of one
	Price   money.Fen `cbor:"7,keyasint"` // price of one that was charged
	Why     string    `cbor:"8,keyasint"` // "list", "member"
	Amount  money.Fen `cbor:"9,keyasint"`
}

// Tender is a payment. Cash given beyond what is due comes back as the sale's change.
type Tender struct {
	Kind   TenderKind   `cbor:"1,keyasint"`
	Amount money.Fen    `cbor:"2,keyasint"` // as handed over
	Ref    string       `cbor:"3,keyasint,omitempty"`
	Uses   []escrow.Use `cbor:"4,keyasint,omitempty"` // the lots that stored value came from
}

// Kind is KindSale.
func (Sale) Kind() Kind { return KindSale }

// Postings takes the money in, spends what stored value paid out of this place's escrow, and credits earned points at
// HQ, where they wait to be granted like any other value.
func (b Sale) Postings(h Header) (e ledger.Entry) {
	for _, t := range b.Paid {
		switch t.Kind {
		case Stored:
			for _, u := range t.Uses {
				e = e.Move(ledger.Escrow(b.Member, u.Asset, h.Place, h.Epoch), ledger.Spent(h.Store, u.Asset), u.Amount)
			}
		case Cash:
			e = e.Move(ledger.Sales(h.Store), drawer(h), int64(t.Amount))
		default:
			e = e.Move(ledger.Sales(h.Store), ledger.Taken(string(t.Kind), h.Place, h.Epoch), int64(t.Amount))
		}
	}
	e = e.Move(drawer(h), ledger.Sales(h.Store), int64(b.Change))
	return e.Move(ledger.Issued("earn", ledger.Points), ledger.Available(b.Member, ledger.Points), int64(b.Points))
}
