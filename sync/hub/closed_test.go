package hub

import (
	"slices"
	"testing"
	"time"

	"holdfast/sync/wire"
)

// TestClosedByOthers: a person closes the epoch of a till that is connected. Its session ends before anything more is
// granted to it, and it is told to spend nothing.
func TestClosedByOthers(t *testing.T) {
	o := newOffice(t, "T1", "T2")
	o.available["m principal"] = 100
	o.closed = []Closed{{Place: "T1", Epoch: 1, Why: "lost"}}
	said := o.send("T1", wire.Request{ID: "q", Holder: "m", Value: 50})
	if !slices.Equal(said, []string{"T1: bye conflict, closed"}) || o.grants != 0 {
		t.Errorf("it says %v, and has granted %d times", said, o.grants)
	}
	o.hub.Nudge()
	if said := o.after(time.Second); said != nil {
		t.Errorf("and again %v", said)
	}
	if st := o.hub.Status("T1"); st.Online {
		t.Error("it is online")
	}
	if said := o.send("T2", wire.Request{ID: "r", Holder: "m", Value: 50}); len(said) != 1 || o.grants != 1 {
		t.Errorf("to the other: %v", said)
	}
}

// TestOldCopy: a till whose books are not the ones that HQ has brings what it has, part by part: what was known is passed
// over, what was not is kept beside. It is never its place's session.
func TestOldCopy(t *testing.T) {
	o := newOffice(t, "T1")
	o.send("T1", wire.Push{From: 1, Records: [][]byte{{1}, {2}, {3}, {4}, {5}}})
	real := o.sessions["T1"]
	if said := o.connect("T1", 7, 4); !slices.Equal(said, []string{"T1: welcome"}) {
		t.Errorf("to its hello: %v", said)
	}
	if said := o.send("T1", wire.Push{From: 2, Records: [][]byte{{2}}}); !slices.Equal(said, []string{"T1: need 3"}) {
		t.Errorf("to what is known: %v", said)
	}
	o.branches = true
	if said := o.send("T1", wire.Push{From: 3, Records: [][]byte{{9}}}); !slices.Equal(said, []string{"T1: need 4"}) {
		t.Errorf("to a branch: %v", said)
	}
	if said := o.send("T1", wire.Push{From: 4, Records: [][]byte{{8}}}); !slices.Equal(said, []string{"T1: bye conflict"}) || o.kept != 1 {
		t.Errorf("to the last: %v, %d kept", said, o.kept)
	}
	if s := o.hub.places["T1"]; s == nil || s.id != real {
		t.Error("the till itself has no session any more")
	}
}

// TestCopyClosesTheOther: what a copy of a connected till brings closes the epoch of both. The other's session ends with that,
// whatever becomes of what was held there.
func TestCopyClosesTheOther(t *testing.T) {
	o := newOffice(t, "T1")
	o.send("T1", wire.Push{From: 1, Records: [][]byte{{1}, {2}, {3}}})
	o.connect("T1", 7, 2)
	o.branches, o.fences = true, "a branch"
	said := o.send("T1", wire.Push{From: 2, Records: [][]byte{{9}}})
	if !slices.Equal(said, []string{"?: bye conflict, closed", "T1: bye conflict"}) || o.hub.Status("T1").Online {
		t.Errorf("it says %v", said)
	}
}
