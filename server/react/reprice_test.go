package react

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/rules"
)

// TestReprice: two sales of two days, 2 × 10.00 and 10.00. By a draft with the second at half price the first would have come
// to 15.00; the other day alone changes nothing.
func TestReprice(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	sell := func(qty money.Qty, at time.Time) record.Sealed {
		h := x.header()
		h.Time = at.UnixMilli()
		amount := money.Extend(1000, qty)
		return x.bookAs(h, record.Sale{Basket: "b", Total: amount, Quote: record.QuoteInputs{At: at.UnixMilli()},
			Lines: []record.Line{{Code: "1", Name: "n", Qty: qty, List: 1000, Price: 1000, Why: "list", Amount: amount}},
			Paid:  []record.Tender{{Kind: record.Cash, Amount: amount}}})
	}
	first := sell(2*money.One, morning)
	sell(money.One, morning.AddDate(0, 0, 1))
	draft := pricing.New(rules.Document{Promotions: []rules.Promotion{{ID: "second", Name: "半价", Kind: rules.Nth, N: 2, Off: 50_00}}})
	read := uint64(0)
	r, err := Reprice(t.Context(), w.s, draft, time.Time{}, time.Time{}, func(done, _ uint64) { read = done })
	w.ok(err)
	want := Repriced{Sales: 2, Changed: 1, Was: 3000, Would: 2500, Acted: []RuleActed{{"second", "半价", 1, 1, 500}}, Most: []SaleChanged{{first.Receipt(), 2000, 1500}}}
	if diff := cmp.Diff(want, r); diff != "" || read == 0 {
		t.Errorf("after %d records: %s", read, diff)
	}
	r, err = Reprice(t.Context(), w.s, draft, morning.AddDate(0, 0, 1), morning.AddDate(0, 0, 2), func(_, _ uint64) {})
	w.ok(err)
	if r.Sales != 1 || r.Changed != 0 {
		t.Errorf("the other day: %+v", r)
	}
}
