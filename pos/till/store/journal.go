package store

import (
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// Sale is this till's record behind a receipt's number, of any kind that has a receipt, on this machine or before it.
func (tx *Tx) Sale(receipt string) (record.Sealed, error) {
	none := pos.E(pos.NotFound, "", "this till has no receipt {}", receipt)
	seq, ok, err := tx.ownSeq(receipt)
	if err != nil {
		return record.Sealed{}, err
	}
	var found []record.Sealed
	if ok {
		found, err = tx.records("SELECT j.bytes FROM sales s JOIN journal j USING (seq) WHERE s.seq = ?", seq)
	} else {
		found, err = tx.pastSale(receipt)
	}
	if err != nil {
		return record.Sealed{}, err
	}
	if len(found) == 0 {
		return record.Sealed{}, none
	}
	return found[0], nil
}

// ownSeq is the seq in a receipt's number, if it has this till's place and epoch.
func (tx *Tx) ownSeq(receipt string) (seq uint64, ok bool, err error) {
	self, err := tx.Self()
	if err != nil {
		return 0, false, err
	}
	number, ok := strings.CutPrefix(receipt, fmt.Sprintf("%s-%d-", self.Place, self.Epoch))
	if !ok {
		return 0, false, nil
	}
	seq, err = strconv.ParseUint(number, 10, 63)
	return seq, err == nil && receipt == record.Header{Place: self.Place, Epoch: self.Epoch, Seq: seq}.Receipt(), nil
}

// records is all that a query finds of the journal's bytes.
func (tx *Tx) records(query string, args ...any) (list []record.Sealed, err error) {
	for r, err := range tx.opened(query, args...) {
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// opened opens what a query finds of the journal's bytes, each only when it is come to; an error is the last.
func (tx *Tx) opened(query string, args ...any) iter.Seq2[record.Sealed, error] {
	return func(yield func(record.Sealed, error) bool) {
		for scan, err := range tx.tx.Query(query, args...) {
			var b []byte
			if err == nil {
				err = scan(&b)
			}
			var r record.Sealed
			if err == nil {
				r, err = record.Open(b)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// LastReceipt is the number of the newest receipt, "" where there is none.
func (tx *Tx) LastReceipt() (string, error) {
	self, err := tx.Self()
	if err != nil {
		return "", err
	}
	var seq uint64
	err = tx.tx.QueryRow("SELECT seq FROM sales ORDER BY seq DESC LIMIT 1").Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return tx.pastReceipt(self.Place)
	}
	return record.Header{Place: self.Place, Epoch: self.Epoch, Seq: seq}.Receipt(), err
}

// Status is where the journal stands.
type Status struct {
	Head   uint64
	Acked  uint64
	Unsent uint64    // records that HQ has not acknowledged
	Oldest time.Time // of the first of them; zero where there is none
	Doubt  string    // why nothing held here may be spent; "" normally
}

// Counts is where the journal stands.
func (tx *Tx) Counts() (st Status, err error) {
	at, err := tx.standing()
	if err != nil {
		return st, err
	}
	st.Head, st.Acked, st.Doubt = at.seq, at.acked, at.doubt
	if st.Acked >= st.Head {
		return st, nil
	}
	st.Unsent = st.Head - st.Acked
	var ms int64
	err = tx.tx.QueryRow("SELECT time FROM journal WHERE seq = ?", st.Acked+1).Scan(&ms)
	st.Oldest = time.UnixMilli(ms)
	return st, err
}

// State is where journal, acknowledgement and feed stand, for the uplink.
func (s *Store) State() (st uplink.State, err error) {
	err = s.View(func(tx *Tx) error {
		at, err := tx.standing()
		if err != nil {
			return err
		}
		st.HeadSeq, st.HeadHash = at.seq, wire.Hash(at.hash)
		var b []byte
		err = tx.tx.QueryRow("SELECT acked, feed_generation, feed_at, hq_generation, hq_seq, hq_hash FROM state").
			Scan(&st.Acked, &st.Feed.Generation, &st.Feed.At, &st.Seen.Generation, &st.Seen.Seq, &b)
		copy(st.Seen.Hash[:], b)
		if err == nil && st.Feed == (wire.Cursor{}) {
			st.Feed, err = tx.stagedEnd()
		}
		if err != nil {
			return err
		}
		engine, err := tx.Rules()
		if err != nil {
			return err
		}
		st.Rules = wire.Rules{Version: uint64(engine.Rules().Version), PublishedMS: engine.Rules().Published}
		return nil
	})
	return st, err
}

// Has reports whether the journal holds a record with this seq and hash.
func (s *Store) Has(seq uint64, hash wire.Hash) (has bool, err error) {
	if seq == 0 {
		return true, nil
	}
	err = s.View(func(tx *Tx) error {
		return tx.tx.QueryRow("SELECT count(*) FROM journal WHERE seq = ? AND hash = ?", seq, hash[:]).Scan(&has)
	})
	return has, err
}

// Records is the bytes of the records from a seq, in order: at most count of them and about size bytes, and at least
// one where there is one.
func (s *Store) Records(from uint64, count, size int) (records [][]byte, err error) {
	err = s.View(func(tx *Tx) error {
		for scan, err := range tx.tx.Query("SELECT bytes FROM journal WHERE seq >= ? ORDER BY seq LIMIT +?", from, count) {
			var b []byte
			if err == nil {
				err = scan(&b)
			}
			if err != nil {
				return err
			}
			if size -= len(b); size < 0 && len(records) > 0 {
				return nil
			}
			records = append(records, b)
		}
		return nil
	})
	return records, err
}

// Acked notes that HQ has booked all records up to seq, and how far HQ's own journal is.
func (s *Store) Acked(seq uint64, at wire.Position) error {
	return s.Update(func(tx *Tx) error {
		head, err := tx.standing()
		if err != nil {
			return err
		}
		if seq > head.seq {
			return pos.E(pos.Conflict, "ack", "head office acknowledges record {}, and this till has {}", seq, head.seq)
		}
		// An HQ that was restored from a backup may have less than it once acknowledged; it gets the rest again.
		var was uint64
		if err := tx.tx.QueryRow("SELECT hq_generation FROM state").Scan(&was); err != nil {
			return err
		}
		if was > 0 && was < at.Generation {
			if err := tx.again(seq); err != nil {
				return err
			}
		}
		tx.at = nil
		if _, err := tx.tx.Exec("UPDATE state SET acked = ? WHERE acked < ? OR hq_generation < ?", seq, seq, at.Generation); err != nil {
			return err
		}
		_, err = tx.tx.Exec("UPDATE state SET hq_generation = ?, hq_seq = ?, hq_hash = ? WHERE (hq_generation, hq_seq) < (?, ?)",
			at.Generation, at.Seq, at.Hash[:], at.Generation, at.Seq)
		return err
	})
}
