package simnet

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"holdfast/sync/wire"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newNet(f Faults) *Net { return New(rand.New(rand.NewPCG(1, 2)), f) }

// arrived is the seqs of all acks that have arrived after a while.
func arrived(n *Net) (seqs []uint64) {
	for {
		d, ok := n.Deliver(noon.Add(time.Hour))
		if !ok {
			return seqs
		}
		seqs = append(seqs, d.Frame.(wire.Ack).Seq)
	}
}

func send(t *testing.T, n *Net, conn uint64, count int) {
	t.Helper()
	for i := range count {
		if err := n.Send(noon, conn, ToTill, wire.Ack{Seq: uint64(i)}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFramesArriveInOrder(t *testing.T) {
	n := newNet(Faults{Delay: time.Second, Duplicate: 0.5})
	send(t, n, n.Connect(), 100)
	if _, ok := n.Deliver(noon); ok {
		t.Error("a frame arrives in no time")
	}
	got := arrived(n)
	if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != 100 || n.Duplicated == 0 || len(got) != 100+n.Duplicated {
		t.Errorf("%d frames arrived of 100 sent and %d doubled: %v", len(got), n.Duplicated, got)
	}
}

func TestDrop(t *testing.T) {
	n := newNet(Faults{Drop: 0.5})
	send(t, n, n.Connect(), 100)
	if got := arrived(n); n.Dropped == 0 || len(got) != 100-n.Dropped {
		t.Errorf("%d arrived, %d were dropped", len(got), n.Dropped)
	}
}

func TestCutLosesWhatIsUnderWay(t *testing.T) {
	n := newNet(Faults{})
	old, other := n.Connect(), n.Connect()
	send(t, n, old, 3)
	send(t, n, other, 1)
	if lost := n.Cut(old); len(lost) != 3 || n.Alive(old) || !n.Alive(other) {
		t.Errorf("a cut loses %d frames of 3", len(lost))
	}
	send(t, n, old, 2) // into the void
	if got := arrived(n); len(got) != 1 {
		t.Errorf("%d frames arrived, want the other connection's one", len(got))
	}
	if lost := n.Cut(old); lost != nil {
		t.Errorf("cutting twice loses %v", lost)
	}
}

// TestNewer: what a newer version adds to frames, and frames of its own, do no harm here: what this version knows arrives as it
// was sent.
func TestNewer(t *testing.T) {
	n := newNet(Faults{Delay: time.Second})
	c := n.Connect()
	n.Newer(c, ToTill)
	send(t, n, c, 100)
	plain, err := wire.Encode(wire.Ack{Seq: 7})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := newer(plain); err != nil || len(b) <= len(plain) {
		t.Errorf("%x is %x of a newer version, %v", plain, b, err)
	}
	if got := arrived(n); len(got) != 100 || !slices.IsSorted(got) || n.Skipped == 0 {
		t.Errorf("%d arrived, %d skipped", len(got), n.Skipped)
	}
}
