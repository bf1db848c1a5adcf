package escrow

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"holdfast/pos/money"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// pays is habits of one payment a day up to now.
func pays(amounts ...money.Fen) (h Habits) {
	h.Seen = noon
	h.Learn(daily(amounts...))
	return h
}

func daily(amounts ...money.Fen) (list []Payment) {
	for i, a := range amounts {
		list = append(list, Payment{Place: "T1", At: noon.Add(-time.Duration(i) * day), Amount: a})
	}
	return list
}

func TestTarget(t *testing.T) {
	p := Policy{Default: 5000, Cap: 50000, ActiveDays: 45}
	for _, c := range []struct {
		name    string
		balance money.Fen
		h       Habits
		want    money.Fen
	}{
		{"nothing paid yet", 10000, Habits{Seen: noon}, 5000},
		{"less there than the default", 3000, Habits{Seen: noon}, 3000},
		{"one payment", 10000, pays(1234), 1234},
		{"ten payments: the ninth by size", 100000, pays(100, 200, 300, 400, 500, 600, 700, 800, 900, 9999), 900},
		{"twenty count, the newest", 100000, pays(append(slices.Repeat([]money.Fen{700}, 20), 9999, 9999, 9999)...), 700},
		{"over the cap", 10000000, pays(9000000), 50000},
		{"away for 46 days", 10000, Habits{Seen: noon.Add(-46 * day)}, 0},
		{"away for longer than three own gaps", 10000, func() Habits { h := pays(1, 1, 1); h.Seen = noon.Add(-4 * day); return h }(), 0},
		{"never below nothing", -5, Habits{Seen: noon}, 0},
	} {
		if got := p.Target(c.balance, c.h, noon); got != c.want {
			t.Errorf("%s: %s stands, want %s", c.name, got, c.want)
		}
	}
}

func TestHabits(t *testing.T) {
	h := pays(100, 900, 500, 300)
	if h.Gap != day || h.Usual != 900 || h.Median != 300 {
		t.Errorf("%+v, want a day, 9.00 and 3.00", h)
	}
	if h = pays(100); h.Gap != 0 || h.Usual != 100 || h.Median != 100 {
		t.Errorf("one payment: %+v", h)
	}
	backwards := daily(100, 200)
	slices.Reverse(backwards)
	if h.Learn(backwards); h.Gap != time.Second {
		t.Errorf("by clocks that disagree: %+v", h)
	}
	if h.Learn(nil); h.Gap != 0 || h.Usual != 0 {
		t.Errorf("no payments: %+v", h)
	}
}

func TestHome(t *testing.T) {
	at := func(place string, daysAgo int) Payment {
		return Payment{Place: place, At: noon.AddDate(0, 0, -daysAgo)}
	}
	all := func(string) bool { return true }
	for _, c := range []struct {
		name     string
		payments []Payment
		enrolled func(string) bool
		want     string
	}{
		{"nowhere yet", nil, all, ""},
		{"used most", []Payment{at("T3", 1), at("T2", 2), at("T2", 3)}, all, "T2"},
		{"a tie: used last", []Payment{at("T3", 1), at("T2", 2)}, all, "T3"},
		{"long ago", []Payment{at("T3", 91)}, all, ""},
		{"not enrolled any more", []Payment{at("T3", 1)}, func(p string) bool { return p != "T3" }, ""},
	} {
		if got := Home(c.payments, c.enrolled, noon); got != c.want {
			t.Errorf("%s: home is %s, want %s", c.name, got, c.want)
		}
	}
}

// TestScore: who does more good with each yuan ranks first.
func TestScore(t *testing.T) {
	p := Policy{Default: 5000, Cap: 50000, ActiveDays: 45}
	every := func(days int, amount money.Fen) (h Habits) {
		var list []Payment
		for i := range 10 {
			list = append(list, Payment{At: noon.AddDate(0, 0, -i*days), Amount: amount})
		}
		h.Seen = noon
		h.Learn(list)
		return h
	}
	away := func(h Habits, days int) Habits { h.Seen = h.Seen.AddDate(0, 0, -days); return h }
	joined := func(daysAgo int) Habits { return Habits{Seen: noon, Joined: noon.AddDate(0, 0, -daysAgo)} }
	for _, c := range []struct {
		name        string
		first, then Habits
	}{
		{"comes daily, comes weekly", every(1, 1000), every(7, 1000)},
		{"pays little, pays much", every(1, 1000), every(1, 2000)},
		{"was here today, hasn't been for two gaps", every(7, 1000), away(every(7, 1000), 14)},
		{"joined today, joined last year", joined(0), joined(365)},
		{"joined last year, joined the year before", joined(365), joined(730)},
	} {
		a, b := p.Score(p.Target(100000, c.first, noon), c.first, noon), p.Score(p.Target(100000, c.then, noon), c.then, noon)
		if a <= b {
			t.Errorf("%s: %d and %d", c.name, a, b)
		}
	}
	if p.Score(0, joined(0), noon) != 0 {
		t.Error("nothing to stand has a score")
	}
}

func TestCuts(t *testing.T) {
	of := func(member string, place string, target money.Fen, score int64) Candidate {
		return Candidate{member, place, target, score}
	}
	list := []Candidate{of("d", "T2", 5000, 7), of("b", "T1", 5000, 9), of("a", "T1", 5000, 9), of("c", "T1", 5000, 8)}
	for _, c := range []struct {
		name     string
		p        Policy
		balances money.Fen
		want     string
	}{
		{"room for all", Policy{Share: 20}, 100000, "abcd"},
		{"room for two", Policy{Share: 20}, 74999, "ab"},
		{"room for one: a tie goes by ids", Policy{Share: 20}, 26000, "a"},
		{"less than one allowance: the best-ranked still has theirs", Policy{Share: 20}, 10000, "a"},
		{"no share", Policy{Share: 0}, 100000, ""},
		{"a full place doesn't keep the others out", Policy{Share: 20, PlaceCap: 12000}, 100000, "abd"},
		{"a place too small for anybody", Policy{Share: 20, PlaceCap: 4000}, 100000, ""},
	} {
		all, places := c.p.Cuts(slices.Clone(list), c.balances)
		got := ""
		for _, x := range []Candidate{list[2], list[1], list[3], list[0]} {
			if stands(x, all, places) {
				got += x.Member
			}
		}
		if got != c.want {
			t.Errorf("%s: %q stand, want %q", c.name, got, c.want)
		}
	}
}

func stands(c Candidate, all Cut, places map[string]Cut) bool {
	here, full := places[c.Place]
	return all.In(c.Score, c.Member) && (!full || here.In(c.Score, c.Member))
}

// TestCutsHold: whoever there is, what stands is within the share of all balances and every place's cap, and nobody is
// left out who ranks before somebody who is in at the same place.
func TestCutsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Policy{Default: 5000, Cap: money.Fen(rapid.IntRange(1, 20000).Draw(t, "cap")), Share: rapid.IntRange(0, 100).Draw(t, "share"),
			PlaceCap: money.Fen(rapid.IntRange(0, 30000).Draw(t, "place cap")), ActiveDays: 45}
		var list []Candidate
		var balances money.Fen
		for i := range rapid.IntRange(0, 30).Draw(t, "members") {
			h := Habits{Seen: noon.Add(-time.Duration(rapid.IntRange(0, 60).Draw(t, "away")) * day), Joined: noon.AddDate(0, 0, -rapid.IntRange(0, 3).Draw(t, "joined"))}
			var amounts []money.Fen
			for range rapid.IntRange(0, 4).Draw(t, "payments") {
				amounts = append(amounts, money.Fen(rapid.IntRange(1, 20000).Draw(t, "paid")))
			}
			h.Learn(daily(amounts...))
			balance := money.Fen(rapid.IntRange(0, 40000).Draw(t, "balance"))
			balances += balance
			target := p.Target(balance, h, noon)
			if target > p.Cap || target > balance {
				t.Fatalf("%s should stand of %s, cap %s", target, balance, p.Cap)
			}
			if target > 0 {
				list = append(list, Candidate{Member: fmt.Sprintf("m%02d", i), Place: fmt.Sprintf("T%d", rapid.IntRange(1, 3).Draw(t, "home")),
					Target: target, Score: p.Score(target, h, noon)})
			}
		}
		all, places := p.Cuts(slices.Clone(list), balances)
		again, placesAgain := p.Cuts(shuffled(list), balances)
		var sum money.Fen
		n, at := 0, map[string]money.Fen{}
		for _, c := range list {
			in := stands(c, all, places)
			if in != stands(c, again, placesAgain) {
				t.Fatalf("%+v stands or not by the order in which members are read", c)
			}
			if in {
				sum, at[c.Place], n = sum+c.Target, at[c.Place]+c.Target, n+1
				continue
			}
			for _, o := range list {
				if o.Place == c.Place && stands(o, all, places) && (o.Score < c.Score || o.Score == c.Score && o.Member > c.Member) {
					t.Fatalf("%+v stands, %+v doesn't", o, c)
				}
			}
		}
		if sum > balances*money.Fen(p.Share)/100 && (n > 1 || p.Share == 0) {
			t.Fatalf("%s of %s stand with %d members, the share is %d %%", sum, balances, n, p.Share)
		}
		for place, sum := range at {
			if p.PlaceCap > 0 && sum > p.PlaceCap {
				t.Fatalf("%s stand at %s, its cap is %s", sum, place, p.PlaceCap)
			}
		}
	})
}

func shuffled(list []Candidate) []Candidate {
	list = slices.Clone(list)
	r := rand.New(rand.NewPCG(1, uint64(len(list))))
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(a.Place, b.Place) })
	return list
}

// BenchmarkCuts ranks the members of a large chain.
func BenchmarkCuts(b *testing.B) {
	p := Policy{Default: 5000, Cap: 50000, Share: 20, PlaceCap: 5000000, ActiveDays: 45}
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]Candidate, 200_000)
	for i := range list {
		list[i] = Candidate{Member: fmt.Sprintf("%026d", r.IntN(1<<40)), Place: fmt.Sprintf("T%d", i%160), Target: money.Fen(1 + r.IntN(20000)), Score: int64(r.IntN(1 << 30))}
	}
	for b.Loop() {
		b.StopTimer()
		mine := slices.Clone(list)
		b.StartTimer()
		p.Cuts(mine, 200_000*10000)
	}
}
