package till

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// Goods is a quantity of a product, by code or barcode.
type Goods struct {
	Code string
	Qty  money.Qty
}

// maxBlind is the most kinds of goods in a refund without receipt.
const maxBlind = 100

// RefundWithoutReceipt takes goods back that nobody can say how they were paid for: in cash, at today's price for anybody,
// by right, and up to head office's cap. Head office has it looked at.
func (t *Till) RefundWithoutReceipt(goods []Goods) (done Refunded, err error) {
	if len(goods) == 0 || len(goods) > maxBlind {
		return done, pos.E(pos.Usage, "refund", "name the products that come back, at most {}", maxBlind)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.update(func(tx *store.Tx) error {
		op, _, err := t.inShift(tx, pos.MayRefundNoReceipt)
		if err != nil {
			return err
		}
		body, err := t.blind(tx, goods)
		if err != nil {
			return err
		}
		policy, err := tx.Policy()
		if err != nil {
			return err
		}
		switch {
		case policy.BlindCap == 0:
			return pos.E(pos.Forbidden, "refund", "head office allows no refund without receipt; ask for the receipt")
		case body.Total > policy.BlindCap:
			return pos.E(pos.Forbidden, "refund", "this comes to {}, and without receipt at most {} may be refunded; ask for the receipt, or call head office", body.Total, policy.BlindCap)
		}
		done, err = giveBack(tx, op, body)
		return err
	})
	return done, t.done(err)
}

// blind is the goods at the prices that they have today.
func (t *Till) blind(tx *store.Tx, back []Goods) (body record.Refund, err error) {
	engine, err := tx.Rules()
	if err != nil {
		return body, err
	}
	in := pricing.Basket{Store: t.shop, At: tx.Now(), Quota: map[string]int{}}
	for _, g := range back {
		p, err := tx.Product(g.Code)
		if err != nil {
			return body, err
		}
		in.Lines = append(in.Lines, goods(p, g.Qty))
		body.Lines = append(body.Lines, record.RefundedLine{
			Code: p.Code, Name: p.Name, NameEn: p.NameEn, Unit: p.Unit, UnitEn: p.UnitEn, Qty: g.Qty,
		})
	}
	quote, err := engine.Price(in)
	if err != nil {
		return body, err
	}
	for i, l := range quote.Lines {
		body.Lines[i].Amount = l.Amount
	}
	if body.Total = quote.Total; body.Total == 0 {
		return body, pos.E(pos.State, "refund", "this costs nothing today: there is nothing to give back")
	}
	body.Back = []record.Back{{Kind: record.Cash, Amount: body.Total}}
	return body, nil
}
