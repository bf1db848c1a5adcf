//go:build linux

package chaos

import (
	"fmt"

	"holdfast/proof"
)

// settleDown compares all books when nothing goes wrong any more.
func (w *world) settleDown() error {
	if err := w.sync(); err != nil {
		return err
	}
	w.plan.Say("head office has everything; the books are compared")
	if err := w.frozenStayed(); err != nil {
		return err
	}
	if err := w.findCards(); err != nil {
		return err
	}
	for _, k := range w.cashiers {
		if err := k.booked(); err != nil {
			return err
		}
	}
	if err := w.compare(); err != nil {
		return err
	}
	if err := w.books.givenBack(); err != nil {
		return err
	}
	voids, err := w.checkCards()
	if err != nil {
		return err
	}
	if err := w.each((*cashier).agrees); err != nil {
		return err
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
	return w.exceptions(voids)
}

// sync brings all tills and head office to the same state.
func (w *world) sync() error {
	for range 2 { // what one till sends may settle what another waits for
		if err := w.each((*cashier).sync); err != nil {
			return err
		}
	}
	return nil
}

// compare holds what members own at head office against what was booked here. What they owe isn't theirs.
func (w *world) compare() error {
	for _, phone := range w.members {
		m, err := w.hq.Member(phone)
		if err != nil {
			return err
		}
		value, points := w.books.owned(phone)
		owed := proof.Fen(m.OwedValue) + proof.Fen(m.OwedBonus)
		if has := proof.Fen(m.Principal) + proof.Fen(m.Bonus) - owed; has != value+opening {
			return fmt.Errorf("head office says that %s owns %s, with %s that they owe taken off; the receipts come to %s",
				phone, proof.Yuan(has), proof.Yuan(owed), proof.Yuan(value+opening))
		}
		if has := parsePoints(m.Points) - parsePoints(m.Owed); has != points {
			return fmt.Errorf("head office says that %s has %s points and owes %s, the receipts come to %d/10000", phone, m.Points, m.Owed, points)
		}
	}
	return nil
}

// agrees wants a till to say of everybody what head office says, and of what it did what its cashier was told.
func (k *cashier) agrees() error {
	for _, phone := range k.w.members {
		m, err := k.w.hq.Member(phone)
		if err != nil {
			return err
		}
		for _, c := range m.Cards {
			a, err := k.Do("card " + c.Number)
			if err != nil {
				return err
			}
			if a.Text("status") != c.Status || a.OK() != (c.Status == "issued") {
				return fmt.Errorf("%s: head office says that card %s is %s, the till says %s", k.Code, c.Number, c.Status, a)
			}
		}
		if _, err := k.Expect("member "+phone, ""); err != nil {
			return err
		}
		a, err := k.Expect("balance", "")
		if err != nil {
			return err
		}
		if a.Text("principal") != m.Principal || a.Text("bonus") != m.Bonus || a.Text("points") != m.Points {
			return fmt.Errorf("%s: head office says of %s %+v, the till says %s", k.Code, phone, m, a)
		}
	}
	if err := k.giveUp(nil); err != nil {
		return err
	}
	return k.reprints()
}

// reprints holds what this till's receipts say against what was booked when they were made.
func (k *cashier) reprints() error {
	own := k.w.books.all(func(d deal) bool {
		place, epoch, _ := parts(d.receipt)
		return place == k.Code && epoch == k.epoch
	})
	for _, d := range own {
		a, err := k.Expect("print "+d.receipt, "")
		if err != nil {
			return err
		}
		told, err := readSlip(a.Text("text"))
		if err == nil {
			_, err = d.as(told)
		}
		if now, _ := d.as(told); err == nil && now != d {
			err = fmt.Errorf("%w: booked was %+v, the receipt comes to %+v", errWrong, d, now)
		}
		if err != nil {
			return fmt.Errorf("%s: receipt %s: %w", k.Code, d.receipt, err)
		}
	}
	return nil
}
