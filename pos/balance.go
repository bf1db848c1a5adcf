package pos

import "holdfast/pos/money"

// Balance is what a member owns in total, wherever it stands: available at HQ, in transit and in every escrow; and what
// they owe the chain.
type Balance struct {
	Principal money.Fen    `json:"principal"`
	Bonus     money.Fen    `json:"bonus"`
	Points    money.Points `json:"points"`
	Owed      *Owed        `json:"owed,omitempty"` // nil: nothing
}

// Owed is the claims the chain has on a member. Each is paid by the next credit of its kind, before anything else.
type Owed struct {
	Value  money.Fen    `json:"value"`  // house float that was spent for them
	Bonus  money.Fen    `json:"bonus"`  // bonus to take back that was not where it was to be taken from
	Points money.Points `json:"points"` // points of a sale taken back that were spent already
}

// Figures is what the feed says of a member's value.
type Figures struct {
	Balance
	Typical money.Fen `json:"typical,omitempty"` // their median payment with stored value; 0: they have made none
	Seen    string    `json:"seen,omitempty"`    // the day on which they were last at a till, 2006-01-02; "" where that isn't known
}

// Stored is the stored value: principal and bonus together.
func (b Balance) Stored() money.Fen { return b.Principal + b.Bonus }

// Owes is what is owed, nothing where Owed is nil.
func (b Balance) Owes() Owed {
	if b.Owed == nil {
		return Owed{}
	}
	return *b.Owed
}
