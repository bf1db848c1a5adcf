package record

import (
	"holdfast/pos/money"
	"holdfast/pos/rules"
)

// MayRound is the most that rules let be rounded off of the sale: of all that it left to cash, if its last payment was in cash.
func (b Sale) MayRound(r rules.Rounding) money.Fen {
	due, last := b.Total, TenderKind("")
	for _, t := range b.Paid {
		if t.Kind == Rounding {
			continue
		}
		if last = t.Kind; last != Cash {
			due -= t.Amount
		}
	}
	if last != Cash {
		return 0
	}
	return r.Off(due)
}
