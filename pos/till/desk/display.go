package desk

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/record"
)

// offersFresh is for how long what is offered to customers isn't read anew.
const offersFresh = time.Minute

// offered is what the customers were told last.
type offered struct {
	at   time.Time
	lang pos.Lang
	says []pos.Text
}

// display is the customer's.
func (d *Desk) display() Display {
	v := Display{Lines: d.sale.Lines, Total: d.sale.Totals.Total, Due: d.sale.Totals.Due, Points: d.sale.Totals.Points, Change: d.sale.Change, Saves: d.sale.AsMember.Saves}
	for _, c := range d.sale.Coupons {
		if c.Off > 0 {
			v.Less = append(v.Less, Less{d.named(c.Name, c.NameEn), c.Off})
		}
	}
	for _, t := range d.sale.Tenders {
		if t.Kind == record.Coupon {
			v.Less = append(v.Less, Less{d.named(t.Name, t.NameEn), t.Amount})
		}
	}
	if d.member != nil {
		v.Member = masked(d.member.Name)
	}
	if d.last != nil && len(d.sale.Lines) == 0 {
		v.Done, v.Total, v.Change, v.Points = true, d.last.Total, d.last.Change, d.last.Points
	}
	return v
}

// offers is what the customers can be told while nothing is sold.
func (d *Desk) offers() []pos.Text {
	if d.till == nil || d.offered.lang == d.lang && d.now.Sub(d.offered.at) < offersFresh {
		return d.offered.says
	}
	d.offered.at, d.offered.lang, d.offered.says = d.now, d.lang, nil
	o, err := d.till.Offers()
	if err != nil {
		d.fail(err)
		return nil
	}
	for _, s := range o.TopUp {
		d.offered.says = append(d.offered.says, pos.T("Pay in {}, get {} on top", s.Amount, s.Bonus))
	}
	if o.PerYuan.IsPositive() {
		d.offered.says = append(d.offered.says, pos.T("Points for members: {} a yuan", o.PerYuan.String()))
	}
	for _, p := range o.Products {
		d.offered.says = append(d.offered.says, pos.T("{}: {} for members, instead of {}", d.named(p.Name, p.NameEn), p.MemberPrice, p.Price))
	}
	return d.offered.says
}

// masked is a name that others may see: its first character.
func masked(name string) string {
	r := []rune(name)
	if len(r) < 2 {
		return name
	}
	return string(r[0]) + "*"
}
