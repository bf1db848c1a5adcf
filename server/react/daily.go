package react

import (
	"fmt"
	"time"

	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/server/store"
)

// mostTimes is far above what a promotion can do in a sale: a body may say anything.
const mostTimes = 1_000_000_000

// daily adds up how often promotions with a limit for each member and day have acted at all tills, and has a person look where
// that was more than the limit: with a soft limit each till counts what it has sold itself. There is one finding for each member,
// promotion and day. A refund gives nothing back, as at the till.
//
// It goes by the rules that a sale names. They are no record, but a version of them never changes: a replay finds the same.
func daily(t *store.Tx, records []store.Read, now time.Time) error {
	for _, r := range records {
		b, ok := r.Fact.(record.Sale)
		if !ok || !byTill(r) || b.Member == "" || len(b.Acted) == 0 {
			continue
		}
		engine, err := t.Engine(b.Quote.Rules, b.Quote.Published)
		if err != nil {
			return err
		}
		if engine == nil {
			continue
		}
		for _, a := range b.Acted {
			if err := acted(t, r, b, a, engine, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// acted counts one promotion of a sale.
func acted(t *store.Tx, r store.Read, b record.Sale, a record.Acted, engine *pricing.Engine, now time.Time) error {
	limit := engine.PerMemberDay(a.Rule)
	if limit == 0 || a.Times <= 0 {
		return nil
	}
	d := store.Daily{Member: b.Member, Promotion: a.Rule, Day: engine.Day(time.UnixMilli(b.Quote.At))}
	total, beyond, over, err := t.Acted(d, min(a.Times, mostTimes), limit, max(0, min(a.Amount, money.Max)))
	if err != nil || !over {
		return err
	}
	return t.Raise(r.Header, store.Finding{Kind: "limit_exceeded", What: d.String(), Member: b.Member, Amount: beyond, ByHouse: true, Grows: true,
		Note: fmt.Sprintf("promotion %s acted %d times for the member on %s, and its limit is %d; a till counts what it has sold itself", a.Rule, total, d.Day, limit)}, now)
}
