package store

import (
	"fmt"

	"holdfast/pos/record"
)

// refundOf names a record that gave something of a receipt back.
type refundOf struct {
	receipt string
	hqSeq   uint64
}

// refunded takes note of what a booked record says of refund rights: facts, on the replay.
func (r *replay) refunded(s record.Sealed) {
	number := ""
	switch b := tell(s.Record).body.(type) {
	case record.Release:
		id := epochID{s.Place, s.Epoch}
		r.released[id] = max(r.released[id], min(b.UpTo, s.Seq))
	case record.Refund:
		number = b.Receipt
	case record.TopVoid:
		number = b.Receipt
	}
	if _, ok := receipt(number); ok {
		r.refunds[refundOf{number, r.hqSeq}] = true
	}
}

func (r *replay) rights() error {
	for scan, err := range r.t.tx.Query("SELECT place, epoch, released FROM epochs ORDER BY place, epoch") {
		var id epochID
		var released uint64
		if err == nil {
			err = scan(&id.place, &id.number, &released)
		}
		if err != nil {
			return fmt.Errorf("read epochs: %w", err)
		}
		if released != r.released[id] {
			return differ("epoch %d of %s: refund rights released up to %d, by the journal %d", id.number, id.place, released, r.released[id])
		}
	}
	n := 0
	for scan, err := range r.t.tx.Query("SELECT receipt, hq_seq FROM refunds ORDER BY receipt, hq_seq") {
		var of refundOf
		if err == nil {
			err = scan(&of.receipt, &of.hqSeq)
		}
		if err != nil {
			return fmt.Errorf("read refunds: %w", err)
		}
		if !r.refunds[of] {
			return differ("journal %d is noted as a refund of %s, and is none", of.hqSeq, of.receipt)
		}
		n++
	}
	if n != len(r.refunds) {
		return differ("%d refunds are noted, %d are in the journal", n, len(r.refunds))
	}
	return nil
}
