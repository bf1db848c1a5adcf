package store

import (
	"testing"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// spent is a world in which T2 holds 50.00 of the member's 100.00, and both tills are cut off.
func spent(t *testing.T) (w *world, a, b *till) {
	w, a, b = counter(t)
	b.book(record.Accept{Grant: b.grant(w.member, 5000)})
	return w, a, b
}

func byCard(member, card string) record.Sale {
	s := sale(member, "g", 2000)
	s.Card = card
	return s
}

// TestOldCardSpentAfterItsLoss: T1 reports the loss and replaces the card; T2, which can't know, takes money by the old one
// afterwards. It is posted, it is one exception, in whatever order the tills come back and the reactors read.
func TestOldCardSpentAfterItsLoss(t *testing.T) {
	for name, c := range map[string]struct {
		spentFirst, read, byPhone, replaced bool
	}{
		"report first": {}, "spent first": {spentFirst: true}, "spent first and read": {spentFirst: true, read: true},
		"by phone": {byPhone: true}, "by phone, spent first": {byPhone: true, spentFirst: true},
		"replaced": {replaced: true}, "replaced, spent first": {replaced: true, spentFirst: true},
		"replaced, by phone": {replaced: true, byPhone: true},
	} {
		t.Run(name, func(t *testing.T) {
			w, a, b := spent(t)
			before := byCard(w.member, "8801")
			before.Paid[0].Amount, before.Paid[0].Uses[0].Amount = 100, 100
			b.book(before)
			w.now = w.now.Add(time.Hour)
			records := [][]byte{a.write(record.CardLost{Card: "8801", Member: w.member, Reason: "stolen"})}
			w.now = w.now.Add(time.Hour)
			s := byCard(w.member, "8801")
			if c.byPhone {
				s.Card = ""
			}
			late := b.write(s)
			w.now = w.now.Add(time.Hour)
			if c.replaced {
				records = append(records, a.write(record.CardReplace{Old: "8801", New: "8811", Member: w.member, Reason: "stolen"}))
				w.now = w.now.Add(time.Hour)
			}
			if c.spentFirst {
				b.push(3, late)
				if c.read {
					w.ok(w.s.CatchUp(w.ctx(), w.now))
				}
			}
			a.push(1, records...)
			b.push(3, late)
			b.push(3, late)
			w.only("card_lost")
			if x := w.list()[0]; x.Receipt != "T2-1-000003" || x.Member != w.member || x.Amount != 2000 || x.Bearer != byMember || x.Till != "T2" {
				t.Errorf("%+v", x)
			}
			if v := w.view("8801"); v.Principal != 7900 {
				t.Errorf("principal %s", v.Principal)
			}
			if c.replaced { // the new card pays, and so does the member by phone
				for _, card := range []string{"8811", ""} {
					s := byCard(w.member, card)
					s.Paid[0].Amount, s.Paid[0].Uses[0].Amount = 100, 100
					b.book(s)
					w.now = w.now.Add(time.Hour)
				}
				w.only("card_lost")
			}
			w.verify()
		})
	}
}

// TestSpentBeforeTheLoss: what was spent before the report is nobody's fault, whenever it comes; nor is what is spent by the
// new card, or after the card was found.
func TestSpentBeforeTheLoss(t *testing.T) {
	w, a, b := spent(t)
	early := b.write(byCard(w.member, "8801"))
	w.now = w.now.Add(time.Hour)
	lost := a.write(record.CardLost{Card: "8801", Member: w.member, Reason: "r"})
	s, err := record.Open(lost)
	w.ok(err)
	a.push(1, lost)
	b.push(2, early)
	w.now = w.now.Add(time.Hour)
	a.book(record.CardFound{Card: "8801", Member: w.member, Reports: []string{s.ID}})
	b.book(byCard(w.member, "8801"))
	w.now = w.now.Add(time.Hour)
	a.book(record.CardReplace{Old: "8801", New: "8811", Member: w.member, Reason: "worn"})
	w.now = w.now.Add(time.Hour)
	b.book(byCard(w.member, "8811"))
	w.only("suspense") // the third 20.00 of 50.00
	w.verify()
}

// TestReturnedTwice: a card's return while cut off pays what is there; the rest is paid by a second one.
func TestReturnedTwice(t *testing.T) {
	w, _, b := spent(t)
	b.book(record.ShiftOpen{Float: 10000})
	for range 2 {
		b.book(record.CardReturn{Card: "8801", Member: w.member, Amount: 1000,
			Uses: []escrow.Use{{Lot: "g", Asset: ledger.Principal, Amount: 1000}}})
		w.now = w.now.Add(time.Hour)
	}
	w.only()
}

func TestFreezeCardOnly(t *testing.T) {
	w, a, b := spent(t)
	w.ok(w.s.Set("loss.freezes", "card"))
	a.book(record.CardLost{Card: "8801", Member: w.member, Reason: "r"})
	w.now = w.now.Add(time.Hour)
	s := byCard(w.member, "")
	b.book(s)
	w.only()
	if v := w.view("8801"); v.Frozen != "" {
		t.Errorf("frozen: %s", v.Frozen)
	}
	b.book(byCard(w.member, "8801"))
	w.only("card_lost")
}
