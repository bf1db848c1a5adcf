package till

import (
	"context"
	"strconv"
	"unicode/utf8"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/money"
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
}

func (s *sale) totals() Totals {
	return Totals{s.Quote.Total, s.due(), s.Quote.Discount, s.earned(), len(s.Lines)}
}

// Total adds up the open sale. As payment comes next, it asks for stored value that lacks here.
func (t *Till) Total(ctx context.Context) (totals Totals, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	if _, err := t.fetch(ctx, Rest); err != nil {
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
	Due    money.Fen `json:"due"`
	Change money.Fen `json:"change"`
}

// Pay takes a tender. What it reserves is this sale's from here on, across a crash; Finish spends it. ref is an outside
// terminal's reference.
func (t *Till) Pay(ctx context.Context, kind record.TenderKind, amount money.Fen, ref string) (paid Paid, err error) {
	if err := payable(kind, ref); err != nil {
		return paid, err
	}
	if kind == record.Stored {
		return t.payStored(ctx, amount)
	}
	err = t.sell(func(s *sale) error {
		amount, err := s.tendered(kind, amount)
		if err != nil {
			return err
		}
		return s.take(record.Tender{Kind: kind, Amount: amount, Ref: ref}, &paid)
	})
	return paid, err
}

// payable refuses tenders that there aren't, or aren't yet.
func payable(kind record.TenderKind, ref string) error {
	switch kind {
	case record.Cash, record.Bank, record.Wallet, record.Stored:
	case record.PointsT, record.Coupon, record.GiftCard:
		return pos.E(pos.Unbuilt, "pay", "paying with "+string(kind)+" is not built yet")
	default:
		return pos.E(pos.Usage, "pay", "there is no tender "+strconv.Quote(string(kind))+"; cash, bank, wallet and stored can be used")
	}
	if utf8.RuneCountInString(ref) > maxRef {
		return pos.E(pos.Usage, "pay", "the reference is longer than "+strconv.Itoa(maxRef)+" characters")
	}
	return nil
}

// payStored reserves stored value that is held here, after asking for what lacks.
func (t *Till) payStored(ctx context.Context, amount money.Fen) (paid Paid, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	answer, err := t.fetch(ctx, amount)
	if err != nil {
		return paid, err
	}
	var member string
	var here money.Fen
	err = t.sell(func(s *sale) error {
		if err := s.member(); err != nil {
			return err
		}
		amount, err := s.tendered(record.Stored, amount)
		if err != nil {
			return err
		}
		lots, err := s.tx.Lots(s.Member, s.ID)
		if err != nil {
			return err
		}
		now, order := s.tx.Now().UnixMilli(), escrow.ValueOrder(s.rules.Stored.BonusFirst())
		member, here = s.Member, money.Fen(escrow.Spendable(lots, now, order...))
		uses, err := escrow.Take(lots, int64(amount), now, order...)
		if err != nil {
			return err
		}
		if err := s.tx.Reserve(s.ID, len(s.Tenders)+1, s.Member, uses); err != nil {
			return err
		}
		return s.take(record.Tender{Kind: record.Stored, Amount: amount, Uses: uses}, &paid)
	})
	if pos.CodeOf(err) != pos.Insufficient {
		return paid, err
	}
	if refused := refusal(answer); refused != nil {
		return paid, refused
	}
	return paid, t.shortage(ctx, member, here)
}

// tendered is the amount that a tender brings: Rest is what is due, and only cash may be more.
func (s *sale) tendered(kind record.TenderKind, amount money.Fen) (money.Fen, error) {
	due := s.due()
	switch {
	case len(s.Lines) == 0:
		return 0, pos.E(pos.State, "pay", "nothing is in the sale; scan something first")
	case due == 0:
		return 0, pos.E(pos.State, "pay", "nothing is due any more; finish the sale")
	case len(s.Tenders) >= maxTenders:
		return 0, pos.E(pos.State, "pay", "a sale has at most "+strconv.Itoa(maxTenders)+" payments; pay the rest at once after cancelling")
	case amount == Rest:
		return due, nil
	case amount < 0:
		return 0, pos.E(pos.Usage, "pay", "an amount must be above 0")
	case kind != record.Cash && amount > due:
		return 0, pos.E(pos.State, "pay", "only "+due.String()+" is due, and change is given for cash only")
	}
	return amount, nil
}

func (s *sale) take(tender record.Tender, paid *Paid) error {
	s.Tenders = append(s.Tenders, tender)
	*paid = Paid{Due: s.due(), Change: s.change()}
	return nil
}
