package rules

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"holdfast/pos"
	"holdfast/pos/money"
)

// TestTopUpBonus holds the examples of the product's page to the letter.
func TestTopUpBonus(t *testing.T) {
	steps := []TopUpStep{{100 * money.Yuan, 10 * money.Yuan}, {200 * money.Yuan, 20 * money.Yuan}}
	tripled := append(steps, TopUpStep{30 * money.Yuan, 0})
	for _, c := range []struct {
		mode       TopUpMode
		steps      []TopUpStep
		paid, want string
	}{
		{Highest, steps, "99.99", "0"}, {Highest, steps, "100", "10"}, {Highest, steps, "300", "20"}, {Highest, steps, "400", "20"},
		{Each, steps, "300", "30"}, {Each, steps, "400", "40"}, {Each, steps, "199.99", "10"}, {Each, tripled, "130", "10"},
		{Highest, nil, "1000", "0"},
	} {
		paid, _ := money.ParseFen(c.paid)
		want, _ := money.ParseFen(c.want)
		if got := (TopUp{c.mode, c.steps}).Bonus(paid); got != want {
			t.Errorf("%s: top-up of %s gives %s, want %s", c.mode, paid, got, want)
		}
	}
}

// TestPoints: 100 points pay 1 yuan and 10 points become 1 yuan, to the fen and not beyond.
func TestPoints(t *testing.T) {
	r := Points{PayPerYuan: decimal.NewFromInt(100), ConvertPerYuan: decimal.NewFromInt(10)}
	if points, exact, ok := r.Pays(10 * money.Yuan); points != 1000*money.Point || !exact || !ok {
		t.Errorf("10.00 is paid with %s points, %v, %v", points, exact, ok)
	}
	third := Points{PayPerYuan: decimal.RequireFromString("0.00333")}
	if points, exact, ok := third.Pays(1); points != 1 || exact || !ok {
		t.Errorf("0.01 is paid with %s points, %v, %v", points, exact, ok)
	}
	if _, _, ok := (Points{}).Pays(1); ok {
		t.Error("points pay without a rate")
	}
	if _, _, ok := (Points{PayPerYuan: decimal.NewFromInt(1_000_000)}).Pays(money.Max * money.Yuan); ok {
		t.Error("an amount beyond all reason is paid with points")
	}
	for points, want := range map[money.Points]money.Fen{
		10 * money.Point: 100, money.Point: 10, money.Point / 10: 1, money.Point / 20: 0, money.Point + 1: 0, 0: 0, -money.Point: 0,
	} {
		if got, ok := r.Converts(points); got != want || ok != (want > 0) {
			t.Errorf("%s points become %s, %v; want %s", points, got, ok, want)
		}
	}
	if _, ok := (Points{}).Converts(money.Point); ok {
		t.Error("points convert without a rate")
	}
}

func TestThroughTheFeed(t *testing.T) {
	var r Document
	text := `{"version":3,"topup":{"mode":"each","steps":[{"amount":"100.00","bonus":"10.00"}]},"points":{"perYuan":"0.1"}}`
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	b, err := pos.EncodeFeed(r)
	if err != nil {
		t.Fatal(err)
	}
	var got Document
	if err := pos.DecodeFeed(b, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, got, cmp.Comparer(decimal.Decimal.Equal)); diff != "" {
		t.Errorf("through the feed:\n%s", diff)
	}
}

func TestCheck(t *testing.T) {
	good := Document{TopUp: TopUp{Mode: Highest}}
	if err := good.Check(); err != nil {
		t.Errorf("good rules: %v", err)
	}
	for name, r := range map[string]Document{
		"mode": {}, "bonus above amount": {TopUp: TopUp{Highest, []TopUpStep{{100, 101}}}},
		"two steps at one amount": {TopUp: TopUp{Highest, []TopUpStep{{100, 1}, {100, 2}}}},
		"endless rate":            {TopUp: TopUp{Mode: Highest}, Points: Points{PerYuan: decimal.New(1, 999_999_999)}},
		"endless decimals":        {TopUp: TopUp{Mode: Highest}, Points: Points{PerYuan: decimal.New(1, -999_999_999)}},
		"negative rate":           {TopUp: TopUp{Mode: Highest}, Points: Points{PerYuan: decimal.NewFromInt(-1)}},
		"order":                   {TopUp: TopUp{Mode: Highest}, Stored: Stored{"both"}},
	} {
		if r.Check() == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
