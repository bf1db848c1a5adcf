package till

import (
	"strings"
	"unicode/utf8"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// maxReason is the longest reason in characters; a record keeps it for good.
const maxReason = 200

// CashMoved is cash put into the drawer, or taken out of it, beside what customers pay and get.
type CashMoved struct {
	Amount  money.Fen `json:"amount"`
	DropDue bool      `json:"dropDue,omitempty"`
}

// CashIn puts cash into the drawer during a shift: change brought from the bank, say.
func (t *Till) CashIn(amount money.Fen, reason string) (CashMoved, error) {
	return t.moveCash("cash in", amount, reason, record.CashIn{Amount: amount, Reason: reason})
}

// CashOut takes cash out of the drawer during a shift, to the safe or the bank.
func (t *Till) CashOut(amount money.Fen, reason string) (CashMoved, error) {
	return t.moveCash("cash drop", amount, reason, record.CashOut{Amount: amount, Reason: reason})
}

// moveCash is by right and not by shift: whoever has the right comes to a colleague's drawer.
func (t *Till) moveCash(op string, amount money.Fen, reason string, body record.Body) (moved CashMoved, err error) {
	if amount <= 0 {
		return moved, pos.E(pos.Usage, op, "an amount must be above 0")
	}
	err = t.atDrawer(op, reason, body, func(tx *store.Tx) error {
		shift, err := tx.Shift()
		if err == nil && shift == nil {
			err = errNoShift
		}
		if err != nil || body.Kind() != record.KindCashOut {
			return err
		}
		in, err := tx.Drawer()
		if err == nil && amount > in {
			err = pos.E(pos.Insufficient, op, "there isn't so much in the drawer; count again what is taken out")
		}
		return err
	}, func(tx *store.Tx) error {
		moved.Amount = amount
		moved.DropDue, err = dropDue(tx)
		return err
	})
	return moved, err
}

// OpenDrawer opens the drawer without a payment, during a shift or not.
func (t *Till) OpenDrawer(reason string) error {
	nothing := func(*store.Tx) error { return nil }
	return t.atDrawer("drawer", reason, record.Drawer{Reason: reason}, nothing, nothing)
}

// atDrawer writes a record of the drawer, for a reason and by right.
func (t *Till) atDrawer(op, reason string, body record.Body, before, after func(*store.Tx) error) error {
	if err := checkReason(op, reason); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.done(t.update(func(tx *store.Tx) error {
		by, err := t.right(tx, pos.MayDrawer)
		if err != nil {
			return err
		}
		if err := before(tx); err != nil {
			return err
		}
		if _, err := tx.Append(by, body); err != nil {
			return err
		}
		return after(tx)
	}))
}

// dropDue reports whether as much cash is in the drawer as head office wants there at most.
func dropDue(tx *store.Tx) (bool, error) {
	policy, err := tx.Policy()
	if err != nil || policy.CashCeiling == 0 {
		return false, err
	}
	in, err := tx.Drawer()
	return in >= policy.CashCeiling, err
}

// checkReason refuses to do without a reason what needs one.
func checkReason(op, reason string) error {
	switch {
	case strings.TrimSpace(reason) == "":
		return pos.E(pos.Usage, op, "say why; a reason is needed")
	case !utf8.ValidString(reason):
		return pos.E(pos.Usage, op, "the reason has characters that can't be read; type it by hand")
	case utf8.RuneCountInString(reason) > maxReason:
		return pos.E(pos.Usage, op, "the reason is longer than {} characters", maxReason)
	}
	return nil
}
