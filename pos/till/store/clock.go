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

	mu   sync.Mutex
	seen time.Time     // latest time seen, stored with each record
	hq   time.Time     // HQ's time at the last contact of this process; zero before one
	mono time.Duration // when that was
}

// now never goes back but by contact.
func (t *trusted) now() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.clock.Wall()
	if !t.hq.IsZero() {
		now = t.hq.Add(t.clock.Mono() - t.mono)
	}
	if now.Before(t.seen) {
		return t.seen
	}
	t.seen = now
	return now
}

// contact takes HQ's word over what was seen: a wall clock that once ran ahead must not hold the till there.
func (t *trusted) contact(hq time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.hq, t.mono, t.seen = hq, t.clock.Mono(), hq
}

// Now is the trusted time: after contact with HQ in this process HQ's time and what has passed since, before it the
// wall clock or the latest time seen, whichever is later.
func (s *Store) Now() time.Time { return s.clock.now() }

// Contact sets the trusted time by HQ's.
func (s *Store) Contact(hq time.Time) error {
	err := s.Update(func(tx *Tx) error {
		_, err := tx.tx.Exec("UPDATE state SET seen = ?", hq.UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("note the time: %w", err)
	}
	s.clock.contact(hq)
	return nil
}
