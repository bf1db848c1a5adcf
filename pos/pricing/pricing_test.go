package pricing

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
)

// TestLargest holds the limits: a line may come to ten billion yuan and not to a fen more, and so may a basket.
func TestLargest(t *testing.T) {
	most := Line{List: maxAmount, Qty: money.One}
	if q, err := New(rules.Document{}).Price(Basket{Lines: []Line{most}}); err != nil || q.Total != maxAmount {
		t.Errorf("the largest line: %v, %v", q.Total, err)
	}
	for name, lines := range map[string][]Line{
		"line":   {{List: maxAmount, Qty: 99_999 * money.One}},
		"basket": {most, {List: 1, Qty: money.One}},
	} {
		if _, err := New(rules.Document{}).Price(Basket{Lines: lines}); pos.CodeOf(err) != pos.Usage {
			t.Errorf("%s above the largest: %v", name, err)
		}
	}
}

// TestInvariants: the lines add up to the total and none is below zero, what is taken off is said, the discount is what
// list prices would have cost more, a guest earns nothing and a member never more than the rate.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := rules.Document{Points: rules.Points{PerYuan: decimal.New(rapid.Int64Range(0, 50_000).Draw(t, "rate"), -4)}}
		b := anyBasket(t)
		q, err := New(doc).Price(b)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, b, q)
		exact := decimal.New(int64(q.Total), -2).Mul(doc.Points.PerYuan)
		points := decimal.New(int64(q.Points), -4)
		if (!b.Member || b.NoEarning) && q.Points != 0 || points.GreaterThan(exact) {
			t.Fatalf("%s points for %s", q.Points, q.Total)
		}
	})
}

// sound holds what is true of every quote.
func sound(t interface{ Fatalf(string, ...any) }, b Basket, q Quote) {
	var total, list money.Fen
	for i, l := range q.Lines {
		total += l.Amount
		list += money.Extend(b.Lines[i].List, b.Lines[i].Qty)
		gross := l.Amount
		for _, off := range l.Off {
			if gross += off.Amount; off.Amount <= 0 {
				t.Fatalf("line %d: %s off", i, off.Amount)
			}
		}
		if l.Amount < 0 || gross != money.Extend(l.Price, b.Lines[i].Qty) {
			t.Fatalf("line %d comes to %s, with what is taken off to %s", i, l.Amount, gross)
		}
	}
	if q.Total != total || q.Discount != list-total {
		t.Fatalf("lines add up to %s of list %s; quote says %s, discount %s", total, list, q.Total, q.Discount)
	}
}

// TestBillDiscount: what is taken off the bill is the percentage of it to the fen, no line bears a fen more or less than
// its share rounded, and the order of the lines changes nothing for any of them.
func TestBillDiscount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBasket(t)
		without := b
		without.Off = 0
		before, _ := New(rules.Document{}).Price(without)
		after, _ := New(rules.Document{}).Price(b)
		if want := b.Off.Of(before.Total); before.Total-after.Total != want {
			t.Fatalf("%s %% off %s takes %s off, not %s", b.Off, before.Total, before.Total-after.Total, want)
		}
		for i, l := range after.Lines {
			share := decimal.New(int64(before.Lines[i].Amount), -2).Mul(decimal.New(int64(before.Total-after.Total), 0))
			if before.Total > 0 {
				share = share.Div(decimal.New(int64(before.Total), -2))
			}
			if took := decimal.New(int64(before.Lines[i].Amount-l.Amount), 0); took.Sub(share).Abs().GreaterThan(decimal.NewFromInt(1)) {
				t.Fatalf("line %d bears %s fen of a share of %s", i, took, share)
			}
		}
		turned := b
		turned.Lines = rapid.Permutation(b.Lines).Draw(t, "order")
		again, _ := New(rules.Document{}).Price(turned)
		if diff := cmp.Diff(amounts(b, after), amounts(turned, again)); diff != "" {
			t.Fatalf("in another order:\n%s", diff)
		}
	})
}

// amounts is what each line comes to, in an order of its own.
func amounts(b Basket, q Quote) (list []string) {
	for i, l := range b.Lines {
		list = append(list, fmt.Sprintf("%+v: %+v", l, q.Lines[i]))
	}
	slices.Sort(list)
	return list
}

// anyBasket has prices, prices by hand and discounts of all kinds; equal lines are frequent.
func anyBasket(t *rapid.T) Basket {
	percent := rapid.Map(rapid.OneOf(rapid.Just[int64](0), rapid.Int64Range(0, 100_00)), func(n int64) money.Percent { return money.Percent(n) })
	price := rapid.Map(rapid.OneOf(rapid.SampledFrom([]int64{0, 1, 333}), rapid.Int64Range(0, 1_000_000)), func(n int64) money.Fen { return money.Fen(n) })
	b := Basket{
		At: time.Unix(0, 0), Member: rapid.Bool().Draw(t, "member"), NoEarning: rapid.Bool().Draw(t, "noEarning"),
		Off: percent.Draw(t, "bill"),
	}
	for range rapid.IntRange(0, 9).Draw(t, "lines") {
		b.Lines = append(b.Lines, Line{
			Code:   rapid.SampledFrom([]string{"1", "2", QuickCode}).Draw(t, "code"),
			Qty:    money.Qty(rapid.OneOf(rapid.Just[int64](1000), rapid.Int64Range(1, 99_999_000)).Draw(t, "qty")),
			List:   price.Draw(t, "list"),
			Member: price.Draw(t, "memberPrice"),
			Manual: price.Draw(t, "manual"),
			Off:    percent.Draw(t, "off"),
		})
	}
	return b
}
