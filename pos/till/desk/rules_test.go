package desk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/tilltest"
)

// TestNewRules: rules that come are told once, by name, when nobody is paying; what they changed can be looked up, also after
// a restart, which is no news.
func TestNewRules(t *testing.T) {
	c := working(t)
	doc := tilltest.Rules(rules.Highest)
	publish := func(change func()) {
		t.Helper()
		doc.Version++
		change()
		if err := doc.Check(); err != nil {
			t.Fatal(err)
		}
		doc.Published = c.World.Clock.Now.UnixMilli()
		c.World.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, doc))
		c.Desk.Tick(c.World.Clock.Now)
	}
	c.Key("Down")
	c.Desk.Tick(c.World.Clock.Now)
	c.says("") // what was there is no news
	half := rules.Promotion{ID: "half", Name: "第二件半价", Kind: rules.Nth, N: 2, Off: 50_00}
	c.Scan("1002")
	publish(func() { doc.Note, doc.Promotions = "秋季", []rules.Promotion{half} })
	c.says("New prices and promotions since 10:00: 第二件半价（新增）")
	c.Key("Down")
	c.says("")
	c.Desk.Tick(c.World.Clock.Now)
	c.says("") // once

	c.Press("pay")
	publish(func() {
		doc.Promotions[0].Off = 40_00
		doc.Promotions = append(doc.Promotions, rules.Promotion{ID: "less", Name: "满6减1", Kind: rules.Less, Steps: []rules.Step{{Spend: 6 * money.Yuan, Less: money.Yuan}}})
		doc.TopUp.Mode, doc.Prices.Choose = rules.Each, rules.Lowest
	})
	c.says("")
	c.on(&desk.Paying{})
	c.Back()
	c.says("")
	c.Desk.Tick(c.World.Clock.Now)
	c.says("第二件半价（有调整）、满6减1（新增）、等级价格，另有 1 项")
	publish(func() { doc.Note = "冬季" }) // nobody needs to know
	c.Key("Down")
	c.Desk.Tick(c.World.Clock.Now)
	c.says("")
	publish(func() { doc.Promotions = doc.Promotions[1:] })
	c.says("第二件半价（已结束）")

	c.Press("lock")
	c.World.Crash()
	d, err := desk.New(c.World.Till, desk.Wiring{}, c.World.Clock.Now)
	c.World.Must(err)
	c.Desk = d
	c.SignIn("1001", "1111")
	c.Desk.Tick(c.World.Clock.Now)
	c.says("")
	c.Press("rules")
	if diff := cmp.Diff([]string{"第二件半价 | 促销 | 已结束"}, c.rows()); diff != "" {
		t.Errorf("what has changed:\n%s", diff)
	}
	facts := ""
	for _, f := range c.list().Facts {
		facts += f.Label.String() + "=" + f.Value + "|"
	}
	if !strings.Contains(facts, "Rules=5|") || !strings.Contains(facts, "Note=冬季|") || !strings.Contains(facts, "Published=2026-11-22 10:0") {
		t.Errorf("beside it stands %s", facts)
	}
}

// TestFirstRules: the first rules of a till are no change of anything.
func TestFirstRules(t *testing.T) {
	c := working(t)
	c.Press("rules")
	if l := c.list(); len(l.Rows) != 0 || !strings.Contains(l.Empty.String(), "first rules") {
		t.Errorf("of the first rules is told %v, %s", c.rows(), l.Empty)
	}
}
