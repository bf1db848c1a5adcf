package store

import (
	"database/sql"
	"errors"
	"time"

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

// LastShift is the shift that was closed last, nil before the first.
func (tx *Tx) LastShift() (*Shift, error) {
	var s Shift
	var opened int64
	err := tx.tx.QueryRow("SELECT id, operator, date, time, float FROM shifts WHERE closed IS NOT NULL ORDER BY closed DESC LIMIT 1").Scan(&s.ID, &s.Operator, &s.Date, &opened, &s.Float)
	if errors.Is(err, sql.ErrNoRows) {
		return tx.pastShift()
	}
	s.Opened = time.UnixMilli(opened)
	return &s, err
}

// ShiftRecords is all records of a shift, from the one that opened it, in order.
func (tx *Tx) ShiftRecords(shift string) ([]record.Sealed, error) {
	own, err := tx.records(`SELECT j.bytes FROM shifts s JOIN journal j ON j.seq >= s.opened AND (s.closed IS NULL OR j.seq <= s.closed)
		WHERE s.id = ? ORDER BY j.seq`, shift)
	if err != nil || len(own) > 0 {
		return own, err
	}
	return tx.pastShiftRecords(shift)
}

// Days is the business dates that there are shifts of, the newest first.
func (tx *Tx) Days() (dates []string, err error) {
	for scan, err := range tx.tx.Query("SELECT date FROM shifts UNION SELECT date FROM past WHERE kind = 'shift_open' ORDER BY date DESC") {
		var d string
		if err == nil {
			err = scan(&d)
		}
		if err != nil {
			return nil, err
		}
		dates = append(dates, d)
	}
	return dates, nil
}
