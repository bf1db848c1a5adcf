package ledger

import "strings"

// Limited names, as a holder, a thing that the chain has only so many uses of: KIND.ID, as in promotion.spring. A member's
// id, a receipt's number and [TheHouse] have no point, so that nobody can be taken for such a thing.
func Limited(kind, id string) string { return kind + "." + id }

// The kinds of limited things.
const (
	Promotion = "promotion" // ID is the rule's
	Coupon    = "coupon"    // ID is its number
)

// SplitLimited takes such a name apart; not ok for any other holder's.
func SplitLimited(holder string) (kind, id string, ok bool) { return strings.Cut(holder, ".") }
