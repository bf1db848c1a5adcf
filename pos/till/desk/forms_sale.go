package desk

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

var saleCommands = []Command{
	{ID: "pay", Text: pos.T("Pay"), Icon: "cash", Key: "Space", At: AtSelling, Group: OfSale, Right: pos.MaySell, Main: true, ready: hasLines, run: openPay},
	{ID: "exact", Text: pos.T("Exact cash"), Icon: "cash", Key: "F12", At: AtSelling | AtPaying, Group: OfSale, Right: pos.MaySell, ready: hasLines, run: (*Desk).exact},
	{ID: "qty", Text: pos.T("Quantity"), Icon: "number", Key: "F3", At: AtSelling, Group: OfSale, ready: all(atLine, editable), run: qtyForm},
	{ID: "price", Text: pos.T("Price"), Icon: "tag", Key: "F4", At: AtSelling, Group: OfSale, Right: pos.MayPrice, ready: all(atLine, editable), run: priceForm},
	{ID: "discount", Text: pos.T("Discount"), Icon: "percent", Key: "F5", At: AtSelling, Group: OfSale, Right: pos.MayDiscount, ready: editable, run: discountForm},
	{ID: "coupon", Text: pos.T("Coupon"), Icon: "coupon", Key: "Ctrl+F5", At: AtSelling | AtChoice, Group: OfSale, Right: pos.MaySell, ready: editable, run: couponForm},
	{ID: "void", Text: pos.T("Remove"), Icon: "remove", Key: "Delete", At: AtSelling, Group: OfSale, ready: all(atRow, editable), run: voidLine},
	{ID: "hold", Text: pos.T("Hold"), Icon: "hold", Key: "F6", At: AtSelling, Group: OfSale, ready: editable, run: hold},
	{ID: "recall", Text: pos.T("Recall"), Icon: "recall", Key: "F7", At: AtSelling, Group: OfSale, ready: hasHeld, run: recallList},
	{ID: "more", Text: pos.T("More"), Icon: "more", Key: "F10", At: AtSelling, Group: OfTill, run: openChoice},
	{ID: "one-more", Text: pos.T("One more"), Icon: "plus", Key: "+", At: AtSelling | AtChoice, Group: OfSale, ready: all(atLine, editable), run: func(d *Desk) error { return step(d, 1) }},
	{ID: "one-less", Text: pos.T("One less"), Icon: "minus", Key: "-", At: AtSelling | AtChoice, Group: OfSale, ready: all(atLine, editable), run: func(d *Desk) error { return step(d, -1) }},
	{ID: "why", Text: pos.T("Why?"), Icon: "info", Key: "=", At: AtSelling | AtChoice, Group: OfSale, ready: atRow, run: openWhy},
	{ID: "rules", Text: pos.T("Changed prices"), Icon: "tag", Key: "Ctrl+F6", At: AtChoice, Group: OfSale, run: openRules},
	{ID: "quick", Text: pos.T("Amount only"), Icon: "number", Key: "Ctrl+Q", At: AtSelling | AtChoice, Group: OfSale, ready: inShift, run: quickForm},
	{ID: "refund", Text: pos.T("Refund"), Icon: "refund", Key: "F9", At: AtSelling | AtChoice, Group: OfSale, Right: pos.MayRefund, ready: inShift, run: refundForm},
	{ID: "refund-blind", Text: pos.T("No-receipt refund"), Icon: "refund", Key: "Ctrl+F9", At: AtChoice, Group: OfSale, Right: pos.MayRefundNoReceipt, ready: inShift, run: blindForm},
	{ID: "receipts", Text: pos.T("Receipts"), Icon: "receipt", Key: "Ctrl+B", At: AtSelling | AtChoice, Group: OfSale, run: openReceipts},
	{ID: "reprint", Text: pos.T("Last receipt"), Icon: "printer", Key: "Ctrl+P", At: AtSelling | AtChoice, Group: OfSale, run: func(d *Desk) error { return d.openReceipt(till.Last) }},
	{ID: "cancel", Text: pos.T("Cancel sale"), Icon: "close", Key: "Shift+Delete", At: AtSelling | AtChoice, Group: OfSale, ready: hasSale, run: cancelForm},
}

// all is two conditions at once.
func all(a, b func(*Desk) bool) func(*Desk) bool {
	return func(d *Desk) bool { return a(d) && b(d) }
}

func qtyForm(d *Desk) error {
	p := d.stack[0].(*selling)
	line, _ := d.selected()
	set := func(text string) error {
		qty, err := parseQty(text)
		if err != nil {
			return err
		}
		_, err = d.till.SetQty(line.Line, qty)
		return err
	}
	if text := p.Input.Text; text != "" { // a number typed before is the quantity: no question is asked
		p.clear(d)
		return d.lent(func() error { return set(text) })
	}
	d.open(&form{
		Form: Form{Title: pos.T("Quantity"), Lead: d.goods(line), Act: pos.T("Set"), Fields: []Field{
			{Name: "qty", Label: pos.T("Quantity"), Kind: Number, Hint: pos.T("now {} {}", line.Qty, d.named(line.Unit, line.UnitEn))},
		}},
		submit: func(f *form, d *Desk) error {
			if err := set(f.text("qty")); err != nil {
				return err
			}
			f.done(d, "")
			return nil
		},
	})
	return nil
}

// goods names a line's.
func (d *Desk) goods(line till.SaleLine) pos.Text {
	return pos.T("{}  {} × {} = {}", d.named(line.Name, line.NameEn), line.Qty, line.Price, line.Amount)
}

// step changes the selected line by one.
func step(d *Desk, by money.Qty) error {
	line, _ := d.selected()
	if line.Qty+by*money.One <= 0 {
		return voidLine(d)
	}
	return d.lent(func() error {
		_, err := d.till.SetQty(line.Line, line.Qty+by*money.One)
		return err
	})
}

// voidLine takes the selected line out, or the coupon.
func voidLine(d *Desk) error {
	if c, ok := d.selectedCoupon(); ok {
		return dropCoupon(d, c)
	}
	line, _ := d.selected()
	voided, err := d.till.VoidLine(line.Line)
	if err == nil {
		d.moved() // the lines behind it have other numbers now
		d.say(Plain, "{} taken out", d.named(voided.Name, voided.NameEn))
	}
	return err
}

func priceForm(d *Desk) error {
	line, _ := d.selected()
	d.open(&form{
		Form: Form{Title: pos.T("Price"), Lead: d.goods(line), Act: pos.T("Set the price"), Fields: []Field{
			{Name: "price", Label: pos.T("Price of one"), Kind: Amount, Hint: pos.T("list price {}", line.List)},
		}},
		submit: func(f *form, d *Desk) error {
			price, err := parseAmount(f.text("price"))
			if err != nil {
				return err
			}
			if _, err := d.till.Price(line.Line, price); err != nil {
				return err
			}
			f.done(d, "")
			return nil
		},
	})
	return nil
}

func discountForm(d *Desk) error {
	line, ok := d.selected()
	options := []Option{{"bill", pos.T("the whole bill")}}
	if ok {
		options = append([]Option{{"line", pos.T("this line: {}", d.named(line.Name, line.NameEn))}}, options...)
	}
	f := &form{
		Form: Form{Title: pos.T("Discount"), Act: pos.T("Take it off"), Fields: []Field{
			{Name: "of", Label: pos.T("Off"), Kind: Pick, Options: options, Line: Line{Text: options[0].Value}},
			{Name: "percent", Label: pos.T("Percent off"), Kind: Percent, Hint: pos.T("20 takes a fifth off; 0 takes a discount back")},
		}, Focus: 1},
		submit: func(f *form, d *Desk) error {
			percent, err := money.ParsePercent(f.text("percent"))
			if err != nil {
				return pos.E(pos.Usage, "", "{} is no percentage; type a number from 0 to 100", f.text("percent"))
			}
			if f.text("of") == "line" {
				_, err = d.till.Discount(line.Line, percent)
			} else {
				_, err = d.till.DiscountBill(percent)
			}
			if err != nil {
				return err
			}
			f.done(d, "")
			return nil
		},
	}
	d.open(f)
	return nil
}

func quickForm(d *Desk) error {
	add := func(text string) error {
		amount, err := parseAmount(text)
		if err != nil {
			return err
		}
		scanned, err := d.till.Quick(amount)
		if err == nil {
			d.last, d.stack[0].(*selling).At = nil, scanned.Line
		}
		return err
	}
	if p := d.stack[0].(*selling); p.Input.Text != "" && d.top() == page(p) {
		text := p.Input.Text
		p.clear(d)
		return add(text)
	}
	d.open(&form{
		Form: Form{Title: pos.T("Amount only"), Lead: pos.T("A sale of something that has no code."), Act: pos.T("Add"), Fields: []Field{
			{Name: "amount", Label: pos.T("Amount"), Kind: Amount},
		}},
		submit: func(f *form, d *Desk) error {
			if err := add(f.text("amount")); err != nil {
				return err
			}
			f.done(d, "")
			return nil
		},
	})
	return nil
}

func hold(d *Desk) error {
	held, err := d.till.Hold()
	if err == nil {
		d.home()
		d.say(Good, "parked: {} lines, {}", held.Lines, held.Total)
	}
	return err
}

// dropMember makes the sale nobody's.
func dropMember(d *Desk) error {
	if err := d.till.NoMember(); err != nil {
		return err
	}
	d.moved()
	return nil
}

// cancelForm asks once, unless nothing has been scanned.
func cancelForm(d *Desk) error {
	cancel := func() error {
		return d.lent(func() error {
			cancelled, err := d.till.Cancel()
			if err != nil {
				return err
			}
			d.home()
			for _, t := range cancelled.Tenders {
				if t.Kind == record.Cash {
					d.say(Warn, "give back {} in cash", t.Amount)
				} else {
					d.say(Warn, "void {} at the terminal: {}", t.Amount, t.Ref)
				}
			}
			return nil
		})
	}
	if !hasLines(d) {
		return cancel()
	}
	f := &form{
		Form: Form{Title: pos.T("Cancel the sale"), Lead: pos.T("{} lines, {} are dropped.", len(d.sale.Lines), d.sale.Totals.Total),
			Act: pos.T("Cancel the sale"), Danger: true, Asked: true, Sure: pos.T("Cancel the sale")},
		submit: func(*form, *Desk) error { return cancel() },
	}
	for _, t := range d.sale.Tenders {
		if t.Kind == record.Cash {
			f.Says = append(f.Says, Notice{Warn, pos.T("{} in cash goes back to the customer.", t.Amount), pos.Text{}})
		} else if outside(t.Kind) {
			f.Says = append(f.Says, Notice{Warn, pos.T("{} has to be voided at the terminal: {}", t.Amount, t.Ref), pos.Text{}})
		}
	}
	d.open(f)
	return nil
}

// memberPIN has the member type their PIN, and then goes on.
func memberPIN(d *Desk, then func() error) *form {
	return &form{
		Form: Form{Title: pos.T("Member's PIN"), Lead: pos.T("{} types the PIN of their card.", d.sale.Name), Act: pos.T("Go on"),
			Fields: []Field{{Name: "pin", Label: pos.T("PIN"), Kind: Secret}}},
		submit: func(f *form, d *Desk) error {
			_, err := d.till.PIN(f.text("pin"))
			if err != nil {
				f.field("pin").Line = d.line("")
				return err
			}
			f.done(d, "")
			return then()
		},
	}
}
