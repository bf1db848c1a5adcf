package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/sqlite"
	"holdfast/pos/till/store"
	"holdfast/sync/hub"
	"holdfast/sync/simnet"
	"holdfast/sync/wire"
)

// The invariants, after every step:
//
//	I1  no member has spent more than they ever had, but for what was claimed from them for it: neither stored value nor points
//	I2  what stands in all tills' escrow and at HQ together is never more than the receipts say the member owns
//	I3  at HQ and at every till no account is below zero but the named sources; each asset sums to zero at HQ; there no
//	    claim stands beside what is available to pay it; what is owed and the house's claims are the same amount
//	I4  what a till was told is booked, HQ has
//	I5  a card that a till reported lost is usable there to nobody while the report stands, whatever the feed says
//	I6  of house money no till holds more than HQ's setting lets it, nor draws more for a member
//	I7  a till that knows that it is an old copy, or closed, takes nothing from what it holds, and doesn't forget that
//	I8  while head office waits for tills after a restore, it grants nothing
//	I9  where a member's value is said to stand, and in what state, is what HQ's books say
//
// I1, I2 and I4 are told of what can be known: what a till holds that was copied or lost counts as nothing, what it does
// counts when it is booked; and while a restored head office hasn't heard of all tills, they wait.
//
// and when a receipt is written or a grant is made (model.go, sold.go, hq.go):
//
//	I10 nothing is used past its end by the till's own time, nor past the end of its lease
//	I11 the right to refund a receipt is at one place, and only there the receipt is refunded
//	I12 no part of a receipt is given back twice; with its last goods all of it is
//	I13 nothing is granted on demand to a member whose value is frozen; no sale that was finished after the till knew of a
//	    freeze was paid with it
//	I14 a request has one answer, however often it is asked: one grant, or a refusal
//	I15 a till that was to be closed holds nothing when head office closes it, and nothing is on its way there
//	I16 a till that is to be closed is granted nothing, and is closed once nobody works there and the line is up
//	I17 a promotion of limited quantity acts only as often as the till uses of what it held; where no till was copied and head
//	    office has forgotten nothing, all tills together use no more than there ever was
//
// and when everything has healed (healed.go):
//
//	I20 every till's journal is at HQ, whole and once: the heads agree, seq and hash
//	I21 HQ's and every till's books equal their own replay from the first record
//	I22 every member has at HQ exactly what the receipts say, claims counted, and nothing under a name that they no longer
//	    bear; who owes has nothing left to pay with, but
//	    for points that a loss report keeps where they are, and those pay once the card is found or replaced
//	I23 what went through the accounts that are nobody's is what the receipts say, asset by asset
//	I24 nothing is in transit, nothing waits to be sent, nothing stands where nobody is
//	I25 every till's last known balances, cards and members are HQ's
//	I26 every card is what the records of all tills, in the order in which HQ has them, make of it
//	I27 the exceptions are those that the world has caused, each once
//	I28 of what late records of a closed till have spent of value that was written off, the members have all back, and no more
//	I29 each record of a till that isn't trusted is in HQ's journal or kept beside it; of those beside, booked once each,
//	    the house has borne what they spent, and the members have what they paid in
//	I30 what house:restore has lent is given back, but for what head office's own forgotten work had brought

var healthy simnet.Faults

// sources is the kinds of account that may be below zero, for SQL.
const sources = `('sales', 'issued', 'house')`

// rows runs a query that returns a text and a number.
func (w *world) rows(db *sqlite.Kept, query string, row func(name string, n int64)) {
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

// standing is what of a member stands somewhere, and what they owe.
type standing struct {
	value  money.Fen
	points money.Points
}

func (s *standing) add(asset ledger.Asset, n int64) {
	switch asset {
	case ledger.Principal, ledger.Bonus:
		s.value += money.Fen(n)
	case ledger.Points:
		s.points += money.Points(n)
	case ledger.CNY, ledger.Refund, ledger.Uses:
	}
}

// looked is what one look at a till's books finds.
type looked struct {
	at          uint64 // commits; nothing has changed while they stay
	head, acked uint64
	doubts      bool // it spends nothing of what it holds
	lots        []lot
	drawn       map[string]money.Fen // house money, by member
}

type lot struct {
	holder string
	asset  ledger.Asset
	ends   int64
	amount int64
}

// look reads a till's books past its program; it is I3 there.
func (w *world) look(t *cashDesk) (l looked) {
	l.at, l.drawn = t.anchor.Commits(), map[string]money.Fen{}
	w.rows(t.anchor, `SELECT 'lot ' || holder || ' ' || asset || ' ' || ends, amount FROM lots
		UNION ALL SELECT 'account ' || account, balance FROM accounts WHERE balance < 0 AND substr(account, 1, instr(account, ':') - 1) NOT IN `+sources+`
		UNION ALL SELECT 'drawn ' || member, amount FROM drawn
		UNION ALL SELECT 'acked', acked FROM state
		UNION ALL SELECT 'doubts', 1 FROM state WHERE doubt <> ''
		UNION ALL SELECT 'head', coalesce(max(seq), 0) FROM journal`, func(name string, n int64) {
		f := strings.Split(name, " ")
		switch f[0] {
		case "lot":
			ends, err := strconv.ParseInt(f[3], 10, 64)
			w.must(err, "lot")
			l.lots = append(l.lots, lot{f[1], ledger.Asset(f[2]), ends, n})
		case "account":
			w.fail("I3: %s has %s at %d", t.code, f[1], n)
		case "doubts":
			l.doubts = true
		case "drawn":
			l.drawn[f[1]] += money.Fen(n)
		case "acked":
			l.acked = uint64(n) //nolint:gosec // a world has few records
		case "head":
			l.head = uint64(n) //nolint:gosec // as above
		}
	})
	return l
}

// check is I1 to I8. Books that are as they were aren't read again, and where none has changed all holds that held.
func (w *world) check() {
	var changed []*cashDesk
	for _, t := range w.tills {
		if t.last.at != t.anchor.Commits() {
			before := t.last
			t.last = w.look(t)
			w.checkDoubt(t, before)
			w.model.read(t)
			changed = append(changed, t)
		}
	}
	if len(changed) == 0 && w.hq.last.at == w.hq.anchor.Commits() {
		return
	}
	w.hq.learn()
	w.model.checkRights()
	if w.steps%elsewhereEvery == 0 {
		w.checkElsewhere()
	}
	held, owed := map[*memberModel]*standing{}, map[*memberModel]*standing{}
	for _, m := range w.model.members {
		held[m], owed[m] = &standing{}, &standing{}
	}
	add := func(to map[*memberModel]*standing, holder string, asset ledger.Asset, n int64) {
		if w.model.byID[holder] != nil {
			to[w.model.member(holder)].add(asset, n)
		}
	}
	for _, t := range w.tills {
		for _, l := range t.last.lots {
			if w.distrusted[t.id] == nil {
				add(held, l.holder, l.asset, l.amount)
			}
		}
	}
	if w.hq.last.at != w.hq.anchor.Commits() {
		w.hq.last = w.lookAtHQ()
	}
	for _, a := range w.hq.last.accounts {
		if a.parts.Kind == ledger.KindAvailable {
			add(held, a.parts.Who, a.parts.Asset, a.balance)
		} else {
			add(owed, a.parts.Who, a.parts.Asset, a.balance)
		}
	}
	for _, t := range w.tills {
		w.checkBooked(t, t.last.acked, w.hq.last.acked[t.id], owed)
		w.checkFloat(t, t.last)
	}
	for _, t := range changed {
		w.checkReports(t)
	}
	if w.restored.under(w) {
		return
	}
	for _, m := range w.model.members {
		if short := m.value + m.claimed.Value + m.claimed.Bonus; short < 0 {
			w.fail("I1: member %s has spent %s more than they had", m.phone, -short)
		}
		if short := m.points + m.claimed.Points; short < 0 {
			w.fail("I1: member %s has spent %s points more than they had", m.phone, -short)
		}
		if owns := m.value + owed[m].value; held[m].value > owns {
			w.fail("I2: member %s owns %s, but %s could be spent", m.phone, owns, held[m].value)
		}
		if owns := m.points + owed[m].points; held[m].points > owns {
			w.fail("I2: member %s owns %s points, but %s could be spent", m.phone, owns, held[m].points)
		}
	}
}

// lookedAtHQ is what one look at HQ's books finds.
type lookedAtHQ struct {
	at       uint64            // commits
	accounts []account         // what is available, and what is owed
	acked    map[string]uint64 // what is booked of each epoch of a till
}

type account struct {
	parts   ledger.Parts
	balance int64
}

// lookAtHQ reads HQ's books past its program; it is I3 there.
func (w *world) lookAtHQ() (l lookedAtHQ) {
	l.at, l.acked = w.hq.anchor.Commits(), map[string]uint64{}
	sums, claims := map[ledger.Asset]int64{}, map[ledger.Asset]int64{}
	available, owed := map[string]int64{}, map[string]int64{}
	w.rows(w.hq.anchor, `SELECT name, balance FROM accounts WHERE balance <> 0 UNION ALL SELECT 'acked ' || place || '-' || epoch, acked FROM epochs`, func(name string, n int64) {
		if place, ok := strings.CutPrefix(name, "acked "); ok {
			l.acked[place] = uint64(n) //nolint:gosec // a world has few records
			return
		}
		p, ok := ledger.Account(name).Split()
		if !ok || n < 0 && !ledger.IsSource(p.Kind) {
			w.fail("I3: HQ has %s at %d", name, n)
		}
		sums[p.Asset] += n
		switch {
		case p.Kind == ledger.KindAvailable:
			available[p.Who+":"+string(p.Asset)] = n
			l.accounts = append(l.accounts, account{p, n})
		case p.Kind == ledger.KindOwed:
			owed[p.Who+":"+string(p.Asset)] = n
			claims[p.Asset] += n
			l.accounts = append(l.accounts, account{p, n})
		case p.Kind == ledger.KindHouse && p.Who == "claims":
			claims[p.Asset] += n
		}
	})
	for asset, n := range sums {
		if n != 0 {
			w.fail("I3: HQ's %s sums to %d", asset, n)
		}
	}
	for asset, n := range claims {
		if n != 0 {
			w.fail("I3: what is owed of %s and the house's claims differ by %d", asset, n)
		}
	}
	for who, n := range owed {
		if available[who] > 0 {
			w.fail("I3: at HQ %d are owed of %s, and %d of it are available", n, who, available[who])
		}
	}
	return l
}

// checkBooked is I4 for a till; it brings what is owed up to what the till's receipts say.
func (w *world) checkBooked(t *cashDesk, told, acked uint64, owed map[*memberModel]*standing) {
	if told > acked && !t.unheard {
		w.fail("I4: %s was told that record %d is booked, HQ has %d", t.code, told, acked)
	}
	d := w.model.desk(t)
	for len(d.unknown) > 0 && d.unknown[0].seq <= acked {
		d.unknown = d.unknown[1:]
	}
	for _, c := range d.unknown {
		to := owed[w.model.member(c.member)]
		to.value, to.points = to.value+c.value, to.points+c.points
	}
}

// checkReports is I5 for a till.
func (w *world) checkReports(t *cashDesk) {
	of := map[string]string{} // a report of each card
	for id, r := range w.model.reports {
		if r.desk == t.id && w.distrusted[t.id] == nil {
			of[r.card] = max(of[r.card], id)
		}
	}
	if len(of) == 0 {
		return
	}
	w.must(t.store.View(func(tx *store.Tx) error {
		for number, id := range of {
			c, err := tx.Card(number)
			if err != nil {
				return err
			}
			if c.Status == pos.Issued || c.Status == pos.Blank && w.plan != backups { // which may have forgotten its issue
				w.fail("I5: at %s card %s is %s, though report %s of that very till stands", t.code, number, c.Status, id)
			}
		}
		return nil
	}), "cards")
}

// checkFloat is I6 for a till.
func (w *world) checkFloat(t *cashDesk, l looked) {
	var sum money.Fen
	now := t.store.Now().UnixMilli()
	for _, lot := range l.lots {
		if lot.holder == ledger.TheHouse && lot.ends > now {
			sum += money.Fen(lot.amount)
		}
	}
	// A restored head office that has forgotten a till fills its house money up before it has heard what stands there.
	if most := w.hq.mostFloat * 5 / 4; sum > most && w.plan != backups {
		w.fail("I6: %s may draw on %s of house money, and HQ never set more than %s", t.code, sum, w.hq.mostFloat)
	}
	for member, n := range l.drawn {
		if n > w.hq.mostFloatMember {
			w.fail("I6: %s has drawn %s of house money for %s", t.code, n, member)
		}
	}
}

// settled is I24.
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
		if pos.CodeOf(err) == pos.NotFound {
			return t.code + " is not known to head office"
		}
		w.must(err, "till")
		changes, err := t.store.Changes(1)
		w.must(err, "changes")
		switch online, _ := t.Online(); {
		case !online:
			return t.code + " is not connected"
		case len(changes) > 0:
			return "a change of " + t.code + " has no answer"
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
