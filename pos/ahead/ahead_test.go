package ahead_test

import (
	"slices"
	"testing"

	"holdfast/pos/ahead"
)

// TestMap: all come, in order, however many there are; and a caller that stops has had no more than it wanted, plus those
// ahead, taken from what there is.
func TestMap(t *testing.T) {
	for _, n := range []int{0, 1, 3, 4, 100} {
		in := make([]int, n)
		for i := range in {
			in[i] = i
		}
		var squares []int
		for _, x := range in {
			squares = append(squares, x*x)
		}
		if got := slices.Collect(ahead.Map(slices.Values(in), 3, func(x int) int { return x * x })); !slices.Equal(got, squares) {
			t.Errorf("of %d: %v", n, got)
		}
		taken := 0
		counted := func(yield func(int) bool) {
			for _, x := range in {
				if taken++; !yield(x) {
					return
				}
			}
		}
		for x := range ahead.Map(counted, 3, func(x int) int { return x }) {
			if x == 1 {
				break
			}
		}
		if taken > 5 {
			t.Errorf("of %d, %d were taken for two", n, taken)
		}
	}
}
