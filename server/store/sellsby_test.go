package store

import (
	"testing"
	"time"

	"holdfast/pos/rules"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// TestSellsBy: what head office says of the rules at a till is what the till last said, against what is published.
func TestSellsBy(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	says := func(version uint64, published int64) SellsBy {
		t.Helper()
		w.update(func(tx hub.Tx) error {
			return tx.SellsBy(x.place, x.epoch, wire.Rules{Version: version, PublishedMS: published}, w.now)
		})
		v, err := w.s.Till("T1")
		w.ok(err)
		return v.SellsBy
	}
	publish := func() (version int, at time.Time) {
		t.Helper()
		w.now = w.now.Add(time.Hour)
		version, err := w.s.PutRules(rules.Document{TopUp: rules.TopUp{Mode: rules.Highest}}, w.now)
		w.ok(err)
		return version, w.now
	}
	first, at := publish()
	second, then := publish()
	_, last := publish()
	all, err := w.s.Published()
	w.ok(err)
	stamped := stamp(w.now.UnixMilli())
	for name, x := range map[string]struct {
		version   uint64
		published int64
		want      SellsBy
	}{
		"nothing":               {0, 0, SellsBy{Behind: all[len(all)-1].At}},
		"the newest":            {uint64(second) + 1, last.UnixMilli(), SellsBy{Rules: second + 1, Since: stamped}},
		"older ones":            {uint64(first), at.UnixMilli(), SellsBy{Rules: first, Since: stamped, Behind: stamp(then.UnixMilli())}},
		"another head office's": {uint64(second) + 1, last.UnixMilli() + 1, SellsBy{Rules: second + 1, Since: stamped, Behind: stamp(last.UnixMilli()), Other: true}},
		"a later one":           {99, 1, SellsBy{Rules: 99, Since: stamped, Behind: stamp(last.UnixMilli()), Other: true}},
	} {
		if got := says(x.version, x.published); got != x.want {
			t.Errorf("of a till that says %s: %+v, want %+v", name, got, x.want)
		}
	}

	says(uint64(first), at.UnixMilli())
	w.now = w.now.Add(time.Hour)
	if v := says(uint64(first), at.UnixMilli()); v.Since != stamped {
		t.Errorf("what was said again counts since %s, not %s", v.Since, stamped)
	}
	list, err := w.s.Published()
	w.ok(err)
	if n := len(list); list[n-first].Tills != 1 || list[0].Tills != 0 || list[0].OfTills != 1 {
		t.Errorf("published: %+v", list)
	}
	w.verify()
}
