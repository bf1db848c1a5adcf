package till

import (
	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
)

// Spendable is what a member may spend at this till now, and why it isn't more.
type Spendable struct {
	Here       money.Fen    `json:"here"`            // stored value
	HerePoints money.Points `json:"herePoints"`      //
	Float      money.Fen    `json:"float,omitempty"` // house float that a payment with stored value may draw beyond that, while cut off
	Waits      money.Fen    `json:"waits,omitempty"` // stored value that is held here and may be spent only when head office has been heard of again
	Frozen     pos.Text     `json:"frozen,omitzero"` // why nothing may be spent
}

// spendable fills it in. What the open sale has set aside for its member, and not paid with yet, is theirs to spend.
func (t *Till) spendable(tx *store.Tx, s *Spendable, m pos.Member, online bool) (err error) {
	if s.Frozen, err = barred(tx, m); err != nil || !s.Frozen.IsZero() {
		return err
	}
	b, _, err := load(tx)
	if err != nil {
		return err
	}
	if b.Member != m.ID {
		b = basket{Member: m.ID}
	}
	lots, err := tx.Lots(m.ID, b.ID)
	if err != nil {
		return err
	}
	now := tx.Now().UnixMilli()
	s.Here = money.Fen(escrow.Spendable(lots, now, stored...))
	s.HerePoints = money.Points(escrow.Spendable(lots, now, ledger.Points))
	if !online {
		s.Waits = money.Fen(escrow.Ended(lots, now, stored...))
		s.Float, err = (&sale{basket: &b, till: t, tx: tx}).float(s.Here)
	}
	return err
}
