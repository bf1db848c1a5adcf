package store

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/sync/wire"
)

func (w *till) change(topic pos.Topic, key string, body any) (id string) {
	w.t.Helper()
	w.update(func(tx *Tx) (err error) { id, err = tx.PutChange(topic, key, "1001", body); return err })
	return id
}

func (w *till) member(id string) (m pos.Member, err error) {
	err = w.View(func(tx *Tx) error { m, err = tx.Member(id); return err })
	return m, err
}

func (w *till) byPhone(phone string) (m pos.Member, err error) {
	err = w.View(func(tx *Tx) error { m, err = tx.MemberByPhone(phone); return err })
	return m, err
}

// TestNewMember: whom this till has registered is found here at once, and as HQ has them once it has answered.
func TestNewMember(t *testing.T) {
	w := newTill(t)
	m := pos.Member{ID: alice, Phone: "138", Name: "爱丽丝", Store: "S01", Tier: "normal", Joined: "2026-11-22"}
	id := w.change(pos.TopicMember, alice, m)
	w.reopen()
	list, err := w.Changes(10)
	w.must(err)
	if len(list) != 1 || list[0].ID != id || list[0].Topic != "member" || list[0].Key != alice || list[0].By != "1001" || list[0].AtMS != noon.UnixMilli() {
		t.Errorf("%+v", list)
	}
	var sent pos.Member
	w.must(pos.DecodeFeed(list[0].Body, &sent))
	is(t, sent, m)
	for range 2 {
		got, err := w.byPhone("138")
		w.must(err)
		is(t, got, m)
		w.must(w.Changed(wire.Changed{ID: id}))
	}
	w.must(w.Changed(wire.Changed{ID: "unknown"}))
	if list, _ := w.Changes(10); len(list) != 0 {
		t.Errorf("still to be sent: %+v", list)
	}
	w.hears(0, item(pos.TopicMember, alice, nil)) // erased
	_, err = w.member(alice)
	w.refused(err, pos.NotFound, "")
}

// TestChangedProfile: changes lie on top of the feed, newest last, and keep what only HQ says.
func TestChangedProfile(t *testing.T) {
	w := newTill(t)
	was := pos.Member{ID: alice, Phone: "138", Name: "A", Store: "S02", Tier: "gold", Joined: "2020-01-01", Birthday: "1990-01-01"}
	w.hears(0, item(pos.TopicMember, alice, was))
	first := w.change(pos.TopicMember, alice, pos.Member{Phone: "139", Name: "A", Tier: "diamond"})
	w.clock.pass(time.Minute)
	second := w.change(pos.TopicMember, alice, pos.Member{Phone: "139", Name: "B", Store: "S01"})
	if list, _ := w.Changes(1); len(list) != 1 || list[0].ID != first {
		t.Errorf("the oldest is %+v", list)
	}
	want := pos.Member{ID: alice, Phone: "139", Name: "B", Store: "S02", Tier: "gold", Joined: "2020-01-01"}
	check := func() {
		t.Helper()
		got, err := w.byPhone("139")
		w.must(err)
		is(t, got, want)
		_, err = w.byPhone("138")
		w.refused(err, pos.NotFound, "")
	}
	check()
	w.hears(0, item(pos.TopicMember, alice, was)) // HQ has not heard of it
	check()
	w.must(w.Changed(wire.Changed{ID: first}))
	check()
	w.must(w.Changed(wire.Changed{ID: second}))
	check()
	w.reopen()
	check()

	refused := w.change(pos.TopicMember, alice, pos.Member{Phone: "139", Name: "C"})
	w.must(w.Changed(wire.Changed{ID: refused, Code: "conflict", Message: "no"}))
	check()
	w.change(pos.TopicMember, "01BOB", pos.Member{Phone: "139", Name: "Bob"})
	_, err := w.byPhone("139")
	w.refused(err, pos.Conflict, "use the card")
	_, err = w.byPhone("")
	w.refused(err, pos.NotFound, "")
}

// TestLateAnswer: an answer that was lost comes again after others have changed the member. What the feed brought since
// stands; an answer that comes before the feed holds the change counts until it does.
func TestLateAnswer(t *testing.T) {
	w := newTill(t)
	at := func() (c wire.Cursor) {
		st, err := w.State()
		w.must(err)
		return st.Feed
	}
	name := func() string {
		m, err := w.member(alice)
		w.must(err)
		return m.Name
	}
	id := w.change(pos.TopicMember, alice, pos.Member{Phone: "138", Name: "A"})
	w.hears(0, item(pos.TopicMember, alice, pos.Member{Phone: "138", Name: "A"}))
	taken := at()
	w.hears(0, item(pos.TopicMember, alice, pos.Member{Phone: "138", Name: "B"}))
	w.must(w.Changed(wire.Changed{ID: id, Feed: taken}))
	is(t, name(), "B")

	id = w.change(pos.TopicMember, alice, pos.Member{Phone: "138", Name: "C"})
	w.hears(0, item(pos.TopicMember, alice, pos.Member{Phone: "138", Name: "D"}))
	ahead := at()
	ahead.At++
	w.must(w.Changed(wire.Changed{ID: id, Feed: ahead}))
	is(t, name(), "C")
}

// TestChangedPIN: a PIN set here is asked for here at once; nothing else of a card is changed like that.
func TestChangedPIN(t *testing.T) {
	w := newTill(t)
	w.hears(0, cardItem(issued("1", alice)))
	id := w.change(pos.TopicCard, "1", pos.Card{PINHash: "h", Status: pos.Void})
	want := issued("1", alice)
	want.PINHash = "h"
	for range 2 {
		is(t, w.card("1"), want)
		w.must(w.Changed(wire.Changed{ID: id}))
	}
	gone := w.change(pos.TopicCard, "2", pos.Card{PINHash: "h"})
	w.must(w.Changed(wire.Changed{ID: gone}))
	w.view(func(tx *Tx) error {
		_, err := tx.Card("2")
		w.refused(err, pos.NotFound, "")
		return nil
	})
}

func TestPINTries(t *testing.T) {
	w := newTill(t)
	set := func(n int, until time.Time) {
		t.Helper()
		w.update(func(tx *Tx) error { return tx.SetPINTries("1", n, until) })
		w.reopen()
		w.view(func(tx *Tx) error {
			got, at, err := tx.PINTries("1")
			if got != n || !at.Equal(until) {
				t.Errorf("%d until %v, want %d until %v", got, at, n, until)
			}
			return err
		})
	}
	set(0, time.Time{})
	set(1, time.Time{})
	set(5, noon)
	set(0, time.Time{})
}

// TestPolicy: the default before HQ has set anything, and for what an older one doesn't know.
func TestPolicy(t *testing.T) {
	w := newTill(t)
	policy := func() (p pos.Policy) {
		w.view(func(tx *Tx) (err error) { p, err = tx.Policy(); return err })
		return p
	}
	is(t, policy(), pos.DefaultPolicy)
	w.hears(0, item(pos.TopicPolicy, pos.CurrentKey, map[string]any{"lossFreezes": pos.FreezeCard, "refundDays": 0}))
	want := pos.DefaultPolicy
	want.LossFreezes, want.RefundDays = pos.FreezeCard, 0
	is(t, policy(), want)
	restored := batch(2, 0, 5)
	restored.From, restored.End = batch(1, 1, 1).From, true
	w.must(w.ApplyFeed(restored))
	is(t, policy(), pos.DefaultPolicy)
}
