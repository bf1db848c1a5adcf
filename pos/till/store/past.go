package store

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
)

// A machine that takes the place of another one has its journal from record 1 on, in an epoch of its own, and nothing of what
// the other one held. What the place did before comes from HQ, epoch by epoch and in order: the table past holds it without
// a gap from each epoch's first record, so what is there says what to ask for next, however often it is broken off.

// History takes HQ's answer to the question before, nil for none, and returns the next question; "" where nothing is left
// to ask for. An answer that doesn't continue what is here is not taken, and ends the asking.
func (s *Store) History(answer []byte) (next string, err error) {
	self, err := s.Enrolment()
	if err != nil || self.Epoch == 1 {
		return "", err
	}
	if answer == nil {
		return question(self.Epoch, 0, 0), nil
	}
	var h record.History
	if err := cbor.Unmarshal(answer, &h); err != nil {
		return "", nil //nolint:nilerr // nothing hangs on it
	}
	err = s.Update(func(tx *Tx) error {
		for i, b := range h.Records {
			ok, err := tx.takePast(self, b)
			if err != nil {
				return err
			}
			if !ok {
				h.Records = h.Records[:i]
				break
			}
		}
		for _, e := range h.Epochs {
			has, _, err := tx.pastHead(e.Epoch)
			if err != nil {
				return err
			}
			if has < e.Acked && e.Epoch < self.Epoch && (len(h.Records) > 0 || h.Epoch == 0) {
				next = question(self.Epoch, e.Epoch, has)
				return nil
			}
		}
		return nil
	})
	return next, err
}

func question(own, epoch, after uint64) string { return fmt.Sprintf("%d %d %d", own, epoch, after) }

// pastHead is the last record of an earlier epoch that is here.
func (tx *Tx) pastHead(epoch uint64) (seq uint64, hash record.Hash, err error) {
	var b []byte
	err = tx.tx.QueryRow("SELECT seq, hash FROM past WHERE epoch = ? ORDER BY seq DESC LIMIT 1", epoch).Scan(&seq, &b)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, hash, nil
	}
	copy(hash[:], b)
	return seq, hash, err
}

// takePast stores the next record of an earlier epoch; not ok for any other one.
func (tx *Tx) takePast(self Enrolment, b []byte) (ok bool, err error) {
	r, err := record.Open(b)
	if err != nil || r.Place != self.Place || r.Epoch == 0 || r.Epoch >= self.Epoch {
		return false, nil //nolint:nilerr // it isn't this place's past
	}
	seq, hash, err := tx.pastHead(r.Epoch)
	if err != nil || !r.Follows(seq, hash) {
		return false, err
	}
	var member, total any
	body, err := r.Decode()
	if err == nil { // else a newer program's
		if m, n, printed := receiptOf(body); printed {
			member, total = m, n
		}
	}
	if _, err := tx.tx.Exec("INSERT INTO past (epoch, seq, kind, member, total, shift, date, bytes, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		r.Epoch, r.Seq, string(r.Kind), member, total, r.Shift, r.Date, r.Bytes, r.Hash[:]); err != nil {
		return false, err
	}
	of := ""
	switch b := body.(type) {
	case record.Refund:
		of = b.Receipt
	case record.TopVoid:
		of = b.Receipt
	}
	if of != "" {
		_, err = tx.tx.Exec("INSERT INTO past_refunds (receipt, epoch, seq) VALUES (?, ?, ?)", of, r.Epoch, r.Seq)
		return err == nil, err
	}
	return true, nil
}

// pastSale is the record behind a receipt that this place printed before it was enrolled here.
func (tx *Tx) pastSale(receipt string) ([]record.Sealed, error) {
	self, err := tx.Self()
	if err != nil {
		return nil, err
	}
	h, ok := record.ParseReceipt(receipt)
	if !ok || h.Place != self.Place || h.Epoch >= self.Epoch || h.Receipt() != receipt {
		return nil, nil
	}
	return tx.records("SELECT bytes FROM past WHERE epoch = ? AND seq = ? AND total IS NOT NULL", h.Epoch, h.Seq)
}

// pastReceipt is the number of the newest receipt of before; "" where there is none.
func (tx *Tx) pastReceipt(place string) (string, error) {
	h := record.Header{Place: place}
	err := tx.tx.QueryRow("SELECT epoch, seq FROM past WHERE total IS NOT NULL ORDER BY epoch DESC, seq DESC LIMIT 1").Scan(&h.Epoch, &h.Seq)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return h.Receipt(), err
}

// pastShift is the shift that was closed last before, nil where there is none.
func (tx *Tx) pastShift() (*Shift, error) {
	closed, err := tx.records("SELECT bytes FROM past WHERE kind = 'shift_close' ORDER BY epoch DESC, seq DESC LIMIT 1")
	if err != nil || len(closed) == 0 {
		return nil, err
	}
	opened, err := tx.records("SELECT bytes FROM past WHERE kind = 'shift_open' AND shift = ?", closed[0].Shift)
	if err != nil || len(opened) == 0 {
		return nil, err
	}
	s := &Shift{ID: closed[0].Shift, Operator: opened[0].Operator, Date: opened[0].Date, Opened: time.UnixMilli(opened[0].Time)}
	var float money.Fen
	if body, err := opened[0].Decode(); err == nil {
		if b, ok := body.(record.ShiftOpen); ok {
			float = b.Float
		}
	}
	s.Float = float
	return s, nil
}

// pastShiftRecords is all records of a shift of before, in order.
func (tx *Tx) pastShiftRecords(shift string) ([]record.Sealed, error) {
	return tx.records(`SELECT p.bytes FROM past o JOIN past p ON p.epoch = o.epoch AND p.seq >= o.seq
			AND p.seq <= coalesce((SELECT seq FROM past WHERE kind = 'shift_close' AND shift = ?1), (SELECT max(seq) FROM past WHERE epoch = o.epoch))
		WHERE o.kind = 'shift_open' AND o.shift = ?1 ORDER BY p.seq`, shift)
}

// pastQuery is query for the records of before.
func (b Browse) pastQuery() query {
	q := query{text: "SELECT bytes FROM past WHERE true"}
	if !b.Journal {
		q.and("total IS NOT NULL")
	}
	if b.From != "" {
		q.and("date >= ?", b.From)
	}
	if b.To != "" {
		q.and("date <= ?", b.To)
	}
	if b.Before != (Spot{}) {
		q.and("(epoch, seq) < (?, ?)", b.Before.Epoch, b.Before.Seq)
	}
	if b.Only.Seq != 0 {
		q.and("seq = ? AND ? IN (epoch, 0)", b.Only.Seq, b.Only.Epoch)
	}
	if b.Kinds != nil {
		q.and("kind IN ("+marks(len(b.Kinds))+")", texts(b.Kinds)...)
	}
	if b.Members != nil {
		q.and("member <> '' AND member IN ("+marks(len(b.Members))+")", texts(b.Members)...)
	}
	if b.Least != 0 || b.Most != 0 {
		q.and("kind NOT IN ('reward', 'deduct') AND total >= ? AND (? = 0 OR total <= ?)", b.Least, b.Most, b.Most)
	}
	q.text += " ORDER BY epoch DESC, seq DESC"
	return q
}

// Spot is where a record of this place is: in which epoch, and its seq. Later ones come after earlier ones.
type Spot struct{ Epoch, Seq uint64 }

// ParseSpot reads a receipt's number of this place, as it is printed or as people shorten it: then of any epoch, which is 0.
func (tx *Tx) ParseSpot(number string) (at Spot, ours bool, err error) {
	if seq, err := strconv.ParseUint(strings.TrimSpace(number), 10, 63); err == nil && seq > 0 {
		return Spot{Seq: seq}, true, nil
	}
	self, err := tx.Self()
	h, ok := record.ParseReceipt(number)
	return Spot{h.Epoch, h.Seq}, ok && h.Place == self.Place, err
}

// comparePast looks whether what is here of before is what was sealed, from each epoch's first record on.
func comparePast(tx *sqlite.Tx, _ *replay) error {
	var last record.Sealed
	for scan, err := range tx.Query("SELECT epoch, seq, bytes, hash FROM past ORDER BY epoch, seq") {
		var at Spot
		var b, hash []byte
		if err == nil {
			err = scan(&at.Epoch, &at.Seq, &b, &hash)
		}
		var r record.Sealed
		if err == nil {
			r, err = record.Open(b)
		}
		if err != nil {
			return err
		}
		if r.Epoch != last.Epoch {
			last = record.Sealed{}
		}
		if r.Epoch != at.Epoch || r.Seq != at.Seq || !bytes.Equal(hash, r.Hash[:]) || !r.Follows(last.Seq, last.Hash) {
			return fmt.Errorf("record %d of epoch %d, of before this machine, is not what was sealed", at.Seq, at.Epoch)
		}
		last = r
	}
	return nil
}
