package store

import (
	"cmp"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Finding is what a reactor has a person look at.
type Finding struct {
	Kind    string
	What    string // names it within its kind; "": the record's receipt
	Member  string
	Amount  money.Fen
	ByHouse bool // Amount is what it cost the house
	Grows   bool // found again, it has the newer amount and note, unless a person has settled it
	Note    string
}

// Raise has a person look at a record, once for each thing that a finding names.
func (t *Tx) Raise(h record.Header, f Finding, now time.Time) error {
	if t.replaying() {
		return nil
	}
	x := exception{kind: f.Kind, what: cmp.Or(f.What, h.Receipt()), place: h.Place, receipt: h.Receipt(), member: f.Member, amount: f.Amount, note: f.Note}
	if f.ByHouse {
		x.bearer = house
	}
	if f.Grows {
		return t.raiseAt(x, now)
	}
	return t.raise(x, now)
}

// Sold is the sale of a receipt and its refunds in the journal up to a point, the oldest first; nil where head office has
// no such sale.
func (t *Tx) Sold(number string, upTo uint64) (sale *record.Sale, refunds []record.Refund, err error) {
	h, ok := receipt(number)
	if !ok {
		return nil, nil, nil
	}
	var bytes []byte
	err = t.tx.QueryRow("SELECT bytes FROM journal WHERE place = ? AND epoch = ? AND seq = ?", h.Place, int64(h.Epoch), int64(h.Seq)).Scan(&bytes)
	if none(err) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("receipt %s: %w", number, err)
	}
	b, ok := fact(bytes).(record.Sale)
	if !ok {
		return nil, nil, nil
	}
	for scan, err := range t.tx.Query("SELECT j.bytes FROM refunds r JOIN journal j ON j.hq_seq = r.hq_seq WHERE r.receipt = ? AND r.hq_seq <= ? ORDER BY r.hq_seq", number, int64(upTo)) {
		if err == nil {
			err = scan(&bytes)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("refunds of %s: %w", number, err)
		}
		if r, ok := fact(bytes).(record.Refund); ok {
			refunds = append(refunds, r)
		}
	}
	return &b, refunds, nil
}

// fact is the body of a record; nil where it can't be read.
func fact(bytes []byte) record.Body {
	s, err := record.Open(bytes)
	if err != nil {
		return nil
	}
	b, err := s.Decode()
	if err != nil {
		return nil
	}
	return b
}

// AnyMay reports whether one of these people has a right, as rights are now.
func (t *Tx) AnyMay(right pos.Right, people ...string) (bool, error) {
	policy, err := t.tillPolicy()
	if err != nil {
		return false, err
	}
	for _, id := range people {
		if id == "" {
			continue
		}
		who, err := t.staff(id)
		if none(err) {
			continue
		}
		if err != nil || policy.May(who, right) {
			return err == nil, err
		}
	}
	return false, nil
}
