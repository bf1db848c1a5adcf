package till

import (
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// releaseOld gives up the right to refund receipts whose time at this till is over: from then on any till may refund them
// with the line up. It is done where a shift begins or ends, cut off or not. A till that may be an old copy gives up
// nothing, as its other copy may have done so.
func releaseOld(tx *store.Tx) error {
	if counts, err := tx.Counts(); err != nil || counts.Doubt != "" {
		return err
	}
	policy, err := tx.Policy()
	if err != nil {
		return err
	}
	upTo, err := tx.SalesBefore(tx.Now().AddDate(0, 0, -policy.RefundDays))
	if err != nil {
		return err
	}
	released, err := tx.Released()
	if err != nil || upTo <= released {
		return err
	}
	_, err = tx.Append(store.Operator{}, record.Release{UpTo: upTo})
	return err
}
