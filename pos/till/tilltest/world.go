// Package tilltest is a till for tests: its real books, a clock that stands still, and a head office that does what a
// test says. It imports pos/till and what that may.
//
// The one thing to know: what a test sees is what the shipped code does; only the line to head office is made up.
package tilltest

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// World is a till with its real books and a head office that does what a test says: it fills the feed, and signs
// grants with its key.
type World struct {
	T        Tester
	File     string
	Clock    *Clock
	Entropy  *rand.ChaCha8
	Key      ed25519.PrivateKey // head office's
	Enrolled store.Enrolment
	Cursor   wire.Cursor
	Grants   int
	Office   *Office
	Store    *store.Store
	Till     *till.Till // another one after each Start
}

// Tester is a test, or a run of one with values by chance.
type Tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Cleanup(f func())
}

// Clock stands still until a test moves it.
type Clock struct{ Now time.Time }

// Wall is the time it stands at.
func (c *Clock) Wall() time.Time { return c.Now }

// Mono is the same.
func (c *Clock) Mono() time.Duration { return time.Duration(c.Now.UnixNano()) }

// New enrols a till T1 in S01 at ten in the morning, fills its feed with the Chain, and starts it.
func New(t Tester, file string) *World {
	t.Helper()
	w := &World{T: t, File: file, Clock: &Clock{time.Date(2026, 11, 22, 10, 0, 0, 0, pos.Zone)}, Entropy: rand.NewChaCha8([32]byte{7})}
	_, hq := w.newKey()
	public, key := w.newKey()
	w.Key = hq
	certificate, err := wire.SignCertificate(hq, wire.Certificate{Place: "T1", Store: "S01", Epoch: 1, PublicKey: public, Generation: 1})
	w.Must(err)
	w.Enrolled = store.Enrolment{Signed: certificate, Key: key, HQKey: hq.Public().(ed25519.PublicKey), HQURL: "https://hq.invalid:8443"}
	w.Office = &Office{World: w, Available: map[string]money.Fen{}, Owns: map[string]pos.Balance{}, receipts: noReceipts()}
	w.openStore()
	w.Must(w.Store.SetEnrolment(w.Enrolled))
	w.Feed(Chain()...)
	w.Start()
	t.Cleanup(func() { w.Must(w.Store.Close()) })
	return w
}

func (w *World) newKey() (ed25519.PublicKey, ed25519.PrivateKey) {
	public, key, err := ed25519.GenerateKey(w.Entropy)
	w.Must(err)
	return public, key
}

// Must ends the test at an error.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *World) openStore() {
	s, err := store.Open(w.File, w.Clock, w.Entropy)
	w.Must(err)
	w.Store = s
}

// Start is what the program does after the books are open: nobody is signed in.
func (w *World) Start() {
	t, err := till.New(w.Store, w.Office)
	w.Must(err)
	w.Till = t
}

// Crash loses everything but what is durable, and starts again.
func (w *World) Crash() {
	w.Must(w.Store.Close())
	w.openStore()
	w.Start()
}

// Item is a noun on its way through the feed.
func Item(topic pos.Topic, key string, noun any) wire.Item {
	body, err := pos.EncodeFeed(noun)
	if err != nil {
		panic(err)
	}
	return wire.Item{Topic: string(topic), Key: key, Body: body}
}

// Feed brings items, and that they are the newest.
func (w *World) Feed(items ...wire.Item) {
	w.T.Helper()
	to := wire.Cursor{Generation: 1, At: w.Cursor.At + uint64(len(items))}
	w.Must(w.Store.ApplyFeed(wire.Feed{From: w.Cursor, To: to, Items: items, End: true}))
	w.Cursor = to
}

// Grant signs stored value for this till and delivers it; request is "" for a standing allowance.
func (w *World) Grant(request, member string, principal, bonus money.Fen, life time.Duration) {
	w.T.Helper()
	w.Grants++
	g := escrow.Grant{
		ID: fmt.Sprintf("GRANT%03d", w.Grants), Request: request, Place: "T1", Epoch: 1, Holder: member,
		Made: w.Clock.Now.UnixMilli(), Ends: w.Clock.Now.Add(life).UnixMilli(), Generation: 1,
	}
	for asset, amount := range map[ledger.Asset]money.Fen{ledger.Principal: principal, ledger.Bonus: bonus} {
		if amount > 0 {
			g.Amounts = append(g.Amounts, escrow.Amount{Asset: asset, Amount: int64(amount)})
		}
	}
	blob, err := escrow.Sign(w.Key, g)
	w.Must(err)
	_, err = w.Store.TakeGrant(blob)
	w.Must(err)
}

// Verify replays the books.
func (w *World) Verify() {
	w.T.Helper()
	if _, err := w.Store.Verify(context.Background()); err != nil {
		w.T.Errorf("verify: %v", err)
	}
}

// OnDisk is a file for a world that a test may crash.
func OnDisk(t testing.TB) string { return filepath.Join(t.TempDir(), "till.db") }
