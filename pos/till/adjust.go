package till

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/till/store"
)

// Price sets the price of one of a line by hand. It stays whatever happens to the product's.
func (t *Till) Price(number int, price money.Fen) (scanned Scanned, err error) {
	err = t.sell(func(s *sale) error {
		by, err := t.right(s.tx, pos.MayPrice)
		if err != nil {
			return err
		}
		if price <= 0 {
			return pos.E(pos.Usage, "price", "a price must be above 0; take 100 % off to give something away")
		}
		at, err := s.lineAt(number)
		if err != nil {
			return err
		}
		s.Lines[at].Manual, s.Lines[at].PriceBy = price, approver(by)
		return s.repriced(at, &scanned)
	})
	return scanned, err
}

// Discount takes a percentage off a line; 0 takes that back.
func (t *Till) Discount(number int, percent money.Percent) (scanned Scanned, err error) {
	err = t.sell(func(s *sale) error {
		by, err := s.mayDiscount(percent)
		if err != nil {
			return err
		}
		at, err := s.lineAt(number)
		if err != nil {
			return err
		}
		s.Lines[at].Off, s.Lines[at].OffBy = percent, by
		return s.repriced(at, &scanned)
	})
	return scanned, err
}

// Discounted is a bill with a percentage taken off.
type Discounted struct {
	Percent money.Percent `json:"percent"`
	Off     money.Fen     `json:"off"` // what that comes to now; it grows with the bill
	Total   money.Fen     `json:"total"`
}

// DiscountBill takes a percentage off the whole sale, what is scanned later included; 0 takes that back.
func (t *Till) DiscountBill(percent money.Percent) (bill Discounted, err error) {
	err = t.sell(func(s *sale) error {
		by, err := s.mayDiscount(percent)
		if err != nil {
			return err
		}
		if err := s.editable(); err != nil {
			return err
		}
		if len(s.Lines) == 0 {
			return pos.E(pos.State, "discount", "nothing is in the sale; scan something first")
		}
		s.Off, s.OffBy = percent, by
		if err := s.price(); err != nil {
			return err
		}
		bill = Discounted{Percent: percent, Total: s.Quote.Total}
		for _, l := range s.Quote.Lines {
			for _, off := range l.Off {
				if off.Why == pricing.OffBill {
					bill.Off += off.Amount
				}
			}
		}
		return nil
	})
	return bill, err
}

// mayDiscount is who answers for a discount; nobody for none.
func (s *sale) mayDiscount(percent money.Percent) (by string, err error) {
	op, err := s.till.right(s.tx, pos.MayDiscount)
	if err != nil {
		return "", err
	}
	if percent < 0 || percent > money.All {
		return "", pos.E(pos.Usage, "discount", "a discount is between 0 and 100 %")
	}
	if percent == 0 {
		return "", nil
	}
	return approver(op), nil
}

// approveAgain takes the answer for a line's price and discount by hand from whoever makes more of it.
func (s *sale) approveAgain(l *line) error {
	if l.Manual > 0 {
		by, err := s.till.right(s.tx, pos.MayPrice)
		if err != nil {
			return err
		}
		l.PriceBy = approver(by)
	}
	if l.Off > 0 {
		by, err := s.till.right(s.tx, pos.MayDiscount)
		if err != nil {
			return err
		}
		l.OffBy = approver(by)
	}
	return nil
}

// approver is who answers for what was done: whoever lent the right, else whoever had it.
func approver(op store.Operator) string {
	if op.Approved != "" {
		return op.Approved
	}
	return op.ID
}

// Quick adds a line that is an amount only (快速消费).
func (t *Till) Quick(amount money.Fen) (scanned Scanned, err error) {
	err = t.sell(func(s *sale) error {
		if err := s.editable(); err != nil {
			return err
		}
		if amount <= 0 {
			return pos.E(pos.Usage, "quick", "an amount must be above 0")
		}
		s.Lines = append(s.Lines, line{
			Line:   pricing.Line{Code: pricing.QuickCode, Name: "快速消费", Qty: money.One, List: amount},
			NameEn: "Quick sale",
		})
		return s.repriced(len(s.Lines)-1, &scanned)
	})
	return scanned, err
}
