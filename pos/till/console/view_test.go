package console_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/till"
	"holdfast/pos/till/tilltest"
)

// TestSale: the open sale as a window shows it, after each of a cashier's doings.
func TestSale(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	sale := func() till.Sale {
		t.Helper()
		s, err := w.console.Till.Sale()
		w.Must(err)
		return s
	}
	if s := sale(); s.ID != "" || !s.Editable || s.Lines != nil {
		t.Errorf("before anything is scanned: %+v", s)
	}
	w.Grant("", "M1", 5, 0, time.Hour)
	for _, line := range []string{
		"login 2001 2222", "shift open 0", "card 8800000000000013", "scan 6990137200661 2", "scan 2001 0.5", "price 2 8", "discount 1 10", "pay stored 0.05", "pay cash 10",
	} {
		w.do(line)
	}
	want := till.Sale{
		Lines: []till.SaleLine{
			{
				Line: 1, Code: "1002", Barcode: "6990137200661", Name: "矿泉水", Unit: "瓶", Qty: 2 * money.One, List: 350, Price: 320, Why: pricing.Member,
				Amount: 576, Off: []pricing.Off{{Why: pricing.OffLine, Percent: 1000, Amount: 64}}, OffBy: "2001",
			},
			{Line: 2, Code: "2001", Barcode: "2001", Name: "苹果", Unit: "千克", Qty: 500, List: 998, Price: 800, Why: pricing.Manual, Amount: 400, Manual: true, PriceBy: "2001"},
		},
		Tenders: []till.SaleTender{{Kind: "stored", Amount: 5}, {Kind: "cash", Amount: 1000}},
		Totals:  till.Totals{Total: 976, Discount: 223, Points: 9_7600, Lines: 2}, Change: 29,
		Member: "M1", Card: "8800000000000013", Name: "张伟", Tier: "normal", Items: 3,
	}
	got := sale()
	if got.ID == "" {
		t.Error("an open sale has no id")
	}
	got.ID = ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.crash()
	if again := sale(); again.ID == "" || len(again.Tenders) != 2 {
		t.Errorf("after a crash, with nobody signed in: %+v", again)
	}
}

// TestMemberView: what is known of a member here, and what they should be told.
func TestMemberView(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	view := func() till.MemberView {
		t.Helper()
		v, err := w.console.Till.MemberView("M1")
		w.Must(err)
		return v
	}
	if _, err := w.console.Till.MemberView("M1"); pos.CodeOf(err) != pos.Forbidden {
		t.Errorf("with nobody signed in: %v", err)
	}
	w.Feed(
		tilltest.Item(pos.TopicMember, "M1", pos.Member{ID: "M1", Phone: "13800000001", Name: "张伟", Tier: "normal", Store: "S01", Birthday: "1990-11-25"}),
		tilltest.Item(pos.TopicBalance, "M1", pos.Figures{Balance: pos.Balance{Principal: 3000}, Typical: 3500}),
		tilltest.Item(pos.TopicCard, "8800000000000013", pos.Card{Number: "8800000000000013", Member: "M1", Status: pos.Issued, Expires: "2026-12-22"}),
	)
	w.Grant("", "M1", 2000, 0, 24*100*time.Hour)
	w.do("login 2001 2222")
	v := view()
	if v.Name != "张伟" || v.StoreName != "和邻超市 梧桐路店" || len(v.Cards) != 1 || v.Principal != 3000 || v.Here != 2000 || v.SinceVisit != -1 || v.Birthday != 3 {
		t.Errorf("%+v", v)
	}
	want := []till.Reminder{{Kind: till.BirthdayNear, Days: 3}, {Kind: till.LowBalance, Amount: 3000}, {Kind: till.CardExpires, Days: 30, Card: "8800000000000013"}}
	if diff := cmp.Diff(want, v.Reminders); diff != "" {
		t.Error(diff)
	}
	for _, line := range []string{"shift open 0", "card 8800000000000013", "scan 1000 1.5", "pay stored 5"} {
		w.do(line)
	}
	if v := view(); v.Here != 1500 {
		t.Errorf("with 5.00 paid of 20.00, %s can be spent here", v.Here)
	}
	for _, line := range []string{"pay cash rest", "finish", "member 13800000001", "scan 1000", "pay cash rest", "finish", "member 13800000001", "topup 1 cash"} {
		w.do(line)
	}
	w.Clock.Now = w.Clock.Now.AddDate(0, 0, 45)
	v = view()
	if v.SinceVisit != 45 || v.Birthday != 323 || len(v.LastSales) != 2 || v.LastSales[0].Amount != 1000 || v.LastSales[1].Amount != 1500 {
		t.Errorf("after 45 days: %+v", v)
	}
	if diff := cmp.Diff([]till.Reminder{{Kind: till.LowBalance, Amount: 2600}, {Kind: till.LongAway, Days: 45}}, v.Reminders); diff != "" {
		t.Error(diff)
	}
	w.Feed(tilltest.Item(pos.TopicCard, "8800000000000013", pos.Card{Number: "8800000000000013", Member: "M1", Status: pos.Lost}))
	if v := view(); v.Here != 0 || v.Frozen.IsZero() {
		t.Errorf("with a lost card: %+v", v)
	}
}
