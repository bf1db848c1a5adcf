package hub

import (
	"slices"
	"testing"
	"time"

	"holdfast/sync/wire"
)

// TestBurst: while tills bring the records of hours, nothing but booking keeps the acknowledgement waiting, and what follows
// from them is done all the same: a little, each quarter of a second, and all of it behind the last.
func TestBurst(t *testing.T) {
	o := newOffice(t, "T1")
	records := make([][]byte, burst)
	for i := range records {
		records[i] = []byte{1}
	}
	push := func(after time.Duration) (said []string) {
		t.Helper()
		o.now = o.now.Add(after)
		o.reacts = nil
		c, err := o.gates[1].Check(wire.Push{From: o.acked["T1"] + 1, Records: records}.Sign(tillKey, "T1", 1))
		if err != nil {
			t.Fatal(err)
		}
		o.hub.Offer(1, c)
		outs, err := o.hub.Flush(o.now)
		if err != nil {
			t.Fatal(err)
		}
		for _, out := range outs {
			said = append(said, word(out.Frame))
		}
		return said
	}
	for i, c := range []struct {
		after time.Duration
		reads []int
	}{
		{followWithin, []int{inflowStep, inflowStep}},
		{time.Millisecond, nil},
		{followWithin - 2*time.Millisecond, nil},
		{time.Millisecond, []int{inflowStep, inflowStep}},
		{time.Millisecond, nil},
		{-time.Hour, []int{inflowStep, inflowStep}}, // the machine's clock was set back
		{time.Millisecond, nil},
	} {
		want := []string{"ack " + []string{"500", "1000", "1500", "2000", "2500", "3000", "3500"}[i]}
		if said := push(c.after); !slices.Equal(said, want) || !slices.Equal(o.reacts, c.reads) {
			t.Errorf("push %d: it says %v, and reactors read %v", i+1, said, o.reacts)
		}
	}
	// The last of them don't wait until all is read either.
	o.reacts = nil
	o.send("T1", wire.Push{From: o.acked["T1"] + 1, Records: records[:1]})
	if len(o.reacts) == 0 || o.reacts[0] != inflowStep {
		t.Errorf("with the last, reactors read %v", o.reacts)
	}
	// A few records of a till that said it has hours of them begin a burst too.
	o.connect("T1", 2, o.acked["T1"]+burst+1)
	o.now, o.reacts = o.now.Add(-time.Millisecond), nil
	c, err := o.gates[2].Check(wire.Push{From: o.acked["T1"] + 1, Records: records[:1]}.Sign(tillKey, "T1", 1))
	if err != nil {
		t.Fatal(err)
	}
	o.hub.Offer(2, c)
	if _, err := o.hub.Flush(o.now.Add(2 * time.Millisecond)); err != nil || o.reacts != nil {
		t.Errorf("to the first of many: %v, and reactors read %v", err, o.reacts)
	}
	if !o.hub.Busy() {
		t.Error("nothing is left to do")
	}
	o.reacts = nil
	if o.after(time.Millisecond); !slices.Contains(o.reacts, reactStep) {
		t.Errorf("behind the last, reactors read %v", o.reacts)
	}
}
