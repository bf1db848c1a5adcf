package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"holdfast/pos/till/tilltest"
	"holdfast/proof"
	"holdfast/proof/timing"
)

const (
	products = 1_000_000
	members  = 200_000
)

// BenchmarkWindow is the shipped program with its window on a screen in memory, which the processor draws too (software GL),
// and the books of a large chain. Its line is down. Keys come through the X server, as a scanner's would.
func BenchmarkWindow(b *testing.B) {
	bin := b.TempDir()
	if err := proof.Build(b.Context(), bin); err != nil {
		b.Fatal(err)
	}
	dir := largeTill(b)
	screen, err := proof.NewDisplay(1024, 768)
	if err != nil {
		b.Fatal(err)
	}
	defer screen.Close() //nolint:errcheck // nothing is on it any more
	t, err := proof.NewTill(bin, dir, "T1", func() string { return "" })
	if err != nil {
		b.Fatal(err)
	}
	defer t.Close()
	at := counter{b, t, screen}
	b.Run("start", at.starts)
	for _, layout := range []string{"touch", "keyboard"} {
		b.Run("scan-"+layout, func(b *testing.B) { counter{b, t, screen}.scans(layout) })
	}
	b.Run("memory", at.sales)
}

// largeTill makes the folder of a till at which somebody has opened a shift.
func largeTill(b *testing.B) (dir string) {
	dir = b.TempDir()
	made := &making{B: b}
	w := tilltest.New(made, filepath.Join(dir, booksFile))
	w.Fill(products, members)
	_, err := w.Till.Login("1001", "1111")
	w.Must(err)
	_, err = w.Till.OpenShift(0)
	w.Must(err)
	for _, f := range made.after {
		f()
	}
	return dir
}

// making closes the books it has made before the benchmark ends, as the program needs them.
type making struct {
	*testing.B
	after []func()
}

func (m *making) Cleanup(f func()) { m.after = append(m.after, f) }

// counter is a till, and a cashier who opens its window.
type counter struct {
	*testing.B
	till   *proof.Till
	screen *proof.Display
}

func (c counter) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

func (c counter) open(layout string) *proof.Window {
	w, err := c.till.Open(c.screen, "--layout", layout, "--lang", "zh")
	c.must(err)
	return w
}

func (c counter) until(w *proof.Window, what string, yes func(proof.Shown) bool) {
	c.Helper()
	c.must(w.Until(what, yes))
}

func (c counter) signIn(w *proof.Window) {
	c.Helper()
	c.must(w.SignIn("1001", "1111"))
	c.until(w, "somebody is signed in", func(s proof.Shown) bool { return s.Screen == "selling" && s.Person != "" })
}

// starts measures from the program's start until somebody may sign in, and sees that. The first start isn't counted: it
// brings program and books into the system's memory.
func (c counter) starts(b *testing.B) {
	c.B = b
	const starts = 9
	var took []time.Duration
	for b.Loop() {
		for i := range 1 + starts {
			begun := time.Now()
			w := c.open("touch")
			if i > 0 {
				took = append(took, time.UnixMicro(w.Now().Painted).Sub(begun))
			}
			w.Kill()
		}
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds(), "p50-s")
	b.ReportMetric(took[len(took)-1].Seconds(), "max-s")
}

// scans measures from a scanner's Enter until its line is seen: Enter passes the X server and waits until the window looks at
// its keys, which it does 60 times a second; what was typed is taken for a code, the sale is stored and read, the window
// painted. A sale has twenty lines. The processors that paint aren't used for asking meanwhile. The machine's own share is
// measured beside it: what it takes to wake another program and be woken, of which a scan needs two, with nothing else to do.
func (c counter) scans(layout string) {
	w := c.open(layout)
	defer w.Kill()
	c.signIn(w)
	scanner, err := c.screen.Scanner()
	c.must(err)
	defer scanner.Close() //nolint:errcheck // it has nothing more to type
	const sales, lines = 15, 20
	var took, woken []time.Duration
	for i := 0; c.Loop(); {
		for range sales {
			for line := 1; line <= lines; line++ {
				var seen time.Time
				w.Each = func(s proof.Shown) {
					if s.Lines == line && w.Each != nil {
						seen, w.Each = time.UnixMicro(s.Painted), nil
					}
				}
				entered, err := scanner.Scan(tilltest.NthProduct(i * 104_729 % products).Barcodes[0])
				c.must(err)
				time.Sleep(100 * time.Millisecond)
				c.until(w, fmt.Sprint("line ", line), func(s proof.Shown) bool { return s.Lines == line })
				idle, err := scanner.Idle()
				c.must(err)
				took, woken = append(took, seen.Sub(entered)), append(woken, idle)
				i++
			}
			c.cancel(w)
		}
	}
	c.ReportMetric(timing.Quantile(took, 0.50), "p50-ms")
	c.ReportMetric(timing.Quantile(took, 0.99), "p99-ms")
	c.ReportMetric(timing.Quantile(woken, 0.99), "machine-p99-ms")
}

func (c counter) cancel(w *proof.Window) {
	c.Helper()
	c.must(w.Keys("shift+Delete"))
	c.until(w, "it is asked whether that is meant", func(s proof.Shown) bool { return s.Screen == "form" })
	c.must(w.Keys("ctrl+Return"))
	c.until(w, "the sale is gone", func(s proof.Shown) bool { return s.Screen == "selling" && s.Lines == 0 })
}

// sales measures the memory that belongs to the program, what it shares with the system included, behind 1,000 and behind
// 2,000 sales; each is the mean over a hundred sales, as memory that is free again isn't given back at once.
func (c counter) sales(b *testing.B) {
	c.B = b
	w := c.open("touch")
	defer w.Kill()
	c.signIn(w)
	for b.Loop() {
		var behind [2]float64
		for i := range 2000 {
			c.sell(w, tilltest.NthProduct(i * 104_729 % products).Barcodes[0])
			if i%1000 >= 900 {
				bytes, err := w.Resident()
				c.must(err)
				behind[i/1000] += float64(bytes) / 1e6 / 100
			}
		}
		b.ReportMetric(behind[1], "MB")
		b.ReportMetric(behind[1]-behind[0], "MB-growth")
	}
}

func (c counter) sell(w *proof.Window, barcode string) {
	c.Helper()
	before := w.Now().Receipt
	c.must(w.Scan(barcode))
	c.until(w, "it is scanned", func(s proof.Shown) bool { return s.Lines == 1 })
	c.must(w.Keys("F12"))
	c.until(w, "it is sold", func(s proof.Shown) bool { return s.Lines == 0 && s.Receipt != "" && s.Receipt != before && !s.Busy })
}
