package react

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos/escrow"
)

// TestMoves: the journal told as what it did to members, in the order of time and not of its coming; grants move nothing that
// anybody owns.
func TestMoves(t *testing.T) {
	w := newWorld(t)
	x, y := w.enrol("S01", "T1"), w.enrol("S02", "T2")
	m := w.join("13800000001", 10_000)
	lots := []string{x.grant(m, 3000), y.grant(m, 2000)}
	w.now = morning.Add(time.Hour)
	late := y.header()
	w.now = morning.Add(2 * time.Hour)
	x.book(sale(m, lots[0], 1000))
	w.now = morning.Add(3 * time.Hour)
	y.bookAs(late, sale(m, lots[1], 500)) // made an hour before T1's, and came an hour after it

	ask, joined, err := w.s.WhatIf(context.Background())
	w.ok(err)
	if diff := cmp.Diff([]escrow.At{{Place: "T1", Store: "S01"}, {Place: "T2", Store: "S02"}}, ask.Places); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	read := uint64(0)
	moves, err := Moves(context.Background(), w.s, joined, func(done, _ uint64) { read = done })
	w.ok(err)
	for i := range moves {
		moves[i].At = moves[i].At.UTC()
	}
	at := func(hours int) time.Time { return morning.Add(time.Duration(hours) * time.Hour).UTC() }
	want := []escrow.Move{
		{At: at(0), Member: m, Store: "S01", Owned: 10_000},
		{At: at(1), Place: "T2", Member: m, Store: "S01", Owned: -500, Paid: 500, Seen: true},
		{At: at(2), Place: "T1", Member: m, Store: "S01", Owned: -1000, Paid: 1000, Seen: true},
	}
	if diff := cmp.Diff(want, moves); diff != "" {
		t.Errorf("moves (-want +got):\n%s", diff)
	}
	if read < 5 {
		t.Errorf("%d records read", read)
	}
}
