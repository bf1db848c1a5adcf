package console_test

import (
	"context"

	"pgregory.net/rapid"

	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/refund"
	"holdfast/pos/till/store"
)

// refund takes back some of any receipt there was, or all that is left of it.
func (c *chance) refund(t *rapid.T) {
	sales := c.sales()
	if len(sales) == 0 {
		return
	}
	receipt := rapid.SampledFrom(sales).Draw(t, "receipt")
	sale, err := receipt.Decode()
	c.Must(err)
	sold := sale.(record.Sale)
	var items []refund.Item
	if line := rapid.IntRange(0, len(sold.Lines)).Draw(t, "line"); line > 0 {
		items = append(items, refund.Item{Line: line, Qty: money.Qty(rapid.Int64Range(1, 3000).Draw(t, "qty"))})
	}
	done, err := c.till().Refund(context.Background(), receipt.Receipt(), items)
	if !c.did(err) {
		return
	}
	var sum money.Fen
	for _, back := range done.Tenders {
		sum += back.Amount
		switch back.Kind {
		case record.Cash:
			c.drawer -= back.Amount
		case record.Stored:
			c.here[sold.Member] += back.Amount
		}
	}
	if sum != done.Total {
		t.Fatalf("%s is given back of %s: %v", sum, done.Total, done.Tenders)
	}
	if _, err := c.till().Print(receipt.Receipt(), 32, "zh"); err != nil {
		t.Fatal(err)
	}
}

// sales is all sales of the open shift.
func (c *chance) sales() (sales []record.Sealed) {
	c.Must(c.Store.View(func(tx *store.Tx) error {
		shift, err := tx.Shift()
		if err != nil {
			return err
		}
		records, err := tx.ShiftRecords(shift.ID)
		for _, r := range records {
			if r.Kind == record.KindSale {
				sales = append(sales, r)
			}
		}
		return err
	}))
	return sales
}
