package console_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/pos/till/tilltest"
)

// bodyOf is the header and body of the last record of a kind.
func bodyOf[B record.Body](w *world) (h record.Header, body B) {
	w.T.Helper()
	for _, r := range w.journal() {
		if r.Kind == body.Kind() {
			b, err := r.Decode()
			w.Must(err)
			h, body = r.Header, b.(B)
		}
	}
	return h, body
}

// TestWhoApproved: a record says whose right was lent for it and which; nothing where the operator had it. What was done
// to a sale's lines is said there, as the sale itself needed no lent right.
func TestWhoApproved(t *testing.T) {
	w := newWorld(t, sqlite.Memory+t.Name())
	lent := func(line string) {
		w.do("override 2001 2222")
		w.do(line)
	}
	w.do("login 1001 1111")
	w.do("shift open 100")
	lent("cash in 50 零钱")
	if h, _ := bodyOf[record.CashIn](w); h.Operator != "1001" || h.Approved != "2001" || h.Right != pos.MayDrawer {
		t.Errorf("cash in by a lent right: %+v", h)
	}
	w.do("scan 1000 2")
	lent("price 1 9")
	lent("discount 1 50")
	w.do("scan 1002")
	lent("discount bill 10")
	w.do("pay cash rest")
	w.do("override 2001 2222")
	w.do("finish")
	h, sale := bodyOf[record.Sale](w)
	if h.Approved != "" || h.Right != "" {
		t.Errorf("a right is lent and not needed: %+v", h)
	}
	type by struct {
		Price string
		Off   []record.Off
	}
	var got []by
	for _, l := range sale.Lines {
		got = append(got, by{l.By, l.Off})
	}
	want := []by{
		{"2001", []record.Off{{Why: "line", Amount: 9_00, By: "2001"}, {Why: "bill", Amount: 90, By: "2001"}}},
		{"", []record.Off{{Why: "bill", Amount: 35, By: "2001"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("who approved what of the lines:\n%s", diff)
	}

	w.do("login 2001 2222")
	w.do("cash drop 20 保险柜")
	if h, _ := bodyOf[record.CashOut](w); h.Operator != "2001" || h.Approved != "" || h.Right != "" {
		t.Errorf("a drop by one's own right: %+v", h)
	}
	w.do("login 1001 1111")
	lent("drawer 换零钱")
	if h, body := bodyOf[record.Drawer](w); h.Approved != "2001" || body.Reason != "换零钱" {
		t.Errorf("the drawer: %+v %+v", h, body)
	}
	w.do("login 1002 1111")
	lent("shift close 141.25")
	if h, body := bodyOf[record.ShiftClose](w); h.Operator != "1002" || h.Approved != "2001" || h.Right != pos.MayManageShift || body.Difference() != 0 {
		t.Errorf("a shift closed for a colleague: %+v %+v", h, body)
	}
	w.Verify()
	w.shiftsAddUp()
}

// TestHandOver: two records, one after the other: the count closes the one shift and is the float of the other.
func TestHandOver(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	w.do("login 1001 1111")
	w.do("shift open 100")
	first, _ := bodyOf[record.ShiftOpen](w)
	w.do("shift handover 1002 1111 98.50 50*1 10*4 0.5*17")
	w.crash()
	closing, closed := bodyOf[record.ShiftClose](w)
	opening, opened := bodyOf[record.ShiftOpen](w)
	if closing.Operator != "1001" || closing.Shift != first.ID || closed.Difference() != -1_50 {
		t.Errorf("closed: %+v %+v", closing, closed)
	}
	if want := []record.Notes{{Of: 50_00, N: 1}, {Of: 10_00, N: 4}, {Of: 50, N: 17}}; !cmp.Equal(closed.Count, want) {
		t.Errorf("counted %+v", closed.Count)
	}
	if opening.Seq != closing.Seq+1 || opening.Operator != "1002" || opening.Shift != opening.ID || opened.Float != 98_50 {
		t.Errorf("opened: %+v %+v", opening, opened)
	}
	w.do("!scan 1000")
	w.do("login 1002 1111")
	w.do("scan 1000")
	w.do("pay cash rest")
	w.do("finish")
	if h, _ := bodyOf[record.Sale](w); h.Shift != opening.ID {
		t.Errorf("the sale is in shift %s, not in %s", h.Shift, opening.ID)
	}
	w.do("shift close 108.50")
	if _, closed := bodyOf[record.ShiftClose](w); closed.Difference() != money.Fen(0) {
		t.Errorf("closed: %+v", closed)
	}
	w.Verify()
	w.shiftsAddUp()
}
