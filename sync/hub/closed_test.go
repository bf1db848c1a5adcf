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
