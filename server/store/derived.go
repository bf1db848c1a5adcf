package store

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"holdfast/pos/sqlite"
)

// derived plays the reactors from zero, each as far as it has read, into empty tables, and compares those with the ones
// there are.
func (r *replay) derived(ctx context.Context) error {
	if len(r.t.store.reactors) == 0 {
		return nil
	}
	file, remove, err := r.t.aside()
	if err != nil {
		return err
	}
	defer remove()
	fresh, err := sqlite.Open(file, migrations())
	if err != nil {
		return fmt.Errorf("make tables to replay into: %w", err)
	}
	defer fresh.Close()
	return fresh.Update(ctx, func(tx *sqlite.Tx) error {
		again := *r.t
		again.derived, again.habit = tx, map[string]*habits{}
		if err := again.replayReactors(ctx); err != nil {
			return err
		}
		for _, reactor := range r.t.store.reactors {
			for _, table := range reactor.Derives {
				if err := compare(table, rows(r.t.tx, derivations[table]), rows(tx, derivations[table])); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// aside names a file for tables that are thrown away: in memory beside books in memory.
func (t *Tx) aside() (file string, remove func(), err error) {
	if strings.HasPrefix(t.store.file, sqlite.Memory) {
		return t.store.file + "-replay", func() {}, nil
	}
	dir, err := os.MkdirTemp("", "holdfast-verify-")
	if err != nil {
		return "", nil, fmt.Errorf("make tables to replay into: %w", err)
	}
	return filepath.Join(dir, "replay.db"), func() { os.RemoveAll(dir) }, nil //nolint:errcheck // what stays is in the way of nothing
}

func (t *Tx) replayReactors(ctx context.Context) error {
	reactors := t.store.reactors
	read, err := t.cursors()
	if err != nil {
		return err
	}
	cursors, last := make([]uint64, len(reactors)), uint64(0)
	for i, r := range reactors {
		cursors[i], last = read[r.Name], max(last, read[r.Name])
	}
	for at := uint64(0); at < last; at += catchUpStep {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := t.batch(at, min(at+catchUpStep, last))
		if err != nil {
			return err
		}
		for i, r := range reactors {
			records := b.records
			for len(records) > 0 && records[len(records)-1].HQSeq > cursors[i] {
				records = records[:len(records)-1]
			}
			if len(records) == 0 {
				continue
			}
			if err := r.React(t, records, records[len(records)-1].Came); err != nil {
				return fmt.Errorf("reactor %s: %w", r.Name, err)
			}
		}
	}
	return nil
}

// rows is the lines of a query of one column.
func rows(tx *sqlite.Tx, query string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for scan, err := range tx.Query(query) {
			var line string
			if err == nil {
				err = scan(&line)
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// compare finds the first line that only one of the two has.
func compare(table string, there, replayed iter.Seq2[string, error]) error {
	next, stop := iter.Pull2(replayed)
	defer stop()
	for line, err := range there {
		if err != nil {
			return fmt.Errorf("read %s: %w", table, err)
		}
		want, err, more := next()
		if err != nil {
			return fmt.Errorf("read replayed %s: %w", table, err)
		}
		if !more || line != want {
			return differ("%s: %s, by the journal %s", table, line, cmp.Or(want, "no such row"))
		}
	}
	want, err, more := next()
	if err != nil {
		return fmt.Errorf("read replayed %s: %w", table, err)
	}
	if more {
		return differ("%s: %s is missing", table, want)
	}
	return nil
}
