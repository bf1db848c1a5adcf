package pricing

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"holdfast/pos/money"
	"holdfast/pos/rules"
)

// TestMatched: there is a bundle exactly where any items together want no more pieces than there are of the goods that they
// may be (Hall's theorem), each item has its pieces, of goods that it wants, and no piece is given twice.
func TestMatched(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []*part
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 4), 1, 4).Draw(t, "pieces") {
			parts = append(parts, &part{qty: money.Qty(n) * money.One})
		}
		x := &rule{}
		var wants [][]*part
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 3), 1, 4).Draw(t, "items") {
			x.Items = append(x.Items, rules.Item{Qty: n})
			wants = append(wants, rapid.Permutation(parts).Draw(t, "wants")[:rapid.IntRange(0, len(parts)).Draw(t, "of")])
		}
		times := rapid.IntRange(1, 3).Draw(t, "times")
		can := true
		for some := range 1 << len(wants) {
			need, goods := 0, map[*part]bool{}
			for i := range wants {
				if some>>i&1 == 1 {
					need += times * x.Items[i].Pieces()
					for _, p := range wants[i] {
						goods[p] = true
					}
				}
			}
			for p := range goods {
				need -= p.pieces()
			}
			can = can && need <= 0
		}
		m := matched(x, wants, times)
		if (m != nil) != can {
			t.Fatalf("matched: %v; there is a bundle: %v", m, can)
		}
		if m == nil {
			return
		}
		given := map[*part]int{}
		for i := range wants {
			sum := 0
			for p, n := range m.has[i] {
				if sum, given[p] = sum+n, given[p]+n; n < 0 || n > 0 && !slices.Contains(wants[i], p) || given[p] > p.pieces() {
					t.Fatalf("item %d has %d pieces of %v", i, n, p)
				}
			}
			if sum != times*x.Items[i].Pieces() {
				t.Fatalf("item %d has %d pieces", i, sum)
			}
		}
	})
}
