package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// lifeTill is a till that keeps to the rules: it spends only what it holds.
type lifeTill struct {
	*till
	held     map[string]money.Fen    // by member, of principal
	grants   map[string]escrow.Grant // come, neither accepted nor declined
	requests map[string]wire.Request // asked
	answers  map[string]hub.Decision // the first answer to each
}

// TestLifeKeepsTheBooks draws grants, acceptances, sales, returns, top-ups, repeats and failed transactions in any order
// at three honest tills, and after each step checks that no account that is no source is below zero, each asset's
// accounts sum to zero, and nobody's value came or went but by what the tills did; and at the end that the journal says
// the same, and that nobody was accused.
func TestLifeKeepsTheBooks(t *testing.T) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		file := fmt.Sprintf("%s%s-%d", sqlite.Memory, t.Name(), run)
		keep, err := sqlite.Open(file, migrations())
		if err != nil {
			rt.Fatal(err)
		}
		defer keep.Close()
		w := createWorld(rt, file)
		defer w.s.Close()

		l := &life{w: w, owned: map[string]money.Fen{}}
		for i, place := range []string{"T1", "T2", "T3"} {
			l.tills = append(l.tills, &lifeTill{till: w.enrol("S01", place), held: map[string]money.Fen{}, grants: map[string]escrow.Grant{},
				requests: map[string]wire.Request{}, answers: map[string]hub.Decision{}})
			m := w.join(fmt.Sprintf("1380000000%d", i), fmt.Sprintf("880%d", i), 10000, 0)
			l.members, l.owned[m] = append(l.members, m), 10000
		}
		rt.Repeat(map[string]func(*rapid.T){
			"":         l.check,
			"ask":      l.ask,
			"standing": l.standing,
			"take":     l.take,
			"sell":     l.sell,
			"return":   l.giveBack,
			"topup":    l.topUp,
			"push":     l.push,
			"fail":     l.fail,
			"react":    func(*rapid.T) { w.update(func(tx hub.Tx) error { _, err := tx.React(3, w.now); return err }) },
		})
		for _, x := range l.tills {
			l.deliver(x)
		}
		w.ok(w.s.CatchUp(w.ctx(), w.now))
		l.check(rt)
		w.verify()
		if x := w.exceptions(); len(x) > 0 {
			rt.Fatalf("honest tills were accused: %v", x)
		}
	})
}

type life struct {
	w       *world
	tills   []*lifeTill
	members []string
	owned   map[string]money.Fen // as HQ must see it, of what was pushed
	asked   int
}

func (l *life) draw(t *rapid.T) (*lifeTill, string) {
	return l.tills[rapid.IntRange(0, len(l.tills)-1).Draw(t, "till")], rapid.SampledFrom(l.members).Draw(t, "member")
}

// ask sends a request, new or an old one again.
func (l *life) ask(t *rapid.T) {
	x, m := l.draw(t)
	r := wire.Request{Holder: m, Value: rapid.Int64Range(1, 12000).Draw(t, "value")}
	if old := slices.Sorted(maps.Keys(x.requests)); len(old) > 0 && rapid.Bool().Draw(t, "again") {
		r = x.requests[rapid.SampledFrom(old).Draw(t, "request")]
	} else {
		l.asked++
		r.ID = fmt.Sprintf("r%d", l.asked)
	}
	d := hub.Decision{}
	l.w.update(func(tx hub.Tx) (err error) {
		if d, err = tx.Request(x.place, x.epoch, r, l.w.now); err != nil || !d.Open {
			return err
		}
		amounts, refusal, err := tx.Wanted(x.place, x.epoch, r, x.w.now)
		if refusal != nil {
			err = refusal
		}
		if err != nil {
			return err
		}
		if len(amounts) == 0 {
			d = hub.Decision{Refused: &hub.Refusal{Code: "insufficient", Message: "none"}}
			return tx.Refuse(r.ID, "insufficient", "none", l.w.now)
		}
		b, err := tx.Grant(x.place, x.epoch, m, r.ID, amounts, l.w.now)
		d = hub.Decision{Grant: b}
		return err
	})
	if first, ok := x.answers[r.ID]; ok {
		if string(first.Grant) != string(d.Grant) || (first.Refused == nil) != (d.Refused == nil) {
			t.Fatalf("request %s: first %+v, then %+v", r.ID, first, d)
		}
		return
	}
	x.requests[r.ID], x.answers[r.ID] = r, d
	if d.Grant != nil {
		x.come(t, d.Grant)
	}
}

func (x *lifeTill) come(t *rapid.T, blob []byte) {
	g, err := escrow.Read(blob)
	if err != nil {
		t.Fatal(err)
	}
	x.grants[string(blob)] = g
}

func (l *life) standing(t *rapid.T) {
	_, m := l.draw(t)
	l.w.update(func(tx hub.Tx) error {
		st, err := tx.Standing(m, l.w.now)
		if err != nil || len(st.Grant) == 0 {
			return err
		}
		b, err := tx.Grant(st.Home, st.Epoch, m, "", st.Grant, l.w.now)
		for _, x := range l.tills {
			if err == nil && x.place == st.Home {
				x.come(t, b)
			}
		}
		return err
	})
}

// take accepts or declines a grant.
func (l *life) take(t *rapid.T) {
	x, _ := l.draw(t)
	blobs := slices.Sorted(maps.Keys(x.grants))
	if len(blobs) == 0 {
		return
	}
	b := rapid.SampledFrom(blobs).Draw(t, "grant")
	g := x.grants[b]
	delete(x.grants, b)
	if rapid.IntRange(0, 3).Draw(t, "decline") == 0 {
		x.write(record.Decline{Grant: escrow.Blob(b), Why: "drawn"})
		return
	}
	x.write(record.Accept{Grant: escrow.Blob(b)})
	for _, a := range g.Amounts {
		x.held[g.Holder] += money.Fen(a.Amount)
	}
}

func (l *life) part(t *rapid.T, x *lifeTill, m string) money.Fen {
	if x.held[m] == 0 {
		return 0
	}
	n := money.Fen(rapid.Int64Range(1, int64(x.held[m])).Draw(t, "amount"))
	x.held[m] -= n
	return n
}

func (l *life) sell(t *rapid.T) {
	x, m := l.draw(t)
	if n := l.part(t, x, m); n > 0 {
		x.write(sale(m, "lot", n))
	}
}

func (l *life) giveBack(t *rapid.T) {
	x, m := l.draw(t)
	if n := l.part(t, x, m); n > 0 {
		x.write(record.Return{Recall: "r", Holder: m, Uses: []escrow.Use{{Lot: "lot", Asset: ledger.Principal, Amount: int64(n)}}})
	}
}

func (l *life) topUp(t *rapid.T) {
	x, m := l.draw(t)
	n := money.Fen(rapid.Int64Range(1, 5000).Draw(t, "amount"))
	x.write(record.TopUp{Member: m, Principal: n, Tender: record.Cash})
	x.held[m] += n
}

// push brings some of the journal, starting before or behind what HQ has.
func (l *life) push(t *rapid.T) {
	x, _ := l.draw(t)
	if len(x.sent) == 0 {
		return
	}
	from := rapid.IntRange(1, len(x.sent)).Draw(t, "from")
	to := rapid.IntRange(from, len(x.sent)).Draw(t, "to")
	was := l.acked(x)
	a := x.till.push(uint64(from), x.sent[from-1:to]...)
	want := max(was, uint64(to))
	if uint64(from) > was+1 {
		want = was
	}
	if a.Acked != want || a.Gap != (uint64(from) > was+1) || a.Fenced != "" {
		t.Fatalf("%s had %d, pushed %d to %d: %+v", x.place, was, from, to, a)
	}
	l.count(x, was, a.Acked)
}

// deliver brings all that HQ lacks.
func (l *life) deliver(x *lifeTill) {
	was := l.acked(x)
	if was < uint64(len(x.sent)) {
		l.count(x, was, x.till.push(was+1, x.sent[was:]...).Acked)
	}
}

func (l *life) acked(x *lifeTill) uint64 {
	v, err := l.w.s.Till(x.place)
	l.w.ok(err)
	return v.Acked
}

// count notes what the records that HQ has booked now did to what their members own.
func (l *life) count(x *lifeTill, was, now uint64) {
	for _, b := range x.sent[was:now] {
		s, err := record.Open(b)
		l.w.ok(err)
		body, err := s.Decode()
		l.w.ok(err)
		switch b := body.(type) {
		case record.Sale:
			l.owned[b.Member] -= b.Total
		case record.TopUp:
			l.owned[b.Member] += b.Principal
		}
	}
}

// fail books everything and then lets the transaction fail.
func (l *life) fail(t *rapid.T) {
	x, _ := l.draw(t)
	boom := fmt.Errorf("boom")
	was := l.acked(x)
	err := l.w.s.Update(func(tx hub.Tx) error {
		if _, err := tx.Accept(x.place, x.epoch, was+1, x.prepare(x.sent[was:]), l.w.now); err != nil {
			return err
		}
		if _, err := tx.React(100, l.w.now); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
}

// check looks at the tables themselves.
func (l *life) check(t *rapid.T) {
	l.w.ok(l.w.s.view(l.w.ctx(), func(tx *Tx) error {
		sums := map[string]int64{}
		for scan, err := range tx.tx.Query("SELECT name, kind, asset, balance FROM accounts") {
			var name, kind, asset string
			var balance int64
			if err == nil {
				err = scan(&name, &kind, &asset, &balance)
			}
			if err != nil {
				return err
			}
			if balance < 0 && !ledger.IsSource(kind) {
				t.Fatalf("%s is %d", name, balance)
			}
			sums[asset] += balance
		}
		for asset, sum := range sums {
			if sum != 0 {
				t.Fatalf("%s sums to %d", asset, sum)
			}
		}
		for m, want := range l.owned {
			if got, err := tx.owned(m); err != nil || got.Principal != want {
				t.Fatalf("%s owns %s, want %s (%v)", m, got.Principal, want, err)
			}
		}
		return nil
	}))
}
