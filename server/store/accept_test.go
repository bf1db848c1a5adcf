package store

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// start is a world in which till T1 holds 50.00 of a member's 100.00 and has spent 20.00 of it, all booked.
func start(t *testing.T) (*world, *till) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	w.member = w.join("13800000001", "8801", 10000, 0)
	g := x.grant(w.member, 5000)
	x.push(1, x.write(record.Accept{Grant: g}), x.write(sale(w.member, "g", 2000)))
	return w, x
}

func TestAcceptBooksExactlyOnce(t *testing.T) {
	w, x := start(t)
	if v := w.view("13800000001"); v.Principal != 8000 || v.Available.Principal != 5000 {
		t.Fatalf("after grant and sale: %+v", v)
	}
	before := w.verify()
	for range 2 {
		if a := x.push(1, x.sent...); a.Acked != 2 || a.Gap || a.Fenced != "" {
			t.Errorf("pushed again: %+v", a)
		}
	}
	x.write(sale(w.member, "g", 500))
	if a := x.push(2, x.sent[1:]...); a.Acked != 3 || !slices.Equal(a.Holders, []string{w.member}) {
		t.Errorf("overlapping push: %+v", a)
	}
	x.write(sale(w.member, "g", 500))
	last := x.write(sale(w.member, "g", 500))
	if a := x.push(5, last); !a.Gap || a.Acked != 3 {
		t.Errorf("push with a gap: %+v", a)
	}
	if got := w.verify().Records; got != before.Records+1 {
		t.Errorf("%d records, want one more than %d", got, before.Records)
	}
	if v := w.view("13800000001"); v.Principal != 7500 {
		t.Errorf("principal %s after a repeat, want 75.00", v.Principal)
	}
	if x := w.exceptions(); len(x) != 0 {
		t.Errorf("exceptions: %v", x)
	}
}

// TestAcceptLeavesNothingOfAFailedUpdate: the transaction's memory dies with it.
func TestAcceptLeavesNothingOfAFailedUpdate(t *testing.T) {
	w, x := start(t)
	b := x.write(sale(w.member, "g", 1000))
	stop := hub.Refusal{Message: "stop"}
	if err := w.s.Update(func(tx hub.Tx) error {
		if a, err := tx.Accept("T1", 1, 3, x.prepare([][]byte{b}), w.now); err != nil || a.Acked != 3 {
			t.Errorf("%+v, %v", a, err)
		}
		return &stop
	}); !errors.Is(err, &stop) {
		t.Fatal(err)
	}
	if a := x.push(3, b); a.Acked != 3 || w.view("13800000001").Principal != 7000 {
		t.Errorf("booked after the failure: %+v, %s", a, w.view("13800000001").Principal)
	}
	w.verify()
}

func TestAcceptOfWhatIsWrong(t *testing.T) {
	raw := func(f func(x *till, r *record.Record)) func(w *world, x *till) [][]byte {
		return func(w *world, x *till) [][]byte {
			r, err := record.New(x.header(), sale(w.member, "g", 500))
			w.ok(err)
			f(x, &r)
			b, err := encode(r)
			w.ok(err)
			x.seq, x.hash = x.seq+1, record.Hash(sum(b))
			return [][]byte{b, x.write(sale(w.member, "g", 100))}
		}
	}
	for _, c := range []struct {
		name      string
		records   func(w *world, x *till) [][]byte
		from      uint64
		acked     uint64
		principal money.Fen // of 80.00
		exception string
	}{
		{"overdraft", func(w *world, x *till) [][]byte {
			return [][]byte{x.write(sale(w.member, "g", 4000)), x.write(sale(w.member, "g", 1000))}
		}, 3, 4, 5000, "suspense suspense"},
		{"a grant that isn't in transit", func(w *world, x *till) [][]byte {
			var first record.Accept
			s, _ := record.Open(x.sent[0])
			b, _ := s.Decode()
			first = b.(record.Accept)
			return [][]byte{x.write(first)}
		}, 3, 3, 13000, "suspense"},
		{"unbalanced", raw(func(_ *till, r *record.Record) { r.Postings = r.Postings[:1] }), 3, 4, 7900, "malformed"},
		{"from another's escrow", raw(func(_ *till, r *record.Record) {
			r.Postings = ledger.Entry{}.Move(ledger.Escrow("m", ledger.Principal, "T2", 1), ledger.Spent("S01", ledger.Principal), 1)
		}), 3, 4, 7900, "malformed"},
		{"control characters", raw(func(_ *till, r *record.Record) {
			r.Postings = ledger.Entry{}.Move(ledger.Issued("earn", ledger.Points), ledger.Available("m\x00", ledger.Points), 1)
		}), 3, 4, 7900, "malformed"},
		{"forged place", raw(func(_ *till, r *record.Record) { r.Place = "T2" }), 3, 2, 8000, "malformed"},
		{"forged epoch", raw(func(_ *till, r *record.Record) { r.Epoch = 7 }), 3, 2, 8000, "malformed"},
		{"a seq of its own", raw(func(_ *till, r *record.Record) { r.Seq = 9 }), 3, 2, 8000, "malformed"},
		{"not chained to the last", raw(func(_ *till, r *record.Record) { r.Prev[0]++ }), 3, 2, 8000, "branch"},
		{"another record with an old number", raw(func(x *till, r *record.Record) { r.Seq = 2 }), 2, 2, 8000, "branch"},
		{"an id seen before", raw(func(x *till, r *record.Record) {
			s, _ := record.Open(x.sent[1])
			r.ID = s.ID
		}), 3, 4, 7400, "record_id_reused"},
		{"an overdraft of more accounts than a record of the house can name", func(w *world, x *till) [][]byte {
			var e ledger.Entry
			for i := range 1500 {
				long := fmt.Sprintf("%0150d", i)
				e = e.Move(ledger.Escrow(long, ledger.Principal, "T1", 1), ledger.Spent("S01", ledger.Principal), 1)
			}
			r := record.Record{Header: x.header(), Postings: e, Body: []byte{0xa0}}
			r.Kind = "bug"
			return [][]byte{x.seal(r), x.write(sale(w.member, "g", 100))}
		}, 3, 4, 7900, "malformed"},
		{"of a kind of tomorrow", raw(func(_ *till, r *record.Record) { r.Kind = "lottery" }), 3, 4, 7400, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, x := start(t)
			records := c.records(w, x)
			a := x.push(c.from, records...)
			if a.Acked != c.acked {
				t.Errorf("acked %d, want %d", a.Acked, c.acked)
			}
			if fenced := c.exception != "" && c.exception != "record_id_reused"; fenced != (a.Fenced != "") {
				t.Errorf("fenced: %q", a.Fenced)
			}
			if c.name == "overdraft" && !strings.HasPrefix(a.Fenced, "T1-1-000003") {
				t.Errorf("fenced for %q, not for the first record that was wrong", a.Fenced)
			}
			if got := w.view("13800000001").Principal; got != c.principal {
				t.Errorf("principal %s, want %s", got, c.principal)
			}
			if diff := cmp.Diff(strings.Fields(c.exception), w.exceptions()); diff != "" && c.exception != "" {
				t.Errorf("exceptions:\n%s", diff)
			}
			x.push(c.from, records...) // whatever it was, a repeat changes nothing
			if diff := cmp.Diff(strings.Fields(c.exception), w.exceptions()); diff != "" && c.exception != "" {
				t.Errorf("exceptions after a repeat:\n%s", diff)
			}
			if got := w.view("13800000001").Principal; got != c.principal {
				t.Errorf("principal %s after a repeat, want %s", got, c.principal)
			}
			w.verify()
		})
	}
}

// TestStraysAreKept: a fork's records are not lost.
func TestStraysAreKept(t *testing.T) {
	w, x := start(t)
	fork := *x
	a, b := fork.write(sale(w.member, "g", 1)), fork.write(sale(w.member, "g", 2))
	x.book(sale(w.member, "g", 100))
	fork.push(3, a, b)
	var n int
	w.ok(w.s.view(t.Context(), func(tx *Tx) error { return tx.tx.QueryRow("SELECT count(*) FROM strays").Scan(&n) }))
	if n != 2 {
		t.Errorf("%d strays, want 2", n)
	}
	if got := w.view("13800000001"); got.Granted[0].State != "frozen" || got.Principal != 7900 {
		t.Errorf("%+v", got)
	}
	w.verify()
}

// TestReactorsTakeAnyAmount: what a body says beside its postings is a till's word, and may be nonsense. It must not keep
// the reactors, and with them every till, from going on.
func TestReactorsTakeAnyAmount(t *testing.T) {
	w, x := start(t)
	s, err := record.Open(x.sent[0])
	w.ok(err)
	body, err := s.Decode()
	w.ok(err)
	g, err := escrow.Read(body.(record.Accept).Grant)
	w.ok(err)
	book := func(b record.Body) {
		r, err := record.New(x.header(), b)
		w.ok(err)
		r.Postings = nil
		bytes := x.seal(r)
		if a := x.push(x.seq, bytes); a.Acked != x.seq {
			t.Fatalf("%+v", a)
		}
		w.ok(w.s.CatchUp(w.ctx(), w.now))
		standing(w, w.member)
	}
	for _, id := range []string{"a", "b"} { // what head office has not signed
		blob, err := escrow.Sign(ed25519.NewKeyFromSeed(make([]byte, 32)), escrow.Grant{ID: id, Place: "T1", Epoch: 1, Holder: w.member,
			Amounts: []escrow.Amount{{Asset: ledger.Principal, Amount: math.MaxInt64}}})
		w.ok(err)
		book(record.Accept{Grant: blob})
	}
	for _, amount := range []int64{math.MinInt64, math.MinInt64 / 2, math.MinInt64 / 2, -1, 0, math.MaxInt64} {
		for _, b := range []record.Body{
			record.Sale{Member: w.member, Paid: []record.Tender{{Kind: record.Stored, Amount: money.Fen(amount),
				Uses: []escrow.Use{{Lot: g.ID, Asset: ledger.Principal, Amount: amount}}}}},
			record.Return{Holder: w.member, Uses: []escrow.Use{{Lot: g.ID, Asset: ledger.Principal, Amount: amount}}},
		} {
			book(b)
		}
	}
}
