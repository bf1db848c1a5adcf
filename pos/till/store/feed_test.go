package store

import (
	"fmt"
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
	"holdfast/sync/wire"
)

// item is a feed item; a nil noun is a thing that is gone.
func item(topic pos.Topic, key string, noun any) wire.Item {
	it := wire.Item{Topic: string(topic), Key: key}
	if noun != nil {
		it.Body, _ = pos.EncodeFeed(noun)
	}
	return it
}

func batch(generation, from, to uint64, items ...wire.Item) wire.Feed {
	f := wire.Feed{From: wire.Cursor{Generation: generation, At: from}, To: wire.Cursor{Generation: generation, At: to}, Items: items}
	if from == 0 {
		f.From = wire.Cursor{}
		f.End = generation == 1 // a new till's first feed is whole with it
	}
	return f
}

func (w *till) product(key string) (p pos.Product, err error) {
	err = w.View(func(tx *Tx) error { p, err = tx.Product(key); return err })
	return p, err
}

func TestFeed(t *testing.T) {
	w := newTill(t)
	water := pos.Product{Code: "P1", Barcodes: []string{"6901234567892", "69-box"}, Name: "矿泉水", Price: 1000}
	w.must(w.ApplyFeed(batch(1, 0, 10,
		item(pos.TopicStore, "S01", pos.Store{Code: "S01", Name: "一店"}),
		item(pos.TopicPerson, "1001", pos.Person{ID: "1001", Role: pos.Cashier}),
		item(pos.TopicProduct, "P1", water),
		item(pos.TopicMember, alice, pos.Member{ID: alice, Phone: "13800000001"}),
		item(pos.TopicMember, "01BOB", pos.Member{ID: "01BOB", Phone: "13800000001"}),
		item(pos.TopicCard, "8800", pos.Card{Number: "8800", Status: pos.Issued, Member: alice}),
		item(pos.TopicRules, pos.CurrentKey, rules.Document{Version: 3}),
		item("of a newer head office", "x", 1),
	)))
	for _, key := range []string{"P1", "6901234567892", "69-box"} {
		if p, err := w.product(key); err != nil || p.Name != "矿泉水" || p.Price != 1000 {
			t.Errorf("%s: %+v, %v", key, p, err)
		}
	}
	w.view(func(tx *Tx) error {
		p, err := tx.Person("1001")
		w.must(err)
		s, err := tx.Store("S01")
		w.must(err)
		c, err := tx.Card("8800")
		w.must(err)
		m, err := tx.Member(c.Member)
		w.must(err)
		r, err := tx.Rules()
		w.must(err)
		if p.Role != pos.Cashier || s.Name != "一店" || m.Phone != "13800000001" || r.Rules().Version != 3 {
			t.Error(p, s, m, r)
		}
		_, err = tx.MemberByPhone("13800000001")
		w.refused(err, pos.Conflict, "use the card")
		for name, err := range map[string]error{
			"product": second(tx.Product("none")), "member": second(tx.Member("none")), "phone": second(tx.MemberByPhone("none")),
			"card": second(tx.Card("none")), "person": second(tx.Person("none")), "store": second(tx.Store("none")),
		} {
			if pos.CodeOf(err) != pos.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	})

	// A barcode goes to another product, whichever of the two comes first; a member is erased; a phone changes.
	water.Barcodes = []string{"69-new"}
	w.must(w.ApplyFeed(batch(1, 10, 20,
		item(pos.TopicProduct, "P2", pos.Product{Code: "P2", Name: "茶", Barcodes: []string{"6901234567892"}}),
		item(pos.TopicProduct, "P1", water),
		item(pos.TopicMember, "01BOB", nil),
		item(pos.TopicCard, "8800", nil),
	)))
	for key, want := range map[string]string{"P1": "矿泉水", "69-new": "矿泉水", "6901234567892": "茶", "69-box": ""} {
		if p, _ := w.product(key); p.Name != want {
			t.Errorf("%s is %q, want %q", key, p.Name, want)
		}
	}
	w.view(func(tx *Tx) error {
		if m, err := tx.MemberByPhone("13800000001"); err != nil || m.ID != alice {
			t.Error(m, err)
		}
		return nil
	})
	w.must(w.ApplyFeed(batch(1, 20, 21, item(pos.TopicProduct, "P1", nil), item(pos.TopicProduct, "P1", nil))))
	for _, key := range []string{"P1", "69-new"} {
		if _, err := w.product(key); pos.CodeOf(err) != pos.NotFound {
			t.Errorf("%s is still sold: %v", key, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestFeedCursor(t *testing.T) {
	w := newTill(t)
	p := func(code string) wire.Item { return item(pos.TopicProduct, code, pos.Product{Code: code}) }
	w.must(w.ApplyFeed(batch(1, 0, 10, p("P1"))))
	w.refused(w.ApplyFeed(batch(1, 11, 20, p("gap"))), pos.Conflict, "1/10")
	w.refused(w.ApplyFeed(batch(2, 10, 20, p("other generation"))), pos.Conflict, "1/10")
	w.must(w.ApplyFeed(batch(1, 0, 10, p("twice"))))
	w.must(w.ApplyFeed(batch(1, 10, 20, p("P2"))))
	w.must(w.ApplyFeed(batch(1, 0, 10, p("late"))))
	w.must(w.ApplyFeed(batch(1, 20, 20)))
	for code, there := range map[string]bool{"P1": true, "P2": true, "gap": false, "other generation": false, "twice": false, "late": false} {
		if _, err := w.product(code); (err == nil) != there {
			t.Errorf("%s: %v", code, err)
		}
	}
	w.reopen()
	restored := batch(2, 0, 5, p("P3")) // HQ was restored: all from the beginning, in answer to where the feed stood
	restored.From = wire.Cursor{Generation: 1, At: 20}
	w.must(w.ApplyFeed(restored))
	goods := func(when string, want map[string]bool) {
		t.Helper()
		for code, there := range want {
			if _, err := w.product(code); (err == nil) != there {
				t.Errorf("%s, %s: %v", when, code, err)
			}
		}
	}
	goods("in the middle of the new generation", map[string]bool{"P1": true, "P2": true, "P3": true})
	w.reopen() // the line was cut: it goes on where it was
	if st, _ := w.State(); st.Feed != (wire.Cursor{Generation: 2, At: 5}) {
		t.Errorf("cursor %+v", st.Feed)
	}
	last := batch(2, 5, 5, p("P2"))
	last.End = true
	w.must(w.ApplyFeed(last))
	goods("after the new generation", map[string]bool{"P1": false, "P2": true, "P3": true})
	w.must(w.ApplyFeed(last))
	goods("after it was repeated", map[string]bool{"P1": false, "P2": true, "P3": true})
	broken := wire.Item{Topic: string(pos.TopicProduct), Key: "P4", Body: []byte{0xff}}
	if err := w.ApplyFeed(batch(2, 5, 6, p("P5"), broken)); err == nil {
		t.Error("a body that can't be read was stored")
	}
	if _, err := w.product("P5"); err == nil {
		t.Error("half a batch was stored")
	}
}

// TestFeedKeepsOwnNews is line 15 of the design: HQ's figure doesn't undo what this till has done since.
func TestFeedKeepsOwnNews(t *testing.T) {
	w := newTill(t)
	is := func(principal, bonus money.Fen, points money.Points) {
		t.Helper()
		w.view(func(tx *Tx) error {
			b, err := tx.Balance(alice)
			if b != (pos.Balance{Principal: principal, Bonus: bonus, Points: points}) {
				t.Errorf("balance %+v, want %d + %d, %d points", b, principal, bonus, points)
			}
			return err
		})
	}
	cursor := uint64(0)
	hears := func(principal, bonus money.Fen, points money.Points, reflects uint64) {
		t.Helper()
		it := item(pos.TopicBalance, alice, pos.Balance{Principal: principal, Bonus: bonus, Points: points})
		it.Reflects = reflects
		w.must(w.ApplyFeed(batch(1, cursor, cursor+1, it)))
		cursor++
	}
	is(0, 0, 0)
	hears(10000, 0, 0, 0)
	is(10000, 0, 0)
	w.grant(alice, 6000, nil) // 1: moves value, changes no total
	is(10000, 0, 0)
	uses, err := w.pay("B1", 1, alice, 4000)
	w.must(err)
	_, err = w.finish("B1", alice, 0, uses) // 2
	w.must(err)
	is(6000, 0, 10_000)
	hears(10000, 0, 0, 1) // HQ has not seen the sale
	is(6000, 0, 10_000)
	w.topUp(alice, 100, 10) // 3
	is(6100, 10, 10_000)
	hears(6000, 0, 10_000, 2) // now it has, and not the top-up
	is(6100, 10, 10_000)
	w.reopen()
	hears(16100, 10, 10_000, 3) // and more from elsewhere
	is(16100, 10, 10_000)
	_, err = w.Surrender(recall(100)) // 4
	w.must(err)
	is(16100, 10, 10_000)
	hears(1, 0, 0, 4)
	is(1, 0, 0)
	w.verify()
}

func TestBalancesOfOthersKeepTheirNews(t *testing.T) {
	w := newTill(t)
	for i := range 3 {
		w.topUp(fmt.Sprint("M", i), 100, 0)
	}
	it := item(pos.TopicBalance, "M0", pos.Balance{Principal: 100})
	it.Reflects = 3
	w.must(w.ApplyFeed(batch(1, 0, 1, it)))
	w.view(func(tx *Tx) error {
		for i := range 3 {
			if b, err := tx.Balance(fmt.Sprint("M", i)); err != nil || b.Principal != 100 {
				t.Errorf("M%d: %+v, %v", i, b, err)
			}
		}
		return nil
	})
	w.verify()
}
