package till

import (
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
)

// HeldSale is a sale that is parked (挂单). Nothing is reserved for it meanwhile.
type HeldSale struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"` // when it was parked
	By     string    `json:"by"` // who parked it
	Member string    `json:"member,omitempty"`
	Name   string    `json:"name,omitempty"` // the member's
	Lines  int       `json:"lines"`
	Total  money.Fen `json:"total"` // as it was quoted then
}

// Hold parks the open sale, so that the next customer can be served.
func (t *Till) Hold() (held HeldSale, err error) {
	err = t.sell(func(s *sale) error {
		held, err = s.hold()
		return err
	})
	return held, t.done(err)
}

func (s *sale) hold() (held HeldSale, err error) {
	switch {
	case s.ID == "" || len(s.Lines) == 0:
		return held, pos.E(pos.State, "hold", "nothing is in the sale; there is nothing to hold")
	case len(s.Tenders) > 0:
		return held, pos.E(pos.State, "hold", "payment has begun; finish the sale, or cancel it and give back what was taken")
	}
	s.HeldBy, s.PIN = s.op.ID, ""
	if err := s.save(); err != nil {
		return held, err
	}
	if err := s.tx.HoldBasket(s.ID); err != nil {
		return held, err
	}
	held, err = described(s.tx, *s.basket, s.tx.Now())
	*s.basket = basket{}
	return held, err
}

// Recall makes a parked sale the open one again (取单), whoever parked it, with today's prices of rules and tier.
func (t *Till) Recall(id string) (Totals, error) {
	return t.recall(id, func(*store.Tx, store.Operator) error { return nil })
}

// Exchange is Recall for a till at which a sale is open: that one is parked in its place, both or neither.
func (t *Till) Exchange(id string) (totals Totals, parked bool, err error) {
	totals, err = t.recall(id, func(tx *store.Tx, op store.Operator) error {
		open, err := t.open(tx, op)
		if err != nil {
			return err
		}
		if len(open.Lines) == 0 && len(open.Tenders) == 0 {
			return open.drop()
		}
		parked = true
		_, err = open.hold()
		return err
	})
	return totals, parked && err == nil, t.done(err)
}

// recall makes a parked sale the open one, once there is room for it.
func (t *Till) recall(id string, room func(*store.Tx, store.Operator) error) (totals Totals, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.update(func(tx *store.Tx) error {
		op, _, err := t.inShift(tx, pos.MaySell)
		if err != nil {
			return err
		}
		if err := room(tx, op); err != nil {
			return err
		}
		if _, err := tx.RecallBasket(id); err != nil {
			return err
		}
		s, err := t.open(tx, op)
		if err != nil {
			return err
		}
		if m, err := tx.Member(s.Member); err == nil {
			s.Tier = m.Tier
		} else if pos.CodeOf(err) != pos.NotFound {
			return err
		}
		if err := s.price(); err != nil {
			return err
		}
		totals = s.totals()
		return s.save()
	})
	return totals, err
}

// HeldSales lists the parked sales, the oldest first.
func (t *Till) HeldSales() (held []HeldSale, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.view(func(tx *store.Tx) error {
		if _, err := t.person(tx); err != nil {
			return err
		}
		all, err := tx.HeldBaskets()
		if err != nil {
			return err
		}
		for _, h := range all {
			var b basket
			if err := cbor.Unmarshal(h.Body, &b); err != nil {
				return err
			}
			d, err := described(tx, b, h.At)
			if err != nil {
				return err
			}
			held = append(held, d)
		}
		return nil
	})
	return held, err
}

// described is a parked sale with the name of its member.
func described(tx *store.Tx, b basket, at time.Time) (HeldSale, error) {
	held := HeldSale{ID: b.ID, At: inZone(at), By: b.HeldBy, Member: b.Member, Lines: len(b.Lines), Total: b.Quote.Total}
	if b.Member == "" {
		return held, nil
	}
	m, err := tx.Member(b.Member)
	if err != nil && pos.CodeOf(err) != pos.NotFound {
		return held, err
	}
	held.Name = m.Name
	return held, nil
}
