package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Copy writes a consistent copy of the database into a file that only its owner may read, beside readers and the writer.
// It is durable when Copy returns nil. An existing file is refused (os.ErrExist).
func (db *DB) Copy(ctx context.Context, file string) (err error) {
	made, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file))
		}
	}()
	defer func() { err = errors.Join(err, made.Close()) }()
	// A connection of its own that may write, and that nobody gets after it.
	c, err := db.r.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = c.Raw(func(any) error { return driver.ErrBadConn }) }()
	if _, err := c.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
		return err
	}
	// VACUUM INTO takes an empty file, and one snapshot of the database for all of it.
	if _, err := c.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return fmt.Errorf("copy to %s: %w", file, err)
	}
	dir, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(made.Sync(), dir.Sync(), dir.Close())
}

// Check has SQLite look for damage in the whole file: pages, indexes, and rows that name others which aren't there.
func (db *DB) Check(ctx context.Context) error {
	return db.View(ctx, func(tx *Tx) error {
		if err := sound(tx, "integrity_check"); err != nil {
			return err
		}
		for scan, err := range tx.Query("PRAGMA foreign_key_check") {
			var table, parent string
			var row *int64
			var key int
			if err == nil {
				err = scan(&table, &row, &parent, &key)
			}
			if err != nil {
				return err
			}
			return fmt.Errorf("%w: a row of %s names one of %s that isn't there", ErrDamaged, table, parent)
		}
		return nil
	})
}

// ErrDamaged is in the chain of an error about a file in which SQLite has found damage.
var ErrDamaged = errors.New("the file is damaged")

// QuickCheck is Check without what takes long: it reads each page once and compares no index with its table.
func (db *DB) QuickCheck(ctx context.Context) error {
	return db.View(ctx, func(tx *Tx) error { return sound(tx, "quick_check") })
}

// sound asks one of SQLite's checks for its first complaint.
func sound(tx *Tx, check string) error {
	for scan, err := range tx.Query("PRAGMA " + check + "(1)") {
		var says string
		if err == nil {
			err = scan(&says)
		}
		if err != nil {
			return err
		}
		if says != "ok" {
			return fmt.Errorf("%w: %s", ErrDamaged, strings.ReplaceAll(says, "\n", " "))
		}
	}
	return nil
}
