package desk

import (
	"context"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/till"
)

// askingForCoupon is said while head office is asked for a coupon's use.
var askingForCoupon = pos.T("Asking head office about the coupon …")

// presented is a coupon that was scanned or typed while goods are: one that takes something off does so, one that pays an
// amount opens the payment. Where its PIN lacks, that is asked for.
func (d *Desk) presented(batch rules.Coupon, ref string) error {
	if batch.Amount > 0 {
		return payWith(d, ref)
	}
	number, pin, _ := strings.Cut(ref, "-")
	d.takeOff(batch, ref, func(err error) error {
		if pin == "" && pinRefused(err) {
			d.openCoupon(number, 1)
		}
		return err
	}, nil)
	return nil
}

// takeOff takes a coupon that takes something off; refused hears of what went wrong, done of what went well, if they are there.
func (d *Desk) takeOff(batch rules.Coupon, ref string, refused func(error) error, done func()) {
	at := d.till
	var taken till.Couponed
	var failed error
	d.work(askingForCoupon, true, func(ctx context.Context) error {
		taken, failed = at.Coupon(ctx, ref)
		return nil
	}, func() error {
		if failed != nil {
			return refused(failed)
		}
		d.moved()
		d.last, d.stack[0].(*selling).At = nil, 0 //nolint:forcetypeassert // the first always is
		if done != nil {
			done()
		}
		d.say(Good, "{}: {} off", d.named(batch.Name, batch.NameEn), taken.Off)
		return nil
	})
}

// pinRefused reports whether a coupon was refused for its PIN.
func pinRefused(err error) bool {
	_, lacks := till.Lacks(err)
	return pos.CodeOf(err) == pos.Forbidden && !lacks
}

// payWith opens the payment with a coupon that pays an amount.
func payWith(d *Desk, ref string) error {
	if !hasLines(d) {
		return pos.E(pos.State, "", "nothing is in the sale; scan something first")
	}
	if err := openPay(d); err != nil {
		return err
	}
	p := d.top().(*paying) //nolint:forcetypeassert // it was just opened
	p.choose(d, record.Coupon)
	p.ref = d.line(ref)
	return nil
}

// couponForm is for those who type a coupon's number and PIN; a number that stands typed is taken over.
func couponForm(d *Desk) error {
	p := d.stack[0].(*selling) //nolint:forcetypeassert // the first always is
	number := strings.TrimSpace(p.Input.Text)
	p.clear(d)
	if _, err := d.till.CouponOf(number); err != nil {
		number = ""
	}
	d.openCoupon(number, 0)
	return nil
}

func (d *Desk) openCoupon(number string, focus int) {
	d.open(&form{
		Form: Form{Title: pos.T("Coupon"), Lead: pos.T("Scan the coupon, or type its number. One that pays an amount is taken as a payment."), Act: pos.T("Take the coupon"), Focus: focus,
			Fields: []Field{
				{Name: "number", Label: pos.T("Coupon's number"), Kind: Card, Line: Line{Text: number}},
				{Name: "pin", Label: pos.T("PIN under its cover"), Kind: Secret, Optional: true, Hint: pos.T("only where it has one")},
			}},
		check: couponKnown,
		submit: func(f *form, d *Desk) error {
			ref := f.couponRef()
			batch, err := d.till.CouponOf(ref)
			if err != nil {
				return err
			}
			if batch.Amount > 0 {
				d.remove(f)
				return payWith(d, ref)
			}
			d.takeOff(batch, ref, func(err error) error {
				if pinRefused(err) {
					f.Focus, f.field("pin").Line = 1, d.line("")
				}
				return err
			}, func() { d.remove(f) })
			return nil
		},
	})
}

// couponRef is the number with the PIN behind it, however they were typed.
func (p *form) couponRef() string {
	number, pin := strings.TrimSpace(p.text("number")), strings.TrimSpace(p.text("pin"))
	if pin == "" {
		return number
	}
	number, _, _ = strings.Cut(number, "-")
	return number + "-" + pin
}

// couponKnown says under the number which coupon it is, once all of it is there.
func couponKnown(f *form, d *Desk) error {
	field := f.field("number")
	field.Hint, field.Tone = pos.Text{}, Plain
	if batch, err := d.till.CouponOf(field.Line.Text); err == nil {
		field.Hint, field.Tone = d.worthOf(batch), Good
	}
	return nil
}

// worthOf says what a coupon is.
func (d *Desk) worthOf(batch rules.Coupon) pos.Text {
	name := d.named(batch.Name, batch.NameEn)
	if batch.Amount > 0 {
		return pos.T("{} · pays {}", name, batch.Amount)
	}
	return pos.T("{} · {}% off", name, batch.Off)
}

// coupon takes one while the customer pays: as a payment of so much, or [till.Rest]; one that takes something off still does,
// as long as nothing is paid. what was typed for another way to pay stays.
func (p *paying) coupon(d *Desk, ref string, amount money.Fen) error {
	batch, err := d.till.CouponOf(ref)
	if err != nil {
		return err
	}
	mine := p.method == record.Coupon
	if batch.Amount == 0 {
		d.takeOff(batch, ref, func(err error) error { return err }, func() {
			if mine {
				p.anew(d)
			}
		})
		return nil
	}
	at := d.till
	var paid till.Paid
	d.work(askingForCoupon, true, func(ctx context.Context) (err error) {
		paid, err = at.Pay(ctx, record.Coupon, amount, ref)
		return err
	}, func() error {
		d.moved()
		if mine {
			p.anew(d)
		}
		if paid.Due == 0 {
			return d.finish()
		}
		return nil
	})
	return nil
}

// couponTakes is the most that the coupon typed would pay, as far as it is known here.
func (p *paying) couponTakes(d *Desk) (batch rules.Coupon, most money.Fen) {
	batch, err := d.till.CouponOf(p.ref.Text)
	if err != nil {
		return rules.Coupon{}, 0
	}
	return batch, min(batch.Amount, d.sale.Totals.Due)
}

// couponAct is what the large button says with a coupon.
func (p *paying) couponAct(d *Desk, takes money.Fen) pos.Text {
	batch, most := p.couponTakes(d)
	switch {
	case strings.TrimSpace(p.ref.Text) == "":
		return pos.T("Scan the coupon or type its number")
	case batch.Off > 0:
		return pos.T("Take the coupon: {}% off", batch.Off)
	case most > 0 && strings.TrimSpace(p.amount.Text) == "":
		return pos.T("Pay with the coupon: up to {}", most)
	case takes > 0:
		return pos.T("Pay {} with the coupon", takes)
	}
	return pos.T("Pay with the coupon")
}

// gone says which coupons have left a sale that was fetched back.
func (d *Desk) gone(numbers []string) {
	if len(numbers) == 0 {
		return
	}
	n := &Notice{Tone: Warn, Text: pos.T("{} coupons were taken out, as they are not held here any more: {}. Present them again.", len(numbers), strings.Join(numbers, ", "))}
	if len(numbers) == 1 {
		n.Text = pos.T("coupon {} was taken out, as it is not held here any more. Present it again.", numbers[0])
	}
	if d.notice != nil {
		n.More = d.notice.Text
	}
	d.notice = n
}

// selectedCoupon is the selected coupon of the sale, where that is selected and not a line.
func (d *Desk) selectedCoupon() (till.SaleCoupon, bool) {
	at := d.stack[0].(*selling).line(d) - len(d.sale.Lines)
	if at < 1 {
		return till.SaleCoupon{}, false
	}
	return d.sale.Coupons[at-1], true
}

// dropCoupon takes the selected coupon out of the sale.
func dropCoupon(d *Desk, c till.SaleCoupon) error {
	if err := d.till.DropCoupon(c.Number); err != nil {
		return err
	}
	d.moved()
	d.stack[0].(*selling).At = 0 //nolint:forcetypeassert // the first always is
	d.say(Plain, "{} taken out", d.named(c.Name, c.NameEn))
	return nil
}
