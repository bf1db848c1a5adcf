package store

import (
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
)

// disk is where a till's books are, and how its room ends and comes back.
type disk struct {
	dir   string
	fill  func()
	clear func()
	full  bool // whether the system calls it full, and not only too large a file

}

// limited is a folder in which no file grows beyond what the books' files are when it is filled.
func limited(t *testing.T) disk {
	dir := t.TempDir()
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ) // so that a write fails instead of killing the process
	limit := func(n uint64) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: was.Max}); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { limit(was.Cur); signal.Reset(syscall.SIGXFSZ) })
	return disk{dir: dir, clear: func() { limit(was.Cur) }, fill: func() {
		log, err := os.Stat(filepath.Join(dir, "till.db-wal"))
		if err != nil {
			t.Fatal(err)
		}
		limit(uint64(log.Size()))
	}}
}

// tiny is a real file system of a few megabytes, with a file that takes what is left of it.
func tiny(t *testing.T) (disk, bool) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		return disk{}, false // only root may
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) }) //nolint:errcheck // nothing is lost
	ballast := filepath.Join(dir, "ballast")
	return disk{dir: dir, full: true, clear: func() { os.Remove(ballast) }, fill: func() {
		f, err := os.Create(ballast)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for chunk := make([]byte, 4096); ; {
			if _, err := f.Write(chunk); errors.Is(err, syscall.ENOSPC) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}}, true
}

// TestDiskFull: a sale that can't be written is refused with words for what to do; the books are what they were and can
// be read; with room the till goes on by itself, and no sale is there twice.
func TestDiskFull(t *testing.T) {
	kinds := map[string]func(t *testing.T) (disk, bool){
		"limited": func(t *testing.T) (disk, bool) { return limited(t), true }, "tmpfs": tiny,
	}
	for name, prepare := range kinds {
		t.Run(name, func(t *testing.T) {
			d, ok := prepare(t)
			if !ok {
				return // limited stands for it
			}
			w := openTill(t, filepath.Join(d.dir, "till.db"), 1)
			defer func() { w.must(w.Close()) }()
			w.grant(alice, 60_000, nil)
			for i := range 5 {
				w.topUp(alice, 100, 0)
				_, err := w.product("none") // readers are at work too
				if pos.CodeOf(err) != pos.NotFound {
					t.Fatal(i, err)
				}
			}
			uses, err := w.pay("B1", 1, alice, 4000)
			w.must(err)
			head, held := w.last(), w.held(alice, ledger.Principal)
			d.fill()
			defer d.clear()
			refused := 0
			for refused < 5 { // the log may have room for one more
				sold, err := w.finish("B1", alice, 0, uses)
				if err == nil {
					head, held = sold, held-4000
					uses, err = w.pay("B1", 1, alice, 4000)
				}
				if err == nil {
					continue
				}
				refused++
				text := "make room"
				if !d.full {
					text = "has room"
				}
				w.refused(err, pos.Internal, text)
				if got := w.last(); got.Seq != head.Seq {
					t.Fatalf("refused, and record %d is there", got.Seq)
				}
				w.verify()
				if len(uses) == 0 {
					break
				}
			}
			d.clear()
			if len(uses) == 0 {
				uses, err = w.pay("B1", 1, alice, 4000)
				w.must(err)
			}
			_, err = w.finish("B1", alice, 0, uses)
			w.must(err)
			if got := w.last(); got.Seq != head.Seq+1 || w.held(alice, ledger.Principal) != held-4000 {
				t.Errorf("record %d, %d held, want %d and %d", got.Seq, w.held(alice, ledger.Principal), head.Seq+1, held-4000)
			}
			w.verify()
			w.reopen()
			w.verify()
		})
	}
}

// breakHandle is a commit that fails: the statement ends the transaction, so that there is nothing to commit.
func breakHandle(w *till) error {
	return w.Update(func(tx *Tx) error { _, err := tx.tx.Exec("ROLLBACK"); return err })
}

// TestBooksOpenAnew: after a commit that failed the next change finds the books as they were.
func TestBooksOpenAnew(t *testing.T) {
	w := newTill(t)
	w.grant(alice, 6000, nil)
	before := w.db.Load()
	w.refused(breakHandle(w), pos.Internal, "nothing was")
	if w.db.Load() == before {
		t.Error("the same handle goes on")
	}
	w.topUp(alice, 100, 0)
	// Twice in a row, and a rollback that fails: the words come with the next change, which just works.
	w.refused(breakHandle(w), pos.Internal, "nothing was")
	w.refused(breakHandle(w), pos.Internal, "nothing was")
	boom := errors.New("boom")
	err := w.Update(func(tx *Tx) error {
		_, err := tx.tx.Exec("ROLLBACK")
		return errors.Join(err, boom)
	})
	if !errors.Is(err, boom) {
		t.Error(err)
	}
	w.topUp(alice, 100, 0)
	if n := w.held(alice, ledger.Principal); n != 6200 || w.last().Seq != 3 {
		t.Errorf("%d held after record %d", n, w.last().Seq)
	}
	w.verify()
}

// TestLooksMeanwhile: whoever reads while the books are opened anew notices nothing.
func TestLooksMeanwhile(t *testing.T) {
	w := newTill(t)
	w.topUp(alice, 100, 0)
	done := make(chan struct{})
	var looking sync.WaitGroup
	for range 3 {
		looking.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if st, err := w.State(); err != nil || st.HeadSeq != 1 {
					t.Errorf("%+v, %v", st, err)
					return
				}
			}
		})
	}
	for range 20 {
		w.refused(breakHandle(w), pos.Internal, "nothing was")
	}
	close(done)
	looking.Wait()
}

// TestCommitThatWentThrough: what the disk reported as failed and is in the books all the same counts, once.
func TestCommitThatWentThrough(t *testing.T) {
	w := newTill(t)
	w.topUp(alice, 100, 0)
	w.update(func(tx *Tx) error {
		_, err := tx.Append(Operator{}, record.TopUp{Member: alice, Principal: 100, Tender: record.Cash})
		if err == nil {
			_, err = tx.tx.Exec("COMMIT")
		}
		return err
	})
	if n := w.held(alice, ledger.Principal); n != 200 || w.last().Seq != 2 {
		t.Errorf("%d held after record %d", n, w.last().Seq)
	}
	w.topUp(alice, 100, 0)
	w.verify()
}

// TestOtherBooks: where the file is not the one that was written any more, nothing goes on, and nothing more is broken.
func TestOtherBooks(t *testing.T) {
	w := newTill(t)
	w.topUp(alice, 100, 0)
	other, err := Open(w.file, w.clock, w.dice)
	w.must(err)
	w.must(other.Update(func(tx *Tx) error {
		_, err := tx.Append(Operator{}, record.TopUp{Member: alice, Principal: 100, Tender: record.Cash})
		return err
	}))
	w.must(other.Close())
	for range 2 {
		w.refused(breakHandle(w), pos.Internal, "call support")
	}
	w.refused(w.Update(func(tx *Tx) error { return tx.SaveBasket("B1", nil) }), pos.Internal, "call support")
	if n := w.held(alice, ledger.Principal); n != 200 {
		t.Errorf("%d can be read, want 200", n)
	}
}

// TestFullWithinATransaction: nothing is broken, and the words are the same.
func TestFullWithinATransaction(t *testing.T) {
	w := newTill(t)
	w.update(func(tx *Tx) error {
		var pages int
		if err := tx.tx.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
			return err
		}
		return tx.tx.QueryRow("PRAGMA max_page_count = 1").Scan(&pages)
	})
	err := w.Update(func(tx *Tx) error { return tx.SaveBasket("B1", make([]byte, 100_000)) })
	w.refused(err, pos.Internal, "the disk is full and nothing was written")
	if !sqlite.Full(err) {
		t.Error(err)
	}
	w.update(func(tx *Tx) error { return tx.SaveBasket("B1", []byte("small")) })
	w.verify()
}
