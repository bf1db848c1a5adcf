package store

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/sync/wire"
)

// TestRestoredHQ: head office comes back as an older copy of itself. What it once acknowledged is sent again, records and
// changes both; what was changed since stays the newest.
func TestRestoredHQ(t *testing.T) {
	w := newTill(t)
	w.topUp(alice, 10000, 0)
	w.topUp(alice, 5000, 0)
	w.must(w.Acked(2, wire.Position{Generation: 1, Seq: 9}))
	w.hears(0, item(pos.TopicStore, "S01", pos.Store{Code: "S01"}))
	old := w.change(pos.TopicMember, alice, pos.Member{ID: alice, Phone: "138", Name: "A"})
	w.must(w.Changed(wire.Changed{ID: old}))
	refused := w.change(pos.TopicMember, "bad", pos.Member{ID: "bad", Phone: "139"})
	w.must(w.Changed(wire.Changed{ID: refused, Code: "usage", Message: "no"}))
	w.clock.pass(time.Minute)
	fresh := w.change(pos.TopicMember, alice, pos.Member{ID: alice, Phone: "138", Name: "B"})

	w.must(w.Acked(1, wire.Position{Generation: 1, Seq: 3})) // late, of the same head office
	acked := func() uint64 {
		st, err := w.State()
		w.must(err)
		return st.Acked
	}
	if got := acked(); got != 2 {
		t.Errorf("an old acknowledgement takes back what was acknowledged: %d", got)
	}
	w.must(w.Acked(1, wire.Position{Generation: 2, Seq: 3}))
	if got := acked(); got != 1 {
		t.Errorf("the restored head office has 1 record, and this till thinks %d", got)
	}
	w.must(w.ApplyFeed(wire.Feed{From: wire.Cursor{Generation: 1, At: 1}, To: wire.Cursor{Generation: 2, At: 5}, End: true}))
	list, err := w.Changes(10)
	w.must(err)
	if len(list) != 2 || list[0].ID != old || list[1].ID != fresh {
		t.Errorf("to be told again: %+v", list)
	}
	m, err := w.byPhone("138")
	w.must(err)
	if m.Name != "B" {
		t.Errorf("the member is %+v", m)
	}
	for _, c := range list {
		w.must(w.Changed(wire.Changed{ID: c.ID}))
	}
	w.clock.pass(31 * 24 * time.Hour)
	w.must(w.Changed(wire.Changed{ID: w.change(pos.TopicMember, "other", pos.Member{ID: "other", Phone: "137"})}))
	var kept int
	w.must(w.View(func(tx *Tx) error { return tx.tx.QueryRow("SELECT count(*) FROM told").Scan(&kept) }))
	if kept != 1 {
		t.Errorf("%d changes are kept, those of last month too", kept)
	}
}
