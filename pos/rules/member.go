package rules

import (
	"slices"

	"github.com/shopspring/decimal"

	"holdfast/pos/money"
)

// TopUp gives bonus for an amount paid in.
type TopUp struct {
	Mode  TopUpMode   `json:"mode"`
	Steps []TopUpStep `json:"steps"`
}

// TopUpMode says how steps combine.
type TopUpMode string

// Highest takes the largest step reached, once; Each takes steps from the largest down, as often as they fit.
const (
	Highest TopUpMode = "highest"
	Each    TopUpMode = "each"
)

// TopUpStep is "pay Amount in, get Bonus on top" (充100送10).
type TopUpStep struct {
	Amount money.Fen `json:"amount"`
	Bonus  money.Fen `json:"bonus"`
}

// Points is the plain rate: points per yuan earned, and the ratios for paying with and converting points.
type Points struct {
	PerYuan        decimal.Decimal `json:"perYuan"`
	PayPerYuan     decimal.Decimal `json:"payPerYuan"`     // points that pay one yuan
	ConvertPerYuan decimal.Decimal `json:"convertPerYuan"` // points that become one yuan of bonus
}

// Pays is the points that pay an amount. exact is false where they don't come out to points as they are counted; Pays is
// rounded up then. ok is false where points pay nothing, or the amount is beyond all reason.
func (r Points) Pays(amount money.Fen) (points money.Points, exact, ok bool) {
	n := decimal.New(int64(amount), -2).Mul(r.PayPerYuan).Shift(4)
	if !r.PayPerYuan.IsPositive() || amount < 0 || n.GreaterThan(mostPoints) {
		return 0, false, false
	}
	return money.Points(n.Ceil().IntPart()), n.IsInteger(), true
}

// Worth is the most that points pay, in whole fen, rounded down; 0 where points pay nothing.
func (r Points) Worth(points money.Points) money.Fen {
	if !r.PayPerYuan.IsPositive() || points <= 0 {
		return 0
	}
	fen, _ := decimal.New(int64(points), -4).Shift(2).QuoRem(r.PayPerYuan, 0)
	return money.Fen(fen.IntPart())
}

// Converts is the bonus that points become; ok is false where that is no whole number of fen.
func (r Points) Converts(points money.Points) (bonus money.Fen, ok bool) {
	if !r.ConvertPerYuan.IsPositive() || points <= 0 {
		return 0, false
	}
	fen, rest := decimal.New(int64(points), -4).Shift(2).QuoRem(r.ConvertPerYuan, 0)
	if !rest.IsZero() || !fen.IsPositive() || fen.GreaterThan(decimal.New(money.Max, 2)) {
		return 0, false
	}
	return money.Fen(fen.IntPart()), true
}

// mostPoints is the largest amount of points, in their smallest unit.
var mostPoints = decimal.New(money.Max, 4)

// Stored says which part of stored value is spent first: "principal" or "bonus".
type Stored struct {
	Order string `json:"order"`
}

// BonusFirst reports whether bonus is spent before principal.
func (r Stored) BonusFirst() bool { return r.Order == "bonus" }

// Bonus is what HQ adds when amount is paid in.
func (r TopUp) Bonus(amount money.Fen) money.Fen {
	steps := slices.Clone(r.Steps)
	slices.SortFunc(steps, func(a, b TopUpStep) int { return int(b.Amount - a.Amount) })
	var bonus money.Fen
	for _, s := range steps {
		if amount < s.Amount {
			continue
		}
		if r.Mode == Highest {
			return s.Bonus
		}
		bonus += s.Bonus * (amount / s.Amount)
		amount %= s.Amount
	}
	return bonus
}
