package till

import (
	"context"
	"slices"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// What the chain has only so many of is used only as far as it is held here (DESIGN.md 1.16). What of it the open sale's
// prices count on is earmarked for it, so that no recall takes it away; it is used when the sale is finished.

// quota is how often promotions of limited quantity may act in the open sale. Coupons that are not here any more, as the sale
// was on hold, leave it.
func (s *sale) quota() (map[string]int, error) {
	quota := map[string]int{}
	if len(s.engine.Limited()) == 0 && len(s.Coupons) == 0 {
		return quota, nil
	}
	here, err := s.tx.UsesHere(s.ID)
	if err != nil {
		return nil, err
	}
	s.Coupons = slices.DeleteFunc(s.Coupons, func(c coupon) bool { return here[c.holder()] == 0 })
	for _, id := range s.engine.Limited() {
		if n := here[ledger.Limited(ledger.Promotion, id)]; n > 0 {
			quota[id] = int(n)
		}
	}
	return quota, nil
}

// keep earmarks for the sale what its quote counts on, and no more. Once payment has begun that stands.
func (s *sale) keep() error {
	if s.paying && len(s.Tenders) > 0 {
		return nil
	}
	wants := map[string]int64{}
	for _, c := range s.Coupons {
		wants[c.holder()] = 1
	}
	for _, a := range s.Quote.Acted {
		if s.engine.IsLimited(a.Rule) {
			wants[ledger.Limited(ledger.Promotion, a.Rule)] = int64(a.Times)
		}
	}
	return s.tx.EarmarkUses(s.ID, wants)
}

// used is what finishing the sale uses of limited things, beside its tenders: what is earmarked, whatever the rules say by now,
// and as often as promotions acted. Where a new epoch has dropped what was earmarked while payment stood, less is there than
// that, and head office has a person look at it.
func (s *sale) used() (list []record.Used, err error) {
	for _, a := range s.Quote.Acted {
		u := record.Used{Holder: ledger.Limited(ledger.Promotion, a.Rule)}
		earmarked, err := s.tx.Earmarked(s.ID, u.Holder)
		if err != nil {
			return nil, err
		}
		left := int64(a.Times)
		for _, e := range earmarked {
			if e.Amount = min(e.Amount, left); e.Amount > 0 {
				u.Uses = append(u.Uses, e)
				left -= e.Amount
			}
		}
		if len(u.Uses) > 0 {
			list = append(list, u)
		}
	}
	for _, c := range s.Coupons {
		if !acts(s.Quote, c.Batch) {
			continue
		}
		uses, err := s.tx.Earmarked(s.ID, c.holder())
		if err != nil {
			return nil, err
		}
		if len(uses) > 0 {
			list = append(list, record.Used{Holder: c.holder(), Uses: uses})
		}
	}
	return list, nil
}

// fetchQuota asks head office for what the sale's promotions lack of limited quantities, and waits until it is here or
// refused, or ctx ends. What doesn't come, the sale goes on without.
func (t *Till) fetchQuota(ctx context.Context) error {
	if online, _ := t.line.Online(); !online {
		return nil
	}
	var asked []string
	err := t.sell(func(s *sale) error {
		lacks, err := s.lacking()
		if err != nil || len(lacks) == 0 {
			return err
		}
		for _, l := range lacks {
			r, err := s.tx.AskFor(s.ID, l)
			if err != nil {
				return err
			}
			asked = append(asked, r.ID)
		}
		return nil
	})
	if err != nil && pos.CodeOf(err) != pos.Internal {
		return nil // nobody can sell now: whoever wanted the total will be told why
	}
	for _, id := range asked {
		if err == nil {
			_, err = t.await(ctx, id)
		}
	}
	return err
}

// lacking is what the sale's promotions would use if there were no end of it, beyond what is here.
func (s *sale) lacking() (lacks []wire.Request, err error) {
	if len(s.engine.Limited()) == 0 || len(s.Tenders) > 0 || s.ID == "" {
		return nil, nil
	}
	in, err := s.input()
	if err != nil {
		return nil, err
	}
	here := in.Quota
	in.Quota = nil
	q, err := s.engine.Price(in)
	if err != nil {
		return nil, err
	}
	for _, a := range q.Acted {
		if n := a.Times - here[a.Rule]; n > 0 && s.engine.IsLimited(a.Rule) {
			lacks = append(lacks, wire.Request{Holder: ledger.Limited(ledger.Promotion, a.Rule), Uses: int64(n)})
		}
	}
	return lacks, nil
}

// recorded is how often the promotions that acted could, where that is limited.
func recorded(e *pricing.Engine, acted []pricing.Acted) (quota map[string]int) {
	for _, a := range acted {
		if e.IsLimited(a.Rule) {
			if quota == nil {
				quota = map[string]int{}
			}
			quota[a.Rule] = a.Times
		}
	}
	return quota
}
