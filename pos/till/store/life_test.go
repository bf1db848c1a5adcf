package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/wire"
)

// life is a till in any order of events, beside a model that knows only what a shopkeeper would.
//
// Invariants, after every step:
//   - escrow of a holder = what the model says, so debits ≤ grants accepted + credits made here, and never below zero
//   - what is reserved stays: no recall, expiry or other sale takes it
//   - the books replay to what they are (Verify: lots add up to escrow, the chain holds)
type life struct {
	*till
	blobs    [][]byte                // every grant ever signed
	held     map[string]*modelLot    // by holder, asset and lot
	basket   string                  // the open one, "" for none
	paid     map[int][]escrow.Use    // its tenders
	paidBy   string                  // whose value
	requests map[string]modelRequest // open ones
	tenders  int
	lease    time.Time // end of it
	onHold   []string
}

type modelLot struct {
	holder string
	use    escrow.Use // what is left
	ends   int64
	tender int64 // reserved by pay
	mark   int64 // earmarked for the open basket
}

type modelRequest struct{ basket, holder string }

var holders = []string{alice, "01BOB"}

func key(holder, lot string, asset ledger.Asset) string {
	return holder + "/" + lot + "/" + string(asset)
}

func (l *life) add(holder, lot string, asset ledger.Asset, amount, ends int64) {
	if amount > 0 {
		l.held[key(holder, lot, asset)] = &modelLot{holder: holder, use: escrow.Use{Lot: lot, Asset: asset, Amount: amount}, ends: ends}
	}
}

// free is what the open basket may reserve of a holder now.
func (l *life) free(holder string) (sum int64) {
	for _, m := range l.held {
		if m.holder == holder && (m.ends == 0 || l.Now().UnixMilli() < m.ends && l.Now().Before(l.lease)) {
			sum += m.use.Amount - m.tender
		}
	}
	return sum
}

func (l *life) takeGrant(t *rapid.T) {
	blob := rapid.SampledFrom(l.blobs).Draw(t, "blob")
	g, err := escrow.Read(blob)
	l.must(err)
	before := l.last().Seq
	_, err = l.TakeGrant(blob)
	l.must(err)
	if l.last().Seq == before {
		return // dealt with
	}
	r, open := l.requests[g.Request]
	delete(l.requests, g.Request)
	late := l.Now().UnixMilli() >= g.Ends
	if why := l.declined(); (why == "") != (!late && (g.Request == "" || open)) {
		t.Fatalf("declined %q: late %v, request %q open %v", why, late, g.Request, open)
	} else if why != "" {
		return
	}
	for _, a := range g.Amounts {
		if l.held[key(g.Holder, g.ID, a.Asset)] != nil {
			t.Fatalf("grant %s was accepted twice", g.ID)
		}
		l.add(g.Holder, g.ID, a.Asset, a.Amount, g.Ends)
		if open && r.basket == l.basket {
			l.held[key(g.Holder, g.ID, a.Asset)].mark = a.Amount
		}
	}
}

func (l *life) signGrant(t *rapid.T) {
	holder := rapid.SampledFrom(holders).Draw(t, "holder")
	hours := rapid.IntRange(-1, 48).Draw(t, "hours")
	request := ""
	for id, r := range l.requests {
		if r.holder == holder && rapid.Bool().Draw(t, "for the request") {
			request = id
		}
		break
	}
	l.blobs = append(l.blobs, l.sign(holder, rapid.Int64Range(1, 10_000).Draw(t, "principal"), func(g *escrow.Grant) {
		g.Request, g.Ends = request, l.Now().Add(time.Duration(hours)*time.Hour).UnixMilli()
		if b := rapid.Int64Range(0, 1000).Draw(t, "bonus"); b > 0 {
			g.Amounts = append(g.Amounts, escrow.Amount{Asset: ledger.Bonus, Amount: b})
		}
	}))
	l.takeGrant(t)
}

func (l *life) scan() {
	if l.basket == "" {
		l.tenders++
		l.basket, l.paid, l.paidBy = fmt.Sprint("B", l.tenders), map[int][]escrow.Use{}, ""
	}
	l.update(func(tx *Tx) error { return tx.SaveBasket(l.basket, []byte("lines")) })
}

func (l *life) askFor(t *rapid.T) {
	l.scan()
	holder := rapid.SampledFrom(holders).Draw(t, "holder")
	l.update(func(tx *Tx) error {
		r, err := tx.AskFor(l.basket, wire.Request{Holder: holder, Value: 100})
		l.requests[r.ID] = modelRequest{l.basket, holder}
		return err
	})
}

func (l *life) skip(t *rapid.T) {
	for id := range l.requests {
		if rapid.Bool().Draw(t, "refused") {
			l.must(l.Refused(id, "insufficient", "no"))
		} else {
			l.update(func(tx *Tx) error { return tx.WithdrawRequest(id) })
		}
		delete(l.requests, id)
		return
	}
}

func (l *life) deposit(t *rapid.T) {
	holder := rapid.SampledFrom(holders).Draw(t, "holder")
	principal, bonus := rapid.Int64Range(1, 10_000).Draw(t, "principal"), rapid.Int64Range(0, 100).Draw(t, "bonus")
	l.topUp(holder, money.Fen(principal), money.Fen(bonus))
	l.add(holder, l.last().ID, ledger.Principal, principal, 0)
	l.add(holder, l.last().ID, ledger.Bonus, bonus, 0)
}

func (l *life) payStored(t *rapid.T) {
	l.scan()
	holder := rapid.SampledFrom(holders).Draw(t, "holder")
	if l.paidBy != "" {
		holder = l.paidBy // a sale is one member's
	}
	amount, free := rapid.Int64Range(1, 12_000).Draw(t, "amount"), l.free(holder)
	tender := len(l.paid) + 1
	for l.paid[tender] != nil {
		tender++
	}
	uses, err := l.pay(l.basket, tender, holder, amount)
	if (err == nil) != (amount <= free) || err != nil && pos.CodeOf(err) != pos.Insufficient {
		t.Fatalf("paying %d of %d: %v", amount, free, err)
	}
	if err != nil {
		return
	}
	l.paid[tender], l.paidBy = uses, holder
	for _, u := range uses {
		m := l.held[key(holder, u.Lot, u.Asset)]
		m.tender += u.Amount
		m.mark -= min(m.mark, u.Amount)
	}
}

func (l *life) voidTender() {
	for n, uses := range l.paid {
		l.update(func(tx *Tx) error { return tx.Release(l.basket, n) })
		for _, u := range uses {
			l.held[key(l.paidBy, u.Lot, u.Asset)].tender -= u.Amount
		}
		delete(l.paid, n)
		return
	}
}

func (l *life) finishSale(t *rapid.T) {
	if l.basket == "" {
		return
	}
	var uses []escrow.Use
	for _, u := range l.paid {
		uses = append(uses, u...)
	}
	if rapid.Bool().Draw(t, "power cut") {
		err := l.Update(func(tx *Tx) error {
			if _, err := tx.Append(Operator{}, record.Sale{Member: l.paidBy, Basket: l.basket, Total: 1, Paid: []record.Tender{{Kind: record.Stored, Uses: uses}}}); err != nil {
				return err
			}
			return errors.Join(tx.DropBasket(l.basket), errors.New("power cut"))
		})
		if err == nil || err.Error() != "power cut" {
			t.Fatalf("power cut: %v", err)
		}
		l.reopen()
	}
	_, err := l.finish(l.basket, l.paidBy, 100, uses)
	l.must(err)
	for _, u := range uses {
		m := l.held[key(l.paidBy, u.Lot, u.Asset)]
		m.tender -= u.Amount
		if m.use.Amount -= u.Amount; m.use.Amount == 0 {
			delete(l.held, key(l.paidBy, u.Lot, u.Asset))
		}
	}
	l.dropped()
}

// hold puts the open sale aside, or fetches one back where none is open.
func (l *life) hold(t *rapid.T) {
	if l.basket != "" {
		id := l.basket
		l.update(func(tx *Tx) error { return tx.HoldBasket(id) })
		l.onHold = append(l.onHold, id)
		l.dropped()
		return
	}
	if len(l.onHold) == 0 {
		return
	}
	id := rapid.SampledFrom(l.onHold).Draw(t, "held")
	l.onHold = slices.DeleteFunc(l.onHold, func(h string) bool { return h == id })
	l.update(func(tx *Tx) error { _, err := tx.RecallBasket(id); return err })
	l.basket, l.paid, l.paidBy = id, map[int][]escrow.Use{}, ""
}

// withdraw takes what is free for everybody out of escrow, by a record that is no sale.
func (l *life) withdraw(t *rapid.T) {
	holder := rapid.SampledFrom(holders).Draw(t, "holder")
	amount, free := rapid.Int64Range(1, 12_000).Draw(t, "amount"), l.free(holder)
	for _, m := range l.held {
		if m.holder == holder && (m.ends == 0 || l.Now().UnixMilli() < m.ends && l.Now().Before(l.lease)) {
			free -= m.mark
		}
	}
	var uses []escrow.Use
	err := l.Update(func(tx *Tx) error {
		lots, err := tx.Lots(holder, "")
		if err != nil {
			return err
		}
		if uses, err = escrow.Take(lots, amount, tx.Now().UnixMilli(), ledger.Bonus, ledger.Principal); err != nil {
			return err
		}
		if err := tx.Draw("", holder, uses); err != nil {
			return err
		}
		_, err = tx.Append(Operator{}, record.Withdraw{Member: holder, Uses: uses})
		return err
	})
	if (err == nil) != (amount <= free) || err != nil && pos.CodeOf(err) != pos.Insufficient {
		t.Fatalf("withdrawing %d of %d: %v", amount, free, err)
	}
	if err != nil {
		return
	}
	for _, u := range uses {
		m := l.held[key(holder, u.Lot, u.Asset)]
		if m.use.Amount -= u.Amount; m.use.Amount == 0 {
			delete(l.held, key(holder, u.Lot, u.Asset))
		}
	}
}

func (l *life) cancel() {
	l.update(func(tx *Tx) error { return tx.DropBasket(l.basket) })
	l.dropped()
}

func (l *life) dropped() {
	for _, m := range l.held {
		m.mark, m.tender = 0, 0
	}
	for id, r := range l.requests {
		if r.basket == l.basket {
			delete(l.requests, id)
		}
	}
	l.basket, l.paid, l.paidBy = "", nil, ""
}

func (l *life) recall(t *rapid.T) {
	holder := rapid.SampledFrom(holders).Draw(t, "holder")
	want := rapid.Int64Range(1, 20_000).Draw(t, "want")
	before := l.last().Seq
	seq, err := l.Surrender(wire.Recall{ID: "R", Holder: holder, Amounts: []wire.Amount{{Asset: "principal", Amount: want}}})
	l.must(err)
	var free int64
	due := want // what is reserved of lots that have ended counts as asked for
	for _, m := range l.held {
		if m.holder == holder && m.use.Asset == ledger.Principal {
			free += m.use.Amount - m.tender - m.mark
			if m.ends != 0 && l.Now().UnixMilli() >= m.ends {
				due -= m.tender + m.mark
			}
		}
	}
	due = max(0, min(due, free))
	if (seq > before) != (due > 0) {
		t.Fatalf("%d to be returned, head %d then %d", due, before, seq)
	}
	if due == 0 {
		return
	}
	body, err := l.last().Decode()
	l.must(err)
	var back int64
	for _, u := range body.(record.Return).Uses {
		m := l.held[key(holder, u.Lot, u.Asset)]
		if m == nil || u.Amount > m.use.Amount-m.tender-m.mark {
			t.Fatalf("returned %+v of %+v", u, m)
		}
		back += u.Amount
		if m.use.Amount -= u.Amount; m.use.Amount == 0 {
			delete(l.held, key(holder, u.Lot, u.Asset))
		}
	}
	if back != due {
		t.Fatalf("returned %d of %d, wanted %d, free %d", back, due, want, free)
	}
}

// check holds the till against the model.
func (l *life) check(t *rapid.T) {
	sums := map[string]int64{}
	for _, m := range l.held {
		sums[m.holder+string(m.use.Asset)] += m.use.Amount
	}
	for _, h := range holders {
		for _, a := range ledger.MemberAssets {
			if got := l.till.held(h, a); got != sums[h+string(a)] || got < 0 {
				t.Fatalf("%s holds %d %s, the model says %d", h, got, a, sums[h+string(a)])
			}
		}
		if l.basket != "" {
			if got := l.spendable(h, l.basket); got != l.free(h) {
				t.Fatalf("%d of %s spendable, the model says %d", got, h, l.free(h))
			}
		}
	}
	if _, err := l.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestLife(t *testing.T) {
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		file := fmt.Sprint(sqlite.Memory, "life", runs)
		l := &life{till: openTill(t, file, 1), held: map[string]*modelLot{}, requests: map[string]modelRequest{}}
		l.lease = l.Now().Add(time.Duration(pos.DefaultPolicy.LeaseHours) * time.Hour)
		keep, err := sqlite.Open(file, migrations) // a database in memory lives as long as somebody has it open
		l.must(err)
		defer keep.Close()
		defer func() { l.Close() }()
		t.Repeat(map[string]func(*rapid.T){
			"grant": l.signGrant,
			"grant again": func(t *rapid.T) {
				if len(l.blobs) > 0 {
					l.takeGrant(t)
				}
			},
			"ask":      l.askFor,
			"skip":     l.skip,
			"topup":    l.deposit,
			"pay":      l.payStored,
			"void":     func(*rapid.T) { l.voidTender() },
			"finish":   l.finishSale,
			"cancel":   func(*rapid.T) { l.cancel() },
			"recall":   l.recall,
			"hold":     l.hold,
			"withdraw": l.withdraw,
			"wait": func(t *rapid.T) {
				l.clock.pass(time.Duration(rapid.IntRange(0, 24*60).Draw(t, "minutes")) * time.Minute)
			},
			"restart": func(t *rapid.T) {
				l.reopen()
			},
			"contact": func(t *rapid.T) {
				now := l.Now()
				l.must(l.Contact(now))
				l.lease = now.Add(time.Duration(pos.DefaultPolicy.LeaseHours) * time.Hour)
			},
			"": l.check,
		})
	})
}
