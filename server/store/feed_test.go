package store

import (
	"fmt"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// follow reads the feed for a till from a cursor to its end.
func (x *till) follow(after wire.Cursor) (items []wire.Item, to wire.Cursor) {
	x.w.t.Helper()
	x.w.ok(x.w.s.CatchUp(x.w.ctx(), x.w.now))
	for end := false; !end; {
		x.w.update(func(tx hub.Tx) error {
			f, err := tx.Feed(x.place, x.epoch, after)
			if err != nil {
				return err
			}
			tip, err := tx.Tip()
			if err != nil {
				return err
			}
			if f.From != after || f.End != (f.To == tip) || len(f.Items) > wire.FeedCount {
				x.w.t.Fatalf("feed from %v to %v, end %v, tip %v, %d items", f.From, f.To, f.End, tip, len(f.Items))
			}
			items, after, end = append(items, f.Items...), f.To, f.End
			return nil
		})
	}
	return items, after
}

// TestFeedSaysWhatItReflects: a balance in the feed names the till's last record that is in it.
func TestFeedSaysWhatItReflects(t *testing.T) {
	w := newWorld(t, t.Name())
	x, y := w.enrol("S01", "T1"), w.enrol("S01", "T2")
	m := w.join("13800000001", "8801", 10000, 0)
	other := w.join("13800000002", "8802", 10000, 0)
	third := w.join("13800000003", "8803", 10000, 0)
	_, at := x.follow(wire.Cursor{})

	x.book(record.TopUp{Member: m, Principal: 100, Tender: record.Cash})     // T1-1
	x.book(record.TopUp{Member: other, Principal: 100, Tender: record.Cash}) // T1-2
	y.book(record.TopUp{Member: other, Principal: 100, Tender: record.Cash}) // T2-1
	_, mid := x.follow(at)
	x.book(record.TopUp{Member: m, Principal: 100, Tender: record.Cash}) // T1-3
	x.follow(at)
	y.book(record.TopUp{Member: m, Principal: 100, Tender: record.Cash}) // T2-2
	x.book(record.ShiftOpen{Float: 100})                                 // T1-4 moves no member's value

	x.follow(at)
	x.book(record.TopUp{Member: third, Principal: 100, Tender: record.Cash}) // T1-5

	balances := func(x *till, after wire.Cursor) (s string) {
		items, _ := x.follow(after)
		for _, i := range items {
			if i.Topic != string(pos.TopicBalance) {
				continue
			}
			var b pos.Balance
			w.ok(pos.DecodeFeed(i.Body, &b))
			s += fmt.Sprintf("%s %d; ", b.Principal, i.Reflects)
		}
		return s
	}
	if got, want := balances(x, at), "102.00 2; 103.00 4; 101.00 5; "; got != want {
		t.Errorf("T1 is told %s, want %s", got, want)
	}
	if got, want := balances(x, mid), "103.00 4; 101.00 5; "; got != want {
		t.Errorf("T1 is told %s, want %s", got, want)
	}
	if got, want := balances(y, at), "102.00 1; 103.00 2; 101.00 2; "; got != want {
		t.Errorf("T2 is told %s, want %s", got, want)
	}
	if got, want := balances(w.enrol("S02", "T3"), wire.Cursor{}), "102.00 0; 103.00 0; 101.00 0; "; got != want {
		t.Errorf("a new till is told %s, want %s", got, want)
	}
}

// TestFeedSnapshot: from the beginning, and from a cursor of another generation, all of it comes, in pages; what has not
// changed is not told again.
func TestFeedSnapshot(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	var products []pos.Product
	for i := range wire.FeedCount + 500 {
		products = append(products, pos.Product{Code: fmt.Sprint(i), Name: "n", Price: 1})
	}
	w.ok(w.s.PutProducts(products, w.now))
	all, tip := x.follow(wire.Cursor{})
	if want := len(products) + 4; len(all) != want { // the policy, two stores and the rules
		t.Errorf("%d items, want %d", len(all), want)
	}
	if again, _ := x.follow(wire.Cursor{Generation: 7, At: tip.At}); len(again) != len(all) {
		t.Errorf("%d items for a cursor of another generation, want %d", len(again), len(all))
	}
	if more, to := x.follow(tip); len(more) != 0 || to != tip {
		t.Errorf("%d items behind the end", len(more))
	}
	products[3].Price = 2
	w.ok(w.s.PutProducts(products, w.now))
	if more, _ := x.follow(tip); len(more) != 1 || more[0].Key != "3" {
		t.Errorf("one product changed, %d are told", len(more))
	}
	w.ok(w.s.PutPeople([]pos.Person{{ID: "9001", Name: "n", Role: pos.Director, PassHash: "secret", PINHash: "pin"}}, w.now))
	w.ok(w.s.PutPeople([]pos.Person{{ID: "9001", Name: "m", Role: pos.Director}}, w.now))
	more, _ := x.follow(tip)
	var p pos.Person
	w.ok(pos.DecodeFeed(more[len(more)-1].Body, &p))
	if p.PassHash != "" || p.PINHash != "pin" || p.Name != "m" {
		t.Errorf("told of a person: %+v", p)
	}
}

// TestFeedTakesNothingTooLarge: a document that no frame can carry is refused to whoever imports it, not to the tills.
func TestFeedTakesNothingTooLarge(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	if _, err := w.s.PutRules(rules.Document{Note: strings.Repeat("x", wire.MaxFrame), TopUp: rules.TopUp{Mode: rules.Highest}}, w.now); pos.CodeOf(err) != pos.Usage {
		t.Errorf("rules of 1 MiB: %v", err)
	}
	w.update(func(tx hub.Tx) error {
		f, err := tx.Feed(x.place, x.epoch, wire.Cursor{})
		if err == nil {
			_, err = wire.Encode(f)
		}
		return err
	})
}

// TestFeedOfManyTills: tills that stand at the same cursor get the same, each with what is its own; what changes in between
// is in what the next one gets.
func TestFeedOfManyTills(t *testing.T) {
	w := newWorld(t, t.Name())
	x, y := w.enrol("S01", "T1"), w.enrol("S01", "T2")
	m := w.join("13800000001", "8801", 10000, 0)
	_, at := x.follow(wire.Cursor{})
	x.book(record.TopUp{Member: m, Principal: 100, Tender: record.Cash}) // T1-1
	x.book(record.TopUp{Member: m, Principal: 100, Tender: record.Cash}) // T1-2
	y.book(record.TopUp{Member: m, Principal: 100, Tender: record.Cash}) // T2-1
	w.ok(w.s.CatchUp(w.ctx(), w.now))
	w.ok(w.s.update(w.ctx(), func(tx *Tx) error {
		told := func(x *till) (items []wire.Item) {
			f, err := tx.Feed(x.place, x.epoch, at)
			w.ok(err)
			return f.Items
		}
		one, two := told(x), told(y)
		if len(one) != 1 || len(two) != 1 || one[0].Reflects != 2 || two[0].Reflects != 1 || string(one[0].Body) != string(two[0].Body) {
			t.Errorf("T1 is told %+v, T2 %+v", one, two)
		}
		w.ok(tx.publish(pos.TopicStore, "S09", pos.Store{Code: "S09"}))
		if more := told(x); len(more) != 2 {
			t.Errorf("after a change T1 is told %+v", more)
		}
		return nil
	}))
}
