package till

import (
	"cmp"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// Receipt is a sale that is done: it is in the books for good.
type Receipt struct {
	Receipt string       `json:"receipt"`
	Total   money.Fen    `json:"total"`
	Change  money.Fen    `json:"change"`
	Points  money.Points `json:"points"`
	DropDue bool         `json:"dropDue,omitempty"` // so much cash is in the drawer that some must go to the safe
}

// Finish writes the open sale into the journal and clears it, in one transaction. Where the member's value was frozen since
// it was taken as payment, that payment is gone, and the sale stays open.
func (t *Till) Finish() (receipt Receipt, err error) {
	var barred error
	err = t.sell(func(s *sale) (err error) {
		if barred, err = s.unpay(); err != nil || barred != nil {
			return err
		}
		switch due := s.due(); {
		case len(s.Lines) == 0:
			return pos.E(pos.State, "finish", "nothing is in the sale; scan something first")
		case due > 0:
			return pos.E(pos.State, "finish", "{} is still due; take the payment first", due)
		}
		if err := s.keep(); err != nil { // where nothing is to be paid, it was priced just now
			return err
		}
		body := s.record()
		if body.Used, err = s.used(); err != nil {
			return err
		}
		sealed, err := s.tx.Append(s.op, body)
		if err != nil {
			return err
		}
		receipt = Receipt{Receipt: sealed.Receipt(), Total: body.Total, Change: body.Change, Points: body.Points}
		if receipt.DropDue, err = dropDue(s.tx); err != nil {
			return err
		}
		return s.drop()
	})
	if err == nil && barred != nil {
		return receipt, barred
	}
	return receipt, t.done(err)
}

// record is the sale with every input of its quote.
func (s *sale) record() record.Sale {
	r := record.Sale{
		Member: s.Member, Card: s.Card, Basket: s.ID,
		Quote: record.QuoteInputs{
			Rules: s.Quote.Rules, Tier: s.Tier, At: cmp.Or(s.At, s.now), Off: s.Off, NoEarning: s.NoEarning, Held: s.Quote.Held, Unknown: s.Quote.Unknown,
			Published: s.Quote.Published, Quota: s.Quota, Used: s.Used,
		},
		Total: s.Quote.Total, Paid: s.Tenders, Change: s.change(), Points: s.earned(),
	}
	for _, c := range s.acting() {
		r.Quote.Coupons = append(r.Quote.Coupons, c.Batch)
	}
	for _, a := range s.Quote.Acted {
		r.Acted = append(r.Acted, record.Acted{Rule: a.Rule, Name: a.Name, NameEn: a.NameEn, Times: a.Times, Amount: a.Amount})
	}
	for i, l := range s.Lines {
		p := s.Quote.Lines[i]
		sold := record.Line{
			Code: l.Code, Barcode: l.Barcode, Name: l.Name, NameEn: l.NameEn, Unit: l.Unit, UnitEn: l.UnitEn, Qty: l.Qty,
			List: l.List, Price: p.Price, Why: string(p.Why), Amount: p.Amount, By: l.PriceBy,
			Member: l.Member, Categories: l.Categories, Brand: l.Brand, Rule: p.Rule, Percent: l.Off, Label: l.Label,
		}
		for _, off := range p.Off {
			o := record.Off{Why: string(off.Why), Amount: off.Amount, Rule: off.Rule}
			switch off.Why {
			case pricing.OffLine:
				o.By = l.OffBy
			case pricing.OffBill:
				o.By = s.OffBy
			}
			sold.Off = append(sold.Off, o)
		}
		r.Lines = append(r.Lines, sold)
	}
	return r
}

// Cancelled is a sale that never was.
type Cancelled struct {
	Lines   int       `json:"lines"`
	Back    money.Fen `json:"back"`              // cash to give back
	Tenders []Taken   `json:"tenders,omitempty"` // all that was taken and goes back to the customer, cash included
}

// Taken is a payment that was taken outside the books.
type Taken struct {
	Kind   record.TenderKind `json:"kind"`
	Amount money.Fen         `json:"amount"`
	Ref    string            `json:"ref,omitempty"` // the outside terminal's
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
			if len(tender.Uses) > 0 || tender.Kind == record.Rounding {
				continue // it was only reserved, or never given
			}
			cancelled.Tenders = append(cancelled.Tenders, Taken{tender.Kind, tender.Amount, tender.Ref})
			if tender.Kind == record.Cash {
				cancelled.Back += tender.Amount
			}
		}
		return s.drop()
	})
	return cancelled, t.done(err)
}
