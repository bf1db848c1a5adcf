package react

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
)

// TestExactlyOnce lets the reactors read random days of random counter work in steps of any size, some of which fail after
// the reactors have written: what they derive is what a replay from zero derives, and the books' lots are the till's.
func TestExactlyOnce(t *testing.T) {
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		w := makeWorld(t, fmt.Sprintf("%sexactly-once-%d", sqlite.Memory, n))
		defer w.close()
		members := []string{w.join("13800000001", 20000), w.join("13800000002", 0)}
		tills := []*till{w.enrol("S01", "T1"), w.enrol("S02", "T2")}
		fell := errors.New("fell")
		t.Repeat(map[string]func(*rapid.T){
			"read": func(t *rapid.T) {
				w.update(func(tx hub.Tx) error { _, err := tx.React(rapid.IntRange(1, 5).Draw(t, "n"), w.now); return err })
			},
			"fall": func(t *rapid.T) {
				n := rapid.IntRange(1, 5).Draw(t, "n")
				err := w.s.Update(func(tx hub.Tx) error {
					if _, err := tx.React(n, w.now); err != nil {
						return err
					}
					return fell
				})
				if !errors.Is(err, fell) {
					t.Fatal(err)
				}
			},
			"work": func(t *rapid.T) {
				work(t, w, rapid.SampledFrom(tills).Draw(t, "till"), rapid.SampledFrom(members).Draw(t, "member"))
			},
		})
		w.verify()
		w.checkLots()
	})
}

// work books something that moves value, reads or is read by a reactor.
func work(t *rapid.T, w *world, x *till, member string) {
	amount := money.Fen(rapid.IntRange(1, 5000).Draw(t, "amount"))
	if rapid.Bool().Draw(t, "next day") {
		w.now = w.now.AddDate(0, 0, 1)
	}
	switch rapid.IntRange(0, 4).Draw(t, "what") {
	case 0:
		x.book(record.TopUp{Member: member, Principal: amount, Bonus: amount / 10, Tender: record.Cash})
	case 1:
		x.book(record.Sale{Member: member, Total: amount, Points: money.Points(amount), Basket: "b", Paid: []record.Tender{{Kind: record.Cash, Amount: amount}}})
	case 2:
		v, err := w.s.Member(memberPhone(w, member), w.now)
		w.ok(err)
		if amount = min(amount, v.Available.Principal); amount > 0 {
			lot := x.grant(member, amount)
			x.book(sale(member, lot, max(1, amount/2)))
		}
	case 3:
		top := x.book(record.TopUp{Member: member, Principal: amount, Tender: record.Cash})
		x.book(record.Return{Recall: "r", Holder: member, Uses: []escrow.Use{{Lot: top.ID, Asset: ledger.Principal, Amount: int64(amount)}}})
	case 4:
		top := x.book(record.TopUp{Member: member, Principal: amount, Bonus: 1, Tender: record.Bank})
		x.book(record.TopVoid{Receipt: top.Receipt(), Member: member, Back: amount, Tender: record.Bank, Uses: []escrow.Use{
			{Lot: top.ID, Asset: ledger.Principal, Amount: int64(amount)}, {Lot: top.ID, Asset: ledger.Bonus, Amount: 1}}})
	}
}

func memberPhone(w *world, id string) (phone string) {
	w.ok(w.raw.View(context.Background(), func(tx *sqlite.Tx) error {
		return tx.QueryRow("SELECT phone FROM members WHERE id = ?", id).Scan(&phone)
	}))
	return phone
}

// checkLots: the lots of a place add up to its escrow, as every kind that spends or credits says so.
func (w *world) checkLots() {
	w.t.Helper()
	w.ok(w.raw.View(context.Background(), func(tx *sqlite.Tx) error {
		for scan, err := range tx.Query(`SELECT name, balance, ifnull((SELECT sum(amount) FROM lots l WHERE l.holder = who AND l.place = a.place AND l.epoch = a.epoch AND l.asset = a.asset), 0)
			FROM accounts a WHERE kind = 'escrow'`) {
			var name string
			var balance, lots int64
			if err == nil {
				err = scan(&name, &balance, &lots)
			}
			if err != nil {
				return err
			}
			if balance != lots {
				w.t.Fatalf("%s has %d, its lots %d", name, balance, lots)
			}
		}
		return nil
	}))
}

// TestVerifyNoticesWhatReactorsDerive changes each table that reactors derive behind its back.
func TestVerifyNoticesWhatReactorsDerive(t *testing.T) {
	w := newWorld(t)
	m := w.join("13800000001", 10000)
	x := w.enrol("S01", "T1")
	x.book(sale(m, x.grant(m, 5000), 1000))
	x.book(record.TopUp{Member: m, Principal: 700, Tender: record.Cash})
	w.verify()
	for table, change := range map[string][2]string{
		"touched":  {"DELETE FROM touched WHERE hq_seq = 1", "INSERT INTO touched VALUES ('" + m + "', 1)"},
		"payments": {"UPDATE payments SET amount = amount + 1", "UPDATE payments SET amount = amount - 1"},
		"lots":     {"UPDATE lots SET amount = amount + 1", "UPDATE lots SET amount = amount - 1"},
		"habits":   {"UPDATE habits SET seen = seen + 1", "UPDATE habits SET seen = seen - 1"},
		"figures":  {"UPDATE figures SET joined = joined + 1", "UPDATE figures SET joined = joined - 1"},
	} {
		w.exec(change[0])
		if _, err := w.s.Verify(t.Context()); pos.CodeOf(err) != pos.Conflict || !strings.Contains(err.Error(), table) {
			t.Errorf("%s: Verify = %v", table, err)
		}
		w.exec(change[1])
		w.verify()
	}
	w.exec("INSERT INTO touched VALUES ('nobody', 1)")
	if _, err := w.s.Verify(t.Context()); err == nil || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("a row too many: %v", err)
	}
}

// TestFigures: a till's business day, whenever its records come.
func TestFigures(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", 0)
	x.book(record.TopUp{Member: m, Principal: 10000, Bonus: 1000, Tender: record.Wallet})
	x.book(record.Sale{Total: 730, Change: 270, Basket: "b", Paid: []record.Tender{{Kind: record.Cash, Amount: 1000}}})
	w.catchUp()
	w.now = w.now.AddDate(0, 0, 1)
	h := x.header()
	h.Date = pos.Date(morning) // after midnight, in the shift of the day before
	x.bookAs(h, record.Sale{Total: 300, Basket: "b", Paid: []record.Tender{{Kind: record.Bank, Amount: 300}}})
	x.book(record.CardIssue{Member: "new", New: true})
	w.catchUp()
	days, err := w.s.Days("2026-11-22", "2026-11-23")
	w.ok(err)
	if len(days) != 2 {
		t.Fatalf("%d days: %+v", len(days), days)
	}
	d := days[0]
	if d.Date != "2026-11-22" || d.Store != "S01" || d.Till != "T1" || d.Sales.N != 2 || d.Sales.Amount != 1030 ||
		d.Tenders[record.Cash].Amount != 730 || d.TopUps.Amount != 10000 || d.TopUpBonus != 1000 {
		t.Errorf("%+v", d)
	}
	if days[1].Joined != 1 || days[1].Sales.N != 0 {
		t.Errorf("%+v", days[1])
	}
	w.verify()
}
