package console_test

import (
	"strconv"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/sync/wire"
)

// recall has head office recall the right to refund a receipt; it hands it on to another till unless asked again here.
func (w *world) recall(receipt string) {
	w.T.Helper()
	_, err := w.Store.Surrender(wire.Recall{ID: "RECALL", Holder: receipt, Amounts: []wire.Amount{{Asset: string(ledger.Refund), Amount: 1}}})
	w.Must(err)
}

// happensToReceipts is what may happen in a story to receipts; false for anything else.
func (w *world) happensToReceipts(words []string) bool {
	w.T.Helper()
	number := func(i int) int {
		n, err := strconv.Atoi(words[i])
		w.Must(err)
		return n
	}
	switch words[0] {
	case "sold-elsewhere": // RECEIPT BAGS TENDER [MEMBER]
		member := ""
		if len(words) > 4 {
			member = words[4]
		}
		w.SellElsewhere(words[1], member, number(2), record.TenderKind(words[3]))
	case "refunded-elsewhere": // RECEIPT BAGS
		w.RefundElsewhere(words[1], number(2))
	case "written-elsewhere": // RECEIPT KIND: of a refund or a pay-in
		body := map[string]record.Body{"refund": record.Refund{Receipt: "T9-1-000001"}, "cash_in": record.CashIn{Amount: 1}}[words[2]]
		w.Office.Sold[words[1]] = w.RecordOf(words[1], body)
	case "mistold": // RECEIPT: another till's sale is told as a refund of it
		w.Office.Refunds[words[1]] = []record.Sealed{w.RecordOf("T9-1-000080", record.Sale{})}
	case "told-right": // RECEIPT
		delete(w.Office.Refunds, words[1])
	case "right-away", "right-frozen": // RECEIPT PLACE
		state := map[string]till.Standing{"right-frozen": till.Frozen}[words[0]]
		w.Office.Away[words[1]] = till.Elsewhere{Place: words[2], State: state, Since: w.Clock.Now.Add(-12 * time.Minute)}
	case "right-back": // RECEIPT
		delete(w.Office.Away, words[1])
	case "merged": // MEMBER into MEMBER
		w.memberNow(words[1], func(m *pos.Member) { m.Into = words[3] })
	case "points-granted": // MEMBER POINTS
		points, err := money.ParsePoints(words[2])
		w.Must(err)
		w.Must(w.Office.GrantAll("", words[1], escrow.Amount{Asset: ledger.Points, Amount: int64(points)}))
	case "value-recalled": // MEMBER PRINCIPAL BONUS
		w.Office.Back[words[1]] = pos.Balance{Principal: w.fen(words[2]), Bonus: w.fen(words[3])}
		amounts := []wire.Amount{{Asset: "principal", Amount: int64(w.fen(words[2]))}, {Asset: "bonus", Amount: int64(w.fen(words[3]))}}
		_, err := w.Store.Surrender(wire.Recall{ID: "RECALL", Holder: words[1], Amounts: amounts})
		w.Must(err)
	case "recalled": // RECEIPT
		w.recall(words[1])
	default:
		return false
	}
	return true
}
