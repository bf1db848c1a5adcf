package till

import (
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// What the chain has only so many of is used only as far as it is held here (DESIGN.md 1.16). What of it the open sale's
// prices count on is earmarked for it, so that no recall takes it away; it is used when the sale is finished.

// quota is how often limited promotions may act in the open sale at a time. Coupons that are not here any more, as the sale was
// on hold, leave it.
func (s *sale) quota(at time.Time) (map[string]int, error) {
	quota := map[string]int{}
	if len(s.engine.Limited()) == 0 && len(s.Coupons) == 0 {
		return quota, nil
	}
	here, err := s.tx.UsesHere(s.ID)
	if err != nil {
		return nil, err
	}
	s.Coupons = slices.DeleteFunc(s.Coupons, func(c coupon) bool {
		gone := here[c.holder()] == 0 && len(s.Tenders) == 0 // what is being paid stands, as it is earmarked
		if gone {
			s.gone = append(s.gone, c.Number)
		}
		return gone
	})
	for _, id := range s.engine.Limited() {
		n := int64(math.MaxInt32)
		for _, holder := range s.holders(id, at) {
			n = min(n, here[holder])
		}
		if n > 0 {
			quota[id] = int(n)
		}
	}
	return quota, nil
}

// holders is whose uses a limited promotion takes when it acts.
func (s *sale) holders(promotion string, at time.Time) (list []string) {
	l := s.engine.Limit(promotion)
	if l.Quantity > 0 {
		list = append(list, ledger.Limited(ledger.Promotion, promotion))
	}
	if l.Mode == rules.Hard {
		list = append(list, ledger.Limited(ledger.Today, ledger.MemberDay(promotion, s.Member, s.engine.Day(at))))
	}
	return list
}

// count notes what the quote counts on: how often each limited promotion acts, and whose uses that takes.
func (s *sale) count(at time.Time) {
	s.Quota, s.Uses = nil, nil
	for _, a := range s.Quote.Acted {
		for _, holder := range s.holders(a.Rule, at) {
			if s.Quota == nil {
				s.Quota, s.Uses = map[string]int{}, map[string]int64{}
			}
			s.Quota[a.Rule], s.Uses[holder] = a.Times, int64(a.Times)
		}
	}
}

// keep earmarks for the sale what its quote counts on, and no more. Once payment has begun that stands.
func (s *sale) keep() error {
	if s.paying && len(s.Tenders) > 0 {
		return nil
	}
	wants := maps.Clone(s.Uses)
	for _, c := range s.Coupons {
		if wants == nil {
			wants = map[string]int64{}
		}
		wants[c.holder()] = 1
	}
	return s.tx.EarmarkUses(s.ID, wants, s.Shown)
}

// acting is the coupons that take something off: of each batch the first, as many as act.
func (s *sale) acting() (list []coupon) {
	times := map[string]int{}
	for _, a := range s.Quote.Acted {
		times[a.Rule] = a.Times
	}
	for _, c := range s.Coupons {
		if times[c.Batch] > 0 {
			times[c.Batch]--
			list = append(list, c)
		}
	}
	return list
}

// used is what finishing the sale uses of limited things, beside its tenders.
func (s *sale) used() (list []record.Used, err error) {
	wants := map[string]int64{}
	maps.Copy(wants, s.Uses)
	for _, c := range s.acting() {
		wants[c.holder()] = 1
	}
	for _, holder := range slices.Sorted(maps.Keys(wants)) {
		u := record.Used{Holder: holder}
		earmarked, err := s.tx.Earmarked(s.ID, holder)
		if err != nil {
			return nil, err
		}
		left := wants[holder]
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
	return list, nil
}

// Prepare asks head office for what the sale's promotions lack of limited quantities, and waits until it is here or refused, or
// ctx ends. What doesn't come, the sale goes on without. It is for before payment, and may take as long as [Patience].
func (t *Till) Prepare(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	return t.fetchQuota(ctx)
}

func (t *Till) fetchQuota(ctx context.Context) error {
	if online, _ := t.line.Online(); !online {
		return nil
	}
	asked := map[string]string{} // request → holder
	err := t.sell(func(s *sale) error {
		lacks, err := s.lacking()
		if err != nil {
			return err
		}
		for _, l := range lacks {
			if t.usedUp(l.Holder) {
				continue
			}
			r, err := s.tx.AskFor(s.ID, l)
			if err != nil {
				return err
			}
			asked[r.ID] = l.Holder
		}
		return nil
	})
	if err != nil && pos.CodeOf(err) != pos.Internal {
		return nil // nobody can sell now: whoever wanted the total will be told why
	}
	for _, id := range slices.Sorted(maps.Keys(asked)) {
		if err != nil {
			break
		}
		var answer store.RequestState
		if answer, err = t.await(ctx, id); err == nil && answer.Status == store.RequestRefused {
			t.mu.Lock()
			t.refused[asked[id]] = t.store.Now()
			t.mu.Unlock()
		}
	}
	return err
}

// usedUpFor is how long nothing is asked for again of which head office had nothing left: a promotion that is over must not cost
// each sale a wait.
const usedUpFor = time.Minute

// usedUp reports whether head office has just said that it has nothing of a holder's. The till's lock is held.
func (t *Till) usedUp(holder string) bool {
	at, ok := t.refused[holder]
	if !ok {
		return false
	}
	if since := t.store.Now().Sub(at); since >= 0 && since < usedUpFor {
		return true
	}
	delete(t.refused, holder)
	return false
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
	here, err := s.tx.UsesHere(s.ID)
	if err != nil {
		return nil, err
	}
	in.Quota = nil
	q, err := s.engine.Price(in)
	if err != nil {
		return nil, err
	}
	for _, a := range q.Acted {
		for _, holder := range s.holders(a.Rule, in.At) {
			if n := int64(a.Times) - here[holder]; n > 0 {
				lacks = append(lacks, wire.Request{Holder: holder, Uses: n})
			}
		}
	}
	return lacks, nil
}
