// Package store is the till's books: one SQLite file with the journal, what is derived from it, the till's own state
// (baskets, reservations, requests, changes not yet at HQ) and the tables that HQ's feed fills. It also is what the
// till's end of the sync runs over (uplink.Store).
//
// It may import pos/record and below, pos/sqlite and sync/uplink. The one thing to know: [Tx.Append] is the only way a
// record is made, and everything derived from a record is written in the same transaction; [Store.Verify] replays the
// journal from its first record and compares.
package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"holdfast/pos"
	"holdfast/pos/pricing"
	"holdfast/pos/sqlite"
	"holdfast/sync/uplink"
)

//go:embed migrations/*.sql
var files embed.FS

// migrations is the schema's history.
var migrations = func() fs.FS { sub, _ := fs.Sub(files, "migrations"); return sub }()

// Store is a till's books. It may be used by many goroutines; its methods must not be called inside a function given
// to Update or View.
type Store struct {
	file    string
	db      atomic.Pointer[sqlite.DB] // another one after a failed commit
	clock   *trusted
	entropy io.Reader                 // read inside Update only
	self    atomic.Pointer[Enrolment] // nil until the till is enrolled

	rules  current[*pricing.Engine]
	policy current[pos.Policy]

	waiting atomic.Pointer[waiting] // the last answer

	writing sync.Mutex // held by the Update at work
	head    head       // where the journal stands after the last commit
	witness sqlite.Witness
}

var _ uplink.Store = (*Store)(nil)

// Open opens or creates the books. file may be sqlite.Memory and a name. Ids are made with entropy.
func Open(file string, clock Clock, entropy io.Reader) (*Store, error) {
	db, err := sqlite.Open(file, migrations)
	if err != nil {
		return nil, damaged(err)
	}
	s := &Store{file: file, clock: &trusted{clock: clock}, entropy: entropy}
	s.db.Store(db)
	err = db.View(context.Background(), func(tx *sqlite.Tx) error {
		self, err := loadEnrolment(tx)
		if err != nil {
			return err
		}
		s.self.Store(self)
		var seen, contact int64
		err = tx.QueryRow("SELECT seen, contact FROM state").Scan(&seen, &contact)
		s.clock.start(time.UnixMilli(seen), time.UnixMilli(contact))
		if err == nil {
			s.head, err = readHead(tx)
		}
		return err
	})
	if err == nil {
		err = s.confront()
	}
	if err != nil {
		return nil, errors.Join(damaged(fmt.Errorf("open %s: %w", file, err)), db.Close())
	}
	return s, nil
}

// confront holds the journal against what was witnessed of it. A till that lacks records spends nothing of what it seems to
// hold, and its witness stays what it is.
func (s *Store) confront() error {
	lacks := false
	err := s.db.Load().Update(context.Background(), func(tx *sqlite.Tx) (err error) {
		if lacks, err = lacking(tx, sqlite.Witnessed(s.file)); err != nil || !lacks {
			return err
		}
		_, err = tx.Exec("UPDATE state SET doubt = ? WHERE doubt = ''", errMissing.Error())
		return err
	})
	if err != nil || lacks {
		return err
	}
	if s.witness, err = sqlite.OpenWitness(s.file); err == nil && s.head != (head{}) {
		s.witness.Saw(s.head)
	}
	return err
}

// Close closes the files. What was not committed is gone.
func (s *Store) Close() error { return errors.Join(s.db.Load().Close(), s.witness.Close()) }

// Tx is one transaction on the books, at one moment of trusted time.
type Tx struct {
	tx  *sqlite.Tx
	s   *Store
	now time.Time

	feeding bool      // it brings the feed forward
	at      *standing // once it was asked for

	categories map[string]category // once a product was put
	words      []indexed           // what becomes of the indexes of words at the end

	lease int64 // when the lease ends, Unix milliseconds; 0 before it was asked for

	appended head // the last record that this transaction appended; zero where none was
}

// Now is the transaction's time.
func (tx *Tx) Now() time.Time { return tx.now }

// View runs f on a snapshot. It also does after a failed commit.
func (s *Store) View(f func(*Tx) error) error {
	for {
		db := s.db.Load()
		err := db.View(context.Background(), func(tx *sqlite.Tx) error { return f(&Tx{tx: tx, s: s, now: s.Now()}) })
		if !errors.Is(err, sqlite.ErrClosed) || s.db.Load() == db {
			return err
		}
	}
}

// Update runs f in the one write transaction at a time. It is durable when Update returns nil; where it returns an error
// nothing of it stays. After a failed commit (a full disk, mostly) each Update first tries to open the file anew, so the
// books can be written again as soon as there is room.
func (s *Store) Update(f func(*Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	tx, err := s.write(f)
	if tx == nil && errors.Is(err, sqlite.ErrBroken) { // by an earlier commit: f has not run
		if _, err := s.reopen(head{}); err != nil {
			return unwritable(err)
		}
		tx, err = s.write(f)
	}
	switch {
	case err == nil:
		if tx.appended != (head{}) {
			s.head = tx.appended
			s.witness.Saw(s.head)
		}
		return nil
	case !errors.Is(err, sqlite.ErrBroken):
		return unwritten(err)
	}
	committed, reopened := s.reopen(tx.appended)
	if reopened != nil {
		return unwritable(errors.Join(err, reopened))
	}
	if committed {
		s.witness.Saw(s.head)
		return nil
	}
	return unwritten(err)
}

// write runs f in a transaction; tx is nil where f has not run.
func (s *Store) write(f func(*Tx) error) (tx *Tx, err error) {
	err = s.db.Load().Update(context.Background(), func(t *sqlite.Tx) error {
		tx = &Tx{tx: t, s: s, now: s.Now()}
		if err := f(tx); err != nil {
			return err
		}
		return tx.writeWords()
	})
	return tx, err
}

// NewID makes an id that sorts by time.
func (tx *Tx) NewID() (string, error) {
	id, err := ulid.New(ulid.Timestamp(tx.now), tx.s.entropy)
	if err != nil {
		return "", fmt.Errorf("make an id: %w", err)
	}
	return id.String(), nil
}
