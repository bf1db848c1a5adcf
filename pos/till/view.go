package till

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// Sale is the open sale as it stands, priced as it was at its last change. Without an ID none is open.
type Sale struct {
	ID      string       `json:"id,omitempty"`
	Lines   []SaleLine   `json:"lines,omitempty"`
	Coupons []SaleCoupon `json:"coupons,omitempty"` // that take something off; one that pays is among the tenders
	Tenders []SaleTender `json:"tenders,omitempty"`
	Totals  Totals       `json:"totals"`
	Change  money.Fen    `json:"change"` // to give back, of cash

	Member string        `json:"member,omitempty"` // id; "" for nobody's
	Card   string        `json:"card,omitempty"`   // that was shown; "" where the member came by phone
	Name   string        `json:"name,omitempty"`   // the member's
	Tier   string        `json:"tier,omitempty"`
	Off    money.Percent `json:"off,omitempty"`   // off the bill
	OffBy  string        `json:"offBy,omitempty"` // who approved that

	PINTyped bool `json:"pinTyped,omitempty"` // by the member, for this sale
	Editable bool `json:"editable"`           // no payment has begun: lines and member may be changed
	Items    int  `json:"items"`              // pieces; what is weighed is one

	AsMember MemberOffer `json:"asMember,omitzero"` // what a card would bring, for a sale that is nobody's
}

// MemberOffer is what a member would have of a sale.
type MemberOffer struct {
	Saves  money.Fen    `json:"saves,omitempty"`
	Points money.Points `json:"points,omitempty"`
}

// SaleLine is one line of the open sale, from Line 1.
type SaleLine struct {
	Line    int           `json:"line"`
	Code    string        `json:"code"`
	Barcode string        `json:"barcode,omitempty"` // as scanned
	Name    string        `json:"name"`
	NameEn  string        `json:"nameEn,omitempty"`
	Unit    string        `json:"unit,omitempty"`
	UnitEn  string        `json:"unitEn,omitempty"`
	Qty     money.Qty     `json:"qty"`
	List    money.Fen     `json:"list"`  // list price of one
	Price   money.Fen     `json:"price"` // price of one that is charged
	Why     pricing.Why   `json:"why"`
	Amount  money.Fen     `json:"amount"` // after what is taken off
	Off     []pricing.Off `json:"off,omitempty"`
	Rule    string        `json:"rule,omitempty"`    // the promotion that set the price
	Label   bool          `json:"label,omitempty"`   // list price is what a scale's label says of the piece
	Manual  bool          `json:"manual,omitempty"`  // the price was set by hand
	PriceBy string        `json:"priceBy,omitempty"` // who approved that
	OffBy   string        `json:"offBy,omitempty"`   // who approved what is taken off the line
}

// SaleTender is a payment that was taken for the open sale.
type SaleTender struct {
	Kind   record.TenderKind `json:"kind"`
	Amount money.Fen         `json:"amount"`
	Points money.Points      `json:"points,omitempty"` // that a payment with points took
	Ref    string            `json:"ref,omitempty"`    // the outside terminal's; a coupon's number
	Name   string            `json:"name,omitempty"`   // of a coupon
	NameEn string            `json:"nameEn,omitempty"`
}

// Sale needs nobody to be signed in: it is what the screens show, the customer's too, while the till is locked.
func (t *Till) Sale() (view Sale, err error) {
	err = t.view(func(tx *store.Tx) error {
		b, _, err := load(tx)
		if err != nil || b.ID == "" {
			view.Editable = true
			return err
		}
		if view, err = viewed(b); err != nil {
			return err
		}
		if len(b.Coupons) > 0 {
			engine, err := tx.Rules()
			if err != nil {
				return err
			}
			view.Coupons = couponed(engine, b)
		}
		if b.Member == "" {
			view.AsMember = t.asMember(tx, b)
			return nil
		}
		m, err := tx.Member(b.Member)
		if err != nil && pos.CodeOf(err) != pos.NotFound {
			return err
		}
		view.Name = m.Name
		return nil
	})
	return view, err
}

// asMember is what a card that is shown now would bring; nothing where that can't be told, as a sale doesn't hang on it.
func (t *Till) asMember(tx *store.Tx, b basket) (o MemberOffer) {
	if len(b.Lines) == 0 || len(b.Tenders) > 0 {
		return o
	}
	engine, err := tx.Rules()
	if err != nil {
		return o
	}
	in := b.quoted(tx.Now())
	in.Store, in.Member, in.Tier = t.shop, true, firstTier
	q, err := engine.Price(in)
	if err != nil {
		return o
	}
	return MemberOffer{Saves: max(0, b.Quote.Total-q.Total), Points: q.Points}
}

// viewed is a sale without the name of its member.
func viewed(b basket) (Sale, error) {
	if len(b.Quote.Lines) != len(b.Lines) {
		return Sale{}, pos.E(pos.Internal, "", "the open sale has lines without a price; cancel it")
	}
	s := &sale{basket: &b}
	view := Sale{
		ID: b.ID, Totals: s.totals(), Change: b.change(), Member: b.Member, Card: b.Card, Tier: b.Tier, Off: b.Off, OffBy: b.OffBy,
		PINTyped: b.PIN != "", Editable: len(b.Tenders) == 0,
	}
	for i, l := range b.Lines {
		p := b.Quote.Lines[i]
		view.Lines = append(view.Lines, SaleLine{
			Line: i + 1, Code: l.Code, Barcode: l.Barcode, Name: l.Name, NameEn: l.NameEn, Unit: l.Unit, UnitEn: l.UnitEn,
			Qty: l.Qty, List: l.List, Price: p.Price, Why: p.Why, Amount: p.Amount, Off: p.Off, Rule: p.Rule,
			Label: l.Label, Manual: l.Manual > 0, PriceBy: l.PriceBy, OffBy: l.OffBy,
		})
		view.Items += l.Qty.Pieces()
	}
	for _, x := range b.Tenders {
		view.Tenders = append(view.Tenders, SaleTender{x.Kind, x.Amount, x.Points, x.Ref, x.Name, x.NameEn})
	}
	return view, nil
}
