//go:build linux

// Package chaos has a chain of real programs work while everything that can go wrong goes wrong: tills and head office
// are killed and stand still, lines are cut, slow and garble, disks are full, clocks jump, the logs of dead tills are cut
// short and bits in them turned over. Meanwhile members buy, pay in, give back some of what they bought at this till or
// another, lose their cards and find them or get new ones. In the end all books must be equal: what members own at head
// office is what their receipts say.
//
// It drives the programs by package proof alone. The one thing to know: a cashier books a deal when its answer is seen,
// and one whose answer was lost when the till's own books have its receipt. Chance is drawn from a seed: the same seed
// plans the same deals and troubles again, though the moments at which they meet are the machine's.
package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"holdfast/proof"
)

// Plan is what is to be done.
type Plan struct {
	Seed  uint64
	Time  time.Duration // for which there is trouble
	Tills int
	Bin   string                           // programs that proof.BuildWrongClock has built
	Dir   string                           // an empty folder, on the disk that Bin is on
	Say   func(format string, args ...any) // is told how it goes
}

// world is the chain that a plan is carried out on.
type world struct {
	plan     Plan
	hq       *proof.HQ
	hqDisk   *proof.Disk
	hqDown   sync.RWMutex // held while HQ is down on purpose: commands of hq wait
	cashiers []*cashier
	members  []string // phones
	books    books
	blanks   blanks
	tally    tally
}

// opening is what each member owns to begin with.
const opening = 200_00

// Run carries out a plan. The error is what must not have happened; the table says what has been done.
func Run(p Plan) (table string, err error) {
	w := &world{plan: p}
	defer w.close()
	if err := w.open(); err != nil {
		return "", fmt.Errorf("open: %w", err)
	}
	w.tally.begin()
	p.Say("%d tills are open", p.Tills)
	if err := w.trouble(); err != nil {
		return w.tally.table(), err
	}
	p.Say("%s; now all is quiet", w.tally.line())
	if err := w.settleDown(); err != nil {
		return w.tally.table(), fmt.Errorf("when all was quiet again: %w", err)
	}
	return w.tally.table(), nil
}

// chance is a source of chance for one purpose of the plan.
func (w *world) chance(purpose uint64) *rand.Rand { return rand.New(rand.NewPCG(w.plan.Seed, purpose)) }

// open makes the chain: head office, members, tills that have enrolled.
func (w *world) open() error {
	p := w.plan
	folder := filepath.Join(p.Dir, "hq")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	var err error
	if w.hqDisk, err = proof.MountDisk(folder, 512); err != nil {
		p.Say("no disk will be full: %v", err)
	}
	w.hq = proof.NewHQ(p.Bin, folder)
	if _, err := w.hq.Run("init", "--demo"); err != nil {
		return err
	}
	rows := []string{"phone,name,store,cards,principal"}
	for i := range 2 * p.Tills {
		w.members = append(w.members, fmt.Sprintf("137000000%02d", i))
		rows = append(rows, fmt.Sprintf("%s,member %d,S0%d,%s,%s", w.members[i], i, 1+i%2, firstCard(w.members[i]), proof.Yuan(opening)))
	}
	file := filepath.Join(p.Dir, "members.csv")
	if err := os.WriteFile(file, []byte(strings.Join(rows, "\n")), 0o600); err != nil {
		return err
	}
	if _, err := w.hq.Run("import", "members", file); err != nil {
		return err
	}
	w.blanks.stock = map[string][]string{}
	for _, store := range []string{"S01", "S02"} {
		if w.blanks.stock[store], err = w.makeCards(store); err != nil {
			return err
		}
	}
	for i := range p.Tills {
		code, store := fmt.Sprint("T", i+1), fmt.Sprintf("S0%d", 1+i%2)
		if i < 3 {
			store = []string{"S01", "S01", "S02"}[i] // they are in the demo chain
		} else if _, err := w.hq.Run("till add", code, store); err != nil {
			return err
		}
		k, err := w.hire(uint64(i), code, store)
		if err != nil {
			return err
		}
		w.cashiers = append(w.cashiers, k)
	}
	if err := w.hq.Start(); err != nil {
		return err
	}
	return w.each(func(k *cashier) error { return k.enrol() })
}

// each has all cashiers do something at the same time.
func (w *world) each(do func(*cashier) error) error {
	var failed failures
	var all sync.WaitGroup
	for _, k := range w.cashiers {
		all.Go(func() { failed.add(do(k)) })
	}
	all.Wait()
	return failed.first()
}

// trouble lets the cashiers work and everything go wrong, until the time is over or something is not as it must be.
func (w *world) trouble() error {
	ctx, cancel := context.WithTimeout(context.Background(), w.plan.Time)
	defer cancel()
	var failed failures
	var all sync.WaitGroup
	for i, k := range w.cashiers {
		all.Go(func() {
			if err := k.work(ctx); err != nil {
				failed.add(err)
				cancel()
			}
		})
		all.Go(func() { k.troubles(ctx, w.chance(100+uint64(i))) })
	}
	all.Go(func() {
		if err := w.hqTroubles(ctx, w.chance(99)); err != nil {
			failed.add(err)
			cancel()
		}
	})
	all.Go(func() {
		for pause(ctx, 5*time.Second) {
			w.plan.Say("%s", w.tally.line())
		}
	})
	all.Wait()
	return failed.first()
}

func (w *world) close() {
	for _, k := range w.cashiers {
		k.Close()
		if k.disk != nil {
			_ = k.disk.Unmount()
		}
	}
	if w.hq != nil {
		w.hq.Kill()
	}
	if w.hqDisk != nil {
		_ = w.hqDisk.Unmount()
	}
}

// pause waits; it is false when the time is over.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// failures keeps the first of what must not have happened: the rest mostly follows from it.
type failures struct {
	mu  sync.Mutex
	err error
}

func (f *failures) add(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
}

func (f *failures) first() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}
