package main

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/till/store"
	"holdfast/sync/hub"
)

// checkHealed is I20 to I30.
func (w *world) checkHealed() {
	w.check()
	ctx := context.Background()
	w.must(w.hq.store.CatchUp(ctx, w.now), "catch up")
	if _, err := w.hq.store.Verify(ctx); err != nil {
		w.fail("I21: HQ: %v", err)
	}
	for _, t := range w.tills {
		if _, err := t.store.Verify(ctx); err != nil {
			w.fail("I21: %s: %v", t.code, err)
		}
		w.sameJournal(t)
	}
	owned := w.owned()
	cards := w.cardsAtHQ()
	w.checkMembers(owned, cards)
	w.checkFlows()
	for _, t := range w.tills {
		w.knows(t, owned, cards)
	}
	w.checkTold()
	s := w.story()
	w.checkCards(s, cards)
	w.checkExceptions(s)
	w.checkElsewhere()
	w.checkStranded()
	w.checkLate()
	w.checkForks()
	w.checkLent()
	w.checkFound(owned, cards)
}

// sameJournal is I20 for one till.
func (w *world) sameJournal(t *cashDesk) {
	st, err := t.store.State()
	w.must(err, "state")
	w.must(w.hq.store.Update(func(tx hub.Tx) error {
		p, ok, err := tx.Place(t.code, t.epoch)
		if err == nil && (!ok || p.Acked != st.HeadSeq || p.Hash != st.HeadHash) {
			w.fail("I20: %s ends at record %d, HQ has %d of it, or another one", t.code, st.HeadSeq, p.Acked)
		}
		return err
	}), "compare journals")
}

// owned is what each member has by HQ's books, wherever it stands.
func (w *world) owned() map[*memberModel]*pos.Balance {
	owned := map[*memberModel]*pos.Balance{}
	for _, m := range w.model.members {
		owned[m] = &pos.Balance{Owed: &pos.Owed{}}
	}
	w.rows(w.hq.anchor, `SELECT name, balance FROM accounts WHERE balance <> 0`, func(name string, n int64) {
		p, _ := ledger.Account(name).Split()
		if m := w.model.byID[p.Who]; p.Kind == ledger.KindAvailable && m != nil && m.into != nil {
			w.fail("I22: member %s is %s now, and %s of them still has %d", m.id, m.into.id, name, n)
		}
		if p.HeldBy() != "" && w.model.byID[p.HeldBy()] != nil {
			ledger.AddTo(owned[w.model.member(p.Who)], p.Asset, n)
		}
		if p.Claimed() != "" {
			ledger.AddOwed(owned[w.model.member(p.Who)].Owed, p.Asset, n)
		}
	})
	return owned
}

// checkMembers is I22.
func (w *world) checkMembers(owned map[*memberModel]*pos.Balance, cards map[string]pos.Card) {
	frozen := w.frozen(cards)
	for _, m := range w.model.members {
		b, owes := *owned[m], *owned[m].Owed
		if got := b.Stored() - owes.Value - owes.Bonus; got != m.value {
			w.fail("I22: member %s (%s) has %s at HQ, claims counted, and %s by the receipts", m.phone, m.id, got, m.value)
		}
		if got := b.Points - owes.Points; got != m.points {
			w.fail("I22: member %s (%s) has %s points at HQ, claims counted, and %s by the receipts", m.phone, m.id, got, m.points)
		}
		if owes.Value > 0 && b.Stored() > 0 || owes.Bonus > 0 && b.Bonus > 0 || owes.Points > 0 && b.Points > 0 && frozen[m] == nil {
			w.fail("I22: member %s (%s) owes %+v, and has %s + %s and %s points to pay it with", m.phone, m.id, owes, b.Principal, b.Bonus, b.Points)
		}
		if owes != (pos.Owed{}) {
			w.did("claim that stands at the end")
		}
	}
}

// frozen is the members whose value a loss report freezes, each with the cards that are lost.
func (w *world) frozen(cards map[string]pos.Card) map[*memberModel][]string {
	frozen := map[*memberModel][]string{}
	if w.hq.frozenBy(w.hq.head()) != pos.FreezeValue {
		return frozen
	}
	for _, number := range slices.Sorted(maps.Keys(cards)) {
		if c := cards[number]; c.Status == pos.Lost {
			m := w.model.member(c.Member)
			frozen[m] = append(frozen[m], number)
		}
	}
	return frozen
}

// checkFound is I22 once more, after the cards were found or replaced whose loss reports kept points of somebody who owes
// some.
func (w *world) checkFound(owned map[*memberModel]*pos.Balance, cards map[string]pos.Card) {
	frozen, t, found := w.frozen(cards), w.tills[0], false
	for _, m := range w.model.members {
		if owned[m].Points == 0 || owned[m].Owed.Points == 0 {
			continue
		}
		w.did("claim that a loss report keeps from being paid")
		for _, number := range frozen[m] {
			found = true
			if w.chance(0.5) {
				if _, err := t.till.ReplaceCard(number, t.card(pos.Blank), "补卡"); err == nil {
					continue
				}
			}
			_, err := t.till.ReportFound(number, "")
			w.must(err, "find card "+number)
		}
	}
	if !found {
		return
	}
	w.model.read(t)
	w.settle()
	w.check()
	w.checkMembers(w.owned(), w.cardsAtHQ())
}

// checkFlows is I23.
func (w *world) checkFlows() {
	got := map[string]int64{}
	w.rows(w.hq.anchor, `SELECT name, balance FROM accounts WHERE balance <> 0`, func(name string, n int64) {
		if p, _ := ledger.Account(name).Split(); flowOf(p) != "" {
			got[flowOf(p)] += n
		}
	})
	want := map[string]int64{}
	for key, n := range w.model.flows {
		if n != 0 {
			want[key] = n
		}
	}
	for _, d := range w.model.desks {
		if d.drawer != 0 {
			want["drawer:cny"] += int64(d.drawer)
		}
	}
	for key, n := range got {
		if n == 0 {
			delete(got, key)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.fail("I23: by the receipts (-) and at HQ (+):\n%s", diff)
	}
}

// flowOf is what the model calls an account that is nobody's, "" for all that it doesn't count.
func flowOf(p ledger.Parts) string {
	key := p.Kind
	switch p.Kind {
	case ledger.KindIssued, ledger.KindForfeited:
		key += ":" + p.Who
	case ledger.KindTaken:
		if p.Who == "cash" {
			key = "drawer"
		} else {
			key += ":" + p.Who
		}
	case ledger.KindSpent, ledger.KindPaidOut, ledger.KindSales, ledger.KindBanked:
	case ledger.KindHouse:
		if p.Who == "claims" || p.Who == "recovered" || p.Who == "float" { // what claims and float move is not on receipts
			return ""
		}
		key += ":" + p.Who
	default:
		return ""
	}
	if p.Asset == ledger.Refund || p.Asset == ledger.Uses { // I11 and I17 are theirs
		return ""
	}
	return key + ":" + string(p.Asset)
}

// cardsAtHQ is every card as HQ has it.
func (w *world) cardsAtHQ() map[string]pos.Card {
	cards := map[string]pos.Card{}
	w.rows(w.hq.anchor, `SELECT json_object('number', number, 'status', status, 'member', ifnull(member, ''), 'store', ifnull(store, ''), 'kind', kind,
		'expires', expires, 'reports', json(reports), 'by', by, 'other', ifnull(other, ''), 'pinHash', pin_hash), 0 FROM cards`, func(text string, _ int64) {
		var c pos.Card
		w.must(json.Unmarshal([]byte(text), &c), "card")
		cards[c.Number] = c
	})
	return cards
}

// knows is I25 for one till.
func (w *world) knows(t *cashDesk, owned map[*memberModel]*pos.Balance, cards map[string]pos.Card) {
	phones := map[string]string{}
	w.rows(w.hq.anchor, `SELECT id || ' ' || phone || ' ' || name || ' ' || ifnull(merged_into, ''), 0 FROM members`, func(text string, _ int64) {
		id, rest, _ := strings.Cut(text, " ")
		phones[id] = rest
	})
	w.must(t.store.View(func(tx *store.Tx) error {
		for _, m := range w.model.members {
			if _, known := phones[m.id]; m.into != nil || !known && w.plan != calm { // head office never heard of them
				continue
			}
			b, err := tx.Balance(m.id)
			if err != nil {
				return err
			}
			want := *owned[m]
			if b.Principal != want.Principal || b.Bonus != want.Bonus || b.Points != want.Points || b.Owes() != *want.Owed {
				w.fail("I25: %s believes that member %s has %+v, owed %+v; they have %+v, owed %+v", t.code, m.phone, b, b.Owes(), want, *want.Owed)
			}
			known, err := tx.Member(m.id)
			if err != nil {
				return err
			}
			if text := known.Phone + " " + known.Name + " " + known.Into; text != phones[m.id] {
				w.fail("I25: %s knows member %s as %q, HQ as %q", t.code, m.id, text, phones[m.id])
			}
		}
		for number, c := range cards {
			known, err := tx.Card(number)
			if err != nil {
				return err
			}
			if diff := cmp.Diff(plain(c), plain(known)); diff != "" {
				w.fail("I25: HQ (-) and %s (+) know card %s as\n%s", t.code, number, diff)
			}
		}
		return nil
	}), "what it knows")
}

// plain is a card whose empty parts are all alike.
func plain(c pos.Card) pos.Card {
	if len(c.Reports) == 0 {
		c.Reports = nil
	}
	slices.Sort(c.Reports)
	return c
}
