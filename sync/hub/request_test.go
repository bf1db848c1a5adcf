package hub

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/sync/wire"
)

// says fails the test where the hub didn't say exactly this.
func says(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s:\n%s", what, diff)
	}
}

// TestLacking: what a request still needs, asset by asset.
func TestLacking(t *testing.T) {
	has := func(amounts ...any) (list []wire.Amount) {
		for i := 0; i < len(amounts); i += 2 {
			list = append(list, wire.Amount{Asset: amounts[i].(string), Amount: int64(amounts[i+1].(int))})
		}
		return list
	}
	for _, c := range []struct {
		name string
		want wire.Request
		has  []wire.Amount
		lack map[string]int64
	}{
		{"nothing", wire.Request{Value: 5}, has(principal, 5), map[string]int64{}},
		{"bonus in place of principal", wire.Request{Value: 5}, has(principal, 3, bonus, 2), map[string]int64{principal: 2}},
		{"value, of either kind", wire.Request{Value: 5}, has(principal, 3), map[string]int64{principal: 2, bonus: 2}},
		{"principal, however much bonus there is", wire.Request{Principal: 5}, has(principal, 3, bonus, 9), map[string]int64{principal: 2}},
		{"principal and bonus for a withdrawal", wire.Request{Principal: 5, Bonus: 2}, nil, map[string]int64{principal: 5, bonus: 2}},
		{"bonus beside value", wire.Request{Value: 5, Bonus: 2}, has(principal, 5, bonus, 1), map[string]int64{bonus: 1}},
		{"points beside value", wire.Request{Value: 5, Points: 7}, has(principal, 5, points, 3), map[string]int64{points: 4}},
		{"a refund right", wire.Request{Refund: true}, nil, map[string]int64{refund: 1}},
		{"a refund right that is there", wire.Request{Refund: true}, has(refund, 1), map[string]int64{}},
	} {
		if diff := cmp.Diff(c.lack, lacking(c.want, c.has, principal)); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}

// TestRequestCallsInWhatLacks: principal at one place, points at another; the grant is made when both have answered.
func TestRequestCallsInWhatLacks(t *testing.T) {
	o := newOffice(t, "T1", "T2", "T3")
	o.available["m principal"] = 10
	o.held["T2 m principal"], o.held["T2 m bonus"], o.held["T3 m points"] = 50, 50, 9
	says(t, "asked", o.send("T1", wire.Request{ID: "q", Holder: "m", Principal: 30, Points: 4}),
		"T2: recall m 20 principal", "T3: recall m 4 points")
	says(t, "asked again", o.send("T1", wire.Request{ID: "q", Holder: "m", Principal: 30, Points: 4}))
	says(t, "the first has answered", o.give("T2", o.recallOf("T2")), "T2: ack 1")
	says(t, "both have", o.give("T3", o.recallOf("T3")), "T3: ack 1", `T1: grant m for "q": 30 principal 4 points`)
	says(t, "and again", o.send("T1", wire.Request{ID: "q", Holder: "m", Principal: 30, Points: 4}), `T1: grant m for "q": 30 principal 4 points`)
	if o.grants != 1 {
		t.Errorf("granted %d times", o.grants)
	}
}

// TestPrincipalFirst: where principal is spent first, what of it a connected place holds is called in although there is
// bonus enough; what a place that is cut off holds is not waited for.
func TestPrincipalFirst(t *testing.T) {
	o := newOffice(t, "T1", "T2")
	o.available["m principal"], o.available["m bonus"] = 50, 10
	o.held["T2 m principal"], o.held["T9 m principal"] = 50, 50
	says(t, "asked", o.send("T1", wire.Request{ID: "q", Holder: "m", Value: 60}), "T2: recall m 10 principal")
	says(t, "T2 has answered", o.give("T2", o.recallOf("T2")), "T2: ack 1", `T1: grant m for "q": 60 principal`)
}

// TestRefundRight: it is recalled from the till that sold, granted whole, and recalled from there in turn.
func TestRefundRight(t *testing.T) {
	const receipt = "T1-1-000001"
	o := newOffice(t, "T1", "T2", "T3")
	o.held["T1 "+receipt+" refund"] = 1
	ask := func(id string) wire.Request { return wire.Request{ID: id, Holder: receipt, Refund: true} }
	says(t, "T2 asks", o.send("T2", ask("q2")), "T1: recall "+receipt+" 1 refund")
	says(t, "T1 releases", o.give("T1", o.recallOf("T1")), "T1: ack 1", "T2: grant "+receipt+` for "q2": 1 refund`)
	o.held["T2 "+receipt+" refund"], o.transit["T2 "+receipt+" refund"] = 1, 0
	says(t, "T3 asks", o.send("T3", ask("q3")), "T2: recall "+receipt+" 1 refund")
	says(t, "T2 gives it up", o.give("T2", o.recallOf("T2")), "T2: ack 1", "T3: grant "+receipt+` for "q3": 1 refund`)
}

// TestRefundRightElsewhere: a till that is cut off, or keeps silent, keeps the right; who asked is told where it is.
func TestRefundRightElsewhere(t *testing.T) {
	const receipt = "T1-1-000001"
	ask := func(id string) wire.Request { return wire.Request{ID: id, Holder: receipt, Refund: true} }
	o := newOffice(t, "T2")
	o.held["T1 "+receipt+" refund"] = 1
	says(t, "from a till that is cut off", o.send("T2", ask("q")), "T2: refused q insufficient")
	if m := o.decided["q"].Refused.Message; !strings.Contains(m, "T1") {
		t.Errorf("the reason: %s", m)
	}
	o.connect("T1", 9, 0)
	says(t, "from one that is there", o.send("T2", ask("r")), "T1: recall "+receipt+" 1 refund")
	says(t, "while it is silent", o.after(answerWithin-10*time.Millisecond))
	says(t, "silent too long", o.after(20*time.Millisecond), "T2: refused r insufficient")
	says(t, "the no stands when it comes late", o.give("T1", o.recallOf("T1")), "T1: ack 1")
	says(t, "a new attempt", o.send("T2", ask("s")), "T2: grant "+receipt+` for "s": 1 refund`)
}

// TestSettlingLeavesRefundRights: value that stands where it shouldn't is recalled, a refund right is not.
func TestSettlingLeavesRefundRights(t *testing.T) {
	o := newOffice(t, "T1")
	o.held["T1 m principal"], o.held["T1 m refund"] = 5, 1
	o.moved = []string{"m"}
	says(t, "a record moved it", o.send("T1", wire.Push{From: 1, Records: [][]byte{{1}}}), "T1: ack 1", "T1: recall m 5 principal")
}

// TestChange: each is taken once and answered every time, after the transaction is durable.
func TestChange(t *testing.T) {
	o := newOffice(t, "T1")
	c := wire.Change{ID: "c", Topic: "member", Key: "m", Body: []byte("body")}
	says(t, "a change", o.send("T1", c), "T1: changed c ")
	says(t, "again", o.send("T1", c), "T1: changed c ")
	if len(o.changes) != 1 {
		t.Errorf("taken %d times", len(o.changes))
	}
	says(t, "of nobody", o.send("T1", wire.Change{ID: "d", Topic: "member", Key: "unknown"}), "T1: changed d not_found")
	o.fails = errors.New("the disk is full")
	says(t, "not durable", o.send("T1", wire.Change{ID: "e", Topic: "member", Key: "m"}), "T1: bye internal")
}

func TestAsk(t *testing.T) {
	o := newOffice(t, "T1")
	says(t, "a receipt", o.send("T1", wire.Ask{ID: "a", What: "receipt", Key: "T1-1-000001"}), "T1: told a receipt T1-1-000001 ")
	says(t, "none", o.send("T1", wire.Ask{ID: "b", What: "receipt", Key: "x"}), "T1: told b  not_found")
	says(t, "more than a frame", o.send("T1", wire.Ask{ID: "c", What: "receipt", Key: "huge"}), "T1: told c  state")
}

// TestFloat: each place has its own house money, filled up when it connects and when what it drew is booked, and taken back
// when HQ wants less there.
func TestFloat(t *testing.T) {
	o := newOffice(t)
	o.float["T1"], o.float["T2"] = 100, 50
	o.held["T2 house principal"] = 80
	o.acked["T1"] = 1
	if said := o.connect("T1", 1, 2); !slices.Contains(said, `T1: grant house for "": 100 principal`) {
		t.Errorf("T1 connects: %v", said)
	}
	if said := o.connect("T2", 2, 0); !slices.Contains(said, "T2: recall house 30 principal") {
		t.Errorf("T2 connects: %v", said)
	}
	o.transit["T1 house principal"] = 0
	o.held["T1 house principal"] = 60
	says(t, "what was drawn is booked", o.send("T1", wire.Push{From: 2, Records: [][]byte{{1}}}), "T1: ack 2", `T1: grant house for "": 40 principal`)
	says(t, "and what is done on line", o.send("T1", wire.Push{From: 3, Records: [][]byte{{1}}}), "T1: ack 3")
	o.float["T1"] = 0
	o.transit["T1 house principal"] = 0
	o.hub.Sweep()
	says(t, "switched off", o.after(time.Millisecond), "T1: recall house 60 principal")
}
