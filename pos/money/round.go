package money

import (
	"math/bits"

	"github.com/shopspring/decimal"
)

// Rounding says what becomes of the part below the smallest unit.
type Rounding int

// The roundings in use.
const (
	HalfUp Rounding = iota // half and more goes away from zero, as shops count
	Down                   // towards zero
)

// Extend is price × quantity, rounded half up to the fen.
func Extend(price Fen, qty Qty) Fen {
	return Fen(round(decimal.New(int64(price), -2).Mul(decimal.New(int64(qty), -3)), 2, HalfUp))
}

// Of is a share of an amount, rounded half up to the fen; it is never more than the amount.
func (p Percent) Of(amount Fen) Fen {
	return Fen(round(decimal.New(int64(amount), -2).Mul(decimal.New(int64(p), -4)), 2, HalfUp))
}

// Earn is the points for an amount at a rate of points per yuan.
func Earn(amount Fen, perYuan decimal.Decimal, r Rounding) Points {
	return Points(round(decimal.New(int64(amount), -2).Mul(perYuan), 4, r))
}

// PartUp is the share of amount that goes with part of whole, rounded up to the fen, so that what is taken in many small
// parts is never less than what is taken at once. It is never more than the amount: all of it where the part is the whole,
// or where there is no whole. None of the three is below zero.
func PartUp(amount, part, whole Fen) Fen {
	if part >= whole {
		return amount
	}
	hi, lo := bits.Mul64(uint64(amount), uint64(part))
	share, rest := bits.Div64(hi, lo, uint64(whole))
	if rest > 0 {
		share++
	}
	return Fen(share)
}

func round(d decimal.Decimal, decimals int32, r Rounding) int64 {
	if r == Down {
		return d.Truncate(decimals).Shift(decimals).IntPart()
	}
	return d.Round(decimals).Shift(decimals).IntPart()
}

// Spread splits total over weights in proportion. The parts add up to total exactly and none is more than one unit
// from its exact share (the largest-remainder method; the earlier of two equal remainders is served first). Where all
// weights are zero the first part gets everything. Weights are ≥ 0 and total may be negative. No weights give nil.
func Spread(total int64, weights []int64) []int64 {
	if len(weights) == 0 {
		return nil
	}
	sign, left := int64(1), total
	if total < 0 {
		sign, left = -1, -total
	}
	var sum uint64
	for _, w := range weights {
		if w < 0 {
			panic("money: Spread over a negative weight")
		}
		sum += uint64(w)
	}
	parts := make([]int64, len(weights))
	if sum == 0 {
		parts[0] = total
		return parts
	}
	rest := left
	remainders := make([]uint64, len(weights))
	for i, w := range weights {
		hi, lo := bits.Mul64(uint64(left), uint64(w))
		q, rem := bits.Div64(hi, lo, sum)
		parts[i], remainders[i] = int64(q)*sign, rem
		rest -= int64(q)
	}
	for ; rest > 0; rest-- {
		best := -1
		for i, rem := range remainders {
			if rem > 0 && (best < 0 || rem > remainders[best]) {
				best = i
			}
		}
		parts[best] += sign
		remainders[best] = 0
	}
	return parts
}

// Pieces is how many pieces a quantity is for who counts them; what is weighed is one.
func (q Qty) Pieces() int {
	if q%One != 0 {
		return 1
	}
	return int(q / One)
}
