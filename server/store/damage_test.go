package store

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"holdfast/pos/record"
	"holdfast/pos/sqlite"
)

// crashed is books in a file, as a crash leaves them in the middle of work, and as they are when they were closed.
func crashed(t *testing.T) (killed, closed string, end uint64) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "hq.db")
	w := createWorld(t, file)
	lacks, err := w.s.Confront(w.now)
	w.ok(err)
	if lacks {
		t.Fatal("new books lack something")
	}
	x := w.enrol("S01", "T1")
	w.member = w.join("13800000001", "8801", 10000, 0)
	x.book(record.Accept{Grant: x.grant(w.member, 5000)})
	for range 20 {
		x.book(sale(w.member, "g", 100))
	}
	killed, closed = filepath.Join(t.TempDir(), "killed"), filepath.Join(t.TempDir(), "closed")
	w.ok(os.CopyFS(killed, os.DirFS(dir)))
	w.ok(w.s.Close())
	w.ok(os.CopyFS(closed, os.DirFS(dir)))
	return killed, closed, sqlite.Witnessed(file).Seq
}

// open opens spoilt books as hq serve does.
func (w *world) open(file string) (lacks bool, err error) {
	if w.s, err = Open(file, rand.NewChaCha8([32]byte{3})); err != nil {
		return false, err
	}
	w.s.Use(Reactors...)
	if lacks, err = w.s.Confront(w.now); err == nil {
		err = w.s.Sound(w.ctx())
	}
	return lacks, err
}

// TestDamage: books and their log, cut anywhere and with bits turned over anywhere. Either they serve, and are right, or lack
// the last records and grant nothing; or they are refused in words that say what to do. Bits inside of a record are found by
// hq verify.
func TestDamage(t *testing.T) {
	killed, closed, end := crashed(t)
	came := map[string]int{}
	chance := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		books, file string
		times       int
		pages       bool // whole pages are gone
		spoil       func(b []byte) []byte
	}{
		{killed, "hq.db", 1, false, func(b []byte) []byte { return b }},
		{closed, "hq.db", 1, false, func(b []byte) []byte { return b }},
		{killed, "hq.db-wal", 12, false, func(b []byte) []byte { return b[:chance.IntN(len(b))] }},
		{killed, "hq.db-wal", 12, false, func(b []byte) []byte { b[chance.IntN(len(b))] ^= 1 << chance.IntN(8); return b }},
		{killed, "hq.db-wal", 1, false, func([]byte) []byte { return nil }},
		{closed, "hq.db", 12, true, func(b []byte) []byte { return b[:chance.IntN(len(b))] }},
		{closed, "hq.db", 12, false, func(b []byte) []byte { b[chance.IntN(len(b))] ^= 1 << chance.IntN(8); return b }},
		{closed, "hq.db", 12, true, func(b []byte) []byte { clear(b[4096*chance.IntN(len(b)/4096):][:4096]); return b }},
		{closed, "hq.db", 1, false, func(b []byte) []byte { copy(b, "no database at all"); return b }},
	} {
		for n := range c.times {
			w := &world{t: t, now: morning.Add(time.Hour), tills: map[string]*till{}}
			dir := filepath.Join(t.TempDir(), "d")
			w.ok(os.CopyFS(dir, os.DirFS(c.books)))
			w.ok(ignoring(os.Remove(filepath.Join(dir, "hq.db-shm"))))
			name := filepath.Join(dir, c.file)
			b, err := os.ReadFile(name)
			w.ok(err)
			w.ok(os.WriteFile(name, c.spoil(b), 0o600))
			what := fmt.Sprintf("%s of %s, %d", c.file, filepath.Base(c.books), n)

			lacks, err := w.open(filepath.Join(dir, "hq.db"))
			if w.s != nil {
				defer w.s.Close() //nolint:errcheck // it is spoilt
			}
			if err != nil {
				came["refused"]++
				if !strings.Contains(err.Error(), "hq restore") {
					t.Errorf("%s: refused without saying what to do: %v", what, err)
				}
				continue
			}
			at := uint64(0)
			w.ok(w.s.view(w.ctx(), func(t *Tx) error { h, err := t.end(); at = h.seq; return err }))
			if (at < end) != lacks {
				t.Errorf("%s: the books end at %d of %d, and lack something: %v", what, at, end, lacks)
			}
			w.ok(w.s.view(w.ctx(), func(tx *Tx) error {
				p, err := tx.phase()
				if p.recovering != lacks {
					t.Errorf("%s: recovering %v, lacking records %v", what, p.recovering, lacks)
				}
				return err
			}))
			switch _, err := w.s.Verify(w.ctx()); {
			case err != nil:
				if c.pages {
					t.Errorf("%s: pages are gone, and it serves: %v", what, err)
				}
				came["found by verify"]++
			case lacks:
				came["lacks records"]++
			default:
				came["serves"]++
			}
			if again, err := w.s.Confront(w.now); again || err != nil {
				t.Errorf("%s: and lacks them again: %v", what, err)
			}
		}
	}
	for _, outcome := range []string{"refused", "lacks records", "serves"} {
		if came[outcome] < 2 {
			t.Errorf("what was tried came to %v", came)
		}
	}
}

// ignoring is an error but for that a file isn't there.
func ignoring(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
