package desk_test

import (
	"slices"
	"strings"
	"testing"

	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/desk"
)

// TestQuantityBeforeScan: what stands typed when the scanner reads is a quantity, unless it was to be a code.
func TestQuantityBeforeScan(t *testing.T) {
	for typed, qty := range map[string]money.Qty{"": 1000, "3": 3000, "12": 12000, "2*": 2000, "0.5*": 500, "1234": 1000, "zw": 1000} {
		c := working(t)
		c.Do(desk.Type{Text: typed, Serial: c.Serial()})
		c.Do(desk.Scan{Text: "6901234567892", Typed: typed})
		lines := c.State().Sale.Lines
		if len(lines) != 1 || lines[0].Qty != qty {
			t.Errorf("%q and a scan: %+v, want a quantity of %s", typed, lines, qty)
		}
		if in := c.State().Screen.(*desk.Selling).Input; in.Text != "" {
			t.Errorf("%q is still typed", in.Text)
		}
	}
}

// TestMemberChosen: whoever is chosen from the list is the sale's from then on, and whoever was is not.
func TestMemberChosen(t *testing.T) {
	c := working(t)
	c.Scan("8800000000000021")
	c.Scan("1000")
	c.Press("member")
	c.Do(desk.Type{Text: "zw", Serial: c.Serial()})
	c.Submit()
	c.on(&desk.Selling{})
	if m := c.State().Member; m == nil || m.ID != "M1" || len(c.State().Sale.Lines) != 1 {
		t.Errorf("the sale is %+v's", m)
	}
	c.Press("member")
	c.Do(desk.Type{Text: "lm", Serial: c.Serial()})
	c.Press("records")
	l, ok := c.State().Screen.(*desk.List)
	if !ok || l.Member == nil || l.Member.ID != "M2" || c.State().Member.ID != "M1" {
		t.Errorf("looking at somebody shows %+v, and makes the sale %s's", c.State().Screen, c.State().Member.ID)
	}
}

// TestAmountBeforeMethod: the way to pay may be chosen after the amount.
func TestAmountBeforeMethod(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	c.Press("pay")
	c.Fill("", "2.00")
	c.Do(desk.Take{Index: 1, Serial: c.Serial()})
	if p := c.State().Screen.(*desk.Paying); p.Takes != 200 || p.Methods[p.Method].Kind != record.Bank {
		t.Errorf("takes %s by %s", p.Takes, p.Methods[p.Method].Kind)
	}
	c.Fill("ref", "B-1")
	c.Submit()
	c.due(800)
	c.Fill("", " ")
	if p := c.State().Screen.(*desk.Paying); p.Takes != 800 {
		t.Errorf("a blank takes %s", p.Takes)
	}
}

// TestDayOfACashier: who may not see the day is asked for somebody who may, and shown it then.
func TestDayOfACashier(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	c.Press("exact")
	c.Key("Ctrl+3") // every command's key works while nothing else is under way
	f, ok := c.State().Screen.(*desk.Form)
	if !ok || f.Title.String() != "Approval needed" {
		t.Fatalf("%+v: %s", c.State().Screen, c.notice())
	}
	c.Fill("who", "2001")
	c.Fill("pin", "2222")
	c.Submit()
	if v, ok := c.State().Screen.(*desk.Figures); !ok || v.Day.Sales.N != 1 {
		t.Errorf("%+v: %s", c.State().Screen, c.notice())
	}
}

// TestLockBegunAnew: Esc forgets who was to sign in, and Enter says what is missing.
func TestLockBegunAnew(t *testing.T) {
	c := open(t)
	c.Submit()
	c.says("type your number, or tap your name")
	c.Do(desk.Type{Field: "who", Text: "1002", Serial: c.Serial()})
	c.Submit()
	c.Submit()
	c.says("type your PIN")
	c.Do(desk.Type{Field: "pin", Text: "9", Serial: c.Serial()})
	c.Submit()
	c.Key("Escape")
	if v := c.State().Screen.(*desk.Locked); v.Who.Text != "" || v.PIN.Text != "" || v.OnPIN {
		t.Errorf("%+v", v)
	}
}

// TestHandOverIsTheirs: whose shift it isn't is told at once who hands it over, before anything is counted.
func TestHandOverIsTheirs(t *testing.T) {
	c := working(t)
	c.Press("lock")
	c.SignIn("1002", "1111")
	if says := c.notice(); !strings.Contains(says, "they hand it over") {
		t.Errorf("signing in says %q", says)
	}
	c.Key("Ctrl+H")
	c.on(&desk.Selling{})
	c.says("the shift is 陈晓梅's: they hand it over themselves, or a store manager closes it")
	c.Press("lock")
	c.SignIn("2001", "2222")
	if says := c.notice(); !strings.Contains(says, "goes into it") {
		t.Errorf("a manager is told %q", says)
	}
	c.Key("Ctrl+H")
	c.on(&desk.Form{})
}

// TestSetAside: value that is paid with is neither here any more nor at head office.
func TestSetAside(t *testing.T) {
	c := working(t)
	c.World.Grant("", "M1", 60_00, 0, 24*60*60*1e9)
	c.Scan("8800000000000013")
	c.Scan("1000")
	at := func() (label map[string]string) {
		label = map[string]string{}
		for _, f := range c.State().Screen.(*desk.Paying).Facts {
			label[f.Label.String()] = f.Value
		}
		return label
	}
	c.Press("pay")
	before := at()
	c.Do(desk.Take{Index: 3, Serial: c.Serial()})
	c.Fill("", "4.00")
	c.Submit()
	after := at()
	const rest = "The rest, once online"
	if before[rest] == "" || before[rest] != after[rest] || after["Spendable here now"] != "56.00" {
		t.Errorf("before %v, after %v", before, after)
	}
}

// TestSalesChangePlaces: a parked sale that is fetched while another is open changes places with it.
func TestSalesChangePlaces(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	c.Press("hold")
	c.Scan("1002")
	c.Press("recall")
	c.on(&desk.Selling{})
	if s := c.State(); len(s.Sale.Lines) != 1 || s.Sale.Lines[0].Code != "1000" || s.Bar.Held != 1 {
		t.Errorf("%+v, and %d are parked", s.Sale.Lines, s.Bar.Held)
	}
	c.says("the sale that was open is parked")
}

// TestLastLineSelected: what is done to a line is done to the last one, unless another was chosen.
func TestLastLineSelected(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	c.Scan("1002")
	c.Press("void")
	if v := c.State().Screen.(*desk.Selling); v.At != 1 {
		t.Errorf("line %d is selected after one was taken out", v.At)
	}
	c.Key("+")
	c.due(2000)
}

// TestMistyped: what nothing is known by stays typed, to be mended.
func TestMistyped(t *testing.T) {
	c := working(t)
	c.Enter("99990")
	if v := c.State().Screen.(*desk.Selling); v.Input.Text != "99990" {
		t.Errorf("%q is typed", v.Input.Text)
	}
	c.Scan("nothing")
	if v := c.State().Screen.(*desk.Selling); v.Input.Text != "" {
		t.Errorf("%q is left of a scan", v.Input.Text)
	}
}

// TestNothingIsLeftTyped: what stood typed when a sale ended, was parked, or the cashier went, is not the next one's.
func TestNothingIsLeftTyped(t *testing.T) {
	for _, how := range []desk.ID{"exact", "hold", "lock"} {
		c := working(t)
		c.Scan("1000")
		c.Do(desk.Type{Text: "12", Serial: c.Serial()})
		before := c.State().Screen.(*desk.Selling).Input.At
		c.Press(how)
		if how == "lock" {
			c.SignIn("1001", "1111")
		}
		if in := c.State().Screen.(*desk.Selling).Input; in.Text != "" || in.At == before {
			t.Errorf("after %s the line is %+v", how, in)
		}
	}
}

// TestTrainingEndsForWhoBeganIt: who has signed in while training works there only, and not as whoever began it.
func TestTrainingEndsForWhoBeganIt(t *testing.T) {
	c := open(t)
	c.SignIn("2001", "2222")
	c.Fill("sum", "200")
	c.Submit()
	c.Key("Ctrl+7")
	c.Press("lock")
	c.SignIn("1002", "1111")
	c.Press("training-end")
	if _, locked := c.State().Screen.(*desk.Locked); !locked || c.State().Bar.Status.Person != "" || c.State().Training {
		t.Errorf("on %T as %q: %s", c.State().Screen, c.State().Bar.Status.Person, c.notice())
	}
}

// TestNotesAndSum: the sum follows the notes, is empty without any, and may be typed over.
func TestNotesAndSum(t *testing.T) {
	c := open(t)
	c.SignIn("1001", "1111")
	count := func(n int) string {
		c.Do(desk.Counted{Field: "count", Index: 0, N: n, Serial: c.Serial()})
		return c.State().Screen.(*desk.Form).Fields[0].Line.Text
	}
	if got := []string{count(2), count(1), count(0)}; got[0] != "200.00" || got[1] != "100.00" || got[2] != "" {
		t.Errorf("two, one and no note are %q", got)
	}
	count(1)
	c.Fill("sum", "123")
	c.Submit()
	if shift := c.State().Bar.Shift; shift == nil || shift.Float != 123_00 {
		t.Errorf("%+v: %s", shift, c.notice())
	}
}

// TestPlacesKept: what is sold doesn't move the tiles of a shift, and nothing of the shelf is missing or there twice.
func TestPlacesKept(t *testing.T) {
	c := working(t)
	codes := func() (list []string) {
		for _, tile := range c.State().Screen.(*desk.Selling).Tiles {
			list = append(list, tile.Code)
		}
		return list
	}
	before := codes()
	for range 3 {
		c.Scan("3001")
		c.Press("exact")
	}
	if after := codes(); !slices.Equal(before, after) || len(before) == 0 {
		t.Errorf("before %v, after %v", before, after)
	}
}

// TestWrongCard: a card that a deed can't be done with is refused before anybody is called to approve it.
func TestWrongCard(t *testing.T) {
	c := working(t)
	for card, why := range map[string]string{"8800000000000112": "this takes one that is issued", "8800000000009999": "9999 is none of ours"} {
		c.Press("card-lost")
		c.Fill("card", card)
		c.Submit()
		if f, ok := c.State().Screen.(*desk.Form); !ok || f.Title.Message != "Report a card lost" {
			t.Fatalf("card %s: on %+v", card, c.State().Screen)
		}
		c.says(why)
		c.Do(desk.Back{Serial: c.Serial()})
	}
}

// TestPicked: a tap on what is chosen goes on to what is typed.
func TestPicked(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	c.Press("discount")
	c.Do(desk.Take{Field: "of", Index: 1, Serial: c.Serial()})
	if f := c.State().Screen.(*desk.Form); f.Fields[0].Line.Text != "bill" || f.Fields[f.Focus].Name != "percent" {
		t.Errorf("%q is chosen, and typing goes to %s", f.Fields[0].Line.Text, f.Fields[f.Focus].Name)
	}
}

// TestGivenBack: a list tells a sale that was given back in part from one that was whole, and the way the money went; what was
// given back is on a receipt that can't be.
func TestGivenBack(t *testing.T) {
	c := working(t)
	c.Enter("3*1000")
	c.Press("exact")
	number := c.State().Screen.(*desk.Selling).Last.Receipt
	c.Press("receipts")
	if row := c.State().Screen.(*desk.List).Rows[0]; row.Tag != "未上传" {
		t.Errorf("nothing was given back of %+v", row)
	}
	c.Do(desk.Back{Serial: c.Serial()})
	back := func() {
		c.Scan(number)
		c.Press("refund-this")
		c.Key("+")
		c.Submit()
		c.Submit()
		c.says("refunded 10.00")
		for range 3 {
			c.Do(desk.Back{Serial: c.Serial()})
		}
	}
	for i, tag := range []string{"部分已退", "部分已退", "已退"} {
		back()
		c.Press("receipts")
		rows := c.State().Screen.(*desk.List).Rows
		sale := rows[i+1]
		if rows[0].Cells[4] != "-10.00" || sale.Key != number || sale.Tag != tag {
			t.Fatalf("%+v, and the sale %+v", rows[0], sale)
		}
		c.Do(desk.Back{Serial: c.Serial()})
	}
	c.Press("reprint")
	if slices.ContainsFunc(c.State().Menu, func(i desk.Item) bool { return i.ID == "refund-this" }) {
		t.Error("a refund is offered for a refund")
	}
	c.Key("F9")
	c.on(&desk.Paper{})
}
