package receipt

import (
	"fmt"
	"strings"

	"holdfast/pos/record"
)

// refund is what came back and what was given for it.
func (p *page) refund(b record.Refund) {
	if b.Receipt != "" {
		p.row(p.say(originalNo), b.Receipt)
		p.rule()
	}
	for _, l := range b.Lines {
		p.goods(l.Name, l.NameEn, l.Qty, p.either(l.Unit, l.UnitEn), l.Amount)
	}
	p.rule()
	p.row(p.say(refundTotal), b.Total.String())
	for _, back := range b.Back {
		p.back(back)
	}
	if given := record.Given(b.Back); given < b.Total {
		p.row(p.say(paidBack), given.String())
	}
	if b.Points > 0 {
		p.row(p.say(pointsTaken), "-"+b.Points.String())
	}
	p.paidClaims(b.Pays)
	p.rowIf(p.say(reason), b.Reason)
	p.sign()
}

func (p *page) back(b record.Back) {
	if b.Kind == record.Coupon {
		p.coupon(b.Amount, b.Ref, "")
		p.wrap("  " + p.say(notPaidOut))
		return
	}
	p.tender(b.Kind, b.Amount, b.Ref)
	if b.Bonus > 0 {
		p.row("  "+p.say(ofPrincipal), b.Principal.String())
		p.row("  "+p.say(ofBonus), b.Bonus.String())
	}
	if b.Points > 0 {
		p.row("  "+p.say(pointsBack), b.Points.String())
	}
}

// paidClaims says what of all that did not reach the member, as it paid what they owed.
func (p *page) paidClaims(c record.Claims) {
	if value := c.Value + c.Bonus; value > 0 {
		p.row(p.say(paidClaim), value.String())
	}
	if c.Points > 0 {
		p.row(p.say(paidPoints), c.Points.String())
	}
}

// refunds is what was refunded of a sale since, each refund by its number, and what that leaves.
func (p *page) refunds(sale record.Sale, refunds []record.Record) error {
	left := sale.Total
	for i, r := range refunds {
		body, err := r.Decode()
		if err != nil {
			return fmt.Errorf("receipt: refund %s: %w", r.Receipt(), err)
		}
		b, ok := body.(record.Refund)
		if !ok {
			continue
		}
		if i == 0 {
			p.rule()
		}
		p.row(p.say(refunded)+" "+r.Receipt(), "-"+b.Total.String())
		for _, l := range b.Lines {
			p.row("  "+p.either(l.Name, l.NameEn), strings.TrimSpace(l.Qty.String()+" "+p.either(l.Unit, l.UnitEn)))
		}
		left -= b.Total
	}
	if len(refunds) > 0 {
		p.row(p.say(afterRefund), max(0, left).String())
	}
	return nil
}

// voids is by what a top-up was undone.
func (p *page) voids(voids []record.Record) error {
	for _, r := range voids {
		body, err := r.Decode()
		if err != nil {
			return fmt.Errorf("receipt: undone by %s: %w", r.Receipt(), err)
		}
		if b, ok := body.(record.TopVoid); ok {
			p.rule()
			p.row(p.say(voided)+" "+r.Receipt(), "-"+b.Back.String())
		}
	}
	return nil
}

// topVoid is money given back for a top-up, and what became of its bonus.
func (p *page) topVoid(b record.TopVoid) {
	p.row(p.say(originalNo), b.Receipt)
	value, bonus := used(b.Uses)
	p.row(p.say(valueBack), value.String())
	if bonus > 0 {
		p.row(p.say(bonusBack), bonus.String())
	}
	if spent := value - b.Back; spent > 0 {
		p.row(p.say(bonusSpent), "-"+spent.String())
	}
	p.rule()
	p.row(p.say(paidBack), b.Back.String())
	p.tender(b.Tender, b.Back, b.Ref)
	p.sign()
}
