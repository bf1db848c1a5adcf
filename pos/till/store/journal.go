package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// Sale is the record behind a receipt's number: a sale or a top-up.
func (tx *Tx) Sale(receipt string) (record.Sealed, error) {
	self, err := tx.s.Enrolment()
	if err != nil {
		return record.Sealed{}, err
	}
	none := pos.E(pos.NotFound, "", "this till has no receipt "+receipt)
	of := fmt.Sprintf("%s-%d-", self.Place, self.Epoch)
	seq, err := strconv.ParseUint(strings.TrimPrefix(receipt, of), 10, 63)
	if err != nil || !strings.HasPrefix(receipt, of) {
		return record.Sealed{}, none
	}
	var b []byte
	err = tx.tx.QueryRow("SELECT j.bytes FROM sales s JOIN journal j USING (seq) WHERE s.seq = ?", seq).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return record.Sealed{}, none
	}
	if err != nil {
		return record.Sealed{}, err
	}
	return record.Open(b)
}

// LastReceipt is the number of the newest receipt, "" where there is none.
func (tx *Tx) LastReceipt() (string, error) {
	self, err := tx.s.Enrolment()
	if err != nil {
		return "", err
	}
	var seq uint64
	err = tx.tx.QueryRow("SELECT seq FROM sales ORDER BY seq DESC LIMIT 1").Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
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
	st.Head, st.Doubt = at.seq, at.doubt
	if err := tx.tx.QueryRow("SELECT acked FROM state").Scan(&st.Acked); err != nil {
		return st, err
	}
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
		return err
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
		for scan, err := range tx.tx.Query("SELECT bytes FROM journal WHERE seq >= ? ORDER BY seq LIMIT ?", from, count) {
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
			return pos.E(pos.Conflict, "ack", fmt.Sprintf("head office acknowledges record %d, and this till has %d", seq, head.seq))
		}
		if _, err := tx.tx.Exec("UPDATE state SET acked = ? WHERE acked < ?", seq, seq); err != nil {
			return err
		}
		_, err = tx.tx.Exec("UPDATE state SET hq_generation = ?, hq_seq = ?, hq_hash = ? WHERE (hq_generation, hq_seq) < (?, ?)",
			at.Generation, at.Seq, at.Hash[:], at.Generation, at.Seq)
		return err
	})
}
