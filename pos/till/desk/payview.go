package desk

import (
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

// view is the screen that takes the money.
func (p *paying) view(d *Desk) Screen {
	v := &Paying{Amount: p.amount, WithRef: withRef(p.method), Ref: p.ref, OnRef: p.onRef, Notes: p.notes(d)}
	for i, kind := range p.kinds() {
		m := Method{Kind: kind, Text: pos.Said(receipt.TenderName(kind, d.lang)), On: true, Key: methodKey(i)}
		switch kind {
		case record.Stored, record.PointsT:
			m.On = d.member != nil && d.member.Frozen.IsZero()
			if m.On {
				m.Sub = p.sub(d, kind)
			}
		case record.Cash:
			if rounded := d.sale.Totals.DueBy(kind); rounded < d.sale.Totals.Due {
				m.Sub = pos.T("{} with rounding", rounded)
			}
		default:
		}
		if kind == p.method {
			v.Method = i
		}
		v.Methods = append(v.Methods, m)
	}
	takes, err := p.takes(d)
	v.Takes, v.Ready = takes, err == nil && takes > 0
	v.Act = p.act(d, takes)
	if p.method == record.Coupon {
		v.Act, v.Ready = p.couponAct(d, takes), err == nil && strings.TrimSpace(p.ref.Text) != ""
	}
	if p.method == record.Cash {
		v.Back = max(0, takes-d.sale.Totals.DueBy(record.Cash))
	}
	if d.sale.Totals.Due == 0 {
		v.Ready, v.Act = true, pos.T("Finish the sale")
	}
	p.standing(d, v)
	if !d.bar.Online {
		v.Offline = stillWorks
	}
	return v
}

// stillWorks is what can be done while the till is cut off, and what can't.
var stillWorks = []pos.Text{
	pos.T("Works while offline: sales, top-ups in cash, loss reports, replacements, refunds of this till's receipts."),
	pos.T("When the line is back: refunds of other tills' receipts, changes to members' records."),
}

func (p *paying) sub(d *Desk, kind record.TenderKind) pos.Text {
	if kind == record.PointsT {
		return pos.T("{} points = {}", d.member.HerePoints, d.worth(d.member.HerePoints))
	}
	if d.bar.Online {
		return pos.T("{} can be used", p.canStored(d))
	}
	return pos.T("{} left here", d.member.Here)
}

// act is what the large button says.
func (p *paying) act(d *Desk, takes money.Fen) pos.Text {
	switch back := takes - d.sale.Totals.DueBy(p.method); {
	case p.method == record.Cash && back > 0:
		return pos.T("Take cash {} · change {}", takes, back)
	case p.method == record.Cash:
		return pos.T("Take cash {}", takes)
	case p.method == record.Bank:
		return pos.T("Taken by bank card: {}", takes)
	case p.method == record.Wallet:
		return pos.T("Taken by QR wallet: {}", takes)
	case p.method == record.PointsT:
		return pos.T("Pay {} with points", takes)
	}
	return pos.T("Pay {} with stored value", takes)
}

// standsAt is how value stands at another place.
func standsAt(e till.Elsewhere) pos.Text {
	switch e.State {
	case till.OnTheWay:
		return pos.T("On the way to {}", e.Place)
	case till.Frozen:
		return pos.T("Frozen at {}", e.Place)
	}
	return pos.T("Held at {}", e.Place)
}

// standing says where the member's value is, and what can be said to them about it.
func (p *paying) standing(d *Desk, v *Paying) {
	m := d.member
	if m == nil {
		return
	}
	v.Facts = append(v.Facts,
		Fact{Label: pos.T("Stored value"), Value: m.Stored().String()},
		Fact{Label: pos.T("Spendable here now"), Value: m.Here.String(), Tone: Good})
	if m.Float > 0 {
		v.Facts = append(v.Facts, Fact{Label: pos.T("Advanced by the house"), Value: m.Float.String()})
	}
	if m.Waits > 0 {
		v.Facts = append(v.Facts, Fact{Label: pos.T("Held until the line is back"), Value: m.Waits.String(), Tone: Warn})
	}
	rest := m.Stored() - m.Here - m.Waits
	for _, t := range d.sale.Tenders { // what is paid with already is set aside here
		if t.Kind == record.Stored {
			rest -= t.Amount
		}
	}
	for _, e := range p.elsewhere {
		if n := e.Balance.Stored(); n > 0 {
			rest -= n
			v.Facts = append(v.Facts, Fact{Label: standsAt(e), Value: n.String()})
		}
	}
	if rest > 0 {
		label := pos.T("At head office")
		if !d.bar.Online {
			label = pos.T("The rest, once online")
		}
		v.Facts = append(v.Facts, Fact{Label: label, Value: rest.String()})
	}
	v.Facts = append(v.Facts, Fact{Label: pos.T("Points · here"), Value: m.Points.String() + " · " + m.HerePoints.String(), Rule: true})
	switch {
	case !m.Frozen.IsZero():
		why := m.Frozen
		v.Say = &why
	case !d.bar.Doubt.IsZero():
		why := d.bar.Doubt
		v.Say = &why
	case m.Waits > 0:
		say := pos.T("What is held here for the member is past its time, and may be spent when the line is back. {} can be used now.", m.Here+m.Float)
		v.Say = &say
	case !d.bar.Online && m.Stored() > m.Here:
		say := pos.T("The line is down. Of the {} on the card, {} can be used here now; the rest as soon as the line is back.", m.Stored(), m.Here+m.Float)
		v.Say = &say
	}
}
