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
	FloatT   TenderKind = "float" // house float, drawn by a payment with stored value while cut off
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
	Why     string    `cbor:"8,keyasint"` // "list", "member", "manual", "quick"
	Amount  money.Fen `cbor:"9,keyasint"` // after what is taken off
	Off     []Off     `cbor:"10,keyasint,omitempty"`
	By      string    `cbor:"11,keyasint,omitempty"` // who approved a manual price
	NameEn  string    `cbor:"12,keyasint,omitempty"` // for receipts in English
	UnitEn  string    `cbor:"13,keyasint,omitempty"`
}

// Off is an amount taken off a line.
type Off struct {
	Why    string    `cbor:"1,keyasint"` // "line", "bill"
	Amount money.Fen `cbor:"2,keyasint"`
	By     string    `cbor:"3,keyasint,omitempty"` // who approved it
}

// Tender is a payment. Cash given beyond what is due comes back as the sale's change.
type Tender struct {
	Kind   TenderKind   `cbor:"1,keyasint"`
	Amount money.Fen    `cbor:"2,keyasint"` // as handed over
	Ref    string       `cbor:"3,keyasint,omitempty"`
	Uses   []escrow.Use `cbor:"4,keyasint,omitempty"` // the lots that stored value, points or float came from
	Points money.Points `cbor:"5,keyasint,omitempty"` // of a points tender
}

// Kind is KindSale.
func (Sale) Kind() Kind { return KindSale }

// Holder is whose escrow the tender's Uses are of.
func (b Sale) Holder(t Tender) string {
	if t.Kind == FloatT {
		return ledger.TheHouse
	}
	return b.Member
}

// Postings takes the money in, spends what stored value, points and float paid out of this place's escrow, and credits
// earned points at HQ, where they wait to be granted like any other value. Float becomes a claim on the member.
func (b Sale) Postings(h Header) (e ledger.Entry) {
	for _, t := range b.Paid {
		switch t.Kind {
		case Stored, PointsT, FloatT:
			for _, u := range t.Uses {
				e = e.Move(ledger.Escrow(b.Holder(t), u.Asset, h.Place, h.Epoch), ledger.Spent(h.Store, u.Asset), u.Amount)
			}
			if t.Kind == FloatT {
				e = e.Claim(b.Member, ledger.Principal, int64(t.Amount))
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

// Takes is the lots that were reserved for it.
func (b Sale) Takes() (list []Take) {
	for _, t := range b.Paid {
		list = append(list, takes(b.Holder(t), t.Uses)...)
	}
	return list
}
