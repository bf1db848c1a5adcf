package store

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkRank works out whose allowance stands in a chain of 200,000 members and 160 tills, as head office does every
// ten minutes, within the transaction of a flush.
func BenchmarkRank(b *testing.B) {
	w := newWorld(b, b.Name())
	for i := range 160 {
		w.enrol("S01", fmt.Sprintf("T%d", i))
	}
	const members = 200_000
	w.ok(w.s.update(b.Context(), func(t *Tx) error {
		for i := range members {
			gap := (time.Duration(i%240) * time.Hour).Milliseconds()
			if _, err := t.tx.Exec("INSERT INTO habits (member, seen, gap, usual, median, joined, home, store, owned) VALUES (?, ?, ?, ?, ?, 0, ?, 'S01', ?)",
				fmt.Sprintf("%026d", i), w.now.UnixMilli()-gap, gap, 1+i%9000, 1+i%9000/2, fmt.Sprintf("T%d", i%160), 10000+i%5000); err != nil {
				return err
			}
		}
		return nil
	}))
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
