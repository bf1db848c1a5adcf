package ledger

import "strings"

// Limited names, as a holder, a thing that the chain has only so many uses of: KIND.ID, as in promotion.spring. A member's
// id, a receipt's number and [TheHouse] have no point, so that nobody can be taken for such a thing.
func Limited(kind, id string) string { return kind + "." + id }

// The kinds of limited things.
const (
	Promotion = "promotion" // ID is the rule's
	Today     = "today"     // ID is a [MemberDay]
	Coupon    = "coupon"    // ID is its number
)

// MemberDay is what a member may have of a promotion on a day, 2006-01-02, as the ID of a limited thing.
func MemberDay(promotion, member, day string) string { return promotion + "/" + member + "/" + day }

// SplitMemberDay takes such an ID apart. The promotion's own may have strokes in it.
func SplitMemberDay(id string) (promotion, member, day string, ok bool) {
	last := strings.LastIndexByte(id, '/')
	if last < 0 {
		return "", "", "", false
	}
	before := strings.LastIndexByte(id[:last], '/')
	if before < 0 {
		return "", "", "", false
	}
	return id[:before], id[before+1 : last], id[last+1:], true
}

// SplitLimited takes such a name apart; not ok for any other holder's.
func SplitLimited(holder string) (kind, id string, ok bool) { return strings.Cut(holder, ".") }
