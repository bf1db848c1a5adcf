package store

import (
	"errors"
	"fmt"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Operator is the person whose doing a record is; nobody for what the till does by itself. Where they lacked a right,
// Approved is who lent it to them on the spot, and Right which it is.
type Operator struct {
	ID, Approved string
	Right        pos.Right
}

// Append makes the journal's next record: it fills in the header, seals it, books its postings on the till's own
// accounts, and brings everything derived from the journal up to date, all in this transaction. There is no other way
// to make a record.
//
// A sale spends what its basket has reserved for tenders, and only that, whatever the time is by now. Any other record
// takes what is free: see Draw.
func (tx *Tx) Append(op Operator, body record.Body) (record.Sealed, error) {
	sealed, err := tx.seal(op, body)
	if err != nil {
		return sealed, err
	}
	if err := tx.mayBook(sealed); err != nil {
		return sealed, err
	}
	if err := ledger.Apply(accounts{tx}, sealed.Postings); err != nil {
		return sealed, tx.unbooked(sealed, err)
	}
	if _, err := tx.tx.Exec("INSERT INTO journal (seq, id, kind, time, bytes, hash) VALUES (?, ?, ?, ?, ?, ?)",
		sealed.Seq, sealed.ID, string(sealed.Kind), sealed.Time, sealed.Bytes, sealed.Hash[:]); err != nil {
		return sealed, invariant("write the journal", err)
	}
	for _, step := range []func(record.Sealed, record.Body) error{tx.derive, tx.addNews, tx.lotsMatch} {
		if err := step(sealed, body); err != nil {
			return sealed, invariant(string(sealed.Kind), err)
		}
	}
	if _, err := tx.tx.Exec("UPDATE state SET seen = ?", sealed.Time); err != nil {
		return sealed, fmt.Errorf("note the time: %w", err)
	}
	tx.at, tx.appended = nil, head{Seq: sealed.Seq, Hash: sealed.Hash}
	return sealed, nil
}

// seal makes the record that follows the journal's last one.
func (tx *Tx) seal(op Operator, body record.Body) (sealed record.Sealed, err error) {
	self, err := tx.Self()
	if err != nil {
		return sealed, err
	}
	h := record.Header{
		Place: self.Place, Epoch: self.Epoch, Store: self.Store,
		Time: tx.now.UnixMilli(), Operator: op.ID, Date: pos.Date(tx.now),
		Approved: op.Approved, Right: op.Right,
	}
	if h.ID, err = tx.NewID(); err != nil {
		return sealed, err
	}
	at, err := tx.standing()
	if err != nil {
		return sealed, err
	}
	h.Seq, h.Prev = at.seq+1, at.hash
	switch {
	case at.shift != nil:
		h.Shift, h.Date = at.shift.ID, at.shift.Date
	case body.Kind() == record.KindShiftOpen:
		h.Shift = h.ID
	}
	r, err := record.New(h, body)
	if err != nil {
		return sealed, err
	}
	sealed, err = record.Seal(r)
	return sealed, invariant("seal", err)
}

// mayBook refuses postings that are not a till's to make, and in doubt everything that takes value out of escrow.
func (tx *Tx) mayBook(r record.Sealed) error {
	if err := ledger.Allowed(r.Place, r.Epoch, r.Postings); err != nil {
		return invariant("book", err)
	}
	for _, p := range r.Postings {
		if parts, _ := p.Account.Split(); parts.Kind == ledger.KindEscrow && p.Amount < 0 {
			return tx.mayTake()
		}
	}
	return nil
}

// unbooked is the error of postings that can't be booked. Only the drawer may be short without anybody's mistake.
func (tx *Tx) unbooked(r record.Sealed, err error) error {
	if !errors.Is(err, ledger.ErrOverdrawn) {
		return invariant("book", err)
	}
	cash, cerr := tx.Drawer()
	if cerr != nil {
		return cerr
	}
	out := cash
	for _, p := range r.Postings {
		if p.Account == ledger.Taken(string(record.Cash), r.Place, r.Epoch) {
			out += money.Fen(p.Amount)
		}
	}
	if out < 0 {
		return pos.E(pos.State, "", "there is only {} in the drawer; pay cash in first", cash)
	}
	return invariant("book", err)
}

// mayTake refuses while the till is in doubt.
func (tx *Tx) mayTake() error {
	at, err := tx.standing()
	if err == nil && at.doubt != "" {
		return pos.E(pos.Insufficient, "", "nothing is spendable here: {}", pos.Heard(at.doubt))
	}
	return err
}

// invariant marks an error of something that must always hold; nil stays nil, and an error of the domain what it is.
func invariant(doing string, err error) error {
	if err == nil || pos.CodeOf(err) != pos.Internal {
		return err
	}
	return pos.E(pos.Internal, doing, "{}; nothing was written, call support", err.Error()).Because(err)
}

// broken is an invariant that does not hold.
func broken(format string, args ...any) error {
	return fmt.Errorf("broken invariant: "+format, args...)
}
