package till

import (
	"errors"
	"fmt"
	"slices"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// bought is all that there is to know of a receipt: its record, and those of what was given back, oldest first.
type bought struct {
	record.Sealed
	body record.Body
	back []record.Sealed
}

// errNoFacts is the right to refund a receipt without what there is to know of it: the till went down in between.
var errNoFacts = pos.E(pos.Offline, "refund", "what was refunded of this receipt elsewhere is not known here; try again when the line is up")

// known is what there is to know of a receipt whose right is here. Where the right never left, that is in this till's
// journal; where head office granted it, in head office's answer, and in the journal what was refunded here since.
func known(tx *store.Tx, receipt string) (b bought, err error) {
	granted, err := tx.Lots(receipt, "")
	if err != nil {
		return b, err
	}
	if len(granted) == 0 {
		b.Sealed, err = tx.Sale(receipt)
	} else {
		err = b.told(tx, receipt)
	}
	if err != nil {
		return b, err
	}
	own, err := tx.Refunds(receipt)
	if err != nil {
		return b, err
	}
	for _, r := range own {
		if !slices.ContainsFunc(b.back, func(told record.Sealed) bool { return told.Hash == r.Hash }) {
			b.back = append(b.back, r)
		}
	}
	b.body, err = b.Decode()
	return b, err
}

// told is what head office told when the right came here.
func (b *bought) told(tx *store.Tx, receipt string) error {
	sold, err := tx.Foreign(receipt)
	if pos.CodeOf(err) == pos.NotFound {
		return errNoFacts
	}
	if err != nil {
		return err
	}
	b.Sealed, b.back, err = readSold(receipt, sold)
	return err
}

// readSold reads what head office told of a receipt. It must be all about that receipt: a refund that can't be read would be
// given back a second time.
func readSold(receipt string, sold record.Sold) (of record.Sealed, back []record.Sealed, err error) {
	if of, err = record.Open(sold.Record); err != nil {
		return of, nil, err
	}
	if of.Receipt() != receipt {
		return of, nil, fmt.Errorf("asked for receipt %s, and was told of %s", receipt, of.Receipt())
	}
	for _, bytes := range sold.Refunds {
		r, err := record.Open(bytes)
		if err != nil {
			return of, nil, err
		}
		body, err := r.Decode()
		if err != nil {
			return of, nil, err
		}
		refund, isRefund := body.(record.Refund)
		void, isVoid := body.(record.TopVoid)
		if !(isRefund && refund.Receipt == receipt || isVoid && void.Receipt == receipt) {
			return of, nil, fmt.Errorf("told of %s, a %s, as a refund of receipt %s", r.Receipt(), r.Kind, receipt)
		}
		back = append(back, r)
	}
	return of, back, nil
}

// boughtWith is known in a transaction of its own.
func (t *Till) boughtWith(receipt string) (b bought, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.view(func(tx *store.Tx) (err error) { b, err = known(tx, receipt); return err })
	return b, err
}

// refunds is the refunds that there were of a sale.
func (b bought) refunds() (refunds []record.Refund, err error) {
	for _, r := range b.back {
		body, err := r.Decode()
		if err != nil {
			return nil, err
		}
		if r, ok := body.(record.Refund); ok {
			refunds = append(refunds, r)
		}
	}
	return refunds, nil
}

// givenBack is what this till knows to have been given back for a receipt of its own, for its reprint.
func givenBack(tx *store.Tx, receipt string) (list []record.Record, err error) {
	b, err := known(tx, receipt)
	if errors.Is(err, errNoFacts) {
		b.back, err = tx.Refunds(receipt)
	}
	for _, r := range b.back {
		list = append(list, r.Record)
	}
	return list, err
}
