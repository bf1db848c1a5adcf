package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"holdfast/pos"
	"holdfast/pos/sqlite"
)

// Backup writes a copy of the books, keys included, into a new file, beside whoever works with them, and checks it: its
// pages, and its journal replayed from zero. A copy that isn't right is removed.
func (s *Store) Backup(ctx context.Context, file string) (v Verification, err error) {
	err = s.db.Copy(ctx, file)
	if errors.Is(err, os.ErrExist) {
		return v, pos.E(pos.Conflict, "backup", file+" is there already; a backup overwrites nothing, so name another file")
	}
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return v, pos.E(pos.NotFound, "backup", fmt.Sprintf("%v; name a new file in a folder that can be written", path))
	}
	if err != nil {
		return v, err
	}
	copied, err := Examine(file, s.reactors...)
	if err == nil {
		v, err = copied.Verify(ctx)
		err = errors.Join(err, copied.db.Check(ctx), copied.Close())
	}
	if err != nil {
		return v, errors.Join(pos.E(pos.Internal, "backup", "the copy is not right, and was removed: "+pos.MessageOf(err)), err, os.Remove(file))
	}
	return v, s.update(ctx, func(t *Tx) error {
		return t.audit("backup", file, "", fmt.Sprintf("%d records, %d accounts", v.Records, v.Accounts))
	})
}

// Beside is the ends of the names of what lies beside books and belongs to them.
var Beside = []string{"-wal", "-shm", sqlite.WitnessEnd}

// Examine opens books only to look at them: they may lie beside other ones, and nothing in them is changed.
func Examine(file string, reactors ...Reactor) (*Store, error) {
	db, err := sqlite.OpenReader(file, migrations())
	if err != nil {
		return nil, err // a backup's damage is nothing to restore the books for
	}
	s := over(db, file)
	s.reactors = reactors
	if err := s.load(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// Check looks for damage in the file, and replays the books from zero.
func (s *Store) Check(ctx context.Context) (v Verification, err error) {
	if err := s.db.Check(ctx); err != nil {
		return v, err
	}
	return s.Verify(ctx)
}

// Generation is which head office this is: each restored backup is another one.
func (s *Store) Generation() (n uint64, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		p, err := t.phase()
		if err == nil {
			n = p.generation
		}
		return err
	})
	return n, err
}

// Restored makes the books in a file those of a new generation of head office, in recovery: they are a backup that is to
// take the place of others. least is the generation of those, 0 where it isn't known.
func Restored(file string, least uint64, entropy io.Reader, by Actor) (end uint64, err error) {
	s, err := Open(file, entropy)
	if err != nil {
		return 0, err
	}
	err = s.As(by).update(context.Background(), func(t *Tx) error {
		h, err := t.end()
		if err != nil {
			return err
		}
		end = h.seq
		if err := t.renew(least, by.At); err != nil {
			return err
		}
		return t.audit("restore", by.From, "", fmt.Sprintf("%d records", end))
	})
	return end, errors.Join(err, s.Close())
}

// LastRecord is when the newest record of the journal was booked; zero where there is none.
func (s *Store) LastRecord() (at time.Time, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		var ms int64
		err := t.tx.QueryRow("SELECT came FROM journal ORDER BY hq_seq DESC LIMIT 1").Scan(&ms)
		if err == nil {
			at = time.UnixMilli(ms)
		} else if !none(err) {
			return fmt.Errorf("last record: %w", err)
		}
		return nil
	})
	return at, err
}
