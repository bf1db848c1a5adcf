package store

import (
	"fmt"
	"testing"
	"time"

	"holdfast/pos/money"
	"holdfast/sync/hub"
)

// regulars stores what is known of members who come and pay differently often and much, and are at home at n places.
func (w *world) regulars(members, n int) {
	w.t.Helper()
	w.ok(w.s.update(w.ctx(), func(t *Tx) error {
		for i := range members {
			gap := (time.Duration(i%240) * time.Hour).Milliseconds()
			if _, err := t.tx.Exec("INSERT INTO habits (member, seen, gap, usual, median, joined, home, store, owned) VALUES (?, ?, ?, ?, ?, 0, ?, 'S01', ?)",
				fmt.Sprintf("%026d", i), w.now.UnixMilli()-gap, gap, 1+i%9000, 1+i%9000/2, fmt.Sprintf("T%d", i%n), 10000+i%5000); err != nil {
				return err
			}
		}
		return nil
	}))
}

// TestRankInSteps: very many members are ranked in several transactions, from the start again where a setting has changed
// in between; nothing is granted before that is done.
func TestRankInSteps(t *testing.T) {
	w := newWorld(t, t.Name())
	w.enrol("S01", "T0")
	w.ok(w.s.Set("allowance.place_cap", "0"))
	const members = rankStep + rankStep/2
	w.regulars(members, 1)
	step := func() (done bool) {
		w.update(func(tx hub.Tx) (err error) { done, err = tx.React(1, w.now); return err })
		return done
	}
	stand := func() (n int, sum money.Fen) {
		w.update(func(tx hub.Tx) error {
			for i := range members {
				member := fmt.Sprintf("%026d", i)
				target, err := tx.(*Tx).target(member, "T0", money.Fen(10000+i%5000), w.now)
				w.ok(err)
				if target > 0 {
					n, sum = n+1, sum+target
				}
			}
			return nil
		})
		return n, sum
	}
	if step() {
		t.Error("all were ranked in one step")
	}
	if n, _ := stand(); n != 0 {
		t.Errorf("something stands for %d members before they were ranked", n)
	}
	w.ok(w.s.Set("allowance.share", "10"))
	if step() || !step() || !step() {
		t.Error("a changed setting doesn't begin it anew, in two steps")
	}
	var all money.Fen
	for i := range members {
		all += money.Fen(10000 + i%5000)
	}
	if n, sum := stand(); n == 0 || sum > all/10 || sum < all/11 {
		t.Errorf("%s of %s stand for %d members, want hardly less than a tenth", sum, all, n)
	}
}

// BenchmarkRank works out whose allowance stands in a chain of 200,000 members and 160 tills, as head office does every
// ten minutes, within the transaction of a flush.
func BenchmarkRank(b *testing.B) {
	w := newWorld(b, b.Name())
	for i := range 160 {
		w.enrol("S01", fmt.Sprintf("T%d", i))
	}
	w.regulars(200_000, 160)
	var worst time.Duration
	steps := 0
	for b.Loop() {
		w.ok(w.s.update(b.Context(), (*Tx).unranked))
		steps = 0
		for done := false; !done; steps++ {
			began := time.Now()
			w.ok(w.s.update(b.Context(), func(t *Tx) (err error) { done, err = t.rank(w.now); return err }))
			worst = max(worst, time.Since(began))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/rank")
	b.ReportMetric(float64(worst.Milliseconds()), "ms/worst-step")
	b.ReportMetric(float64(steps), "steps/rank")
}
