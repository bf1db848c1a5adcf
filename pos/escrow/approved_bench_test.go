package escrow_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/money"
)

// BenchmarkApproved tells which part of the payments with stored value a chain approves while every till is cut off from head
// office, a day at a time for two weeks, with head office's own settings: 40 stores of 4 tills and 16,000 members, made up from
// one seed as traffic says. With float, 10,000.00 of house money are at each till, and a member draws of it what the settings
// say, or, wide, three of their payments up to 300.00. Head office asks the same of its own journal with hq what-if.
func BenchmarkApproved(b *testing.B) {
	moves, places, from := traffic()
	usual, wide := float{1_000_000, 20_000, 2}, float{1_000_000, 30_000, 3}
	for _, v := range []struct {
		name  string
		pool  bool
		float float
	}{
		{"single-tills", false, float{}}, {"single-tills,float", false, usual}, {"single-tills,wide-float", false, wide},
		{"store-pool", true, float{}}, {"store-pool,float", true, usual}, {"store-pool,wide-float", true, wide},
	} {
		b.Run(v.name, func(b *testing.B) {
			var o escrow.Outcome
			for b.Loop() {
				r := escrow.NewReplay(escrow.WhatIf{
					Policy: escrow.Policy{Default: 5000, Cap: 50_000, PlaceCap: 5_000_000, Share: 20, ActiveDays: 45},
					Cut:    24 * time.Hour, From: from, Places: places, Pool: v.pool,
					Float: v.float.place, FloatMember: v.float.member, FloatPayments: v.float.payments,
				})
				for _, m := range moves {
					r.Play(m)
				}
				o = r.Outcome()
			}
			b.ReportMetric(100*float64(o.Own.N+o.Advanced.N)/float64(o.Payments.N), "%-approved")
			b.ReportMetric(100*float64(o.Own.N)/float64(o.Payments.N), "%-own")
			b.ReportMetric(o.Share, "%-standing")
			b.ReportMetric(float64(o.Drawn)/100, "yuan-house-money")
		})
	}
}

// float is house money: what each till holds, and most that a member draws of it in a cut.
type float struct {
	place, member money.Fen
	payments      int
}

// traffic is ninety days that teach habits and fourteen that are asked about. A member comes every seven days or so, some
// daily and some every other month, at any hour; six times of seven to the store they joined in, to whichever of its tills is
// free. A payment is some 60.00, half of them between 40 and 90; who owns less than it tops up 300.00 first.
func traffic() (moves []escrow.Move, places []escrow.At, from time.Time) {
	const stores, tills, members, days, asked = 40, 4, 400, 104, 14
	rnd := rand.New(rand.NewPCG(1, 1))
	start := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	for s := range stores {
		for t := range tills {
			places = append(places, escrow.At{Place: fmt.Sprintf("S%dT%d", s, t), Store: fmt.Sprint("S", s)})
		}
	}
	around := func(middle, spread float64) float64 { return middle * math.Exp(spread*rnd.NormFloat64()) }
	for m := range stores * members {
		home, member := m%stores, fmt.Sprint("M", m)
		gap, usual := min(60, max(1, around(7, 0.8))), around(6000, 0.4)
		owned := money.Fen(0)
		for day := gap * rnd.Float64(); day < days; day += max(0.1, gap*rnd.ExpFloat64()) {
			store := home
			if rnd.IntN(7) == 0 {
				store = rnd.IntN(stores)
			}
			move := escrow.Move{At: start.Add(time.Duration(day * 24 * float64(time.Hour))), Place: places[store*tills+rnd.IntN(tills)].Place,
				Member: member, Store: fmt.Sprint("S", home), Seen: true}
			paid := money.Fen(around(usual, 0.5))
			if owned < paid {
				up := move
				up.At, up.Owned = up.At.Add(-time.Minute), paid/30_000*30_000+30_000
				owned += up.Owned
				moves = append(moves, up)
			}
			owned -= paid
			move.Owned, move.Paid = -paid, paid
			moves = append(moves, move)
		}
	}
	slices.SortStableFunc(moves, func(a, b escrow.Move) int { return a.At.Compare(b.At) })
	return moves, places, start.AddDate(0, 0, days-asked)
}
