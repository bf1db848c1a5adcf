package desk

import (
	"context"
	"strconv"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

// paying is the screen that takes the money.
type paying struct {
	method record.TenderKind
	amount Line
	ref    Line
	onRef  bool

	available *pos.Balance // at head office; nil while not known
	elsewhere []till.Elsewhere
	asked     <-chan struct{} // closed when head office was asked; nil where nobody's value is in question
}

// openPay begins to take the money. What lacks here of the member's value is asked for meanwhile; it is waited for only
// when the member pays with it.
func openPay(d *Desk) error {
	p := &paying{method: record.Cash, amount: d.line(""), ref: d.line("")}
	d.push(p)
	at, member := d.till, d.sale.Member
	if member == "" {
		d.ask(at.Prepare, func() {}) // what is limited may lack here
		return nil
	}
	var available *pos.Balance
	var elsewhere []till.Elsewhere
	p.asked = d.ask(func(ctx context.Context) (err error) {
		if _, err = at.Total(ctx); err == nil {
			available, elsewhere, err = at.Elsewhere(ctx, member)
		}
		return err // the screen says what is known without it
	}, func() { p.available, p.elsewhere = available, elsewhere })
	return nil
}

func (p *paying) place() Place { return AtPaying }

func (p *paying) do(d *Desk, a Action) error {
	switch a := a.(type) {
	case Type:
		if a.Field == "ref" {
			p.ref.Text = a.Text
		} else {
			p.amount.Text = a.Text
		}
	case Focus:
		p.onRef = a.Field == "ref"
	case Take:
		if kinds := p.kinds(); a.Index < len(kinds) {
			p.choose(d, kinds[a.Index])
		}
	case Note:
		if a.Drop {
			return p.drop(d, a.Index)
		}
		if notes := p.notes(d); a.Index < len(notes) {
			p.method = record.Cash
			return p.pay(d, notes[a.Index], "")
		}
	case Enter, Submit:
		return p.submit(d)
	case Key:
		for i, kind := range p.kinds() {
			if a.Name == methodKey(i) {
				p.choose(d, kind)
			}
		}
		switch a.Name {
		case "Enter":
			return p.submit(d)
		case "Delete":
			if n := len(d.sale.Tenders); n > 0 {
				return p.drop(d, n-1)
			}
		case "Tab":
			p.onRef = !p.onRef && withRef(p.method)
		}
	case Scan:
		return p.scan(d, a.Text)
	}
	return nil
}

// kinds are the ways to pay, in their order on the screen.
func (p *paying) kinds() []record.TenderKind {
	return []record.TenderKind{record.Cash, record.Bank, record.Wallet, record.Stored, record.PointsT, record.Coupon}
}

// methodKey is the key of the ways to pay, in their order.
func methodKey(i int) string { return "F" + strconv.Itoa(i+1) }

// outside reports whether a terminal beside the till takes the money, and gives a reference.
func outside(kind record.TenderKind) bool { return kind == record.Bank || kind == record.Wallet }

// withRef reports whether a way to pay has a reference: that of a terminal, or the number of the coupon.
func withRef(kind record.TenderKind) bool { return outside(kind) || kind == record.Coupon }

// choose changes the way to pay. The amount stays as it was typed: how much comes before by what, as often as not.
func (p *paying) choose(d *Desk, kind record.TenderKind) {
	p.method, p.ref, p.onRef = kind, d.line(""), kind == record.Coupon
}

// anew is for the next payment.
func (p *paying) anew(d *Desk) {
	p.choose(d, record.Cash)
	p.amount = d.line("")
}

// scan is a coupon, or a member's card, swiped when it comes to paying; nothing else can be added any more.
func (p *paying) scan(d *Desk, text string) error {
	if outside(p.method) {
		p.ref = d.line(text)
		return nil
	}
	hit, err := d.till.Resolve(text)
	if err != nil {
		return err
	}
	if hit.Kind == till.HitCard {
		return d.swipe(text)
	}
	if hit.Kind == till.HitCoupon || p.method == record.Coupon {
		if p.method == record.Coupon {
			p.ref = d.line(text)
		}
		return p.coupon(d, text, till.Rest)
	}
	return pos.E(pos.State, "", "the customer is paying; go back to add goods, or swipe the member's card")
}

// takes is the amount that the chosen way would take now.
func (p *paying) takes(d *Desk) (amount money.Fen, err error) {
	if text := strings.TrimSpace(p.amount.Text); text != "" {
		return parseAmount(text)
	}
	if p.method == record.Coupon {
		_, most := p.couponTakes(d)
		return most, nil
	}
	due := d.sale.Totals.DueBy(p.method)
	if d.member == nil {
		return due, nil
	}
	switch p.method {
	case record.Stored:
		return min(due, p.canStored(d)), nil
	case record.PointsT:
		return min(due, d.worth(p.canPoints(d))), nil
	}
	return due, nil
}

// canStored is the stored value that a payment could take now: what is here, and with the line up what head office has.
func (p *paying) canStored(d *Desk) money.Fen {
	can := d.member.Here + d.member.Float
	if d.bar.Online && p.available != nil {
		can += p.available.Stored()
	}
	return can
}

func (p *paying) canPoints(d *Desk) money.Points {
	can := d.member.HerePoints
	if d.bar.Online && p.available != nil {
		can += p.available.Points
	}
	return can
}

// worth is what points pay.
func (d *Desk) worth(points money.Points) money.Fen {
	worth, err := d.till.PointsWorth(points)
	d.fail(err)
	return worth
}

func (p *paying) submit(d *Desk) error {
	if len(d.sale.Lines) > 0 && d.sale.Totals.Due == 0 {
		return d.finish()
	}
	amount, err := p.takes(d)
	if err != nil {
		return err
	}
	if p.method == record.Coupon {
		if strings.TrimSpace(p.ref.Text) == "" {
			p.onRef = true
			return pos.E(pos.Usage, "", "scan the coupon, or type its number")
		}
		if strings.TrimSpace(p.amount.Text) == "" {
			amount = till.Rest
		}
		return p.coupon(d, p.ref.Text, amount)
	}
	return p.pay(d, amount, p.ref.Text)
}

// pay takes a payment; with the last one the sale is finished. Only stored value and points wait for head office.
func (p *paying) pay(d *Desk, amount money.Fen, ref string) error {
	if amount <= 0 {
		return pos.E(pos.Usage, "", "type an amount above 0")
	}
	kind := p.method
	if kind == record.Stored || kind == record.PointsT {
		needs, err := d.till.NeedsPIN(amount)
		if err != nil {
			return err
		}
		if needs {
			d.open(memberPIN(d, func() error { return p.pay(d, amount, ref) }))
			return nil
		}
	}
	var paid till.Paid
	take := func(ctx context.Context) (err error) {
		paid, err = d.till.Pay(ctx, kind, amount, ref)
		return err
	}
	after := func() error {
		d.moved()
		p.anew(d)
		if paid.Due == 0 {
			return d.finish()
		}
		return nil
	}
	if kind == record.Stored || kind == record.PointsT {
		d.work(pos.T("Fetching the member's value …"), true, func(ctx context.Context) error {
			if p.asked != nil {
				select { // so that the same value isn't asked for twice
				case <-p.asked:
				case <-ctx.Done():
				}
			}
			return take(ctx)
		}, after)
		return nil
	}
	if err := take(context.Background()); err != nil {
		return err
	}
	return after()
}

// drop takes a payment back.
func (p *paying) drop(d *Desk, index int) error {
	if index >= len(d.sale.Tenders) {
		return nil
	}
	tender := d.sale.Tenders[index]
	if _, err := d.till.DropTender(index + 1); err != nil {
		return err
	}
	d.moved()
	if outside(tender.Kind) {
		d.say(Warn, "void {} at the terminal too: {}", tender.Amount, tender.Ref)
	}
	return nil
}

// exact takes all that is due in cash and finishes the sale, in one press.
func (d *Desk) exact() error {
	if d.sale.Totals.Due > 0 {
		if _, err := d.till.Pay(context.Background(), record.Cash, till.Rest, ""); err != nil {
			return err
		}
	}
	return d.finish()
}

// finish books the sale, and goes back to selling.
func (d *Desk) finish() error {
	sale, err := d.till.Sale() // with the last payment, which the screen doesn't show yet
	if err != nil {
		return err
	}
	receipt, err := d.till.Finish()
	if err != nil {
		d.moved()
		return err
	}
	d.last = &Done{Receipt: receipt.Receipt, Total: receipt.Total, Change: receipt.Change, Points: receipt.Points, Paid: sale.Tenders}
	if sale.Member != "" {
		if m, err := d.till.MemberView(sale.Member); err == nil { // else they are gone: it is sold all the same
			d.last.Left = &m.Balance
		}
	}
	d.home()
	if receipt.DropDue {
		d.say(Warn, "there is much cash in the drawer; take some to the safe")
	}
	return nil
}

// notes are what a customer is likely to hand over for what is due: the exact amount rounded up to each note, not the
// exact one, which has a button of its own.
func (p *paying) notes(d *Desk) (notes []money.Fen) {
	due := d.sale.Totals.DueBy(record.Cash)
	for _, unit := range []money.Fen{money.Yuan, 5 * money.Yuan, 10 * money.Yuan, 50 * money.Yuan, 100 * money.Yuan} {
		up := (due + unit - 1) / unit * unit
		if up > due && (len(notes) == 0 || notes[len(notes)-1] != up) {
			notes = append(notes, up)
		}
	}
	if len(notes) > 4 {
		notes = notes[len(notes)-4:]
	}
	return notes
}

func parseAmount(text string) (money.Fen, error) {
	amount, err := money.ParseFen(text)
	if err != nil {
		return 0, pos.E(pos.Usage, "", "{} is no amount; type yuan with at most two decimals, such as 12.30", text)
	}
	return amount, nil
}
