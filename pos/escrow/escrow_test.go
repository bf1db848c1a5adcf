package escrow

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

func drawLots(t *rapid.T) []Lot {
	var lots []Lot
	for i := range rapid.IntRange(0, 8).Draw(t, "lots") {
		amount := rapid.Int64Range(0, 100).Draw(t, "amount")
		lots = append(lots, Lot{
			ID: string(rune('a' + i)), Asset: rapid.SampledFrom([]ledger.Asset{ledger.Principal, ledger.Bonus}).Draw(t, "asset"),
			Ends: rapid.SampledFrom([]int64{0, 10, 20, 30}).Draw(t, "ends"), Amount: amount,
			Reserved: rapid.Int64Range(0, amount).Draw(t, "reserved"),
		})
	}
	return lots
}

// TestTake: what is taken is exactly the amount, out of lots that are in time and not reserved, never more than a lot
// has; it is refused only when there is less.
func TestTake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lots := drawLots(t)
		now := rapid.Int64Range(0, 40).Draw(t, "now")
		amount := rapid.Int64Range(1, 400).Draw(t, "amount")
		order := ValueOrder(rapid.Bool().Draw(t, "bonus first"))
		have := Spendable(lots, now, order...)
		uses, err := Take(lots, amount, now, order...)
		if (err == nil) != (amount <= have) {
			t.Fatalf("Take %d of %d: %v", amount, have, err)
		}
		if err != nil {
			if pos.CodeOf(err) != pos.Insufficient || uses != nil {
				t.Fatalf("refused with %v and %v", err, uses)
			}
			return
		}
		var sum int64
		for _, u := range uses {
			l := lots[slices.IndexFunc(lots, func(l Lot) bool { return l.ID == u.Lot })]
			if l.Ends != 0 && l.Ends <= now {
				t.Fatalf("took from lot %s, which ended", l.ID)
			}
			if u.Amount <= 0 || u.Amount > l.Amount-l.Reserved || u.Asset != l.Asset {
				t.Fatalf("took %d of %+v", u.Amount, l)
			}
			sum += u.Amount
		}
		if sum != amount {
			t.Fatalf("took %d for %d", sum, amount)
		}
	})
}

func TestTakeOrder(t *testing.T) {
	lots := []Lot{
		{ID: "credit", Asset: ledger.Principal, Amount: 10},
		{ID: "late", Asset: ledger.Principal, Amount: 10, Ends: 30},
		{ID: "early", Asset: ledger.Principal, Amount: 10, Ends: 20},
		{ID: "gift", Asset: ledger.Bonus, Amount: 10, Ends: 20},
		{ID: "over", Asset: ledger.Principal, Amount: 10, Ends: 5},
	}
	uses, err := Take(lots, 35, 5, ValueOrder(false)...)
	want := []Use{{"early", ledger.Principal, 10}, {"late", ledger.Principal, 10}, {"credit", ledger.Principal, 10}, {"gift", ledger.Bonus, 5}}
	if diff := cmp.Diff(want, uses); diff != "" || err != nil {
		t.Errorf("principal first: %v\n%s", err, diff)
	}
	if uses, _ = Take(lots, 5, 5, ValueOrder(true)...); len(uses) != 1 || uses[0].Lot != "gift" {
		t.Errorf("bonus first: %v", uses)
	}
}

// TestSurrender: what goes back is never reserved, never more than asked, and as much as there is; a lot past its time
// goes back like any other, because only the place itself can free it. What is reserved of such a lot counts as asked for.
func TestSurrender(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lots := drawLots(t)
		want := rapid.Int64Range(0, 300).Draw(t, "want")
		now := rapid.Int64Range(0, 40).Draw(t, "now")
		uses := Surrender(lots, []Amount{{ledger.Principal, want}}, now)
		var free, sum, stuck int64
		for _, l := range lots {
			if l.Asset == ledger.Principal {
				free += l.Amount - l.Reserved
			}
			if l.Asset == ledger.Principal && l.Ends != 0 && l.Ends <= now {
				stuck += l.Reserved
			}
		}
		for _, u := range uses {
			l := lots[slices.IndexFunc(lots, func(l Lot) bool { return l.ID == u.Lot })]
			if u.Amount > l.Amount-l.Reserved || u.Asset != ledger.Principal {
				t.Fatalf("returned %d of %+v", u.Amount, l)
			}
			sum += u.Amount
		}
		if sum != min(max(0, want-stuck), free) {
			t.Fatalf("returned %d; %d were asked, %d are free, and %d stuck in ended lots", sum, want, free, stuck)
		}
	})
}

func TestGrantIsSelfContained(t *testing.T) {
	seed := func(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, 32)) }
	hq, other := seed(1), seed(2)
	g := Grant{ID: "g", Place: "T1", Epoch: 1, Holder: "m", Amounts: []Amount{{ledger.Principal, 100}, {ledger.Bonus, 5}}, Ends: 9}
	blob, err := Sign(hq, g)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Open(hq.Public().(ed25519.PublicKey), blob)
	if diff := cmp.Diff(g, got); err != nil || diff != "" {
		t.Errorf("opened: %v\n%s", err, diff)
	}
	if _, err := Open(other.Public().(ed25519.PublicKey), blob); !errors.Is(err, ErrSignature) {
		t.Errorf("with another key: %v", err)
	}
	for i := range blob {
		bad := bytes.Clone(blob)
		bad[i] ^= 1
		if got, err := Open(hq.Public().(ed25519.PublicKey), bad); err == nil {
			t.Fatalf("bit %d flipped, yet it opens as %+v", i, got)
		}
	}
	less, _ := Sign(hq, Grant{ID: "g", Holder: "m", Amounts: []Amount{{ledger.Principal, -5}}})
	if _, err := Open(hq.Public().(ed25519.PublicKey), less); err == nil {
		t.Error("a grant of less than nothing opens")
	}
	// Signed, then accepted or declined: transit ends at zero and nothing is made or lost.
	for name, end := range map[string]ledger.Entry{"accept": g.Accepting(), "decline": g.Declining()} {
		sums := map[ledger.Account]int64{}
		for _, p := range append(g.Signing(), end...) {
			sums[p.Account] += p.Amount
		}
		if sums[g.Transit(ledger.Principal)] != 0 || sums[g.Transit(ledger.Bonus)] != 0 {
			t.Errorf("%s leaves %v in transit", name, sums)
		}
		if err := g.Signing().Check(); err != nil {
			t.Error(err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	k := ed25519.NewKeyFromSeed(make([]byte, 32))
	blob, _ := Sign(k, Grant{ID: "g", Amounts: []Amount{{ledger.Principal, 1}}})
	f.Add([]byte(blob))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Open(k.Public().(ed25519.PublicKey), b); err == nil && !bytes.Equal(b, blob) {
			if g, _ := Read(b); g.ID != "g" {
				t.Fatalf("forged: %x", b)
			}
		}
	})
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		want                 money.Fen
		bonusFirst           bool
		wantPrincipal, wantB money.Fen
	}{{50, false, 50, 0}, {120, false, 100, 10}, {105, false, 100, 5}, {50, true, 40, 10}, {0, true, 0, 0}} {
		if p, b := Split(c.want, 100, 10, c.bonusFirst); p != c.wantPrincipal || b != c.wantB {
			t.Errorf("Split(%d, bonusFirst=%v) = %d, %d", c.want, c.bonusFirst, p, b)
		}
	}
}
