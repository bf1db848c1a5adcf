package store

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

var morning = time.Date(2026, 11, 22, 9, 0, 0, 0, pos.Zone)

// testing.T and rapid.T both.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// world is a head office with stores S01 and S02, tills, and one member with a card.
type world struct {
	t      tester
	s      *Store
	member string // with card 8801, from S01
	now    time.Time
	tills  map[string]*till
	ids    int
}

// till is what the tests need of one: a journal that is sealed right, and nothing that keeps it from writing nonsense.
type till struct {
	w     *world
	place string
	epoch uint64
	seq   uint64
	hash  record.Hash
	sent  [][]byte
}

func newWorld(t testing.TB, name string) *world {
	t.Helper()
	file := sqlite.Memory + name
	keep, err := sqlite.Open(file, migrations())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keep.Close() })
	w := createWorld(t, file)
	t.Cleanup(func() {
		if err := w.s.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// Reactors are those that head office runs with.
var Reactors []Reactor

func createWorld(t tester, file string) *world {
	t.Helper()
	w := &world{t: t, now: morning, tills: map[string]*till{}}
	chance := rand.NewChaCha8([32]byte{1})
	w.ok(Create(file, chance, morning))
	var err error
	w.s, err = Open(file, chance)
	w.ok(err)
	w.s.Use(Reactors...)
	w.ok(w.s.PutStores([]pos.Store{{Code: "S01", Name: "one"}, {Code: "S02", Name: "two"}}))
	_, err = w.s.PutRules(rules.Document{TopUp: rules.TopUp{Mode: rules.Highest}}, morning)
	w.ok(err)
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// join makes a member with a card and a balance, and returns the id.
func (w *world) join(phone, card string, principal, bonus money.Fen) string {
	w.t.Helper()
	_, err := w.s.PutMembers([]MemberRow{{Member: pos.Member{Phone: phone, Name: "n", Store: "S01", Cards: []pos.Card{{Number: card}}},
		Principal: principal, Bonus: bonus}}, w.now)
	w.ok(err)
	return w.view(phone).ID
}

func (w *world) view(phone string) MemberView {
	w.t.Helper()
	v, err := w.s.Member(phone, w.now)
	w.ok(err)
	return v
}

// enrol opens an epoch of a till and makes it the one that w.tills has.
func (w *world) enrol(store, place string) *till {
	w.t.Helper()
	secret, err := w.s.EnrolmentCode(store, place, w.now)
	w.ok(err)
	w.ids++
	key := ed25519.NewKeyFromSeed(append(make([]byte, 31), byte(w.ids)))
	var c wire.Certificate
	w.update(func(tx hub.Tx) error {
		b, err := tx.Enrol(secret[:], key.Public().(ed25519.PublicKey), w.now)
		if err == nil {
			c, err = wire.OpenCertificate(w.s.Key().Public().(ed25519.PublicKey), b)
		}
		return err
	})
	x := &till{w: w, place: place, epoch: c.Epoch}
	w.tills[place] = x
	return x
}

func (w *world) update(f func(hub.Tx) error) {
	w.t.Helper()
	w.ok(w.s.Update(f))
}

// write seals the next record of the till's journal.
func (x *till) write(b record.Body) []byte {
	x.w.t.Helper()
	r, err := record.New(x.header(), b)
	x.w.ok(err)
	return x.seal(r)
}

func (x *till) header() record.Header {
	x.w.ids++
	id, _ := (&Tx{store: x.w.s}).newID(x.w.now)
	return record.Header{Place: x.place, Epoch: x.epoch, Seq: x.seq + 1, ID: id, Time: x.w.now.UnixMilli(), Store: "S01", Prev: x.hash}
}

func (x *till) seal(r record.Record) []byte {
	x.w.t.Helper()
	s, err := record.Seal(r)
	x.w.ok(err)
	x.seq, x.hash = s.Seq, s.Hash
	x.sent = append(x.sent, s.Bytes)
	return s.Bytes
}

// push brings records to HQ.
func (x *till) push(from uint64, records ...[]byte) (a hub.Accepted) {
	x.w.t.Helper()
	x.w.update(func(tx hub.Tx) (err error) {
		a, err = tx.Accept(x.place, x.epoch, from, x.prepare(records), x.w.now)
		return err
	})
	return a
}

func (x *till) prepare(records [][]byte) (list []hub.Record) {
	x.w.t.Helper()
	for _, b := range records {
		r, err := x.w.s.Prepare(b)
		x.w.ok(err)
		list = append(list, r)
	}
	return list
}

// book writes a record and brings it.
func (x *till) book(b record.Body) hub.Accepted {
	x.w.t.Helper()
	bytes := x.write(b)
	return x.push(x.seq, bytes)
}

// grant has HQ grant an amount of principal on demand; the request's id is new.
func (x *till) grant(member string, value money.Fen) (blob []byte) {
	x.w.t.Helper()
	x.w.ids++
	r := wire.Request{ID: record.Header{Place: "R", Epoch: 1, Seq: uint64(x.w.ids)}.Receipt(), Holder: member, Value: int64(value)}
	x.w.update(func(tx hub.Tx) error {
		if _, err := tx.Request(x.place, x.epoch, r, x.w.now); err != nil {
			return err
		}
		amounts, refusal, err := tx.Wanted(x.place, x.epoch, r, x.w.now)
		if err != nil {
			return err
		}
		if refusal != nil || len(amounts) == 0 {
			return tx.Refuse(r.ID, "insufficient", "", x.w.now)
		}
		blob, err = tx.Grant(x.place, x.epoch, member, r.ID, amounts, x.w.now)
		return err
	})
	return blob
}

// sale is a sale to a member paid with stored value.
func sale(member string, lot string, principal money.Fen) record.Sale {
	return record.Sale{Member: member, Total: principal, Basket: "b", Paid: []record.Tender{
		{Kind: record.Stored, Amount: principal, Uses: []escrow.Use{{Lot: lot, Asset: ledger.Principal, Amount: int64(principal)}}}}}
}

func (w *world) exceptions() (kinds []string) {
	w.t.Helper()
	for _, x := range w.list() {
		kinds = append(kinds, x.Kind)
	}
	return kinds
}

func (w *world) ctx() context.Context { return context.Background() }

func (w *world) verify() Verification {
	w.t.Helper()
	v, err := w.s.Verify(context.Background())
	w.ok(err)
	return v
}

// encode makes bytes of a record without the checks of Seal.
func encode(r record.Record) ([]byte, error) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	return mode.Marshal(r)
}

func sum(b []byte) [32]byte { return sha256.Sum256(b) }

func (w *world) list() []Exception {
	w.t.Helper()
	list, err := w.s.Exceptions(true)
	w.ok(err)
	return list
}
