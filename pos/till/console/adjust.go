package console

import (
	"fmt"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till"
)

func price(c call) (reply, error) {
	line, err := c.number(0)
	if err != nil {
		return reply{}, err
	}
	amount, err := c.amount(1)
	if err != nil {
		return reply{}, err
	}
	s, err := c.Till.Price(line, amount)
	return said(s, lineText(s), err)
}

func discount(c call) (reply, error) {
	percent, err := money.ParsePercent(c.args[1])
	if err != nil {
		return reply{}, pos.Said(err.Error()).E(pos.Usage, "").Because(err)
	}
	if c.args[0] == "bill" {
		b, err := c.Till.DiscountBill(percent)
		return said(b, fmt.Sprintf("%s%% off the bill: %s   total %s", b.Percent, b.Off, b.Total), err)
	}
	line, err := c.number(0)
	if err != nil {
		return reply{}, err
	}
	s, err := c.Till.Discount(line, percent)
	return said(s, lineText(s), err)
}

func quick(c call) (reply, error) {
	amount, err := c.amount(0)
	if err != nil {
		return reply{}, err
	}
	s, err := c.Till.Quick(amount)
	return said(s, lineText(s), err)
}

func hold(c call) (reply, error) {
	h, err := c.Till.Hold()
	return said(h, "parked: recall "+h.ID, err)
}

func recall(c call) (reply, error) {
	t, err := c.Till.Recall(c.args[0])
	text := fmt.Sprintf("%d lines, total %s", t.Lines, t.Total)
	if len(t.Gone) > 0 {
		text += "; not held here any more, and out of the sale: coupon " + strings.Join(t.Gone, ", ")
	}
	return said(t, text, err)
}

func held(call call) (reply, error) {
	var all struct {
		Held []till.HeldSale `json:"held"`
	}
	var err error
	all.Held, err = call.Till.HeldSales()
	var text strings.Builder
	for _, h := range all.Held {
		fmt.Fprintf(&text, "%s  %s  by %s, %d lines, %s  %s\n", h.ID, h.At.Format("01-02 15:04"), h.By, h.Lines, h.Total, h.Name)
	}
	if len(all.Held) == 0 {
		all.Held = []till.HeldSale{}
		text.WriteString("no sale is parked")
	}
	return said(all, text.String(), err)
}
