package till

import (
	"cmp"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/till/store"
)

// Question is something that head office accepted from this till, as it had happened, and that a person there has yet to
// look at.
type Question struct {
	pos.Exception
	At   time.Time `json:"at"`
	Name string    `json:"name,omitempty"` // the member's
}

// Questions is what head office asks about this till's records, the newest first.
func (t *Till) Questions() (list []Question, err error) {
	err = t.viewBy(func(tx *store.Tx) error {
		list, err = questions(tx)
		return err
	})
	return list, err
}

func questions(tx *store.Tx) (list []Question, err error) {
	all, err := tx.Exceptions()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, x := range all {
		name, err := memberName(tx, names, x.Member)
		if err != nil {
			return nil, err
		}
		list = append(list, Question{x, inZone(time.UnixMilli(x.AtMS)), name})
	}
	slices.SortFunc(list, func(a, b Question) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Receipt, a.Receipt)) })
	return list, nil
}

// What is what the question is about, for people at the till.
func (q Question) What() pos.Text {
	if what, ok := asked[q.Kind]; ok {
		return what
	}
	return pos.Said(q.Kind)
}

// asked is head office's kinds of exception that follow from what a till did.
var asked = map[string]pos.Text{
	"no_right":            pos.T("Done without the right to"),
	"quota_exceeded":      pos.T("More of a promotion than there was"),
	"priced_otherwise":    pos.T("Priced otherwise than by the rules"),
	"rules_unknown":       pos.T("This till is too old for some of the rules"),
	"limit_exceeded":      pos.T("A member had a promotion too often on a day"),
	"clock":               pos.T("This till's clock was wrong"),
	"unreadable":          pos.T("Head office can't read this record"),
	"malformed":           pos.T("Head office could not book this record"),
	"postings_differ":     pos.T("What was booked is not what the record says"),
	"record_id_reused":    pos.T("A record's number was used twice"),
	"id_reused":           pos.T("A request's number was used twice"),
	"branch":              pos.T("This till's records forked: a copy of it is at work, or an old one"),
	"suspense":            pos.T("More was taken than the books hold"),
	"restore":             pos.T("Not covered since head office was restored"),
	"card_lost":           pos.T("Spent after the card was reported lost"),
	"card_issued_twice":   pos.T("One card issued to two members"),
	"card_replaced_twice": pos.T("One card replaced twice"),
	"card_gone_already":   pos.T("A card that was replaced or returned before"),
	"card_return_open":    pos.T("A returned card that is not paid out to the end"),
	"card_unknown":        pos.T("A card that head office never made"),
	"member_unknown":      pos.T("A member whom head office doesn't know"),
	"phone_twice":         pos.T("One phone, two members"),
	"refund_blind":        pos.T("No-receipt refund"),
	"refund_beyond":       pos.T("More refunded than was sold"),
	"refund_right":        pos.T("Refunded without the right to"),
	"till_lost":           pos.T("What a closed till held was given back to the members"),
	"escrow_loss":         pos.T("Spent at a closed till after that was given back"),
	"float_loss":          pos.T("House float that a member has not paid back"),
}
