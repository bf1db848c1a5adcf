package ui

import (
	"fmt"
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/tilltest"
)

// TestLineTapped: a tap selects a line, and one on the selected line says what it costs and why.
func TestLineTapped(t *testing.T) {
	s := sellingState()
	b := open(t, s, 1024, 768)
	p := b.screen.(*touchSelling)
	at := s.Screen.(*desk.Selling).At - 1
	p.basket.rows.OnTap(at-1, 0)
	p.basket.rows.OnTap(at, 0)
	want := []desk.Action{desk.Select{Index: at, Serial: s.Serial}, desk.Press{ID: "why", Serial: s.Serial}}
	if len(b.done) != 2 || b.done[0] != want[0] || b.done[1] != want[1] {
		t.Errorf("taps do %v, want %v", b.done, want)
	}
}

// TestRulesPictures leaves pictures of what is said about prices and rules, at a till that has sold by two versions.
func TestRulesPictures(t *testing.T) {
	inBoth(t, func(a *at) {
		for version := range 3 {
			a.World.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, promoted(version+1)))
		}
		a.Desk.Tick(a.World.Clock.Now)
		a.pictures("rules-notice")
		a.Scan("8800000000000021")
		for _, goods := range []string{"2*1000", "3*1002", "1.235*2001"} {
			a.Enter(goods)
		}
		_, err := a.World.Till.DiscountBill(5_00)
		a.World.Must(err)
		for at := range 3 {
			a.Do(desk.Select{Index: at + 1, Serial: a.Serial()})
			a.Press("why")
			a.pictures(fmt.Sprint("why-", at+1))
			a.Back()
		}
		a.Scan("2202001008643")
		a.pictures("label")
		a.Press("why")
		a.pictures("why-label")
		a.Key("Right")
		a.pictures("why-sale")
		a.Back()
		a.Press("more")
		a.pictures("rules-more")
		a.Press("rules")
		a.pictures("rules-list")
		a.Back()
		a.Press("settings")
		a.pictures("rules-settings")
		a.Back()
	})
}

// promoted is a document of a version, each other than the one before it.
func promoted(version int) rules.Document {
	doc := tilltest.Rules(rules.Highest)
	doc.Version, doc.Published, doc.Note = version, 1795744800000, "双十一 / Singles' Day"
	half := rules.Promotion{ID: "half", Name: "矿泉水第二件半价", NameEn: "Mineral water, second at half price", Kind: rules.Nth, N: 2, Off: 50_00, What: rules.Scope{Products: []string{"1002"}}}
	rice := rules.Promotion{ID: "rice", Name: "大米特价", NameEn: "Rice on offer", Kind: rules.Price, Price: new(money.Fen(880))}
	rice.What.Products = []string{"1000"}
	less := rules.Promotion{ID: "less", Name: "满30减2", NameEn: "2 off 30", Kind: rules.Less, Stack: true, Steps: []rules.Step{{Spend: 30 * money.Yuan, Less: 2 * money.Yuan}}}
	switch version {
	case 2:
		doc.Promotions = []rules.Promotion{half, less}
	case 3:
		half.Off = 40_00
		doc.Promotions = []rules.Promotion{half, rice}
		doc.TopUp.Mode = rules.Each
		doc.Prices.Tiers = []rules.TierOff{{Tier: "silver", Off: 5_00, What: rules.Scope{Products: []string{"2001"}}}}
	}
	return doc
}
