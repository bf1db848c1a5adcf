package rules

import (
	"testing"

	"holdfast/pos/money"
)

// TestRounding: what is beyond a multiple is nobody's to pay, and what is less than one is paid.
func TestRounding(t *testing.T) {
	for _, c := range []struct{ unit, due, off money.Fen }{
		{10, 1237, 7}, {10, 1230, 0}, {10, 10, 0}, {10, 19, 9}, {10, 7, 0}, {100, 1237, 37}, {100, 99, 0}, {0, 1237, 0}, {10, 0, 0}, {10, -7, 0},
	} {
		if off := (Rounding{Cash: c.unit}).Off(c.due); off != c.off {
			t.Errorf("%s off %s by %s, want %s", off, c.due, c.unit, c.off)
		}
	}
}
