package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// Kept is a database in memory that outlives its handles, for a simulator that plays many worlds: what a closed handle
// leaves of connections and prepared statements serves the next one, as preparing takes longer than most of what is done
// with them. Closing a handle is a crash all the same: nothing of a transaction that was under way stays.
type Kept struct {
	*DB         // reads and writes past the program whose books they are
	file string // Memory and a name

	commits atomic.Uint64

	mu   sync.Mutex
	left *handle // by the last handle that was closed
}

// handle is what a DB works with.
type handle struct {
	wdb, r *sql.DB
	w      *conn
	idle   []*conn
}

// kept is the databases that are kept, by file.
var kept sync.Map

// Keep makes a database of that name in memory, or finds it, and keeps it for good.
func Keep(name string) (*Kept, error) {
	file := Memory + name
	if k, ok := kept.Load(file); ok {
		return k.(*Kept), nil
	}
	db, err := Open(file, embed.FS{})
	if err != nil {
		return nil, err
	}
	k, _ := kept.LoadOrStore(file, &Kept{DB: db, file: file})
	return k.(*Kept), nil
}

// File is what to Open.
func (k *Kept) File() string { return k.file }

// Commits counts the transactions that have changed anything, whoever made them: while it stays, so does the content.
func (k *Kept) Commits() uint64 { return k.commits.Load() }

// Image is the database, page by page.
type Image [][]byte

// Image copies the database as it is.
func (k *Kept) Image(ctx context.Context) (pages Image, err error) {
	err = k.View(ctx, func(tx *Tx) error {
		for scan, err := range tx.Query("SELECT data FROM sqlite_dbpage ORDER BY pgno") {
			var page []byte
			if err == nil {
				err = scan(&page)
			}
			if err != nil {
				return err
			}
			pages = append(pages, page)
		}
		return nil
	})
	return pages, err
}

// Put makes the database what an image is of; it must be of the same schema, or the database empty. Who has it open goes on
// with the new content, as if it had been written by somebody else. The pages go past the trees of SQLite, so k itself
// must not have written anything else.
func (k *Kept) Put(ctx context.Context, pages Image) error {
	defer k.commits.Add(1)
	return k.Update(ctx, func(tx *Tx) error {
		var have int
		if err := tx.QueryRow("PRAGMA page_count").Scan(&have); err != nil {
			return err
		}
		if have > len(pages) { // no data takes the page away, and all behind it
			if _, err := tx.Exec("INSERT INTO sqlite_dbpage (pgno, data) VALUES (?, NULL)", len(pages)+1); err != nil {
				return fmt.Errorf("cut to %d pages: %w", len(pages), err)
			}
		}
		for i, page := range pages {
			if _, err := tx.Exec("INSERT INTO sqlite_dbpage (pgno, data) VALUES (?, ?)", i+1, page); err != nil {
				return fmt.Errorf("page %d: %w", i+1, err)
			}
		}
		return nil
	})
}

// reuse is a handle on a database that is kept, with what the last one left; nil for any other.
func reuse(file string) *DB {
	if !strings.HasPrefix(file, Memory) {
		return nil
	}
	found, ok := kept.Load(file)
	if !ok {
		return nil
	}
	k := found.(*Kept)
	k.mu.Lock()
	defer k.mu.Unlock()
	h := k.left
	if h == nil {
		return nil
	}
	k.left = nil
	db := newDB(file, h.r, h.wdb)
	db.w, db.kept = h.w, k
	for _, c := range h.idle {
		db.idle <- c
	}
	return db
}

// leave keeps a handle that is being closed for the next one; false where it is to be closed indeed.
func (db *DB) leave() bool {
	k := db.kept
	if k == nil || db.w == nil {
		return false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.left != nil {
		return false
	}
	k.left = &handle{wdb: db.wdb, r: db.r, w: db.w}
	for c := range db.idle {
		k.left.idle = append(k.left.idle, c)
	}
	return true
}

// Forget closes a database that is kept, and it is gone.
func (k *Kept) Forget() error {
	kept.Delete(k.file)
	k.mu.Lock()
	defer k.mu.Unlock()
	var err error
	if h := k.left; h != nil {
		for _, c := range h.idle {
			c.close()
		}
		h.w.close()
		err = errors.Join(h.r.Close(), h.wdb.Close())
	}
	return errors.Join(err, k.DB.Close())
}
