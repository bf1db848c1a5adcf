package till

import (
	"slices"
	"time"

	"holdfast/pos/record"
)

// usedToday is how often promotions with a limit for each member and day have acted today for the sale's member, by this
// till's own sales; nil where there is no such promotion, or nothing was bought. What they had at other tills isn't known
// here: head office has a person look at what was too much (limit_exceeded).
//
// It reads the member's last sale of today: that says what there was before it, and what it did itself. Only where that was
// priced by other rules, which counted other promotions, does it read on. A table of its own would have to know by rules that
// have been replaced since what to count, and in which time zone.
func (s *sale) usedToday(now time.Time) (map[string]int, error) {
	daily, today := s.engine.Daily(), s.engine.Day(now)
	if s.Member == "" || len(daily) == 0 {
		return nil, nil
	}
	used := map[string]int{}
	for sold, err := range s.tx.Bought(s.Member) {
		if err != nil {
			return nil, err
		}
		if s.engine.Day(sold.At()) < today {
			break // those before it are older
		}
		body, err := sold.Decode()
		if err != nil {
			return nil, err
		}
		b, ok := body.(record.Sale)
		if !ok || s.engine.Day(time.UnixMilli(b.Quote.At)) != today { // as head office counts: when it was priced
			continue
		}
		for _, a := range b.Acted {
			if slices.Contains(daily, a.Rule) {
				used[a.Rule] += a.Times
			}
		}
		if b.Quote.Rules == s.rules.Version && b.Quote.Published == s.rules.Published {
			for rule, n := range b.Quote.Used {
				used[rule] += n
			}
			break
		}
	}
	if len(used) == 0 {
		return nil, nil
	}
	return used, nil
}
