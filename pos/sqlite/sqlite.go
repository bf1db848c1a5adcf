// Package sqlite opens the SQLite files of the till and of HQ: pragmas, migrations, one writer and many readers. It
// knows no sale.
//
// The one thing to know: [DB.Update] is durable when it returns nil (WAL with synchronous=FULL, asserted at Open),
// and after a failed commit the DB is broken for good. Nobody can tell then what is on disk, so the caller closes it,
// opens it anew and looks; it never retries on the same handle.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// Memory as a path's prefix opens a database in memory, shared by name within the process while somebody has it open.
// The simulator uses it: closing such a handle without committing is a crash.
const Memory = "memory:"

// ErrBroken is every answer of a DB after one of its commits failed.
var ErrBroken = errors.New("database handle is broken by a failed commit; reopen it")

// ErrReader is the answer of Update of a DB opened by OpenReader.
var ErrReader = errors.New("database is open for reading only")

// DB is one database file.
type DB struct {
	writing sync.Mutex
	w       *conn
	wdb     *sql.DB
	r       *sql.DB
	broken  error
}

// Open opens or creates the file and brings its schema up to date with the migrations NNNN_name.sql, in their order.
func Open(file string, migrations fs.FS) (*DB, error) {
	dsn := source(file)
	// The writer's cache holds a large transaction whole: what doesn't fit is written to the log and read back before it
	// is committed.
	wdb, err := sql.Open("sqlite", dsn+"&_pragma=journal_mode(wal)&_pragma=cache_size(-32768)&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	wdb.SetMaxOpenConns(1)
	rdb, err := openReaders(dsn)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", file, err), wdb.Close())
	}
	db := &DB{wdb: wdb, r: rdb}
	if err := db.start(migrations); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", file, err), db.Close())
	}
	return db, nil
}

// OpenReader opens an existing file to look at it beside the program that writes it. It brings nothing up to date: a
// schema other than the migrations' newest is refused.
func OpenReader(file string, migrations fs.FS) (*DB, error) {
	rdb, err := openReaders(source(file) + "&mode=rw") // rw: readers keep the index of the log too
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	db := &DB{r: rdb, broken: ErrReader}
	newest, err := newest(migrations)
	if err == nil {
		err = db.View(context.Background(), func(tx *Tx) error {
			var have int
			if err := tx.QueryRow("PRAGMA user_version").Scan(&have); err != nil {
				return err
			}
			if have != newest {
				return fmt.Errorf("the file has schema %d and this program knows %d; use the program that writes it", have, newest)
			}
			return nil
		})
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", file, err), db.Close())
	}
	return db, nil
}

// source is the driver's name for a file, with the pragmas that all connections have.
func source(file string) string {
	dsn := "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file) + "?"
	if name, ok := strings.CutPrefix(file, Memory); ok {
		dsn = "file:/" + name + "?vfs=memdb&"
	}
	return dsn + "_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=synchronous(full)&_pragma=temp_store(memory)"
}

func openReaders(dsn string) (*sql.DB, error) {
	rdb, err := sql.Open("sqlite", dsn+"&_pragma=query_only(1)")
	if err == nil {
		rdb.SetMaxOpenConns(4)
	}
	return rdb, err
}

// newest is the number of the last migration, 0 where there is none.
func newest(migrations fs.FS) (int, error) {
	names, err := fs.Glob(migrations, "*.sql")
	if err != nil || len(names) == 0 {
		return 0, err
	}
	return number(names[len(names)-1])
}

// number is what a migration's name starts with.
func number(name string) (int, error) {
	n, err := strconv.Atoi(strings.SplitN(path.Base(name), "_", 2)[0])
	if err != nil {
		return 0, fmt.Errorf("migration %s: its name must start with a number", name)
	}
	return n, nil
}

func (db *DB) start(migrations fs.FS) error {
	c, err := db.wdb.Conn(context.Background())
	if err != nil {
		return err
	}
	db.w = &conn{c: c, stmts: map[string]*sql.Stmt{}}
	var sync int
	if err := c.QueryRowContext(context.Background(), "PRAGMA synchronous").Scan(&sync); err != nil {
		return err
	}
	if sync != 2 {
		return fmt.Errorf("synchronous is %d, must be 2 (FULL): commits would not be durable", sync)
	}
	return db.migrate(migrations)
}

// migrate applies what user_version says is missing, all in one transaction.
func (db *DB) migrate(migrations fs.FS) error {
	names, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return err
	}
	return db.Update(context.Background(), func(tx *Tx) error {
		var have int
		if err := tx.QueryRow("PRAGMA user_version").Scan(&have); err != nil {
			return err
		}
		for _, name := range names {
			n, err := number(name)
			if err != nil {
				return err
			}
			if n <= have {
				continue
			}
			text, err := fs.ReadFile(migrations, name)
			if err != nil {
				return err
			}
			if _, err := tx.conn.c.ExecContext(tx.ctx, string(text)); err != nil {
				return fmt.Errorf("migration %s: %w", name, err)
			}
			if _, err := tx.conn.c.ExecContext(tx.ctx, "PRAGMA user_version = "+strconv.Itoa(n)); err != nil {
				return fmt.Errorf("migration %s: %w", name, err)
			}
			have = n
		}
		if newest, err := newest(migrations); err != nil || have > newest {
			return errors.Join(err, fmt.Errorf("the file was written by a newer program (schema %d, this one knows %d)", have, newest))
		}
		return nil
	})
}

// Close closes the file. A transaction under way in another goroutine is rolled back.
func (db *DB) Close() error {
	if db.w != nil {
		db.w.close()
	}
	err := db.r.Close()
	if db.wdb != nil {
		err = errors.Join(err, db.wdb.Close())
	}
	return err
}

// Update runs f in the one write transaction at a time. It is durable when Update returns nil; where f fails nothing
// of it stays.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) (err error) {
	db.writing.Lock()
	defer db.writing.Unlock()
	if db.broken != nil {
		return db.broken
	}
	tx := &Tx{ctx: ctx, conn: db.w}
	if _, err := tx.Exec("BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	done := false
	defer func() {
		if done {
			return
		}
		// f failed or panicked. The rollback doesn't take ctx: it must happen.
		if _, rerr := db.w.c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); rerr != nil {
			db.broken = fmt.Errorf("%w: rollback: %w", ErrBroken, rerr)
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	tx.ctx = context.WithoutCancel(ctx)
	if _, err := tx.Exec("COMMIT"); err != nil {
		db.broken = fmt.Errorf("%w: %w", ErrBroken, err)
		done = true
		return db.broken
	}
	done = true
	return nil
}

// View runs f on a snapshot, beside other readers and the writer.
func (db *DB) View(ctx context.Context, f func(*Tx) error) error {
	c, err := db.r.Conn(ctx)
	if err != nil {
		return fmt.Errorf("reader: %w", err)
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") //nolint:errcheck // a reader has nothing to lose
	return f(&Tx{ctx: ctx, conn: &conn{c: c}})
}
