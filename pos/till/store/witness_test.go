package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/sqlite"
)

// TestWitness: books that lost their last commits, as SQLite's do without a word where its log is damaged. What they seem to
// hold may have been spent in those. A witness that says less than the books means nothing.
func TestWitness(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(books, earlier string) error // both are database files; earlier is of one commit before
		doubts bool
	}{
		"nothing happened": {func(_, _ string) error { return nil }, false},
		"commits are lost": {func(books, earlier string) error {
			return errors.Join(replace(books, earlier), replace(books+"-wal", earlier+"-wal"))
		}, true},
		"another journal": {func(books, _ string) error {
			return os.WriteFile(books+sqlite.WitnessEnd, []byte("00000000000000000002 "+strings.Repeat("ab", 32)+"\n"), 0o600)
		}, true},
		"an earlier witness":     {func(books, earlier string) error { return replace(books+sqlite.WitnessEnd, earlier+sqlite.WitnessEnd) }, false},
		"the witness is empty":   {func(books, _ string) error { return os.Truncate(books+sqlite.WitnessEnd, 0) }, false},
		"the witness is no line": {func(books, _ string) error { return os.Truncate(books+sqlite.WitnessEnd, 40) }, false},
		"there is no witness":    {func(books, _ string) error { return os.Remove(books + sqlite.WitnessEnd) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir, copied := t.TempDir(), t.TempDir()
			books := filepath.Join(dir, "till.db")
			w := openTill(t, books, 1)
			w.topUp(alice, 100_00, 0)
			w.must(w.Close())
			w.must(os.CopyFS(copied, os.DirFS(dir)))
			w.open()
			w.topUp(alice, 50_00, 0)
			w.must(w.Close())

			w.must(c.spoil(books, filepath.Join(copied, "till.db")))
			if _, err := Verify(context.Background(), books); (err != nil) != c.doubts {
				t.Errorf("verify: %v", err)
			}
			for range 2 { // what it sells for cash meanwhile lifts no doubt
				w.open()
				var doubt string
				w.view(func(tx *Tx) error {
					counts, err := tx.Counts()
					doubt = counts.Doubt
					return err
				})
				if spendable := w.spendable(alice, ""); (doubt != "") != c.doubts || (spendable == 0) != c.doubts {
					t.Errorf("doubt %q, spendable %d", doubt, spendable)
				}
				_, err := w.finish("B", "", 10_00, nil)
				w.must(err)
				w.must(w.Close())
			}
		})
	}
}

// TestDamaged: books that can't be read are refused in words that say what to do.
func TestDamaged(t *testing.T) {
	for name, at := range map[string]int64{"no database": 0, "the schema": 4096} {
		t.Run(name, func(t *testing.T) {
			books := filepath.Join(t.TempDir(), "till.db")
			w := openTill(t, books, 1)
			w.topUp(alice, 100_00, 0)
			w.must(w.Close())
			f, err := os.OpenFile(books, os.O_RDWR, 0)
			w.must(err)
			_, err = f.WriteAt(slices.Repeat([]byte{0xff}, 64), at)
			w.must(errors.Join(err, f.Close()))
			_, err = Open(books, w.clock, w.dice)
			w.refused(err, pos.Internal, "enrol the till anew, in another folder")
			if _, err = Verify(context.Background(), books); err == nil {
				t.Error("verify finds nothing")
			}
		})
	}
}

func replace(file, with string) error {
	b, err := os.ReadFile(with)
	if errors.Is(err, fs.ErrNotExist) {
		return os.RemoveAll(file)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o600)
}
