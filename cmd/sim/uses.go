package main

import (
	"slices"

	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/pos/rules"
)

// learnUses is I17.
func (m *model) learnUses(h record.Header, b record.Sale) {
	used := map[string]int64{}
	for _, l := range b.Used {
		n := sum(l.Uses, ledger.Uses)
		used[l.Holder] += n
		m.uses += n
	}
	for _, a := range b.Acted {
		holder := ledger.Limited(ledger.Promotion, a.Rule)
		limited := slices.ContainsFunc(promotions, func(p rules.Promotion) bool { return p.ID == a.Rule && p.Limit.Quantity > 0 })
		if limited && used[holder] != int64(a.Times) {
			m.w.fail("I17: in %s promotion %s acted %d times, and %d are used", h.Receipt(), a.Rule, a.Times, used[holder])
		}
	}
	if m.w.restored.at.IsZero() && len(m.forks) == 0 && m.uses > m.w.most {
		m.w.fail("I17: with %s %d pieces of a promotion are sold, and there were never more than %d", h.Receipt(), m.uses, m.w.most)
	}
}
