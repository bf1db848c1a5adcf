package tilltest

import (
	"strconv"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

// receipts is what head office knows of receipts: those of other tills, what was refunded elsewhere, and where a refund
// right is that it hasn't got, since when.
type receipts struct {
	Sold    map[string]record.Sealed
	Refunds map[string][]record.Sealed
	Away    map[string]till.Elsewhere
	Back    map[string]pos.Balance // value that was recalled from here
	Pages   map[string]record.Page // what members did at all tills, by what is asked
}

func noReceipts() receipts {
	return receipts{map[string]record.Sealed{}, map[string][]record.Sealed{}, map[string]till.Elsewhere{}, map[string]pos.Balance{}, map[string]record.Page{}}
}

// SellElsewhere has another till sell so many of 大米 at 10.00; what it was paid with.
func (w *World) SellElsewhere(receipt, member string, bags int, paid record.TenderKind) {
	w.T.Helper()
	amount := money.Fen(bags) * 10 * money.Yuan
	body := record.Sale{
		Member: member, Total: amount, Paid: []record.Tender{{Kind: paid, Amount: amount}},
		Lines: []record.Line{{Code: "1000", Name: "大米", Unit: "袋", Qty: money.Qty(bags) * money.One, List: 1000, Price: 1000, Why: "list", Amount: amount}},
	}
	if paid == record.Stored {
		body.Paid[0].Uses = []escrow.Use{{Lot: "L", Asset: ledger.Principal, Amount: int64(amount)}}
	}
	if member != "" {
		body.Points = money.Points(bags) * 10 * money.Point
	}
	w.Office.Sold[receipt] = w.RecordOf(receipt, body)
}

// RefundElsewhere has another till refund so many bags of the first line of a receipt.
func (w *World) RefundElsewhere(receipt string, bags int) {
	w.T.Helper()
	amount := money.Fen(bags) * 10 * money.Yuan
	w.Office.Refunds[receipt] = append(w.Office.Refunds[receipt], w.RecordOf("T9-1-"+strconv.Itoa(90+len(w.Office.Refunds[receipt])), record.Refund{
		Receipt: receipt, Total: amount, Back: []record.Back{{Kind: record.Cash, Amount: amount}},
		Lines: []record.RefundedLine{{Line: 1, Code: "1000", Name: "大米", Qty: money.Qty(bags) * money.One, Amount: amount}},
	}))
}

// RecordOf is a record of another till, by its receipt.
func (w *World) RecordOf(receipt string, body record.Body) record.Sealed {
	w.T.Helper()
	h, ok := record.ParseReceipt(receipt)
	if !ok {
		w.T.Fatalf("%s is no receipt", receipt)
	}
	h.ID, h.Store, h.Time = receipt, "S02", w.Clock.Now.UnixMilli()
	r, err := record.New(h, body)
	w.Must(err)
	sealed, err := record.Seal(r)
	w.Must(err)
	return sealed
}
