package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/rules"
	"holdfast/server/store"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// The world's people: cashiers and store managers, all with PIN 1111 under the cheapest argon2id there is, so that signing
// in costs a simulator nothing.
const (
	cheapHash  = "$argon2id$v=19$m=8,t=1,p=1$c2ltdWxhdG9yc2FsdA$6JzuIzu291mfPkBwHHJth5JkN3sbLm3sHLrNgqXVaVY"
	cashierPIN = "1111"
	manager    = "2001"
)

var cashiers = []string{"1001", "1002"}

// convertPerFen is the points, in their smallest unit, that become a fen of bonus: 10 points a yuan.
const convertPerFen = 10 * 10_000 / 100

// stock fills the books of a small chain: two stores, some members, few products, blank cards that two tills share.
func (h *headOffice) stock(tills int) {
	w := h.w
	w.must(h.store.PutStores([]pos.Store{{Code: "S01", Name: "一店"}, {Code: "S02", Name: "二店"}}), "stores")
	for i := range tills {
		w.must(h.store.PutTill(fmt.Sprintf("T%d", i+1), fmt.Sprintf("S0%d", 1+i*2/max(tills, 2))), "till")
	}
	both := []string{"S01", "S02"}
	people := []pos.Person{{ID: manager, Name: "店长", Role: pos.StoreManager, Stores: both, PINHash: cheapHash}}
	for _, id := range cashiers {
		people = append(people, pos.Person{ID: id, Name: "收银", Role: pos.Cashier, Stores: both, PINHash: cheapHash})
	}
	w.must(h.store.PutPeople(people, w.now), "people")
	var products []pos.Product
	for i := range 5 {
		products = append(products, pos.Product{Code: fmt.Sprint(i + 1), Name: "货", Price: money.Fen(1+w.rng.IntN(400)) * 5})
	}
	w.must(h.store.PutProducts(products, w.now), "products")
	// A small allowance makes tills ask, a large one makes them be recalled from.
	h.set("allowance.default", money.Fen(w.rng.IntN(8000)).String())
	h.set("allowance.share", fmt.Sprint([]int{20, 100, 100, 100}[w.rng.IntN(4)]))
	h.set("grant.days", fmt.Sprint(1+w.rng.IntN(30)))
	h.set("loss.freezes", pos.FreezeValue)
	h.set("float.member", "20.00")
	if w.chance(0.6) {
		h.set("float.place", money.Fen(2000+w.rng.IntN(10000)).String())
	}
	if w.chance(0.3) {
		h.set("pin.above", money.Fen(w.rng.IntN(2000)).String())
	}
	if w.chance(0.4) { // rights go to HQ by date within a world
		h.set("refund.days", fmt.Sprint(w.rng.IntN(2)))
	}
	_, err := h.store.PutRules(w.rules(), w.now)
	w.must(err, "rules")
	h.stockMembers()
	for store := range 2 {
		var blanks []string
		for i := range 5 {
			blanks = append(blanks, fmt.Sprintf("88000000000001%d%d", store, i))
		}
		w.must(h.store.PutBlankCards(fmt.Sprintf("S0%d", store+1), blanks, w.now), "blank cards")
		w.cards = append(w.cards, blanks...)
	}
	made, err := h.books().MakeBatch(store.Batch{Store: "S01", Prefix: "99", Count: 2, Kind: pos.PointsCard, Expires: pos.Date(w.now.AddDate(0, 1, 0))}, w.now)
	w.must(err, "points cards")
	w.cards = append(w.cards, made...)
}

// stockMembers brings in members from before.
func (h *headOffice) stockMembers() {
	w := h.w
	var rows []store.MemberRow
	for i := range 4 {
		rows = append(rows, store.MemberRow{
			Member: pos.Member{Phone: fmt.Sprintf("1380000000%d", i), Name: "会员", Store: fmt.Sprintf("S0%d", 1+i%2), Tier: "normal", Birthday: pos.Date(w.now.AddDate(-30, 0, w.rng.IntN(60)-30)),
				Cards: []pos.Card{{Number: fmt.Sprintf("880000000000000%d", i)}}},
			Principal: money.Fen(w.rng.IntN(30000)), Bonus: money.Fen(w.rng.IntN(3000)), Points: money.Points(w.rng.IntN(3000)) * money.Point,
		})
	}
	_, err := h.store.PutMembers(rows, w.now)
	w.must(err, "members")
	for _, row := range rows {
		v, err := h.store.Member(row.Phone, w.now)
		w.must(err, "member")
		w.model.join(v.ID, row.Phone)
		for _, a := range []escrow.Amount{{Asset: ledger.Principal, Amount: int64(row.Principal)}, {Asset: ledger.Bonus, Amount: int64(row.Bonus)},
			{Asset: ledger.Points, Amount: int64(row.Points)}} {
			w.model.opening(v.ID, a)
		}
		w.cards = append(w.cards, row.Cards[0].Number)
		w.phones = append(w.phones, row.Phone)
		h.issued[row.Cards[0].Number] = v.ID
	}
}

// stockPINs gives some cards a PIN, by a change as a till would send it.
func (h *headOffice) stockPINs(from *cashDesk) {
	for _, number := range slices.Sorted(maps.Keys(h.issued)) {
		body, err := pos.EncodeFeed(pos.Card{Number: number, PINHash: cheapHash})
		h.w.must(err, "PIN")
		change := wire.Change{ID: "pin " + number, Topic: string(pos.TopicCard), Key: number, Body: body, AtMS: h.w.now.UnixMilli()}
		h.w.must(h.store.Update(func(tx hub.Tx) error {
			_, err := tx.Change(from.code, 1, change, h.w.now)
			return err
		}), "PIN")
	}
}

// rules is a document of this world's liking.
func (w *world) rules() rules.Document {
	r := rules.Document{
		TopUp:  rules.TopUp{Mode: rules.Highest, Steps: []rules.TopUpStep{{Amount: 100 * money.Yuan, Bonus: 10 * money.Yuan}, {Amount: 200 * money.Yuan, Bonus: 20 * money.Yuan}}},
		Points: rules.Points{PerYuan: decimal.NewFromInt(1), PayPerYuan: decimal.NewFromInt(100), ConvertPerYuan: decimal.NewFromInt(10)},
		Stored: rules.Stored{Order: "principal"},
	}
	if w.chance(0.5) {
		r.TopUp.Mode, r.Stored.Order = rules.Each, "bonus"
	}
	if w.chance(0.5) {
		r.Prices.Choose = rules.Lowest
	}
	for _, p := range promotions {
		if w.chance(0.4) {
			p.Priority, p.Stack = w.rng.IntN(3), !p.Exclusive && w.chance(0.5)
			if p.Limit.Quantity > 0 {
				p.Limit.Quantity = 1 + w.rng.IntN(p.Limit.Quantity)
				w.most = max(w.most, int64(p.Limit.Quantity))
			}
			r.Promotions = append(r.Promotions, p)
		}
	}
	r.Rounding.Cash = []money.Fen{0, 10, 50, 100}[len(r.Promotions)%4] // no chance of its own: worlds stay what they were
	return r
}

// promotions are of all kinds; each document has some of them. Some hold only on some days or at some hours: clocks are wrong.
var promotions = func() []rules.Promotion {
	of := func(codes ...string) rules.Scope { return rules.Scope{Products: codes} }
	price := 3 * money.Yuan
	list := []rules.Promotion{
		{Kind: rules.Price, Off: 15_00, What: of("1"), When: rules.When{Weekdays: []string{"mon", "sat", "sun"}}},
		{Kind: rules.Price, Price: &price, What: of("2"), Limit: rules.Limit{PerBill: 1}},
		{Kind: rules.Discount, Off: 10_00, What: of("3"), When: rules.When{Hours: []string{"09:00-11:00", "22:00-03:00"}}},
		{Kind: rules.Discount, Off: 12_00, Who: rules.Who{Birthday: rules.Around, Days: 20}, Limit: rules.Limit{PerMemberDay: 1}},
		{Kind: rules.Discount, Steps: []rules.Step{{Qty: 3, Off: 5_00}, {Qty: 6, Off: 9_00}}, Where: rules.Where{Stores: []string{"S02"}}},
		{Kind: rules.Nth, N: 2, Off: 50_00, What: of("4")},
		{Kind: rules.BuyGet, Buy: 2, Get: 1, Mix: true, What: of("1", "5")},
		{Kind: rules.BuyGet, Buy: 1, Get: 1, What: of("3"), Of: of("4")},
		{Kind: rules.Less, Each: true, Steps: []rules.Step{{Spend: 20 * money.Yuan, Less: 3 * money.Yuan}}, Exclusive: true},
		{Kind: rules.Gift, Steps: []rules.Step{{Spend: 15 * money.Yuan, Gifts: []string{"5"}}}},
		{Kind: rules.Bundle, Items: []rules.Item{{What: of("1"), Off: 10_00}, {What: of("2"), Qty: 2}}, Who: rules.Who{Members: true}},
		{Kind: rules.Price, Off: 40_00, What: of("3", "5"), Limit: rules.Limit{Quantity: 20}},
	}
	for i := range list {
		list[i].ID, list[i].Name = fmt.Sprintf("p%02d", i), "促销"
	}
	return list
}()
