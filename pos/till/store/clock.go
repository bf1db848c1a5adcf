package store

import (
	"fmt"
	"sync"
	"time"
)

// Clock is the machine's clock.
type Clock interface {
	Wall() time.Time     // what the machine says the time is
	Mono() time.Duration // time since some moment; never set, never back
}

// trusted is the time that records carry and grants' ends are held against. No balance depends on it: a wrong clock
// makes a till stop reserving too early or too late, never spend twice.
type trusted struct {
	clock Clock

	mu      sync.Mutex
	seen    time.Time     // the latest time seen; stored with each record
	at      time.Duration // when that was, by Mono
	told    bool          // HQ has said the time in this process
	contact time.Time     // HQ's time when it last did, in this process or before
}

// start takes over from the process before.
func (t *trusted) start(seen, contact time.Time) {
	t.seen, t.at, t.contact = seen, t.clock.Mono(), contact
}

// now never goes back but by contact, and never slower than the monotonic clock: a wall clock that was set back must
// not make time stand still, or what has an end would live for ever. The wall clock counts only until HQ has spoken.
func (t *trusted) now() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	mono := t.clock.Mono()
	now := t.seen.Add(mono - t.at)
	if wall := t.clock.Wall(); !t.told && wall.After(now) {
		now = wall
	}
	t.seen, t.at = now, mono
	return now
}

// hears takes HQ's word over what was seen: a wall clock that once ran ahead must not hold the till there.
func (t *trusted) hears(hq time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen, t.at, t.told, t.contact = hq, t.clock.Mono(), true, hq
}

// enrolled counts as contact, though HQ has not said the time.
func (t *trusted) enrolled() {
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.contact = now
}

// lastContact is HQ's time when the till last heard of it.
func (t *trusted) lastContact() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.contact
}

// Now is the trusted time: after contact with HQ in this process HQ's time and what has passed since; before it the
// wall clock, or the latest time seen and what has passed since, whichever is later.
func (s *Store) Now() time.Time { return s.clock.now() }

// noticeable is by how much a contact must differ from what is stored to be stored: HQ answers every few seconds.
const noticeable = time.Minute

// Contact sets the trusted time by HQ's and renews the lease.
func (s *Store) Contact(hq time.Time) error {
	var stale bool
	err := s.View(func(tx *Tx) error {
		var seen, contact int64
		var drawn bool
		err := tx.tx.QueryRow("SELECT seen, contact, EXISTS (SELECT 1 FROM drawn) FROM state").Scan(&seen, &contact, &drawn)
		stale = drawn || hq.Sub(time.UnixMilli(contact)).Abs() >= noticeable || time.UnixMilli(seen).Sub(hq) >= noticeable
		return err
	})
	if err == nil && stale {
		err = s.Update(func(tx *Tx) error {
			if _, err := tx.tx.Exec("UPDATE state SET seen = ?1, contact = ?1", hq.UnixMilli()); err != nil {
				return err
			}
			_, err := tx.tx.Exec("DELETE FROM drawn")
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("note the time: %w", err)
	}
	s.clock.hears(hq)
	return nil
}
