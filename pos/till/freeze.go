package till

import (
	"slices"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// unpay takes what is the member's out of the payment where something was learnt since pay that bars it: the card was
// reported lost, say, here or elsewhere. Then refused says why. The sale has to be saved all the same, so that nothing of
// it stays reserved; what another payment brought stays.
func (s *sale) unpay() (refused, err error) {
	if !slices.ContainsFunc(s.Tenders, func(t record.Tender) bool { return ofMember(t.Kind) }) {
		return nil, nil
	}
	_, _, why := s.spender()
	if why == nil || pos.CodeOf(why) == pos.Internal {
		return nil, why
	}
	var out money.Fen
	for n := len(s.Tenders); n > 0; n-- {
		if t := s.Tenders[n-1]; ofMember(t.Kind) {
			out += t.Amount
			if err := s.dropTender(n); err != nil {
				return nil, err
			}
		}
	}
	s.round()
	if err := s.tx.Unmark(s.ID, s.Member); err != nil {
		return nil, err
	}
	return pos.E(pos.State, "finish", "{}; {} was taken out of the payment, so {} is due again: take another payment", pos.TextOf(why), out, s.due()), nil
}
