package console_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/rules"
	"holdfast/pos/till"
	"holdfast/pos/till/tilltest"
)

// TestAfterLine: what came since the line has been back, and what head office asks this till.
func TestAfterLine(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	w.do("login 1001 1111")
	w.Clock.Now = w.Clock.Now.Add(time.Hour)
	back := w.Clock.Now
	after := func() till.AfterLine {
		t.Helper()
		a, err := w.Till.AfterLine(back)
		w.Must(err)
		return a
	}
	if diff := cmp.Diff(till.AfterLine{Since: back}, after()); diff != "" {
		t.Errorf("before anything came: %s", diff)
	}
	r := tilltest.Rules(rules.Each)
	r.Version = 7
	at := back.Add(-30 * time.Minute)
	lost := pos.Exception{Till: "T1", Kind: "card_lost", Receipt: "T1-1-000009", Member: "M1", Amount: 20_00, AtMS: at.UnixMilli()}
	other := lost
	other.Till = "T2"
	w.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, r), tilltest.Item(pos.TopicProduct, "1", pos.Product{Code: "1", Name: "新"}),
		tilltest.Item(pos.TopicException, "11", lost), tilltest.Item(pos.TopicException, "12", other))
	w.Clock.Now = w.Clock.Now.Add(5 * time.Minute)
	w.Feed(tilltest.Item(pos.TopicProduct, "2", pos.Product{Code: "2", Name: "新"}), tilltest.Item(pos.TopicPolicy, pos.CurrentKey, pos.DefaultPolicy))
	w.Grant("", "M1", 30_00, 5_00, time.Hour)
	w.Grant("", "M2", 1_00, 0, time.Hour)
	asks := []till.Question{{Exception: lost, At: at, Name: "张伟"}}
	if diff := cmp.Diff(till.AfterLine{Since: back, Products: 2, Rules: 7, Settings: true, Members: 2, Granted: 36_00, Questions: asks}, after()); diff != "" {
		t.Error(diff)
	}
	back = back.Add(5 * time.Minute) // the line was down again, and came back
	if a := after(); a.Products != 1 || a.Rules != 0 || a.Granted != 36_00 {
		t.Errorf("since it came back again: %+v", a)
	}
	back = back.Add(time.Minute)
	if diff := cmp.Diff(till.AfterLine{Since: back, Questions: asks}, after()); diff != "" {
		t.Errorf("what is still open is asked again: %s", diff)
	}
	settled := tilltest.Item(pos.TopicException, "11", nil)
	settled.Body = nil
	w.Feed(settled)
	if list, err := w.Till.Questions(); err != nil || len(list) != 0 {
		t.Errorf("settled: %+v, %v", list, err)
	}
}

// TestSeenElsewhere: who was at another till yesterday has not been away for long.
func TestSeenElsewhere(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	for _, line := range []string{"login 1001 1111", "shift open 0", "member 13800000001", "scan 1000", "pay cash rest", "finish"} {
		w.do(line)
	}
	w.Clock.Now = w.Clock.Now.AddDate(0, 0, 60)
	w.Feed(tilltest.Item(pos.TopicBalance, "M1", pos.Figures{Seen: pos.Date(w.Clock.Now.AddDate(0, 0, -1))}))
	v, err := w.Till.MemberView("M1")
	w.Must(err)
	if v.SinceVisit != 1 || len(v.Reminders) != 0 {
		t.Errorf("%d days, %+v", v.SinceVisit, v.Reminders)
	}
}
