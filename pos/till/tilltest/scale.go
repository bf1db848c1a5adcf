package tilltest

import (
	"fmt"

	"holdfast/pos"
	"holdfast/sync/wire"
)

// The words that the names of a large chain's products and members are made of.
var (
	brands = []string{"泉石涧", "青柠渡", "云絮", "和邻", "每日选", "山与田", "晨牧", "南塘", "小满仓", "北纬", "禾味", "渔歌", "果然", "半亩", "老灶", "一口甘"}
	sorts  = []string{"矿泉水", "苏打水", "气泡水", "红茶", "巧克力", "苏打饼干", "方便面", "牛肉面", "酸奶", "洗衣液", "抽纸", "湿巾", "大米", "花生油", "酱油", "陈醋", "核桃糕", "葡萄干", "牙膏", "香皂"}
	kinds  = []string{"无糖", "白桃味", "青柠味", "原味", "经典", "香辣", "家庭装", "便携装", "儿童", "有机", "低脂", "特级"}
	sizes  = []string{"200克", "550毫升", "1.5升", "3包", "整箱24瓶", "500克", "2公斤", "10片"}

	brandsEn = []string{"Quanshijian", "Qingningdu", "Yunxu", "Helin", "Daily", "Hill and Field", "Morning", "Nantang"}
	sortsEn  = []string{"mineral water", "soda water", "sparkling water", "black tea", "chocolate", "crackers", "noodles", "beef noodles", "yoghurt", "detergent"}

	surnames = []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "单", "曾"}
	given    = []string{"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "兰", "霞", "平", "小", "建", "国", "晓", "雅", "梓", "雨", "子"}
)

func pick(list []string, n int) string { return list[n%len(list)] }

// Barcodes and phones come in no order.
func nthBarcode(n int) string { return fmt.Sprintf("690%010d", n*7_368_787_337%9_999_999_967) }
func nthPhone(n int) string {
	return fmt.Sprintf("1%010d", 3_000_000_000+n*7_368_787_337%6_999_999_937)
}

// NthProduct is one of a large chain.
func NthProduct(n int) pos.Product {
	m := n * 2654435761 >> 8
	p := pos.Product{
		Code: fmt.Sprintf("P%07d", n), Barcodes: []string{nthBarcode(n)},
		Name: pick(brands, m) + " " + pick(kinds, m/17) + pick(sorts, m/331) + " " + pick(sizes, m/5003),
		Unit: "瓶", UnitEn: "bottle", Category: fmt.Sprint("类别", m/331%40), CategoryEn: fmt.Sprint("Category ", m/331%40), Price: 1000,
	}
	if n%4 != 0 {
		p.NameEn = pick(brandsEn, m) + " " + pick(sortsEn, m/331) + " " + fmt.Sprint(n%1000) + " g"
	}
	return p
}

// NthMember is one of a large chain.
func NthMember(n int) pos.Member {
	return pos.Member{ID: fmt.Sprintf("01M%023d", n), Phone: nthPhone(n),
		Name: pick(surnames, n/3) + pick(given, n/7) + pick(given, n/331), Store: "S01", Tier: "normal", Joined: "2026-11-22"}
}

// NthCard is the number of the n-th member's card.
func NthCard(n int) string { return fmt.Sprintf("88%014d", n) }

// Fill brings a large chain to the till, as a new till's snapshot does: products, members, their cards and balances.
func (w *World) Fill(products, members int) {
	w.T.Helper()
	var items []wire.Item
	add := func(topic pos.Topic, key string, noun any) {
		if items = append(items, Item(topic, key, noun)); len(items) == wire.FeedCount {
			w.Feed(items...)
			items = items[:0]
		}
	}
	for n := range products {
		p := NthProduct(n)
		add(pos.TopicProduct, p.Code, p)
	}
	for n := range members {
		m := NthMember(n)
		add(pos.TopicMember, m.ID, m)
		add(pos.TopicCard, NthCard(n), pos.Card{Number: NthCard(n), Status: pos.Issued, Member: m.ID})
		add(pos.TopicBalance, m.ID, pos.Figures{})
	}
	w.Feed(items...)
}
