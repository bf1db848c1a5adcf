package record

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
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

	// Rounding (抹零) is what nobody pays of a sale whose last payment is in cash. It stands behind that, so that payments add
	// up to the total. No money moves, so nothing is booked for it.
	Rounding TenderKind = "rounding"
)

// GoesBack reports whether a refund gives back what was paid in this way. What a coupon paid the customer never had, and what
// was rounded off nobody paid: such a share of a refund is worked out and recorded, and nobody gets it.
func (k TenderKind) GoesBack() bool { return k != Coupon && k != Rounding }

// TenderKinds is all of them in the order in which they are listed: money first, as people count it, then what isn't.
var TenderKinds = []TenderKind{Cash, Bank, Wallet, Stored, FloatT, PointsT, Coupon, GiftCard, Rounding}

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
	Acted  []Acted      `cbor:"10,keyasint,omitempty"`
	Used   []Used       `cbor:"11,keyasint,omitempty"`
}

// Used is uses that a sale took of something limited: a promotion's quantity, a coupon.
type Used struct {
	Holder string       `cbor:"1,keyasint"` // a ledger.Limited
	Uses   []escrow.Use `cbor:"2,keyasint"`
}

// Acted is a promotion or coupon that acted, with its name as the receipt has it.
type Acted struct {
	Rule   string    `cbor:"1,keyasint"`
	Name   string    `cbor:"2,keyasint,omitempty"`
	NameEn string    `cbor:"3,keyasint,omitempty"`
	Times  int       `cbor:"4,keyasint"` // in what its limits count
	Amount money.Fen `cbor:"5,keyasint"` // that it took off
}

// Uses is how many uses of something limited the sale took, beside its tenders.
func (b Sale) Uses(holder string) (n int64) {
	for _, l := range b.Used {
		for _, u := range l.Uses {
			if l.Holder == holder {
				n += u.Amount
			}
		}
	}
	return n
}

// Named finds the promotion or coupon of an ID.
func (b Sale) Named(rule string) (a Acted, ok bool) {
	for _, a := range b.Acted {
		if a.Rule == rule {
			return a, rule != ""
		}
	}
	return a, false
}

// QuoteInputs is what prices depended on beside the lines.
type QuoteInputs struct {
	Rules int    `cbor:"1,keyasint"`
	Tier  string `cbor:"2,keyasint,omitempty"`
	At    int64  `cbor:"3,keyasint"` // Unix milliseconds

	Off       money.Percent  `cbor:"4,keyasint,omitempty"`  // off the bill, by hand
	NoEarning bool           `cbor:"5,keyasint,omitempty"`  // the member earns no points
	Coupons   []string       `cbor:"6,keyasint,omitempty"`  // batches
	Quota     map[string]int `cbor:"7,keyasint,omitempty"`  // how often promotions of limited quantity could act, where they are limited
	Used      map[string]int `cbor:"8,keyasint,omitempty"`  // how often promotions were known to have acted for the member that day
	Held      []string       `cbor:"9,keyasint,omitempty"`  // promotions whose birthday condition was met
	Unknown   []string       `cbor:"10,keyasint,omitempty"` // promotions that the till was too old for
	Published int64          `cbor:"11,keyasint,omitempty"` // when the rules were, Unix milliseconds
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
	Why     string    `cbor:"8,keyasint"` // a pricing.Why
	Amount  money.Fen `cbor:"9,keyasint"` // after what is taken off
	Off     []Off     `cbor:"10,keyasint,omitempty"`
	By      string    `cbor:"11,keyasint,omitempty"` // who approved a manual price
	NameEn  string    `cbor:"12,keyasint,omitempty"` // for receipts in English
	UnitEn  string    `cbor:"13,keyasint,omitempty"`

	Member     money.Fen     `cbor:"14,keyasint,omitempty"` // member price of one
	Categories []string      `cbor:"15,keyasint,omitempty"`
	Brand      string        `cbor:"16,keyasint,omitempty"`
	Rule       string        `cbor:"17,keyasint,omitempty"` // the promotion that set the price
	Percent    money.Percent `cbor:"18,keyasint,omitempty"` // off the line, by hand
	Label      bool          `cbor:"19,keyasint,omitempty"` // List is what a scale's label said of the piece
}

// Off is an amount taken off a line.
type Off struct {
	Why    string    `cbor:"1,keyasint"` // a pricing.OffWhy
	Amount money.Fen `cbor:"2,keyasint"`
	By     string    `cbor:"3,keyasint,omitempty"` // who approved it, of one by hand
	Rule   string    `cbor:"4,keyasint,omitempty"` // the promotion, or the coupon's batch
}

// ByHand reports whether a person took it off.
func (o Off) ByHand() bool {
	return o.Why == string(pricing.OffLine) || o.Why == string(pricing.OffBill)
}

// Tender is a payment. Cash given beyond what is due comes back as the sale's change.
type Tender struct {
	Kind   TenderKind   `cbor:"1,keyasint"`
	Amount money.Fen    `cbor:"2,keyasint"` // as handed over
	Ref    string       `cbor:"3,keyasint,omitempty"`
	Uses   []escrow.Use `cbor:"4,keyasint,omitempty"` // the lots that stored value, points or float came from
	Points money.Points `cbor:"5,keyasint,omitempty"` // of a points tender

	Name   string `cbor:"6,keyasint,omitempty"` // of a coupon's batch, as the receipt has it
	NameEn string `cbor:"7,keyasint,omitempty"`
}

// PaidWith is what was paid in one way.
func (b Sale) PaidWith(kind TenderKind) (sum money.Fen) {
	for _, t := range b.Paid {
		if t.Kind == kind {
			sum += t.Amount
		}
	}
	return sum
}

// Kind is KindSale.
func (Sale) Kind() Kind { return KindSale }

// Holder is whose escrow the tender's Uses are of.
func (b Sale) Holder(t Tender) string {
	switch t.Kind {
	case FloatT:
		return ledger.TheHouse
	case Coupon:
		return ledger.Limited(ledger.Coupon, t.Ref)
	}
	return b.Member
}

// Postings takes the money in, spends what stored value, points and float paid and what was used of limited things out of
// this place's escrow, and credits earned points at HQ, where they wait to be granted like any other value. Float becomes a
// claim on the member. What a refund gives back, its uses are not: a promotion's quantity is what was sold, and a coupon is
// used once.
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
		case Rounding:
		default:
			e = e.Move(ledger.Sales(h.Store), ledger.Taken(string(t.Kind), h.Place, h.Epoch), int64(t.Amount))
			e = b.use(e, h, b.Holder(t), t.Uses)
		}
	}
	for _, l := range b.Used {
		e = b.use(e, h, l.Holder, l.Uses)
	}
	e = e.Move(drawer(h), ledger.Sales(h.Store), int64(b.Change))
	return e.Move(ledger.Issued("earn", ledger.Points), ledger.Available(b.Member, ledger.Points), int64(b.Points))
}

// use appends that uses of something limited are used up.
func (Sale) use(e ledger.Entry, h Header, holder string, uses []escrow.Use) ledger.Entry {
	for _, u := range uses {
		e = e.Move(ledger.Escrow(holder, u.Asset, h.Place, h.Epoch), ledger.Used(holder), u.Amount)
	}
	return e
}

// Takes is the lots that were reserved for it.
func (b Sale) Takes() (list []Take) {
	for _, t := range b.Paid {
		list = append(list, takes(b.Holder(t), t.Uses)...)
	}
	for _, l := range b.Used {
		list = append(list, takes(l.Holder, l.Uses)...)
	}
	return list
}
