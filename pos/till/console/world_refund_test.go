package console_test

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// receipts is what head office knows of receipts: those of other tills, what was refunded elsewhere, and where a refund
// right is that it hasn't got, since when.
type receipts struct {
	sold    map[string]record.Sealed
	refunds map[string][]record.Sealed
	away    map[string]till.Elsewhere
	back    map[string]pos.Balance // value that was recalled from here
}

func noReceipts() receipts {
	return receipts{map[string]record.Sealed{}, map[string][]record.Sealed{}, map[string]till.Elsewhere{}, map[string]pos.Balance{}}
}

// sellElsewhere has another till sell so many of 大米 at 10.00; what it was paid with.
func (w *world) sellElsewhere(receipt, member string, bags int, paid record.TenderKind) {
	w.t.Helper()
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
	w.office.sold[receipt] = w.recordOf(receipt, body)
}

// refundElsewhere has another till refund so many bags of the first line of a receipt.
func (w *world) refundElsewhere(receipt string, bags int) {
	w.t.Helper()
	amount := money.Fen(bags) * 10 * money.Yuan
	w.office.refunds[receipt] = append(w.office.refunds[receipt], w.recordOf("T9-1-"+strconv.Itoa(90+len(w.office.refunds[receipt])), record.Refund{
		Receipt: receipt, Total: amount, Back: []record.Back{{Kind: record.Cash, Amount: amount}},
		Lines: []record.RefundedLine{{Line: 1, Code: "1000", Name: "大米", Qty: money.Qty(bags) * money.One, Amount: amount}},
	}))
}

func (w *world) recordOf(receipt string, body record.Body) record.Sealed {
	w.t.Helper()
	h, ok := record.ParseReceipt(receipt)
	if !ok {
		w.t.Fatalf("%s is no receipt", receipt)
	}
	h.ID, h.Store, h.Time = receipt, "S02", w.clock.now.UnixMilli()
	r, err := record.New(h, body)
	w.must(err)
	sealed, err := record.Seal(r)
	w.must(err)
	return sealed
}

// recall has head office recall the right to refund a receipt; it hands it on to another till unless asked again here.
func (w *world) recall(receipt string) {
	w.t.Helper()
	_, err := w.store.Surrender(wire.Recall{ID: "RECALL", Holder: receipt, Amounts: []wire.Amount{{Asset: string(ledger.Refund), Amount: 1}}})
	w.must(err)
}

// grantNamed grants what is asked for by its own name: principal and bonus that were recalled before, or the right to
// refund a receipt, if head office has it.
func (o *office) grantNamed(r wire.Request) error {
	if !r.Refund {
		b := o.back[r.Holder]
		return o.grantAll(r.ID, r.Holder, escrow.Amount{Asset: ledger.Principal, Amount: min(r.Principal, int64(b.Principal))},
			escrow.Amount{Asset: ledger.Bonus, Amount: min(r.Bonus, int64(b.Bonus))})
	}
	if _, err := o.Ask(context.Background(), "receipt", r.Holder); err != nil {
		return o.store.Refused(r.ID, string(pos.CodeOf(err)), pos.MessageOf(err))
	}
	if at, ok := o.away[r.Holder]; ok {
		return o.store.Refused(r.ID, string(pos.Insufficient), "the right to refund this receipt is at "+at.Place)
	}
	return o.grantAll(r.ID, r.Holder, escrow.Amount{Asset: ledger.Refund, Amount: 1})
}

// grantAll grants amounts of any assets, for a day; a refund right without an end.
func (o *office) grantAll(request, holder string, amounts ...escrow.Amount) error {
	o.grants++
	g := escrow.Grant{
		ID: fmt.Sprintf("GRANT%03d", o.grants), Request: request, Place: "T1", Epoch: 1, Holder: holder, Generation: 1,
		Made: o.clock.now.UnixMilli(), Amounts: amounts,
	}
	if amounts[0].Asset != ledger.Refund {
		g.Ends = o.clock.now.Add(24 * time.Hour).UnixMilli()
	}
	blob, err := escrow.Sign(o.key, g)
	o.must(err)
	_, err = o.store.TakeGrant(blob)
	return err
}

// Ask tells of a receipt: this till's as it is in its journal, another's as the test has it.
func (o *office) Ask(ctx context.Context, what, key string) ([]byte, error) {
	if o.slow {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	var told record.Sold
	err := o.store.View(func(tx *store.Tx) error {
		sealed, ok := o.sold[key]
		if !ok {
			var err error
			if sealed, err = tx.Sale(key); err != nil {
				return pos.E(pos.NotFound, "", "head office has no "+what+" "+key)
			}
		}
		own, err := tx.Refunds(key)
		for _, r := range append(own, o.refunds[key]...) {
			told.Refunds = append(told.Refunds, r.Bytes)
		}
		told.Record = sealed.Bytes
		return err
	})
	if err != nil {
		return nil, err
	}
	return cbor.Marshal(told)
}

// happensToReceipts is what may happen in a story to receipts; false for anything else.
func (w *world) happensToReceipts(words []string) bool {
	w.t.Helper()
	number := func(i int) int {
		n, err := strconv.Atoi(words[i])
		w.must(err)
		return n
	}
	switch words[0] {
	case "sold-elsewhere": // RECEIPT BAGS TENDER [MEMBER]
		member := ""
		if len(words) > 4 {
			member = words[4]
		}
		w.sellElsewhere(words[1], member, number(2), record.TenderKind(words[3]))
	case "refunded-elsewhere": // RECEIPT BAGS
		w.refundElsewhere(words[1], number(2))
	case "mistold": // RECEIPT: another till's sale is told as a refund of it
		w.office.refunds[words[1]] = []record.Sealed{w.recordOf("T9-1-000080", record.Sale{})}
	case "told-right": // RECEIPT
		delete(w.office.refunds, words[1])
	case "right-away": // RECEIPT PLACE
		w.office.away[words[1]] = till.Elsewhere{Place: words[2], Since: w.clock.now.Add(-12 * time.Minute)}
	case "right-back": // RECEIPT
		delete(w.office.away, words[1])
	case "merged": // MEMBER into MEMBER
		w.memberNow(words[1], func(m *pos.Member) { m.Into = words[3] })
	case "points-granted": // MEMBER POINTS
		points, err := money.ParsePoints(words[2])
		w.must(err)
		w.must(w.office.grantAll("", words[1], escrow.Amount{Asset: ledger.Points, Amount: int64(points)}))
	case "value-recalled": // MEMBER PRINCIPAL BONUS
		w.office.back[words[1]] = pos.Balance{Principal: w.fen(words[2]), Bonus: w.fen(words[3])}
		amounts := []wire.Amount{{Asset: "principal", Amount: int64(w.fen(words[2]))}, {Asset: "bonus", Amount: int64(w.fen(words[3]))}}
		_, err := w.store.Surrender(wire.Recall{ID: "RECALL", Holder: words[1], Amounts: amounts})
		w.must(err)
	case "recalled": // RECEIPT
		w.recall(words[1])
	default:
		return false
	}
	return true
}
