package main

import "testing"

// BenchmarkWorld is one world after another on one processor: what a minute of the simulator is worth.
func BenchmarkWorld(b *testing.B) {
	sum, seed := newCounts(), uint64(0)
	for b.Loop() {
		seed++
		r := runWorld(seed, 3, steps, nil)
		if r.err != nil {
			b.Fatal(r.err)
		}
		sum.add(r.counts)
	}
	b.ReportMetric(float64(sum.Steps)/b.Elapsed().Minutes(), "steps/min")
}
