package store

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/wire"
)

// counter is a till at which cards, claims and refunds happen, in any order, beside a model of it and a head office that
// hears of it when it likes.
//
// Invariants, after every step:
//   - whatever of the till's records HQ's word reflects, cards and balances here are what all records make of them
//   - the right to refund a receipt is in one place: here, at HQ, or on its way; it leaves once for each time it came
//   - the books replay to what they are
type counter struct {
	*till
	cards   map[string]pos.Card
	balance pos.Balance // alice's
	owed    pos.Owed
	rights  map[string]bool // by receipt: here, or at HQ
	granted map[string]bool // it came by a grant
	upTo    uint64
	hq      []snapshot // what HQ may say, one for each record
}

// snapshot is what is so after a record.
type snapshot struct {
	seq     uint64
	cards   map[string]pos.Card
	balance pos.Balance
}

var numbers = []string{"1", "2", "3", "4"}

func (c *counter) noted() {
	s := snapshot{seq: c.last().Seq, cards: map[string]pos.Card{}, balance: c.balance}
	for n, card := range c.cards {
		s.cards[n] = card
	}
	if c.owed != (pos.Owed{}) {
		owed := c.owed
		s.balance.Owed = &owed
	}
	c.hq = append(c.hq, s)
}

func (c *counter) card(t *rapid.T) {
	n := rapid.SampledFrom(numbers).Draw(t, "card")
	card := c.cards[n]
	switch rapid.IntRange(0, 5).Draw(t, "what") {
	case 0:
		c.append(record.CardIssue{Card: n, Member: alice})
		card, _ = card.Issue(alice)
	case 1:
		card = card.Lose(c.append(record.CardLost{Card: n, Member: alice}).ID)
	case 2:
		some := card.Reports[:rapid.IntRange(0, len(card.Reports)).Draw(t, "reports")]
		c.append(record.CardFound{Card: n, Member: alice, Reports: some})
		card = card.Find(some)
	case 3:
		c.append(record.CardReturn{Card: n, Member: alice})
		card, _ = card.Return()
	case 4:
		c.append(record.CardExtend{Card: n, Member: alice, Until: "2030-01-01"})
		card = card.Extend("2030-01-01")
	case 5:
		by := rapid.SampledFrom(numbers).Draw(t, "by")
		if by == n {
			return
		}
		c.append(record.CardReplace{Old: n, New: by, Member: alice})
		var clash pos.CardClash
		card, clash = card.Replace(by)
		if next := c.cards[by]; clash != pos.NoClash {
			c.cards[by], _ = next.Annul(alice)
		} else {
			c.cards[by], _ = next.Issue(alice)
		}
	}
	c.cards[n] = card
	c.noted()
}

// deduct makes a claim, topUp pays one.
func (c *counter) deduct(t *rapid.T) {
	points := money.Points(rapid.Int64Range(1, 100).Draw(t, "points"))
	c.append(record.Deduct{Member: alice, Points: points})
	c.owed.Points += points
	bonus := money.Fen(rapid.Int64Range(1, 100).Draw(t, "bonus"))
	c.append(record.Withdraw{Member: alice, Claim: bonus})
	c.owed.Bonus += bonus
	c.hq = append(c.hq, c.hq[len(c.hq)-1]) // of the first of the two nobody hears
	c.noted()
}

func (c *counter) topUpPaying(t *rapid.T) {
	principal, bonus := money.Fen(rapid.Int64Range(1, 1000).Draw(t, "principal")), money.Fen(rapid.Int64Range(0, 100).Draw(t, "bonus"))
	value, pays := min(principal, c.owed.Value), min(bonus, c.owed.Bonus)
	r := c.append(record.TopUp{Member: alice, Principal: principal, Bonus: bonus, PaysBonus: pays, PaysValue: value, Tender: record.Cash})
	c.balance.Principal, c.owed.Value = c.balance.Principal+principal-value, c.owed.Value-value
	c.balance.Bonus, c.owed.Bonus = c.balance.Bonus+bonus-pays, c.owed.Bonus-pays
	c.rights[r.Receipt()] = true
	c.noted()
}

func (c *counter) sellSomething() {
	r, err := c.finish("B", alice, 100, nil)
	c.must(err)
	c.balance.Points += 10_000
	c.rights[r.Receipt()] = true
	c.noted()
}

// receipt draws one that was printed, or never was.
func (c *counter) receipt(t *rapid.T) string {
	list := []string{"T1-1-999999"}
	for r := range c.rights {
		list = append(list, r)
	}
	slices.Sort(list)
	return rapid.SampledFrom(list).Draw(t, "receipt")
}

func (c *counter) refund(t *rapid.T) {
	receipt, back := c.receipt(t), money.Fen(rapid.Int64Range(1, 50).Draw(t, "back"))
	err := c.try(record.Refund{Receipt: receipt, Member: alice, Total: back, Back: []record.Back{{Kind: record.Stored, Amount: back, Principal: back}}})
	if (err == nil) != c.rights[receipt] || err != nil && pos.CodeOf(err) != pos.State {
		t.Fatalf("refund of %s, whose right is here: %v: %v", receipt, c.rights[receipt], err)
	}
	if err == nil {
		c.balance.Principal += back
		c.noted()
	}
}

func (c *counter) recallRight(t *rapid.T) {
	receipt := c.receipt(t)
	wrote, want := c.wants(receipt), record.Kind("")
	if c.rights[receipt] {
		want = record.KindRelease
		if c.granted[receipt] {
			want = record.KindReturn
		}
		c.noted()
	}
	if wrote != want {
		t.Fatalf("wrote %q for %s, want %q", wrote, receipt, want)
	}
	c.rights[receipt], c.granted[receipt] = false, false
}

// grantRight gives a right back, or one of another till's receipts.
func (c *counter) grantRight(t *rapid.T) {
	receipt := c.receipt(t)
	if rapid.Bool().Draw(t, "another till's") {
		receipt = fmt.Sprintf("T2-1-%06d", rapid.IntRange(1, 3).Draw(t, "number"))
	}
	if c.rights[receipt] || receipt == "T1-1-999999" {
		return // HQ doesn't have it
	}
	c.grant(receipt, 0, func(g *escrow.Grant) { right(receipt)(g); g.Ends = noon.Add(10 * year).UnixMilli() })
	c.rights[receipt], c.granted[receipt] = true, true
	c.noted()
}

func (c *counter) releaseByDate(t *rapid.T) {
	var seq uint64
	c.view(func(tx *Tx) (err error) { seq, err = tx.SalesBefore(noon.Add(year)); return err })
	if seq == 0 {
		return
	}
	seq = uint64(rapid.Int64Range(int64(c.upTo)+1, int64(seq)).Draw(t, "up to"))
	c.append(record.Release{UpTo: seq})
	for r := range c.rights {
		if n, ok, _ := (&Tx{s: c.Store}).ownSeq(r); ok && n <= seq && !c.granted[r] {
			c.rights[r] = false
		}
	}
	c.upTo = seq
	c.noted()
}

// hear brings HQ's word as it is after one of the till's records: that one or a later one than before.
func (c *counter) hear(t *rapid.T) {
	if len(c.hq) == 0 {
		return
	}
	at := rapid.IntRange(0, len(c.hq)-1).Draw(t, "reflects")
	s := c.hq[at]
	c.hq = c.hq[at:]
	items := []wire.Item{item(pos.TopicBalance, alice, s.balance)}
	for _, n := range numbers {
		if card := s.cards[n]; card.Status != "" {
			items = append(items, cardItem(card))
		}
	}
	c.hears(s.seq, items...)
}

func (c *counter) check(t *rapid.T) {
	same := func(what string, got, want any) {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: %s", what, diff)
		}
	}
	c.view(func(tx *Tx) error {
		var all []pos.Card
		for _, n := range numbers {
			want := c.cards[n]
			got, err := tx.Card(n)
			if want.Status == "" && pos.CodeOf(err) == pos.NotFound {
				continue
			}
			c.must(err)
			same("card "+n, got, want)
			if want.Member == alice || want.Other == alice {
				all = append(all, want)
			}
		}
		cards, err := tx.Cards(alice)
		c.must(err)
		same("cards", cards, all)
		b, err := tx.Balance(alice)
		c.must(err)
		same("owed", b.Owes(), c.owed)
		b.Owed = nil
		same("balance", b, c.balance)
		for r, want := range c.rights {
			holds, err := tx.Holds(r)
			c.must(err)
			same("right of "+r, holds, want)
		}
		return nil
	})
	if _, err := c.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestCounterLife(t *testing.T) {
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		file := fmt.Sprint(sqlite.Memory, "counter", runs)
		c := &counter{till: openTill(t, file, 1), cards: map[string]pos.Card{}, rights: map[string]bool{}, granted: map[string]bool{}}
		keep, err := sqlite.Open(file, migrations) // a database in memory lives as long as somebody has it open
		c.must(err)
		defer keep.Close()
		defer func() { c.Close() }()
		for _, n := range numbers {
			c.cards[n] = blank(n)
			c.hears(0, cardItem(blank(n)))
		}
		c.append(record.ShiftOpen{})
		c.noted()
		t.Repeat(map[string]func(*rapid.T){
			"card":    c.card,
			"deduct":  c.deduct,
			"topup":   c.topUpPaying,
			"sell":    func(*rapid.T) { c.sellSomething() },
			"refund":  c.refund,
			"recall":  c.recallRight,
			"grant":   c.grantRight,
			"by date": c.releaseByDate,
			"hear":    c.hear,
			"restart": func(*rapid.T) { c.reopen() },
			"":        c.check,
		})
	})
}
