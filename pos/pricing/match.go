package pricing

import "sort"

// match gives pieces to the items of a bundle. Items may want the same goods: one that finds nothing left has another give up
// a piece for which that one finds a different piece, so that there is a bundle where there can be one.
type match struct {
	wants [][]*part       // by item, the dearest piece first
	left  map[*part]int   // pieces that no item has
	has   []map[*part]int // pieces that an item has, by item
}

// sets is the parts of each item, for as many bundles as there are goods for, at most so many. nil where there is no bundle.
func (r *run) sets(x *rule, wants [][]*part, most int) [][]*part {
	times := sort.Search(most, func(n int) bool { return matched(x, wants, n+1) == nil })
	if times == 0 {
		return nil
	}
	m := matched(x, wants, times)
	sets, rest := make([][]*part, len(wants)), map[*part]*part{}
	for i, list := range wants {
		for _, p := range list {
			n := m.has[i][p]
			if n == 0 {
				continue
			}
			took := p
			if rest[p] != nil {
				took = rest[p]
			}
			rest[p] = r.split(took, n)
			sets[i] = append(sets[i], took)
		}
	}
	return sets
}

// matched matches pieces for so many bundles; nil where they don't suffice.
func matched(x *rule, wants [][]*part, times int) *match {
	m := &match{wants: wants, left: map[*part]int{}, has: make([]map[*part]int, len(wants))}
	for i, list := range wants {
		m.has[i] = map[*part]int{}
		for _, p := range list {
			m.left[p] = p.pieces()
		}
	}
	for i := range wants {
		for n := times * x.Items[i].Pieces(); n > 0; {
			got := m.give(i, n, make([]bool, len(wants)))
			if got == 0 {
				return nil
			}
			n -= got
		}
	}
	return m
}

// give gives an item some of so many pieces, none where it can't; asked are the items that have been asked for theirs.
func (m *match) give(item, n int, asked []bool) int {
	for _, p := range m.wants[item] {
		if got := min(n, m.left[p]); got > 0 {
			m.left[p] -= got
			m.has[item][p] += got
			return got
		}
	}
	asked[item] = true
	for _, p := range m.wants[item] {
		for other := range m.has {
			if asked[other] || m.has[other][p] == 0 {
				continue
			}
			if got := m.give(other, min(n, m.has[other][p]), asked); got > 0 {
				m.has[other][p] -= got
				m.has[item][p] += got
				return got
			}
		}
	}
	return 0
}
