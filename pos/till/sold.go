package till

import (
	"context"
	"errors"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/refund"
	"holdfast/pos/till/store"
)

// Sold is what a receipt was for and what is left of it: what can be chosen from before a refund.
type Sold struct {
	Receipt string
	Lines   []SoldLine // none for a top-up, which is undone as a whole
	left    refund.Left
}

// SoldLine is a line of a receipt.
type SoldLine struct {
	Code, Name, NameEn string
	Qty                money.Qty // sold
	Left               money.Qty // not given back yet
	Amount             money.Fen // of what is left
}

// Back is what a refund of some of it would give back: of everything that is left where no items are named.
func (s Sold) Back(items []refund.Item) (refund.Plan, error) {
	if len(items) == 0 {
		items = s.left.All()
	}
	return s.left.Plan(items)
}

// Sold looks a receipt up for a refund. Like [Till.Refund] it fetches the right to it where that isn't here; the refund
// itself checks everything once more.
func (t *Till) Sold(ctx context.Context, number string) (sold Sold, err error) {
	receipt, ok := record.ParseReceipt(number)
	if !ok {
		return sold, pos.E(pos.NotFound, "refund", "no receipt has this number; type it as it is printed, such as {}-1-000123", t.place)
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	task, err := t.rightHere(ctx, receipt)
	if err == nil {
		sold, err = t.sold(receipt.Receipt())
	}
	if task != "" {
		err = errors.Join(err, t.deed(func(tx *store.Tx) error { return tx.EndTask(task) }))
	}
	return sold, t.done(err)
}

func (t *Till) sold(receipt string) (sold Sold, err error) {
	b, err := t.boughtWith(receipt)
	if err != nil {
		return sold, err
	}
	sold.Receipt = receipt
	if _, ok := b.body.(record.TopUp); ok {
		if len(b.back) > 0 {
			return sold, pos.E(pos.State, "refund", "{} was undone already", receipt)
		}
		return sold, nil
	}
	sale, ok := b.body.(record.Sale)
	if !ok {
		return sold, notRefundable(b.Sealed)
	}
	refunds, err := b.refunds()
	if err != nil {
		return sold, err
	}
	sold.left = refund.Of(sale, refunds)
	for _, l := range sold.left.Lines {
		sold.Lines = append(sold.Lines, SoldLine{l.Sold.Code, l.Sold.Name, l.Sold.NameEn, l.Sold.Qty, l.Qty, l.Amount})
	}
	if sold.left.Nothing() {
		return sold, pos.E(pos.State, "refund", "everything on {} was given back already", receipt)
	}
	return sold, nil
}
