package till

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// Receipt is a sale that is done: it is in the books for good.
type Receipt struct {
	Receipt string       `json:"receipt"`
	Total   money.Fen    `json:"total"`
	Change  money.Fen    `json:"change"`
	Points  money.Points `json:"points"`
}

// Finish writes the open sale into the journal and clears it, in one transaction.
func (t *Till) Finish() (receipt Receipt, err error) {
	err = t.sell(func(s *sale) error {
		switch due := s.due(); {
		case len(s.Lines) == 0:
			return pos.E(pos.State, "finish", "nothing is in the sale; scan something first")
		case due > 0:
			return pos.E(pos.State, "finish", due.String()+" is still due; take the payment first")
		}
		body := s.record()
		sealed, err := s.tx.Append(s.op, body)
		if err != nil {
			return err
		}
		receipt = Receipt{sealed.Receipt(), body.Total, body.Change, body.Points}
		return s.drop()
	})
	return receipt, t.done(err)
}

// record is the sale with every input of its quote.
func (s *sale) record() record.Sale {
	r := record.Sale{
		Member: s.Member, Card: s.Card, Basket: s.ID,
		Quote: record.QuoteInputs{Rules: s.Quote.Rules, Tier: s.Tier, At: s.At},
		Total: s.Quote.Total, Paid: s.Tenders, Change: s.change(), Points: s.Quote.Points,
	}
	for i, l := range s.Lines {
		p := s.Quote.Lines[i]
		r.Lines = append(r.Lines, record.Line{
			Code: l.Code, Barcode: l.Barcode, Name: l.Name, Unit: l.Unit, Qty: l.Qty,
			List: l.List, Price: p.Price, Why: string(p.Why), Amount: p.Amount,
		})
	}
	return r
}

// Cancelled is a sale that never was.
type Cancelled struct {
	Lines int       `json:"lines"`
	Back  money.Fen `json:"back"` // cash to give back
}

// Cancel drops the open sale with its member and frees what was reserved for it. Payments at outside terminals have to
// be voided there. A store manager may cancel anybody's.
func (t *Till) Cancel() (cancelled Cancelled, err error) {
	ending := func(tx *store.Tx) (store.Operator, error) {
		op, _, err := t.inAnyShift(tx)
		return op, err
	}
	err = t.change(ending, func(s *sale) error {
		if s.ID == "" {
			return pos.E(pos.State, "cancel", "no sale is open")
		}
		cancelled.Lines = len(s.Lines)
		for _, tender := range s.Tenders {
			if tender.Kind == record.Cash {
				cancelled.Back += tender.Amount
			}
		}
		return s.drop()
	})
	return cancelled, t.done(err)
}
