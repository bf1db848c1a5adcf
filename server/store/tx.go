package store

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/oklog/ulid/v2"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// Tx is one transaction on HQ's books. What it has read and changed of accounts, epochs and the journal's end it keeps
// until write, so that each row is read and written once; all of that dies with it.
type Tx struct {
	tx      *sqlite.Tx
	derived *sqlite.Tx // where what reactors derive is kept: tx, but while Verify plays them again
	store   *Store

	head     *head
	rows     []journalRow // booked and not yet written
	accounts map[ledger.Account]*account
	changed  []*account
	epochs   map[epochID]*epoch
	cards    map[string]cardRow      // read; they are written at once
	marks    map[string]mark         // of members, as the tables have them
	habit    map[string]*habits      // of members, as the table has them; nil: nothing
	owing    map[string]bool         // holders on whom a claim was made or paid in this transaction
	repaying bool                    // what comes to be available pays first what the house has lent for it after a restore
	stirred  []string                // holders whose standing is to be looked at beyond those whose value a push moved
	returns  map[string][]unreturned // of cards, not paid out to the end, as the tables have them; nil: not read
	settings map[string]string
	document *rules.Document
	policy   *pos.Policy
	open     map[string][]string // places with an open epoch, by store
	closed   []hub.Closed        // epochs that are closed and hold something; nil: not read
	tip      *uint64             // the feed's last cursor
	fed      *fed                // the batch of the feed that was read last
	stage    *phase              // which head office this is
	reacted  uint64              // where the journal ended when all reactors had read it
	ranked   time.Time           // when the ranking was made that held then

	changes struct{ added, altered int } // by people, of what the tills are told
}

// head is the end of HQ's journal.
type head struct {
	seq   uint64
	chain record.Hash
}

func (s *Store) begin(tx *sqlite.Tx) *Tx {
	return &Tx{tx: tx, derived: tx, store: s, accounts: map[ledger.Account]*account{}, epochs: map[epochID]*epoch{},
		cards: map[string]cardRow{}, marks: map[string]mark{}, habit: map[string]*habits{}, owing: map[string]bool{}}
}

// write brings everything kept to the tables. Whatever reads those by SQL calls it first.
func (t *Tx) write() error {
	if err := t.writeJournal(); err != nil {
		return err
	}
	if err := t.writeAccounts(); err != nil {
		return err
	}
	return t.writeEpochs()
}

// end is the journal's end, rows not yet written included.
func (t *Tx) end() (*head, error) {
	if t.head == nil {
		if err := t.look(); err != nil {
			return nil, err
		}
	}
	return t.head, nil
}

// look reads where the books stand, as far as that isn't known: the journal's end, the feed's, and which head office this is.
// Nearly every transaction wants all of it.
func (t *Tx) look() error {
	var h head
	var p phase
	var tip uint64
	var chain []byte
	err := t.tx.QueryRow(`SELECT m.generation, m.restored, m.recovering, ifnull(j.hq_seq, 0), j.chain, ifnull((SELECT max(cursor) FROM feed), 0)
		FROM meta m LEFT JOIN journal j ON j.hq_seq = (SELECT max(hq_seq) FROM journal)`).
		Scan(&p.generation, &p.restored, &p.recovering, &h.seq, &chain, &tip)
	if err != nil {
		return fmt.Errorf("where the books stand: %w", err)
	}
	copy(h.chain[:], chain)
	if t.head == nil {
		t.head = &h
	}
	if t.tip == nil {
		t.tip = &tip
	}
	if t.stage == nil {
		t.stage = &p
	}
	return nil
}

// Position is the newest point of HQ's journal.
func (t *Tx) Position() (wire.Position, error) {
	h, err := t.end()
	if err != nil {
		return wire.Position{}, err
	}
	ph, err := t.phase()
	if err != nil {
		return wire.Position{}, err
	}
	return wire.Position{Generation: ph.generation, Seq: h.seq, Hash: wire.Hash(h.chain)}, nil
}

// newID makes an id that sorts by its time.
func (t *Tx) newID(now time.Time) (string, error) {
	id, err := ulid.New(ulid.Timestamp(now), t.store.entropy)
	if err != nil {
		return "", fmt.Errorf("make id: %w", err)
	}
	return id.String(), nil
}

// link is the chain's next value: SHA-256 of the one before and a record's hash.
func link(chain, hash record.Hash) record.Hash {
	return sha256.Sum256(append(chain[:], hash[:]...))
}

// none is whether a query found no row.
func none(err error) bool { return errors.Is(err, sql.ErrNoRows) }
