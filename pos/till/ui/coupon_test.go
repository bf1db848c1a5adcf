package ui

import (
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
)

// couponsState is a sale with coupons in it, one of which has nothing to act on any more.
func couponsState() *desk.State {
	s := promotedState()
	s.Near = nil
	s.Sale.Coupons = []till.SaleCoupon{
		{Number: "9100000000000134", Name: "周年庆九折券", NameEn: "Anniversary: a tenth off", Off: 1608},
		{Number: "9300000000000557", Name: "生鲜满二百减百分之二十优惠券", NameEn: "A fifth off fresh food from 200"},
	}
	t := &s.Sale.Totals
	t.Acted = append(t.Acted, pricing.Acted{Rule: "tenth", Name: "周年庆九折券", NameEn: "Anniversary: a tenth off", Times: 1, Amount: 1608})
	t.Discount, t.Total, t.Due = t.Discount+1608, t.Total-1608, t.Due-1608
	s.Screen.(*desk.Selling).At = len(s.Sale.Lines) + 1
	return s
}

// couponPayingState pays with a second coupon, whose PIN is typed with its number.
func couponPayingState() *desk.State {
	s := payingState()
	v := s.Screen.(*desk.Paying)
	v.Method, v.WithRef, v.OnRef, v.Amount, v.Ref = 5, true, true, desk.Line{At: 3}, desk.Line{Text: "9200000000000252-123456", At: 4}
	v.Notes, v.Back, v.Takes, v.Act = nil, 0, 2000, pos.T("Pay with the coupon: up to {}", money.Fen(2000))
	v.Say, v.Offline = nil, nil
	s.Sale.Coupons = couponsState().Sale.Coupons[:1]
	s.Sale.Tenders = []till.SaleTender{
		{Kind: record.Coupon, Amount: 5000, Ref: "9200000000000138", Name: "会员日满二百五十元现金券", NameEn: "Members' day: 50 off from 250"},
		{Kind: record.Bank, Amount: 1000, Ref: "POS-20261122-0001"},
	}
	s.Bar.Online, s.Bar.Unsent = true, 0
	return s
}

func TestCouponPictures(t *testing.T) {
	variants(t, "coupons", couponsState)
	variants(t, "coupon-paying", couponPayingState)
	variants(t, "coupon-choice", choiceState)
	variants(t, "coupon-form", func() *desk.State {
		return state(&desk.Form{ID: 1, Title: pos.T("Coupon"), Lead: pos.T("Scan the coupon, or type its number. One that pays an amount is taken as a payment."), Focus: 1,
			Fields: []desk.Field{
				{Name: "number", Label: pos.T("Coupon's number"), Kind: desk.Card, Hint: pos.T("{} · {}% off", "周年庆九折券", money.Percent(1000)), Tone: desk.Good, Line: desk.Line{Text: "9100000000000134", At: 1}},
				{Name: "pin", Label: pos.T("PIN under its cover"), Kind: desk.Secret, Optional: true, Hint: pos.T("only where it has one"), Line: desk.Line{Text: "1234", At: 2}},
			},
			Act: pos.T("Take the coupon"), Ready: true})
	})
	variants(t, "coupon-refund", func() *desk.State {
		return state(&desk.List{ID: 2, Title: pos.T("Refund of {}", "T1-1-000223"), At: 0, Act: pos.T("Refund"), Hint: pos.T("Choose what comes back; + and − for a part of a line."),
			Tabs: []pos.Text{pos.T("Nothing"), pos.T("All that is left")}, Tab: -1, Ticks: true,
			Columns: []desk.Column{{Text: pos.T("Item"), Weight: 5}, {Text: pos.T("Sold"), Right: true, Weight: 1}, {Text: pos.T("Left"), Right: true, Weight: 1}, {Text: pos.T("Comes back"), Right: true, Weight: 2}, {Text: pos.T("Amount"), Right: true, Weight: 2}},
			Rows:    []desk.Row{{Key: "1000", Cells: []string{"大米", "3", "3", "3", "30.00"}, Tone: desk.Good}},
			Facts: []desk.Fact{
				{Label: pos.T("Coupon, not paid out"), Value: "20.00"}, {Label: pos.T("Cash"), Value: "10.00"},
				{Label: pos.T("Back to the customer"), Value: "10.00", Tone: desk.Good, Rule: true},
			},
			Says: []desk.Notice{{Tone: desk.Warn, Text: pos.T("Paid in part with a coupon: {} of it is not paid out, and the coupon stays used.", money.Fen(2000))}}})
	})
}

// TestCouponTapped: a coupon in the basket is selected by a tap like a line, and a second one says what it does.
func TestCouponTapped(t *testing.T) {
	s := couponsState()
	b := open(t, s, 1024, 768)
	rows := b.screen.(*touchSelling).basket.rows
	if rows.Length() != 7 || rows.Selected() != 5 {
		t.Fatalf("%d rows, and %d is selected", rows.Length(), rows.Selected())
	}
	rows.OnTap(6, 0)
	rows.OnTap(5, 0)
	want := []desk.Action{desk.Select{Index: 7, Serial: s.Serial}, desk.Press{ID: "why", Serial: s.Serial}}
	if len(b.done) != 2 || b.done[0] != want[0] || b.done[1] != want[1] {
		t.Errorf("taps do %v", b.done)
	}
}

// TestCouponPIN: a finger can type the dash before a coupon's PIN.
func TestCouponPIN(t *testing.T) {
	b := open(t, couponPayingState(), 1024, 768)
	p := b.screen.(*paying)
	if p.home() != p.ref.Entry || !p.refRow.Visible() {
		t.Fatal("the number isn't what is typed")
	}
	p.ref.SetText("92")
	for _, button := range buttonsIn(p.keypad) {
		if button.Text() == "-" {
			button.Tapped(nil)
		}
	}
	if p.ref.Text() != "92-" {
		t.Errorf("%q is typed", p.ref.Text())
	}
}
