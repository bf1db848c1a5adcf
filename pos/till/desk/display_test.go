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
	c.signIn("2001", "2222")
	c.fill("sum", "200")
	c.submit()
	if idle := c.state().Display.Idle; len(idle) != 0 {
		t.Errorf("offers without a screen for them: %v", idle)
	}
	if err := c.world.Till.SetSetting(till.SetDisplay, "on"); err != nil {
		t.Fatal(err)
	}
	c.press("more")
	c.press("settings")
	c.submit()
	c.key("Escape")
	var says []string
	for _, o := range c.state().Display.Idle {
		says = append(says, texts.Say(c.state().Lang, o))
	}
	if got, want := strings.Join(says, "|"), "充值 100.00，赠送 10.00|充值 200.00，赠送 20.00|会员每消费 1 元积 1 分|矿泉水：会员价 3.20，原价 3.50"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	c.scan("1002")
	c.scan("1002")
	if d := c.state().Display; len(d.Idle) != 0 || d.Saves != 60 {
		t.Errorf("while something is sold the customer sees %+v", d)
	}
	if o := c.state().Sale.AsMember; o.Saves != 60 || o.Points != 6_4000 {
		t.Errorf("a card would bring %+v", o)
	}
	c.scan("8800000000000013")
	if o := c.state().Sale.AsMember; o != (till.MemberOffer{}) || c.state().Display.Saves != 0 {
		t.Errorf("a card that is there would bring %+v", o)
	}
}
