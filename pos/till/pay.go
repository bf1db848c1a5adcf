package till

import (
	"context"
	"strconv"
	"unicode/utf8"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
)

// Rest as an amount means all that is due.
const Rest money.Fen = 0

// maxTenders and maxRef keep a sale's record small.
const (
	maxTenders = 50
	maxRef     = 64
)

// Totals is what the open sale comes to.
type Totals struct {
	Total    money.Fen    `json:"total"`
	Due      money.Fen    `json:"due"`
	Discount money.Fen    `json:"discount"`
	Points   money.Points `json:"points"` // to be earned
	Lines    int          `json:"lines"`

	Acted  []pricing.Acted `json:"acted,omitempty"`  // promotions and coupons, and what they took off
	Offers []pricing.Offer `json:"offers,omitempty"` // what the sale is close to

	Cash money.Fen `json:"cash,omitempty"` // what is due of it in cash, where that is rounded
	Gone []string  `json:"gone,omitempty"` // coupons that have left the sale now, as they are not here any more
}

// DueBy is what is due where it is paid in one way.
func (t Totals) DueBy(kind record.TenderKind) money.Fen {
	if kind == record.Cash && t.Cash > 0 {
		return t.Cash
	}
	return t.Due
}

func (s *sale) totals() Totals {
	t := Totals{s.Quote.Total, s.due(), s.Quote.Discount, s.earned(), len(s.Lines), s.Quote.Acted, s.Quote.Offers, s.inCash(), s.gone}
	if t.Cash == t.Due {
		t.Cash = 0
	}
	return t
}

// Total adds up the open sale. As payment comes next, it asks for what lacks here: of limited quantities, stored value and
// points.
func (t *Till) Total(ctx context.Context) (totals Totals, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	if err := t.fetchQuota(ctx); err != nil {
		return totals, err
	}
	if _, err := t.fetch(ctx, wantsEither); err != nil {
		return totals, err
	}
	err = t.sell(func(s *sale) error {
		totals = s.totals()
		return nil
	})
	return totals, err
}

// Paid is what is left to pay, or to give back.
type Paid struct {
	Due    money.Fen    `json:"due"`
	Change money.Fen    `json:"change"`
	Points money.Points `json:"points,omitempty"` // that this payment took
	Float  money.Fen    `json:"float,omitempty"`  // of this payment, what the house advanced
	Back   *Taken       `json:"back,omitempty"`   // that DropTender gives back: cash, or a payment to void at its terminal

	Rounding money.Fen `json:"rounding,omitempty"` // what of the sale nobody pays, as the last payment is in cash
}

// Pay takes a tender. What it reserves is this sale's from here on, across a crash; Finish spends it. ref is an outside
// terminal's reference, or the coupon's number.
func (t *Till) Pay(ctx context.Context, kind record.TenderKind, amount money.Fen, ref string) (paid Paid, err error) {
	if err = takes(kind); err == nil {
		err = checkRef("pay", ref)
	}
	if err != nil {
		return paid, err
	}
	if kind == record.Stored {
		return t.payStored(ctx, amount)
	}
	if kind == record.PointsT {
		return t.payPoints(ctx, amount)
	}
	if kind == record.Coupon {
		return t.payCoupon(ctx, amount, ref)
	}
	err = t.sell(func(s *sale) error {
		amount, err := s.tendered(kind, amount)
		if err != nil {
			return err
		}
		s.take(record.Tender{Kind: kind, Amount: amount, Ref: ref}, &paid)
		return nil
	})
	return paid, err
}

// takes refuses tenders that there aren't, or aren't yet.
func takes(kind record.TenderKind) error {
	switch kind {
	case record.Cash, record.Bank, record.Wallet, record.Stored, record.PointsT, record.Coupon:
		return nil
	case record.GiftCard:
		return pos.E(pos.Unbuilt, "pay", "paying with {} is not built yet", kind)
	}
	return pos.E(pos.Usage, "pay", "there is no tender {}; cash, bank, wallet, stored, points and coupon can be used", strconv.Quote(string(kind)))
}

// checkRef refuses a reference that a record can't keep. A terminal may send bytes that are no text at all.
func checkRef(op, ref string) error {
	switch {
	case !utf8.ValidString(ref):
		return pos.E(pos.Usage, op, "the reference has characters that can't be read; type it by hand")
	case utf8.RuneCountInString(ref) > maxRef:
		return pos.E(pos.Usage, op, "the reference is longer than {} characters", maxRef)
	}
	return nil
}

// payStored reserves stored value that is held here, after asking for what lacks. While the till is cut off, house float
// pays what is beyond it.
func (t *Till) payStored(ctx context.Context, amount money.Fen) (paid Paid, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	answer, err := t.fetch(ctx, wantsValue(amount))
	if err != nil {
		return paid, err
	}
	online, _ := t.line.Online()
	var member string
	var here money.Fen
	err = t.sell(func(s *sale) error {
		if err := answer.same(s); err != nil {
			return err
		}
		amount, err := s.tenderedOf(record.Stored, amount)
		if err != nil {
			return err
		}
		lots, err := s.tx.Lots(s.Member, s.ID)
		if err != nil {
			return err
		}
		now, order := s.tx.Now().UnixMilli(), escrow.ValueOrder(s.rules.Stored.BonusFirst())
		member, here = s.Member, money.Fen(escrow.Spendable(lots, now, order...))
		own := min(amount, here)
		if own > 0 {
			uses, err := escrow.Take(lots, int64(own), now, order...)
			if err != nil {
				return err
			}
			if err := s.reserve(record.Tender{Kind: record.Stored, Amount: own, Uses: uses}, s.Member, &paid); err != nil {
				return err
			}
		}
		if amount == own {
			return nil
		}
		if online {
			return pos.E(pos.Insufficient, "pay", "not enough is held here")
		}
		advance, err := s.float(0)
		if err != nil {
			return err
		}
		here += advance
		return s.payFloat(amount-own, advance, &paid)
	})
	if pos.CodeOf(err) != pos.Insufficient {
		return paid, err
	}
	if refused := refusal("pay", answer.RequestState); refused != nil {
		return Paid{}, refused
	}
	return Paid{}, t.shortage(ctx, "pay", member, ofStored, int64(here))
}

// payPoints reserves points that are held here, after asking for what lacks. amount is the yuan that they pay.
func (t *Till) payPoints(ctx context.Context, amount money.Fen) (paid Paid, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	answer, err := t.fetch(ctx, wantsPoints(amount))
	if err != nil {
		return paid, err
	}
	var member string
	var here int64
	err = t.sell(func(s *sale) error {
		if err := answer.same(s); err != nil {
			return err
		}
		amount, err := s.tenderedOf(record.PointsT, amount)
		if err != nil {
			return err
		}
		points, exact, ok := s.rules.Points.Pays(amount)
		switch {
		case !ok:
			return pos.E(pos.State, "pay", "points don't pay here, as head office has set no rate for it; take another payment")
		case !exact:
			return pos.E(pos.Usage, "pay", "{} doesn't come out in points; take another amount", amount)
		}
		lots, err := s.tx.Lots(s.Member, s.ID)
		if err != nil {
			return err
		}
		now := s.tx.Now().UnixMilli()
		member, here = s.Member, escrow.Spendable(lots, now, ledger.Points)
		uses, err := escrow.Take(lots, int64(points), now, ledger.Points)
		if err != nil {
			return err
		}
		paid.Points = points
		return s.reserve(record.Tender{Kind: record.PointsT, Amount: amount, Points: points, Uses: uses}, s.Member, &paid)
	})
	if pos.CodeOf(err) != pos.Insufficient {
		return paid, err
	}
	if refused := refusal("pay", answer.RequestState); refused != nil {
		return Paid{}, refused
	}
	return Paid{}, t.shortage(ctx, "pay", member, ofPoints, here)
}

// tenderedOf is tendered for what is the member's: it may be spent, by the card that was shown, with its PIN.
func (s *sale) tenderedOf(kind record.TenderKind, amount money.Fen) (money.Fen, error) {
	_, card, err := s.spender()
	if err == nil && (kind == record.Stored || card.Kind == pos.CountCard) {
		err = forValue(card)
	}
	if err != nil {
		return 0, err
	}
	if amount, err = s.tendered(kind, amount); err != nil {
		return 0, err
	}
	return amount, s.pinFor(amount)
}

// reserve takes a tender of lots that stay the sale's until it is finished or cancelled.
func (s *sale) reserve(tender record.Tender, holder string, paid *Paid) error {
	if err := s.tx.Reserve(s.ID, len(s.Tenders)+1, holder, tender.Uses); err != nil {
		return err
	}
	s.take(tender, paid)
	return nil
}

// tendered is the amount that a tender brings: Rest is what is due, in cash as it is rounded, and only cash may be more.
func (s *sale) tendered(kind record.TenderKind, amount money.Fen) (money.Fen, error) {
	due := s.due()
	if kind == record.Cash {
		due = s.inCash()
	}
	switch {
	case len(s.Lines) == 0:
		return 0, pos.E(pos.State, "pay", "nothing is in the sale; scan something first")
	case due == 0:
		return 0, pos.E(pos.State, "pay", "nothing is due any more; finish the sale")
	case len(s.Tenders) >= maxTenders:
		return 0, pos.E(pos.State, "pay", "a sale has at most {} payments; pay the rest at once after cancelling", maxTenders)
	case amount == Rest:
		return due, nil
	case amount < 0:
		return 0, pos.E(pos.Usage, "pay", "an amount must be above 0")
	case kind != record.Cash && amount > due:
		return 0, pos.E(pos.State, "pay", "only {} is due, and change is given for cash only", due)
	}
	return amount, nil
}

func (s *sale) take(tender record.Tender, paid *Paid) {
	if s.At == 0 {
		s.At = s.now
	}
	s.Tenders = append(s.Tenders, tender)
	s.round()
	paid.settled(s)
}

// settled is what is due after all payments there are.
func (p *Paid) settled(s *sale) {
	p.Due, p.Change, p.Rounding = s.due(), s.change(), s.paidWith(record.Rounding)
}
