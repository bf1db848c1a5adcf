package main

import (
	"context"
	"slices"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
)

// What head office does about tills that aren't trusted, and about what it has forgotten, is on no receipt. The model takes
// in what such a record of head office's own moves, and holds it against what the receipts say that it should be.

// owner is whose value of which asset.
type owner struct {
	who   string
	asset ledger.Asset
}

type loan = owner

// booked takes in what a record of head office's own moves.
func (m *model) booked(moves ledger.Entry) {
	for _, p := range moves {
		parts, _ := p.Account.Split()
		switch {
		case parts.HeldBy() != "" && m.byID[parts.Who] != nil:
			m.gains(parts.Who, parts.Asset, p.Amount)
		case parts.Claimed() != "":
			m.gains(parts.Who, parts.Asset, -p.Amount)
		case flowOf(parts) != "":
			m.flows[flowOf(parts)] += p.Amount
		}
	}
}

// gains is credit without the account that it went through.
func (m *model) gains(id string, asset ledger.Asset, amount int64) {
	switch asset {
	case ledger.Principal, ledger.Bonus:
		m.member(id).value += money.Fen(amount)
	case ledger.Points:
		m.member(id).points += money.Points(amount)
	case ledger.CNY, ledger.Refund, ledger.Uses:
	}
}

// lateModel is an epoch whose value was written off.
type lateModel struct {
	written, here map[owner]int64 // what was, and the till hasn't accounted for; what came in there since, and is not written off
	due, got      map[owner]int64 // what members are to have back of what late records spent, and have
}

func (m *model) lateOf(desk string) *lateModel {
	if m.late[desk] == nil {
		m.late[desk] = &lateModel{map[owner]int64{}, map[owner]int64{}, map[owner]int64{}, map[owner]int64{}}
	}
	return m.late[desk]
}

// writtenOff takes in a write-off, and what head office made good for a late record.
func (m *model) writtenOff(b record.WriteOff) {
	l := m.lateOf(epochName(b.Place, b.Epoch))
	if b.Seq == 0 {
		m.wholes(b)
	}
	for _, p := range b.Moves {
		parts, _ := p.Account.Split()
		o := owner{parts.Who, parts.Asset}
		switch {
		case b.Seq == 0 && parts.Kind == ledger.KindWritten:
			l.written[o] += p.Amount
			l.here[o] = max(0, l.here[o]-p.Amount)
			m.did("written off of a closed till")
		case b.Seq != 0 && parts.HeldBy() != "":
			l.got[o] += p.Amount
		}
	}
}

// wholes fails the world where a write-off doesn't make members whole: with as much as is written off, out of the house's money.
func (m *model) wholes(b record.WriteOff) {
	net := map[ledger.Asset]int64{} // of members, and of what is written off less what the house pays
	owned := map[owner]int64{}
	for _, p := range b.Moves {
		switch parts, _ := p.Account.Split(); {
		case parts.HeldBy() != "":
			owned[owner{parts.Who, parts.Asset}] += p.Amount
		case parts.Kind == ledger.KindWritten || parts.Kind == ledger.KindHouse && parts.Who == "escrow_loss":
			net[parts.Asset] += p.Amount
		}
	}
	for o, n := range owned {
		if n != 0 {
			m.w.fail("I28: writing off what %s-%d holds gives %s %d %s", b.Place, b.Epoch, o.who, n, o.asset)
		}
	}
	for asset, n := range net {
		if n != 0 {
			m.w.fail("I28: what is written off of %s-%d and what the house pays for it differ by %d %s", b.Place, b.Epoch, n, asset)
		}
	}
}

// spentLate holds a record of an epoch that was written off against that: what it spends beyond what came in there since, the
// house bears as far as that goes.
func (m *model) spentLate(t *cashDesk, h record.Header, body record.Body) {
	l := m.late[t.id]
	if l == nil {
		return
	}
	net, back := map[owner]int64{}, false
	switch b := body.(type) {
	case record.Accept, record.Decline: // what was on the way was written off with the rest, and stays so
		return
	case record.Return:
		back = true // it is available again already
	case record.Creditor:
		for _, c := range b.Credits(h) {
			net[owner{c.Holder, c.Asset}] += c.Amount
		}
	}
	if b, ok := body.(record.Taker); ok {
		for _, u := range b.Takes() {
			net[owner{u.Holder, u.Asset}] -= u.Amount
		}
	}
	for o, n := range net {
		if m.byID[o.who] == nil {
			continue
		}
		covered := min(max(0, -n-l.here[o]), l.written[o])
		l.here[o] = max(0, l.here[o]+n)
		l.written[o] -= covered
		if !back {
			l.due[o] += covered
		}
		if covered > 0 {
			m.did("late record of a till that was written off")
		}
	}
}

// checkLate is I28.
func (w *world) checkLate() {
	for desk, l := range w.model.late {
		for _, of := range []map[owner]int64{l.due, l.got} {
			for o := range of {
				if l.due[o] != l.got[o] {
					w.fail("I28: late records of %s spent %d %s of %s that was written off, and head office made %d good", desk, l.due[o], o.asset, o.who, l.got[o])
				}
			}
		}
	}
}

// forkModel is records beside the journal of an epoch, as head office has booked them.
type forkModel struct {
	booked map[record.Hash]bool
	gave   map[owner]int64
}

// forked takes in that a record of a fork was booked: once, and nothing is taken from a member by it.
func (m *model) forked(b record.Forked) {
	desk := epochName(b.Place, b.Epoch)
	f := m.forks[desk]
	if f == nil {
		f = &forkModel{map[record.Hash]bool{}, map[owner]int64{}}
		m.forks[desk] = f
	}
	if f.booked[b.Record] {
		m.w.fail("I29: record %d of a fork of %s is booked twice", b.Seq, desk)
	}
	f.booked[b.Record] = true
	for _, p := range b.Moves {
		parts, _ := p.Account.Split()
		if parts.Kind != ledger.KindAvailable {
			continue
		}
		if p.Amount < 0 {
			m.w.fail("I29: record %d of a fork of %s takes %d from %s", b.Seq, desk, -p.Amount, parts.Who)
		}
		f.gave[owner{parts.Who, parts.Asset}] += p.Amount
	}
	m.did("record of a fork booked")
}

// checkForks is I29.
func (w *world) checkForks() {
	for desk, t := range w.distrusted {
		paid, spent := map[owner]int64{}, map[owner]int64{}
		n := 0
		for _, s := range w.beside(t) {
			n++
			body, err := s.Decode()
			w.must(err, "a record beside the journal")
			paysIn(s.Header, body, paid)
			if b, ok := body.(record.Taker); ok {
				for _, u := range b.Takes() {
					spent[owner{u.Holder, u.Asset}] += u.Amount
				}
			}
		}
		f := w.model.forks[desk]
		if f == nil {
			f = &forkModel{}
		}
		if len(f.booked) > n {
			w.fail("I29: %d records beside the journal of %s, and %d are booked", n, desk, len(f.booked))
		}
		for o, got := range f.gave {
			if got > paid[o] {
				w.fail("I29: %s has %d %s by a fork of %s, and %d were paid in", o.who, got, o.asset, desk, paid[o])
			}
		}
		for o, in := range paid {
			if w.model.byID[o.who] != nil && spent[o] == 0 && f.gave[o] != in {
				w.fail("I29: %d %s were paid in for %s by a fork of %s, and they have %d", in, o.asset, o.who, desk, f.gave[o])
			}
		}
	}
}

// paysIn adds what a record gives a member, whether it is theirs to spend or pays what they owe. What goes to and fro between
// till and head office is nothing.
func paysIn(h record.Header, body record.Body, to map[owner]int64) {
	switch b := body.(type) {
	case record.Accept:
		return
	case record.Creditor:
		for _, c := range b.Credits(h) {
			to[owner{c.Holder, c.Asset}] += c.Amount
		}
	}
	add := func(who string, asset ledger.Asset, n int64) {
		if n != 0 {
			to[owner{who, asset}] += n
		}
	}
	switch b := body.(type) {
	case record.TopUp:
		add(b.Member, ledger.Principal, int64(b.PaysValue))
		add(b.Member, ledger.Bonus, int64(b.PaysBonus))
	case record.Convert:
		add(b.Member, ledger.Bonus, int64(b.Pays))
	case record.Refund:
		add(b.Member, ledger.Principal, int64(b.Pays.Value))
		add(b.Member, ledger.Bonus, int64(b.Pays.Bonus))
		add(b.Member, ledger.Points, int64(b.Pays.Points))
		for _, back := range b.Back {
			if back.Kind == record.FloatT {
				add(b.Member, ledger.Principal, int64(back.Amount))
			}
		}
	case record.Sale:
		add(b.Member, ledger.Points, int64(b.Points))
	case record.Reward:
		add(b.Member, ledger.Points, int64(b.Points))
	}
}

// beside is the records of an epoch that head office keeps beside its journal.
func (w *world) beside(t *cashDesk) (list []record.Sealed) {
	w.must(w.hq.anchor.View(context.Background(), func(tx *sqlite.Tx) error {
		for scan, err := range tx.Query("SELECT bytes FROM strays WHERE place = ? AND epoch = ? ORDER BY seq, id", t.code, int64(t.epoch)) { //nolint:gosec // a world has few epochs
			var b []byte
			if err == nil {
				err = scan(&b)
			}
			var s record.Sealed
			if err == nil {
				s, err = record.Open(b)
			}
			if err != nil {
				return err
			}
			list = append(list, s)
		}
		return nil
	}), "records beside the journal")
	return list
}

// lacks is the first record of a till's journal that head office neither has booked nor keeps beside; 0 where there is none.
func (w *world) lacks(t *cashDesk) uint64 {
	has := map[record.Hash]bool{}
	for _, s := range w.beside(t) {
		has[s.Hash] = true
	}
	w.must(w.hq.anchor.View(context.Background(), func(tx *sqlite.Tx) error {
		for scan, err := range tx.Query("SELECT hash FROM journal WHERE place = ? AND epoch = ?", t.code, int64(t.epoch)) { //nolint:gosec // as above
			var hash []byte
			if err == nil {
				err = scan(&hash)
			}
			if err != nil {
				return err
			}
			has[record.Hash(hash)] = true
		}
		return nil
	}), "HQ's journal")
	journal := t.journalAfter(0)
	i := slices.IndexFunc(journal, func(b []byte) bool {
		s, err := record.Open(b)
		w.must(err, "a record of "+t.code)
		return !has[s.Hash]
	})
	return uint64(i + 1) //nolint:gosec // -1 or an index
}

// lend takes in what house:restore lends.
func (m *model) lend(b record.Suspense) {
	for _, p := range b.Short {
		if parts, _ := p.Account.Split(); parts.Kind == ledger.KindHouse && parts.Who != "restore" {
			return
		}
	}
	for _, p := range b.Short {
		if parts, _ := p.Account.Split(); parts.HeldBy() != "" && m.byID[parts.Who] != nil {
			m.lent[loan{parts.Who, parts.Asset}] += p.Amount
			m.did("lent by a restored head office")
		}
	}
}

// repaid takes in that house:restore has something back.
func (m *model) repaid(who string, a escrow.Amount) {
	if a.Asset == ledger.Refund {
		return
	}
	m.flow("house:restore", a.Asset, -a.Amount)
	if m.byID[who] != nil {
		m.gains(who, a.Asset, a.Amount)
		m.lent[loan{who, a.Asset}] += a.Amount
	}
}

// checkLent is I30.
func (w *world) checkLent() {
	if w.restored.lost || w.restored.at.IsZero() {
		return
	}
	w.did("restored head office that waited for all tills")
	for l, n := range w.model.lent {
		// Not held to that: a loan for a member who is merged before all of its cover has come. What they had moves on to whom
		// they are now, and the loan doesn't.
		merged := w.model.byID[l.who].into != nil
		if n != 0 && !w.restored.moved[l.who] && !merged {
			w.fail("I30: house:restore has lent %d %s of %s, and nothing was forgotten that explains it", n, l.asset, l.who)
		}
	}
}

// checkDoubt is I7 for a till.
func (w *world) checkDoubt(t *cashDesk, before looked) {
	if t.last.doubts && w.distrusted[t.id] == nil {
		w.fail("I7: %s may spend nothing any more, though it is neither a copy nor lost", t.code)
	}
	if !before.doubts {
		return
	}
	if !t.last.doubts {
		w.fail("I7: %s has forgotten that it is not to be trusted", t.code)
	}
	for _, b := range t.journalAfter(before.head) {
		s, err := record.Open(b)
		w.must(err, "a record of "+t.code)
		body, err := s.Decode()
		w.must(err, "a record of "+t.code)
		if b, ok := body.(record.Taker); ok && len(b.Takes()) > 0 {
			w.fail("I7: %s takes what it holds by %s, and knows that it may not", t.code, s.Receipt())
		}
	}
}
