package console_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/tilltest"
)

// days plays two days at a till: records 1 to 12.
func days(t *testing.T) *world {
	w := newWorld(t, tilltest.OnDisk(t))
	run := func(lines ...string) {
		for _, line := range lines {
			w.do(line)
		}
	}
	run("login 2001 2222", "card lost 8800000000000021 stolen", // 1, outside of any shift
		"shift open 100", "member 13800000001", "scan 1000 3", "pay cash rest", "finish", // 2, 3
		"member 13800000001", "topup 100 cash", "cancel", "cash in 50 change") // 4, 5
	w.Clock.Now = w.Clock.Now.Add(13 * time.Hour)                                                // 23:00
	run("scan 1000", "pay bank rest R1", "finish", "refund T1-1-000003 1 1", "shift close 230")  // 6, 7, 8
	w.Clock.Now = w.Clock.Now.Add(2 * time.Hour)                                                 // the next day, at 1:00
	run("card found 8800000000000021", "shift open 0", "member 13800000001", "reward 12 friend") // 9, 10, 11
	return w
}

func TestReceipts(t *testing.T) {
	w := days(t)
	w.do("scan 2001")
	w.do("pay cash rest")
	w.do("finish") // 12
	const one, two = "2026-11-22", "2026-11-23"
	in := func(from, to string, kinds ...record.Kind) till.RecordFilter {
		return till.RecordFilter{From: from, To: to, Kinds: kinds}
	}
	for _, c := range []struct {
		what   string
		filter till.ReceiptFilter
		want   string
	}{
		{"all receipts", till.ReceiptFilter{}, "12 11 9 7 6 4 3 1"},
		{"the journal", till.ReceiptFilter{Journal: true}, "12 11 10 9 8 7 6 5 4 3 2 1"},
		{"a page", till.ReceiptFilter{Limit: 3}, "12 11 9 …"},
		{"the page behind it", till.ReceiptFilter{Limit: 5, Before: till.Spot{Epoch: 1, Seq: 9}}, "7 6 4 3 1"},
		{"the first day", till.ReceiptFilter{RecordFilter: in(one, one)}, "7 6 4 3 1"},
		{"all of the first day", till.ReceiptFilter{RecordFilter: in(one, one), Journal: true}, "8 7 6 5 4 3 2 1"},
		{"the second day", till.ReceiptFilter{RecordFilter: in(two, ""), Journal: true}, "12 11 10 9"},
		{"a day before", till.ReceiptFilter{RecordFilter: in("", "2026-11-21"), Journal: true}, ""},
		{"both days", till.ReceiptFilter{RecordFilter: in(one, two)}, "12 11 9 7 6 4 3 1"},
		{"a week later", till.ReceiptFilter{RecordFilter: in("2026-11-30", ""), Journal: true}, ""},
		{"sales and refunds", till.ReceiptFilter{RecordFilter: in("", "", record.KindSale, record.KindRefund)}, "12 7 6 3"},
		{"cash put in", till.ReceiptFilter{RecordFilter: in("", "", record.KindCashIn), Journal: true}, "5"},
		{"from 10.00", till.ReceiptFilter{Least: 10_00}, "7 6 4 3"},
		{"10.00 to 30.00", till.ReceiptFilter{Least: 10_00, Most: 30_00}, "7 6 3"},
		{"at most 10.00", till.ReceiptFilter{Most: 10_00, RecordFilter: in("", "", record.KindSale, record.KindReward)}, "12 6"},
		{"a number", till.ReceiptFilter{Number: "T1-1-000004"}, "4"},
		{"a short number", till.ReceiptFilter{Number: "4"}, "4"},
		{"another till's", till.ReceiptFilter{Number: "T2-1-000004"}, ""},
		{"no number at all", till.ReceiptFilter{Number: "x"}, ""},
		{"a member's", till.ReceiptFilter{Member: "M1"}, "12 11 7 4 3"},
		{"a member's of a day", till.ReceiptFilter{Member: "M1", RecordFilter: in(two, two)}, "12 11"},
	} {
		rows, more, err := w.console.Till.Receipts(c.filter)
		w.Must(err)
		if got := seqs(rows, more); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	rows, more, err := w.console.Till.MemberRecords("M1", till.RecordFilter{}, till.Spot{Epoch: 1, Seq: 11}, 2)
	w.Must(err)
	if got := seqs(rows, more); got != "7 4 …" {
		t.Errorf("a member's records: %s", got)
	}
}

func seqs(rows []till.RecordRow, more bool) string {
	var list []string
	for _, r := range rows {
		list = append(list, fmt.Sprint(r.Seq))
	}
	if more {
		list = append(list, "…")
	}
	return strings.Join(list, " ")
}

// TestRows: what a list says of each record.
func TestRows(t *testing.T) {
	w := days(t)
	w.Must(w.Store.Acked(5, position(1)))
	rows, _, err := w.console.Till.Receipts(till.ReceiptFilter{Journal: true})
	w.Must(err)
	slices.Reverse(rows)
	var got strings.Builder
	for _, r := range rows {
		fmt.Fprintln(&got, r.Receipt, r.Kind, r.At.Format("15:04"), r.Date[8:], r.Amount, r.Points, r.Name, r.Card, r.Person, r.Printed, r.Back, r.Unsent)
	}
	const want = `T1-1-000001 card_lost 10:00 22 0.00 0 李敏 8800000000000021 2001 true false false
T1-1-000002 shift_open 10:00 22 100.00 0   2001 false false false
T1-1-000003 sale 10:00 22 30.00 30 张伟  2001 true true false
T1-1-000004 topup 10:00 22 100.00 0 张伟  2001 true false false
T1-1-000005 cash_in 10:00 22 50.00 0   2001 false false false
T1-1-000006 sale 23:00 22 10.00 0   2001 true false true
T1-1-000007 refund 23:00 22 10.00 -10 张伟  2001 true false true
T1-1-000008 shift_close 23:00 22 230.00 0   2001 false false true
T1-1-000009 card_found 01:00 23 0.00 0 李敏 8800000000000021 2001 true false true
T1-1-000010 shift_open 01:00 23 0.00 0   2001 false false true
T1-1-000011 reward 01:00 23 0.00 12 张伟  2001 true false true
`
	if got.String() != want {
		t.Errorf("got\n%s", got.String())
	}
}

// TestUnsent: what head office doesn't have yet, and how much that is.
func TestUnsent(t *testing.T) {
	w := days(t)
	w.do("member set birthday 1990-01-31")
	w.do("card pin 8800000000000013 4711")
	w.Must(w.Store.Acked(9, position(1)))
	rows, total, err := w.console.Till.Unsent(100)
	w.Must(err)
	var got strings.Builder
	for _, r := range rows {
		fmt.Fprintln(&got, r.Kind, r.Change, r.At.Format("15:04"), r.Receipt, r.Amount, r.Name, r.Card, r.Person)
	}
	const want = `shift_open  01:00 T1-1-000010 0.00   2001
reward  01:00 T1-1-000011 0.00 张伟  2001
 member 01:00  0.00 张伟  2001
 card 01:00  0.00  8800000000000013 2001
`
	if got.String() != want || total != 4 {
		t.Errorf("%d:\n%s", total, got.String())
	}
	if rows, total, err := w.console.Till.Unsent(1); err != nil || len(rows) != 2 || total != 4 || rows[0].Amount != money.Fen(0) {
		t.Errorf("the first of each: %+v, %d, %v", rows, total, err)
	}
}
