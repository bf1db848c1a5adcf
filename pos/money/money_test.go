package money

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestParseFen(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Fen
		ok   bool
	}{
		{"0", 0, true}, {"12.30", 1230, true}, {"12.3", 1230, true}, {"0.05", 5, true}, {"007", 700, true},
		{"10000000000", 1_000_000_000_000, true}, {"10000000001", 0, false}, {"99999999999999999999999", 0, false},
		{"", 0, false}, {".5", 0, false}, {"5.", 0, false}, {"1.234", 0, false}, {"-1", 0, false}, {"+1", 0, false},
		{"1e3", 0, false}, {"1,000", 0, false}, {"1.2.3", 0, false}, {"１", 0, false}, {" 1", 0, false},
	} {
		got, err := ParseFen(c.in)
		if (err == nil) != c.ok || got != c.want && c.ok {
			t.Errorf("ParseFen(%q) = %d, %v; want %d, ok=%v", c.in, got, err, c.want, c.ok)
		}
		if err != nil && !errors.Is(err, ErrSyntax) {
			t.Errorf("ParseFen(%q): %v is not ErrSyntax", c.in, err)
		}
	}
}

func TestText(t *testing.T) {
	b, err := json.Marshal(struct {
		F Fen
		P Points
		Q Qty
	}{-5, 1000, 355})
	if want := `{"F":"-0.05","P":"0.1","Q":"0.355"}`; err != nil || string(b) != want {
		t.Errorf("JSON = %s, %v; want %s", b, err, want)
	}
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Fen(rapid.Int64Range(0, Max*100).Draw(t, "fen"))
		if got, err := ParseFen(f.String()); err != nil || got != f {
			t.Fatalf("ParseFen(%q) = %d, %v", f.String(), got, err)
		}
		p := Points(rapid.Int64Range(0, Max*10_000).Draw(t, "points"))
		if got, err := ParsePoints(p.String()); err != nil || got != p {
			t.Fatalf("ParsePoints(%q) = %d, %v", p.String(), got, err)
		}
	})
}

func TestExtend(t *testing.T) {
	for _, c := range []struct {
		price Fen
		qty   Qty
		want  Fen
	}{{1000, 2 * One, 2000}, {1980, 355, 703}, {1, 500, 1}, {1, 499, 0}} {
		if got := Extend(c.price, c.qty); got != c.want {
			t.Errorf("Extend(%s, %s) = %s, want %s", c.price, c.qty, got, c.want)
		}
	}
}

func TestEarn(t *testing.T) {
	tenth := decimal.RequireFromString("0.1")
	if got := Earn(125, tenth, Down); got != 1250 {
		t.Errorf("1.25 yuan at 0.1 a yuan earns %s points, want 0.125", got)
	}
	if got := Earn(1, decimal.RequireFromString("0.001"), HalfUp); got != 0 {
		t.Errorf("0.00001 points are kept as %s", got)
	}
}

// TestPartUp: of 100 + 10, 50 takes 5; however a whole is taken apart, the shares of its parts are no less than the share of
// them together, and with the last part nothing is left.
func TestPartUp(t *testing.T) {
	for _, c := range []struct{ amount, part, whole, want Fen }{
		{10_00, 50_00, 100_00, 5_00}, {10_00, 4, 100_00, 1}, {10_00, 0, 100_00, 0}, {10_01, 50_00, 100_00, 5_01}, {0, 1, 2, 0},
		{10_00, 0, 0, 10_00}, {Max * 100, Max*100 - 1, Max * 100, Max*100 - 1},
	} {
		if got := PartUp(c.amount, c.part, c.whole); got != c.want {
			t.Errorf("%s with %s of %s is %s, want %s", c.amount, c.part, c.whole, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		amount := Fen(rapid.Int64Range(0, 1_000_00).Draw(t, "amount"))
		whole := Fen(rapid.Int64Range(1, 1_000_00).Draw(t, "whole"))
		var part, taken Fen
		for _, step := range append(rapid.SliceOfN(rapid.Int64Range(1, 20), 1, 60).Draw(t, "steps"), int64(whole)) {
			step := min(Fen(step), whole-part)
			taken += PartUp(amount-taken, step, whole-part)
			part += step
			if once := PartUp(amount, part, whole); taken < once || taken > amount {
				t.Fatalf("%s of %s in steps take %s of %s, and at once %s", part, whole, taken, amount, once)
			}
		}
		if taken != amount {
			t.Fatalf("all of %s takes %s of %s", whole, taken, amount)
		}
	})
}

// TestSpread: nothing is lost, and no part is a whole unit or more away from its exact share.
func TestSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000), 1, 40).Draw(t, "weights")
		parts := Spread(total, weights)
		var sum, weight int64
		for i := range parts {
			sum += parts[i]
			weight += weights[i]
		}
		if sum != total {
			t.Fatalf("Spread(%d, %v) = %v adds up to %d", total, weights, parts, sum)
		}
		for i := range parts {
			if weight == 0 {
				break
			}
			exact := decimal.NewFromInt(total).Mul(decimal.NewFromInt(weights[i])).Div(decimal.NewFromInt(weight))
			if decimal.NewFromInt(parts[i]).Sub(exact).Abs().GreaterThanOrEqual(decimal.NewFromInt(1)) {
				t.Fatalf("Spread(%d, %v): part %d is %d, exactly %s", total, weights, i, parts[i], exact)
			}
		}
	})
	if got := Spread(100, []int64{1, 1, 1}); got[0] != 34 || got[1] != 33 || got[2] != 33 {
		t.Errorf("Spread(100, 1 1 1) = %v", got)
	}
}
