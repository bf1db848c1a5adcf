package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"holdfast/pos"
	"holdfast/server"
	"holdfast/server/react"
	"holdfast/server/store"
)

type backupCmd struct {
	File string `arg:"" help:"A new file; keep it as safe as the books, as the keys are in it."`
	as
}

func (c backupCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayBackup)
	if err != nil {
		return err
	}
	if err := books.CatchUp(e.ctx, e.now); err != nil {
		return err
	}
	v, err := books.Backup(e.ctx, e.path(c.File))
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "ok: %s holds %d records, %d accounts, and the keys\n", c.File, v.Records, v.Accounts)
	return nil
}

type restoreCmd struct {
	File string `arg:"" help:"A file that hq backup made."`
}

// Run checks the backup, makes it a new generation of head office aside, and only then puts it in the place of the books
// there are, which stay beside it.
func (c restoreCmd) Run(e *env) error {
	if err := os.MkdirAll(e.dir, 0o700); err != nil {
		return err
	}
	lock, served, err := server.Enter(e.dir)
	if err != nil {
		return err
	}
	if served {
		return pos.E(pos.State, "", "hq serve runs on "+e.dir+"; stop it first")
	}
	defer lock.Release() //nolint:errcheck // this process ends with it
	file := filepath.Join(e.dir, server.BooksFile)
	aside := filepath.Join(e.dir, "restore")
	if err := os.RemoveAll(aside); err != nil { // a restore that was killed
		return err
	}
	if err := os.Mkdir(aside, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(aside) //nolint:errcheck // the next restore tries again
	made := filepath.Join(aside, server.BooksFile)
	if err := copyFile(c.File, made); err != nil {
		return pos.E(pos.NotFound, "", fmt.Sprintf("%v; name a file that can be read, and see that there is room on the disk", err))
	}
	v, err := examined(e.ctx, made)
	if err != nil {
		return pos.E(pos.Conflict, "", fmt.Sprintf("%s is no backup that can be used: %s; nothing was changed", c.File, pos.MessageOf(err)))
	}
	least, lacks := replaced(file)
	if _, err := store.Restored(made, least, entropy, store.Actor{At: e.now, From: c.File}); err != nil {
		return err
	}
	kept, err := keep(file, e.now)
	if err != nil {
		return err
	}
	if err := place(made, file); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "ok: %d records, %d accounts; head office grants nothing until it has heard of all tills, or hq recover says so\n", v.Records, v.Accounts)
	if kept != "" {
		fmt.Fprintf(e.stdout, "the old books are kept as %s%s\n", kept, lacks)
	}
	return nil
}

// examined checks a copy of a backup.
func examined(ctx context.Context, file string) (store.Verification, error) {
	books, err := store.Examine(file, react.All()...)
	if err != nil {
		return store.Verification{}, err
	}
	v, err := books.Check(ctx)
	return v, errors.Join(err, books.Close())
}

// replaced is the generation of the books that are replaced, and how far they went. That they can't be read may be why
// they are replaced.
func replaced(file string) (generation uint64, reach string) {
	books, err := store.Examine(file)
	if err != nil {
		return 0, ""
	}
	defer books.Close() //nolint:errcheck // only read
	if generation, err = books.Generation(); err != nil {
		return 0, ""
	}
	if at, err := books.LastRecord(); err == nil && !at.IsZero() {
		reach = "; their last record is of " + at.UTC().Format(time.RFC3339)
	}
	return generation, reach
}

// keep gives the books a second name, and the log that may still be beside them that too: the folder is never without
// books, wherever this ends.
func keep(file string, now time.Time) (kept string, err error) {
	if _, err := os.Lstat(file); errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	kept = file + ".before-" + now.UTC().Format("20060102T150405Z")
	if _, err := os.Lstat(kept); err == nil {
		return "", pos.E(pos.Conflict, "", kept+" is there already; move it away and try again")
	}
	if err := os.Link(file, kept); err != nil {
		return "", err
	}
	for _, with := range store.Beside {
		if err := os.Rename(file+with, kept+with); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
	}
	return kept, nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close() //nolint:errcheck // only read
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

type recoverCmd struct{ as }

func (c recoverCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayBackup)
	if err != nil {
		return err
	}
	waited, err := books.EndRecovery()
	if err != nil {
		return err
	}
	e.live.Sweep()
	if waited != "" {
		fmt.Fprintf(e.stdout, "head office grants again; what the tills %s did since the backup may cost the house\n", waited)
		return nil
	}
	fmt.Fprintln(e.stdout, "head office grants again")
	return nil
}
