package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos/ledger"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// elsewhereEvery is how many steps apart I9 is looked at.
const elsewhereEvery = 20

// checkElsewhere is I9: what tills and people are told of where a member's value stands is what HQ's books say, place by place,
// and what stands at a closed epoch is said to be frozen.
func (w *world) checkElsewhere() {
	closed := map[string]bool{}
	w.rows(w.hq.anchor, "SELECT place || '-' || epoch, 1 FROM epochs WHERE fenced <> ''", func(epoch string, _ int64) { closed[epoch] = true })
	books := map[string]map[string]int64{}
	w.rows(w.hq.anchor, "SELECT name, balance FROM accounts WHERE balance > 0", func(name string, n int64) {
		p, _ := ledger.Account(name).Split()
		if w.model.byID[p.Who] == nil || p.Kind != ledger.KindEscrow && p.Kind != ledger.KindTransit {
			return
		}
		state := ""
		switch {
		case closed[epochName(p.Place, p.Epoch)]:
			state = wire.Frozen
		case p.Kind == ledger.KindTransit:
			state = wire.InTransit
		}
		if books[p.Who] == nil {
			books[p.Who] = map[string]int64{}
		}
		books[p.Who][strings.Join([]string{p.Place, string(p.Asset), state}, " ")] += n
	})
	w.must(w.hq.store.Update(func(tx hub.Tx) error {
		for _, id := range slices.Sorted(maps.Keys(w.model.byID)) {
			list, err := tx.Elsewhere(id)
			if err != nil {
				return err
			}
			said := map[string]int64{}
			for _, h := range list {
				said[strings.Join([]string{h.Place, h.Asset, h.State}, " ")] += h.Amount
				w.did("value shown " + map[string]string{"": "at a till", wire.InTransit: "on its way", wire.Frozen: "frozen"}[h.State])
			}
			if diff := cmp.Diff(books[id], said); diff != "" && len(books[id])+len(said) > 0 {
				w.fail("I9: of member %s there stands by HQ's books (-), and is shown (+):\n%s", id, diff)
			}
		}
		return nil
	}), "what stands elsewhere")
}

// checkStranded is part of I24: nothing of a member stands at a closed epoch for good.
func (w *world) checkStranded() {
	live := map[string]bool{}
	for _, t := range w.tills {
		live[t.id] = true
	}
	w.rows(w.hq.anchor, "SELECT name, balance FROM accounts WHERE balance > 0", func(name string, n int64) {
		p, _ := ledger.Account(name).Split()
		if (p.Kind == ledger.KindEscrow || p.Kind == ledger.KindTransit) && w.model.byID[p.Who] != nil && !live[epochName(p.Place, p.Epoch)] {
			w.fail("I24: %s has %d, and nobody is there to spend it or give it back", name, n)
		}
	})
}
