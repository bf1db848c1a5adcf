package store

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"holdfast/pos/ahead"
	"holdfast/sync/wire"
)

// A new till gets hundreds of thousands of things, in batches that are put by as they come and go into the tables all at
// once behind the last. It has nothing of them or everything, whatever is cut or killed meanwhile, and goes on where it
// stopped. It also takes a third of the time: each index is written once, and not anew with every batch. A till that has a
// feed takes in batch by batch what it lacks: people sell there, and nobody waits for hundreds of thousands of things.

// errStagedDamaged is the refusal of what was put by and isn't any more what it was. All of it comes again.
var errStagedDamaged = errors.New("what was put by of the first feed can't be taken in (a bad disk?); all of it comes again")

// stage puts a batch of the first feed by, and takes all of it in with the last.
func (tx *Tx) stage(f wire.Feed) error {
	end, err := tx.stagedEnd()
	if err != nil {
		return err
	}
	switch begins := f.From.At == 0 || f.From == end; {
	case end != wire.Cursor{} && f.To.Generation != end.Generation && begins: // another generation's, from the beginning
		if err := tx.unstage(); err != nil {
			return err
		}
	case f.From == end:
	case f.To.Generation == end.Generation && f.To.At <= end.At:
		return nil
	default:
		return astray(f, end)
	}
	if f.End {
		return tx.takeStaged(f)
	}
	frame, err := wire.Encode(f)
	if err != nil {
		return err
	}
	hash := sha256.Sum256(frame)
	_, err = tx.tx.Exec("INSERT INTO staged (generation, at, frame, hash) VALUES (?, ?, ?, ?)", f.To.Generation, f.To.At, frame, hash[:])
	return err
}

// stagedEnd is the cursor behind what was put by; zero where that is nothing.
func (tx *Tx) stagedEnd() (end wire.Cursor, err error) {
	err = tx.tx.QueryRow("SELECT generation, at FROM staged ORDER BY n DESC LIMIT 1").Scan(&end.Generation, &end.At)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return end, err
}

func (tx *Tx) unstage() error {
	_, err := tx.tx.Exec("DELETE FROM staged")
	return err
}

// readAhead is how many batches are read while one goes into the tables.
const readAhead = 3

// takeStaged takes in what was put by, and the last batch.
func (tx *Tx) takeStaged(last wire.Feed) error {
	rows := func(yield func(staged) bool) {
		for scan, err := range tx.tx.Query("SELECT frame, hash FROM staged ORDER BY n") {
			var r staged
			if r.err = err; err == nil {
				r.err = scan(&r.frame, &r.hash)
			}
			if !yield(r) {
				return
			}
		}
	}
	for b := range ahead.Map(rows, readAhead, readStaged) {
		if b.err != nil {
			return b.err
		}
		for _, t := range b.things {
			if err := tx.put(t); err != nil {
				return fmt.Errorf("feed: %s %q: %w", t.Topic, t.Key, err)
			}
		}
		if err := tx.noteArrived(b.Feed); err != nil {
			return err
		}
	}
	if err := tx.unstage(); err != nil {
		return err
	}
	return tx.applyFeed(last)
}

// staged is a batch as it was put by.
type staged struct {
	frame, hash []byte
	err         error // it couldn't be fetched
}

// readBatch is a batch with its items read.
type readBatch struct {
	wire.Feed
	things []thing
	err    error
}

func readStaged(s staged) readBatch {
	if s.err != nil {
		return readBatch{err: s.err}
	}
	b, err := openStaged(s.frame, s.hash)
	if err != nil {
		b.err = fmt.Errorf("%w: %w", errStagedDamaged, err)
	}
	return b
}

func openStaged(frame, hash []byte) (b readBatch, err error) {
	if sum := sha256.Sum256(frame); !bytes.Equal(sum[:], hash) {
		return b, errors.New("a batch has another hash")
	}
	f, err := wire.Decode(frame)
	if err != nil {
		return b, err
	}
	feed, ok := f.(wire.Feed)
	if !ok {
		return b, fmt.Errorf("%T is no batch", f)
	}
	b.Feed, b.things = feed, make([]thing, len(feed.Items))
	for i, item := range feed.Items {
		if b.things[i], err = readItem(item); err != nil {
			return b, fmt.Errorf("%s %q: %w", item.Topic, item.Key, err)
		}
	}
	return b, nil
}
