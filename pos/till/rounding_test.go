package till

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/rules"
)

// TestRounding: however a sale is paid, and whatever payments are taken back on the way, payments less the change come to its
// total; something is rounded off only behind cash that was paid last, less than one unit and no more than head office lets be;
// all cash together is then a multiple of the unit, and never nothing.
func TestRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]money.Fen{0, 1, 5, 10, 50, 100}).Draw(t, "unit")
		b := &basket{Round: unit, Quote: pricing.Quote{Total: money.Fen(rapid.OneOf(rapid.Int64Range(1, 120), rapid.Int64Range(1, 5000)).Draw(t, "total"))}}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			n := len(b.Tenders)
			switch due := b.due(); {
			case n > 0 && (due == 0 || rapid.IntRange(0, 3).Draw(t, "take back") == 0):
				at := rapid.IntRange(0, n-1).Draw(t, "which")
				b.Tenders = slices.Delete(b.Tenders, at, at+1)
			default:
				kind := rapid.SampledFrom([]record.TenderKind{record.Cash, record.Cash, record.Bank, record.Stored}).Draw(t, "kind")
				most, rest := due, due
				if kind == record.Cash {
					most, rest = due+300, b.inCash()
				}
				amount := rapid.OneOf(rapid.Just(rest), rapid.Map(rapid.Int64Range(1, int64(most)), func(n int64) money.Fen { return money.Fen(n) })).Draw(t, "amount")
				b.Tenders = append(b.Tenders, record.Tender{Kind: kind, Amount: amount})
				if b.round(); amount == rest && (b.due() != 0 || b.change() != 0) {
					t.Fatalf("%s of %s is all that is due, and then %s is, change %s", amount, kind, b.due(), b.change())
				}
			}
			b.round()
			checkRounding(t, b, unit)
		}
	})
}

func checkRounding(t *rapid.T, b *basket, unit money.Fen) {
	off, last := b.paidWith(record.Rounding), len(b.Tenders)-1
	if b.paid()-b.change()+b.due() != b.Quote.Total {
		t.Fatalf("%+v pay %s of %s", b.Tenders, b.paid()-b.change(), b.Quote.Total)
	}
	if in := b.inCash(); in > b.due() || b.due() > 0 && in <= 0 {
		t.Fatalf("of %s due %s is to be paid in cash", b.due(), in)
	}
	if off == 0 {
		return
	}
	cash := b.paidWith(record.Cash) - b.change()
	if b.Tenders[last].Kind != record.Rounding || b.Tenders[last-1].Kind != record.Cash || b.due() != 0 || off >= unit || cash <= 0 || cash%unit != 0 || b.change() >= b.Tenders[last-1].Amount {
		t.Fatalf("%s is rounded off of %s: %+v, change %s", off, b.Quote.Total, b.Tenders, b.change())
	}
	if may := (record.Sale{Total: b.Quote.Total, Paid: b.Tenders}).MayRound(rules.Rounding{Cash: unit}); off != may {
		t.Fatalf("%s is rounded off, and head office says %s", off, may)
	}
}
