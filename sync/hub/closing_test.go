package hub

import (
	"slices"
	"testing"
	"time"

	"holdfast/sync/wire"
)

// TestClosing: a till that is to be closed is told so at once and at its hello, and is asked for all that it holds: what is
// frozen elsewhere, rights to refund and house money too.
func TestClosing(t *testing.T) {
	o := newOffice(t, "T1", "T2")
	for _, place := range []string{"T1", "T2"} {
		o.held[place+" m principal"], o.held[place+" T9-1-000001 refund"] = 40, 1
	}
	o.held["T1 house principal"] = 50
	o.float["T1"] = 50
	o.frozen = true
	o.closing = []Closing{{Place: "T1", Epoch: 1, SinceMS: 7}, {Place: "T2", Epoch: 9, SinceMS: 8}}
	o.holders = []string{"T9-1-000001", "house", "m"}
	o.float["T1"] = 0 // as the books have it for such a till
	o.hub.Nudge()
	said := o.after(time.Second)
	if want := []string{"T1: pong 7", "T1: recall T9-1-000001 1 refund", "T1: recall m 40 principal", "T1: recall house 50 principal"}; !slices.Equal(said, want) {
		t.Errorf("it says %q, expected %q", said, want)
	}
	if said := o.send("T1", wire.Ping{}); !slices.Equal(said, []string{"T1: pong 7"}) {
		t.Errorf("to its ping: %q", said)
	}
	if said := o.connect("T1", 9, 0); said[0] != "T1: welcome, closing 7" {
		t.Errorf("to its hello: %q", said)
	}
	o.closing = nil
	o.hub.Nudge()
	if said := o.after(time.Second); !slices.Contains(said, "T1: pong") {
		t.Errorf("called off, it says %q", said)
	}
}

// TestClosingTakesIn: what was on its way to a till when its closing began is asked for as soon as it has arrived there.
func TestClosingTakesIn(t *testing.T) {
	o := newOffice(t, "T1")
	o.closing = []Closing{{Place: "T1", Epoch: 1, SinceMS: 7}}
	o.holders = []string{"house"}
	o.hub.Nudge()
	if said := o.after(time.Second); !slices.Equal(said, []string{"T1: pong 7"}) {
		t.Errorf("it says %q", said)
	}
	o.held["T1 house principal"] = 50
	said := append(o.send("T1", wire.Push{From: o.acked["T1"] + 1, Records: [][]byte{{1}}}), o.after(time.Second)...)
	if !slices.Contains(said, "T1: recall house 50 principal") {
		t.Errorf("when it is there, it says %q", said)
	}
}

// TestCloseEmpty: the session of a till ends when it says that nothing is left and the books agree; not before, and not for
// one that nobody wants closed.
func TestCloseEmpty(t *testing.T) {
	o := newOffice(t, "T1")
	o.empty = "the end"
	if said := o.send("T1", wire.Ping{Empty: true}); !slices.Equal(said, []string{"T1: pong"}) {
		t.Errorf("to one that isn't to be closed: %q", said)
	}
	o.closing, o.empty = []Closing{{Place: "T1", Epoch: 1, SinceMS: 7}}, ""
	if said := o.send("T1", wire.Ping{Empty: true}); !slices.Contains(said, "T1: pong 7") || !o.hub.Status("T1").Online {
		t.Errorf("while something is left: %q", said)
	}
	o.empty = "the end"
	if said := o.send("T1", wire.Ping{}); !slices.Equal(said, []string{"T1: pong 7"}) {
		t.Errorf("while it says nothing: %q", said)
	}
	if said := o.send("T1", wire.Ping{Empty: true}); !slices.Equal(said, []string{"T1: bye conflict, closed"}) || o.hub.Status("T1").Online {
		t.Errorf("in the end: %q", said)
	}
}
