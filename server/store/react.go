package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"holdfast/pos/record"
)

// Reactor derives something from the journal, in head office's order. Its cursor is in the transaction of its output, so
// each booked record is seen exactly once, whatever fails; and as nothing else goes into what it Derives, [Store.Verify]
// can play it again from zero and compare.
type Reactor struct {
	Name    string
	Derives []string // tables that nobody else writes; see derivations
	React   func(t *Tx, records []Read, now time.Time) error
}

// Read is a booked record as reactors read it.
type Read struct {
	record.Sealed
	HQSeq uint64
	Came  time.Time   // when it was booked here
	Fact  record.Body // nil where this program can't read the body: a newer till's, or no right one
}

// Use has these reactors read the journal, in this order. It is called before the books are worked with.
func (s *Store) Use(reactors ...Reactor) { s.reactors = reactors }

// React lets each reactor read at most n more records of the journal; done when all have read it to its end, and the ranking
// that follows from what they read is not too old.
func (t *Tx) React(n int, now time.Time) (done bool, err error) {
	if _, err := t.recovers(now); err != nil {
		return false, err
	}
	if done, err := t.writeOffs(now); err != nil || !done {
		return false, err
	}
	if err := t.write(); err != nil {
		return false, err
	}
	h, err := t.end()
	if err != nil {
		return false, err
	}
	end := h.seq
	if t.reacted == end && end > 0 { // as this very transaction has found
		return true, nil
	}
	if seen := t.store.ranks; seen.read == end && end > 0 && holds(seen.at, now) { // as an earlier one has
		return true, nil
	}
	cursors, err := t.cursors()
	if err != nil {
		return false, err
	}
	var b batch
	done, moved := true, map[string]uint64{}
	for _, r := range t.store.reactors {
		at := cursors[r.Name]
		if at == end {
			continue
		}
		if b.to == 0 || b.after != at { // as a rule all have read as far
			if b, err = t.batch(at, min(at+uint64(n), end)); err != nil {
				return false, err
			}
		}
		if err := r.React(t, b.records, now); err != nil {
			return false, fmt.Errorf("reactor %s: %w", r.Name, err)
		}
		moved[r.Name] = b.to
		done = done && b.to == end
	}
	if err := t.move(moved); err != nil || !done {
		return false, err
	}
	if done, err = t.rank(now); done {
		t.reacted = end
	}
	return done, err
}

// cursors is how far each reactor has read, by name; 0 where it has read nothing.
func (t *Tx) cursors() (at map[string]uint64, err error) {
	at = map[string]uint64{}
	for scan, err := range t.tx.Query("SELECT name, hq_seq FROM reactors") {
		var name string
		var seq uint64
		if err == nil {
			err = scan(&name, &seq)
		}
		if err != nil {
			return nil, fmt.Errorf("reactors: %w", err)
		}
		at[name] = seq
	}
	return at, nil
}

// move notes how far reactors have read, all with one statement.
func (t *Tx) move(to map[string]uint64) error {
	if len(to) == 0 {
		return nil
	}
	list, err := json.Marshal(to)
	if err != nil {
		return err
	}
	if _, err := t.tx.Exec(`INSERT INTO reactors (name, hq_seq) SELECT key, value FROM json_each(?) WHERE true
		ON CONFLICT (name) DO UPDATE SET hq_seq = excluded.hq_seq`, string(list)); err != nil {
		return fmt.Errorf("reactors: %w", err)
	}
	return nil
}

// batch is the booked records behind a point of the journal, up to another.
type batch struct {
	after, to uint64
	records   []Read
}

func (t *Tx) batch(after, to uint64) (b batch, err error) {
	b = batch{after: after, to: to}
	for scan, err := range t.tx.Query("SELECT hq_seq, came, bytes FROM journal WHERE hq_seq > ? AND hq_seq <= ? AND booked = 1 ORDER BY hq_seq", int64(after), int64(to)) {
		var x Read
		var bytes []byte
		var came int64
		if err == nil {
			err = scan(&x.HQSeq, &came, &bytes)
		}
		if err != nil {
			return b, fmt.Errorf("read journal: %w", err)
		}
		if x.Sealed, err = record.Open(bytes); err != nil {
			return b, fmt.Errorf("journal %d: %w", x.HQSeq, err)
		}
		x.Came = time.UnixMilli(came)
		if fact, err := x.Decode(); err == nil {
			x.Fact = fact
		}
		b.records = append(b.records, x)
	}
	return b, nil
}

// CatchUp lets the reactors read the journal to its end.
func (s *Store) CatchUp(ctx context.Context, now time.Time) error {
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.update(ctx, func(t *Tx) (err error) {
			done, err = t.React(catchUpStep, now)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// catchUpStep is how many records one transaction of CatchUp reads, so that others get their turn.
const catchUpStep = 5000

// replaying reports whether this transaction plays reactors again for Verify: only what they derive is written, into
// tables of its own.
func (t *Tx) replaying() bool { return t.derived != t.tx }

// derivations is how each table that reactors derive is compared: what of it follows from the journal alone.
var derivations = map[string]string{
	"touched":  "SELECT json_array(holder, hq_seq) FROM touched ORDER BY holder, hq_seq",
	"payments": "SELECT json_array(member, hq_seq, place, at, amount) FROM payments ORDER BY member, hq_seq",
	"lots":     "SELECT json_array(holder, place, epoch, lot, asset, ends, amount) FROM lots ORDER BY holder, place, epoch, lot, asset",
	"habits":   "SELECT json_array(member, seen, gap, usual, median) FROM habits ORDER BY member",
	"daily":    "SELECT json_array(member, promotion, day, times, beyond) FROM daily ORDER BY member, promotion, day",
	"figures":  "SELECT json_array(date, store, place, joined, hex(body)) FROM figures ORDER BY date, store, place",
}
