package refund_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/refund"
)

// sale is two lines of goods, 30.00 in all.
func sale(paid ...record.Tender) record.Sale {
	return record.Sale{
		Member: "M1", Total: 3000, Points: 30 * money.Point, Paid: paid,
		Lines: []record.Line{
			{Code: "1000", Name: "大米", Qty: 2 * money.One, Price: 1000, Amount: 2000},
			{Code: "1002", Name: "矿泉水", Qty: 3 * money.One, Price: 350, Amount: 1000},
		},
	}
}

func stored(principal, bonus int64) record.Tender {
	t := record.Tender{Kind: record.Stored, Amount: money.Fen(principal + bonus)}
	for _, u := range []escrow.Use{{Lot: "L1", Asset: ledger.Bonus, Amount: bonus}, {Lot: "L2", Asset: ledger.Principal, Amount: principal}} {
		if u.Amount > 0 {
			t.Uses = append(t.Uses, u)
		}
	}
	return t
}

// do applies a plan.
func do(t interface {
	Helper()
	Fatal(...any)
}, s record.Sale, before []record.Refund, items ...refund.Item) (refund.Plan, []record.Refund) {
	t.Helper()
	p, err := refund.Of(s, before).Plan(items)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range p.Lines { // no piece is dearer than another, but for a fen
		sold := s.Lines[l.Line-1]
		if off := float64(l.Amount) - float64(sold.Amount)*float64(l.Qty)/float64(sold.Qty); off < -1 || off > 1 {
			t.Fatal(l.Amount, "for", l.Qty, "of", sold.Qty, "at", sold.Amount)
		}
	}
	return p, append(before, record.Refund{Lines: p.Lines, Total: p.Total, Back: p.Back, Points: p.Points})
}

func TestPlan(t *testing.T) {
	cash := record.Tender{Kind: record.Cash, Amount: 3000}
	for name, c := range map[string]struct {
		sale   record.Sale
		items  []refund.Item
		total  money.Fen
		back   []record.Back
		points money.Points
	}{
		"one line": {sale(cash), []refund.Item{{1, money.One}}, 1000, []record.Back{{Kind: record.Cash, Amount: 1000}}, 10 * money.Point},
		"cash net of change": {func() record.Sale {
			s := sale(record.Tender{Kind: record.Bank, Amount: 1500, Ref: "A"}, record.Tender{Kind: record.Cash, Amount: 5000})
			s.Change = 3500
			return s
		}(), []refund.Item{{1, 2 * money.One}}, 2000, []record.Back{{Kind: record.Bank, Amount: 1000, Ref: "A"}, {Kind: record.Cash, Amount: 1000}}, 20 * money.Point},
		"a third to the fen": {sale(cash), []refund.Item{{2, money.One}}, 333, []record.Back{{Kind: record.Cash, Amount: 333}}, 33_300},
		"principal and bonus in proportion": {sale(stored(2000, 1000)), []refund.Item{{1, money.One}, {2, 3 * money.One}}, 2000,
			[]record.Back{{Kind: record.Stored, Amount: 2000, Principal: 1333, Bonus: 667}}, 20 * money.Point},
		"two bank cards are two ways": {sale(record.Tender{Kind: record.Bank, Amount: 1000, Ref: "A"}, record.Tender{Kind: record.Bank, Amount: 2000, Ref: "B"}),
			[]refund.Item{{1, money.One}}, 1000, []record.Back{{Kind: record.Bank, Amount: 333, Ref: "A"}, {Kind: record.Bank, Amount: 667, Ref: "B"}}, 10 * money.Point},
		"points with their points": {sale(record.Tender{Kind: record.PointsT, Amount: 1500, Points: 1500 * money.Point}, record.Tender{Kind: record.Cash, Amount: 1500}),
			[]refund.Item{{1, money.One}}, 1000, []record.Back{{Kind: record.PointsT, Amount: 500, Points: 500 * money.Point}, {Kind: record.Cash, Amount: 500}}, 10 * money.Point},
		"float first": {sale(stored(1000, 0), record.Tender{Kind: record.FloatT, Amount: 500}, record.Tender{Kind: record.Cash, Amount: 1500}),
			[]refund.Item{{1, money.One}}, 1000, []record.Back{{Kind: record.Stored, Amount: 200, Principal: 200}, {Kind: record.FloatT, Amount: 500}, {Kind: record.Cash, Amount: 300}}, 10 * money.Point},
		"rounding in proportion": {sale(record.Tender{Kind: record.Bank, Amount: 1000}, record.Tender{Kind: record.Cash, Amount: 1960}, record.Tender{Kind: record.Rounding, Amount: 40}),
			[]refund.Item{{1, money.One}, {2, 3 * money.One}}, 2000, []record.Back{{Kind: record.Bank, Amount: 667}, {Kind: record.Cash, Amount: 1307}, {Kind: record.Rounding, Amount: 26}}, 20 * money.Point},
		"a line named twice": {sale(cash), []refund.Item{{1, money.One}, {1, money.One}}, 2000, []record.Back{{Kind: record.Cash, Amount: 2000}}, 20 * money.Point},
		"of no price":        {record.Sale{Lines: []record.Line{{Name: "赠品袋", Qty: 2 * money.One}}, Points: money.Point}, []refund.Item{{1, money.One}}, 0, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := do(t, c.sale, nil, c.items...)
			if p.Total != c.total || p.Points != c.points {
				t.Errorf("total %s, points %s", p.Total, p.Points)
			}
			if diff := cmp.Diff(c.back, p.Back); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPieces: three bottles for 10.00 come back one by one.
func TestPieces(t *testing.T) {
	s := sale(record.Tender{Kind: record.Cash, Amount: 3000})
	var done []record.Refund
	for _, want := range []money.Fen{333, 334, 333} {
		var p refund.Plan
		if p, done = do(t, s, done, refund.Item{Line: 2, Qty: money.One}); p.Total != want {
			t.Errorf("%s comes back, want %s", p.Total, want)
		}
	}
}

func TestRefused(t *testing.T) {
	s := sale(record.Tender{Kind: record.Cash, Amount: 3000})
	_, once := do(t, s, nil, refund.Item{Line: 1, Qty: money.One})
	_, all := do(t, s, once, refund.Of(s, once).All()...)
	for name, c := range map[string]struct {
		before []record.Refund
		items  []refund.Item
		code   pos.Code
	}{
		"no such line":       {nil, []refund.Item{{3, money.One}}, pos.NotFound},
		"line 0":             {nil, []refund.Item{{0, money.One}}, pos.NotFound},
		"too many":           {nil, []refund.Item{{1, 2*money.One + 1}}, pos.State},
		"too many in two":    {nil, []refund.Item{{1, 2 * money.One}, {1, 1}}, pos.State},
		"more than is left":  {once, []refund.Item{{1, 2 * money.One}}, pos.State},
		"less than nothing":  {nil, []refund.Item{{1, -1}}, pos.State},
		"nothing":            {nil, nil, pos.Usage},
		"everything is back": {all, []refund.Item{{1, money.One}}, pos.State},
	} {
		if _, err := refund.Of(s, c.before).Plan(c.items); pos.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if over := refund.Beyond(s, all); over != 0 {
		t.Errorf("all of it is %s too much", over)
	}
	if over := refund.Beyond(s, append(all, once...)); over != 1000 {
		t.Errorf("once more of 10.00 is %s too much", over)
	}
}

// anySale is lines and tenders by chance that add up, from nothing to millions.
func anySale(t *rapid.T) record.Sale {
	s := record.Sale{Member: "M1"}
	for range rapid.IntRange(1, 5).Draw(t, "lines") {
		l := record.Line{Qty: money.Qty(rapid.Int64Range(1, 5000).Draw(t, "qty")), Amount: money.Fen(rapid.OneOf(rapid.Int64Range(0, 7), rapid.Int64Range(0, 1_000_000_00)).Draw(t, "amount"))}
		s.Lines = append(s.Lines, l)
		s.Total += l.Amount
	}
	s.Points = money.Points(rapid.Int64Range(0, 3*int64(s.Total)+3).Draw(t, "points"))
	kinds := []record.TenderKind{record.Cash, record.Bank, record.Wallet, record.Stored, record.PointsT, record.FloatT}
	for left := s.Total; left > 0; {
		n := left
		if len(s.Paid) < 7 {
			n = money.Fen(rapid.Int64Range(1, int64(left)).Draw(t, "paid"))
		}
		left -= n
		tender := record.Tender{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Amount: n}
		switch tender.Kind {
		case record.Stored:
			bonus := rapid.Int64Range(0, int64(n)).Draw(t, "bonus")
			tender = stored(int64(n)-bonus, bonus)
		case record.PointsT:
			tender.Points = money.Points(rapid.Int64Range(1, 200*int64(n)).Draw(t, "paid points"))
		case record.Bank, record.Wallet:
			tender.Ref = rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "ref")
		case record.Cash:
			if left == 0 {
				s.Change = money.Fen(rapid.Int64Range(0, 10000).Draw(t, "change"))
				tender.Amount += s.Change
			}
		}
		s.Paid = append(s.Paid, tender)
		if paid := n; left == 0 && tender.Kind == record.Cash && paid > 1 && rapid.Bool().Draw(t, "rounded") { // off what was just paid
			off := money.Fen(rapid.Int64Range(1, min(99, int64(paid)-1)).Draw(t, "off"))
			s.Paid[len(s.Paid)-1].Amount -= off
			s.Paid = append(s.Paid, record.Tender{Kind: record.Rounding, Amount: off})
		}
	}
	return s
}

// TestAddsUp: whatever pieces goods come back in, no part of line, tender or points ever goes below zero, each piece's
// money adds up, and with the last piece exactly everything is back.
func TestAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySale(t)
		var done []record.Refund
		pieces := rapid.IntRange(1, 12).Draw(t, "pieces")
		for n := 1; ; n++ {
			left := refund.Of(s, done)
			if left.Nothing() {
				break
			}
			items := left.All()
			if n < pieces {
				at := rapid.IntRange(0, len(items)-1).Draw(t, "line")
				items = []refund.Item{{Line: items[at].Line, Qty: money.Qty(rapid.Int64Range(1, int64(items[at].Qty)).Draw(t, "qty"))}}
			}
			var p refund.Plan
			p, done = do(t, s, done, items...)
			checkPlan(t, p)
			if over := refund.Beyond(s, done); over != 0 {
				t.Fatalf("%s too much after %+v", over, p)
			}
		}
		checkWhole(t, s, done)
	})
}

// checkPlan holds a plan's parts against its total.
func checkPlan(t *rapid.T, p refund.Plan) {
	var lines, back money.Fen
	for _, l := range p.Lines {
		if l.Amount < 0 {
			t.Fatalf("a line of %s", l.Amount)
		}
		lines += l.Amount
	}
	for _, b := range p.Back {
		if b.Amount <= 0 || b.Points < 0 || b.Kind == record.Stored && b.Principal+b.Bonus != b.Amount {
			t.Fatalf("back: %+v", b)
		}
		back += b.Amount
	}
	if lines != p.Total || back != p.Total || p.Points < 0 {
		t.Fatalf("lines come to %s, %s is given back, %s in all", lines, back, p.Total)
	}
}

// checkWhole holds all that was given back against all that was paid.
func checkWhole(t *rapid.T, s record.Sale, done []record.Refund) {
	paid, points := map[string]money.Fen{string(record.Cash): -s.Change}, -s.Points
	var tendered money.Points
	for _, tender := range s.Paid {
		for _, u := range tender.Uses {
			paid[string(u.Asset)] += money.Fen(u.Amount)
		}
		if tender.Kind != record.Stored {
			paid[string(tender.Kind)+tender.Ref] += tender.Amount
		}
		tendered += tender.Points
	}
	for _, r := range done {
		points += r.Points
		for _, b := range r.Back {
			paid[string(ledger.Principal)] -= b.Principal
			paid[string(ledger.Bonus)] -= b.Bonus
			if b.Kind != record.Stored {
				paid[string(b.Kind)+b.Ref] -= b.Amount
			}
			tendered -= b.Points
		}
	}
	for kind, left := range paid {
		if left != 0 {
			t.Fatalf("%s of %s is left", left, kind)
		}
	}
	if points != 0 || tendered != 0 {
		t.Fatalf("earned points are off by %s, those of the tender by %s", points, tendered)
	}
	l := refund.Of(s, done)
	if l.Paid() != 0 || l.Amount() != 0 || l.Points != 0 || l.Back != s.Total {
		t.Fatalf("left: %+v", l)
	}
}
