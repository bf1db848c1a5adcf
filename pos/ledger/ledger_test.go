package ledger

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// mapBalances keeps balances in memory.
type mapBalances map[Account]int64

func (m mapBalances) Balance(a Account) (int64, error)    { return m[a], nil }
func (m mapBalances) SetBalance(a Account, n int64) error { m[a] = n; return nil }

func TestApplyRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		e    Entry
		want error
	}{
		{"unbalanced", Entry{{Account: Available("m", Principal), Amount: 1}}, ErrUnbalanced},
		{"balanced only across assets", Entry{
			{Account: Available("m", Principal), Amount: 1}, {Account: Issued("x", Bonus), Amount: -1}}, ErrUnbalanced},
		{"overdrawn", Entry{}.Move(Available("m", Points), Spent("S01", Points), 1), ErrOverdrawn},
		{"overdrawn in two postings", Entry{}.Move(Available("m", Bonus), Spent("S01", Bonus), 60).
			Move(Available("m", Bonus), Spent("S02", Bonus), 60), ErrOverdrawn},
		{"no such kind", Entry{}.Move("purse:m:bonus", Spent("S01", Bonus), 1), ErrMalformed},
		{"no such asset", Entry{}.Move("available:m:gold", "spent:S01:gold", 1), ErrMalformed},
		{"wrong shape", Entry{}.Move("escrow:m:bonus", Spent("S01", Bonus), 1), ErrMalformed},
		{"another spelling", Entry{}.Move(Issued("topup", Bonus), "escrow:m:bonus:T1:01", 1), ErrMalformed},
		{"a posting of nothing", Entry{{Account: Spent("S01", Bonus)}}, ErrMalformed},
		{"overflow", Entry{}.Move(Issued("x", Bonus), Spent("S01", Bonus), maxAmount+1), ErrMalformed},
	} {
		b := mapBalances{Available("m", Bonus): 100}
		if err := Apply(b, c.e); !errors.Is(err, c.want) {
			t.Errorf("%s: Apply = %v, want %v", c.name, err, c.want)
		}
		if len(b) != 1 || b[Available("m", Bonus)] != 100 {
			t.Errorf("%s: refused, yet balances changed: %v", c.name, b)
		}
	}
}

// TestApplyDoesNotWrap: so many large credits that they come out at the other end of int64 are no debit. A till may
// credit anybody's available account, and must not get anything out of it.
func TestApplyDoesNotWrap(t *testing.T) {
	var e Entry
	for range 2048 {
		e = e.Move(Escrow("m", Principal, "T1", 1), Available("victim", Principal), maxAmount)
	}
	if err := Allowed("T1", 1, e); err != nil {
		t.Fatal(err)
	}
	b := mapBalances{Available("victim", Principal): 5000}
	if err := Apply(b, e); !errors.Is(err, ErrMalformed) || len(b) != 1 || b[Available("victim", Principal)] != 5000 {
		t.Errorf("Apply = %v, and left %v", err, b)
	}
}

// TestApplyKeepsTheInvariants draws entries of every sort, right and wrong, and after each checks: no account that is
// no source is below zero, all accounts of an asset sum to zero, a refused entry changed nothing, and an entry with
// its Shortfall in front is always taken.
func TestApplyKeepsTheInvariants(t *testing.T) {
	accounts := []Account{
		Available("m1", Principal), Available("m1", Bonus), Available("m2", Principal), Escrow("m1", Principal, "T1", 1),
		Escrow("m1", Bonus, "T1", 1), Transit("m1", Principal, "T1", 1, "g1"), Spent("S01", Principal), Spent("S01", Bonus),
		Issued("topup", Principal), Issued("topup", Bonus), House("suspense", Principal),
	}
	rapid.Check(t, func(t *rapid.T) {
		b := mapBalances{}
		for range rapid.IntRange(1, 30).Draw(t, "entries") {
			var e Entry
			for range rapid.IntRange(1, 4).Draw(t, "moves") {
				e = e.Move(rapid.SampledFrom(accounts).Draw(t, "from"), rapid.SampledFrom(accounts).Draw(t, "to"),
					rapid.Int64Range(0, 100).Draw(t, "amount"))
			}
			before := mapBalances{}
			for a, n := range b {
				before[a] = n
			}
			err := Apply(b, e)
			if err != nil {
				for _, a := range accounts {
					if before[a] != b[a] {
						t.Fatalf("refused (%v), yet %s changed", err, a)
					}
				}
			}
			if errors.Is(err, ErrOverdrawn) && rapid.Bool().Draw(t, "cover") {
				short, serr := Shortfall(b, e)
				if serr != nil || len(short) == 0 {
					t.Fatalf("Shortfall = %v, %v of an overdrawing entry", short, serr)
				}
				if err := Apply(b, short); err != nil {
					t.Fatalf("shortfall refused: %v", err)
				}
				if err := Apply(b, e); err != nil {
					t.Fatalf("covered entry refused: %v", err)
				}
			}
			sums := map[Asset]int64{}
			for a, n := range b {
				p, _ := a.Split()
				sums[p.Asset] += n
				if n < 0 && !IsSource(p.Kind) {
					t.Fatalf("%s is %d", a, n)
				}
			}
			for asset, sum := range sums {
				if sum != 0 {
					t.Fatalf("%s sums to %d", asset, sum)
				}
			}
		}
	})
}

func TestAllowed(t *testing.T) {
	own, other := Escrow("m", Principal, "T1", 2), Escrow("m", Principal, "T2", 1)
	for _, c := range []struct {
		name string
		e    Entry
		ok   bool
	}{
		{"spend own escrow", Entry{}.Move(own, Spent("S01", Principal), 5), true},
		{"return", Entry{}.Move(own, Available("m", Principal), 5), true},
		{"accept", Entry{}.Move(Transit("m", Principal, "T1", 2, "g"), own, 5), true},
		{"decline", Entry{}.Move(Transit("m", Principal, "T1", 2, "g"), Available("m", Principal), 5), true},
		{"earn points", Entry{}.Move(Issued("earn", Points), Available("m", Points), 5), true},
		{"top up", Entry{}.Move(Issued("topup", Bonus), own.as(Bonus), 5), true},
		{"spend another's escrow", Entry{}.Move(other, Spent("S01", Principal), 5), false},
		{"spend an older epoch's escrow", Entry{}.Move(Escrow("m", Principal, "T1", 1), Spent("S01", Principal), 5), false},
		{"accept another's grant", Entry{}.Move(Transit("m", Principal, "T2", 1, "g"), own, 5), false},
		{"help itself from available", Entry{}.Move(Available("m", Principal), own, 5), false},
		{"give to another till", Entry{}.Move(own, other, 5), false},
		{"invent a source", Entry{}.Move(Issued("opening", Principal), own, 5), false},
		{"draw on the house", Entry{}.Move(House("suspense", Principal), own, 5), false},
		{"earn principal", Entry{}.Move(Issued("earn", Principal), own, 5), false},
		{"put into transit", Entry{}.Move(own, Transit("m", Principal, "T1", 2, "g"), 5), false},
	} {
		if err := Allowed("T1", 2, c.e); (err == nil) != c.ok {
			t.Errorf("%s: Allowed = %v, want ok=%v", c.name, err, c.ok)
		}
	}
}

// as is the same account for another asset.
func (a Account) as(asset Asset) Account {
	p, _ := a.Split()
	return Escrow(p.Who, asset, p.Place, p.Epoch)
}
