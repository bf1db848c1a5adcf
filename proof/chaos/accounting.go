//go:build linux

package chaos

import (
	"fmt"

	"holdfast/proof"
)

// settleDown compares all books when nothing goes wrong any more.
func (w *world) settleDown() error {
	for range 2 { // what one till sends may settle what another waits for
		if err := w.each((*cashier).sync); err != nil {
			return err
		}
	}
	w.plan.Say("head office has everything; the books are compared")
	for _, k := range w.cashiers {
		if err := k.booked(); err != nil {
			return err
		}
	}
	if err := w.each((*cashier).verify); err != nil {
		return err
	}
	if answer, err := w.hq.Run("verify"); err != nil {
		return fmt.Errorf("hq verify: %s: %w", answer, err)
	}
	if err := w.hq.Running(); err != nil {
		return err
	}
	if err := w.compare(); err != nil {
		return err
	}
	list, err := w.hq.Exceptions()
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.Kind != "clock" { // those were put wrong
			return fmt.Errorf("an exception, though nobody did anything wrong: %+v", x)
		}
	}
	return nil
}

// compare holds what members own at head office against what was booked here.
func (w *world) compare() error {
	for _, phone := range w.members {
		m, err := w.hq.Member(phone)
		if err != nil {
			return err
		}
		value, points := w.books.owned(phone)
		if has := proof.Fen(m.Principal) + proof.Fen(m.Bonus); has != value+opening {
			return fmt.Errorf("head office says that %s owns %s, the receipts come to %s", phone, proof.Yuan(has), proof.Yuan(value+opening))
		}
		if has := parsePoints(m.Points) - parsePoints(m.Owed); has != points {
			return fmt.Errorf("head office says that %s has %s points and owes %s, the receipts come to %d/10000", phone, m.Points, m.Owed, points)
		}
	}
	return nil
}
