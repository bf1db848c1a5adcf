package pricing

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/money"
)

var update = flag.Bool("update", false, "write the quotes into testdata")

// TestCases prices the baskets of testdata, one story a file: rules.json and basket.json in, quote.json out.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { play(t, file) })
	}
}

func play(t *testing.T, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	part := map[string]*txtar.File{}
	for i := range a.Files {
		part[a.Files[i].Name] = &a.Files[i]
	}
	var rules pos.Rules
	var basket Basket
	if err := json.Unmarshal(part["rules.json"].Data, &rules); err != nil {
		t.Fatalf("rules.json: %v", err)
	}
	if err := json.Unmarshal(part["basket.json"].Data, &basket); err != nil {
		t.Fatalf("basket.json: %v", err)
	}
	quote, err := Price(rules, basket)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(quote, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		part["quote.json"].Data = got
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := part["quote.json"].Data; string(got) != string(want) {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestLargest holds the limits: a line may come to ten billion yuan and not to a fen more, and so may a basket.
func TestLargest(t *testing.T) {
	most := Line{List: maxAmount, Qty: money.One}
	if q, err := Price(pos.Rules{}, Basket{Lines: []Line{most}}); err != nil || q.Total != maxAmount {
		t.Errorf("the largest line: %v, %v", q.Total, err)
	}
	for name, lines := range map[string][]Line{
		"line":   {{List: maxAmount, Qty: 99_999 * money.One}},
		"basket": {most, {List: 1, Qty: money.One}},
	} {
		if _, err := Price(pos.Rules{}, Basket{Lines: lines}); pos.CodeOf(err) != pos.Usage {
			t.Errorf("%s above the largest: %v", name, err)
		}
	}
}

// TestInvariants: the lines add up to the total and none is below zero, what is taken off is said, the discount is what
// list prices would have cost more, a guest earns nothing and a member never more than the rate.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := pos.Rules{Points: pos.PointsRule{PerYuan: decimal.New(rapid.Int64Range(0, 50_000).Draw(t, "rate"), -4)}}
		b := anyBasket(t)
		q, err := Price(rules, b)
		if err != nil {
			t.Fatal(err)
		}
		var total, list money.Fen
		for i, l := range q.Lines {
			total += l.Amount
			list += money.Extend(b.Lines[i].List, b.Lines[i].Qty)
			gross := l.Amount
			for _, off := range l.Off {
				if gross += off.Amount; off.Amount <= 0 {
					t.Fatalf("%s off", off.Amount)
				}
			}
			if l.Amount < 0 || gross != money.Extend(l.Price, b.Lines[i].Qty) {
				t.Fatalf("line %d comes to %s, with what is taken off to %s", i, l.Amount, gross)
			}
		}
		if q.Total != total || q.Discount != list-total {
			t.Fatalf("lines add up to %s of list %s; quote says %s, discount %s", total, list, q.Total, q.Discount)
		}
		exact := decimal.New(int64(q.Total), -2).Mul(rules.Points.PerYuan)
		points := decimal.New(int64(q.Points), -4)
		if (!b.Member || b.NoEarning) && q.Points != 0 || points.GreaterThan(exact) {
			t.Fatalf("%s points for %s", q.Points, q.Total)
		}
	})
}

// TestBillDiscount: what is taken off the bill is the percentage of it to the fen, no line bears a fen more or less than
// its share rounded, and the order of the lines changes nothing for any of them.
func TestBillDiscount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBasket(t)
		without := b
		without.Off = 0
		before, _ := Price(pos.Rules{}, without)
		after, _ := Price(pos.Rules{}, b)
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
		again, _ := Price(pos.Rules{}, turned)
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
