package desk_test

import (
	"slices"
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/tilltest"
)

// TestCashRounding: what is asked for in cash is rounded, on the button, on the keys of likely notes and for the exact sum; by
// any other way the sale costs what it costs. What is rounded off goes with the cash that it came with.
func TestCashRounding(t *testing.T) {
	c := working(t)
	r := tilltest.Rules(rules.Highest)
	r.Version, r.Rounding.Cash = 2, 50
	c.World.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, r))
	c.Scan("2001")
	c.Scan("2001") // 19.96
	c.Press("pay")
	p := c.State().Screen.(*desk.Paying)
	if p.Takes != 1950 || p.Back != 0 || p.Act.String() != "Take cash 19.50" || p.Methods[0].Sub.String() != "19.50 with rounding" {
		t.Errorf("takes %s, gives %s back: %s; %s", p.Takes, p.Back, p.Act, p.Methods[0].Sub)
	}
	if !slices.Equal(p.Notes, []money.Fen{2000, 5000, 10000}) {
		t.Errorf("notes %s", p.Notes)
	}
	c.Fill("", "50")
	if p := c.State().Screen.(*desk.Paying); p.Back != 3050 || p.Act.String() != "Take cash 50.00 · change 30.50" {
		t.Errorf("of 50.00 gives %s back: %s", p.Back, p.Act)
	}
	c.Do(desk.Take{Index: 1, Serial: c.Serial()}) // a bank card
	c.Fill("", "")
	if p := c.State().Screen.(*desk.Paying); p.Takes != 1996 {
		t.Errorf("the card pays %s", p.Takes)
	}
	if _, err := c.World.Till.Pay(t.Context(), record.Cash, 3000, ""); err != nil {
		t.Fatal(err)
	}
	c.Fill("", "")
	c.Key("Delete") // the last of two: what was rounded off, and the cash with it
	c.due(1996)
	if n := len(c.State().Sale.Tenders); n != 0 {
		t.Errorf("%d payments are left", n)
	}
	c.Press("exact")
	last := c.State().Screen.(*desk.Selling).Last
	if last == nil || last.Total != 1996 || len(last.Paid) != 2 || last.Paid[0].Amount != 1950 || last.Paid[1].Kind != record.Rounding || last.Paid[1].Amount != 46 {
		t.Fatalf("%+v", last)
	}
}
