package till

import (
	"errors"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
)

// NoMember makes the open sale nobody's; what was set aside of the member's value for it is free again.
func (t *Till) NoMember() error {
	return t.sell(func(s *sale) error {
		if s.Member == "" {
			return nil
		}
		if err := s.editable(); err != nil {
			return err
		}
		if err := s.tx.Unmark(s.ID, s.Member); err != nil {
			return err
		}
		s.Member, s.Card, s.Tier, s.PIN = "", "", "", ""
		return s.price()
	})
}

// NeedsPIN reports whether a payment of so much of the member's value takes their PIN first.
func (t *Till) NeedsPIN(amount money.Fen) (needs bool, err error) {
	err = t.view(func(tx *store.Tx) error {
		b, _, err := load(tx)
		if err != nil || b.Member == "" {
			return err
		}
		err = (&sale{basket: &b, till: t, tx: tx}).pinFor(amount)
		if needs = errors.Is(err, errNeedsPIN); needs {
			err = nil
		}
		return err
	})
	return needs, err
}

// PointsWorth is the most that so many points pay, in whole fen; 0 where points pay nothing.
func (t *Till) PointsWorth(points money.Points) (worth money.Fen, err error) {
	err = t.view(func(tx *store.Tx) error {
		rules, err := rulesOf(tx)
		worth = rules.Points.Worth(points)
		return err
	})
	return worth, err
}

// Converts is the bonus that points would become; ok is false where that is no whole number of fen.
func (t *Till) Converts(points money.Points) (bonus money.Fen, ok bool, err error) {
	err = t.view(func(tx *store.Tx) error {
		rules, err := rulesOf(tx)
		bonus, ok = rules.Points.Converts(points)
		return err
	})
	return bonus, ok, err
}

// Bonus is what head office would give for a top-up.
func (t *Till) Bonus(amount money.Fen) (bonus money.Fen, err error) {
	err = t.view(func(tx *store.Tx) error {
		rules, err := rulesOf(tx)
		bonus = rules.TopUp.Bonus(amount)
		return err
	})
	return bonus, err
}

// LookAtCard is a card, swiped or typed, and whose it is; nobody's where it is blank. The sale stays as it is.
func (t *Till) LookAtCard(numberOrTrack string) (card pos.Card, m pos.Member, err error) {
	number, err := cardNumber(numberOrTrack)
	if err != nil {
		return card, m, err
	}
	err = t.view(func(tx *store.Tx) (err error) {
		if _, err := t.person(tx); err != nil {
			return err
		}
		card, m, err = holder(tx, number)
		return err
	})
	return card, m, err
}

// HeldCount is how many sales are parked.
func (t *Till) HeldCount() (n int, err error) {
	err = t.view(func(tx *store.Tx) error {
		n, err = tx.HeldCount()
		return err
	})
	return n, err
}
