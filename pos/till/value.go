package till

import (
	"context"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// stored is the assets that stored value is made of, in no order.
var stored = []ledger.Asset{ledger.Principal, ledger.Bonus}

// wants says what of the member's value the open sale comes near to being paid with.
type wants func(*sale) (value money.Fen, points money.Points, err error)

// wantsValue is a payment with stored value; Rest is all that is due.
func wantsValue(upTo money.Fen) wants {
	return func(s *sale) (money.Fen, money.Points, error) {
		if upTo == Rest {
			return s.due(), 0, nil
		}
		return min(s.due(), upTo), 0, nil
	}
}

// wantsPoints is a payment with points.
func wantsPoints(upTo money.Fen) wants {
	return func(s *sale) (money.Fen, money.Points, error) {
		value, _, err := wantsValue(upTo)(s)
		points, _, _ := s.rules.Points.Pays(value)
		return 0, points, err
	}
}

// wantsEither is before it is known how the member pays. Points are asked for only as far as they have any.
func wantsEither(s *sale) (money.Fen, money.Points, error) {
	points, _, _ := s.rules.Points.Pays(s.due())
	if points == 0 || s.Member == "" {
		return s.due(), 0, nil
	}
	b, err := s.tx.Balance(s.Member)
	return s.due(), min(points, max(0, b.Points-b.Owes().Points)), err
}

// fetched is head office's answer to what the open sale lacked, and whose it was; empty where nothing was asked.
type fetched struct {
	store.RequestState
	sale, member string
}

// same refuses to pay with what was fetched for another sale, or for another member: the till goes on while a payment waits.
func (f fetched) same(s *sale) error {
	if f.sale != "" && (f.sale != s.ID || f.member != s.Member) {
		return pos.E(pos.State, "pay", "the sale has changed meanwhile; look at what is due, then pay again")
	}
	return nil
}

// fetch asks head office for the member's value that the open sale lacks here and waits until it is here, refused, or ctx
// ends; then it takes the request back and goes on as if cut off. It doesn't ask while the line is down, nor when
// nothing lacks. A refusal is the request's state, not an error.
func (t *Till) fetch(ctx context.Context, what wants) (f fetched, err error) {
	if online, _ := t.line.Online(); !online {
		return f, nil
	}
	id, f, err := t.request(what)
	if err != nil || id == "" {
		return f, err
	}
	f.RequestState, err = t.await(ctx, id)
	return f, err
}

// request stores a request for what lacks; its id is "" where nothing does, or nobody can sell.
func (t *Till) request(what wants) (id string, f fetched, err error) {
	err = t.sell(func(s *sale) error {
		value, points, err := what(s)
		if err != nil || value == 0 && points == 0 {
			return err
		}
		_, card, err := s.spender()
		if err != nil {
			return err
		}
		if forValue(card) != nil {
			value = 0
		}
		lacks := wire.Request{Holder: s.Member, Card: s.Card}
		if lacks.Value, err = s.claim(int64(value), escrow.ValueOrder(s.rules.Stored.BonusFirst())...); err != nil {
			return err
		}
		if lacks.Points, err = s.claim(int64(points), ledger.Points); err != nil || nothing(lacks) {
			return err
		}
		r, err := s.tx.AskFor(s.ID, lacks)
		id, f.sale, f.member = r.ID, s.ID, s.Member
		return err
	})
	if err != nil && pos.CodeOf(err) != pos.Internal {
		return "", fetched{}, nil // nothing of the member's can be spent now; a payment will be told why
	}
	return id, f, err
}

// claim earmarks, of what this sale may be paid with here and now in some assets, what it wants, and returns how much
// lacks. Without it head office, which recalls what is more than an allowance, could take what is held here while it
// sends what lacks.
func (s *sale) claim(want int64, assets ...ledger.Asset) (lacks int64, err error) {
	own, err := s.tx.Lots(s.Member, s.ID)
	if err != nil {
		return 0, err
	}
	free, err := s.tx.Lots(s.Member, "")
	if err != nil {
		return 0, err
	}
	now := s.tx.Now().UnixMilli()
	spendable := escrow.Spendable(own, now, assets...)
	earmarked := spendable - escrow.Spendable(free, now, assets...)
	if more := min(spendable, want) - earmarked; more > 0 {
		uses, err := escrow.Take(free, more, now, assets...)
		if err != nil {
			return 0, err
		}
		if err := s.tx.Earmark(s.ID, s.Member, uses); err != nil {
			return 0, err
		}
	}
	return max(0, want-spendable), nil
}

// Balance is a member's value as far as this till knows.
type Balance struct {
	Member string `json:"member"`
	Name   string `json:"name"`
	pos.Balance
	Available *pos.Balance `json:"available,omitempty"` // at head office, not held by any till; nil while offline
	Spendable
	Online bool `json:"online"`
}

// Balance looks up the member of the open sale. With the line up it first asks for what the sale lacks.
func (t *Till) Balance(ctx context.Context) (known Balance, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	if _, err := t.fetch(ctx, wantsEither); err != nil {
		return known, err
	}
	known.Online, _ = t.line.Online()
	if err := t.look(&known); err != nil {
		return known, err
	}
	if known.Online {
		if available, _, err := t.line.Enquire(ctx, known.Member); err == nil {
			known.Available = &available
		}
	}
	return known, nil
}

// look fills in what is known here.
func (t *Till) look(known *Balance) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.view(func(tx *store.Tx) error {
		if _, err := t.person(tx); err != nil {
			return err
		}
		m, err := memberOfSale(tx)
		if err != nil {
			return err
		}
		known.Member, known.Name = m.ID, m.Name
		if known.Balance, err = tx.Balance(m.ID); err != nil {
			return err
		}
		return t.spendable(tx, &known.Spendable, m, known.Online)
	})
}
