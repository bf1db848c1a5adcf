package store

import (
	"database/sql"
	"errors"
	"math"
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// The right to refund a receipt is in one place at a time: with the till that printed it, implied by its journal, until
// its own Release record; from then on at HQ or, as a lot of escrow, with the till that HQ granted it to.

// Refunds is the records of this till, on this machine or before it, that gave back what a receipt was paid with, oldest
// first: refunds, or the one that undid a top-up.
func (tx *Tx) Refunds(receipt string) ([]record.Sealed, error) {
	return tx.records(`SELECT bytes FROM (
			SELECT 1 AS own, p.epoch, p.seq, p.bytes FROM past_refunds r JOIN past p USING (epoch, seq) WHERE r.receipt = ?1
			UNION ALL SELECT 2, 0, r.seq, j.bytes FROM refunds r JOIN journal j USING (seq) WHERE r.receipt = ?1)
		ORDER BY own, epoch, seq`, receipt)
}

// Holds reports whether the right to refund a receipt is here: implied, or granted and not past its end. In doubt it is
// an error that says so.
func (tx *Tx) Holds(receipt string) (bool, error) {
	if err := tx.mayTake(); err != nil {
		return false, err
	}
	if own, err := tx.ownRight(receipt); err != nil || own != 0 {
		return own != 0, err
	}
	lots, err := tx.Lots(receipt, "")
	for _, l := range lots {
		// What is earmarked is here all the same: the right moves whole, and using it doesn't use it up.
		if l.Asset == ledger.Refund && l.Amount > 0 && (l.Ends == 0 || tx.now.UnixMilli() < l.Ends) {
			return true, err
		}
	}
	return false, err
}

// ownRight is the seq of a sale or top-up of this till whose refund right has never left; 0 for any other receipt.
func (tx *Tx) ownRight(receipt string) (seq uint64, err error) {
	own, ok, err := tx.ownSeq(receipt)
	if err != nil || !ok {
		return 0, err
	}
	err = tx.tx.QueryRow(`SELECT seq FROM sales WHERE seq = ?1 AND kind IN ('sale', 'topup')
		AND NOT EXISTS (SELECT 1 FROM releases WHERE sale = ?1) AND seq > `+watermark, own).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return seq, err
}

// watermark is the seq up to which all refund rights were released.
const watermark = "(SELECT coalesce(max(up_to), 0) FROM releases WHERE up_to IS NOT NULL)"

// Released is the seq up to which the refund rights of this till's receipts were released by date; 0: none.
func (tx *Tx) Released() (seq uint64, err error) {
	err = tx.tx.QueryRow("SELECT " + watermark).Scan(&seq)
	return seq, err
}

// SalesBefore is the last sale or top-up before a time whose refund right is not released yet; 0 where there is none. No
// younger one has a smaller seq, whatever the clock did: one that is dated in the future, by a clock that ran ahead, is as
// old as the next one that isn't.
func (tx *Tx) SalesBefore(t time.Time) (lastSeq uint64, err error) {
	err = tx.tx.QueryRow(`SELECT coalesce(max(seq), 0) FROM sales WHERE kind IN ('sale', 'topup') AND seq > `+watermark+` AND time < ?1
		AND seq < coalesce((SELECT min(seq) FROM sales WHERE seq > `+watermark+` AND kind IN ('sale', 'topup') AND time BETWEEN ?1 AND ?2), ?3)`,
		t.UnixMilli(), tx.now.UnixMilli(), int64(math.MaxInt64)).Scan(&lastSeq)
	return lastSeq, err
}

// Foreign is what HQ told of another till's receipt when its refund right came here; pos.NotFound where it hasn't.
func (tx *Tx) Foreign(receipt string) (sold record.Sold, err error) {
	var body []byte
	err = tx.tx.QueryRow("SELECT body FROM foreign_sales WHERE receipt = ?", receipt).Scan(&body)
	if err != nil {
		return sold, notFound(err, "head office has not told this till what receipt {} is about", receipt)
	}
	return sold, cbor.Unmarshal(body, &sold)
}

// PutForeign keeps it, so that the receipt can be refunded further while the till is cut off. It is forgotten when the
// right goes, or comes anew: others may have refunded meanwhile.
func (tx *Tx) PutForeign(receipt string, sold record.Sold) error {
	body, err := cbor.Marshal(sold)
	if err == nil {
		_, err = tx.tx.Exec("INSERT INTO foreign_sales (receipt, body) VALUES (?1, ?2) ON CONFLICT (receipt) DO UPDATE SET body = ?2", receipt, body)
	}
	return err
}

func (tx *Tx) forgetForeign(receipt string) error {
	_, err := tx.tx.Exec("DELETE FROM foreign_sales WHERE receipt = ?", receipt)
	return err
}

// PaidOutSince reports whether a record of this till, not older than a time, paid out stored value of a member.
func (tx *Tx) PaidOutSince(member string, t time.Time) (paid bool, err error) {
	err = tx.tx.QueryRow("SELECT EXISTS (SELECT 1 FROM sales WHERE member = ? AND member <> '' AND kind IN ('withdraw', 'card_return') AND time >= ?)", member, t.UnixMilli()).Scan(&paid)
	return paid, err
}

// mayRefund refuses to give back what the right isn't here for.
func (tx *Tx) mayRefund(receipt string) error {
	holds, err := tx.Holds(receipt)
	if err == nil && !holds {
		err = pos.E(pos.State, "", "the right to refund receipt {} is not at this till", receipt)
	}
	return err
}

// release notes that a right, or all up to a seq, have left.
func (tx *Tx) release(r record.Sealed, b record.Release) error {
	if err := tx.mayTake(); err != nil {
		return err
	}
	if b.Receipt == "" {
		_, err := tx.tx.Exec("INSERT INTO releases (seq, up_to) VALUES (?, ?)", r.Seq, b.UpTo)
		return err
	}
	sale, err := tx.ownRight(b.Receipt)
	if err != nil {
		return err
	}
	if sale == 0 {
		return broken("the right to refund %s is released, and is not this till's", b.Receipt)
	}
	if err := tx.forgetForeign(b.Receipt); err != nil {
		return err
	}
	_, err = tx.tx.Exec("INSERT INTO releases (seq, sale) VALUES (?, ?)", r.Seq, sale)
	return err
}

// addRefund notes that a record gave back what a receipt was paid with.
func (tx *Tx) addRefund(r record.Sealed, receipt string, void bool) error {
	if receipt == "" {
		return nil
	}
	if err := tx.mayRefund(receipt); err != nil {
		return err
	}
	_, err := tx.tx.Exec("INSERT INTO refunds (receipt, seq, void) VALUES (?, ?, ?)", receipt, r.Seq, void)
	return err
}
