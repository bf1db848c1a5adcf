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
		opened, err = openShift(tx, op, float)
		return err
	})
	return opened, t.done(err)
}

func openShift(tx *store.Tx, op store.Operator, float money.Fen) (opened ShiftOpened, err error) {
	shift, err := tx.Shift()
	if err == nil && shift != nil {
		err = ofAnother(tx, shift, "the shift of {} is open already; it must be closed first")
	}
	if err == nil {
		err = releaseOld(tx)
	}
	if err != nil {
		return opened, err
	}
	sealed, err := tx.Append(op, record.ShiftOpen{Float: float})
	return ShiftOpened{Shift: sealed.ID, Date: sealed.Date, Float: float}, err
}

// ShiftClosed is a session that has ended: what should be in the drawer, what is, and what that leaves.
type ShiftClosed struct {
	Shift      string    `json:"shift"`
	Expected   money.Fen `json:"expected"`
	Counted    money.Fen `json:"counted"`
	Difference money.Fen `json:"difference"` // below zero where cash is missing
}

// CloseShift ends the open session with what was counted, in sum and, where it was counted so, by denomination. A store
// manager may close anybody's.
func (t *Till) CloseShift(counted money.Fen, count []record.Notes) (closed ShiftClosed, err error) {
	if err := checkCount(counted, count); err != nil {
		return closed, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.update(func(tx *store.Tx) error {
		closed, err = t.closeShift(tx, counted, count)
		return err
	})
	return closed, t.done(err)
}

func (t *Till) closeShift(tx *store.Tx, counted money.Fen, count []record.Notes) (closed ShiftClosed, err error) {
	op, shift, err := t.inAnyShift(tx)
	if err != nil {
		return closed, err
	}
	if err := dropIdle(tx); err != nil {
		return closed, err
	}
	if err := releaseOld(tx); err != nil {
		return closed, err
	}
	expected, err := tx.Drawer()
	if err != nil {
		return closed, err
	}
	body := record.ShiftClose{Expected: expected, Counted: counted, Count: count}
	_, err = tx.Append(op, body)
	return ShiftClosed{Shift: shift.ID, Expected: expected, Counted: counted, Difference: body.Difference()}, err
}

// maxNotes bounds a count by denomination: there are some fifteen, and a drawer holds no million of any.
const (
	maxKinds = 50
	maxNotes = 1_000_000
)

// checkCount refuses a count by denomination that doesn't come to the sum.
func checkCount(counted money.Fen, count []record.Notes) error {
	var sum money.Fen
	for i, n := range count {
		if n.Of <= 0 || n.Of > counted || n.N <= 0 || n.N > maxNotes || i >= maxKinds {
			return pos.E(pos.Conflict, "shift close", "{} × {} can't be in a drawer with {}; count again", n.N, n.Of, counted)
		}
		if sum += n.Of * money.Fen(n.N); sum > counted {
			break // before more of them wrap around
		}
	}
	if count != nil && sum != counted {
		return pos.E(pos.Conflict, "shift close", "the notes and coins don't come to {}; count again", counted)
	}
	return nil
}

// HandedOver is a shift that ended and the next one's beginning.
type HandedOver struct {
	ShiftClosed
	Next     ShiftOpened `json:"next"`
	SignedIn             // who works here now
}

// HandOver gives the till to a colleague, who types number and PIN: the open shift is closed with what was counted, and
// theirs opened with that as its float, both or neither. They are signed in afterwards.
func (t *Till) HandOver(who, secret string, counted money.Fen, count []record.Notes) (done HandedOver, err error) {
	if err := checkCount(counted, count); err != nil {
		return done, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if who == t.who {
		return done, pos.E(pos.Usage, "shift handover", "the till is handed over to a colleague; close the shift to end it")
	}
	next, err := t.prove("shift handover", who, secret)
	if err != nil {
		return done, err
	}
	err = t.update(func(tx *store.Tx) error {
		policy, err := tx.Policy()
		if err != nil {
			return err
		}
		if !policy.May(next, pos.MaySell) {
			return pos.E(pos.Forbidden, "shift handover", "{} ({}) may not sell; hand over to somebody who may", next.Name, next.Role)
		}
		if done.ShiftClosed, err = t.closeShift(tx, counted, count); err != nil {
			return err
		}
		done.Next, err = openShift(tx, store.Operator{ID: next.ID}, counted)
		return err
	})
	if err == nil {
		t.who, t.lender = next.ID, ""
		done.SignedIn = signedIn(next)
	}
	return done, t.done(err)
}

// dropIdle ends the open sale where only a card was swiped, and refuses where there is more.
func dropIdle(tx *store.Tx) error {
	b, _, err := load(tx)
	if err != nil || b.ID == "" {
		return err
	}
	if len(b.Lines) > 0 || len(b.Tenders) > 0 {
		return pos.E(pos.State, "shift close", "a sale is open; finish, hold or cancel it first")
	}
	return tx.DropBasket(b.ID)
}

// inShift lets a person do what needs a right in their own shift, as the drawer is theirs to count. A store manager may do
// it in anybody's: they are called over, and every record says who did what.
func (t *Till) inShift(tx *store.Tx, need pos.Right) (store.Operator, *store.Shift, error) {
	op, err := t.right(tx, need)
	if err != nil {
		return op, nil, err
	}
	shift, err := tx.Shift()
	if err == nil && shift == nil {
		err = errNoShift
	}
	if err == nil && shift.Operator != op.ID {
		may, failed := t.manages(tx)
		if err = failed; err == nil && !may {
			err = ofAnother(tx, shift, "the shift of {} is open; they or a store manager must close it first")
		}
	}
	return op, shift, err
}

// Manages reports whether whoever is signed in may work in anybody's shift, of their own right.
func (t *Till) Manages() (may bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.view(func(tx *store.Tx) error { may, err = t.manages(tx); return err })
	return may, err
}

func (t *Till) manages(tx *store.Tx) (bool, error) {
	op, err := t.right(tx, pos.MayManageShift)
	if _, lacks := Lacks(err); lacks {
		return false, nil
	}
	return err == nil && op.Approved == "", err
}

// inAnyShift lets a store manager end what a cashier left open.
func (t *Till) inAnyShift(tx *store.Tx) (store.Operator, *store.Shift, error) {
	op, shift, err := t.inShift(tx, pos.MaySell)
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

func ofAnother(tx *store.Tx, shift *store.Shift, message string) error {
	name, err := nameOf(tx, shift.Operator)
	if err != nil {
		return err
	}
	return pos.E(pos.State, "", message, name)
}

// done wakes the line after a change that went well.
func (t *Till) done(err error) error {
	if err == nil {
		t.line.Nudge()
	}
	return err
}
