package store

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
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

// TestToldAfterLongCut: what was changed here long before head office could be told of it is kept as long as anything else it
// was told.
func TestToldAfterLongCut(t *testing.T) {
	w := newTill(t)
	w.must(w.Acked(0, w.position(1, 1)))
	long := w.change(pos.TopicMember, alice, pos.Member{ID: alice, Phone: "138"})
	w.clock.pass(40 * 24 * time.Hour)
	fresh := w.change(pos.TopicMember, "other", pos.Member{ID: "other", Phone: "139"})
	w.must(w.Changed(wire.Changed{ID: long}))
	w.must(w.Changed(wire.Changed{ID: fresh}))
	w.must(w.Acked(0, w.position(2, 1)))
	if list, err := w.Changes(10); err != nil || len(list) != 2 {
		t.Errorf("told again: %+v, %v", list, err)
	}
}

// TestRestoredHQHasForgotten: what a restored head office has forgotten of this till is the till's own news again, on top of
// what the new feed brings, and no news beside what the old one brought. HQ is told who members are before it gets the
// records that name them.
func TestRestoredHQHasForgotten(t *testing.T) {
	w := newTill(t)
	reflects := func(i wire.Item, seq uint64) wire.Item { i.Reflects = seq; return i }
	w.topUp(alice, 10000, 0)
	w.must(w.Acked(1, wire.Position{Generation: 1, Seq: 5}))
	w.topUp(alice, 5000, 700)
	lost := w.append(record.CardLost{Card: "8801", Member: alice})
	w.must(w.Acked(3, wire.Position{Generation: 1, Seq: 9}))
	told := w.change(pos.TopicMember, alice, pos.Member{ID: alice, Phone: "138"})
	w.must(w.Changed(wire.Changed{ID: told}))
	w.hears(3, item(pos.TopicBalance, alice, pos.Figures{Balance: pos.Balance{Principal: 15000, Bonus: 700}}),
		item(pos.TopicCard, "8801", pos.Card{Number: "8801", Member: alice, Status: pos.Lost, Reports: []string{lost.ID}}))
	knows := func(when string, principal, bonus money.Fen) {
		t.Helper()
		w.must(w.View(func(tx *Tx) error {
			b, err := tx.Balance(alice)
			if err != nil {
				return err
			}
			c, err := tx.Card("8801")
			if b.Principal != principal || b.Bonus != bonus || c.Status != pos.Lost {
				t.Errorf("%s: %+v, the card is %s", when, b, c.Status)
			}
			return err
		}))
	}
	knows("before", 15000, 700)

	w.must(w.Acked(1, wire.Position{Generation: 2, Seq: 3}))
	knows("greeted by the restored one", 15000, 700)
	if list, err := w.Changes(10); err != nil || len(list) != 1 || list[0].ID != told {
		t.Errorf("to be told before the records: %+v, %v", list, err)
	}
	w.must(w.ApplyFeed(wire.Feed{From: wire.Cursor{Generation: 1, At: 1}, To: wire.Cursor{Generation: 2, At: 5}, Items: []wire.Item{
		reflects(item(pos.TopicBalance, alice, pos.Figures{Balance: pos.Balance{Principal: 10000}}), 1),
		reflects(item(pos.TopicCard, "8801", pos.Card{Number: "8801", Member: alice, Status: pos.Issued}), 1),
	}, End: true}))
	knows("with its feed", 15000, 700)
}
