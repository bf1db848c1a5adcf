package desk_test

import (
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
	"holdfast/pos/texts"
	"holdfast/pos/till/tilltest"
)

// TestNear: the cashier is told what the sale is close to, what can be had now first.
func TestNear(t *testing.T) {
	c := open(t)
	doc := tilltest.Rules(rules.Highest)
	doc.Version, doc.Promotions = 2, []rules.Promotion{
		{ID: "half", Name: "第二件半价", NameEn: "Second at half price", Kind: rules.Nth, N: 2, Off: 50_00, What: rules.Scope{Products: []string{"1002"}}},
		{ID: "cup", Name: "满3送水", Kind: rules.Gift, What: rules.Scope{Products: []string{"1002"}}, Stack: true, Steps: []rules.Step{{Spend: 3 * money.Yuan, Gifts: []string{"1001"}}}},
		{ID: "less", Name: "满6减1", Kind: rules.Less, Stack: true, Steps: []rules.Step{{Spend: 6 * money.Yuan, Less: money.Yuan}}},
	}
	if err := doc.Check(); err != nil {
		t.Fatal(err)
	}
	c.World.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, doc))
	c.SignIn("2001", "2222")
	c.OpenShift("200")
	near := func() string {
		var says []string
		for _, n := range c.State().Near {
			says = append(says, texts.Say(c.State().Lang, n))
		}
		return strings.Join(says, "|")
	}
	c.Scan("1002") // 3.50
	if got, want := near(), "可拿赠品：满3送水|再买 1 件：第二件半价"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
	c.Scan("1002") // the second at half price, which takes both: what stacks finds nothing left
	if got, want := near(), "可拿赠品：满3送水"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
	if acted := c.State().Sale.Totals.Acted; len(acted) != 1 || acted[0].Amount != 175 {
		t.Errorf("acted: %+v", acted)
	}
}
