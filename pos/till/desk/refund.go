package desk

import (
	"context"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/refund"
	"holdfast/pos/till"
)

// refundForm asks for the receipt; what was on it is then a list to choose from.
func refundForm(d *Desk) error {
	if onReceipt(d) {
		return openRefund(d, d.top().(*paper).receipt) //nolint:forcetypeassert // that is what it says
	}
	d.open(&form{
		Form: Form{Title: pos.T("Refund"), Lead: pos.T("Scan the receipt's barcode or type its number. Another till's receipt needs the line."), Act: pos.T("Look it up"), Fields: []Field{
			{Name: "receipt", Label: pos.T("Receipt"), Kind: Card, Hint: pos.T("such as T1-1-000223; of this till the last digits do")},
		}},
		submit: func(f *form, d *Desk) error {
			number := strings.ToUpper(strings.TrimSpace(f.text("receipt")))
			if digits(number) {
				rows, _, err := d.till.Receipts(till.ReceiptFilter{Number: number, Limit: 2})
				if err != nil {
					return err
				}
				if len(rows) != 1 {
					return pos.E(pos.NotFound, "", "this till has no single receipt that ends in {}; type the whole number", number)
				}
				number = rows[0].Receipt
			}
			d.remove(f)
			return openRefund(d, number)
		},
	})
	return nil
}

// refunding is a receipt with how much of each line goes back.
type refunding struct {
	number string
	sold   till.Sold
	qty    []money.Qty // of each line
	at     int
	id     uint64
	asked  bool
}

// openRefund reads the receipt, from head office where it is another till's.
func openRefund(d *Desk, number string) error {
	var sold till.Sold
	d.lentWork(pos.T("Fetching receipt {} …", number), func(ctx context.Context) (err error) {
		sold, err = d.till.Sold(ctx, number)
		return err
	}, func() error {
		d.lines++
		p := &refunding{number: number, sold: sold, qty: make([]money.Qty, len(sold.Lines)), id: d.lines}
		d.push(p)
		return nil
	})
	return nil
}

func (p *refunding) place() Place { return AtForm }

func (p *refunding) do(d *Desk, a Action) error {
	switch a := a.(type) {
	case Select:
		p.at = max(0, min(a.Index, len(p.qty)-1))
	case Take:
		p.at = max(0, min(a.Index, len(p.qty)-1))
		p.toggle()
	case Turn: // all, or nothing
		for i := range p.qty {
			p.qty[i] = 0
			if a.Tab == 1 {
				p.qty[i] = p.sold.Lines[i].Left
			}
		}
		p.asked = false
	case Submit:
		return p.send(d)
	case Key:
		switch a.Name {
		case "Space":
			p.toggle()
		case "+", "-":
			p.step(map[string]money.Qty{"+": money.One, "-": -money.One}[a.Name])
		case "Ctrl+A":
			return p.do(d, Turn{Tab: 1})
		case "Enter":
			return p.send(d)
		default:
			p.at = along(a.Name, p.at, len(p.qty))
		}
	}
	return nil
}

// toggle takes all of the selected line back, or none of it.
func (p *refunding) toggle() {
	if p.at < len(p.qty) {
		left := p.sold.Lines[p.at].Left
		if p.qty[p.at] == left {
			left = 0
		}
		p.qty[p.at], p.asked = left, false
	}
}

func (p *refunding) step(by money.Qty) {
	if p.at < len(p.qty) {
		p.qty[p.at] = max(0, min(p.qty[p.at]+by, p.sold.Lines[p.at].Left))
		p.asked = false
	}
}

func (p *refunding) items() (items []refund.Item) {
	for i, qty := range p.qty {
		if qty > 0 {
			items = append(items, refund.Item{Line: i + 1, Qty: qty})
		}
	}
	return items
}

// whole reports whether all that is left goes back, or the receipt has no lines, as a top-up's.
func (p *refunding) whole() bool {
	for i, qty := range p.qty {
		if qty != p.sold.Lines[i].Left {
			return false
		}
	}
	return true
}

func (p *refunding) send(d *Desk) error {
	items := p.items()
	if len(items) == 0 && len(p.qty) > 0 {
		return pos.E(pos.Usage, "", "choose what comes back: tap the lines, or take all")
	}
	if !p.asked {
		p.asked = true
		d.moved()
		return nil
	}
	if p.whole() {
		items = nil
	}
	var done till.Refunded
	d.lentWork(pos.T("Refunding …"), func(ctx context.Context) (err error) {
		done, err = d.till.Refund(ctx, p.number, items)
		return err
	}, func() error {
		d.remove(p)
		d.say(Good, "refunded {}: {} · receipt {}", done.Given(), d.given(done.Tenders), done.Receipt)
		return nil
	})
	return nil
}

// given lists how something was given back.
func (d *Desk) given(tenders []till.GivenBack) string {
	var parts []string
	for _, t := range tenders {
		part := receipt.TenderName(t.Kind, d.lang) + " " + t.Amount.String()
		if outside(t.Kind) && t.Ref != "" {
			part += " (" + t.Ref + ")"
		}
		if t.Kind == record.Coupon {
			part += " (" + d.t("not paid out") + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func (p *refunding) view(d *Desk) Screen {
	v := &List{ID: p.id, Title: pos.T("Refund of {}", p.number), At: p.at, Act: pos.T("Refund"), Hint: pos.T("Choose what comes back; + and − for a part of a line."),
		Tabs: []pos.Text{pos.T("Nothing"), pos.T("All that is left")}, Tab: -1, Ticks: true, Asked: p.asked,
		Columns: []Column{{pos.T("Item"), false, 5}, {pos.T("Sold"), true, 1}, {pos.T("Left"), true, 1}, {pos.T("Comes back"), true, 2}, {pos.T("Amount"), true, 2}},
		Empty:   pos.T("This receipt has no goods; all of it is undone.")}
	for i, l := range p.sold.Lines {
		row := Row{Key: l.Code, Cells: []string{d.named(l.Name, l.NameEn), l.Qty.String(), l.Left.String(), blankZero(p.qty[i].String()), l.Amount.String()}}
		if p.qty[i] > 0 {
			row.Tone = Good
		}
		if l.Left == 0 {
			row.Tone, row.Tag = Warn, d.t("given back")
		}
		v.Rows = append(v.Rows, row)
	}
	plan, err := p.sold.Back(p.items())
	if err == nil && (len(p.items()) > 0 || len(p.qty) == 0) {
		for _, t := range plan.Back {
			label := pos.Said(receipt.TenderName(t.Kind, d.lang))
			if t.Kind == record.Coupon {
				label = pos.T("Coupon, not paid out")
				v.Says = []Notice{{Warn, pos.T("Paid in part with a coupon: {} of it is not paid out, and the coupon stays used.", couponPart(plan.Back)), pos.Text{}}}
			}
			v.Facts = append(v.Facts, Fact{Label: label, Value: t.Amount.String()})
		}
		v.Facts = append(v.Facts, Fact{Label: pos.T("Back to the customer"), Value: record.Given(plan.Back).String(), Tone: Good, Rule: true})
		if plan.Points > 0 {
			v.Facts = append(v.Facts, Fact{Label: pos.T("Points taken back"), Value: plan.Points.String()})
		}
	}
	if p.asked {
		v.Act = pos.T("Yes, refund {}", record.Given(plan.Back))
	}
	return v
}

// couponPart is what coupons had paid of what comes back.
func couponPart(back []record.Back) (sum money.Fen) {
	for _, b := range back {
		if b.Kind == record.Coupon {
			sum += b.Amount
		}
	}
	return sum
}

// blindForm takes goods back without their receipt.
func blindForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("No-receipt refund"), Lead: pos.T("In cash, at today's price for anybody, up to head office's cap. Head office looks at each."), Act: pos.T("Refund"),
			Danger: true, Sure: pos.T("Pay it out in cash"), Fields: []Field{
				{Name: "code", Label: pos.T("Item"), Kind: Card, Hint: pos.T("scan it, or type its code")},
				{Name: "qty", Label: pos.T("Quantity"), Kind: Number, Line: Line{Text: "1"}},
			}},
		check: func(f *form, d *Desk) error {
			f.field("code").Hint = pos.T("scan it, or type its code")
			if hit, err := d.till.Resolve(f.text("code")); err == nil && hit.Kind == till.HitProduct {
				f.field("code").Hint = pos.T("{} · {}", d.named(hit.Product.Name, hit.Product.NameEn), hit.Product.Price)
			}
			return nil
		},
		submit: func(f *form, d *Desk) error {
			qty, err := parseQty(f.text("qty"))
			if err != nil {
				return err
			}
			done, err := d.till.RefundWithoutReceipt([]till.Goods{{Code: f.text("code"), Qty: qty}})
			if err != nil {
				return err
			}
			f.done(d, "pay out {} in cash · receipt {}", done.Total, done.Receipt)
			return nil
		},
	})
	return nil
}
