package ui

import (
	"os"
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// member is one with all that a card can show.
func member() *till.MemberView {
	return &till.MemberView{
		Member: pos.Member{ID: "M1", Name: "李慧敏", Phone: "13812345521", Tier: "gold"}, Balance: pos.Balance{Principal: 120000, Bonus: 8600, Points: 12480 * 10000},
		Spendable: till.Spendable{Here: 38600, HerePoints: 4000 * 10000},
	}
}

// sale is one of several lines.
func sale() till.Sale {
	line := func(n int, name, en string, qty money.Qty, list, price, amount money.Fen) till.SaleLine {
		return till.SaleLine{Line: n, Code: "1000", Name: name, NameEn: en, Unit: "千克", UnitEn: "kg", Qty: qty, List: list, Price: price, Amount: amount}
	}
	lines := []till.SaleLine{
		line(1, "苏打水 400ml", "Soda water 400 ml", 2000, 450, 420, 840),
		line(2, "薯片 原味 104g", "Crisps, original 104 g", 1000, 890, 690, 690),
		line(3, "纯牛奶 250ml×12", "Milk 250 ml × 12, semi-skimmed, from the pastures of the far north of Inner Mongolia", 3000, 4580, 4580, 9160),
		line(4, "红富士苹果", "Fuji apples", 850, 1280, 1280, 1088),
		line(5, "抽纸 3层130抽×10包 家庭装加量不加价 婴儿可用 无香", "Tissues 3-ply, 130 × 10", 1000, 2690, 2690, 2690),
	}
	lines[0].Why = pricing.Member
	lines[1].Manual = true
	lines[2].Off = []pricing.Off{{Why: pricing.OffLine, Percent: 3333, Amount: 4580}}
	return till.Sale{
		ID: "S1", Lines: lines, Totals: till.Totals{Total: 14468, Due: 14468, Discount: 4840, Points: 144 * 10000, Lines: 5},
		Member: "M1", Name: "李慧敏", Tier: "gold", Editable: true, Items: 8,
	}
}

// promotedState is a sale on which promotions act, one of them with a long name, and which is close to others.
func promotedState() *desk.State {
	s := sellingState()
	l := s.Sale.Lines
	l[0].Why, l[0].Rule, l[0].Price, l[0].Amount = pricing.Promotion, "week", 390, 780
	l[1].Manual, l[1].Price = false, 890
	l[1].Off = []pricing.Off{{Why: pricing.OffPromotion, Rule: "half", Amount: 200}}
	l[2].Off = []pricing.Off{{Why: pricing.OffPromotion, Rule: "long", Amount: 4580}}
	l[3].Why, l[3].Price, l[3].Amount = pricing.Tier, 1216, 1034
	s.Sale.Totals.Acted = []pricing.Acted{
		{Rule: "week", Name: "本周特价", NameEn: "Price of the week"}, {Rule: "half", Name: "第二件半价", NameEn: "Second at half price"},
		{Rule: "long", Name: "会员日乳品满二百减五十再赠抽纸", NameEn: "Members' day: dairy for 200 less 50, and a pack of tissues"},
	}
	s.Near = []pos.Text{pos.T("to be taken along: {}", "满100送杯"), pos.T("{} more: {}", money.Fen(5532), "满200减50")}
	return s
}

// menuAt is the real menu of a screen, all of it possible.
func menuAt(at desk.Place) (items []desk.Item) {
	for _, c := range desk.Registry() {
		if c.At&at != 0 && !c.Training {
			items = append(items, desk.Item{ID: c.ID, Text: c.Text, Icon: c.Icon, Key: c.Key, On: true, Main: c.Main, Group: c.Group})
		}
	}
	return items
}

// sellingState is a sale in the middle.
func sellingState() *desk.State {
	v := &desk.Selling{Input: desk.Line{At: 1}, Chosen: -1, At: 4, Tabs: []desk.Tab{{}, {Name: "饮料", NameEn: "Drinks"}, {Name: "零食", NameEn: "Snacks"}, {Name: "乳品", NameEn: "Dairy"}, {Name: "果蔬", NameEn: "Fruit and vegetables"}, {Name: "日用", NameEn: "Household"}}}
	for i := range 24 {
		p := pos.Product{Code: "10", Name: []string{"矿泉水 550ml", "可乐 330ml", "混合坚果 每日装 30 小包礼盒", "红富士苹果 kg"}[i%4], NameEn: []string{"Mineral water 550 ml", "Cola 330 ml", "Mixed nuts, 30 small bags, gift box", "Fuji apples kg"}[i%4]}
		t := desk.Tile{Product: p, Price: money.Fen(200 + 37*i)}
		if i%3 == 1 {
			t.Was = t.Price + 30
		}
		v.Tiles = append(v.Tiles, t)
	}
	s := state(v)
	s.Sale, s.Member, s.Menu = sale(), member(), menuAt(desk.AtSelling)
	s.Remind = []pos.Text{pos.T("birthday in {} days", 3)}
	return s
}

// variants leaves pictures of a screen in several looks and sizes in the folder PICTURES, for a person to look at, in all
// languages or one.
func variants(t *testing.T, name string, make func() *desk.State, only ...pos.Lang) {
	t.Helper()
	if os.Getenv("PICTURES") == "" {
		t.Skip("PICTURES names no folder for them")
	}
	for _, layout := range []desk.Layout{desk.Touch, desk.Keyboard} {
		for _, v := range []struct {
			name string
			lang pos.Lang
			dark bool
			w, h float32
		}{{"zh", pos.Chinese, false, 1024, 768}, {"en", pos.English, true, 1024, 768},
			{"zh-wide", pos.Chinese, true, 1920, 1080}, {"en-wide", pos.English, false, 1920, 1080}} {
			if only != nil && v.lang != only[0] {
				continue
			}
			s := make()
			s.Layout, s.Lang, s.Dark = layout, v.lang, v.dark
			open(t, s, v.w, v.h).picture(name + "-" + string(layout) + "-" + v.name)
		}
	}
}

func TestSellingPictures(t *testing.T) {
	variants(t, "selling", sellingState)
	variants(t, "selling-found", func() *desk.State {
		s := sellingState()
		v := s.Screen.(*desk.Selling)
		v.Input.Text = "kqs"
		v.Found = []desk.Found{{Product: &v.Tiles[0].Product}, {Product: &v.Tiles[2].Product}, {Member: &till.FoundMember{Member: member().Member}}}
		v.Chosen = 1
		s.Notice = &desk.Notice{Tone: desk.Warn, Text: pos.T("there is much cash in the drawer; take some to the safe")}
		return s
	})
	variants(t, "selling-rules", promotedState)
	variants(t, "selling-done", func() *desk.State {
		s := sellingState()
		s.Sale, s.Member = till.Sale{}, nil
		s.Screen.(*desk.Selling).Last = &desk.Done{Receipt: "T1-1-000223", Total: 14468, Change: 532, Points: 144 * 10000,
			Paid: []till.SaleTender{{Kind: record.Stored, Amount: 4468}, {Kind: record.Cash, Amount: 10532}}, Left: &pos.Balance{Principal: 12000, Points: 12624 * 10000}}
		return s
	})
}

// TestBoard: a finger alone types a quantity and a code, and ends the line.
func TestBoard(t *testing.T) {
	b := open(t, sellingState(), 1024, 768)
	p := b.screen.(*touchSelling)
	p.board()
	b.picture("selling-board")
	press := func(want func(*kit.Button) bool) {
		for _, button := range buttonsIn(p.keys) {
			if want(button) {
				button.Tapped(nil)
				return
			}
		}
		t.Error("a key is missing")
	}
	for _, key := range []string{"3", "*", "1", "0", "0", "2"} {
		press(func(b *kit.Button) bool { return b.Text() == key })
	}
	press(func(b *kit.Button) bool { return b.Icon() == kit.IconEnter })
	if last := b.done[len(b.done)-1]; last != desk.Action(desk.Enter{Text: "3*1002", Serial: 1}) {
		t.Errorf("the keys do %v", last)
	}
	for _, button := range buttonsIn(p.keys) {
		if size := button.Size(); size.Width < 48 || size.Height < 48 {
			t.Errorf("%q is %v", button.Text(), size)
		}
	}
}
