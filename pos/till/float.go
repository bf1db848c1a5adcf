package till

import (
	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// float is the house money that this sale's member may be advanced now, beyond so much of their own value that pays
// first: what head office has granted this till of it, up to what one member may draw before the till hears of head office
// again, and never more than they have elsewhere as last known, less what they owe.
func (s *sale) float(own money.Fen) (money.Fen, error) {
	policy, err := s.tx.Policy()
	if err != nil || policy.FloatMember == 0 {
		return 0, err
	}
	lots, err := s.tx.Lots(ledger.TheHouse, s.ID)
	if err != nil {
		return 0, err
	}
	drawn, err := s.tx.Drawn(s.Member)
	if err != nil {
		return 0, err
	}
	b, err := s.tx.Balance(s.Member)
	if err != nil {
		return 0, err
	}
	owes := b.Owes()
	left := b.Stored() - owes.Value - owes.Bonus - own
	for _, t := range s.Tenders {
		if t.Kind == record.Stored || t.Kind == record.FloatT {
			left -= t.Amount
		}
		if t.Kind == record.FloatT {
			drawn += t.Amount
		}
	}
	most, err := s.mostFloat(policy)
	if err != nil {
		return 0, err
	}
	here := money.Fen(escrow.Spendable(lots, s.tx.Now().UnixMilli(), ledger.Principal))
	return max(0, min(here, most-drawn, left)), nil
}

// mostFloat is what the sale's member may draw at most: head office's limit, and so many of their usual payments.
func (s *sale) mostFloat(policy pos.Policy) (money.Fen, error) {
	typical, err := s.tx.Typical(s.Member)
	if typical == 0 {
		typical = policy.FloatUsual
	}
	if err != nil || typical == 0 {
		return policy.FloatMember, err
	}
	return min(policy.FloatMember, typical*money.Fen(policy.FloatPayments)), nil
}

// payFloat pays an amount with house money, as a tender of its own, if that is within what may be advanced. It becomes a
// claim on the member, which the next credit pays.
func (s *sale) payFloat(amount, most money.Fen, paid *Paid) error {
	if amount > most {
		return pos.E(pos.Insufficient, "pay", "not enough is held here")
	}
	lots, err := s.tx.Lots(ledger.TheHouse, s.ID)
	if err != nil {
		return err
	}
	uses, err := escrow.Take(lots, int64(amount), s.tx.Now().UnixMilli(), ledger.Principal)
	if err != nil {
		return err
	}
	paid.Float = amount
	return s.reserve(record.Tender{Kind: record.FloatT, Amount: amount, Uses: uses}, ledger.TheHouse, paid)
}
