package escrow_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos/escrow"
	"holdfast/pos/money"
)

// TestWhatIf: a member who has paid 30.00 a day at T1 has 30.00 standing there. In the first cut they pay 30.00 three times, at
// T1, at T1 again and at T2; in the second they bring 20.00 to T2 and pay those there, then 800.00, which is more than they own.
func TestWhatIf(t *testing.T) {
	start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	on := func(day, hour int) time.Time { return start.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour) }
	pay := func(day, hour int, place string, amount money.Fen) escrow.Move {
		return escrow.Move{At: on(day, hour), Place: place, Member: "M", Store: "S", Owned: -amount, Paid: amount, Seen: true}
	}
	moves := []escrow.Move{{At: on(0, 9), Place: "T1", Member: "M", Store: "S", Owned: 100_000, Seen: true}}
	for day := 1; day <= 8; day++ {
		moves = append(moves, pay(day, 12, "T1", 3000))
	}
	moves = append(moves, pay(10, 1, "T1", 3000), pay(10, 2, "T1", 3000), pay(10, 3, "T2", 3000),
		escrow.Move{At: on(11, 4), Place: "T2", Member: "M", Owned: 2000, Seen: true}, pay(11, 5, "T2", 2000), pay(11, 6, "T1", 80_000))
	ask := escrow.WhatIf{
		Policy: escrow.Policy{Default: 5000, Cap: 50_000, Share: 100, ActiveDays: 45},
		Cut:    24 * time.Hour, From: on(10, 0), Places: []escrow.At{{"T1", "S"}, {"T2", "S"}}, FloatMember: 10_000, FloatPayments: 2,
	}
	// 760.00 and then 670.00 are owned as the cuts begin, each time with 30.00 of them at T1.
	base := escrow.Outcome{Cuts: 2, Payments: escrow.Tally{N: 5, Amount: 91_000}, Share: 100 * 6000.0 / (76_000 + 67_000), Stood: 3000}
	for name, c := range map[string]struct {
		pool          bool
		float         money.Fen
		own, advanced escrow.Tally
		drawn         money.Fen
	}{
		"single tills":           {false, 0, escrow.Tally{N: 2, Amount: 5000}, escrow.Tally{}, 0},
		"single tills and float": {false, 10_000, escrow.Tally{N: 2, Amount: 5000}, escrow.Tally{N: 2, Amount: 6000}, 6000},
		"little float":           {false, 2500, escrow.Tally{N: 2, Amount: 5000}, escrow.Tally{}, 0},
		"store pool":             {true, 0, escrow.Tally{N: 2, Amount: 5000}, escrow.Tally{}, 0},
		"store pool and float":   {true, 10_000, escrow.Tally{N: 2, Amount: 5000}, escrow.Tally{N: 2, Amount: 6000}, 6000},
	} {
		ask := ask
		ask.Pool, ask.Float = c.pool, c.float
		r := escrow.NewReplay(ask)
		for _, m := range moves {
			r.Play(m)
		}
		want := base
		want.Own, want.Advanced, want.Drawn = c.own, c.advanced, c.drawn
		if diff := cmp.Diff(want, r.Outcome()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestWhatIfPool: what stands at a store's first till pays at its second where they share it.
func TestWhatIfPool(t *testing.T) {
	start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for pool, approved := range map[bool]int{false: 0, true: 1} {
		r := escrow.NewReplay(escrow.WhatIf{
			Policy: escrow.Policy{Default: 5000, Cap: 50_000, Share: 100, ActiveDays: 45}, Cut: time.Hour, Pool: pool,
			From: start.Add(time.Hour), Places: []escrow.At{{"T1", "S"}, {"T2", "S"}},
		})
		r.Play(escrow.Move{At: start, Member: "M", Store: "S", Owned: 9000})
		r.Play(escrow.Move{At: start.Add(2 * time.Hour), Place: "T2", Member: "M", Store: "S", Owned: -4000, Paid: 4000, Seen: true})
		if got := r.Outcome(); got.Own.N != approved || got.Payments.N != 1 {
			t.Errorf("pool %t: %+v", pool, got)
		}
	}
}
