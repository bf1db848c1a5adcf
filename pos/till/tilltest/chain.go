package tilltest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"golang.org/x/crypto/argon2"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
	"holdfast/sync/wire"
)

// Hash is a PIN's hash at the least cost, as tests sign in often.
func Hash(secret string) string {
	salt, encode := []byte("salt salt"), base64.RawStdEncoding.EncodeToString
	key := argon2.IDKey([]byte(secret), salt, 1, 8, 1, 32)
	return fmt.Sprintf("$argon2id$v=%d$m=8,t=1,p=1$%s$%s", argon2.Version, encode(salt), encode(key))
}

// Chain is what head office knows.
func Chain() []wire.Item {
	items := []wire.Item{
		Item(pos.TopicStore, "S01", pos.Store{Code: "S01", Name: "和邻超市 梧桐路店"}),
		Item(pos.TopicRules, pos.CurrentKey, Rules(rules.Highest)),
	}
	for _, p := range []pos.Person{
		{ID: "1001", Name: "陈晓梅", Role: pos.Cashier, Stores: []string{"S01"}, PINHash: Hash("1111")},
		{ID: "1002", Name: "周杰明", Role: pos.Cashier, Stores: []string{"S01", "S02"}, PINHash: Hash("1111")},
		{ID: "1004", Name: "古丽娜尔", Role: pos.Cashier, Stores: []string{"S02"}, PINHash: Hash("1111")},
		{ID: "2001", Name: "王建平", Role: pos.StoreManager, Stores: []string{"S01"}, PINHash: Hash("2222")},
		{ID: "3001", Name: "黄文娟", Role: pos.Finance, Stores: []string{"S01"}, PINHash: Hash("1111")},
		{ID: "9001", Name: "何立诚", Role: pos.Director, Stores: []string{"S01"}},
	} {
		items = append(items, Item(pos.TopicPerson, p.ID, p))
	}
	for _, p := range []pos.Product{
		{Code: "1000", Barcodes: []string{"6901234567892"}, Name: "大米", Unit: "袋", Price: 1000},
		{Code: "1002", Barcodes: []string{"6990137200654", "6990137200661"}, Name: "矿泉水", Unit: "瓶", Price: 350, MemberPrice: 320},
		{Code: "2001", Name: "苹果", Unit: "千克", Price: 998},
		{Code: "3001", Name: "会员贵", Unit: "个", Price: 500, MemberPrice: 600},
		{Code: "4001", Name: "赠品袋", Unit: "个", Price: 0},
		{Code: "5001", Name: "旧货", Unit: "个", Price: 100, Off: true},
		{Code: "9999", Name: "金条", Unit: "根", Price: money.Max * money.Yuan},
	} {
		items = append(items, Item(pos.TopicProduct, p.Code, p))
	}
	for _, m := range []pos.Member{
		{ID: "M1", Phone: "13800000001", Name: "张伟", Tier: "normal", Store: "S01"},
		{ID: "M2", Phone: "13800000002", Name: "李敏", Tier: "silver", Store: "S01"},
		{ID: "M3", Phone: "13800000003", Name: "赵磊", Tier: "normal", Store: "S01"}, // has lost a card
	} {
		items = append(items, Item(pos.TopicMember, m.ID, m), Item(pos.TopicBalance, m.ID, pos.Balance{Principal: 10000}))
	}
	for number, c := range map[string]pos.Card{
		"8800000000000013": {Status: pos.Issued, Member: "M1"}, "8800000000000021": {Status: pos.Issued, Member: "M2"},
		"8800000000000039": {Status: pos.Lost, Member: "M3"}, "8800000000000047": {Status: pos.Replaced, Member: "M2"},
		"8800000000000054": {Status: pos.Returned, Member: "M2"}, "8800000000000062": {Status: pos.Expired, Member: "M2"},
		"8800000000000112": {Status: pos.Blank, Store: "S01"},
	} {
		c.Number = number
		items = append(items, Item(pos.TopicCard, number, c))
	}
	return items
}

// Rules are the demo chain's.
func Rules(mode rules.TopUpMode) (r rules.Document) {
	text := `{"version": 1, "topup": {"mode": "` + string(mode) + `", "steps": [{"amount": "100.00", "bonus": "10.00"}, {"amount": "200.00", "bonus": "20.00"}]},
		"points": {"perYuan": "1", "payPerYuan": "100", "convertPerYuan": "10"}, "stored": {"order": "principal"}}`
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		panic(err)
	}
	return r
}
