package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

func (w *till) card(number string) (c pos.Card) {
	w.t.Helper()
	w.view(func(tx *Tx) (err error) { c, err = tx.Card(number); return err })
	return c
}

// cardsOf is a member's cards as NUMBER STATUS.
func (w *till) cardsOf(member string) (list []string) {
	w.t.Helper()
	w.view(func(tx *Tx) error {
		cards, err := tx.Cards(member)
		for _, c := range cards {
			list = append(list, c.Number+" "+string(c.Status))
		}
		return err
	})
	return list
}

// hears stores feed items that reflect this till's records up to a seq.
func (w *till) hears(reflects uint64, items ...wire.Item) {
	w.t.Helper()
	st, err := w.State()
	w.must(err)
	for i := range items {
		items[i].Reflects = reflects
	}
	w.must(w.ApplyFeed(batch(1, st.Feed.At, st.Feed.At+1, items...)))
}

func cardItem(c pos.Card) wire.Item { return item(pos.TopicCard, c.Number, c) }

func blank(number string) pos.Card {
	return pos.Card{Number: number, Status: pos.Blank, Store: "S01"}
}

func issued(number, member string) pos.Card {
	return pos.Card{Number: number, Status: pos.Issued, Member: member}
}

func is(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestCardNews: what this till did to a card stands on top of what HQ says, until that reflects it.
func TestCardNews(t *testing.T) {
	w := newTill(t)
	w.hears(0, cardItem(blank("1")), cardItem(blank("2")), cardItem(issued("9", "01BOB")))
	w.view(func(tx *Tx) error {
		_, err := tx.Card("none")
		if pos.CodeOf(err) != pos.NotFound {
			t.Error(err)
		}
		return nil
	})
	is(t, w.cardsOf(alice), []string(nil))
	w.append(record.CardIssue{Card: "1", Member: alice}) // 1
	is(t, w.cardsOf(alice), []string{"1 issued"})
	w.hears(0, cardItem(blank("1"))) // HQ has not heard of it
	is(t, w.cardsOf(alice), []string{"1 issued"})
	lost := w.append(record.CardLost{Card: "1", Member: alice, Reason: "bag"}) // 2
	is(t, w.card("1"), pos.Card{Number: "1", Status: pos.Lost, Member: alice, Reports: []string{lost.ID}})
	w.view(func(tx *Tx) error {
		cards, err := tx.Cards(alice)
		if !pos.DefaultPolicy.Freezes(cards) {
			t.Error("a loss report freezes nothing")
		}
		return err
	})
	w.hears(1, cardItem(issued("1", alice)))
	is(t, w.cardsOf(alice), []string{"1 lost"}) // the report is not in it
	w.append(record.CardReplace{Old: "1", New: "2", Member: alice})
	is(t, w.cardsOf(alice), []string{"1 replaced", "2 issued"})
	w.reopen()
	is(t, w.cardsOf(alice), []string{"1 replaced", "2 issued"})
	is(t, w.card("1").By, "2")
	w.verify()

	// HQ has both, and a report of another till that came between: one left, the other on top.
	w.hears(3, cardItem(pos.Card{Number: "1", Status: pos.Replaced, Member: alice, By: "2", Reports: []string{lost.ID, "x"}}))
	is(t, w.cardsOf(alice), []string{"1 replaced", "2 issued"})
	w.hears(3, cardItem(pos.Card{Number: "2", Status: pos.Frozen, Member: "01BOB", Other: alice}))
	is(t, w.cardsOf(alice), []string{"1 replaced", "2 frozen"})
	is(t, w.cardsOf("01BOB"), []string{"2 frozen", "9 issued"})
	w.append(record.CardExtend{Card: "9", Member: "01BOB", Until: "2030-01-01"})
	is(t, w.card("9").Expires, "2030-01-01")
	w.append(record.CardReturn{Card: "9", Member: "01BOB"})
	is(t, w.cardsOf("01BOB"), []string{"2 frozen", "9 returned"})
	w.verify()
}

// TestLateUndo: an undo takes back the reports that it names; one of another till stands.
func TestLateUndo(t *testing.T) {
	w := newTill(t)
	w.hears(0, cardItem(issued("1", alice)))
	mine := w.append(record.CardLost{Card: "1", Member: alice})
	w.append(record.CardFound{Card: "1", Member: alice, Reports: []string{mine.ID}})
	is(t, w.card("1").Status, pos.Issued)
	w.hears(1, cardItem(pos.Card{Number: "1", Status: pos.Lost, Member: alice, Reports: []string{mine.ID, "another till's"}}))
	is(t, w.card("1"), pos.Card{Number: "1", Status: pos.Lost, Member: alice, Reports: []string{"another till's"}})
	w.verify()
}

// TestReplacedElsewhere: two cut-off tills replace one card; when HQ says that the other was first, the new card of this
// one is void, whichever of the two items comes first.
func TestReplacedElsewhere(t *testing.T) {
	for _, oldFirst := range []bool{true, false} {
		w := newTill(t)
		w.hears(0, cardItem(issued("1", alice)), cardItem(blank("2")))
		w.append(record.CardReplace{Old: "1", New: "2", Member: alice})
		is(t, w.cardsOf(alice), []string{"1 replaced", "2 issued"})
		items := []wire.Item{cardItem(pos.Card{Number: "1", Status: pos.Replaced, Member: alice, By: "3"}), cardItem(issued("3", alice))}
		w.hears(0, items...) // the other till's, and not yet this one's
		is(t, w.cardsOf(alice), []string{"1 replaced", "2 void", "3 issued"})
		items = []wire.Item{items[0], cardItem(pos.Card{Number: "2", Status: pos.Void, Member: alice})}
		if !oldFirst {
			slices.Reverse(items)
		}
		for _, i := range items {
			w.hears(1, i)
			is(t, w.cardsOf(alice), []string{"1 replaced", "2 void", "3 issued"})
		}
		w.verify()
	}
}

// TestIssuedTwice: this till issued a blank that HQ has issued to somebody else.
func TestIssuedTwice(t *testing.T) {
	w := newTill(t)
	w.append(record.CardIssue{Card: "1", Member: alice}) // a card of a batch the feed hasn't brought
	is(t, w.card("1"), issued("1", alice))
	w.hears(0, cardItem(issued("1", "01BOB")))
	is(t, w.card("1"), pos.Card{Number: "1", Status: pos.Frozen, Member: "01BOB", Other: alice})
	w.append(record.CardIssue{Member: alice, New: true}) // by phone only: no card
	is(t, w.cardsOf(alice), []string{"1 frozen"})
	w.verify()
}

// TestMerged: whoever was merged is found as the survivor, with all cards and all that is known of the value.
func TestMerged(t *testing.T) {
	w := newTill(t)
	w.hears(0, cardItem(issued("1", alice)), cardItem(issued("2", "01BOB")),
		item(pos.TopicMember, alice, pos.Member{ID: alice, Phone: "138"}),
		item(pos.TopicMember, "01BOB", pos.Member{ID: "01BOB", Phone: "139"}),
		item(pos.TopicBalance, alice, pos.Balance{Principal: 500, Owed: &pos.Owed{Bonus: 5}}),
	)
	w.topUp("01BOB", 100, 0)
	w.hears(0, item(pos.TopicMember, "01BOB", pos.Member{ID: "01BOB", Phone: "139", Into: alice}))
	w.view(func(tx *Tx) error {
		m, err := tx.Member("01BOB")
		w.must(err)
		is(t, m.ID, alice)
		m, err = tx.MemberByPhone("139")
		w.must(err)
		is(t, m.ID, alice)
		b, err := tx.Balance(alice)
		w.must(err)
		is(t, b, pos.Balance{Principal: 600, Owed: &pos.Owed{Bonus: 5}})
		return nil
	})
	is(t, w.card("2").Member, alice)
	is(t, w.cardsOf(alice), []string{"1 issued", "2 issued"})
	// A circle is HQ's mistake; nothing hangs.
	w.hears(0, item(pos.TopicMember, alice, pos.Member{ID: alice, Into: "01BOB"}))
	w.cardsOf(alice)
}

// TestOwed: a claim known from HQ, with own records on top; one that HQ paid meanwhile is not below nothing.
func TestOwed(t *testing.T) {
	w := newTill(t)
	owes := func(want pos.Owed) {
		t.Helper()
		w.view(func(tx *Tx) error {
			b, err := tx.Balance(alice)
			is(t, b.Owes(), want)
			return err
		})
	}
	owes(pos.Owed{})
	w.append(record.Deduct{Member: alice, Points: 70_000, Reason: "x"}) // 1
	owes(pos.Owed{Points: 70_000})
	w.hears(0, item(pos.TopicBalance, alice, pos.Balance{Owed: &pos.Owed{Value: 3000, Bonus: 500, Points: 10_000}}))
	owes(pos.Owed{Value: 3000, Bonus: 500, Points: 80_000})
	w.append(record.TopUp{Member: alice, Principal: 10_000, Bonus: 1000, PaysBonus: 500, PaysValue: 3000, Tender: record.Cash}) // 2
	owes(pos.Owed{Points: 80_000})
	if n := w.held(alice, "principal"); n != 7000 {
		t.Errorf("%d principal held, want 7000", n)
	}
	if n := w.held(alice, "bonus"); n != 500 {
		t.Errorf("%d bonus held, want 500", n)
	}
	w.hears(1, item(pos.TopicBalance, alice, pos.Balance{Owed: &pos.Owed{Points: 80_000}})) // HQ paid the bonus claim too
	owes(pos.Owed{Points: 80_000})
	w.hears(2, item(pos.TopicBalance, alice, pos.Balance{Principal: 10_000, Bonus: 1000}))
	w.view(func(tx *Tx) error {
		b, err := tx.Balance(alice)
		is(t, b, pos.Balance{Principal: 10_000, Bonus: 1000})
		return err
	})
	w.verify()
}
