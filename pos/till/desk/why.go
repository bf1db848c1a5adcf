package desk

import (
	"cmp"
	"slices"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/till"
)

// openWhy says what the selected line costs and why, and what promotions did for the whole sale: the amounts add up from the
// list price at the top to what is charged at the bottom, so that a customer can be shown each step.
func openWhy(d *Desk) error {
	at, tab := d.stack[0].(*selling).line(d), 0
	if at > len(d.sale.Lines) { // a coupon
		at, tab = len(d.sale.Lines), 1
	}
	return d.openList(&list{
		List: List{Title: pos.T("Why it costs that"), Tabs: []pos.Text{pos.T("This line"), pos.T("The whole sale")}, Tab: tab,
			Columns: []Column{{pos.T("What"), false, 5}, {pos.T("Reason"), false, 5}, {pos.T("Amount"), true, 2}}},
		read: func(p *list, d *Desk) error {
			w := why{d: d}
			if p.Tab == 0 && at <= len(d.sale.Lines) {
				w.line(d.sale.Lines[at-1])
			} else {
				w.sale()
			}
			p.Rows, p.Facts, p.At = w.rows, w.facts, -1
			return nil
		},
	})
}

// why gathers what is said.
type why struct {
	d     *Desk
	rows  []Row
	facts []Fact
}

// add is a step; one that takes something off is said with its sign.
func (w *why) add(what, reason string, amount money.Fen) {
	w.rows = append(w.rows, Row{Cells: []string{what, reason, amount.String()}})
}

// sum is what the steps have come to.
func (w *why) sum(what string, amount money.Fen) {
	w.rows = append(w.rows, Row{Cells: []string{what, "", amount.String()}, Tone: Good})
}

func (w *why) line(l till.SaleLine) {
	d := w.d
	name := d.named(l.Name, l.NameEn)
	if l.Code == pricing.QuickCode {
		name = d.t("Amount only")
	}
	w.facts = []Fact{
		{Label: pos.T("Item"), Value: name},
		{Label: pos.T("Quantity"), Value: strings.TrimSpace(l.Qty.String() + " " + d.named(l.Unit, l.UnitEn))},
		{Label: pos.T("List price of one"), Value: l.List.String(), Rule: true},
		{Label: pos.T("Price of one"), Value: l.Price.String()},
		{Label: pos.T("Charged"), Value: l.Amount.String(), Tone: Good, Rule: true},
	}
	atList, atPrice := money.Extend(l.List, l.Qty), money.Extend(l.Price, l.Qty)
	list := d.t("List price")
	if l.Label {
		list = d.t("Price on the label")
	}
	w.add(list, d.t("{} of {} each", l.Qty, l.List), atList)
	if what, reason := w.price(l); what != "" {
		w.add(what, reason, atPrice-atList)
	}
	for _, off := range l.Off {
		what, reason := w.off(l, off)
		w.add(what, reason, -off.Amount)
	}
	w.sum(d.t("This line comes to"), l.Amount)
}

// price is which price was taken in place of the list price; nothing where it is the list price.
func (w *why) price(l till.SaleLine) (what, reason string) {
	d := w.d
	each := d.t("{} each", l.Price)
	switch l.Why {
	case pricing.Member:
		return d.t("Member price"), each
	case pricing.Tier:
		tier := d.sale.Tier
		if m := d.member; m != nil {
			tier = d.t(m.Tier)
		}
		return d.t("Price of the tier {}", tier), each
	case pricing.Promotion:
		return w.rule(l.Rule), d.t("promotion") + " · " + each
	case pricing.Manual:
		return d.t("Price by hand"), each + " · " + w.by(l.PriceBy)
	}
	return "", ""
}

// off is what an amount was taken off for.
func (w *why) off(l till.SaleLine, off pricing.Off) (what, reason string) {
	d := w.d
	percent := ""
	if off.Percent > 0 {
		percent = d.t("{}% off", off.Percent)
	}
	said := func(parts ...string) string {
		return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
	}
	switch off.Why {
	case pricing.OffLine:
		return d.t("Discount on this line"), said(percent, w.by(l.OffBy))
	case pricing.OffBill:
		return d.t("Its share of the discount on the bill"), said(percent, w.by(d.sale.OffBy))
	case pricing.OffCoupon:
		return w.rule(off.Rule), said(d.t("coupon"), percent)
	}
	return w.rule(off.Rule), said(d.t("promotion"), percent)
}

func (w *why) sale() {
	d := w.d
	t := d.sale.Totals
	w.facts = []Fact{
		{Label: pos.T("Lines"), Value: d.t("{}", t.Lines)},
		{Label: pos.T("At list prices"), Value: (t.Total + t.Discount).String(), Rule: true},
		{Label: pos.T("Saved"), Value: t.Discount.String(), Tone: Good},
	}
	w.add(d.t("At list prices"), d.t("{} lines", t.Lines), t.Total+t.Discount)
	rest := t.Discount // what nothing below says
	var steps why
	steps.d = d
	step := func(what, reason string, amount money.Fen) {
		if amount != 0 {
			steps.add(what, reason, -amount)
			rest -= amount
		}
	}
	for _, a := range t.Acted {
		step(d.named(a.Name, a.NameEn), d.t("acted {}×", a.Times), a.Amount)
	}
	var manual, lines, bill money.Fen
	for _, l := range d.sale.Lines {
		if l.Manual {
			manual += money.Extend(l.List, l.Qty) - money.Extend(l.Price, l.Qty)
		}
		for _, off := range l.Off {
			switch off.Why {
			case pricing.OffLine:
				lines += off.Amount
			case pricing.OffBill:
				bill += off.Amount
			}
		}
	}
	step(d.t("Prices by hand"), "", manual)
	step(d.t("Discounts on lines"), d.t("by hand"), lines)
	step(d.t("Discount on the bill"), d.t("{}% off", d.sale.Off)+" · "+w.by(d.sale.OffBy), bill)
	if rest != 0 {
		w.add(d.t("Member and tier prices"), "", -rest)
	}
	w.rows = append(w.rows, steps.rows...)
	w.sum(d.t("The sale comes to"), t.Total)
}

// rule is a promotion's or a coupon's name.
func (w *why) rule(id string) string {
	for _, a := range w.d.sale.Totals.Acted {
		if a.Rule == id {
			return w.d.named(a.Name, a.NameEn)
		}
	}
	return id
}

// by is who answers for what was done by hand.
func (w *why) by(id string) string {
	name := id
	if people, err := w.d.till.People(); err == nil { // else the number must do
		if i := slices.IndexFunc(people, func(p till.Colleague) bool { return p.ID == id }); i >= 0 {
			name = cmp.Or(w.d.named(people[i].Name, people[i].NameEn), id)
		}
	}
	return w.d.t("by hand, {}", name)
}
