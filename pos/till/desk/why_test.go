package desk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/tilltest"
)

// list is the list in view: a row on a line, with what stands beside it.
func (c *counter) list() *desk.List {
	c.Helper()
	l, ok := c.State().Screen.(*desk.List)
	if !ok {
		c.Fatalf("on %T, not on a list; notice: %s", c.State().Screen, c.notice())
	}
	return l
}

func (c *counter) rows() (rows []string) {
	c.Helper()
	for _, r := range c.list().Rows {
		rows = append(rows, strings.Join(r.Cells, " | "))
	}
	return rows
}

// addsUp checks that the steps of the list in view come to its last row.
func (c *counter) addsUp() {
	c.Helper()
	var sum decimal.Decimal
	rows := c.list().Rows
	for _, r := range rows[:len(rows)-1] {
		sum = sum.Add(decimal.RequireFromString(r.Cells[2]))
	}
	if last := rows[len(rows)-1].Cells[2]; sum.StringFixed(2) != last {
		c.Errorf("the steps come to %s, and the last row says %s", sum, last)
	}
}

// TestWhy: of a line is told which price was taken and why, and each amount that was taken off it; of the sale, what
// promotions and people took off. Both add up.
func TestWhy(t *testing.T) {
	c := open(t)
	doc := tilltest.Rules(rules.Highest)
	doc.Version, doc.Prices.Tiers = 2, []rules.TierOff{{Tier: "silver", Off: 5_00, What: rules.Scope{Products: []string{"2001"}}}}
	doc.Promotions = []rules.Promotion{
		{ID: "half", Name: "第二件半价", NameEn: "Second at half price", Kind: rules.Nth, N: 2, Off: 50_00, What: rules.Scope{Products: []string{"1002"}}},
		{ID: "rice", Name: "大米特价", Kind: rules.Price, Price: new(money.Fen(800)), What: rules.Scope{Products: []string{"1000"}}},
	}
	if err := doc.Check(); err != nil {
		t.Fatal(err)
	}
	c.World.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, doc))
	c.SignIn("2001", "2222")
	c.OpenShift("200")
	c.Key("=") // there is no line yet
	c.on(&desk.Selling{})

	c.Scan("8800000000000021") // 李敏, silver
	for _, goods := range []string{"1000", "1.5*2001", "2*3001", "2*1002"} {
		c.Enter(goods)
	}
	c.Press("price")
	c.Fill("price", "3.00")
	c.Submit()
	_, err := c.World.Till.DiscountBill(10_00)
	c.World.Must(err)
	_, err = c.World.Till.Discount(3, 50_00)
	c.World.Must(err)
	c.Key("Down")

	for at, want := range map[int][]string{
		1: {"原价 | 1 × 每件 10.00 | 10.00", "大米特价 | 促销 · 每件 8.00 | -2.00", "整单折扣分摊 | 优惠 10% · 手工，王建平 | -0.80", "本行合计 |  | 7.20"},
		2: {"原价 | 1.5 × 每件 9.98 | 14.97", "银卡等级价 | 每件 9.48 | -0.75", "整单折扣分摊 | 优惠 10% · 手工，王建平 | -1.42", "本行合计 |  | 12.80"},
		3: {"原价 | 2 × 每件 5.00 | 10.00", "会员价 | 每件 6.00 | 2.00", "单品折扣 | 优惠 50% · 手工，王建平 | -6.00", "整单折扣分摊 | 优惠 10% · 手工，王建平 | -0.60", "本行合计 |  | 5.40"},
		4: {"原价 | 2 × 每件 3.50 | 7.00", "手工改价 | 每件 3.00 · 手工，王建平 | -1.00", "整单折扣分摊 | 优惠 10% · 手工，王建平 | -0.60", "本行合计 |  | 5.40"},
	} {
		c.Do(desk.Select{Index: at, Serial: c.Serial()})
		c.Key("=")
		if diff := cmp.Diff(want, c.rows()); diff != "" {
			t.Errorf("line %d:\n%s", at, diff)
		}
		c.addsUp()
		c.Key("Right")
		if diff := cmp.Diff([]string{
			"按原价合计 | 4 行 | 41.97", "会员价与等级价 |  | 1.25", "大米特价 | 享受 1 次 | -2.00", "手工改价 |  | -1.00", "单品折扣合计 | 手工 | -6.00",
			"整单折扣 | 优惠 10% · 手工，王建平 | -3.42", "本单合计 |  | 30.80",
		}, c.rows()); diff != "" {
			t.Errorf("the sale:\n%s", diff)
		}
		c.addsUp()
		c.Back()
	}
}
