package pricing

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

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

// TestInvariants: the lines add up to the total, the discount is what list prices would have cost more, a guest earns
// nothing and a member never more than the rate.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := pos.Rules{Points: pos.PointsRule{PerYuan: decimal.New(rapid.Int64Range(0, 50_000).Draw(t, "rate"), -4)}}
		b := Basket{At: time.Unix(0, 0), Member: rapid.Bool().Draw(t, "member")}
		for range rapid.IntRange(0, 9).Draw(t, "lines") {
			b.Lines = append(b.Lines, Line{
				Qty:    money.Qty(rapid.Int64Range(1, 99_999_000).Draw(t, "qty")),
				List:   money.Fen(rapid.Int64Range(0, 1_000_000).Draw(t, "list")),
				Member: money.Fen(rapid.Int64Range(0, 1_000_000).Draw(t, "memberPrice")),
			})
		}
		q, err := Price(rules, b)
		if err != nil {
			t.Fatal(err)
		}
		var total, list money.Fen
		for i, l := range q.Lines {
			total += l.Amount
			list += money.Extend(b.Lines[i].List, b.Lines[i].Qty)
		}
		if q.Total != total || q.Discount != list-total {
			t.Fatalf("lines add up to %s of list %s; quote says %s, discount %s", total, list, q.Total, q.Discount)
		}
		exact := decimal.New(int64(q.Total), -2).Mul(rules.Points.PerYuan)
		points := decimal.New(int64(q.Points), -4)
		if !b.Member && q.Points != 0 || points.GreaterThan(exact) {
			t.Fatalf("%s points for %s", q.Points, q.Total)
		}
	})
}
