package record

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
)

var head = Header{Place: "T1", Epoch: 2, Seq: 1, ID: "01J", Time: 1, Store: "S01"}

// bodies is one of every kind that a till writes.
func bodies() []Body {
	blob, _ := escrow.Sign(make([]byte, 64), escrow.Grant{ID: "g", Place: "T1", Epoch: 2, Holder: "m", Amounts: []escrow.Amount{{Asset: ledger.Principal, Amount: 60}}})
	return []Body{
		ShiftOpen{Float: 20000},
		ShiftClose{Expected: 20000, Counted: 19990},
		TopUp{Member: "m", Principal: 10000, Bonus: 1000, Tender: Cash, PaysBonus: 400, PaysValue: 6000},
		Accept{Grant: blob}, Decline{Grant: blob, Why: "withdrawn"},
		Return{Recall: "r", Holder: "m", Uses: []escrow.Use{{Lot: "g", Asset: ledger.Principal, Amount: 5}}},
		Sale{Member: "m", Total: 10000, Paid: []Tender{
			{Kind: Stored, Amount: 6000, Uses: []escrow.Use{{Lot: "g", Asset: ledger.Principal, Amount: 5500}, {Lot: "t", Asset: ledger.Bonus, Amount: 500}}},
			{Kind: Bank, Amount: 1000, Ref: "x"}, {Kind: Cash, Amount: 5000}}, Change: 2000, Points: 1000000},
	}
}

// TestEveryKind: each kind of a till's record balances, touches only what its place may touch, and says after its way
// through the bytes what it said before.
func TestEveryKind(t *testing.T) {
	for _, b := range bodies() {
		r, err := New(head, b)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Seal(r)
		if err != nil {
			t.Fatalf("%s: %v", b.Kind(), err)
		}
		if err := ledger.Allowed("T1", 2, r.Postings); err != nil {
			t.Errorf("%s: %v", b.Kind(), err)
		}
		back, err := Open(s.Bytes)
		if err != nil {
			t.Fatalf("%s: %v", b.Kind(), err)
		}
		if diff := cmp.Diff(s, back, cmp.AllowUnexported(ledger.Posting{})); diff != "" {
			t.Errorf("%s:\n%s", b.Kind(), diff)
		}
		got, err := back.Decode()
		if err != nil {
			t.Fatalf("%s: %v", b.Kind(), err)
		}
		if diff := cmp.Diff(b, got); diff != "" {
			t.Errorf("%s:\n%s", b.Kind(), diff)
		}
		again, _ := Seal(back.Record)
		if !bytes.Equal(again.Bytes, s.Bytes) {
			t.Errorf("%s: its bytes are not canonical", b.Kind())
		}
	}
}

// TestSaleAddsUp: what a sale takes in money is its total less what stored value paid; what was held pays the rest.
func TestSaleAddsUp(t *testing.T) {
	r, _ := New(head, bodies()[6])
	got := map[ledger.Account]int64{}
	for _, p := range r.Postings {
		got[p.Account] += p.Amount
	}
	want := map[ledger.Account]int64{
		"escrow:m:principal:T1:2": -5500, "spent:S01:principal": 5500, "escrow:m:bonus:T1:2": -500, "spent:S01:bonus": 500,
		"taken:bank:cny:T1:2": 1000, "taken:cash:cny:T1:2": 3000, "sales:S01:cny": -4000,
		"issued:earn:points": -1000000, "available:m:points": 1000000,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSealRefusesUnbalanced(t *testing.T) {
	r, _ := New(head, ShiftOpen{})
	r.Postings = ledger.Entry{{Account: ledger.Spent("S01", ledger.Bonus), Amount: 1}}
	if _, err := Seal(r); !errors.Is(err, ledger.ErrUnbalanced) {
		t.Errorf("Seal = %v", err)
	}
}

func TestUnknownKindKeepsItsPostings(t *testing.T) {
	r, _ := New(head, ShiftOpen{Float: 5})
	r.Kind = "of_a_newer_till"
	s, err := Seal(r)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Open(s.Bytes)
	if err != nil || len(back.Postings) != 2 {
		t.Fatalf("Open = %+v, %v", back, err)
	}
	if _, err := back.Decode(); !errors.Is(err, ErrUnknownKind) {
		t.Errorf("Decode = %v", err)
	}
}

// TestChain: any changed bit of any record breaks the chain behind it.
func TestChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var chain []Sealed
		var prev Hash
		for seq := range uint64(5) {
			h := head
			h.Seq, h.Prev = seq+1, prev
			r, _ := New(h, ShiftOpen{Float: 1})
			s, err := Seal(r)
			if err != nil {
				t.Fatal(err)
			}
			if !s.Follows(seq, prev) {
				t.Fatalf("record %d doesn't follow", s.Seq)
			}
			chain, prev = append(chain, s), s.Hash
		}
		i := rapid.IntRange(0, 3).Draw(t, "record")
		b := bytes.Clone(chain[i].Bytes)
		b[rapid.IntRange(0, len(b)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if changed, err := Open(b); err == nil && chain[i+1].Follows(changed.Seq, changed.Hash) {
			t.Fatal("a changed record still has its successor")
		}
	})
}

func FuzzOpen(f *testing.F) {
	for _, b := range bodies() {
		r, _ := New(head, b)
		s, _ := Seal(r)
		f.Add(s.Bytes)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Open(b)
		if err != nil {
			return
		}
		if body, err := s.Decode(); err == nil {
			body.Postings(s.Header)
		}
		s.Postings.Check() //nolint:errcheck // it must not panic; either answer is right
	})
}

func TestParseReceipt(t *testing.T) {
	for number, want := range map[string]string{
		"T1-2-000037": "T1-2-000037", "T1-2-37": "T1-2-000037", "T1-2-1234567": "T1-2-1234567",
		"": "", "last": "", "T1": "", "T1-2": "", "-2-37": "", "T1-0-37": "", "T1-2-0": "", "T1-2--37": "", "T1-2-+37": "", "T1-2-37-1": "", "T1-x-37": "",
		"T1-2-99999999999999999999": "",
	} {
		h, ok := ParseReceipt(number)
		if ok != (want != "") || ok && h.Receipt() != want {
			t.Errorf("%q is %s, %v", number, h.Receipt(), ok)
		}
	}
}
