package react

import (
	"cmp"
	"context"
	"slices"
	"time"

	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/server/store"
)

// Repriced is what recorded sales would have come to by other rules.
type Repriced struct {
	Sales     int           `json:"sales"`
	Changed   int           `json:"changed"`   // that would have come to something else
	Was       money.Fen     `json:"was"`       // what all came to
	Would     money.Fen     `json:"would"`     // what all would have come to
	WasPoints money.Points  `json:"wasPoints"` // earned
	Points    money.Points  `json:"points"`    // that would have been earned
	Acted     []RuleActed   `json:"acted"`     // promotions of the other rules, what took off most first
	Most      []SaleChanged `json:"most"`      // the sales that would have changed most
}

// RuleActed is what one promotion would have done.
type RuleActed struct {
	Rule   string    `json:"rule"`
	Name   string    `json:"name"`
	Sales  int       `json:"sales"`
	Times  int       `json:"times"`
	Amount money.Fen `json:"amount"`
}

// SaleChanged is one sale that would have come to something else.
type SaleChanged struct {
	Receipt string    `json:"receipt"`
	Was     money.Fen `json:"was"`
	Would   money.Fen `json:"would"`
}

func (s SaleChanged) change() money.Fen { return max(s.Was-s.Would, s.Would-s.Was) }

// mostChanged is how many sales Repriced names.
const mostChanged = 10

// Reprice prices the journal's sales of some time by other rules: from inclusive, to exclusive, each may be zero. What of a
// sale isn't in its record can't be known: a birthday condition holds only for promotions whose condition held then, and
// limited quantities are as in a trial. progress is told how many records have been read.
func Reprice(ctx context.Context, s *store.Store, engine *pricing.Engine, from, to time.Time, progress func(done, total uint64)) (r Repriced, err error) {
	by := map[string]*RuleActed{}
	err = s.Records(ctx, func(records []store.Read, done, total uint64) error {
		for _, x := range records {
			b, ok := x.Fact.(record.Sale)
			if at := x.At(); !ok || len(b.Lines) == 0 || at.Before(from) || !to.IsZero() && !at.Before(to) {
				continue
			}
			in := b.Quoted(x.Store)
			in.Quota = nil
			if q, err := engine.Price(in); err == nil {
				r.add(by, x, b, q)
			}
		}
		progress(done, total)
		return ctx.Err()
	})
	r.Acted = []RuleActed{}
	for _, a := range by {
		r.Acted = append(r.Acted, *a)
	}
	slices.SortFunc(r.Acted, func(a, b RuleActed) int { return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Rule, b.Rule)) })
	return r, err
}

func (r *Repriced) add(by map[string]*RuleActed, x store.Read, b record.Sale, q pricing.Quote) {
	r.Sales++
	r.Was, r.Would = r.Was+b.Total, r.Would+q.Total
	r.WasPoints, r.Points = r.WasPoints+b.Points, r.Points+q.Points
	for _, a := range q.Acted {
		if by[a.Rule] == nil {
			by[a.Rule] = &RuleActed{Rule: a.Rule, Name: a.Name}
		}
		t := by[a.Rule]
		t.Sales, t.Times, t.Amount = t.Sales+1, t.Times+a.Times, t.Amount+a.Amount
	}
	if b.Total == q.Total {
		return
	}
	r.Changed++
	r.Most = append(r.Most, SaleChanged{x.Receipt(), b.Total, q.Total})
	slices.SortStableFunc(r.Most, func(a, b SaleChanged) int { return cmp.Compare(b.change(), a.change()) })
	r.Most = r.Most[:min(len(r.Most), mostChanged)]
}
