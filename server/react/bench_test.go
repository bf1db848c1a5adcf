package react

import (
	"fmt"
	"testing"

	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
)

// BenchmarkReact lets all reactors read sales to 200 members at one till, 2,000 in a transaction.
func BenchmarkReact(b *testing.B) {
	w := makeWorld(b, sqlite.Memory+b.Name())
	defer w.close()
	x := w.enrol("S01", "T1")
	var lots []string
	for i := range 200 {
		lots = append(lots, x.book(record.TopUp{Member: fmt.Sprintf("%026d", i), Principal: money.Max / 10, Tender: record.Bank}).ID)
	}
	const each = 2000
	n := 0
	for b.Loop() {
		b.StopTimer()
		w.catchUp()
		for i := range each {
			s := sale(fmt.Sprintf("%026d", i%200), lots[i%200], 100)
			s.Lines = []record.Line{{Code: "1", Name: "n", Qty: money.One, List: 100, Price: 100, Why: "list", Amount: 100}}
			x.book(s)
		}
		b.StartTimer()
		w.update(func(tx hub.Tx) error { _, err := tx.React(each, w.now); return err })
		n += each
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/record")
}
