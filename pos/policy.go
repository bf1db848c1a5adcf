package pos

import "holdfast/pos/money"

// Policy is what of HQ's settings the tills need, in one document that the feed carries.
type Policy struct {
	LossFreezes   string           `json:"lossFreezes"`   // what a loss report freezes: FreezeValue or FreezeCard
	RefundDays    int              `json:"refundDays"`    // days in which a receipt's refund right stays with its till, cut off or not
	RefundLimit   money.Fen        `json:"refundLimit"`   // most that MayRefund may give back for one receipt
	BlindCap      money.Fen        `json:"blindCap"`      // most that a refund without receipt may come to
	LeaseHours    int              `json:"leaseHours"`    // hours after the last contact with HQ in which grants may be spent
	PINAbove      money.Fen        `json:"pinAbove"`      // a payment with stored value above this needs the card's PIN, if it has one
	FloatMember   money.Fen        `json:"floatMember"`   // most house float that one member may draw while cut off; 0: no float
	FloatPayments int              `json:"floatPayments"` // nor more than so many of the member's median payments
	FloatUsual    money.Fen        `json:"floatUsual"`    // which payment that is for who has made none; 0: nobody has made one
	CashCeiling   money.Fen        `json:"cashCeiling"`   // cash in the drawer from which a drop is due; 0: none
	Roles         map[Role][]Right `json:"roles,omitempty"`
}

// What a loss report freezes.
const (
	FreezeValue = "value" // all of the member's value, until the card is replaced or found
	FreezeCard  = "card"  // the card only
)

// DefaultPolicy holds until HQ has set anything else.
var DefaultPolicy = Policy{
	LossFreezes: FreezeValue, RefundDays: 7, RefundLimit: 500 * money.Yuan, BlindCap: 200 * money.Yuan, LeaseHours: 72,
	PINAbove: 0, FloatPayments: 2,
}

// Freezes reports whether the member's value is frozen, given all of their cards.
func (p Policy) Freezes(cards []Card) bool {
	if p.LossFreezes == FreezeCard {
		return false
	}
	for _, c := range cards {
		if c.Status == Lost {
			return true
		}
	}
	return false
}
