package store

import (
	"holdfast/pos"
	"holdfast/pos/record"
)

func (tx *Tx) openShift(r record.Sealed, b record.ShiftOpen) error {
	if r.Shift != r.ID {
		return pos.E(pos.State, "", "a shift is open already; close it first")
	}
	_, err := tx.tx.Exec("INSERT INTO shifts (id, opened, operator, date, time, float) VALUES (?, ?, ?, ?, ?, ?)",
		r.ID, r.Seq, r.Operator, r.Date, r.Time, int64(b.Float))
	return err
}

// closeShift ends the open shift. Its record has emptied the drawer, or it would carry cash into the next one.
func (tx *Tx) closeShift(r record.Sealed, b record.ShiftClose) error {
	if r.Shift == "" {
		return pos.E(pos.State, "", "no shift is open")
	}
	left, err := tx.Drawer()
	if err != nil {
		return err
	}
	if left != 0 {
		return broken("the drawer has %s when its shift is closed with %s expected", left, b.Expected)
	}
	_, err = tx.tx.Exec("UPDATE shifts SET closed = ?, expected = ?, counted = ? WHERE id = ?", r.Seq, int64(b.Expected), int64(b.Counted), r.Shift)
	return err
}
