package pricing

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
)

// anyDocument has promotions of all kinds over a few products, so that they meet.
func anyDocument(t *rapid.T) rules.Document {
	doc := rules.Document{TopUp: rules.TopUp{Mode: rules.Highest}}
	doc.Prices.Choose = rapid.SampledFrom([]rules.Choose{"", rules.Lowest}).Draw(t, "choose")
	if rapid.Bool().Draw(t, "tiers") {
		doc.Prices.Tiers = []rules.TierOff{{Tier: "gold", Off: anyPercent(t)}}
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "promotions") {
		doc.Promotions = append(doc.Promotions, anyPromotion(t, fmt.Sprint("p", i)))
	}
	if rapid.Bool().Draw(t, "coupons") {
		doc.Coupons = []rules.Coupon{{ID: "c", Name: "c", Off: anyPercent(t), What: anyScope(t)}}
	}
	return doc
}

func anyPercent(t *rapid.T) money.Percent {
	return money.Percent(rapid.OneOf(rapid.SampledFrom([]int64{1, 33_33, 50_00, 100_00}), rapid.Int64Range(1, 100_00)).Draw(t, "percent"))
}

func anyScope(t *rapid.T) rules.Scope {
	return rapid.SampledFrom([]rules.Scope{
		{}, {Products: []string{"1"}}, {Products: []string{"2", "3"}}, {Categories: []string{"饮料"}}, {Brands: []string{"b"}},
		{Except: &rules.Scope{Products: []string{"1"}}},
	}).Draw(t, "scope")
}

func anyPromotion(t *rapid.T, id string) rules.Promotion {
	p := rules.Promotion{
		ID: id, Name: id, Priority: rapid.IntRange(0, 3).Draw(t, "priority"), Stack: rapid.Bool().Draw(t, "stack"),
		Kind: rapid.SampledFrom([]rules.Kind{rules.Price, rules.Discount, rules.Nth, rules.BuyGet, rules.Less, rules.Gift, rules.Bundle}).Draw(t, "kind"),
		What: anyScope(t), Limit: rules.Limit{PerBill: rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(t, "perBill")},
	}
	price := money.Fen(rapid.Int64Range(0, 500).Draw(t, "price"))
	switch p.Kind {
	case rules.Price, rules.Discount:
		p.Off = anyPercent(t)
	case rules.Nth:
		p.N, p.Price, p.Mix = rapid.IntRange(2, 4).Draw(t, "n"), &price, rapid.Bool().Draw(t, "mix")
	case rules.BuyGet:
		p.Buy, p.Get, p.Mix = rapid.IntRange(1, 3).Draw(t, "buy"), rapid.IntRange(1, 3).Draw(t, "get"), rapid.Bool().Draw(t, "mix")
		if rapid.Bool().Draw(t, "other") {
			p.Mix, p.Of = false, rules.Scope{Products: []string{"1", "2"}}
		}
	case rules.Less:
		p.Each = rapid.Bool().Draw(t, "each")
		p.Steps = []rules.Step{{Spend: 1000, Less: 99}, {Spend: 3000, Less: 1000}}
	case rules.Gift:
		p.Steps = []rules.Step{{Spend: 1000, Gifts: []string{"3"}, Count: 2}}
	case rules.Bundle:
		p.What = rules.Scope{}
		p.Items = []rules.Item{{What: rules.Scope{Products: []string{"1"}}, Off: anyPercent(t)}, {What: rules.Scope{Categories: []string{"饮料"}}, Qty: 2}}
	}
	return p
}

// anyGoods is a basket of products of which rules know.
func anyGoods(t *rapid.T) Basket {
	b := Basket{At: time.Unix(0, 0), Member: rapid.Bool().Draw(t, "member")}
	if b.Member {
		b.Tier = rapid.SampledFrom([]string{"normal", "gold"}).Draw(t, "tier")
	}
	for range rapid.IntRange(0, 8).Draw(t, "lines") {
		b.Lines = append(b.Lines, anyLine(t))
	}
	b.Coupons = rapid.SampledFrom([][]string{nil, {"c"}}).Draw(t, "coupons")
	b.Off = money.Percent(rapid.SampledFrom([]int64{0, 0, 7_77}).Draw(t, "bill"))
	return b
}

func anyLine(t *rapid.T) Line {
	l := Line{
		Code: rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(t, "code"),
		Qty:  money.Qty(rapid.OneOf(rapid.Map(rapid.Int64Range(1, 6), func(n int64) int64 { return n * 1000 }), rapid.Int64Range(1, 9_999)).Draw(t, "qty")),
		List: money.Fen(rapid.Int64Range(0, 2_000).Draw(t, "list")), Member: money.Fen(rapid.SampledFrom([]int64{0, 0, 900}).Draw(t, "memberPrice")),
		Manual: money.Fen(rapid.SampledFrom([]int64{0, 0, 0, 123}).Draw(t, "manual")), Off: money.Percent(rapid.SampledFrom([]int64{0, 0, 10_00}).Draw(t, "off")),
	}
	switch l.Code {
	case "2":
		l.Categories = []string{"饮料/水", "特价"}
	case "3":
		l.Categories, l.Brand = []string{"饮料"}, "b"
	}
	return l
}

// TestEveryQuote: whatever the rules, the lines add up, nothing is below zero, what is taken off is said to the fen, what
// promotions say that they took is what lines say, the order of scanning changes nothing, and a document that came through the
// feed gives the same bytes.
func TestEveryQuote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc, b := anyDocument(t), anyGoods(t)
		engine := New(doc)
		q, err := engine.Price(b)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, b, q)
		by := map[string]money.Fen{}
		for i, l := range q.Lines {
			for _, off := range l.Off {
				by[off.Rule] += off.Amount
			}
			if l.Rule != "" {
				by[l.Rule] += 0 * b.Lines[i].List
			}
		}
		for _, a := range q.Acted {
			if r := engine.byCode[a.Rule]; (r == nil || r.Kind != rules.Price) && by[a.Rule] != a.Amount {
				t.Fatalf("%s says that it took %s, lines say %s", a.Rule, a.Amount, by[a.Rule])
			}
			if r := engine.byCode[a.Rule]; r != nil && r.Limit.PerBill > 0 && a.Times > r.Limit.PerBill {
				t.Fatalf("%s acted %d times", a.Rule, a.Times)
			}
		}
		turned := b
		turned.Lines = rapid.Permutation(b.Lines).Draw(t, "order")
		again, err := engine.Price(turned)
		if err != nil {
			t.Fatal(err)
		}
		if q.Total != again.Total {
			t.Fatalf("%s, and in another order %s", q.Total, again.Total)
		}
		body, err := pos.EncodeFeed(doc)
		if err != nil {
			t.Fatal(err)
		}
		var far rules.Document
		if err := pos.DecodeFeed(body, &far); err != nil {
			t.Fatal(err)
		}
		there, err := New(far).Price(b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(bytesOf(t, q), bytesOf(t, there)); diff != "" {
			t.Fatalf("at the other end:\n%s", diff)
		}
	})
}

func bytesOf(t *rapid.T, q Quote) string {
	b, err := pos.EncodeFeed(q)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestMoreNeverCostsLess: one more line never makes the sale cheaper where no rule gives anything for what is reached.
func TestMoreNeverCostsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPromotion(t, "p")
		if p.Kind == rules.Less || p.Kind == rules.Gift || p.Kind == rules.Bundle || !p.Of.IsZero() || p.Kind == rules.Nth {
			p = rules.Promotion{ID: "p", Name: "p", Kind: rules.Nth, N: rapid.IntRange(2, 4).Draw(t, "n"), Off: anyPercent(t), What: p.What, Mix: p.Mix, Limit: p.Limit}
		}
		engine, b := New(rules.Document{Promotions: []rules.Promotion{p}}), anyGoods(t)
		before, err := engine.Price(b)
		if err != nil {
			t.Fatal(err)
		}
		b.Lines = append(b.Lines, anyLine(t))
		after, err := engine.Price(b)
		if err != nil {
			t.Fatal(err)
		}
		if after.Total < before.Total {
			t.Fatalf("%s, and with one more line %s", before.Total, after.Total)
		}
	})
}

// BenchmarkQuote quotes 100 lines by 1,000 promotions: of products, of categories, and of everything.
func BenchmarkQuote(b *testing.B) {
	doc := rules.Document{TopUp: rules.TopUp{Mode: rules.Highest}}
	price := money.Fen(500)
	for i := range 1000 {
		p := rules.Promotion{ID: fmt.Sprint("r", i), Name: "r", Priority: i % 7, Stack: i%3 == 0, When: rules.When{From: "2026-01-01", To: "2027-12-31"}}
		switch {
		case i < 500:
			p.Kind, p.Price, p.What = rules.Price, &price, rules.Scope{Products: []string{fmt.Sprint(i * 3)}}
		case i < 700:
			p.Kind, p.N, p.Off, p.What = rules.Nth, 2, 50_00, rules.Scope{Products: []string{fmt.Sprint(i)}}
		case i < 900:
			p.Kind, p.Buy, p.Get, p.Mix, p.What = rules.BuyGet, 3, 1, true, rules.Scope{Categories: []string{fmt.Sprint("c", i%50)}}
		case i < 980:
			p.Kind, p.Off, p.What = rules.Discount, 10_00, rules.Scope{Brands: []string{fmt.Sprint("b", i%20)}}
		default:
			p.Kind, p.Steps = rules.Less, []rules.Step{{Spend: money.Fen(i) * 1000, Less: 500}}
		}
		doc.Promotions = append(doc.Promotions, p)
	}
	basket := Basket{At: time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC), Member: true, Tier: "gold"}
	for i := range 100 {
		basket.Lines = append(basket.Lines, Line{
			Code: fmt.Sprint(i * 7), Qty: money.Qty(i%4+1) * money.One, List: money.Fen(1000 + i*13),
			Categories: []string{fmt.Sprint("c", i%50, "/x")}, Brand: fmt.Sprint("b", i%20),
		})
	}
	engine := New(doc)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.Price(basket); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/quote")
}
