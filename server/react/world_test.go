package react

import (
	"context"
	"crypto/ed25519"
	"embed"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/sqlite"
	"holdfast/server/store"
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

// world is a head office with its reactors, stores S01 and S02, and tills that write whatever a test wants.
type world struct {
	t      tester
	s      *store.Store
	raw    *sqlite.DB // the same books, to look at and to break
	now    time.Time
	chance *rand.ChaCha8
}

// till is a journal that is sealed right.
type till struct {
	w     *world
	place string
	store string
	epoch uint64
	seq   uint64
	hash  record.Hash
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := makeWorld(t, sqlite.Memory+t.Name())
	t.Cleanup(w.close)
	return w
}

func makeWorld(t tester, file string) *world {
	t.Helper()
	w := &world{t: t, now: morning, chance: rand.NewChaCha8([32]byte{1})}
	var err error
	w.raw, err = sqlite.Open(file, embed.FS{})
	w.ok(err)
	w.ok(store.Create(file, w.chance, morning))
	w.s, err = store.Open(file, w.chance)
	w.ok(err)
	w.s.Use(All()...)
	w.ok(w.s.PutStores([]pos.Store{{Code: "S01", Name: "one"}, {Code: "S02", Name: "two"}}))
	_, err = w.s.PutRules(rules.Document{TopUp: rules.TopUp{Mode: rules.Highest}}, morning)
	w.ok(err)
	return w
}

func (w *world) close() {
	w.ok(w.s.Close())
	w.raw.Close()
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// join makes a member of S01 with a balance, and returns the id.
func (w *world) join(phone string, principal money.Fen) string {
	w.t.Helper()
	_, err := w.s.PutMembers([]store.MemberRow{{Member: pos.Member{Phone: phone, Name: "n", Store: "S01", Cards: []pos.Card{{Number: phone}}}, Principal: principal}}, w.now)
	w.ok(err)
	v, err := w.s.Member(phone, w.now)
	w.ok(err)
	return v.ID
}

func (w *world) enrol(shop, place string) *till {
	w.t.Helper()
	secret, err := w.s.EnrolmentCode(shop, place, w.now)
	w.ok(err)
	seed := make([]byte, ed25519.SeedSize)
	w.chance.Read(seed) //nolint:errcheck // never fails
	x := &till{w: w, place: place, store: shop}
	w.update(func(tx hub.Tx) error {
		b, err := tx.Enrol(secret[:], ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey), w.now)
		if err != nil {
			return err
		}
		c, err := wire.OpenCertificate(w.s.Key().Public().(ed25519.PublicKey), b)
		x.epoch = c.Epoch
		return err
	})
	return x
}

func (w *world) update(f func(hub.Tx) error) {
	w.t.Helper()
	w.ok(w.s.Update(f))
}

func (w *world) catchUp() {
	w.t.Helper()
	w.ok(w.s.CatchUp(context.Background(), w.now))
}

// exec changes the books behind their back.
func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.ok(w.raw.Update(context.Background(), func(tx *sqlite.Tx) error { _, err := tx.Exec(query, args...); return err }))
}

// header is of the till's next record.
func (x *till) header() record.Header {
	id, err := ulid.New(ulid.Timestamp(x.w.now), x.w.chance)
	x.w.ok(err)
	return record.Header{Place: x.place, Epoch: x.epoch, Seq: x.seq + 1, ID: id.String(), Time: x.w.now.UnixMilli(), Date: pos.Date(x.w.now), Store: x.store, Operator: "1001", Prev: x.hash}
}

// book brings a record to head office, and returns it.
func (x *till) book(b record.Body) record.Sealed {
	x.w.t.Helper()
	return x.bookAs(x.header(), b)
}

func (x *till) bookAs(h record.Header, b record.Body) record.Sealed {
	x.w.t.Helper()
	r, err := record.New(h, b)
	x.w.ok(err)
	return x.push(r)
}

func (x *till) push(r record.Record) record.Sealed {
	x.w.t.Helper()
	s, err := record.Seal(r)
	x.w.ok(err)
	x.seq, x.hash = s.Seq, s.Hash
	p, err := x.w.s.Prepare(s.Bytes)
	x.w.ok(err)
	x.w.update(func(tx hub.Tx) error {
		a, err := tx.Accept(x.place, x.epoch, s.Seq, []hub.Record{p}, x.w.now)
		if err == nil && a.Fenced != "" {
			x.w.t.Fatalf("%s: fenced: %s", s.Receipt(), a.Fenced)
		}
		return err
	})
	return s
}

// sign has head office grant a till an amount of principal.
func (w *world) sign(x *till, holder string, amount money.Fen) (blob []byte) {
	w.t.Helper()
	w.update(func(tx hub.Tx) (err error) {
		blob, err = tx.Grant(x.place, x.epoch, holder, "", []wire.Amount{{Asset: "principal", Amount: int64(amount)}}, w.now)
		return err
	})
	return blob
}

// grant is sign, and the till accepts it; it returns the lot.
func (x *till) grant(holder string, amount money.Fen) string {
	x.w.t.Helper()
	blob := x.w.sign(x, holder, amount)
	x.book(record.Accept{Grant: blob})
	g, err := escrow.Read(blob)
	x.w.ok(err)
	return g.ID
}

// sale is paid out of one lot.
func sale(member, lot string, amount money.Fen) record.Sale {
	return record.Sale{Member: member, Total: amount, Basket: "b", Paid: []record.Tender{
		{Kind: record.Stored, Amount: amount, Uses: []escrow.Use{{Lot: lot, Asset: ledger.Principal, Amount: int64(amount)}}}}}
}

func (w *world) exceptions() (list []store.Exception) {
	w.t.Helper()
	w.catchUp()
	list, err := w.s.Exceptions(true)
	w.ok(err)
	return list
}

func (w *world) verify() {
	w.t.Helper()
	w.catchUp()
	_, err := w.s.Verify(context.Background())
	w.ok(err)
}

func uses(lot string, amount int64) []escrow.Use {
	return []escrow.Use{{Lot: lot, Asset: ledger.Principal, Amount: amount}}
}
