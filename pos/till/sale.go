package till

import (
	"bytes"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/shopspring/decimal"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/till/store"
)

// basket is the open sale as the store keeps it from one change to the next; a crash loses nothing of it.
type basket struct {
	ID      string
	Member  string
	Card    string
	Lines   []line
	Tenders []record.Tender
	Coupons []coupon      // that take something off
	Shown   string        // holder of a coupon that is being taken; what is here of it, or comes, is kept for it
	Quote   pricing.Quote // what the tenders are against: with the first of them prices stand still
	Tier    string
	At      int64           // when Quote was made, Unix milliseconds; 0 before the first tender, as it is made anew until then
	Rate    decimal.Decimal // points per yuan then

	Round     money.Fen        // what cash was rounded to then
	Used      map[string]int   // how often promotions had acted for the member that day: see usedToday
	Quota     map[string]int   // how often the limited promotions that acted could, then
	Uses      map[string]int64 // what of limited things they take, by its holder
	NoEarning bool             // the member earned no points then
	Off       money.Percent    // off the bill
	OffBy     string           // who approved that
	HeldBy    string           // who parked the sale last
	PIN       string           // the card whose PIN the member has typed for this sale; "" before
}

// line is goods, with the product's name and prices at its last scan.
type line struct {
	pricing.Line
	NameEn  string
	Barcode string
	Unit    string
	UnitEn  string
	Packed  bool   // weighed and labelled before: it is sold as it is, and nothing is added to it
	PriceBy string // who approved the price set by hand
	OffBy   string // who approved what is taken off
}

// maxBasket bounds a sale so that its record fits into a frame, tenders and all.
const maxBasket = record.MaxBytes / 2

// load is the open sale and its body as stored; one without an ID where none is open.
func load(tx *store.Tx) (b basket, body []byte, err error) {
	body, err = tx.OpenBasket()
	if err != nil || body == nil {
		return b, nil, err
	}
	if err := cbor.Unmarshal(body, &b); err != nil {
		return b, nil, fmt.Errorf("read the open sale: %w", err)
	}
	return b, body, nil
}

// deterministic encodes what is the same to the same bytes, maps too.
var deterministic, _ = cbor.CoreDetEncOptions().EncMode()

// encode is the sale's body: CBOR, as its amounts are whole numbers there.
func (b *basket) encode() ([]byte, error) {
	body, err := deterministic.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("encode the open sale: %w", err)
	}
	return body, nil
}

// paid is what tenders have brought; cash beyond the total included.
func (b *basket) paid() (sum money.Fen) {
	for _, t := range b.Tenders {
		sum += t.Amount
	}
	return sum
}

func (b *basket) due() money.Fen    { return max(0, b.Quote.Total-b.paid()) }
func (b *basket) change() money.Fen { return max(0, b.paid()-b.Quote.Total) }

// sale is the open sale inside a transaction of a person who may change it.
type sale struct {
	*basket
	till   *Till
	tx     *store.Tx
	op     store.Operator
	rules  rules.Document
	engine *pricing.Engine
	now    int64    // when it was priced in this transaction, Unix milliseconds; 0: it was not
	was    []byte   // the body before the change
	paying bool     // payment had begun by then
	gone   []string // coupons that have left the sale, as they are not here any more
}

// may finds who is at work, and refuses whoever may not do what comes next.
type may func(*store.Tx) (store.Operator, error)

// sell runs one change of the open sale by the cashier whose shift it is.
func (t *Till) sell(f func(*sale) error) error { return t.sellBy(pos.MaySell, f) }

// sellBy is sell for what needs another right than selling.
func (t *Till) sellBy(need pos.Right, f func(*sale) error) error {
	return t.change(func(tx *store.Tx) (store.Operator, error) {
		op, _, err := t.inShift(tx, need)
		return op, err
	}, f)
}

// change runs one change of the open sale: whatever it is, the sign-in, the right and the shift are checked in the
// transaction that makes it, and the sale is stored again where it has changed.
func (t *Till) change(by may, f func(*sale) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.update(func(tx *store.Tx) error {
		op, err := by(tx)
		if err != nil {
			return err
		}
		s, err := t.open(tx, op)
		if err != nil {
			return err
		}
		if err := f(s); err != nil {
			return err
		}
		return s.save()
	})
}

// open loads the sale, with today's prices where nothing is paid yet.
func (t *Till) open(tx *store.Tx, op store.Operator) (*sale, error) {
	b, body, err := load(tx)
	if err != nil {
		return nil, err
	}
	engine, err := tx.Rules()
	if err != nil {
		return nil, err
	}
	s := &sale{basket: &b, till: t, tx: tx, op: op, rules: engine.Rules(), engine: engine, was: body, paying: len(b.Tenders) > 0}
	return s, s.price()
}

// rulesOf is HQ's rules, for what isn't a matter of prices.
func rulesOf(tx *store.Tx) (rules.Document, error) {
	engine, err := tx.Rules()
	if err != nil {
		return rules.Document{}, err
	}
	return engine.Rules(), nil
}

// quoted is what of the basket a quote depends on, whoever buys it.
func (b *basket) quoted(at time.Time) pricing.Basket {
	in := pricing.Basket{At: at, Off: b.Off, Quota: map[string]int{}}
	for _, l := range b.Lines {
		in.Lines = append(in.Lines, l.Line)
	}
	return in
}

// price quotes the sale anew. With the first tender prices stand still, as the customer has been told what to pay.
func (s *sale) price() error {
	if len(s.Tenders) > 0 {
		return nil
	}
	in, err := s.input()
	if err != nil {
		return err
	}
	q, err := s.engine.Price(in)
	if err != nil {
		return err
	}
	s.Quote, s.At, s.Rate, s.Used, s.NoEarning, s.now = q, 0, s.rules.Points.PerYuan, in.Used, in.NoEarning, in.At.UnixMilli()
	s.count(in.At)
	s.Round = s.rules.Rounding.Cash
	return nil
}

// input is all that the sale's quote depends on now, beside the rules.
func (s *sale) input() (in pricing.Basket, err error) {
	in = s.quoted(s.tx.Now())
	in.Store, in.Member, in.Tier = s.till.shop, s.Member != "", s.Tier
	if s.Member != "" {
		m, err := s.tx.Member(s.Member)
		if err != nil && pos.CodeOf(err) != pos.NotFound {
			return in, err
		}
		in.NoEarning, in.Birthday = m.NoEarning != "", m.Birthday
	}
	if in.Used, err = s.usedToday(in.At); err != nil {
		return in, err
	}
	in.Quota, err = s.quota(in.At)
	for _, c := range s.Coupons {
		in.Coupons = append(in.Coupons, c.Batch)
	}
	return in, err
}

// earned is the points for what is paid otherwise than with points.
func (s *sale) earned() money.Points {
	left := s.Quote.Total
	for _, t := range s.Tenders {
		if t.Kind == record.PointsT {
			left -= t.Amount
		}
	}
	if s.Quote.Points == 0 || left == s.Quote.Total {
		return s.Quote.Points
	}
	return pricing.Points(rules.Document{Points: rules.Points{PerYuan: s.Rate}}, left)
}

// editable refuses changes of what is being paid for.
func (s *sale) editable() error {
	if len(s.Tenders) > 0 {
		return pos.E(pos.State, "", "payment has begun; finish the sale, or cancel it and scan again")
	}
	return nil
}

// save stores the sale, and sets aside what its quote counts on; one with nothing in it is dropped.
func (s *sale) save() error {
	if s.Member == "" && len(s.Lines) == 0 {
		return s.drop()
	}
	if s.ID == "" {
		id, err := s.tx.NewID()
		if err != nil {
			return err
		}
		s.ID = id
	}
	if err := s.keep(); err != nil {
		return err
	}
	body, err := s.encode()
	if err != nil {
		return err
	}
	if bytes.Equal(body, s.was) {
		return nil
	}
	return s.tx.SaveBasket(s.ID, body)
}

// drop ends the sale and frees what was set aside for it.
func (s *sale) drop() error {
	id := s.ID
	*s.basket = basket{}
	if id == "" {
		return nil
	}
	return s.tx.DropBasket(id)
}
