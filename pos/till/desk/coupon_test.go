package desk_test

import (
	"slices"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/tilltest"
	"holdfast/sync/wire"
)

// coupon is the number of the nth coupon of a batch.
func coupon(prefix string, n string) string {
	body := prefix + "00000000" + n
	return body + pos.Luhn(body)
}

// The coupons of these tests: a tenth off, twenty off, and twenty off behind a PIN, a tenth off behind one, and
// twenty off water only.
var (
	tenth, twenty, hidden = coupon("91", "1"), coupon("92", "2"), coupon("92", "3")
	hiddenTenth, water    = coupon("91", "4"), coupon("93", "5")
)

// withCoupons is a counter in a chain that has coupons, with the line up and three articles of 10.00 in the sale.
func withCoupons(t *testing.T) *counter {
	t.Helper()
	c := working(t)
	r := tilltest.Rules(rules.Highest)
	r.Version = 2
	r.Coupons = []rules.Coupon{
		{ID: "tenth", Name: "九折券", NameEn: "Tenth off", Prefix: "91", Off: money.Percent(1000), Spend: 2000},
		{ID: "twenty", Name: "二十元券", NameEn: "20 off", Prefix: "92", Amount: 2000},
		{ID: "water", Name: "饮水券", NameEn: "For water", Prefix: "93", Amount: 2000, What: rules.Scope{Products: []string{"1002"}}},
	}
	c.World.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, r))
	c.World.Office.Up = true
	c.World.Office.Coupons = map[string]string{tenth: "", twenty: "", hidden: "123456", hiddenTenth: "123456", water: ""}
	c.Enter("3*1000")
	c.due(3000)
	return c
}

func (c *counter) form(title string) *desk.Form {
	c.Helper()
	f, ok := c.State().Screen.(*desk.Form)
	if !ok || f.Title.String() != title {
		c.Fatalf("on %+v, not the form %q; notice: %s", c.State().Screen, title, c.notice())
	}
	return f
}

// TestCouponScanned: a coupon that takes something off does so when it is scanned, once; it stands in the basket, and is taken out
// like a line.
func TestCouponScanned(t *testing.T) {
	c := withCoupons(t)
	c.Scan(tenth)
	c.due(2700)
	c.says("九折券: 3.00 off")
	if s := c.State().Sale.Coupons; len(s) != 1 || s[0].Number != tenth || s[0].Off != 300 || s[0].NameEn != "Tenth off" {
		t.Errorf("the sale has %+v", s)
	}
	if less := c.State().Display.Less; len(less) != 1 || less[0].Amount != 300 {
		t.Errorf("the customer sees %+v", less)
	}
	c.Scan(tenth)
	c.says("this coupon is in the sale already")
	c.due(2700)
	c.Key("Down")
	if at := c.State().Screen.(*desk.Selling).At; at != 2 {
		t.Fatalf("row %d is selected", at)
	}
	c.Key("=")
	if l := c.State().Screen.(*desk.List); l.Tab != 1 {
		t.Errorf("a coupon is explained by tab %d", l.Tab)
	}
	c.Back()
	remove := desk.Press{ID: "void", Serial: c.Serial()}
	c.Do(remove)
	c.Do(remove) // a second press doesn't take the line too
	c.due(3000)
	if s := c.State().Sale; len(s.Coupons) != 0 || len(s.Lines) != 1 {
		t.Errorf("%+v", s)
	}
	c.Enter(tenth) // it is still held here
	c.due(2700)
	c.Press("qty")
	c.Fill("qty", "1")
	c.Submit()
	if s := c.State().Sale.Coupons; len(s) != 1 || s[0].Off != 0 {
		t.Errorf("for less than it needs the coupon takes %+v", s)
	}
}

// TestCouponRefused: a coupon that can't be used takes nothing off and says why: offline, used elsewhere, slow, unknown, too early.
func TestCouponRefused(t *testing.T) {
	c := withCoupons(t)
	c.Scan(coupon("91", "7"))
	c.says("this coupon was used, or is at another till that has not given it back")
	c.World.Office.Up = false
	c.Scan(tenth)
	c.says("the line is down, and this coupon is not held here")
	c.World.Office.Up = true
	c.Enter(strings.Replace(tenth, "1", "2", 1))
	c.says("nothing here has the code, card, phone, receipt or coupon number")
	c.Enter("91" + "3" + pos.Luhn("913")) // the end of something else
	c.says("nothing here has the code, card, phone, receipt or coupon number")
	c.due(3000)
	c.Press("void")
	c.Scan(tenth)
	c.says("nothing is in the sale")
	c.Scan(twenty)
	c.says("nothing is in the sale")
	if n := len(c.World.Office.Coupons); n != 5 {
		t.Errorf("head office has %d of 5 coupons left", n)
	}
}

// TestCouponPIN: a coupon with a PIN asks for it in place, and a wrong one is typed again.
func TestCouponPIN(t *testing.T) {
	c := withCoupons(t)
	c.Scan(hiddenTenth)
	f := c.form("Coupon")
	if f.Fields[0].Line.Text != hiddenTenth || f.Focus != 1 || f.Fields[0].Hint.String() != "九折券 · 10% off" {
		t.Errorf("asks %+v", f)
	}
	c.says("this coupon has a PIN under its cover")
	c.Fill("pin", "000000")
	c.Submit()
	c.says("the PIN is not this coupon's")
	if f := c.form("Coupon"); f.Fields[1].Line.Text != "" {
		t.Error("the wrong PIN still stands there")
	}
	c.Fill("pin", "123456")
	c.Submit()
	c.on(&desk.Selling{})
	c.due(2700)

	c = withCoupons(t)
	c.Scan(hiddenTenth + "-123456") // as it is printed
	c.due(2700)
}

// TestCouponForm: what is typed in the form is taken like what is scanned; one that pays goes on to the payment.
func TestCouponForm(t *testing.T) {
	c := withCoupons(t)
	c.Key("Ctrl+F5")
	c.Fill("number", "123")
	c.Submit()
	c.says("123 is no coupon's number")
	c.form("Coupon")
	c.Scan(tenth)
	c.Submit()
	c.on(&desk.Selling{})
	c.due(2700)
	c.Press("coupon")
	c.Fill("number", hidden)
	c.Fill("pin", "123456")
	c.Submit()
	if p := c.State().Screen.(*desk.Paying); p.Methods[p.Method].Kind != record.Coupon || p.Ref.Text != hidden+"-123456" || p.Takes != 2000 || !p.Ready {
		t.Fatalf("%+v; %s", p, c.notice())
	}
	c.Submit()
	c.due(700)
}

// TestPaidWithCoupon: one that pays opens the payment; there it is paid once, listed, taken back, and never more than is due.
func TestPaidWithCoupon(t *testing.T) {
	c := withCoupons(t)
	c.Scan(twenty)
	p := c.State().Screen.(*desk.Paying)
	if p.Methods[p.Method].Kind != record.Coupon || !p.WithRef || p.Act.String() != "Pay with the coupon: up to 20.00" {
		t.Fatalf("%+v; %s", p, c.notice())
	}
	c.due(3000) // nothing is taken yet
	submit := desk.Submit{Serial: c.Serial()}
	c.Do(submit)
	c.Do(submit)
	c.due(1000)
	tenders := c.State().Sale.Tenders
	if len(tenders) != 1 || tenders[0].Kind != record.Coupon || tenders[0].Ref != twenty || tenders[0].NameEn != "20 off" {
		t.Fatalf("paid %+v: %s", tenders, c.notice())
	}
	if less := c.State().Display.Less; len(less) != 1 || less[0].Amount != 2000 {
		t.Errorf("the customer sees %+v", less)
	}
	c.Scan(tenth)
	c.says("payment has begun")
	c.Key("Delete")
	c.due(3000)
	c.Fill("", "12") // what is typed for another payment stays while a coupon is scanned
	c.Scan(twenty)
	c.due(1000)
	if p := c.State().Screen.(*desk.Paying); p.Amount.Text != "12" || p.Methods[p.Method].Kind != record.Cash {
		t.Errorf("%+v", p)
	}
	c.Key("F6")
	if p := c.State().Screen.(*desk.Paying); !p.OnRef || p.Ready {
		t.Errorf("%+v", p)
	}
	c.Submit()
	c.says("scan the coupon, or type its number")
	c.Fill("", "")
	c.Fill("ref", hidden)
	c.Submit()
	c.says("this coupon has a PIN under its cover")
	c.Fill("ref", hidden+"-123456")
	c.Submit() // all that is due
	c.on(&desk.Selling{})
	if last := c.State().Screen.(*desk.Selling).Last; last == nil || last.Total != 3000 || last.Change != 0 || len(last.Paid) != 2 || last.Paid[1].Amount != 1000 {
		t.Fatalf("%+v; %s", last, c.notice())
	}
	c.Press("reprint")
	paper := c.State().Screen.(*desk.Paper).Text
	if !strings.Contains(paper, "二十元券") || !strings.Contains(paper, "*"+twenty[len(twenty)-4:]) || strings.Contains(paper, twenty) {
		t.Errorf("the receipt says\n%s", paper)
	}
	c.World.Verify()
}

// TestCouponForSomeGoods: without an amount a coupon pays what its goods come to, and an amount beyond that is refused.
func TestCouponForSomeGoods(t *testing.T) {
	c := withCoupons(t)
	c.Scan("1002")
	c.due(3350)
	c.Scan(water)
	c.Fill("", "5")
	c.Submit()
	c.says("this coupon pays 3.50 here, and no more")
	c.Fill("", "")
	c.Submit()
	c.due(3000)
	c.Press("exact")
	c.World.Verify()
}

// TestPaidOffline: a payment with a coupon that isn't here is refused while cut off, and cash goes on.
func TestPaidOffline(t *testing.T) {
	c := withCoupons(t)
	c.World.Office.Up = false
	c.Press("pay")
	c.Scan(tenth)
	c.says("the line is down, and this coupon is not held here")
	c.World.Office.Up = true
	c.Scan(tenth) // nothing is paid yet: it still takes something off
	c.due(2700)
	c.on(&desk.Paying{})
	c.World.Office.Up = false
	c.Scan(twenty)
	c.says("the line is down, and this coupon is not held here")
	c.due(2700)
	c.Press("exact")
	c.on(&desk.Selling{})
}

// TestCouponLeaves: a coupon that was taken elsewhere while its sale was parked is gone, and the cashier is told.
func TestCouponLeaves(t *testing.T) {
	c := withCoupons(t)
	c.Scan(tenth)
	c.Press("hold")
	recall := wire.Recall{ID: "R1", Holder: ledger.Limited(ledger.Coupon, tenth), Amounts: []wire.Amount{{Asset: string(ledger.Uses), Amount: 1}}}
	if _, err := c.World.Store.Surrender(recall); err != nil {
		t.Fatal(err)
	}
	c.Scan("1002")
	c.Press("recall")
	c.due(3000)
	c.says("coupon " + tenth + " was taken out")
	if n := c.State().Notice; n.Tone != desk.Warn || n.More.String() != "the sale that was open is parked" {
		t.Errorf("says %+v", n)
	}
}

// TestNotPaidOut: of a sale that was paid with a coupon its part isn't handed out, and every amount a cashier could take for what is
// to be handed out is without it.
func TestNotPaidOut(t *testing.T) {
	c := withCoupons(t)
	c.Press("pay")
	c.Scan(twenty)
	c.due(1000)
	c.Key("Enter")
	number := c.State().Screen.(*desk.Selling).Last.Receipt
	c.Scan(number)
	c.Press("refund-this")
	c.Do(desk.Turn{Tab: 1, Serial: c.Serial()})
	c.Submit()
	l := c.State().Screen.(*desk.List)
	fact := func(label string) string {
		i := slices.IndexFunc(l.Facts, func(f desk.Fact) bool { return f.Label.String() == label })
		if i < 0 {
			t.Fatalf("nothing says %q in %+v", label, l.Facts)
		}
		return l.Facts[i].Value
	}
	if fact("Coupon, not paid out") != "20.00" || fact("Back to the customer") != "10.00" || l.Act.String() != "Yes, refund 10.00" || len(l.Says) != 1 {
		t.Errorf("%+v, %s, %+v", l.Facts, l.Act, l.Says)
	}
	c.Submit()
	c.says("refunded 10.00: 优惠券 20.00 (不退款), 现金 10.00")
	closed, err := c.World.Till.CloseShift(200_00, nil)
	if err != nil || closed.Difference != 0 { // the float: what was paid in cash was handed out again, and no more
		t.Errorf("the drawer is to hold %s: %v", closed.Expected, err)
	}
	c.World.Verify()
}
