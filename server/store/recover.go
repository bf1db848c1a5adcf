package store

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"math"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// phase is which head office this is, and whether it is only just back from a backup.
type phase struct {
	generation uint64
	restored   int64
	recovering bool
}

func (t *Tx) phase() (*phase, error) {
	if t.stage == nil {
		if err := t.look(); err != nil {
			return nil, err
		}
	}
	return t.stage, nil
}

// renew opens a new generation of head office, in recovery: these books may lack what tills have been told. Generations
// are also times, so that one backup restored twice makes two.
func (t *Tx) renew(least uint64, now time.Time) error {
	p, err := t.phase()
	if err != nil {
		return err
	}
	old, err := t.hq()
	if err != nil {
		return err
	}
	if err := t.write(); err != nil {
		return err
	}
	next := max(p.generation, least)
	if at := now.UnixMilli(); at > 0 {
		next = max(next, uint64(at))
	}
	next++
	old.fence("head office was restored from a backup", now)
	if err := t.writeEpochs(); err != nil {
		return err
	}
	if _, err := t.tx.Exec("INSERT INTO epochs (place, epoch, pubkey, hash, enrolled_at, last_contact) VALUES (?, ?, ?, zeroblob(32), ?, 0)",
		pos.HQ, int64(next), []byte(t.store.key.Public().(ed25519.PublicKey)), now.UnixMilli()); err != nil {
		return fmt.Errorf("open generation: %w", err)
	}
	if _, err := t.tx.Exec("UPDATE meta SET generation = ?, restored = ?, recovering = 1", int64(next), now.UnixMilli()); err != nil {
		return fmt.Errorf("open generation: %w", err)
	}
	t.stage = nil
	return nil
}

// maxGeneration keeps a till that lies from using generations up.
const maxGeneration = math.MaxInt64 / 2

// Greeted takes note of what a till says of itself, and of head office: how far its own journal is, and the highest point
// of HQ's that it has seen. An HQ that is behind that is an old copy of itself, and enters recovery.
func (t *Tx) Greeted(place string, number, head uint64, seen wire.Position, now time.Time) error {
	e, err := t.epoch(place, number)
	if err != nil || e == nil {
		return err
	}
	if head = min(head, math.MaxInt64); e.head != head { // a till may say anything, and the table holds no more
		e.head, e.changed = head, true
	}
	if e.frozen == held && head == e.acked {
		e.frozen, e.changed = drained, true
	}
	behind, err := t.behind(seen)
	if err != nil || !behind {
		return err
	}
	if err := t.renew(seen.Generation, now); err != nil {
		return err
	}
	return t.auditAs(pos.HQ, now, "recovery", place, "", "this till has seen more of head office than the books hold: they are an old copy")
}

func (t *Tx) behind(seen wire.Position) (bool, error) {
	if seen.Seq == 0 || seen.Generation > maxGeneration {
		return false, nil
	}
	at, err := t.Position()
	switch {
	case err != nil:
		return false, err
	case seen.Generation != at.Generation:
		return seen.Generation > at.Generation, nil
	case seen.Seq >= at.Seq:
		return seen.Seq > at.Seq || seen.Hash != at.Hash, nil
	}
	if err := t.writeJournal(); err != nil {
		return false, err
	}
	var chain []byte
	if err := t.tx.QueryRow("SELECT chain FROM journal WHERE hq_seq = ?", int64(seen.Seq)).Scan(&chain); err != nil {
		return false, fmt.Errorf("journal %d: %w", seen.Seq, err)
	}
	return record.Hash(chain) != record.Hash(seen.Hash), nil
}

// Adopt takes a till's epoch into the books that its certificate proves and they have forgotten, since it was enrolled
// after the backup was made. Books that have forgotten one which their own generation of head office enrolled, or a later one,
// are an old copy that nobody has restored.
func (t *Tx) Adopt(c wire.Certificate, now time.Time) error {
	p, err := t.phase()
	if err != nil {
		return err
	}
	if c.Generation >= p.generation && c.Generation <= maxGeneration {
		if err := t.renew(c.Generation, now); err != nil {
			return err
		}
		if err := t.auditAs(pos.HQ, now, "recovery", c.Place, "", "head office has enrolled this till, and the books don't know of it: they are an old copy"); err != nil {
			return err
		}
	}
	if err := t.mayStand(c.Place, c.Store); err != nil {
		if pos.CodeOf(err) == pos.Internal {
			return err
		}
		return nil // a store that was made after the backup: when it is there again, the till is taken in
	}
	if err := t.putPlace(c.Place, c.Store); err != nil {
		return err
	}
	current, err := t.current(c.Place)
	if err != nil {
		return err
	}
	fenced := ""
	if current > c.Epoch {
		fenced = "the till was enrolled anew"
	} else if current != 0 {
		e, err := t.epoch(c.Place, current)
		if err != nil {
			return err
		}
		e.fence("the till was enrolled anew", now)
		if err := t.writeEpochs(); err != nil {
			return err
		}
	}
	delete(t.epochs, epochID{c.Place, c.Epoch})
	t.open, t.closed = nil, nil
	if _, err := t.tx.Exec("INSERT INTO epochs (place, epoch, pubkey, hash, enrolled_at, last_contact, fenced, fenced_at, frozen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7 <> '')",
		c.Place, int64(c.Epoch), []byte(c.PublicKey), new(record.Hash)[:], now.UnixMilli(), now.UnixMilli(), fenced, now.UnixMilli()); err != nil {
		return fmt.Errorf("take in epoch %d of %s: %w", c.Epoch, c.Place, err)
	}
	return t.auditAs(pos.HQ, now, "recovery", c.Place, "", fmt.Sprintf("epoch %d taken in by its certificate", c.Epoch))
}

// unheard picks the tills that have not said hello since a restore, or not yet brought what they said they have.
const unheard = "fenced = '' AND place <> ? AND (last_contact < ? OR acked < head)"

// awaited names the tills that a head office in recovery waits for: those that have not said hello since, or not yet
// brought what they said they have. "" where it is at work.
func (t *Tx) awaited() (string, error) {
	p, err := t.phase()
	if err != nil || !p.recovering {
		return "", err
	}
	if err := t.writeEpochs(); err != nil {
		return "", err
	}
	var places []string
	for scan, err := range t.tx.Query("SELECT place FROM epochs WHERE "+unheard+" ORDER BY place", pos.HQ, p.restored) {
		var place string
		if err == nil {
			err = scan(&place)
		}
		if err != nil {
			return "", fmt.Errorf("tills that are waited for: %w", err)
		}
		places = append(places, place)
	}
	return strings.Join(places, ", "), nil
}

// recovers reports whether nothing may be granted yet, and for which tills that waits. When none is left, recovery ends.
func (t *Tx) recovers(now time.Time) (waits string, err error) {
	p, err := t.phase()
	if err != nil || !p.recovering {
		return "", err
	}
	if waits, err = t.awaited(); err != nil || waits != "" {
		return waits, err
	}
	return "", t.endRecovery(pos.HQ, "all tills have been heard of", now)
}

// notYet is the answer to whoever asks for value while head office is in recovery.
func (t *Tx) notYet() (*hub.Refusal, error) {
	p, err := t.phase()
	if err != nil || !p.recovering {
		return nil, err
	}
	waits, err := t.awaited()
	return no("head office was restored from a backup, and grants nothing until it has heard of the tills " + waits), err
}

// endRecovery puts head office to work again. What house:restore still stands for it has lost, unless tills that were not
// waited for bring its cover. A refund right is waited for beyond that: its release by the till that sold comes once or never,
// and ends what was lent for it.
func (t *Tx) endRecovery(who, why string, now time.Time) error {
	if err := t.write(); err != nil {
		return err
	}
	if err := t.repay("asset <> ?", string(ledger.Refund), who, now); err != nil {
		return err
	}
	p, err := t.phase()
	if err != nil {
		return err
	}
	if err := t.writeEpochs(); err != nil {
		return err
	}
	t.epochs = map[epochID]*epoch{}
	if _, err := t.tx.Exec("UPDATE epochs SET missed = 1 WHERE "+unheard, pos.HQ, p.restored); err != nil {
		return fmt.Errorf("end recovery: %w", err)
	}
	if err := t.allHeard(); err != nil {
		return err
	}
	if _, err := t.tx.Exec("UPDATE meta SET recovering = 0"); err != nil {
		return fmt.Errorf("end recovery: %w", err)
	}
	t.stage = nil
	return t.auditAs(who, now, "recovery", "", "", "ended: "+why)
}

// EndRecovery ends it by a person's word, although tills are still waited for. It names them.
func (s *Store) EndRecovery() (waited string, err error) {
	err = s.update(context.Background(), func(t *Tx) error {
		p, err := t.phase()
		if err != nil {
			return err
		}
		if !p.recovering {
			return pos.E(pos.State, "recover", "head office is not in recovery; nothing to end")
		}
		if waited, err = t.awaited(); err != nil {
			return err
		}
		return t.endRecovery(t.who(), "by a person; not heard of: "+waited, s.actor.At)
	})
	return waited, err
}
