// Package store is head office's books: journal, balances, grants, members, products, cards, and the feed for the
// tills, in one SQLite file. It imports the packages of pos that both ends share, pos/sqlite, and sync/hub and
// sync/wire, whose Store and Tx it is.
//
// The one thing to know: value moves only by a record in the journal, a till's or head office's own, in [Tx.Accept] and
// Tx.book. Everything else in here is either an administrator's document (members, products, rules …) or derived from
// the journal: balances in the same transaction, the rest by reactors ([Tx.React]). Verify replays it all from zero.
package store

import (
	"context"
	"crypto/ed25519"
	"embed"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"

	"holdfast/pos"
	"holdfast/pos/pricing"
	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
)

//go:embed migrations/*.sql
var embedded embed.FS

func migrations() fs.FS {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return sub
}

// Store is HQ's books, open. It may be used from many goroutines; writers take turns.
type Store struct {
	db       *sqlite.DB
	file     string
	reactors []Reactor
	ranks    *ranks
	engines  *engines
	entropy  io.Reader // read only inside Update, so by one goroutine at a time
	key      ed25519.PrivateKey
	cert     []byte
	certKey  []byte
	actor    Actor
	witness  sqlite.Witness
	spoilt   *atomic.Pointer[error] // what damage was met in the books, whoever met it
}

var _ hub.Store = (*Store)(nil)
var _ hub.Tx = (*Tx)(nil)

var errNoBooks = pos.E(pos.NotFound, "", "there is no head office in this folder; make one with 'hq init'")

// longLog lets the log grow to 32 MB before it is copied into the books: balances and the ends of indexes are changed by
// every transaction, and are copied once for many of them.
const longLog = "wal_autocheckpoint(8192)"

// Open opens the books that Create made. entropy makes ids.
func Open(file string, entropy io.Reader) (*Store, error) {
	if !strings.HasPrefix(file, sqlite.Memory) {
		if _, err := os.Stat(file); err != nil {
			return nil, errors.Join(errNoBooks, err)
		}
	}
	db, err := sqlite.Open(file, migrations(), longLog)
	if err != nil {
		return nil, damaged(file, err)
	}
	s := over(db, file)
	s.entropy = entropy
	if err := s.load(); err != nil {
		db.Close()
		return nil, damaged(file, err)
	}
	return s, nil
}

// over is books over a database, without what load reads.
func over(db *sqlite.DB, file string) *Store {
	return &Store{db: db, file: file, ranks: &ranks{}, engines: &engines{by: map[int]*pricing.Engine{}}, spoilt: new(atomic.Pointer[error])}
}

// Close closes the file.
func (s *Store) Close() error { return errors.Join(s.db.Close(), s.witness.Close()) }

// Key is HQ's key: it signs certificates and grants.
func (s *Store) Key() ed25519.PrivateKey { return s.key }

// TLS is the server's certificate and its key, in PEM.
func (s *Store) TLS() (certificate, key []byte) { return s.cert, s.certKey }

// Update runs f in the one write transaction at a time; it is durable when Update returns nil.
func (s *Store) Update(f func(hub.Tx) error) error {
	return s.update(context.Background(), func(t *Tx) error { return f(t) })
}

func (s *Store) update(ctx context.Context, f func(*Tx) error) error {
	var t *Tx
	err := s.db.Update(ctx, func(tx *sqlite.Tx) error {
		t = s.begin(tx)
		if err := f(t); err != nil {
			return err
		}
		if err := t.write(); err != nil {
			return err
		}
		if t.reacted > 0 { // should this not be committed, these books aren't written to any more
			s.ranks.read, s.ranks.at = t.reacted, t.ranked
		}
		return nil
	})
	if err == nil && t.head != nil {
		s.witness.Saw(sqlite.Head{Seq: t.head.seq, Hash: t.head.chain})
	}
	return s.damaged(err)
}

func (s *Store) view(ctx context.Context, f func(*Tx) error) error {
	return s.damaged(s.db.View(ctx, func(tx *sqlite.Tx) error { return f(s.begin(tx)) }))
}
