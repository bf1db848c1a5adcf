package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"holdfast/pos/money"
	"holdfast/pos/sqlite"
	"holdfast/pos/till/store"
	"holdfast/sync/hub"
	"holdfast/sync/simnet"
	"holdfast/sync/wire"
)

// The invariants, after every step:
//
//	I1  no member has spent more stored value than they ever had: model.owns ≥ 0
//	I2  what stands in all tills' escrow and at HQ together is never more than the member owns
//	I3  at HQ and at every till no account is below zero but the named sources, and each asset sums to zero at HQ
//	I4  what a till was told is booked, HQ has
//
// and when everything has healed:
//
//	I5  every till's journal is at HQ, whole and once: the heads agree, seq and hash
//	I6  HQ's and every till's books equal their own replay from the first record
//	I7  every member has at HQ exactly what the receipts say, stored value and points
//	I8  nothing is in transit, nothing waits to be sent, and there are no exceptions
//	I9  every till's last known balances are HQ's

var healthy simnet.Faults

// member is what the receipts say about one member.
type memberModel struct {
	id, phone, card string
	owns            money.Fen // opening + paid in with bonus − spent
	points          money.Points
}

// model is the chain as its customers' receipts tell it.
type model struct {
	members []*memberModel
	byID    map[string]*memberModel
}

func newModel() *model { return &model{byID: map[string]*memberModel{}} }

func (m *model) join(id, phone, card string, owns money.Fen) {
	member := &memberModel{id: id, phone: phone, card: card, owns: owns}
	m.members, m.byID[id] = append(m.members, member), member
}

func (m *model) any(rng *rand.Rand) *memberModel { return m.members[rng.IntN(len(m.members))] }

func (m *model) spent(id string, stored money.Fen, points money.Points) {
	if id != "" {
		m.byID[id].owns -= stored
		m.byID[id].points += points
	}
}

func (m *model) toppedUp(id string, amount money.Fen) { m.byID[id].owns += amount }

// sources is the kinds of account that may be below zero, for SQL.
const sources = `('sales', 'issued', 'house')`

// check is I1 to I4.
func (w *world) check() {
	held := map[string]int64{}
	read := func(db *sqlite.DB, query string, row func(name string, n int64)) {
		w.must(db.View(context.Background(), func(tx *sqlite.Tx) error {
			for scan, err := range tx.Query(query) {
				if err != nil {
					return err
				}
				var name string
				var n int64
				if err := scan(&name, &n); err != nil {
					return err
				}
				row(name, n)
			}
			return nil
		}), "check")
	}
	add := func(holder string, n int64) { held[holder] += n }
	for _, t := range w.tills {
		read(t.anchor, `SELECT holder, sum(amount) FROM lots WHERE asset IN ('principal', 'bonus') GROUP BY holder`, add)
		read(t.anchor, `SELECT account, balance FROM accounts WHERE balance < 0 AND substr(account, 1, instr(account, ':') - 1) NOT IN `+sources,
			func(name string, n int64) { w.fail("I3: %s has %s at %d", t.code, name, n) })
	}
	read(w.hq.anchor, `SELECT who, balance FROM accounts WHERE kind = 'available' AND asset IN ('principal', 'bonus')`, add)
	read(w.hq.anchor, `SELECT name, balance FROM accounts WHERE balance < 0 AND kind NOT IN `+sources,
		func(name string, n int64) { w.fail("I3: HQ has %s at %d", name, n) })
	read(w.hq.anchor, `SELECT asset, sum(balance) FROM accounts GROUP BY asset HAVING sum(balance) <> 0`,
		func(asset string, n int64) { w.fail("I3: HQ's %s sums to %d", asset, n) })
	acked := map[string]int64{}
	read(w.hq.anchor, `SELECT place, acked FROM epochs`, func(place string, n int64) { acked[place] = n })
	for _, t := range w.tills {
		st, err := t.store.State()
		w.must(err, "state")
		if int64(st.Acked) > acked[t.code] { //nolint:gosec // a world has few records
			w.fail("I4: %s was told that record %d is booked, HQ has %d", t.code, st.Acked, acked[t.code])
		}
	}
	for _, m := range w.model.members {
		if m.owns < 0 {
			w.fail("I1: member %s has spent %s more than they had", m.phone, -m.owns)
		}
		if n := money.Fen(held[m.id]); n > m.owns {
			w.fail("I2: member %s owns %s, but %s could be spent", m.phone, m.owns, n)
		}
	}
}

// settled is I8 but for exceptions.
func (w *world) settled() bool { return w.unsettled() == "" }

func (w *world) unsettled() string {
	var tip wire.Cursor
	w.must(w.hq.store.Update(func(tx hub.Tx) (err error) {
		if done, err := tx.React(10_000, w.now); err != nil || !done {
			return err
		}
		tip, err = tx.Tip()
		return err
	}), "tip of the feed")
	for _, t := range w.tills {
		st, err := t.store.State()
		w.must(err, "state")
		v, err := w.hq.store.Till(t.code)
		w.must(err, "till")
		switch online, _ := t.Online(); {
		case !online:
			return t.code + " is not connected"
		case st.Acked != st.HeadSeq:
			return fmt.Sprintf("%s has %d of %d records acknowledged", t.code, st.Acked, st.HeadSeq)
		case v.Unsettled > 0:
			return fmt.Sprintf("%d grants are in transit to %s", v.Unsettled, t.code)
		case w.hq.hub.Status(t.code).Recalls > 0:
			return "recalls are under way at " + t.code
		case st.Feed != tip:
			return fmt.Sprintf("%s has the feed to %d of %d", t.code, st.Feed.At, tip.At)
		}
	}
	return ""
}

// checkHealed is I5 to I9.
func (w *world) checkHealed() {
	w.check()
	ctx := context.Background()
	w.must(w.hq.store.CatchUp(ctx, w.now), "catch up")
	if _, err := w.hq.store.Verify(ctx); err != nil {
		w.fail("I6: HQ: %v", err)
	}
	for _, t := range w.tills {
		if _, err := t.store.Verify(ctx); err != nil {
			w.fail("I6: %s: %v", t.code, err)
		}
		w.sameJournal(t)
	}
	for _, m := range w.model.members {
		v, err := w.hq.store.Member(m.phone)
		w.must(err, "member")
		if got := v.Principal + v.Bonus; got != m.owns {
			w.fail("I7: member %s has %s at HQ and %s by the receipts", m.phone, got, m.owns)
		}
		if v.Points != m.points {
			w.fail("I7: member %s has %s points at HQ and %s by the receipts", m.phone, v.Points, m.points)
		}
	}
	for _, t := range w.tills {
		w.knowsBalances(t)
	}
	exceptions, err := w.hq.store.Exceptions()
	w.must(err, "exceptions")
	if len(exceptions) > 0 {
		w.fail("I8: an exception: %+v", exceptions[0])
	}
}

// sameJournal is I5 for one till.
func (w *world) sameJournal(t *cashDesk) {
	st, err := t.store.State()
	w.must(err, "state")
	w.must(w.hq.store.Update(func(tx hub.Tx) error {
		p, ok, err := tx.Place(t.code, 1)
		if err == nil && (!ok || p.Acked != st.HeadSeq || p.Hash != st.HeadHash) {
			w.fail("I5: %s ends at record %d, HQ has %d of it, or another one", t.code, st.HeadSeq, p.Acked)
		}
		return err
	}), "compare journals")
}

// knowsBalances is I9 for one till.
func (w *world) knowsBalances(t *cashDesk) {
	w.must(t.store.View(func(tx *store.Tx) error {
		for _, m := range w.model.members {
			b, err := tx.Balance(m.id)
			if err != nil {
				return err
			}
			if b.Stored() != m.owns || b.Points != m.points {
				w.fail("I9: %s believes that member %s has %s and %s points; they have %s and %s", t.code, m.phone, b.Stored(), b.Points, m.owns, m.points)
			}
		}
		return nil
	}), "balances")
}
