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
	"holdfast/pos/till/tilltest"
)

// counter is a desk that a test works at, at a till with its real books.
type counter struct {
	*testing.T
	world *tilltest.World
	desk  *desk.Desk
}

// open is a counter at which nobody has signed in.
func open(t *testing.T) *counter {
	t.Helper()
	c := &counter{T: t, world: tilltest.New(t, tilltest.OnDisk(t))}
	d, err := desk.New(c.world.Till, desk.Wiring{Dir: t.TempDir()}, c.world.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	c.desk = d
	return c
}

// working is a counter at which a cashier has opened the shift with 200.00.
func working(t *testing.T) *counter {
	t.Helper()
	c := open(t)
	c.signIn("1001", "1111")
	c.fill("sum", "200")
	c.do(desk.Submit{Serial: c.serial()})
	c.on(&desk.Selling{})
	return c
}

func (c *counter) serial() uint64     { return c.desk.State().Serial }
func (c *counter) state() *desk.State { return c.desk.State() }

// do is an action, and all that it leads to.
func (c *counter) do(a desk.Action) {
	c.Helper()
	c.desk.Do(c.world.Clock.Now, a)
	c.desk.Settle(c.world.Clock.Now)
}

func (c *counter) press(id desk.ID)  { c.Helper(); c.do(desk.Press{ID: id, Serial: c.serial()}) }
func (c *counter) key(name string)   { c.Helper(); c.do(desk.Key{Name: name, Serial: c.serial()}) }
func (c *counter) scan(text string)  { c.Helper(); c.do(desk.Scan{Text: text}) }
func (c *counter) enter(text string) { c.Helper(); c.do(desk.Enter{Text: text, Serial: c.serial()}) }
func (c *counter) fill(f, text string) {
	c.Helper()
	c.do(desk.Type{Field: f, Text: text, Serial: c.serial()})
}
func (c *counter) submit() { c.Helper(); c.do(desk.Submit{Serial: c.serial()}) }

func (c *counter) signIn(who, pin string) {
	c.Helper()
	c.fill("who", who)
	c.fill("pin", pin)
	c.submit()
}

// on checks which screen is in view.
func (c *counter) on(want desk.Screen) {
	c.Helper()
	if got := c.state().Screen; reflect.TypeOf(got) != reflect.TypeOf(want) {
		c.Fatalf("on %T, not %T; notice: %s", got, want, c.notice())
	}
}

func (c *counter) notice() string {
	if n := c.state().Notice; n != nil {
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
	if got := c.state().Sale.Totals.Due; got != want {
		c.Errorf("due %s, want %s; notice: %s", got, want, c.notice())
	}
}

// sold is how many sales are in the books.
func (c *counter) sold() int {
	c.Helper()
	day, err := c.world.Till.Day("")
	if pos.CodeOf(err) == pos.Forbidden {
		if _, err = c.world.Till.Override("2001", "2222"); err == nil {
			day, err = c.world.Till.Day("")
		}
		c.world.Till.EndOverride()
	}
	if err != nil {
		c.Fatal(err)
	}
	return day.Sales.N
}

func TestCashSale(t *testing.T) {
	c := working(t)
	c.scan("6901234567892")
	c.enter("3*1002")
	c.key("+")
	c.due(2400)
	c.key("-")
	c.due(2050)
	c.press("pay")
	c.on(&desk.Paying{})
	c.fill("", "50")
	p := c.state().Screen.(*desk.Paying)
	if p.Takes != 5000 || p.Back != 2950 || p.Act.String() != "Take cash 50.00 · change 29.50" {
		t.Errorf("takes %s, gives %s back: %s", p.Takes, p.Back, p.Act)
	}
	c.submit()
	c.on(&desk.Selling{})
	last := c.state().Screen.(*desk.Selling).Last
	if last == nil || last.Total != 2050 || last.Change != 2950 || last.Paid[0].Amount != 5000 {
		t.Fatalf("%+v", last)
	}
	if d := c.state().Display; !d.Done || d.Change != 2950 {
		t.Errorf("the customer sees %+v", d)
	}
	c.scan("1002") // the next customer's first thing ends the last sale's display
	if c.state().Screen.(*desk.Selling).Last != nil || c.state().Display.Done {
		t.Error("the last sale is still in view")
	}
}

// TestPressedTwice: the second press of anything that moves money was meant for a state that has passed.
func TestPressedTwice(t *testing.T) {
	c := working(t)
	c.scan("1000")
	seen := c.serial()
	exact := desk.Press{ID: "exact", Serial: seen}
	c.do(exact)
	c.scan("1000")
	c.do(exact)
	c.due(1000)
	if n := c.sold(); n != 1 {
		t.Errorf("%d sales", n)
	}
	c.press("pay")
	submit := desk.Submit{Serial: c.serial()}
	c.do(submit)
	c.do(submit)
	c.do(desk.Note{Index: 0, Serial: submit.Serial})
	if n := c.sold(); n != 2 {
		t.Errorf("%d sales", n)
	}
}

// TestScannedMeanwhile: nothing scanned while a payment waits for head office is lost; and cash waits for nobody, however
// slow head office is.
func TestScannedMeanwhile(t *testing.T) {
	c := working(t)
	c.world.Office.Up, c.world.Office.Slow = true, true
	c.scan("1000")
	c.scan("8800000000000013")
	c.desk.Do(c.world.Clock.Now, desk.Press{ID: "pay", Serial: c.serial()})
	if c.state().Busy != nil {
		t.Fatal("the payment screen waits for head office")
	}
	c.desk.Do(c.world.Clock.Now, desk.Submit{Serial: c.serial()})
	if c.sold() != 1 {
		t.Fatalf("cash was not taken: %s", c.notice())
	}
	c.desk.Settle(c.world.Clock.Now)
	c.scan("1000")
	c.scan("8800000000000013")
	c.desk.Do(c.world.Clock.Now, desk.Press{ID: "pay", Serial: c.serial()})
	c.desk.Do(c.world.Clock.Now, desk.Key{Name: "F4", Serial: c.serial()})
	c.desk.Do(c.world.Clock.Now, desk.Type{Text: "10", Serial: c.serial()})
	c.desk.Do(c.world.Clock.Now, desk.Submit{Serial: c.serial()})
	if c.state().Busy == nil {
		t.Fatalf("stored value that isn't here was paid: %s", c.notice())
	}
	c.desk.Do(c.world.Clock.Now, desk.Scan{Text: "1000"})
	c.desk.Do(c.world.Clock.Now, desk.Back{Serial: c.serial()})
	c.desk.Settle(c.world.Clock.Now)
	c.on(&desk.Paying{})
	c.says("the customer is paying; go back to add goods") // what was scanned meanwhile is answered then
}

func TestStoredValue(t *testing.T) {
	c := working(t)
	c.world.Grant("", "M1", 5000, 0, 24*time.Hour)
	c.world.Office.Up = false
	for range 7 {
		c.scan("1000")
	}
	c.scan("8800000000000013")
	c.press("pay")
	p := c.state().Screen.(*desk.Paying)
	if p.Say == nil || !strings.Contains(p.Say.String(), "Of the 100.00 on the card, 50.00 can be used here now") {
		t.Errorf("says %v", p.Say)
	}
	stored := slices.IndexFunc(p.Methods, func(m desk.Method) bool { return m.Kind == "stored" })
	c.do(desk.Take{Index: stored, Serial: c.serial()})
	if p = c.state().Screen.(*desk.Paying); p.Takes != 5000 {
		t.Errorf("takes %s", p.Takes)
	}
	c.submit()
	c.due(2000)
	c.do(desk.Note{Index: 0, Drop: true, Serial: c.serial()}) // taken back
	c.due(7000)
	c.key("F4")
	c.submit()
	c.key("Enter") // the rest in cash
	c.on(&desk.Selling{})
	if last := c.state().Screen.(*desk.Selling).Last; last == nil || last.Total != 7000 || last.Paid[len(last.Paid)-1].Amount != 2000 {
		t.Errorf("%+v; %s", last, c.notice())
	}
}

// TestApproved: what a cashier may not do is approved in place, once, and the books name both.
func TestApproved(t *testing.T) {
	c := working(t)
	c.scan("1000")
	c.press("price")
	c.fill("price", "8")
	c.submit()
	if f, ok := c.state().Screen.(*desk.Form); !ok || f.Title.String() != "Approval needed" {
		t.Fatalf("%+v; %s", c.state().Screen, c.notice())
	}
	c.fill("who", "2001")
	c.fill("pin", "1111")
	c.submit()
	c.says("wrong number or PIN")
	c.fill("pin", "2222")
	c.submit()
	c.on(&desk.Selling{})
	c.due(800)
	if by := c.state().Sale.Lines[0].PriceBy; by != "2001" {
		t.Errorf("approved by %q", by)
	}
	c.press("price") // the right was lent once
	c.fill("price", "7")
	c.submit()
	c.on(&desk.Form{})
	c.due(800)
}

func TestLostAndReplaced(t *testing.T) {
	c := open(t)
	c.signIn("2001", "2222")
	c.fill("sum", "0")
	c.submit()
	c.world.Office.Up = false
	c.scan("8800000000000013")
	c.press("records")
	c.press("card-lost")
	c.submit()
	c.press("card-replace")
	if f := c.state().Screen.(*desk.Form); len(f.Says) == 0 || !strings.Contains(f.Says[0].Text.String(), "The new card works here at once") {
		t.Errorf("%+v", f.Says)
	}
	c.scan("8800000000000112")
	c.submit()
	c.says("张伟 has card 8800000000000112 now")
	c.key("Escape")
	c.scan("8800000000000112")
	if c.state().Sale.Member != "M1" {
		t.Errorf("the new card is %q's: %s", c.state().Sale.Member, c.notice())
	}
	c.press("cancel")
	c.scan("8800000000000013")
	c.says("replaced")
}

func TestLocksItself(t *testing.T) {
	c := working(t)
	c.scan("1000")
	c.desk.Tick(c.world.Clock.Now.Add(4 * time.Minute))
	c.on(&desk.Selling{})
	c.desk.Tick(c.world.Clock.Now.Add(6 * time.Minute))
	c.on(&desk.Locked{})
	c.scan("1000") // nothing is sold at a locked till
	c.signIn("1001", "1111")
	c.on(&desk.Selling{})
	c.due(1000)
}

func TestTraining(t *testing.T) {
	c := working(t)
	c.scan("1000")
	c.press("exact")
	c.press("more")
	c.press("training")
	if !c.state().Training {
		t.Fatal(c.notice())
	}
	for range 3 {
		c.scan("1000")
		c.press("exact")
	}
	c.press("samples")
	if l, ok := c.state().Screen.(*desk.List); !ok || len(l.Rows) == 0 {
		t.Fatalf("nothing to scan: %+v", c.state().Screen)
	}
	c.submit()
	c.on(&desk.Selling{})
	c.press("pay")
	c.on(&desk.Paying{})
	c.press("samples")
	c.key("Right")
	l := c.state().Screen.(*desk.List)
	c.do(desk.Take{Index: 0, Serial: c.serial()})
	c.on(&desk.Paying{})
	if m := c.state().Member; m == nil || l.Rows[0].Cells[0] != m.Name || len(c.state().Sale.Lines) != 1 {
		t.Errorf("%v was swiped, and the sale is %+v of %+v", l.Rows[0].Cells, c.state().Sale, m)
	}
	c.key("Escape")
	c.press("training-end")
	if c.state().Training || c.sold() != 1 {
		t.Errorf("%d sales in the books", c.sold())
	}
	c.press("samples")
	c.on(&desk.Selling{})
}

func TestShiftClosed(t *testing.T) {
	c := working(t)
	c.scan("1000")
	c.press("exact")
	c.press("more")
	c.press("shift-close")
	c.do(desk.Counted{Field: "count", Index: 0, N: 2, Serial: c.serial()})
	if sum := c.state().Screen.(*desk.Form).Fields[1].Line.Text; sum != "200.00" {
		t.Errorf("counted %s", sum)
	}
	c.submit()
	c.on(&desk.Form{}) // asked once more
	c.submit()
	c.on(&desk.Paper{})
	c.says("expected 210.00, counted 200.00, difference -10.00")
}

func TestRefund(t *testing.T) {
	c := working(t)
	c.enter("3*1000")
	c.press("exact")
	number := c.state().Screen.(*desk.Selling).Last.Receipt
	c.scan(number)
	c.on(&desk.Paper{})
	c.press("refund-this")
	c.on(&desk.List{})
	c.key("+")
	l := c.state().Screen.(*desk.List)
	if n := len(l.Facts); n == 0 || l.Facts[n-1].Value != "10.00" {
		t.Errorf("%+v", l.Facts)
	}
	c.submit()
	c.submit()
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
	c.scan("8800000000000112")
	c.fill("phone", "13900000099")
	c.fill("name", "孙丽")
	c.submit()
	c.says("孙丽 is a member now")
	c.scan("8800000000000112")
	if m := c.state().Member; m == nil || m.Name != "孙丽" || m.Phone != "13900000099" {
		t.Fatalf("%+v; %s", m, c.notice())
	}
	c.press("member")
	c.fill("", "13700000000")
	c.press("new-member")
	if f, ok := c.state().Screen.(*desk.Form); !ok || f.Fields[0].Line.Text != "13700000000" {
		t.Errorf("%+v", c.state().Screen)
	}
}

// TestFound: while somebody types, what fits is offered; Enter takes it.
func TestFound(t *testing.T) {
	c := working(t)
	c.fill("", "2*kqs")
	s := c.state().Screen.(*desk.Selling)
	if len(s.Found) != 1 || s.Found[0].Product == nil || s.Found[0].Product.Code != "1002" || s.Chosen != 0 {
		t.Fatalf("%+v", s.Found)
	}
	c.enter("2*kqs")
	c.due(700)
	c.fill("", "zw")
	c.key("Down")
	c.enter("zw")
	if m := c.state().Member; m == nil || m.Name != "张伟" {
		t.Errorf("%+v; %s", m, c.notice())
	}
}
