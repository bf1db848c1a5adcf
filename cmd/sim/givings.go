package main

import (
	"fmt"

	"holdfast/pos/money"
	"holdfast/pos/refund"
	"holdfast/pos/till"
)

// givings is what gives money back.
var givings = []deed{
	{"refund by line", 5, byManager, func(t *cashDesk) (string, error) {
		number, s := t.receipt()
		if s == nil {
			return "no receipt yet", nil
		}
		line := t.w.rng.IntN(len(s.lines))
		qty := money.One
		if left := s.lines[line].qty; left > money.One && t.w.chance(0.5) {
			qty = left
		}
		_, err := t.till.Refund(ctx, number, []refund.Item{{Line: line + 1, Qty: qty}})
		return fmt.Sprintf("refund %s %d %s", number, line+1, qty), err
	}},
	{"refund all", 3, byManager, func(t *cashDesk) (string, error) {
		number, s := t.receipt()
		if s == nil {
			return "no receipt yet", nil
		}
		_, err := t.till.Refund(ctx, number, nil)
		return "refund " + number, err
	}},
	{"undo a top-up", 3, byManager, func(t *cashDesk) (string, error) {
		number := t.w.recent(t.w.model.toppedUp)
		if number == "" {
			return "no top-up yet", nil
		}
		_, err := t.till.Refund(ctx, number, nil)
		return "refund of top-up " + number, err
	}},
	{"refund without receipt", 1, byManager, func(t *cashDesk) (string, error) {
		_, err := t.till.RefundWithoutReceipt([]till.Goods{{Code: fmt.Sprint(1 + t.w.rng.IntN(5)), Qty: money.Qty(1+t.w.rng.IntN(4)) * money.One}})
		return "refund none", err
	}},
}

// receipt is one of goods that some customer has in hand.
func (t *cashDesk) receipt() (string, *soldModel) {
	number := t.w.recent(t.w.model.receipts)
	return number, t.w.model.sold[number]
}

// recent is one of the last of a list; "" of none.
func (w *world) recent(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[len(list)-1-w.rng.IntN(min(len(list), 10))]
}
