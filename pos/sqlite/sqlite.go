// Package sqlite opens the SQLite files of the till and of HQ: pragmas, migrations, one writer and many readers. It
// knows no sale.
//
// The one thing to know: [DB.Update] is durable when it returns nil (WAL with synchronous=FULL, asserted at Open),
// and after a failed commit the DB is broken for good: it still reads. Nobody can tell then what is on disk, so the caller
// opens the file anew, looks, and closes it; it never retries on the same handle.
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
	"sync/atomic"

	driver "modernc.org/sqlite" // and registers "sqlite"
)

// Memory as a path's prefix opens a database in memory, shared by name within the process while somebody has it open.
// The simulator uses it: closing such a handle without committing is a crash.
const Memory = "memory:"

// ErrBroken is every answer of a DB after one of its commits failed.
var ErrBroken = errors.New("database handle is broken by a failed commit; reopen it")

// Full reports whether something could not be written because the disk is full.
func Full(err error) bool {
	const full = 13 // SQLITE_FULL
	var e *driver.Error
	return errors.As(err, &e) && e.Code()&0xff == full
}

// Damaged reports whether a file isn't the database that was written: the disk has lost or changed some of it.
func Damaged(err error) bool {
	const corrupt, noDatabase = 11, 26 // SQLITE_CORRUPT, SQLITE_NOTADB
	var e *driver.Error
	return errors.Is(err, ErrDamaged) || errors.As(err, &e) && (e.Code()&0xff == corrupt || e.Code()&0xff == noDatabase)
}

// ErrReader is the answer of Update of a DB opened by OpenReader.
var ErrReader = errors.New("database is open for reading only")

// DB is one database file.
type DB struct {
	file    string
	kept    *Kept // nil but for a database in memory that is kept
	writing sync.Mutex
	w       *conn
	wdb     *sql.DB
	broken  error
	commits atomic.Uint64

	r       *sql.DB
	idle    chan *conn    // reading connections at rest, their statements prepared
	reading chan struct{} // one for each View at work
}

// maxReaders is how many Views are at work at the same time; more wait.
const maxReaders = 4

func newDB(file string, r, w *sql.DB) *DB {
	return &DB{file: file, wdb: w, r: r, idle: make(chan *conn, maxReaders), reading: make(chan struct{}, maxReaders)}
}

// Open opens or creates the file and brings its schema up to date with the migrations NNNN_name.sql, in their order. The
// writer has pragmas besides, such as wal_autocheckpoint(8192), which a database in memory that is kept passes over.
func Open(file string, migrations fs.FS, pragmas ...string) (*DB, error) {
	if db := reuse(file); db != nil {
		if err := db.migrate(migrations); err != nil {
			return nil, errors.Join(fmt.Errorf("open %s: %w", file, err), db.Close())
		}
		return db, nil
	}
	dsn := source(file)
	// The writer's cache holds a large transaction whole: what doesn't fit is written to the log and read back before it
	// is committed.
	writer := dsn + "&_txlock=immediate"
	for _, p := range append([]string{"journal_mode(wal)", "cache_size(-32768)"}, pragmas...) {
		writer += "&_pragma=" + p
	}
	wdb, err := sql.Open("sqlite", writer)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	wdb.SetMaxOpenConns(1)
	rdb, err := openReaders(dsn)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", file, err), wdb.Close())
	}
	db := newDB(file, rdb, wdb)
	if k, ok := kept.Load(file); ok {
		db.kept = k.(*Kept)
	}
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
	db := newDB(file, rdb, nil)
	db.broken = ErrReader
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
	return sql.Open("sqlite", dsn+"&_pragma=query_only(1)")
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
	if db.w, err = newConn(c); err != nil {
		return err
	}
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

// Close waits for the transactions under way and closes the file.
func (db *DB) Close() error {
	db.writing.Lock()
	defer db.writing.Unlock()
	if errors.Is(db.broken, ErrClosed) {
		return nil
	}
	for range maxReaders {
		db.reading <- struct{}{}
	}
	close(db.idle)
	var err error
	if !db.leave() {
		for c := range db.idle {
			c.close()
		}
		err = db.r.Close()
		if db.w != nil {
			db.w.close()
		}
		if db.wdb != nil {
			err = errors.Join(err, db.wdb.Close())
		}
	}
	db.broken = ErrClosed
	for range maxReaders {
		<-db.reading
	}
	return err
}

// ErrClosed is every answer of a DB that was closed; the function given to it has not run then.
var ErrClosed = errors.New("database is closed")

// Update runs f in the one write transaction at a time. It is durable when Update returns nil; where f fails nothing
// of it stays.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) (err error) {
	db.writing.Lock()
	defer db.writing.Unlock()
	if db.broken != nil {
		return db.broken
	}
	tx := &Tx{ctx: ctx, conn: db.w}
	if err := db.w.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	done := false
	defer func() {
		if done {
			return
		}
		// f failed or panicked. The rollback doesn't take ctx: it must happen.
		if _, rerr := db.w.c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); rerr != nil {
			db.breaks(fmt.Errorf("rollback: %w", rerr)) //nolint:errcheck // it is the next Update's answer
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	if err := db.w.exec(context.WithoutCancel(ctx), "COMMIT"); err != nil {
		done = true
		return db.breaks(err)
	}
	done = true
	if tx.wrote {
		db.commits.Add(1)
		if db.kept != nil {
			db.kept.commits.Add(1)
		}
	}
	return nil
}

// Commits counts this DB's transactions that have changed any row. Where nobody else writes the file, what was read after
// the count was n is still so while it is n.
func (db *DB) Commits() uint64 { return db.commits.Load() }

// breaks ends writing for good. The writer's connection is closed at once, and with it the lock that a failed commit may
// still hold: whoever opens the file anew can write while this handle still reads.
func (db *DB) breaks(err error) error {
	db.broken = fmt.Errorf("%w: %w", ErrBroken, err)
	db.w.close()
	db.w = nil
	if err := db.wdb.Close(); err != nil {
		db.broken = errors.Join(db.broken, err)
	}
	db.wdb = nil
	return db.broken
}

// View runs f on a snapshot, beside other readers and the writer.
func (db *DB) View(ctx context.Context, f func(*Tx) error) error {
	c, err := db.reader(ctx)
	if err != nil {
		return fmt.Errorf("reader: %w", err)
	}
	// A connection on which anything goes wrong, a panic of f included, isn't used again.
	fine := false
	defer func() { db.putBack(c, fine) }()
	if err := c.exec(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	err = f(&Tx{ctx: ctx, conn: c})
	fine = c.exec(context.WithoutCancel(ctx), "ROLLBACK") == nil
	return err
}

// reader is an idle reading connection with its statements, or a new one; it waits while maxReaders are at work.
func (db *DB) reader(ctx context.Context) (*conn, error) {
	select {
	case db.reading <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case c, open := <-db.idle:
		if !open {
			<-db.reading
			return nil, ErrClosed
		}
		return c, nil
	default:
	}
	raw, err := db.r.Conn(ctx)
	if err != nil {
		<-db.reading
		return nil, err
	}
	c, err := newConn(raw)
	if err != nil {
		<-db.reading
		return nil, errors.Join(err, raw.Close())
	}
	return c, nil
}

func (db *DB) putBack(c *conn, fine bool) {
	if fine {
		db.idle <- c // as many fit as may be at work
	} else {
		c.close()
	}
	<-db.reading
}
