package console

import (
	"fmt"
	"strings"

	"holdfast/pos"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

func scan(c call) (reply, error) {
	qty, err := c.qty(1)
	if err != nil {
		return reply{}, err
	}
	s, err := c.Till.Scan(c.args[0], qty)
	return said(s, lineText(s), err)
}

func qty(c call) (reply, error) {
	line, err := c.number(0)
	if err != nil {
		return reply{}, err
	}
	qty, err := c.qty(1)
	if err != nil {
		return reply{}, err
	}
	s, err := c.Till.SetQty(line, qty)
	return said(s, lineText(s), err)
}

func lineText(s till.Scanned) string {
	off := ""
	for _, o := range s.Off {
		why := fmt.Sprintf("%s %s%%", o.Why, o.Percent)
		if o.Rule != "" {
			why = o.Rule
		}
		off += fmt.Sprintf(" - %s (%s)", o.Amount, why)
	}
	return fmt.Sprintf("%d  %s  %s x %s%s = %s   total %s", s.Line, s.Name, s.Qty, s.Price, off, s.Amount, s.Total)
}

func void(c call) (reply, error) {
	line, err := c.number(0)
	if err != nil {
		return reply{}, err
	}
	v, err := c.Till.VoidLine(line)
	return said(v, fmt.Sprintf("%s taken out   total %s", v.Name, v.Total), err)
}

// card shows the member also where the card can't be used: a lost card answers look-ups.
func card(c call) (reply, error) {
	k, err := c.Till.Card(c.args[0])
	if err != nil && k.Member == "" && k.Status == "" {
		return reply{}, err
	}
	return reply{k, knownText(k)}, err
}

func member(c call) (reply, error) {
	k, err := c.Till.Member(c.args[0])
	return said(k, knownText(k), err)
}

func knownText(k till.Known) string {
	text := fmt.Sprintf("%s (%s), %s", k.Name, k.Tier, k.Status)
	if !k.Frozen.IsZero() {
		text += "; " + k.Frozen.String()
	}
	return text
}

func balance(c call) (reply, error) {
	b, err := c.Till.Balance(c.ctx)
	text := fmt.Sprintf("%s: principal %s, bonus %s, points %s; here now %s", b.Name, b.Principal, b.Bonus, b.Points, b.Here)
	if b.HerePoints > 0 {
		text += fmt.Sprintf(" and %s points", b.HerePoints)
	}
	if b.Float > 0 {
		text += fmt.Sprintf(", and %s of house float", b.Float)
	}
	if b.Waits > 0 {
		text += fmt.Sprintf("; %s more is held here until head office has been reached again", b.Waits)
	}
	if b.Available != nil {
		text += fmt.Sprintf("; at head office %s", b.Available.Stored())
	}
	text += owesText(b.Owes())
	if !b.Frozen.IsZero() {
		text += "; " + b.Frozen.String()
	}
	return said(b, text, err)
}

// owesText is what a member owes, nothing where that is nothing.
func owesText(o pos.Owed) (text string) {
	if o.Value > 0 {
		text += fmt.Sprintf("; owes %s of house float", o.Value)
	}
	if o.Bonus > 0 {
		text += fmt.Sprintf("; owes %s of bonus", o.Bonus)
	}
	if o.Points > 0 {
		text += fmt.Sprintf("; owes %s points", o.Points)
	}
	return text
}

func total(c call) (reply, error) {
	t, err := c.Till.Total(c.ctx)
	text := fmt.Sprintf("total %s, due %s, discount %s, points %s", t.Total, t.Due, t.Discount, t.Points)
	if t.Cash > 0 {
		text += fmt.Sprintf("; in cash %s", t.Cash)
	}
	for _, a := range t.Acted {
		text += fmt.Sprintf("\n%s: %s off", a.Name, a.Amount)
	}
	for _, o := range t.Offers {
		text += "\n" + offerText(o)
	}
	return said(t, text, err)
}

func offerText(o pricing.Offer) string {
	switch {
	case o.Spend > 0:
		return fmt.Sprintf("%s more: %s", o.Spend, o.Name)
	case o.Qty > 0:
		return fmt.Sprintf("%d more of it: %s", o.Qty, o.Name)
	}
	return fmt.Sprintf("to be taken along: %s, one of %s", o.Name, strings.Join(o.Gifts, ", "))
}

func couponTaken(c call) (reply, error) {
	d, err := c.Till.Coupon(c.ctx, c.args[0])
	return said(d, fmt.Sprintf("%s: %s off, total %s", d.Name, d.Off, d.Total), err)
}

func couponDrop(c call) (reply, error) {
	return said(struct{}{}, "the coupon is out of the sale", c.Till.DropCoupon(c.args[0]))
}

func pay(c call) (reply, error) {
	amount := till.Rest
	if c.args[1] != "rest" {
		var err error
		if amount, err = c.amount(1); err != nil {
			return reply{}, err
		}
	}
	if err := c.Till.Prepare(c.ctx); err != nil {
		return reply{}, err
	}
	p, err := c.Till.Pay(c.ctx, record.TenderKind(c.args[0]), amount, c.at(2))
	text := fmt.Sprintf("due %s, change %s", p.Due, p.Change)
	if p.Points > 0 {
		text += fmt.Sprintf("; %s points taken", p.Points)
	}
	if p.Float > 0 {
		text += fmt.Sprintf("; %s of it advanced by the house", p.Float)
	}
	if p.Rounding > 0 {
		text += fmt.Sprintf("; %s rounded off", p.Rounding)
	}
	return said(p, text, err)
}

func unpay(c call) (reply, error) {
	n, err := c.number(0)
	if err != nil {
		return reply{}, err
	}
	p, err := c.Till.DropTender(n)
	text := fmt.Sprintf("due %s, change %s", p.Due, p.Change)
	if p.Rounding > 0 {
		text += fmt.Sprintf("; %s rounded off", p.Rounding)
	}
	if p.Back != nil {
		text += "; give back " + takenText(*p.Back)
	}
	return said(p, text, err)
}

func takenText(t till.Taken) string {
	return strings.TrimSpace(string(t.Kind) + " " + t.Amount.String() + " " + t.Ref)
}

func finish(c call) (reply, error) {
	r, err := c.Till.Finish()
	return said(r, fmt.Sprintf("receipt %s: total %s, change %s, points %s%s", r.Receipt, r.Total, r.Change, r.Points, dropText(r.DropDue)), err)
}

func cancel(c call) (reply, error) {
	x, err := c.Till.Cancel()
	text := "cancelled"
	for i, t := range x.Tenders {
		text += []string{"; give back ", ", "}[min(i, 1)] + takenText(t)
	}
	return said(x, text, err)
}

func topUp(c call) (reply, error) {
	amount, err := c.amount(0)
	if err != nil {
		return reply{}, err
	}
	t, err := c.Till.TopUp(amount, record.TenderKind(c.args[1]), c.at(2))
	return said(t, fmt.Sprintf("receipt %s: principal %s, bonus %s", t.Receipt, t.Principal, t.Bonus), err)
}

func printed(c call) (reply, error) {
	p, err := c.Till.Print(c.args[0], c.Width, c.Lang)
	return said(p, p.Text, err)
}

func net(c call) (reply, error) {
	switch c.args[0] {
	case "on", "off":
		c.Till.Net(c.args[0] == "on")
		return reply{}, nil
	}
	return reply{}, pos.E(pos.Usage, "", "usage: {}", c.use())
}
