package desk_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/desk/desktest"
)

// counter is a desk that a test works at and looks at.
type counter struct{ *desktest.Counter }

// open is a counter at which nobody has signed in.
func open(t *testing.T) *counter {
	t.Helper()
	return &counter{desktest.Open(t)}
}

// working is a counter at which a cashier has opened the shift with 200.00.
func working(t *testing.T) *counter {
	t.Helper()
	c := open(t)
	c.SignIn("1001", "1111")
	c.OpenShift("200")
	c.on(&desk.Selling{})
	return c
}

// on checks which screen is in view.
func (c *counter) on(want desk.Screen) {
	c.Helper()
	if got := c.State().Screen; reflect.TypeOf(got) != reflect.TypeOf(want) {
		c.Fatalf("on %T, not %T; notice: %s", got, want, c.notice())
	}
}

func (c *counter) notice() string {
	if n := c.State().Notice; n != nil {
		return n.Text.String()
	}
	return ""
}

// says checks what the notice says.
func (c *counter) says(want string) {
	c.Helper()
	if !strings.Contains(c.notice(), want) || want == "" && c.notice() != "" {
		c.Errorf("says %q, not %q", c.notice(), want)
	}
}

// due checks what is left to pay.
func (c *counter) due(want money.Fen) {
	c.Helper()
	if got := c.State().Sale.Totals.Due; got != want {
		c.Errorf("due %s, want %s; notice: %s", got, want, c.notice())
	}
}

// sold is how many sales are in the books.
func (c *counter) sold() int {
	c.Helper()
	day, err := c.World.Till.Day("")
	if pos.CodeOf(err) == pos.Forbidden {
		if _, err = c.World.Till.Override("2001", "2222"); err == nil {
			day, err = c.World.Till.Day("")
		}
		c.World.Till.EndOverride()
	}
	if err != nil {
		c.Fatal(err)
	}
	return day.Sales.N
}

func TestCashSale(t *testing.T) {
	c := working(t)
	c.Scan("6901234567892")
	c.Enter("3*1002")
	c.Key("+")
	c.due(2400)
	c.Key("-")
	c.due(2050)
	c.Press("pay")
	c.on(&desk.Paying{})
	c.Fill("", "50")
	p := c.State().Screen.(*desk.Paying)
	if p.Takes != 5000 || p.Back != 2950 || p.Act.String() != "Take cash 50.00 · change 29.50" {
		t.Errorf("takes %s, gives %s back: %s", p.Takes, p.Back, p.Act)
	}
	c.Submit()
	c.on(&desk.Selling{})
	last := c.State().Screen.(*desk.Selling).Last
	if last == nil || last.Total != 2050 || last.Change != 2950 || last.Paid[0].Amount != 5000 {
		t.Fatalf("%+v", last)
	}
	if d := c.State().Display; !d.Done || d.Change != 2950 {
		t.Errorf("the customer sees %+v", d)
	}
	c.Scan("1002") // the next customer's first thing ends the last sale's display
	if c.State().Screen.(*desk.Selling).Last != nil || c.State().Display.Done {
		t.Error("the last sale is still in view")
	}
}

// TestPressedTwice: the second press of anything that moves money was meant for a state that has passed.
func TestPressedTwice(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	seen := c.Serial()
	exact := desk.Press{ID: "exact", Serial: seen}
	c.Do(exact)
	c.Scan("1000")
	c.Do(exact)
	c.due(1000)
	if n := c.sold(); n != 1 {
		t.Errorf("%d sales", n)
	}
	c.Press("pay")
	submit := desk.Submit{Serial: c.Serial()}
	c.Do(submit)
	c.Do(submit)
	c.Do(desk.Note{Index: 0, Serial: submit.Serial})
	if n := c.sold(); n != 2 {
		t.Errorf("%d sales", n)
	}
}

// TestScannedMeanwhile: nothing scanned while a payment waits for head office is lost; and cash waits for nobody, however
// slow head office is.
func TestScannedMeanwhile(t *testing.T) {
	c := working(t)
	c.World.Office.Up, c.World.Office.Slow = true, true
	c.Scan("1000")
	c.Scan("8800000000000013")
	c.Desk.Do(c.World.Clock.Now, desk.Press{ID: "pay", Serial: c.Serial()})
	if c.State().Busy != nil {
		t.Fatal("the payment screen waits for head office")
	}
	c.Desk.Do(c.World.Clock.Now, desk.Submit{Serial: c.Serial()})
	if c.sold() != 1 {
		t.Fatalf("cash was not taken: %s", c.notice())
	}
	c.Desk.Settle(c.World.Clock.Now)
	c.Scan("1000")
	c.Scan("8800000000000013")
	c.Desk.Do(c.World.Clock.Now, desk.Press{ID: "pay", Serial: c.Serial()})
	c.Desk.Do(c.World.Clock.Now, desk.Key{Name: "F4", Serial: c.Serial()})
	c.Desk.Do(c.World.Clock.Now, desk.Type{Text: "10", Serial: c.Serial()})
	c.Desk.Do(c.World.Clock.Now, desk.Submit{Serial: c.Serial()})
	if c.State().Busy == nil {
		t.Fatalf("stored value that isn't here was paid: %s", c.notice())
	}
	c.Desk.Do(c.World.Clock.Now, desk.Scan{Text: "1000"})
	c.Desk.Do(c.World.Clock.Now, desk.Back{Serial: c.Serial()})
	c.Desk.Settle(c.World.Clock.Now)
	c.on(&desk.Paying{})
	c.says("the customer is paying; go back to add goods") // what was scanned meanwhile is answered then
}

func TestStoredValue(t *testing.T) {
	c := working(t)
	c.World.Grant("", "M1", 5000, 0, 24*time.Hour)
	c.World.Office.Up = false
	for range 7 {
		c.Scan("1000")
	}
	c.Scan("8800000000000013")
	c.Press("pay")
	p := c.State().Screen.(*desk.Paying)
	if p.Say == nil || !strings.Contains(p.Say.String(), "Of the 100.00 on the card, 50.00 can be used here now") {
		t.Errorf("says %v", p.Say)
	}
	stored := slices.IndexFunc(p.Methods, func(m desk.Method) bool { return m.Kind == "stored" })
	c.Do(desk.Take{Index: stored, Serial: c.Serial()})
	if p = c.State().Screen.(*desk.Paying); p.Takes != 5000 {
		t.Errorf("takes %s", p.Takes)
	}
	c.Submit()
	c.due(2000)
	c.Do(desk.Note{Index: 0, Drop: true, Serial: c.Serial()}) // taken back
	c.due(7000)
	c.Key("F4")
	c.Submit()
	c.Key("Enter") // the rest in cash
	c.on(&desk.Selling{})
	if last := c.State().Screen.(*desk.Selling).Last; last == nil || last.Total != 7000 || last.Paid[len(last.Paid)-1].Amount != 2000 {
		t.Errorf("%+v; %s", last, c.notice())
	}
}

// TestApproved: what a cashier may not do is approved in place, once, and the books name both.
func TestApproved(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	c.Press("price")
	c.Fill("price", "8")
	c.Submit()
	if f, ok := c.State().Screen.(*desk.Form); !ok || f.Title.String() != "Approval needed" {
		t.Fatalf("%+v; %s", c.State().Screen, c.notice())
	}
	c.Fill("who", "2001")
	c.Fill("pin", "1111")
	c.Submit()
	c.says("wrong number or PIN")
	c.Fill("pin", "2222")
	c.Submit()
	c.on(&desk.Selling{})
	c.due(800)
	if by := c.State().Sale.Lines[0].PriceBy; by != "2001" {
		t.Errorf("approved by %q", by)
	}
	c.Press("price") // the right was lent once
	c.Fill("price", "7")
	c.Submit()
	c.on(&desk.Form{})
	c.due(800)
}

func TestLostAndReplaced(t *testing.T) {
	c := open(t)
	c.SignIn("2001", "2222")
	c.Fill("sum", "0")
	c.Submit()
	c.World.Office.Up = false
	c.Scan("8800000000000013")
	c.Press("records")
	c.Press("card-lost")
	c.Submit()
	c.Press("card-replace")
	if f := c.State().Screen.(*desk.Form); len(f.Says) == 0 || !strings.Contains(f.Says[0].Text.String(), "The new card works here at once") {
		t.Errorf("%+v", f.Says)
	}
	c.Scan("8800000000000112")
	c.Submit()
	c.says("张伟 has card 8800000000000112 now")
	c.Key("Escape")
	c.Scan("8800000000000112")
	if c.State().Sale.Member != "M1" {
		t.Errorf("the new card is %q's: %s", c.State().Sale.Member, c.notice())
	}
	c.Press("cancel")
	c.Scan("8800000000000013")
	c.says("replaced")
}

func TestLocksItself(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	c.Desk.Tick(c.World.Clock.Now.Add(4 * time.Minute))
	c.on(&desk.Selling{})
	c.Desk.Tick(c.World.Clock.Now.Add(6 * time.Minute))
	c.on(&desk.Locked{})
	c.Scan("1000") // nothing is sold at a locked till
	c.SignIn("1001", "1111")
	c.on(&desk.Selling{})
	c.due(1000)
}

func TestTraining(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	c.Press("exact")
	c.Press("more")
	c.Press("training")
	if !c.State().Training {
		t.Fatal(c.notice())
	}
	for range 3 {
		c.Scan("1000")
		c.Press("exact")
	}
	c.Press("samples")
	if l, ok := c.State().Screen.(*desk.List); !ok || len(l.Rows) == 0 {
		t.Fatalf("nothing to scan: %+v", c.State().Screen)
	}
	c.Submit()
	c.on(&desk.Selling{})
	c.Press("pay")
	c.on(&desk.Paying{})
	c.Press("samples")
	c.Key("Right")
	l := c.State().Screen.(*desk.List)
	c.Do(desk.Take{Index: 0, Serial: c.Serial()})
	c.on(&desk.Paying{})
	if m := c.State().Member; m == nil || l.Rows[0].Cells[0] != m.Name || len(c.State().Sale.Lines) != 1 {
		t.Errorf("%v was swiped, and the sale is %+v of %+v", l.Rows[0].Cells, c.State().Sale, m)
	}
	c.Key("Escape")
	c.Press("training-end")
	if c.State().Training || c.sold() != 1 {
		t.Errorf("%d sales in the books", c.sold())
	}
	c.Press("samples")
	c.on(&desk.Selling{})
}

func TestShiftClosed(t *testing.T) {
	c := working(t)
	c.Scan("1000")
	c.Press("exact")
	c.Press("more")
	c.Press("shift-close")
	c.Do(desk.Counted{Field: "count", Index: 0, N: 2, Serial: c.Serial()})
	if sum := c.State().Screen.(*desk.Form).Fields[1].Line.Text; sum != "200.00" {
		t.Errorf("counted %s", sum)
	}
	c.Submit()
	c.on(&desk.Form{}) // asked once more
	c.Submit()
	c.on(&desk.Paper{})
	c.says("expected 210.00, counted 200.00, difference -10.00")
}

func TestRefund(t *testing.T) {
	c := working(t)
	c.Enter("3*1000")
	c.Press("exact")
	number := c.State().Screen.(*desk.Selling).Last.Receipt
	c.Scan(number)
	c.on(&desk.Paper{})
	c.Press("refund-this")
	c.on(&desk.List{})
	c.Key("+")
	l := c.State().Screen.(*desk.List)
	if n := len(l.Facts); n == 0 || l.Facts[n-1].Value != "10.00" {
		t.Errorf("%+v", l.Facts)
	}
	c.Submit()
	c.Submit()
	c.says("refunded 10.00")
}

// TestEnrolling: a folder that is no till yet becomes one, and what is wrong with the code is said.
func TestEnrolling(t *testing.T) {
	asked, enrolled := [][2]string{}, false
	refuse := pos.E(pos.Usage, "", "the code is mistyped")
	var answer error = refuse
	now := time.Now()
	d := desk.Enrolling(pos.English, desk.Touch, func(_ context.Context, hq, code string) error {
		asked = append(asked, [2]string{hq, code})
		return answer
	}, func() { enrolled = true }, now)
	do := func(a desk.Action) { d.Do(now, a); d.Settle(now) }
	do(desk.Type{Field: "hq", Text: "https://hq:1", Serial: d.State().Serial})
	do(desk.Type{Field: "code", Text: "ABC", Serial: d.State().Serial})
	do(desk.Back{Serial: d.State().Serial}) // there is nowhere to go back to
	do(desk.Submit{Serial: d.State().Serial})
	if n := d.State().Notice; enrolled || n == nil || n.Text.String() != "the code is mistyped" {
		t.Fatalf("%+v", n)
	}
	answer = nil
	do(desk.Submit{Serial: d.State().Serial})
	if !enrolled || len(asked) != 2 || asked[1] != [2]string{"https://hq:1", "ABC"} {
		t.Errorf("%v, %v", enrolled, asked)
	}
}

// TestNewMember: a blank card that is swiped, and a phone that nobody has, lead to registering whoever shows them.
func TestNewMember(t *testing.T) {
	c := working(t)
	c.Scan("8800000000000112")
	c.Fill("phone", "13900000099")
	c.Fill("name", "孙丽")
	c.Submit()
	c.says("孙丽 is a member now")
	c.Scan("8800000000000112")
	if m := c.State().Member; m == nil || m.Name != "孙丽" || m.Phone != "13900000099" {
		t.Fatalf("%+v; %s", m, c.notice())
	}
	c.Press("member")
	c.Fill("", "13700000000")
	c.Press("new-member")
	if f, ok := c.State().Screen.(*desk.Form); !ok || f.Fields[0].Line.Text != "13700000000" {
		t.Errorf("%+v", c.State().Screen)
	}
}

// TestFound: while somebody types, what fits is offered; Enter takes it.
func TestFound(t *testing.T) {
	c := working(t)
	c.Fill("", "2*kqs")
	s := c.State().Screen.(*desk.Selling)
	if len(s.Found) != 1 || s.Found[0].Product == nil || s.Found[0].Product.Code != "1002" || s.Chosen != 0 {
		t.Fatalf("%+v", s.Found)
	}
	c.Enter("2*kqs")
	c.due(700)
	c.Fill("", "zw")
	c.Key("Down")
	c.Enter("zw")
	if m := c.State().Member; m == nil || m.Name != "张伟" {
		t.Errorf("%+v; %s", m, c.notice())
	}
}
