// Package money holds amounts as whole numbers of their smallest unit, so that no sum is ever rounded by accident.
//
// It imports nothing of Holdfast. The one thing to know: an amount is an int64 of [Fen] or [Points]; a decimal appears
// only where text is read or written and inside a rate, and each place that rounds names its [Rounding].
package money

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/shopspring/decimal"
)

// Fen is an amount of money in 1/100 yuan.
type Fen int64

// Points is an amount of points in 1/10,000 of a point.
type Points int64

// Qty is a quantity in 1/1,000 of the unit that a product is sold in.
type Qty int64

// Percent is a share in 1/100 of a percent.
type Percent int64

// All is the whole.
const All Percent = 100_00

// One whole of each unit.
const (
	Yuan  Fen    = 100
	Point Points = 10_000
	One   Qty    = 1_000
)

// Max is the largest amount that is taken from outside: ten billion of any unit's wholes is beyond every shop and
// leaves room to add a billion of them up without overflow.
const Max = 10_000_000_000

// ErrSyntax is in the chain of every error about text that is no amount.
var ErrSyntax = errors.New("not an amount")

// ParseFen reads an amount in yuan: digits, at most one point, at most two decimals; no sign, no exponent.
func ParseFen(s string) (Fen, error) {
	n, err := parse(s, 2, Max)
	return Fen(n), err
}

// ParsePoints reads points with at most four decimals.
func ParsePoints(s string) (Points, error) {
	n, err := parse(s, 4, Max)
	return Points(n), err
}

// ParseQty reads a quantity with at most three decimals, at most 99,999.
func ParseQty(s string) (Qty, error) {
	n, err := parse(s, 3, 99_999)
	return Qty(n), err
}

// ParsePercent reads a share of at most 100 with at most two decimals.
func ParsePercent(s string) (Percent, error) {
	n, err := parse(s, 2, 100)
	return Percent(n), err
}

// parse reads digits with one optional point as a whole number of 10^-decimals.
func parse(s string, decimals int, largest int64) (int64, error) {
	whole, frac, hasPoint := strings.Cut(s, ".")
	if whole == "" || (hasPoint && frac == "") || len(frac) > decimals {
		return 0, fmt.Errorf("%q: %w with at most %d decimals", s, ErrSyntax, decimals)
	}
	unit := int64(math.Pow10(decimals))
	var n int64
	for _, c := range whole + frac + strings.Repeat("0", decimals-len(frac)) {
		if c < '0' || c > '9' {
			return 0, fmt.Errorf("%q: %w; write digits and one point", s, ErrSyntax)
		}
		n = n*10 + int64(c-'0')
		if n > largest*unit {
			return 0, fmt.Errorf("%q: %w that can be right; the largest is %d", s, ErrSyntax, largest)
		}
	}
	return n, nil
}

// String is the amount in yuan with two decimals, such as "12.30" or "-0.05".
func (f Fen) String() string { return decimal.New(int64(f), -2).StringFixed(2) }

// String is the points without trailing zeros, such as "0.1".
func (p Points) String() string { return decimal.New(int64(p), -4).String() }

// String is the quantity without trailing zeros, such as "1" or "0.355".
func (q Qty) String() string { return decimal.New(int64(q), -3).String() }

// String is the percentage without trailing zeros and without a sign for it, such as "12.5".
func (p Percent) String() string { return decimal.New(int64(p), -2).String() }

// MarshalText is String, for JSON.
func (f Fen) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// MarshalText is String, for JSON.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// MarshalText is String, for JSON.
func (q Qty) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// MarshalText is String, for JSON.
func (p Percent) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText is ParseFen, with an empty text as nothing.
func (f *Fen) UnmarshalText(b []byte) (err error) { return unmarshal(f, b, ParseFen) }

// UnmarshalText is ParsePoints, with an empty text as nothing.
func (p *Points) UnmarshalText(b []byte) (err error) { return unmarshal(p, b, ParsePoints) }

// UnmarshalText is ParseQty, with an empty text as nothing.
func (q *Qty) UnmarshalText(b []byte) (err error) { return unmarshal(q, b, ParseQty) }

// UnmarshalText is ParsePercent, with an empty text as nothing.
func (p *Percent) UnmarshalText(b []byte) (err error) { return unmarshal(p, b, ParsePercent) }

func unmarshal[T any](to *T, b []byte, parse func(string) (T, error)) (err error) {
	if len(b) == 0 {
		var zero T
		*to = zero
		return nil
	}
	*to, err = parse(string(b))
	return err
}
