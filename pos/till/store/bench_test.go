package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/proof/timing"
	"holdfast/sync/wire"
)

// buyers is how many members' sales take turns.
const buyers = 1000

// BenchmarkSale measures a member's sale as pos/till writes it (cash and stored value, points earned: 6 postings),
// durable, beside bare SQLite writing the same rows with the same pragmas on the same disk, turn by turn.
func BenchmarkSale(b *testing.B) {
	w := newTill(b)
	for i := range buyers {
		w.grant(fmt.Sprintf("01MEMBER%017d", i), 1<<40, nil)
	}
	bare := openBare(b)
	var ours, theirs []time.Duration
	var spentOurs, spentTheirs, witnessed time.Duration
	sold := w.last()
	for i := 0; b.Loop(); i++ {
		member, basket := fmt.Sprintf("01MEMBER%017d", i%buyers), fmt.Sprintf("01BASKET%017d", i)
		uses := []escrow.Use{{Lot: fmt.Sprintf("G%04d", i%buyers+1), Asset: ledger.Principal, Amount: 800}}
		w.update(func(tx *Tx) error { return tx.SaveBasket(basket, sold.Bytes) })

		start := time.Now()
		err := w.Update(func(tx *Tx) (err error) {
			if err := tx.Reserve(basket, 1, member, uses); err != nil {
				return err
			}
			sold, err = tx.Append(Operator{ID: "1001"}, record.Sale{
				Member: member, Card: "8800000000000013", Basket: basket, Total: 1000, Points: 100_000,
				Lines: []record.Line{
					{Code: "P0001", Barcode: "6901234567892", Name: "农夫山泉饮用天然水550ml", Unit: "瓶", Qty: 2000, List: 200, Price: 200, Why: "list", Amount: 400},
					{Code: "P0002", Barcode: "6901234567908", Name: "康师傅红烧牛肉面", Unit: "桶", Qty: 1000, List: 600, Price: 600, Why: "member", Amount: 600},
				},
				Paid: []record.Tender{{Kind: record.Cash, Amount: 200}, {Kind: record.Stored, Amount: 800, Uses: uses}},
			})
			if err != nil {
				return err
			}
			return tx.DropBasket(basket)
		})
		took := time.Since(start)
		if err != nil {
			b.Fatal(err)
		}
		ours, spentOurs = append(ours, took), spentOurs+took
		start = time.Now()
		w.witness.Saw(w.head) // once more than the sale did
		witnessed += time.Since(start)

		bare.saveBasket(basket, sold.Bytes)
		start = time.Now()
		bare.sell(sold, member, basket, uses[0])
		took = time.Since(start)
		theirs, spentTheirs = append(theirs, took), spentTheirs+took
	}
	b.ReportMetric(float64(spentOurs.Microseconds())/1000/float64(len(ours)), "ms/sale")
	b.ReportMetric(timing.Quantile(ours, 0.99), "p99-ms")
	b.ReportMetric(100*float64(spentTheirs)/float64(spentOurs), "%-of-bare")
	b.ReportMetric(100*timing.Quantile(theirs, 0.5)/timing.Quantile(ours, 0.5), "%-of-bare-p50")
	b.ReportMetric(float64(witnessed.Nanoseconds())/1000/float64(len(ours)), "witness-µs")
	b.ReportMetric(100*float64(witnessed)/float64(spentOurs), "witness-%")
	w.verify()
}

// bare is SQLite with the same tables, constraints and pragmas, and prepared statements that only write.
type bare struct {
	b   *testing.B
	db  *sql.Conn
	st  map[string]*sql.Stmt
	seq int
}

func openBare(b *testing.B) *bare {
	dsn := "file:" + filepath.Join(b.TempDir(), "bare.db") + "?_pragma=foreign_keys(1)&_pragma=synchronous(full)&_pragma=journal_mode(wal)&_pragma=temp_store(memory)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	conn, err := db.Conn(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	schema, err := files.ReadFile("migrations/0001_till.sql")
	if err != nil {
		b.Fatal(err)
	}
	s := &bare{b: b, db: conn, st: map[string]*sql.Stmt{}}
	if _, err := conn.ExecContext(context.Background(), string(schema)); err != nil {
		b.Fatal(err)
	}
	for i := range buyers {
		s.exec("INSERT INTO lots (holder, asset, id, ends, amount, since) VALUES (?, 'principal', ?, 0, ?, 0)", fmt.Sprintf("01MEMBER%017d", i), fmt.Sprintf("G%04d", i+1), int64(1)<<40)
	}
	return s
}

func (s *bare) exec(query string, args ...any) {
	st := s.st[query]
	if st == nil {
		var err error
		if st, err = s.db.PrepareContext(context.Background(), query); err != nil {
			s.b.Fatal(err)
		}
		s.st[query] = st
	}
	if _, err := st.Exec(args...); err != nil {
		s.b.Fatal(err)
	}
}

func (s *bare) saveBasket(basket string, body []byte) {
	s.exec("INSERT INTO baskets (id, body) VALUES (?, ?)", basket, body)
}

// sell writes the rows that a sale writes.
func (s *bare) sell(r record.Sealed, member, basket string, u escrow.Use) {
	s.seq++
	s.exec("BEGIN IMMEDIATE")
	s.exec("INSERT INTO reservations (basket, tender, holder, asset, lot, amount) VALUES (?, 1, ?, ?, ?, ?)", basket, member, string(u.Asset), u.Lot, u.Amount)
	s.exec("INSERT INTO journal (seq, id, kind, time, bytes, hash) VALUES (?, ?, ?, ?, ?, ?)", s.seq, r.ID, string(r.Kind), r.Time, r.Bytes, r.Hash[:])
	for _, p := range r.Postings {
		if kept(p.Account) {
			s.exec("INSERT INTO accounts (account, balance) VALUES (?1, abs(?2)) ON CONFLICT (account) DO UPDATE SET balance = balance + abs(?2)", string(p.Account), p.Amount)
		}
	}
	s.exec("DELETE FROM reservations WHERE basket = ?", basket)
	s.exec("UPDATE lots SET amount = amount - ?1 WHERE holder = ?2 AND asset = ?3 AND id = ?4", u.Amount, member, string(u.Asset), u.Lot)
	s.exec("INSERT INTO sales (seq, kind, member, total, time, shift, date) VALUES (?, ?, ?, ?, ?, ?, ?)", s.seq, string(r.Kind), member, 1000, r.Time, r.Shift, r.Date)
	s.exec("INSERT INTO news (holder, seq, claim, asset, delta) VALUES (?, ?, 0, 'principal', -800)", member, s.seq)
	s.exec("INSERT INTO news (holder, seq, claim, asset, delta) VALUES (?, ?, 0, 'points', 100000)", member, s.seq)
	s.exec("UPDATE state SET seen = ?", r.Time)
	s.exec("DELETE FROM baskets WHERE id = ?", basket)
	s.exec("INSERT OR IGNORE INTO idle (holder) VALUES (?)", member)
	s.exec("COMMIT")
}

// BenchmarkLookup finds products by barcode among a million, each lookup a transaction of its own.
func BenchmarkLookup(b *testing.B) {
	const products = 1_000_000
	w := newTill(b)
	start := time.Now()
	for at := 0; at < products; at += wire.FeedCount {
		items := make([]wire.Item, wire.FeedCount)
		for i := range items {
			n := at + i
			items[i] = item(pos.TopicProduct, fmt.Sprintf("P%07d", n), pos.Product{
				Code: fmt.Sprintf("P%07d", n), Barcodes: []string{fmt.Sprintf("690%010d", n*7919%10_000_000_000)},
				Name: fmt.Sprintf("商品 %d", n), NameEn: fmt.Sprintf("Product %d", n), Unit: "瓶", Price: 1000,
			})
		}
		w.must(w.ApplyFeed(batch(1, uint64(at), uint64(at+len(items)), items...)))
	}
	stored := float64(products) / time.Since(start).Seconds()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		n := i * 104_729 % products
		key := fmt.Sprintf("690%010d", n*7919%10_000_000_000)
		if i%4 == 0 {
			key = fmt.Sprintf("P%07d", n)
		}
		start := time.Now()
		p, err := w.product(key)
		took = append(took, time.Since(start))
		if err != nil || p.Price != 1000 {
			b.Fatal(p, err)
		}
	}
	b.ReportMetric(stored, "items/s-stored")
	b.ReportMetric(timing.Quantile(took, 0.50), "p50-ms")
	b.ReportMetric(timing.Quantile(took, 0.99), "p99-ms")
}
