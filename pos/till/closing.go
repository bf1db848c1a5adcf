package till

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
)

// Closing is a till that head office is closing for good, and what is still to do before it does.
type Closing struct {
	Since   time.Time    `json:"since"`
	Shift   bool         `json:"shift"`   // one is open
	Baskets int          `json:"baskets"` // sales that are open or on hold
	Unsent  uint64       `json:"unsent"`  // records and changes
	Held    money.Fen    `json:"held"`    // stored value, house money included
	Points  money.Points `json:"points"`
	Rights  int          `json:"rights"` // to refund receipts of other tills
	Uses    int          `json:"uses"`   // of promotions and coupons
	Todo    pos.Text     `json:"todo"`   // all that in words
}

// closing is nil where the till isn't being closed.
func closing(tx *store.Tx) (*Closing, error) {
	left, err := tx.Left()
	if err != nil || left.Since.IsZero() {
		return nil, err
	}
	c := &Closing{Since: inZone(left.Since), Shift: left.Shift, Baskets: left.Baskets, Unsent: left.Unsent,
		Held: left.Stored() + left.Float, Points: left.Points, Rights: left.Rights, Uses: left.Uses}
	c.Todo = c.todo()
	return c, nil
}

// todo is what is still to do, in the order in which a person does it; what is held goes back by itself.
func (c *Closing) todo() (said pos.Text) {
	if c.Baskets > 0 {
		said = said.And(pos.T("finish or cancel {} open sales", c.Baskets))
	}
	if c.Shift {
		said = said.And(pos.T("close the shift"))
	}
	if c.Held > 0 || c.Points > 0 || c.Rights > 0 || c.Uses > 0 {
		said = said.And(pos.T("value goes back when the line is up: {} yuan, {} points, {} refund rights, {} uses of promotions and coupons", c.Held, c.Points, c.Rights, c.Uses))
	}
	if c.Unsent > 0 {
		said = said.And(pos.T("{} records are to be sent", c.Unsent))
	}
	if said.IsZero() {
		return pos.T("nothing; head office closes it when it hears of it")
	}
	return said
}
