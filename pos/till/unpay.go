package till

import (
	"holdfast/pos"
	"holdfast/pos/record"
)

// DropTender takes one payment back, from 1 as [Till.Sale] lists them, and frees what was reserved for it. Paid.Back
// is what goes back to the customer: cash, or a payment that has to be voided at its terminal. With stored value goes the
// house float that was drawn beyond it, as float is only for what the member's own can't pay. What was rounded off with the
// last payment is worked out anew. With the last payment gone
// the sale can be changed again, at the prices of now.
//
// Like Cancel it leaves no record: nothing of the sale is in the books before Finish.
func (t *Till) DropTender(n int) (paid Paid, err error) {
	err = t.sell(func(s *sale) error {
		if n < 1 || n > len(s.Tenders) {
			return pos.E(pos.NotFound, "unpay", "the sale has no payment {}", n)
		}
		if s.Tenders[n-1].Kind == record.Rounding {
			n-- // it goes with the cash before it
		}
		dropped := s.Tenders[n-1]
		if err := s.dropTender(n); err != nil {
			return err
		}
		if dropped.Kind == record.Stored {
			for i := len(s.Tenders); i > 0; i-- {
				if s.Tenders[i-1].Kind != record.FloatT {
					continue
				}
				if err := s.dropTender(i); err != nil {
					return err
				}
			}
		}
		if len(dropped.Uses) == 0 {
			paid.Back = &Taken{dropped.Kind, dropped.Amount, dropped.Ref}
		}
		s.round()
		if err := s.price(); err != nil {
			return err
		}
		paid.settled(s)
		return nil
	})
	return paid, t.done(err)
}

// dropTender takes a payment out of the sale; those behind it move up, and what is reserved for them with them.
func (s *sale) dropTender(n int) error {
	s.Tenders = append(s.Tenders[:n-1:n-1], s.Tenders[n:]...)
	return s.tx.DropTender(s.ID, n)
}
