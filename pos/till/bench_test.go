package till_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"holdfast/pos/money"
	"holdfast/pos/pinyin"
	"holdfast/pos/till/tilltest"
	"holdfast/proof/timing"
)

// large is a till of a large chain at which somebody has opened a shift; it is made once for all benchmarks that only read
// or scan.
var large *tilltest.World

const (
	products = 1_000_000
	members  = 200_000
)

func largeTill(b *testing.B) *tilltest.World {
	if large == nil {
		dir, err := os.MkdirTemp("", "holdfast-bench-")
		if err != nil {
			b.Fatal(err)
		}
		large = tilltest.New(never{b}, dir+"/till.db")
		large.Fill(products, members)
		_, err = large.Till.Login("1001", "1111")
		large.Must(err)
		_, err = large.Till.OpenShift(0)
		large.Must(err)
	}
	return large
}

// never cleans nothing up when the first of the benchmarks ends, as the next ones need it.
type never struct{ *testing.B }

func (never) Cleanup(func()) {}

func TestMain(m *testing.M) {
	code := m.Run()
	if large != nil {
		_ = large.Store.Close()
		_ = os.RemoveAll(large.File[:len(large.File)-len("/till.db")])
	}
	os.Exit(code)
}

// times reports the middle and the slowest hundredth of what was measured.
func times(b *testing.B, took []time.Duration) {
	b.ReportMetric(timing.Quantile(took, 0.50), "p50-ms")
	b.ReportMetric(timing.Quantile(took, 0.99), "p99-ms")
}

// BenchmarkScanToLine scans products among a million, durably, and reads the sale as a window shows it. A sale has twenty
// lines, then it is cancelled.
func BenchmarkScanToLine(b *testing.B) {
	w := largeTill(b)
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		p := tilltest.NthProduct(i * 104_729 % products)
		start := time.Now()
		_, err := w.Till.Scan(p.Barcodes[0], money.One)
		if err == nil {
			_, err = w.Till.Sale()
		}
		took = append(took, time.Since(start))
		w.Must(err)
		if i%20 == 19 {
			_, err = w.Till.Cancel()
			w.Must(err)
		}
	}
	times(b, took)
	if _, err := w.Till.Cancel(); err != nil {
		b.Log(err)
	}
}

// BenchmarkFind looks for products among a million and members among 200,000, as each key is pressed.
func BenchmarkFind(b *testing.B) {
	w := largeTill(b)
	initials := func(n int) (texts []string) {
		for i := range 50 {
			name := tilltest.NthProduct(i * 7919).Name
			_, word, _ := strings.Cut(name, " ")
			member := pinyin.Initials(tilltest.NthMember(i * 7919 % members).Name)
			texts = append(texts, pinyin.Initials(name)[:n], pinyin.Initials(word)[:n], member[:min(n, len(member))])
		}
		return texts
	}
	for name, texts := range map[string][]string{
		"initials=2":  initials(2),
		"initials=3":  initials(3),
		"initials=5":  initials(5),
		"chinese=1":   {"矿", "张", "无"},
		"chinese=2":   {"矿泉", "泉水", "无糖", "张伟", "饼干"},
		"chinese=4":   {"无糖矿泉", "苏打饼干", "有机大米"},
		"english":     {"min", "mineral", "mineral wat", "chocolate", "beef noodles"},
		"phone=4":     {"0001", "1234", "9876"},
		"barcode=all": {tilltest.NthProduct(77).Barcodes[0], tilltest.NthProduct(999_999).Barcodes[0]},
		"code":        {"P00", "P0012", "P0999999"},
		"nothing":     {"qqqqqq", "龘龘"},
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				found, err := w.Till.Find(texts[i%len(texts)], 20)
				took = append(took, time.Since(start))
				if none := len(found.Products)+len(found.Members) == 0; err != nil || none != (name == "nothing") {
					b.Fatalf("%s: %+v, %v", texts[i%len(texts)], found, err)
				}
			}
			times(b, took)
		})
	}
}

// BenchmarkShelf turns the pages of a million products.
func BenchmarkShelf(b *testing.B) {
	w := largeTill(b)
	categories, err := w.Till.Categories()
	w.Must(err)
	for name, read := range map[string]func(i int) error{
		"categories": func(int) error { _, err := w.Till.Categories(); return err },
		"usual":      func(i int) error { _, _, err := w.Till.Shelf("", i%50*24, 24); return err },
		"category": func(i int) error {
			_, _, err := w.Till.Shelf(categories[i%len(categories)].Name, i%50*24, 24)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				err := read(i)
				took = append(took, time.Since(start))
				w.Must(err)
			}
			times(b, took)
		})
	}
}
