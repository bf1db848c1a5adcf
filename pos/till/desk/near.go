package desk

import (
	"holdfast/pos"
	"holdfast/pos/pricing"
)

// nearMost is how many offers are told at once: a cashier has time to say one, and perhaps another.
const nearMost = 2

// near is what the sale is close to, as a cashier would say it. What can be had now goes first.
func (d *Desk) near() (says []pos.Text) {
	if !d.sale.Editable {
		return nil
	}
	for _, now := range []bool{true, false} {
		for _, o := range d.sale.Totals.Offers {
			if len(says) < nearMost && (o.Spend == 0 && o.Qty == 0) == now {
				says = append(says, d.offer(o))
			}
		}
	}
	return says
}

func (d *Desk) offer(o pricing.Offer) pos.Text {
	name := d.named(o.Name, o.NameEn)
	switch {
	case o.Spend > 0:
		return pos.T("{} more: {}", o.Spend, name)
	case o.Qty > 0:
		return pos.T("{} more of it: {}", o.Qty, name)
	}
	return pos.T("to be taken along: {}", name)
}
