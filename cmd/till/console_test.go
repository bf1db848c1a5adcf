package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/sync/wire"
)

// TestByPlace: what a place holds, what is on the way there and what is frozen there are told apart, each since its first.
func TestByPlace(t *testing.T) {
	at := func(ms int64) time.Time { return time.UnixMilli(ms) }
	got := byPlace([]wire.Holding{
		{Place: "T1", Asset: "principal", Amount: 1, SinceMS: 9}, {Place: "T1", Asset: "bonus", Amount: 2, SinceMS: 8},
		{Place: "T1", Asset: "principal", Amount: 4, SinceMS: 5, State: wire.InTransit},
		{Place: "T1", Asset: "points", Amount: 8, SinceMS: 3, State: wire.Frozen}, {Place: "T2", Asset: "refund", Amount: 1, SinceMS: 7},
	})
	want := []till.Elsewhere{
		{Place: "T1", Balance: pos.Balance{Principal: 1, Bonus: 2}, Since: at(8)},
		{Place: "T1", State: till.OnTheWay, Balance: pos.Balance{Principal: 4}, Since: at(5)},
		{Place: "T1", State: till.Frozen, Balance: pos.Balance{Points: 8}, Since: at(3)},
		{Place: "T2", Since: at(7)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
