package till

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// ShiftOpened is a cashier's session that has begun.
type ShiftOpened struct {
	Shift string    `json:"shift"`
	Date  string    `json:"date"` // business date of everything in it
	Float money.Fen `json:"float"`
}

// OpenShift begins the session of whoever is signed in, with so much cash in the drawer.
func (t *Till) OpenShift(float money.Fen) (opened ShiftOpened, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.update(func(tx *store.Tx) error {
		op, err := t.right(tx, pos.MaySell)
		if err != nil {
			return err
		}
		shift, err := tx.Shift()
		if err != nil {
			return err
		}
		if shift != nil {
			return ofAnother(tx, shift, "is open already; it must be closed first")
		}
		sealed, err := tx.Append(op, record.ShiftOpen{Float: float})
		opened = ShiftOpened{Shift: sealed.ID, Date: sealed.Date, Float: float}
		return err
	})
	return opened, t.done(err)
}

// ShiftClosed is a session that has ended: what should be in the drawer, what is, and what that leaves.
type ShiftClosed struct {
	Shift      string    `json:"shift"`
	Expected   money.Fen `json:"expected"`
	Counted    money.Fen `json:"counted"`
	Difference money.Fen `json:"difference"` // below zero where cash is missing
}

// CloseShift ends the open session with what was counted. A store manager may close anybody's.
func (t *Till) CloseShift(counted money.Fen) (closed ShiftClosed, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.update(func(tx *store.Tx) error {
		op, shift, err := t.inAnyShift(tx)
		if err != nil {
			return err
		}
		if err := dropIdle(tx); err != nil {
			return err
		}
		expected, err := tx.Drawer()
		if err != nil {
			return err
		}
		body := record.ShiftClose{Expected: expected, Counted: counted}
		closed = ShiftClosed{Shift: shift.ID, Expected: expected, Counted: counted, Difference: body.Difference()}
		_, err = tx.Append(op, body)
		return err
	})
	return closed, t.done(err)
}

// dropIdle ends the open sale where only a card was swiped, and refuses where there is more.
func dropIdle(tx *store.Tx) error {
	b, _, err := load(tx)
	if err != nil || b.ID == "" {
		return err
	}
	if len(b.Lines) > 0 || len(b.Tenders) > 0 {
		return pos.E(pos.State, "shift close", "a sale is open; finish or cancel it first")
	}
	return tx.DropBasket(b.ID)
}

// inOwnShift lets a person do what needs a right in their own shift only: the drawer is theirs to count.
func (t *Till) inOwnShift(tx *store.Tx, need pos.Right) (store.Operator, *store.Shift, error) {
	op, err := t.right(tx, need)
	if err != nil {
		return op, nil, err
	}
	shift, err := tx.Shift()
	if err == nil && shift == nil {
		err = errNoShift
	}
	if err == nil && shift.Operator != op.ID {
		err = ofAnother(tx, shift, "is open; they or a store manager must close it first")
	}
	return op, shift, err
}

// inAnyShift lets a store manager end what a cashier left open.
func (t *Till) inAnyShift(tx *store.Tx) (store.Operator, *store.Shift, error) {
	op, shift, err := t.inOwnShift(tx, pos.MaySell)
	if err == nil || pos.CodeOf(err) == pos.Internal {
		return op, shift, err
	}
	managing, lacks := t.right(tx, pos.MayManageShift)
	if lacks != nil {
		return op, shift, err
	}
	if shift, err = tx.Shift(); err == nil && shift == nil {
		err = errNoShift
	}
	return managing, shift, err
}

var errNoShift = pos.E(pos.State, "", "no shift is open; open one with the cash that is in the drawer")

func ofAnother(tx *store.Tx, shift *store.Shift, what string) error {
	name, err := nameOf(tx, shift.Operator)
	if err != nil {
		return err
	}
	return pos.E(pos.State, "", "the shift of "+name+" "+what)
}

// done wakes the line after a change that went well.
func (t *Till) done(err error) error {
	if err == nil {
		t.line.Nudge()
	}
	return err
}
