package load

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	tillstore "holdfast/pos/till/store"
	"holdfast/pos/till/tilltest"
	"holdfast/server/store"
	"holdfast/sync/link"
)

// machine is this machine's clock, as tills have it.
type machine struct{ started time.Time }

func (m machine) Wall() time.Time     { return time.Now() }
func (m machine) Mono() time.Duration { return time.Since(m.started) }

// whole makes a till's books, as `till enrol` leaves them.
func (o *office) whole(t till, n int) *tillstore.Store {
	o.b.Helper()
	s, err := tillstore.Open(filepath.Join(o.b.TempDir(), fmt.Sprintf("till%d.db", n)), machine{time.Now()}, rand.Reader)
	o.ok(err)
	o.b.Cleanup(func() { o.ok(s.Close()) })
	o.ok(s.SetEnrolment(tillstore.Enrolment{Signed: t.certificate, Key: t.key, HQKey: o.key, HQURL: o.url, Fingerprint: o.fingerprint}))
	return s
}

// connect starts a till's connection; stop ends it.
func (o *office) connect(s *tillstore.Store) (c *link.Client, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	c = link.Start(ctx, s, o.url, o.fingerprint, slog.New(slog.NewTextHandler(io.Discard, nil)))
	return c, func() { cancel(); c.Wait() }
}

// BenchmarkCatchUp has a till bring the 10,000 sales of three days without a line: from the moment in which it starts to
// connect to that in which it has noted that the last one is durable at head office. The till's end is the shipped one.
func BenchmarkCatchUp(b *testing.B) {
	const sales, most = 10_000, 16
	var tills []till
	var of []member
	o := open(b, func(o *office, books *store.Store) {
		of = o.members(books, 1000)
		for i := range most {
			tills = append(tills, o.enrol(books, fmt.Sprintf("T%d", i)))
		}
	}, nil)
	took, used := o.each(tills, func(s *tillstore.Store) { o.sell(s, of, sales) }, func(s *tillstore.Store, _ *link.Client, head uint64) {
		for o.counts(s).Acked < head { // what it writes from then on, recalls mostly, is another matter
			time.Sleep(5 * time.Millisecond)
		}
	})
	b.ReportMetric(took.Seconds(), "s/catch-up")
	b.ReportMetric(float64(used.Microseconds())/sales, "cpu-µs/record")
	b.ReportMetric(0, "ns/op")
}

// each has one till after the other connect, with the books that prepare has filled, and returns how long that took for one
// until it was over, and how much of the processor. over waits for that; head is the till's last record before.
func (o *office) each(tills []till, prepare func(*tillstore.Store), over func(s *tillstore.Store, c *link.Client, head uint64)) (took, used time.Duration) {
	o.b.Helper()
	n := 0
	for ; o.b.Loop(); n++ {
		if n == len(tills) {
			o.b.Fatal("more rounds than tills; give a smaller -benchtime")
		}
		o.b.StopTimer()
		s := o.whole(tills[n], n)
		prepare(s)
		head := o.counts(s).Head
		o.b.StartTimer()
		start, had := time.Now(), processor()
		c, stop := o.connect(s)
		over(s, c, head)
		took, used = took+time.Since(start), used+processor()-had
		stop()
	}
	return took / time.Duration(n), used / time.Duration(n)
}

func (o *office) counts(s *tillstore.Store) (st tillstore.Status) {
	o.b.Helper()
	o.ok(s.View(func(tx *tillstore.Tx) (err error) { st, err = tx.Counts(); return err }))
	return st
}

// sell has a till sell to members who top up there first.
func (o *office) sell(s *tillstore.Store, of []member, n int) {
	o.b.Helper()
	by := tillstore.Operator{ID: "1001"}
	lots := make([]string, len(of))
	o.ok(s.Update(func(tx *tillstore.Tx) error {
		for i, m := range of {
			r, err := tx.Append(by, record.TopUp{Member: m.id, Card: m.card, Principal: money.Max / 10, Tender: record.Bank})
			if err != nil {
				return err
			}
			lots[i] = r.ID
		}
		return nil
	}))
	for at := 0; at < n; at += 500 {
		o.ok(s.Update(func(tx *tillstore.Tx) error {
			for i := at; i < min(at+500, n); i++ {
				sold := sale(of[i%len(of)], lots[i%len(of)])
				sold.Basket = fmt.Sprintf("01BASKET%018d", i)
				uses := []escrow.Use{{Lot: lots[i%len(of)], Asset: ledger.Principal, Amount: 2000}}
				if err := tx.Reserve(sold.Basket, 1, sold.Member, uses); err != nil {
					return err
				}
				if _, err := tx.Append(by, sold); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

// BenchmarkNewTill enrols a till at a head office with 200,000 members and 100,000 products, and measures from its first
// attempt to connect until it has all of that and could sell.
//
// What limits it is putting 1.2 million rows into tables, two thirds of what the till does; reading what comes is done beside
// that, and each index is written once. All of it, head office included, is 15 s of processor or more, so that two cores take
// 8 s at best: head office, the line and decoding 3.6, putting by 1.7, taking in 9.4, of which the one writer 4.7 for rows, 1.5
// for words and 0.8 to commit. A budget of 5 s needs another way to make tables, and not a faster one of this kind. Tried, and
// no better than chance, as far as a busy machine could tell: 10 or 50 rows in a statement, INSERT without ON CONFLICT, each
// batch in the order of its keys, indexes made afterwards, a cache of 256 MB, larger segments of words, collecting garbage a
// quarter as often. All members in the order of their keys would save 0.3 s, and all of them have to be in memory for that.
//
// Tables that are whole in another file are copied into the books in 1.3 s, and 1 to commit. Filling such tables while the
// batches come would end sooner behind the last batch of a slow line; in all it is more work, and a row in a table has no
// hash. The next step would be tables that head office has ready, copied page by page.
func BenchmarkNewTill(b *testing.B) {
	const members, products, most = 200_000, 100_000, 16
	var tills []till
	o := open(b, func(o *office, books *store.Store) {
		list := make([]pos.Product, products)
		for i := range list {
			list[i] = tilltest.NthProduct(i)
		}
		o.ok(books.PutProducts(list, time.Now()))
		rows := make([]store.MemberRow, members)
		for i := range rows {
			rows[i].Member = tilltest.NthMember(i)
			rows[i].ID, rows[i].Store, rows[i].Cards = "", "S01", []pos.Card{{Number: tilltest.NthCard(i)}}
			rows[i].Principal = 100 * money.Yuan
		}
		_, err := books.PutMembers(rows, time.Now())
		o.ok(err)
		for i := range most {
			tills = append(tills, o.enrol(books, fmt.Sprintf("T%d", i)))
		}
	}, nil)
	took, used := o.each(tills, func(*tillstore.Store) {}, func(_ *tillstore.Store, c *link.Client, _ uint64) { o.ok(c.Snapshot(context.Background())) })
	b.ReportMetric(took.Seconds(), "s/till")
	b.ReportMetric(used.Seconds(), "cpu-s/till")
	b.ReportMetric(0, "ns/op")
}
