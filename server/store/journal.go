package store

import (
	"encoding/json"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/record"
)

// journalRow is a row of the journal that is not yet written.
type journalRow struct {
	*record.Sealed
	hqSeq  uint64
	came   int64 // head office's time
	booked bool
	chain  record.Hash
}

// append gives a record its place in HQ's order and in its epoch. It is the only way into the journal.
func (t *Tx) append(e *epoch, s *record.Sealed, booked bool, now time.Time) (hqSeq uint64, err error) {
	h, err := t.end()
	if err != nil {
		return 0, err
	}
	h.seq, h.chain = h.seq+1, link(h.chain, s.Hash)
	t.rows = append(t.rows, journalRow{Sealed: s, hqSeq: h.seq, came: now.UnixMilli(), booked: booked, chain: h.chain})
	e.acked, e.hash, e.changed = s.Seq, s.Hash, true
	return h.seq, nil
}

func (t *Tx) writeJournal() error {
	const insert = `INSERT INTO journal (hq_seq, place, epoch, seq, kind, id, at, came, booked, bytes, hash, chain)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	for i := range t.rows {
		r := &t.rows[i]
		if _, err := t.tx.Exec(insert, int64(r.hqSeq), r.Place, int64(r.Epoch), int64(r.Seq), string(r.Kind), r.ID, r.Time, r.came, r.booked,
			r.Bytes, r.Hash[:], r.chain[:]); err != nil {
			return fmt.Errorf("write journal: %s: %w", r.Receipt(), err)
		}
	}
	t.rows = t.rows[:0]
	return nil
}

// own writes and books a record of HQ's own, and does what follows from it.
func (t *Tx) own(b record.Body, now time.Time) error {
	if err := t.enter(b, now); err != nil {
		return err
	}
	return t.follow(due(b.Postings(record.Header{})), now)
}

// enter writes and books a record of HQ's own, and nothing more.
func (t *Tx) enter(b record.Body, now time.Time) error {
	e, err := t.hq()
	if err != nil {
		return err
	}
	id, err := t.newID(now)
	if err != nil {
		return err
	}
	r, err := record.New(record.Header{Place: pos.HQ, Epoch: e.number, Seq: e.acked + 1, ID: id, Time: now.UnixMilli(),
		Date: pos.Date(now), Prev: e.hash}, b)
	if err != nil {
		return err
	}
	s, err := record.Seal(r)
	if err != nil {
		return err
	}
	if err := t.apply(&s.Record); err != nil {
		return fmt.Errorf("head office's %s: %w", r.Kind, err)
	}
	_, err = t.append(e, &s, true, now)
	return err
}

// known reports which of the records' ids the journal has already.
func (t *Tx) known(records []*prepared) (map[string]bool, error) {
	if err := t.writeJournal(); err != nil {
		return nil, err
	}
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = r.ID
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for scan, err := range t.tx.Query("SELECT id FROM journal WHERE id IN (SELECT value FROM json_each(?))", string(list)) {
		var id string
		if err == nil {
			err = scan(&id)
		}
		if err != nil {
			return nil, fmt.Errorf("look for ids: %w", err)
		}
		known[id] = true
	}
	return known, nil
}
