// Package receipt is what a till did as a printable text, in Chinese and pos.English: a sale, a refund, a top-up, a card's
// change.
//
// It imports pos/record and below and is pure. It prints what was recorded and asks nobody, so a receipt printed again
// next year reads the same, but for what was refunded since. The one thing to know: a printer's line has columns, a
// Chinese character takes two of them, and nothing printed may be wider than the paper (see layout.go).
package receipt

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Document is a record with the names that the record itself, which keeps only ids, doesn't have.
type Document struct {
	Record  record.Record
	Store   pos.Store
	Cashier string          // name; the id is in the record
	Refunds []record.Record // of the sale or top-up, oldest first: what was given back since

	Training bool // it is no receipt: nothing of it is in the books
}

// Widths of the paper in columns: 57 mm, 76 mm and 80 mm printers.
const (
	Narrow = 32
	Medium = 42
	Wide   = 48
)

// Text is the document on paper of so many columns. It refuses kinds of record that have no receipt with pos.NotFound.
func Text(d Document, width int, lang pos.Lang) (string, error) {
	body, err := d.Record.Decode()
	if err != nil {
		return "", fmt.Errorf("receipt %s: %w", d.Record.Receipt(), err)
	}
	p := &page{width: max(width, Narrow), lang: lang}
	p.training(d.Training)
	d.head(p, body)
	switch b := body.(type) {
	case record.Sale:
		p.sale(b)
		err = p.refunds(b, d.Refunds)
	case record.Refund:
		p.refund(b)
	case record.TopUp:
		p.topUp(b)
		err = p.voids(d.Refunds)
	case record.TopVoid:
		p.topVoid(b)
	case record.Withdraw:
		p.withdraw(b)
	case record.Convert:
		p.convert(b)
	case record.Reward:
		p.points("+", b.Points, b.Reason)
	case record.Deduct:
		p.points("-", b.Points, b.Reason)
	case record.CardIssue, record.CardLost, record.CardFound, record.CardReplace, record.CardReturn, record.CardExtend:
		p.cardChange(body)
	default:
		return "", pos.E(pos.NotFound, "print", "{} has no receipt: it is the record of a {}", d.Record.Receipt(), body.Kind())
	}
	p.rule()
	p.centre(p.say(thanks))
	p.training(d.Training)
	return p.String(), err
}

// training says in both languages that what is printed counts for nothing: on top and at the end, as paper is torn.
func (p *page) training(is bool) {
	if is {
		p.centre(trainingOnly)
	}
}

func (d Document) head(p *page, body record.Body) {
	p.centre(p.either(d.Store.Name, d.Store.NameEn))
	p.centre(d.Store.Address)
	p.centre(d.Store.Phone)
	title := titles[body.Kind()]
	if b, ok := body.(record.Refund); ok && b.Receipt == "" {
		title = blindTitle
	}
	p.centre(p.say(title))
	p.rule()
	h := d.Record.Header
	p.row(p.say(receiptNo), h.Receipt())
	p.row(p.say(storeTill), h.Store+" / "+h.Place)
	p.row(p.say(cashier), strings.TrimSpace(h.Operator+" "+d.Cashier))
	p.rowIf(p.say(approved), h.Approved)
	p.row(p.say(businessDate), h.Date)
	p.row(p.say(printedTime), h.At().In(pos.Zone).Format(time.DateTime))
	p.rule()
}

func (p *page) sale(b record.Sale) {
	var list money.Fen
	for _, l := range b.Lines {
		gross := l.Amount
		for _, off := range l.Off {
			gross += off.Amount
		}
		// An x, not the sign ×: its width differs from printer to printer.
		p.goods(l.Name, l.NameEn, l.Qty, p.either(l.Unit, l.UnitEn)+" x "+l.Price.String(), gross)
		if a, ok := b.Named(l.Rule); ok {
			p.wrap("  " + p.either(a.Name, a.NameEn))
		}
		for _, off := range l.Off {
			name := p.offName(off.Why)
			if a, ok := b.Named(off.Rule); ok {
				name = p.either(a.Name, a.NameEn)
			}
			p.row("  "+name, "-"+off.Amount.String())
		}
		list += money.Extend(l.List, l.Qty)
	}
	p.rule()
	p.row(p.say(total), b.Total.String())
	if saved := list - b.Total; saved > 0 {
		p.row(p.say(discount), saved.String())
	}
	for _, u := range b.Used {
		if kind, number, _ := ledger.SplitLimited(u.Holder); kind == ledger.Coupon {
			p.row(p.say(couponUsed), Mask(number))
		}
	}
	for _, t := range b.Paid {
		switch t.Kind {
		case record.Coupon:
			p.coupon(t.Amount, t.Ref, p.either(t.Name, t.NameEn))
		case record.PointsT:
			p.tender(t.Kind, t.Amount, t.Ref)
			p.row("  "+p.say(pointsUsed), t.Points.String())
		default:
			p.tender(t.Kind, t.Amount, t.Ref)
		}
	}
	if b.Change > 0 {
		p.row(p.say(change), b.Change.String())
	}
	if b.Member != "" {
		p.rule()
		p.card(memberCard, b.Card)
		p.row(p.say(earned), b.Points.String())
	}
}

// goods is a name, and under it how much of it and what that comes to.
func (p *page) goods(name, nameEn string, qty money.Qty, of string, amount money.Fen) {
	p.wrap(p.either(name, nameEn))
	p.row("  "+strings.TrimSpace(qty.String()+" "+of), amount.String())
}

// offName is the reason itself where a newer till has invented one.
func (p *page) offName(why string) string {
	if t, ok := offs[why]; ok {
		return p.say(t)
	}
	return why
}

// coupon is a payment with one, and under it which: its number only as far as whoever finds the paper can't use it.
func (p *page) coupon(amount money.Fen, number, name string) {
	p.row(p.tenderName(record.Coupon), amount.String())
	p.row("  "+cmp.Or(name, p.say(couponNo)), Mask(number))
}

// tender is one payment, and under it the outside terminal's reference.
func (p *page) tender(kind record.TenderKind, amount money.Fen, ref string) {
	p.row(p.tenderName(kind), amount.String())
	p.rowIf("  "+p.say(reference), ref)
}

// card shows only what tells the member which card it was: whoever finds the paper can't use it.
func (p *page) card(label text, number string) {
	p.rowIf(p.say(label), Mask(number))
}

// sign is where the customer signs for money that was given back.
func (p *page) sign() {
	p.rule()
	p.row(p.say(signature), strings.Repeat("_", 10))
}

// Mask leaves a card's last four characters; nothing of a number of four.
func Mask(number string) string {
	shown := 4
	if len(number) <= shown {
		shown = 0
	}
	return strings.Repeat("*", len(number)-shown) + number[len(number)-shown:]
}

// MaskPhone leaves of a phone number what its owner knows it by, and who stands behind them doesn't.
func MaskPhone(phone string) string {
	const front = 3
	if len(phone) < front+6 {
		return Mask(phone)
	}
	return phone[:front] + Mask(phone[front:])
}
