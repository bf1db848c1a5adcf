package desk_test

import (
	"strings"
	"testing"

	"holdfast/pos/texts"
	"holdfast/pos/till"
)

// TestIdleDisplay: while nothing is sold the customer's screen says what the rules and the shelf offer; while something
// is, what a card would save.
func TestIdleDisplay(t *testing.T) {
	c := open(t)
	c.SignIn("2001", "2222")
	c.Fill("sum", "200")
	c.Submit()
	if idle := c.State().Display.Idle; len(idle) != 0 {
		t.Errorf("offers without a screen for them: %v", idle)
	}
	if err := c.World.Till.SetSetting(till.SetDisplay, "on"); err != nil {
		t.Fatal(err)
	}
	c.Press("more")
	c.Press("settings")
	c.Submit()
	c.Key("Escape")
	var says []string
	for _, o := range c.State().Display.Idle {
		says = append(says, texts.Say(c.State().Lang, o))
	}
	if got, want := strings.Join(says, "|"), "充值 100.00，赠送 10.00|充值 200.00，赠送 20.00|会员每消费 1 元积 1 分|矿泉水：会员价 3.20，原价 3.50"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	c.Scan("1002")
	c.Scan("1002")
	if d := c.State().Display; len(d.Idle) != 0 || d.Saves != 60 {
		t.Errorf("while something is sold the customer sees %+v", d)
	}
	if o := c.State().Sale.AsMember; o.Saves != 60 || o.Points != 6_4000 {
		t.Errorf("a card would bring %+v", o)
	}
	c.Scan("8800000000000013")
	if o := c.State().Sale.AsMember; o != (till.MemberOffer{}) || c.State().Display.Saves != 0 {
		t.Errorf("a card that is there would bring %+v", o)
	}
}
