// Package receipt is a sale or a top-up as a printable text, in Chinese and English.
//
// It imports pos/record and below and is pure. It prints what was recorded and asks nobody, so a receipt printed again
// next year reads the same. The one thing to know: a printer's line has columns, a Chinese character takes two of
// them, and nothing printed may be wider than the paper (see layout.go).
package receipt

import (
	"fmt"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Document is a record with the names that the record itself, which keeps only ids, doesn't have.
type Document struct {
	Record  record.Record
	Store   pos.Store
	Cashier string // name; the id is in the record
}

// Widths of the paper in columns: 57 mm, 76 mm and 80 mm printers.
const (
	Narrow = 32
	Medium = 42
	Wide   = 48
)

// Text is the document on paper of so many columns. It refuses kinds of record that have no receipt with pos.NotFound.
func Text(d Document, width int, lang Lang) (string, error) {
	body, err := d.Record.Decode()
	if err != nil {
		return "", fmt.Errorf("receipt %s: %w", d.Record.Receipt(), err)
	}
	p := &page{width: max(width, Narrow), lang: lang}
	d.head(p, body.Kind())
	switch b := body.(type) {
	case record.Sale:
		sale(p, b)
	case record.TopUp:
		topUp(p, b)
	default:
		return "", pos.E(pos.NotFound, "print", d.Record.Receipt()+" is neither a sale nor a top-up; there is nothing to print")
	}
	p.rule()
	p.centre(p.say(thanks))
	return p.String(), nil
}

func (d Document) head(p *page, kind record.Kind) {
	name := d.Store.Name
	if p.lang == English && d.Store.NameEn != "" {
		name = d.Store.NameEn
	}
	p.centre(name)
	p.centre(d.Store.Address)
	p.centre(d.Store.Phone)
	if kind == record.KindTopUp {
		p.centre(p.say(topUpTitle))
	}
	p.rule()
	h := d.Record.Header
	p.row(p.say(receiptNo), h.Receipt())
	p.row(p.say(storeTill), h.Store+" / "+h.Place)
	p.row(p.say(cashier), strings.TrimSpace(h.Operator+" "+d.Cashier))
	p.row(p.say(businessDate), h.Date)
	p.row(p.say(printedTime), h.At().In(pos.Zone).Format(time.DateTime))
	p.rule()
}

func sale(p *page, b record.Sale) {
	var list money.Fen
	for _, l := range b.Lines {
		p.wrap(l.Name)
		// An x, not the sign ×: its width differs from printer to printer.
		p.row("  "+l.Qty.String()+" "+l.Unit+" x "+l.Price.String(), l.Amount.String())
		list += money.Extend(l.List, l.Qty)
	}
	p.rule()
	p.row(p.say(total), b.Total.String())
	if saved := list - b.Total; saved > 0 {
		p.row(p.say(discount), saved.String())
	}
	for _, t := range b.Paid {
		p.tender(t.Kind, t.Amount, t.Ref)
	}
	if b.Change > 0 {
		p.row(p.say(change), b.Change.String())
	}
	if b.Member != "" {
		p.rule()
		p.card(b.Card)
		p.row(p.say(earned), b.Points.String())
	}
}

func topUp(p *page, b record.TopUp) {
	p.card(b.Card)
	p.row(p.say(principal), b.Principal.String())
	if b.Bonus > 0 {
		p.row(p.say(bonus), b.Bonus.String())
	}
	p.row(p.say(credited), (b.Principal + b.Bonus).String())
	p.rule()
	p.tender(b.Tender, b.Principal, b.Ref)
}

// tender is one payment, and under it the outside terminal's reference.
func (p *page) tender(kind record.TenderKind, amount money.Fen, ref string) {
	p.row(p.tenderName(kind), amount.String())
	if ref != "" {
		p.row("  "+p.say(reference), ref)
	}
}

// card shows only what tells the member which card it was: whoever finds the paper can't use it.
func (p *page) card(number string) {
	if number != "" {
		p.row(p.say(memberCard), Mask(number))
	}
}

// Mask leaves a card's last four characters; nothing of a number of four.
func Mask(number string) string {
	shown := 4
	if len(number) <= shown {
		shown = 0
	}
	return strings.Repeat("*", len(number)-shown) + number[len(number)-shown:]
}
