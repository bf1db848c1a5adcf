package main

import "testing"

// BenchmarkWorld is one world after another on one processor, as long as they are by default: what a minute of the simulator
// is worth.
func BenchmarkWorld(b *testing.B) {
	defer seldom()()
	sum, seed := newCounts(), uint64(0)
	for b.Loop() {
		seed++
		r := runWorld(seed, 3, 300, nil)
		if r.err != nil {
			b.Fatal(r.err)
		}
		sum.add(r.counts)
	}
	b.ReportMetric(float64(sum.Operations)/b.Elapsed().Minutes(), "operations/min")
}
