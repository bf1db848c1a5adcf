package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

var migrations = fstest.MapFS{"0001_t.sql": {Data: []byte(`CREATE TABLE t (a INTEGER NOT NULL CHECK (a >= 0)) STRICT;`)}}

func count(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.View(context.Background(), func(tx *Tx) error { return tx.QueryRow("SELECT count(*) FROM t").Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUpdate(t *testing.T) {
	for name, file := range map[string]string{"file": filepath.Join(t.TempDir(), "odd ?#% name.db"), "memory": Memory + t.Name()} {
		t.Run(name, func(t *testing.T) {
			db, err := Open(file, migrations)
			if err != nil {
				t.Fatal(err)
			}
			ctx := context.Background()
			insert := func(a int) error {
				return db.Update(ctx, func(tx *Tx) error { _, err := tx.Exec("INSERT INTO t VALUES (?)", a); return err })
			}
			if err := insert(1); err != nil {
				t.Fatal(err)
			}
			if err := insert(-1); err == nil {
				t.Error("the CHECK let -1 pass")
			}
			boom := errors.New("boom")
			if err := db.Update(ctx, func(tx *Tx) error { _, err := tx.Exec("INSERT INTO t VALUES (2)"); return errors.Join(err, boom) }); !errors.Is(err, boom) {
				t.Errorf("Update = %v, want boom", err)
			}
			func() {
				defer func() { recover() }()
				_ = db.Update(ctx, func(tx *Tx) error { _, _ = tx.Exec("INSERT INTO t VALUES (3)"); panic("mid-transaction") })
			}()
			if n := count(t, db); n != 1 {
				t.Errorf("%d rows, want 1: only what committed", n)
			}
			if err := db.View(ctx, func(tx *Tx) error { _, err := tx.Exec("INSERT INTO t VALUES (4)"); return err }); err == nil {
				t.Error("a View wrote")
			}
			if err := db.View(ctx, func(tx *Tx) error { return tx.QueryRow("SELECT a FROM t WHERE a = 9").Scan(new(int)) }); !errors.Is(err, sql.ErrNoRows) {
				t.Errorf("no row: %v", err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestReopenKeepsAndRefusesNewer(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.db")
	db, err := Open(file, migrations)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(context.Background(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO t VALUES (1)")
		if err == nil {
			_, err = tx.Exec("PRAGMA user_version = 7")
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file, migrations); err == nil {
		t.Error("opened a file of a newer schema")
	}
	if _, err := OpenReader(file, migrations); err == nil {
		t.Error("opened a file of a newer schema for reading")
	}
}

func TestReaderBesideTheWriter(t *testing.T) {
	file, ctx := filepath.Join(t.TempDir(), "a.db"), context.Background()
	if _, err := OpenReader(file, migrations); err == nil {
		t.Error("opened a file that isn't there")
	}
	db, err := Open(file, migrations)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	reader, err := OpenReader(file, migrations)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	insert := func(tx *Tx) error { _, err := tx.Exec("INSERT INTO t VALUES (1)"); return err }
	if err := reader.View(ctx, func(tx *Tx) error {
		if err := db.Update(ctx, insert); err != nil { // a reader keeps nobody from writing
			return err
		}
		return insert(tx)
	}); err == nil {
		t.Error("a reader wrote")
	}
	if err := reader.Update(ctx, insert); !errors.Is(err, ErrReader) {
		t.Errorf("Update of a reader = %v", err)
	}
	if n := count(t, reader); n != 1 {
		t.Errorf("the reader sees %d rows, want the one that the writer wrote", n)
	}
}

// TestViews: more readers than there are connections take turns, and a closed database says so.
func TestViews(t *testing.T) {
	db, err := Open(filepath.Join(t.TempDir(), "a.db"), migrations)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	var wg sync.WaitGroup
	for range 5 * maxReaders {
		wg.Go(func() {
			for range 20 {
				if err := db.View(ctx, func(tx *Tx) error { return tx.QueryRow("SELECT count(*) FROM t").Scan(new(int)) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for a := range 50 {
		if err := db.Update(ctx, func(tx *Tx) error { _, err := tx.Exec("INSERT INTO t VALUES (?)", a); return err }); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
	if n := count(t, db); n != 50 {
		t.Errorf("%d rows, want 50", n)
	}
	if err := errors.Join(db.Close(), db.Close()); err != nil {
		t.Error(err)
	}
	if err := db.View(ctx, func(*Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("View of a closed database: %v", err)
	}
	if err := db.Update(ctx, func(*Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("Update of a closed database: %v", err)
	}
}

func TestFull(t *testing.T) {
	db, err := Open(filepath.Join(t.TempDir(), "a.db"), migrations)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	write := func(query string) error {
		return db.Update(context.Background(), func(tx *Tx) error { _, err := tx.Exec(query); return err })
	}
	if err := write("PRAGMA max_page_count = 1"); err != nil {
		t.Fatal(err)
	}
	if err := write("CREATE TABLE large AS SELECT zeroblob(1000000) AS b"); !Full(err) {
		t.Errorf("no room: %v", err)
	}
	if Full(errors.New("database or disk is full")) || Full(nil) {
		t.Error("another error is taken for a full disk")
	}
}

// TestOneQueryWithinItself: a query that would run while the rows of the same one are read is refused, with and without
// arguments.
func TestOneQueryWithinItself(t *testing.T) {
	db, err := Open(Memory+t.Name(), migrations)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(context.Background(), func(tx *Tx) error {
		if _, err := tx.Exec("INSERT INTO t VALUES (1), (2)"); err != nil {
			return err
		}
		for scan, err := range tx.Query("SELECT a FROM t") {
			var a int
			if err = errors.Join(err, scan(&a)); err != nil {
				return err
			}
			if err := tx.QueryRow("SELECT a FROM t").Scan(&a); !errors.Is(err, errRuns) {
				t.Errorf("within its own rows: %v", err)
			}
		}
		return tx.QueryRow("SELECT a FROM t").Scan(new(int))
	})
	if err != nil {
		t.Error(err)
	}
}

// TestCommits: what changes a row and is committed counts, and nothing else.
func TestCommits(t *testing.T) {
	db, err := Open(Memory+t.Name(), migrations)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	before, boom := db.Commits(), errors.New("boom")
	for _, c := range []struct {
		query string
		err   error
		want  uint64
	}{
		{"INSERT INTO t VALUES (1)", nil, 1},
		{"INSERT INTO t VALUES (2)", boom, 1},
		{"UPDATE t SET a = 3 WHERE a = 2", nil, 1},
		{"UPDATE t SET a = 3 WHERE a = 1 RETURNING a", nil, 2},
		{"SELECT 1 AS a", nil, 2},
		{"DELETE FROM t", nil, 3},
	} {
		err := db.Update(t.Context(), func(tx *Tx) error {
			if strings.HasSuffix(c.query, " a") {
				return tx.QueryRow(c.query).Scan(new(int))
			}
			_, err := tx.Exec(c.query)
			return errors.Join(err, c.err)
		})
		if got := db.Commits() - before; got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %d commits, want %d; %v", c.query, got, c.want, err)
		}
	}
}
