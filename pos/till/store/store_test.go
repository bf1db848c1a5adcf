package store

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/wire"
)

// clock is a machine's clock that tests set.
type clock struct {
	wall time.Time
	mono time.Duration
}

func (c *clock) Wall() time.Time     { return c.wall }
func (c *clock) Mono() time.Duration { return c.mono }
func (c *clock) pass(d time.Duration) {
	c.wall, c.mono = c.wall.Add(d), c.mono+d
}

// till is an enrolled store and the head office it believes in.
type till struct {
	*Store
	t     failer
	file  string
	clock *clock
	hq    ed25519.PrivateKey
	dice  *rand.ChaCha8
	made  int // grants
}

// failer is a test, a benchmark or a rapid check.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, pos.Zone)

// alice is a member's id.
const alice = "01ALICE"

func newTill(t testing.TB) *till {
	w := openTill(t, filepath.Join(t.TempDir(), "till.db"), 1)
	t.Cleanup(func() { w.must(w.Close()) })
	return w
}

func openTill(t failer, file string, seed byte) *till {
	t.Helper()
	return openEpoch(t, file, seed, 1)
}

func openEpoch(t failer, file string, seed byte, epoch uint64) *till {
	t.Helper()
	w := &till{t: t, file: file, clock: &clock{wall: noon}, dice: rand.NewChaCha8([32]byte{seed})}
	_, w.hq, _ = ed25519.GenerateKey(w.dice)
	w.open()
	public, key, _ := ed25519.GenerateKey(w.dice)
	signed, err := wire.SignCertificate(w.hq, wire.Certificate{Place: "T1", Store: "S01", Epoch: epoch, PublicKey: public, Generation: 1})
	w.must(err)
	w.must(w.SetEnrolment(Enrolment{Signed: signed, Key: key, HQKey: w.hq.Public().(ed25519.PublicKey), HQURL: "https://hq"}))
	return w
}

func (w *till) open() {
	w.t.Helper()
	s, err := Open(w.file, w.clock, w.dice)
	w.must(err)
	w.Store = s
}

// reopen is a restart. What is not committed is gone, and so is what was only in memory.
func (w *till) reopen() {
	w.t.Helper()
	w.must(w.Close())
	w.open()
}

func (w *till) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v", err)
	}
}

func (w *till) refused(err error, code pos.Code, text string) {
	w.t.Helper()
	if pos.CodeOf(err) != code || !strings.Contains(fmt.Sprint(err), text) {
		w.t.Fatalf("got %q (%s), want %s with %q", fmt.Sprint(err), pos.CodeOf(err), code, text)
	}
}

func (w *till) update(f func(*Tx) error) {
	w.t.Helper()
	w.must(w.Update(f))
}

func (w *till) view(f func(*Tx) error) {
	w.t.Helper()
	w.must(w.View(f))
}

// exec is somebody with a database tool.
func (w *till) exec(query string, args ...any) error {
	return w.Update(func(tx *Tx) error { _, err := tx.tx.Exec(query, args...); return err })
}

func (w *till) verify() {
	w.t.Helper()
	_, err := w.Verify(context.Background())
	w.must(err)
}

// sign makes a standing grant for a day; change alters it before it is signed.
func (w *till) sign(holder string, principal int64, change func(*escrow.Grant)) []byte {
	w.t.Helper()
	w.made++
	g := escrow.Grant{
		ID: fmt.Sprintf("G%04d", w.made), Place: "T1", Epoch: 1, Holder: holder, Generation: 1,
		Amounts: []escrow.Amount{{Asset: ledger.Principal, Amount: principal}},
		Made:    w.Now().UnixMilli(), Ends: w.Now().Add(24 * time.Hour).UnixMilli(),
	}
	if change != nil {
		change(&g)
	}
	blob, err := escrow.Sign(w.hq, g)
	w.must(err)
	return blob
}

// grant has the till take a grant.
func (w *till) grant(holder string, principal int64, change func(*escrow.Grant)) {
	w.t.Helper()
	_, err := w.TakeGrant(w.sign(holder, principal, change))
	w.must(err)
}

// ask opens a basket and asks HQ for value for it.
func (w *till) ask(basket string, value int64) (id string) {
	w.t.Helper()
	w.update(func(tx *Tx) error {
		if err := tx.SaveBasket(basket, []byte("basket")); err != nil {
			return err
		}
		r, err := tx.AskFor(basket, wire.Request{Holder: alice, Value: value})
		id = r.ID
		return err
	})
	return id
}

func (w *till) topUp(holder string, principal, bonus money.Fen) {
	w.t.Helper()
	w.update(func(tx *Tx) error {
		_, err := tx.Append(Operator{ID: "1001"}, record.TopUp{Member: holder, Principal: principal, Bonus: bonus, Tender: record.Cash})
		return err
	})
}

// pay reserves for a tender of a basket.
func (w *till) pay(basket string, tender int, holder string, amount int64) (uses []escrow.Use, err error) {
	err = w.Update(func(tx *Tx) error {
		lots, err := tx.Lots(holder, basket)
		if err != nil {
			return err
		}
		if uses, err = escrow.Take(lots, amount, tx.Now().UnixMilli(), ledger.Principal, ledger.Bonus); err != nil {
			return err
		}
		return tx.Reserve(basket, tender, holder, uses)
	})
	return uses, err
}

// finish writes the sale and drops its basket.
func (w *till) finish(basket, holder string, cash money.Fen, uses []escrow.Use) (sealed record.Sealed, err error) {
	sale := record.Sale{Member: holder, Basket: basket}
	if holder != "" {
		sale.Points = 10_000
	}
	if cash > 0 {
		sale.Paid = append(sale.Paid, record.Tender{Kind: record.Cash, Amount: cash})
	}
	var stored money.Fen
	for _, u := range uses {
		stored += money.Fen(u.Amount)
	}
	if stored > 0 {
		sale.Paid = append(sale.Paid, record.Tender{Kind: record.Stored, Amount: stored, Uses: uses})
	}
	sale.Total = cash + stored
	err = w.Update(func(tx *Tx) error {
		if sealed, err = tx.Append(Operator{ID: "1001"}, sale); err != nil {
			return err
		}
		return tx.DropBasket(basket)
	})
	return sealed, err
}

// held is a holder's escrow account.
func (w *till) held(holder string, asset ledger.Asset) (n int64) {
	w.t.Helper()
	w.view(func(tx *Tx) (err error) {
		n, err = accounts{tx}.Balance(ledger.Escrow(holder, asset, "T1", 1))
		return err
	})
	return n
}

// spendable is what a basket may reserve now.
func (w *till) spendable(holder, basket string) (n int64) {
	w.t.Helper()
	w.view(func(tx *Tx) error {
		lots, err := tx.Lots(holder, basket)
		n = escrow.Spendable(lots, tx.Now().UnixMilli(), ledger.Principal, ledger.Bonus)
		return err
	})
	return n
}

// last is the journal's last record.
func (w *till) last() record.Sealed {
	w.t.Helper()
	st, err := w.State()
	w.must(err)
	records, err := w.Records(st.HeadSeq, 1, 1)
	w.must(err)
	if len(records) == 0 {
		return record.Sealed{}
	}
	sealed, err := record.Open(records[0])
	w.must(err)
	return sealed
}

func TestEnrolment(t *testing.T) {
	w := newTill(t)
	first, err := w.Enrolment()
	w.must(err)
	w.refused(w.SetEnrolment(first), pos.State, "already a till's")
	w.reopen()
	again, err := w.Enrolment()
	w.must(err)
	if !w.Enrolled() || again.Place != "T1" || again.Store != "S01" || !again.Key.Equal(first.Key) {
		t.Errorf("after a restart: %+v", again)
	}

	bare, err := Open(sqlite.Memory+t.Name(), w.clock, w.dice)
	w.must(err)
	defer bare.Close()
	_, err = bare.Enrolment()
	w.refused(err, pos.State, "till enrol")
	w.refused(bare.Update(func(tx *Tx) error { _, err := tx.Append(Operator{}, record.ShiftOpen{}); return err }), pos.State, "till enrol")
	other := first
	_, other.Key, _ = ed25519.GenerateKey(w.dice)
	w.refused(bare.SetEnrolment(other), pos.Forbidden, "another till's key")
	other = first
	other.HQKey = first.Key.Public().(ed25519.PublicKey)
	w.refused(bare.SetEnrolment(other), pos.Forbidden, "not signed")
	if bare.Enrolled() {
		t.Error("enrolled by a refused certificate")
	}
}

// append makes a record of the cashier's.
func (w *till) append(b record.Body) (sealed record.Sealed) {
	w.t.Helper()
	w.update(func(tx *Tx) (err error) { sealed, err = tx.Append(Operator{ID: "1001"}, b); return err })
	return sealed
}

// try is append where it may be refused.
func (w *till) try(b record.Body) error {
	return w.Update(func(tx *Tx) error { _, err := tx.Append(Operator{ID: "1001"}, b); return err })
}

func (w *till) position(generation, seq uint64) wire.Position {
	return wire.Position{Generation: generation, Seq: seq, Hash: wire.Hash{byte(seq)}}
}
