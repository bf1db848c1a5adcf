package store

import (
	"crypto/ed25519"
	"fmt"
	"math"
	"time"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

type epochID struct {
	place  string
	number uint64
}

// epoch is one row of epochs, as this transaction leaves it.
type epoch struct {
	epochID
	store    string // of the place; "" for HQ
	key      ed25519.PublicKey
	fenced   string
	fencedAt int64
	acked    uint64
	released uint64 // refund rights up to this seq are HQ's by date
	head     uint64 // its last record, as it said at its last hello
	hash     record.Hash
	contact  int64
	frozen   frozen
	held     int64 // stored value of members there and on the way there, of accounts that are written
	closing  int64 // since when it is to give back all and be closed; 0: it isn't
	missed   bool  // recovery has ended without it
	forked   bool  // what came last is not its journal's
	rules    sellsBy
	changed  bool

	stood doors // as the table has them
}

// sellsBy is the version of the rules that a till sells by, and when it said so.
type sellsBy struct {
	version   uint64 // 0: it hasn't said
	published int64
	at        int64
}

// doors is whether an epoch is closed or to be closed, and holds something then.
type doors struct{ fenced, closing, frozen bool }

func (e *epoch) doors() doors { return doors{e.fenced != "", e.closing != 0, e.frozen != nothing} }

// epoch finds an epoch; nil where it was never enrolled.
func (t *Tx) epoch(place string, number uint64) (*epoch, error) {
	id := epochID{place, number}
	if e, ok := t.epochs[id]; ok {
		return e, nil
	}
	e := &epoch{epochID: id}
	var key, hash []byte
	err := t.tx.QueryRow(`SELECT e.pubkey, e.fenced, e.fenced_at, e.acked, e.head, e.released, e.hash, e.last_contact, e.frozen, e.missed, e.held, e.closing, e.rules, e.rules_published, e.rules_at, ifnull(p.store, '')
		FROM epochs e JOIN places p ON p.code = e.place WHERE e.place = ? AND e.epoch = ?`, place, int64(number)).
		Scan(&key, &e.fenced, &e.fencedAt, &e.acked, &e.head, &e.released, &hash, &e.contact, &e.frozen, &e.missed, &e.held, &e.closing, &e.rules.version, &e.rules.published, &e.rules.at, &e.store)
	if none(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("epoch %d of %s: %w", number, place, err)
	}
	e.key = key
	copy(e.hash[:], hash)
	e.stood = e.doors()
	t.epochs[id] = e
	return e, nil
}

// hq is the epoch in which HQ itself writes records.
func (t *Tx) hq() (*epoch, error) {
	ph, err := t.phase()
	if err != nil {
		return nil, err
	}
	e, err := t.epoch(pos.HQ, ph.generation)
	if err == nil && e == nil {
		err = fmt.Errorf("no epoch of head office's generation %d", ph.generation)
	}
	return e, err
}

// current is the number of a place's unfenced epoch, 0 where it has none.
func (t *Tx) current(place string) (number uint64, err error) {
	for _, e := range t.epochs {
		if e.changed { // fencing is seen by SQL only once it is written
			if err := t.writeEpochs(); err != nil {
				return 0, err
			}
			break
		}
	}
	err = t.tx.QueryRow("SELECT epoch FROM epochs WHERE place = ? AND fenced = ''", place).Scan(&number)
	if none(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("current epoch of %s: %w", place, err)
	}
	return number, nil
}

// mostWhy is the longest reason, in characters, for which an epoch is closed or a person is asked to look: a till's own
// nonsense may be in it, and it has to fit into a frame.
const mostWhy = 400

// fence closes an epoch for good. The first reason stands.
func (e *epoch) fence(why string, now time.Time) {
	if e.fenced == "" {
		e.fenced, e.fencedAt, e.frozen, e.changed = cut(why, mostWhy), now.UnixMilli(), held, true
	}
}

func (t *Tx) writeEpochs() error {
	for _, e := range t.epochs {
		if !e.changed {
			continue
		}
		e.changed = false
		if now := e.doors(); now != e.stood {
			e.stood, t.open, t.closed = now, nil, nil
		}
		if _, err := t.tx.Exec("UPDATE epochs SET fenced = ?, fenced_at = ?, acked = ?, head = ?, released = ?, hash = ?, last_contact = ?, frozen = ?, missed = ?, held = ?, closing = ?, rules = ?, rules_published = ?, rules_at = ? WHERE place = ? AND epoch = ?",
			e.fenced, e.fencedAt, int64(e.acked), int64(e.head), int64(e.released), e.hash[:], e.contact, int(e.frozen), e.missed, e.held, e.closing,
			int64(e.rules.version), e.rules.published, e.rules.at, e.place, int64(e.number)); err != nil {
			return fmt.Errorf("write epoch %d of %s: %w", e.number, e.place, err)
		}
	}
	return nil
}

// Place is what HQ knows of an epoch of a place. HQ's own is none that may connect.
func (t *Tx) Place(place string, number uint64) (p hub.Place, ok bool, err error) {
	e, err := t.epoch(place, number)
	if err != nil || e == nil || place == pos.HQ {
		return p, false, err
	}
	return hub.Place{Key: e.key, Fenced: e.fenced, Acked: e.acked, Hash: wire.Hash(e.hash), ClosingMS: e.closing}, true, nil
}

// Contact notes when a place was last heard of.
func (t *Tx) Contact(place string, now time.Time) error {
	number, err := t.current(place)
	if err != nil || number == 0 {
		return err
	}
	e, err := t.epoch(place, number)
	if err != nil {
		return err
	}
	if at := now.UnixMilli(); at > e.contact {
		e.contact, e.changed = at, true
	}
	return nil
}

// SellsBy notes by which rules a place sells. What it says again is no news.
func (t *Tx) SellsBy(place string, number uint64, r wire.Rules, now time.Time) error {
	e, err := t.epoch(place, number)
	if err != nil || e == nil {
		return err
	}
	version := min(r.Version, math.MaxInt64) // a till may say anything, and the table holds no more
	if e.rules.version != version || e.rules.published != r.PublishedMS {
		e.rules, e.changed = sellsBy{version, r.PublishedMS, now.UnixMilli()}, true
	}
	return nil
}
