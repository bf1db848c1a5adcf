package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
)

const (
	benchPlaces  = 50
	benchMembers = 200 // of each place
)

// BenchmarkAccept books sale records of 6 postings from 50 places, each transaction durable, and reports records a
// second and the ratio to bare SQLite writing the same rows to a file of the same schema. Decoding is done before, as
// the sessions' goroutines do.
func BenchmarkAccept(b *testing.B) {
	for _, each := range []int{10, 100, 500} {
		b.Run(fmt.Sprintf("push=%d", each), func(b *testing.B) {
			w := createWorld(b, filepath.Join(b.TempDir(), "hq.db"))
			defer w.s.Close()
			var tills []*till
			for i := range benchPlaces {
				x := w.enrol("S01", fmt.Sprintf("T%d", i))
				var stock [][]byte
				for m := range benchMembers {
					stock = append(stock, x.write(record.TopUp{Member: fmt.Sprintf("%026d", i*benchMembers+m), Principal: money.Max, Tender: record.Bank}))
				}
				x.push(1, stock...)
				tills = append(tills, x)
			}
			bare, err := sqlite.Open(filepath.Join(b.TempDir(), "bare.db"), migrations(), longLog)
			w.ok(err)
			defer bare.Close()
			w.ok(copyBooks(w.s.db, bare))

			var ours, theirs, used time.Duration
			n := 0
			for b.Loop() {
				b.StopTimer()
				rounds := make([][]hub.Record, len(tills))
				for i, x := range tills {
					for range each {
						member := fmt.Sprintf("%026d", i*benchMembers+int(x.seq)%benchMembers)
						rounds[i] = append(rounds[i], x.prepare([][]byte{x.write(benchSale(member))})...)
					}
					x.sent = nil
				}
				var written *Tx
				b.StartTimer()
				began, had := time.Now(), processor()
				w.ok(w.s.update(context.Background(), func(t *Tx) error {
					for i, x := range tills {
						a, err := t.Accept(x.place, x.epoch, x.seq-uint64(each)+1, rounds[i], w.now)
						if err != nil || a.Acked != x.seq || a.Fenced != "" {
							return fmt.Errorf("%+v: %w", a, err)
						}
					}
					written = t
					return nil
				}))
				ours, used = ours+time.Since(began), used+processor()-had
				b.StopTimer()
				theirs += writeBare(w, bare, written, rounds)
				n += len(tills) * each
				b.StartTimer()
			}
			w.ok(w.s.db.View(context.Background(), func(tx *sqlite.Tx) error { return sameRows(tx) }))
			b.ReportMetric(float64(n)/ours.Seconds(), "records/s")
			b.ReportMetric(float64(used.Microseconds())/float64(n), "cpu-µs/record")
			b.ReportMetric(100*theirs.Seconds()/ours.Seconds(), "%-of-bare")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// processor is the time that this process has had of the processors.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func benchSale(member string) record.Sale {
	return record.Sale{Member: member, Total: 3000, Points: 30_0000, Basket: "01JDB0M3Q8Z1X2C3V4B5N6M7K8",
		Lines: []record.Line{
			{Code: "1001", Barcode: "6990137200548", Name: "矿泉水", Unit: "瓶", Qty: money.One, List: 1000, Price: 1000, Why: "list", Amount: 1000},
			{Code: "1002", Barcode: "6990137200555", Name: "全麦面包", Unit: "袋", Qty: 2 * money.One, List: 1000, Price: 1000, Why: "list", Amount: 2000}},
		Paid: []record.Tender{
			{Kind: record.Stored, Amount: 2000, Uses: []escrow.Use{{Lot: "01JDB0M3Q8Z1X2C3V4B5N6M7K9", Asset: ledger.Principal, Amount: 2000}}},
			{Kind: record.Bank, Amount: 1000, Ref: "000123"}}}
}

// writeBare writes what a transaction of ours wrote as one would by hand: a statement for each row.
func writeBare(w *world, bare *sqlite.DB, written *Tx, rounds [][]hub.Record) time.Duration {
	var rows []journalRow
	hqSeq := written.head.seq
	for _, records := range rounds {
		hqSeq -= uint64(len(records))
	}
	for _, records := range rounds {
		for _, r := range records {
			hqSeq++
			rows = append(rows, journalRow{Sealed: &r.(*prepared).Sealed, hqSeq: hqSeq, booked: true})
		}
	}
	began := time.Now()
	w.ok(bare.Update(context.Background(), func(tx *sqlite.Tx) error {
		for _, r := range rows {
			if _, err := tx.Exec(`INSERT INTO journal (hq_seq, place, epoch, seq, kind, id, at, came, booked, bytes, hash, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				int64(r.hqSeq), r.Place, int64(r.Epoch), int64(r.Seq), string(r.Kind), r.ID, r.Time, w.now.UnixMilli(), r.booked, r.Bytes, r.Hash[:], r.Hash[:]); err != nil {
				return err
			}
		}
		for name, a := range written.accounts {
			var place, epoch any
			if a.parts.Place != "" {
				place, epoch = a.parts.Place, int64(a.parts.Epoch)
			}
			if _, err := tx.Exec(`INSERT INTO accounts (who, name, kind, asset, place, epoch, balance, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (who, name) DO UPDATE SET balance = excluded.balance, since = excluded.since`,
				a.parts.Who, string(name), a.parts.Kind, string(a.parts.Asset), place, epoch, a.balance, a.since); err != nil {
				return err
			}
		}
		for _, e := range written.epochs {
			if _, err := tx.Exec("UPDATE epochs SET acked = ?, hash = ? WHERE place = ? AND epoch = ?", int64(e.acked), e.hash[:], e.place, int64(e.number)); err != nil {
				return err
			}
		}
		return nil
	}))
	return time.Since(began)
}

// copyBooks fills the bare file with what ours has before the measuring begins.
func copyBooks(from, to *sqlite.DB) error {
	ctx := context.Background()
	return to.Update(ctx, func(out *sqlite.Tx) error {
		return from.View(ctx, func(in *sqlite.Tx) error {
			for _, table := range []string{"stores", "places", "epochs", "journal", "accounts"} {
				var columns int
				if err := in.QueryRow("SELECT count(*) FROM pragma_table_info(?)", table).Scan(&columns); err != nil {
					return err
				}
				marks := "?" + strings.Repeat(", ?", columns-1)
				for scan, err := range in.Query("SELECT * FROM " + table) {
					values, to := make([]any, columns), make([]any, columns)
					for i := range values {
						to[i] = &values[i]
					}
					if err == nil {
						err = scan(to...)
					}
					if err == nil {
						_, err = out.Exec("INSERT INTO "+table+" VALUES ("+marks+")", values...)
					}
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
}

// sameRows makes sure that what was measured was booked.
func sameRows(tx *sqlite.Tx) error {
	var unbooked int
	if err := tx.QueryRow("SELECT count(*) FROM journal WHERE booked = 0").Scan(&unbooked); err != nil || unbooked > 0 {
		return fmt.Errorf("%d records were not booked: %w", unbooked, err)
	}
	return nil
}
