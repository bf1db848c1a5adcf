package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/sqlite"
)

// What a disk does to head office's books is found in two ways. Pages that are not what they were SQLite finds, or its check:
// such books serve nobody, and are restored from a backup. A log that was cut short it takes for one that ends there; the
// witness beside the books says that they lack records then, and they are what a restored backup is: an old copy of head
// office (DESIGN.md 1.8), only a very young one.

// damaged gives an error of books that the disk has spoilt words for what to do.
func damaged(file string, err error) error {
	if errors.Is(err, sqlite.ErrClosed) { // after a failed write they are opened anew, again and again where there is no room
		return pos.E(pos.State, "", "head office is opening its books again, as its disk has failed a write; see that the disk has room, and try again in a moment").Because(err)
	}
	if err == nil || !sqlite.Damaged(err) {
		return err
	}
	return pos.E(pos.Internal, "", fmt.Sprintf("head office's books %s are damaged (%v): put the latest backup in their place with 'hq restore FILE', while no hq serve runs; "+
		"it grants nothing until the tills have brought what they did since, and what people changed here since is to be done again", file, err)).Because(err)
}

// damaged is [damaged] of open books, which remember it.
func (s *Store) damaged(err error) error {
	err = damaged(s.file, err)
	if sqlite.Damaged(err) {
		s.spoilt.CompareAndSwap(nil, &err)
	}
	return err
}

// Damage is what damage has been met in the books since they were opened, whoever met it; nil for none.
func (s *Store) Damage() error {
	if err := s.spoilt.Load(); err != nil {
		return *err
	}
	return nil
}

// lostRecords is why books enter recovery that lack what was witnessed of them.
const lostRecords = "the last records are not in the books (a damaged disk?)"

// Sound looks for damage in the whole file; it takes some seconds for each GB.
func (s *Store) Sound(ctx context.Context) error { return s.damaged(s.db.QuickCheck(ctx)) }

// Confront holds the books against what was witnessed of them, and witnesses them from now on. Books that lack records enter
// recovery: they grant nothing until all tills have been heard of.
func (s *Store) Confront(now time.Time) (lacks bool, err error) {
	seen := sqlite.Witnessed(s.file)
	var end sqlite.Head
	err = s.update(context.Background(), func(t *Tx) error {
		h, err := t.end()
		if err != nil {
			return err
		}
		end = sqlite.Head{Seq: h.seq, Hash: h.chain}
		if seen.Seq == 0 {
			return nil
		}
		var found int
		if err := t.tx.QueryRow("SELECT count(*) FROM journal WHERE hq_seq = ? AND chain = ?", int64(seen.Seq), seen.Hash[:]).Scan(&found); err != nil { //nolint:gosec // Witnessed holds it to 63 bits
			return fmt.Errorf("what was witnessed: %w", err)
		}
		if lacks = found == 0; !lacks {
			return nil
		}
		if err := t.renew(0, now); err != nil {
			return err
		}
		return t.auditAs(pos.HQ, now, "recovery", fmt.Sprintf("record %d", seen.Seq), fmt.Sprintf("the books end at %d", h.seq), lostRecords)
	})
	if err != nil {
		return false, err
	}
	if s.witness, err = sqlite.OpenWitness(s.file); err == nil {
		s.witness.Saw(end)
	}
	return lacks, err
}
