package store

import (
	"testing"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// TestEveryKind: each kind of record that a till writes is derived whole: what it takes and credits is in lots and
// accounts alike, it has a receipt if it should have one, and the journal replays to it.
func TestEveryKind(t *testing.T) {
	w := newTill(t)
	opened := w.append(record.ShiftOpen{Float: 20_000})
	w.append(record.CashIn{Amount: 5000, Reason: "change"})
	w.append(record.CashOut{Amount: 1000, Reason: "safe"})
	w.append(record.Drawer{Reason: "looked"})
	lot := w.append(record.TopUp{Member: alice, Principal: 10_000, Bonus: 1000, Tender: record.Cash}).ID
	w.grant(alice, 0, func(g *escrow.Grant) { g.Amounts = []escrow.Amount{{Asset: ledger.Points, Amount: 500_000}} }) // G0001
	use := func(lot string, asset ledger.Asset, amount int64) escrow.Use {
		return escrow.Use{Lot: lot, Asset: asset, Amount: amount}
	}
	for _, c := range []struct {
		body                     record.Body
		principal, bonus, points int64 // held after it
		total                    int64 // of its row in sales; -1: none
	}{
		{record.Withdraw{Member: alice, Amount: 5000, Uses: []escrow.Use{use(lot, ledger.Principal, 5000), use(lot, ledger.Bonus, 500)}, Claim: 50}, 5000, 500, 500_000, 5000},
		{record.Convert{Member: alice, Points: 100_000, Uses: []escrow.Use{use("G0001", ledger.Points, 100_000)}, Bonus: 100, Pays: 50}, 5000, 550, 400_000, 100},
		{record.Reward{Member: alice, Points: 10_000, Reason: "x"}, 5000, 550, 400_000, 10_000},
		{record.Deduct{Member: alice, Points: 500_000, Uses: []escrow.Use{use("G0001", ledger.Points, 390_000)}, Reason: "x"}, 5000, 550, 10_000, 500_000},
		{record.CardIssue{Card: "1", Member: alice}, 5000, 550, 10_000, 0},
		{record.CardLost{Card: "1", Member: alice}, 5000, 550, 10_000, 0},
		{record.CardFound{Card: "1", Member: alice}, 5000, 550, 10_000, 0},
		{record.CardReplace{Old: "1", New: "2", Member: alice}, 5000, 550, 10_000, 0},
		{record.CardExtend{Card: "2", Member: alice, Until: "2030-01-01"}, 5000, 550, 10_000, 0},
		{record.Sale{Member: alice, Basket: "B1", Total: 5000, Paid: []record.Tender{{Kind: record.Cash, Amount: 5000}}}, 5000, 550, 10_000, 5000},
		{record.CardReturn{Card: "2", Member: alice, Amount: 4000, Uses: []escrow.Use{use(lot, ledger.Principal, 4000), use(lot, ledger.Bonus, 400)}}, 1000, 150, 10_000, 4000},
		{record.TopVoid{Receipt: "T1-1-000005", Member: alice, Back: 900, Tender: record.Cash, Uses: []escrow.Use{use(lot, ledger.Principal, 1000), use(lot, ledger.Bonus, 100)}}, 0, 50, 10_000, 900},
		{record.Return{Holder: alice, Uses: []escrow.Use{use("G0001", ledger.Points, 5000)}}, 0, 50, 5000, -1},
		{record.Release{UpTo: 2}, 0, 50, 5000, -1},
	} {
		sealed := w.append(c.body)
		for asset, want := range map[ledger.Asset]int64{ledger.Principal: c.principal, ledger.Bonus: c.bonus, ledger.Points: c.points} {
			if n := w.held(alice, asset); n != want {
				t.Errorf("%s: %d %s held, want %d", sealed.Kind, n, asset, want)
			}
		}
		w.view(func(tx *Tx) error {
			again, err := tx.Sale(sealed.Receipt())
			if c.total < 0 {
				w.refused(err, pos.NotFound, "no receipt")
				return nil
			}
			if err != nil || again.Hash != sealed.Hash {
				t.Errorf("%s: %v", sealed.Kind, err)
			}
			var member string
			var total int64
			err = tx.tx.QueryRow("SELECT member, total FROM sales WHERE seq = ?", sealed.Seq).Scan(&member, &total)
			if member != alice || total != c.total {
				t.Errorf("%s: %s, %d in sales, want %d", sealed.Kind, member, total, c.total)
			}
			return err
		})
		w.verify()
	}

	// A refund gives back to where it came from: cash, stored value as new lots here, points; and takes back points.
	sale := w.last().Header
	sale.Seq = 16 // the sale
	refund := record.Refund{Receipt: sale.Receipt(), Member: alice, Total: 1000, Points: 15_000, Uses: []escrow.Use{use("G0001", ledger.Points, 5000)},
		Back: []record.Back{{Kind: record.Cash, Amount: 300}, {Kind: record.Stored, Amount: 600, Principal: 500, Bonus: 100}, {Kind: record.PointsT, Amount: 100, Points: 20_000}},
		Pays: record.Claims{Value: 50, Points: 10_000}}
	w.append(refund)
	if p, b, pts := w.held(alice, ledger.Principal), w.held(alice, ledger.Bonus), w.held(alice, ledger.Points); p != 450 || b != 150 || pts != 10_000 {
		t.Errorf("after the refund %d, %d, %d held", p, b, pts)
	}
	w.view(func(tx *Tx) error {
		b, err := tx.Balance(alice)
		// Claims: 50 bonus of the withdrawal, paid by the conversion; 110,000 points of the deduction and 10,000 of the
		// refund, which pays 10,000 of them.
		is(t, b.Owes(), pos.Owed{Points: 110_000})
		return err
	})
	w.verify()
	var cash int64
	w.view(func(tx *Tx) error { c, err := tx.Drawer(); cash = int64(c); return err })
	if want := int64(20_000 + 5000 - 1000 + 10_000 - 5000 + 5000 - 4000 - 900 - 300); cash != want {
		t.Errorf("%d in the drawer, want %d", cash, want)
	}
	w.refused(w.try(record.CashOut{Amount: 30_000}), pos.State, "in the drawer")
	w.append(record.ShiftClose{Expected: 28_800, Counted: 28_700})
	if closed := w.last(); closed.Shift != opened.ID {
		t.Error(closed.Header)
	}
}
