package console_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/tilltest"
)

// TestAllRecords: on line, what a member did at other tills is shown too, page by page.
func TestAllRecords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, tilltest.OnDisk(t))
		w.do("login 1001 1111")
		ask := func(f till.RecordFilter, page string) (list, next string, code pos.Code) {
			rows, next, err := w.Till.AllRecords(context.Background(), "M1", f, page)
			for _, r := range rows {
				list += fmt.Sprintf("%s %s %s %s;", r.Receipt, r.Kind, r.Amount, r.Name)
			}
			return list, next, pos.CodeOf(err)
		}
		if _, _, code := ask(till.RecordFilter{}, ""); code != pos.Offline {
			t.Errorf("cut off: %s", code)
		}
		w.Office.Up = true
		sold := w.RecordOf("T7-1-000012", record.Sale{Member: "M1", Total: 12_00})
		paidIn := w.RecordOf("T8-2-000003", record.TopUp{Member: "M1", Principal: 100_00, Tender: record.Cash})
		w.Office.Pages["M1"] = record.Page{Records: [][]byte{sold.Bytes, paidIn.Bytes}, Next: "77"}
		w.Office.Pages["M1 77"] = record.Page{}
		if list, next, code := ask(till.RecordFilter{}, ""); list != "T7-1-000012 sale 12.00 张伟;T8-2-000003 topup 100.00 张伟;" || next != "77" || code != "" {
			t.Errorf("%s, then %q, %s", list, next, code)
		}
		if list, next, _ := ask(till.RecordFilter{Kinds: []record.Kind{record.KindTopUp}}, ""); list != "T8-2-000003 topup 100.00 张伟;" || next != "77" {
			t.Errorf("top-ups alone: %s, then %q", list, next)
		}
		if list, next, code := ask(till.RecordFilter{}, "77"); list != "" || next != "" || code != "" {
			t.Errorf("the page behind it: %s, then %q, %s", list, next, code)
		}
		w.Office.Slow = true
		if _, _, code := ask(till.RecordFilter{}, ""); code != pos.Timeout {
			t.Errorf("while head office doesn't answer: %s", code)
		}
	})
}
