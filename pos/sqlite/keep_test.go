package sqlite

import (
	"errors"
	"testing"
)

// TestKeep: a database that is kept stays when its handle is closed, the old handle is of no use, nothing that was not
// committed stays, and an image brings everything back, for whoever has it open.
func TestKeep(t *testing.T) {
	k, err := Keep(t.Name())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := k.Forget(); err != nil {
			t.Error(err)
		}
	}()
	open := func() *DB {
		t.Helper()
		db, err := Open(k.File(), migrations)
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	insert := func(db *DB, n int) {
		t.Helper()
		for range n {
			if err := db.Update(t.Context(), func(tx *Tx) error { _, err := tx.Exec("INSERT INTO t VALUES (1)"); return err }); err != nil {
				t.Fatal(err)
			}
		}
	}
	old := open()
	insert(old, 3)
	if n := count(t, old); n != 3 {
		t.Fatal(n)
	}
	small, err := k.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Update(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO t VALUES (2)")
		return errors.Join(err, errors.New("a crash"))
	}); err == nil {
		t.Fatal("no crash")
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	if err := old.View(t.Context(), func(*Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("View of the old handle = %v", err)
	}
	if err := old.Update(t.Context(), func(*Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("Update of the old handle = %v", err)
	}
	db := open()
	if k.left != nil || len(db.w.stmts) < 4 {
		t.Errorf("the new handle has %d statements, and not those of the old one", len(db.w.stmts))
	}
	insert(db, 2000)
	if n := count(t, db); n != 2003 {
		t.Errorf("%d rows, want 2003", n)
	}
	large, err := k.Image(t.Context())
	if err != nil || len(large) <= len(small) {
		t.Fatal(len(large), len(small), err)
	}
	for _, image := range []struct {
		pages Image
		rows  int
	}{{small, 3}, {large, 2003}, {small, 3}} {
		if err := k.Put(t.Context(), image.pages); err != nil {
			t.Fatal(err)
		}
		if n := count(t, db); n != image.rows {
			t.Errorf("%d rows, want %d", n, image.rows)
		}
		insert(db, 1)
		if n := count(t, db); n != image.rows+1 || db.Check(t.Context()) != nil {
			t.Errorf("%d rows after one more, want %d; %v", n, image.rows+1, db.Check(t.Context()))
		}
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
