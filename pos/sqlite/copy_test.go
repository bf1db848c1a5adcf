package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// TestCopy: a copy taken beside the writer is whole, for its owner's eyes only, and is never written over.
func TestCopy(t *testing.T) {
	schema := fstest.MapFS{"0001_t.sql": {Data: []byte("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB) STRICT;")}}
	dir := t.TempDir()
	db, err := Open(filepath.Join(dir, "a.db"), schema)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	insert := func(tx *Tx) error { _, err := tx.Exec("INSERT INTO t (b) VALUES (randomblob(5000))"); return err }
	for range 20 {
		if err := db.Update(t.Context(), insert); err != nil {
			t.Fatal(err)
		}
	}
	to := filepath.Join(dir, "b.db")
	if err := db.Update(t.Context(), func(tx *Tx) error {
		if err := insert(tx); err != nil {
			return err
		}
		return db.Copy(t.Context(), to) // without what is not committed
	}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if err := db.Copy(t.Context(), to); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second copy to the same file: %v", err)
	}
	copied, err := OpenReader(to, schema)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	var n int
	if err := errors.Join(copied.Check(t.Context()), copied.View(t.Context(), func(tx *Tx) error {
		return tx.QueryRow("SELECT count(*) FROM t").Scan(&n)
	})); err != nil || n != 20 {
		t.Errorf("the copy has %d rows: %v", n, err)
	}
}

// TestCheckFindsDamage: a flipped page is found.
func TestCheckFindsDamage(t *testing.T) {
	schema := fstest.MapFS{"0001_t.sql": {Data: []byte("CREATE TABLE t (n INTEGER PRIMARY KEY, a TEXT) STRICT; CREATE INDEX t_a ON t (a);")}}
	file := filepath.Join(t.TempDir(), "a.db")
	db, err := Open(file, schema)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(t.Context(), func(tx *Tx) error {
		for range 500 {
			if _, err := tx.Exec("INSERT INTO t (a) VALUES (hex(randomblob(20)))"); err != nil {
				return err
			}
		}
		return nil
	}), db.Close()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096*3 + 100; i < 4096*3+400; i++ {
		b[i] ^= 0xff
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err = OpenReader(file, schema)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Check(t.Context()); err == nil {
		t.Error("the damage isn't found")
	}
}
