package store

import (
	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// TakeGrant accepts a grant into escrow, or declines it for good, with a record either way. A grant that was dealt
// with already changes nothing. request is the one that the grant answers, "" for a standing allowance.
//
// Accept and tombstone are in one table keyed by the grant's id, written with the record: that is why a grant that
// comes twice, late, or after it was declined can't be taken in a second time.
func (s *Store) TakeGrant(blob []byte) (request string, err error) {
	self, err := s.Enrolment()
	if err != nil {
		return "", err
	}
	g, err := escrow.Open(self.HQKey, blob)
	if err != nil {
		return "", pos.E(pos.Forbidden, "grant", "a grant came that head office has not signed; nothing was taken in").Because(err)
	}
	if g.Place != self.Place || g.Epoch != self.Epoch {
		return "", pos.E(pos.Forbidden, "grant", "a grant for {}-{} came to {}-{}; nothing was taken in", g.Place, g.Epoch, self.Place, self.Epoch)
	}
	return g.Request, s.Update(func(tx *Tx) error { return tx.takeGrant(g, blob) })
}

func (tx *Tx) takeGrant(g escrow.Grant, blob escrow.Blob) error {
	var known bool
	if err := tx.tx.QueryRow("SELECT count(*) FROM grants WHERE id = ?", g.ID).Scan(&known); err != nil || known {
		return err
	}
	if at, err := tx.standing(); err != nil || at.doubt != "" {
		return err // an old copy takes nothing in; the grant stays in transit until the till is enrolled anew
	}
	r, why, err := tx.unwanted(g)
	if err != nil {
		return err
	}
	if why != "" {
		if _, err := tx.Append(Operator{}, record.Decline{Grant: blob, Why: why}); err != nil {
			return err
		}
		return tx.refused(g.Request, pos.Insufficient, "what head office sent could not be used any more ("+why+")")
	}
	if _, err := tx.Append(Operator{}, record.Accept{Grant: blob}); err != nil {
		return err
	}
	if g.Request == "" {
		return nil
	}
	if _, err := tx.tx.Exec("UPDATE requests SET status = 'granted', pin = ? WHERE id = ?", pinSum(g.Holder, r.pin), g.Request); err != nil {
		return err
	}
	return tx.earmark(r.basket, g)
}

// unwanted is why a grant is to be declined; "" if it isn't.
func (tx *Tx) unwanted(g escrow.Grant) (r request, why string, err error) {
	if g.Ends != 0 && tx.now.UnixMilli() >= g.Ends {
		why = "ended"
	}
	if g.Request == "" {
		left, err := tx.Left()
		if !left.Since.IsZero() {
			why = "closing"
		}
		return r, why, err
	}
	r, ok, err := tx.findRequest(g.Request)
	switch {
	case err != nil:
		return r, "", err
	case !ok:
		return r, "unknown", nil
	case r.status == RequestWithdrawn:
		return r, "withdrawn", nil
	case r.status != RequestOpen || r.holder != g.Holder:
		return r, "answered", nil
	}
	return r, why, nil
}

// earmark keeps what a request brought for its basket, if that is still open: a recall can't take it before the basket
// is finished, held or cancelled.
func (tx *Tx) earmark(basket string, g escrow.Grant) error {
	open, err := tx.isOpen(basket)
	if err != nil {
		return err
	}
	if !open {
		return tx.noteIdle(g.Holder)
	}
	var uses []escrow.Use
	for _, a := range g.Amounts {
		uses = append(uses, escrow.Use{Lot: g.ID, Asset: a.Asset, Amount: a.Amount})
	}
	return tx.Earmark(basket, g.Holder, uses)
}

// Surrender answers a recall: it returns, with a record, what HQ wants and no basket has set aside. seq is the
// journal's last record then. Neither a lot's end nor the lease matters: what can't be spent can be given back.
func (s *Store) Surrender(r wire.Recall) (seq uint64, err error) {
	err = s.Update(func(tx *Tx) error {
		at, err := tx.standing()
		if err == nil && at.doubt == "" {
			err = tx.surrender(r)
		}
		if err != nil {
			return err
		}
		at, err = tx.standing()
		if err == nil {
			seq = at.seq
		}
		return err
	})
	return seq, err
}

func (tx *Tx) surrender(r wire.Recall) error {
	lots, err := tx.lots(r.Holder, "")
	if err != nil {
		return err
	}
	want := make([]escrow.Amount, len(r.Amounts))
	for i, a := range r.Amounts {
		want[i] = escrow.Amount{Asset: ledger.Asset(a.Asset), Amount: a.Amount}
	}
	if uses := escrow.Surrender(lots, want, tx.now.UnixMilli()); len(uses) > 0 {
		_, err := tx.Append(Operator{}, record.Return{Recall: r.ID, Holder: r.Holder, Uses: uses})
		return err
	}
	for _, a := range want {
		if a.Asset == ledger.Refund && a.Amount > 0 {
			return tx.surrenderRight(r)
		}
	}
	return nil
}

// surrenderRight releases the right to refund a receipt of this till; one that has left already, or never was here,
// changes nothing.
func (tx *Tx) surrenderRight(r wire.Recall) error {
	own, err := tx.ownRight(r.Holder)
	if err != nil || own == 0 {
		return err
	}
	_, err = tx.Append(Operator{}, record.Release{Receipt: r.Holder, Recall: r.ID})
	return err
}
