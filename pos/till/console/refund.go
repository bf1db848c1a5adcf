package console

import (
	"fmt"
	"strings"

	"holdfast/pos/record"
	"holdfast/pos/refund"
	"holdfast/pos/till"
)

// noReceipt stands where a receipt's number would.
const noReceipt = "none"

func refunded(c call) (reply, error) {
	blind := c.args[0] == noReceipt
	if len(c.args)%2 == 0 || blind && len(c.args) == 1 {
		return reply{}, c.usage()
	}
	do := c.refund
	if blind {
		do = c.refundBlind
	}
	done, err := do()
	return said(done, refundedText(done), err)
}

// refund is of lines of a receipt; of all of them where none is named.
func (c call) refund() (done till.Refunded, err error) {
	var items []refund.Item
	for i := 1; i < len(c.args); i += 2 {
		line, err := c.number(i)
		if err != nil {
			return done, err
		}
		qty, err := c.qty(i + 1)
		if err != nil {
			return done, err
		}
		items = append(items, refund.Item{Line: line, Qty: qty})
	}
	return c.Till.Refund(c.ctx, c.args[0], items)
}

func (c call) refundBlind() (done till.Refunded, err error) {
	var goods []till.Goods
	for i := 1; i < len(c.args); i += 2 {
		qty, err := c.qty(i + 1)
		if err != nil {
			return done, err
		}
		goods = append(goods, till.Goods{Code: c.args[i], Qty: qty})
	}
	return c.Till.RefundWithoutReceipt(goods)
}

func refundedText(r till.Refunded) string {
	var back []string
	for _, b := range r.Tenders {
		part := fmt.Sprintf("%s %s", b.Kind, b.Amount)
		if b.Kind == record.Coupon {
			part += " not paid out"
		}
		back = append(back, part)
	}
	text := fmt.Sprintf("receipt %s: give back %s", r.Receipt, r.Given())
	if len(back) > 0 {
		text += " (" + strings.Join(back, ", ") + ")"
	}
	if r.Points > 0 {
		text += fmt.Sprintf("; points %s taken back", r.Points)
	}
	if r.Claimed > 0 {
		text += fmt.Sprintf(", of which %s by head office", r.Claimed)
	}
	if r.Undone != nil {
		text += fmt.Sprintf("; principal %s and bonus %s taken back", r.Undone.Principal, r.Undone.Bonus)
	}
	return text
}
