package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/sqlite"
	"holdfast/sync/wire"
)

// firstFeed is what a new till gets: so many batches of so many things each.
func firstFeed(batches, each int) (list []wire.Feed) {
	at := uint64(0)
	for i := range batches {
		var items []wire.Item
		for j := range each {
			n := i*each + j
			id, code := fmt.Sprintf("M%04d", n), fmt.Sprintf("P%04d", n)
			items = append(items,
				item(pos.TopicProduct, code, pos.Product{Code: code, Name: "矿泉水", Barcodes: []string{"69" + code}, Category: fmt.Sprint("c", n%3)}),
				item(pos.TopicMember, id, pos.Member{ID: id, Name: "张伟", Phone: fmt.Sprint(13800000000 + n)}),
				item(pos.TopicCard, fmt.Sprint(8800+n), pos.Card{Number: fmt.Sprint(8800 + n), Status: pos.Issued, Member: id}),
				item(pos.TopicBalance, id, pos.Figures{Balance: pos.Balance{Principal: money.Fen(100 + n)}}))
		}
		f := batch(1, at, at+uint64(len(items)), items...)
		f.End = i == batches-1
		list, at = append(list, f), f.To.At
	}
	return list
}

// fed is all that a feed has brought, in words.
func (w *till) fed() (lines []string) {
	w.t.Helper()
	w.must(w.db.Load().View(w.t.(*testing.T).Context(), func(tx *sqlite.Tx) error {
		for _, query := range []string{
			"SELECT 'product ' || code || ' ' || hex(p.body) || ' ' || c.name || c.count FROM products p JOIN categories c ON c.rowid = p.category",
			"SELECT 'barcode ' || barcode || ' ' || code FROM barcodes b JOIN products p ON p.rowid = b.product",
			"SELECT 'member ' || id || ' ' || hex(body) FROM members",
			"SELECT 'card ' || number || ' ' || hex(body) FROM cards",
			"SELECT 'balance ' || member || ' ' || principal FROM balances",
			`SELECT 'found ' || count(*) FROM member_words('"张伟"')`,
			`SELECT 'found ' || count(*) FROM product_words('"矿泉"')`,
			"SELECT 'arrived ' || topic || ' ' || n FROM arrived",
			"SELECT 'feed ' || feed_generation || '/' || feed_at FROM state",
			"SELECT 'staged ' || count(*) FROM staged",
		} {
			for scan, err := range tx.Query(query) {
				var line string
				if err == nil {
					err = scan(&line)
				}
				if err != nil {
					return err
				}
				lines = append(lines, line)
			}
		}
		return nil
	}))
	slices.Sort(lines)
	return lines
}

// nothing is what a till has before its first feed is whole.
func (w *till) nothing() bool {
	w.t.Helper()
	return !slices.ContainsFunc(w.fed(), func(line string) bool {
		return !strings.HasPrefix(line, "staged") && line != "feed 0/0" && line != "found 0"
	})
}

// TestFirstFeedIsWhole: wherever a new till's line is cut or its program killed, it has nothing of its first feed or all of
// it, and goes on where it was.
func TestFirstFeedIsWhole(t *testing.T) {
	feed := firstFeed(7, 5)
	at := newTill(t)
	for _, f := range feed {
		at.must(at.ApplyFeed(f))
	}
	want := at.fed()
	if at.nothing() || len(want) < 7*5*5 || !slices.Contains(want, "staged 0") {
		t.Fatalf("it has %v", want)
	}
	for cut := range feed {
		w := newTill(t)
		for i, f := range feed[:cut] {
			w.must(w.ApplyFeed(f))
			if st, err := w.State(); err != nil || st.Feed != f.To {
				t.Fatalf("behind batch %d it asks from %+v: %v", i, st.Feed, err)
			}
		}
		if !w.nothing() {
			t.Errorf("cut behind batch %d it has %v", cut, w.fed())
		}
		// The last thing cut off is the last batch's own transaction.
		broken := feed[len(feed)-1]
		broken.From, broken.Items = w.where(), append(slices.Clone(broken.Items), wire.Item{Topic: string(pos.TopicProduct), Key: "x", Body: []byte{0xff}})
		if err := w.ApplyFeed(broken); err == nil || !w.nothing() {
			t.Errorf("cut behind batch %d, and in the middle of taking all in (%v), it has %v", cut, err, w.fed())
		}
		w.reopen()
		for _, f := range feed {
			if f.From == w.where() {
				w.must(w.ApplyFeed(f))
			}
		}
		if got := w.fed(); !slices.Equal(got, want) {
			t.Errorf("cut behind batch %d it has in the end\n%v\nwant\n%v", cut, got, want)
		}
		w.must(w.ApplyFeed(feed[0])) // late
		if got := w.fed(); !slices.Equal(got, want) {
			t.Errorf("after a late batch: %v", got)
		}
	}
}

// where is the cursor that the next hello names.
func (w *till) where() wire.Cursor {
	w.t.Helper()
	st, err := w.State()
	w.must(err)
	return st.Feed
}

// TestFirstFeedOutOfOrder: what doesn't go on where the last batch ended is refused, and what is here already changes nothing.
func TestFirstFeedOutOfOrder(t *testing.T) {
	w, feed := newTill(t), firstFeed(4, 2)
	w.must(w.ApplyFeed(feed[0]))
	w.refused(w.ApplyFeed(feed[2]), pos.Conflict, "the feed stands at 1/8")
	w.refused(w.ApplyFeed(feed[3]), pos.Conflict, "the feed stands at 1/8")
	w.must(w.ApplyFeed(feed[0]))
	w.must(w.ApplyFeed(feed[1]))
	w.must(w.ApplyFeed(feed[0]))
	if got := w.where(); got != feed[1].To || !w.nothing() {
		t.Errorf("it stands at %+v", got)
	}
}

// TestFirstFeedDamaged: what was put by and has changed since is never taken in; all of it comes again.
func TestFirstFeedDamaged(t *testing.T) {
	feed := firstFeed(3, 5)
	for name, damage := range map[string]string{
		"a bit":   "UPDATE staged SET frame = CAST(substr(frame, 1, 200) || x'00' || substr(frame, 202) AS BLOB) WHERE n = 1",
		"its end": "UPDATE staged SET frame = substr(frame, 1, 100) WHERE n = 2",
	} {
		w := newTill(t)
		w.must(w.ApplyFeed(feed[0]))
		w.must(w.ApplyFeed(feed[1]))
		w.must(w.exec(damage))
		if err := w.ApplyFeed(feed[2]); err == nil || !strings.Contains(err.Error(), "comes again") || !w.nothing() {
			t.Errorf("%s: %v, and it has %v", name, err, w.fed())
		}
		if got := w.where(); got != (wire.Cursor{}) {
			t.Errorf("%s: it asks from %+v", name, got)
		}
		for _, f := range feed {
			w.must(w.ApplyFeed(f))
		}
		if w.nothing() {
			t.Errorf("%s: it has nothing", name)
		}
	}
}

// TestFirstFeedAges: what changes while it is being sent comes again behind, and that is what counts; what is gone by then
// is gone.
func TestFirstFeedAges(t *testing.T) {
	w, feed := newTill(t), firstFeed(3, 5)
	feed[2].Items = append(feed[2].Items,
		item(pos.TopicProduct, "P0001", pos.Product{Code: "P0001", Name: "新货", Barcodes: []string{"new"}, Off: true}),
		item(pos.TopicProduct, "P0002", nil),
		item(pos.TopicMember, "M0001", pos.Member{ID: "M0001", Name: "李敏", Phone: "139"}),
		item(pos.TopicMember, "M0002", nil),
		item(pos.TopicBalance, "M0001", pos.Figures{Balance: pos.Balance{Principal: 7}}))
	for _, f := range feed {
		w.must(w.ApplyFeed(f))
	}
	fed := w.fed()
	for _, want := range []string{"found 13", "balance M0001 7"} { // of 15 two are gone, or have another name
		if !slices.Contains(fed, want) {
			t.Errorf("no %q in %v", want, fed)
		}
	}
	if p, err := w.product("new"); err != nil || p.Name != "新货" {
		t.Error(p, err)
	}
	for _, gone := range []string{"69P0001", "69P0002", "P0002"} {
		if _, err := w.product(gone); pos.CodeOf(err) != pos.NotFound {
			t.Errorf("%s: %v", gone, err)
		}
	}
}

// TestFirstFeedKeepsOwnNews: a till that has sold before its first feed is whole has its own doings on top of it, those that
// head office had not seen when it wrote the item.
func TestFirstFeedKeepsOwnNews(t *testing.T) {
	w, feed := newTill(t), firstFeed(3, 5)
	w.topUp("M0001", 1000, 0) // 1
	w.must(w.ApplyFeed(feed[0]))
	w.topUp("M0001", 200, 0) // 2
	feed[1].Items = append(feed[1].Items, item(pos.TopicBalance, "M0001", pos.Figures{Balance: pos.Balance{Principal: 1101}}))
	feed[1].Items[len(feed[1].Items)-1].Reflects = 1
	w.must(w.ApplyFeed(feed[1]))
	w.topUp("M0001", 30, 0) // 3
	w.must(w.ApplyFeed(feed[2]))
	w.view(func(tx *Tx) error {
		b, err := tx.Balance("M0001")
		if b.Principal != 1101+200+30 {
			t.Errorf("balance %+v", b)
		}
		return err
	})
	w.verify()
}

// TestFirstFeedOfAnotherGeneration: head office was restored while a new till was getting its feed. What came of the old one
// counts no more.
func TestFirstFeedOfAnotherGeneration(t *testing.T) {
	w, feed := newTill(t), firstFeed(3, 5)
	w.must(w.ApplyFeed(feed[0]))
	again := batch(2, 0, 5, item(pos.TopicProduct, "P9", pos.Product{Code: "P9"}))
	again.From = feed[0].To // in answer to where the till stood
	w.must(w.ApplyFeed(again))
	if got := w.where(); got != again.To {
		t.Errorf("it stands at %+v", got)
	}
	last := batch(2, 5, 6, item(pos.TopicProduct, "P8", pos.Product{Code: "P8"}))
	last.End = true
	w.must(w.ApplyFeed(last))
	for code, there := range map[string]bool{"P9": true, "P8": true, "P0000": false} {
		if _, err := w.product(code); (err == nil) != there {
			t.Errorf("%s: %v", code, err)
		}
	}
}
