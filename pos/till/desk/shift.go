package desk

import (
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

var shiftCommands = []Command{
	{ID: "shift-open", Text: pos.T("Open the shift"), Icon: "shift", Key: "Ctrl+O", At: AtSelling | AtChoice, Group: OfShift, Right: pos.MaySell, ready: noShift, run: func(d *Desk) error { d.open(openShiftForm(d)); return nil }},
	{ID: "shift-close", Text: pos.T("Close the shift"), Icon: "shift", Key: "Ctrl+Z", At: AtChoice, Group: OfShift, ready: inShift, run: closeShiftForm},
	{ID: "handover", Text: pos.T("Hand over"), Icon: "person", Key: "Ctrl+H", At: AtChoice, Group: OfShift, ready: inShift, run: handOverForm},
	{ID: "cash-in", Text: pos.T("Pay in"), Icon: "plus", Key: "Ctrl+F", At: AtChoice, Group: OfShift, Right: pos.MayDrawer, ready: inShift, run: func(d *Desk) error { return cashForm(d, true) }},
	{ID: "cash-drop", Text: pos.T("Cash to the safe"), Icon: "minus", Key: "Ctrl+S", At: AtChoice, Group: OfShift, Right: pos.MayDrawer, ready: inShift, run: func(d *Desk) error { return cashForm(d, false) }},
	{ID: "drawer", Text: pos.T("Open the drawer"), Icon: "drawer", Key: "Ctrl+D", At: AtChoice, Group: OfShift, Right: pos.MayDrawer, run: drawerForm},
	{ID: "x-report", Text: pos.T("X report"), Icon: "receipt", Key: "Ctrl+1", At: AtChoice, Group: OfShift, Right: pos.MayReport, ready: inShift, run: func(d *Desk) error { return d.report(receipt.X) }},
	{ID: "z-report", Text: pos.T("Last Z report"), Icon: "receipt", Key: "Ctrl+2", At: AtChoice, Group: OfShift, run: func(d *Desk) error { return d.report(receipt.Z) }},
	{ID: "day", Text: pos.T("The day"), Icon: "chart", Key: "Ctrl+3", At: AtChoice, Group: OfShift, Right: pos.MayReport, run: openDay},
}

func openShiftForm(d *Desk) *form {
	fields := d.countFields()
	count, sum := fields[0], fields[1]
	sum.Label = pos.T("Cash in the drawer")
	return &form{
		Form: Form{Title: pos.T("Open the shift"), Lead: pos.T("Good day, {}. How much cash is in the drawer?", d.bar.Person), Act: pos.T("Begin"),
			Fields: []Field{sum, count}},
		check: func(f *form, d *Desk) error { return f.counted(d) },
		brief: true,
		submit: func(f *form, d *Desk) error {
			float, _, err := f.notes()
			if err != nil {
				return err
			}
			opened, err := d.till.OpenShift(float)
			if err != nil {
				return err
			}
			d.load() // the shelf is the new shift's
			f.done(d, "the shift is open; business date {}", opened.Date)
			return nil
		},
	}
}

// countFields ask for the cash in the drawer, note by note; the sum can be typed instead.
func (d *Desk) countFields() []Field {
	count := Field{Name: "count", Label: pos.T("Notes and coins"), Kind: Count, Optional: true}
	for _, of := range till.Denominations {
		count.Counts = append(count.Counts, record.Notes{Of: of})
	}
	return []Field{count, {Name: "sum", Label: pos.T("Counted in all"), Kind: Amount, Hint: pos.T("follows from the notes, or is typed")}}
}

// counted adds up the notes of a form into its sum, whenever they change; between that it may be typed over.
func (p *form) counted(d *Desk) error {
	sum := money.Fen(0)
	for _, n := range p.field("count").Counts {
		sum += n.Of * money.Fen(n.N)
	}
	if sum == p.added {
		return nil
	}
	p.added = sum
	text := ""
	if sum > 0 {
		text = sum.String()
	}
	p.field("sum").Line = d.line(text)
	return nil
}

// notes is what was counted, as the books keep it; nil where only a sum was typed.
func (p *form) notes() (sum money.Fen, notes []record.Notes, err error) {
	if sum, err = parseAmount(p.text("sum")); err != nil {
		return 0, nil, err
	}
	of := money.Fen(0)
	for _, n := range p.field("count").Counts {
		if n.N > 0 {
			notes = append(notes, record.Notes{Of: n.Of, N: n.N})
			of += n.Of * money.Fen(n.N)
		}
	}
	if of != sum {
		notes = nil // the sum was typed over
	}
	return sum, notes, nil
}

func closeShiftForm(d *Desk) error {
	f := &form{
		Form: Form{Title: pos.T("Close the shift"), Lead: pos.T("Count the drawer without looking at what should be in it."), Fields: d.countFields(),
			Act: pos.T("Close the shift"), Danger: true, Sure: pos.T("Close it for good")},
		check: func(f *form, d *Desk) error { return f.counted(d) },
		submit: func(f *form, d *Desk) error {
			sum, notes, err := f.notes()
			if err != nil {
				return err
			}
			closed, err := d.till.CloseShift(sum, notes)
			if err != nil {
				return err
			}
			d.home()
			if err := d.report(receipt.Z); err != nil {
				return err
			}
			d.say(differenceTone(closed.Difference), "expected {}, counted {}, difference {}", closed.Expected, closed.Counted, closed.Difference)
			return nil
		},
	}
	if hasSale(d) {
		f.Says = append(f.Says, Notice{Warn, pos.T("A sale is open; finish, hold or cancel it first."), pos.Text{}})
	}
	if n := d.bar.Held; n > 0 {
		f.Says = append(f.Says, Notice{Warn, pos.T("{} parked sales stay for the next shift.", n), pos.Text{}})
	}
	d.open(f)
	return nil
}

func differenceTone(difference money.Fen) Tone {
	if difference == 0 {
		return Good
	}
	return Warn
}

func handOverForm(d *Desk) error {
	if d.bar.Shift.Person != d.bar.Status.Person && !d.manages() {
		return pos.E(pos.State, "", "the shift is {}'s: they hand it over themselves, or a store manager closes it", d.named(d.bar.Shift.Name, d.bar.Shift.NameEn))
	}
	fields := append(d.countFields(),
		Field{Name: "who", Label: pos.T("Number of who takes over"), Kind: Digits},
		Field{Name: "pin", Label: pos.T("Their PIN"), Kind: Secret})
	d.open(&form{
		Form:  Form{Title: pos.T("Hand over"), Lead: pos.T("This shift is closed with what is counted, and your colleague's begins with it."), Fields: fields, Act: pos.T("Hand over")},
		check: func(f *form, d *Desk) error { return f.counted(d) },
		submit: func(f *form, d *Desk) error {
			sum, notes, err := f.notes()
			if err != nil {
				return err
			}
			done, err := d.till.HandOver(f.text("who"), f.text("pin"), sum, notes)
			if err != nil {
				f.field("pin").Line = d.line("")
				return err
			}
			d.cashier, d.last = done.SignedIn, nil
			d.load()
			d.home()
			if err := d.report(receipt.Z); err != nil {
				return err
			}
			d.say(differenceTone(done.Difference), "{} works here now; expected {}, counted {}, difference {}", d.named(done.Name, done.NameEn), done.Expected, done.Counted, done.Difference)
			return nil
		},
	})
	return nil
}

// cashForm puts cash in, or takes it to the safe.
func cashForm(d *Desk, in bool) error {
	title, lead, act := pos.T("Cash to the safe"), pos.T("Cash that leaves the drawer."), d.till.CashOut
	if in {
		title, lead, act = pos.T("Pay in"), pos.T("Change brought from the bank, say."), d.till.CashIn
	}
	d.open(&form{
		Form: Form{Title: title, Lead: lead, Act: title, Fields: []Field{
			{Name: "amount", Label: pos.T("Amount"), Kind: Amount}, {Name: "reason", Label: pos.T("Reason"), Kind: Prose},
		}},
		submit: func(f *form, d *Desk) error {
			amount, err := parseAmount(f.text("amount"))
			if err != nil {
				return err
			}
			moved, err := act(amount, f.text("reason"))
			if err != nil {
				return err
			}
			f.done(d, "{} noted", moved.Amount)
			return nil
		},
	})
	return nil
}

func drawerForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("Open the drawer"), Lead: pos.T("Every opening without a sale is recorded."), Act: pos.T("Open it"), Fields: []Field{
			{Name: "reason", Label: pos.T("Reason"), Kind: Prose},
		}},
		submit: func(f *form, d *Desk) error {
			if err := d.till.OpenDrawer(f.text("reason")); err != nil {
				return err
			}
			f.done(d, "the drawer is open")
			return nil
		},
	})
	return nil
}

// report shows the X or the Z report.
func (d *Desk) report(kind receipt.ReportKind) error {
	return d.lent(func() error {
		report, err := d.till.Report(kind, d.settings.Number(till.SetColumns), d.lang)
		if err != nil {
			return err
		}
		d.push(&paper{Paper: Paper{Title: map[receipt.ReportKind]pos.Text{receipt.X: pos.T("X report"), receipt.Z: pos.T("Z report")}[kind], Text: report.Text}})
		return nil
	})
}

// paper shows what a printer would print.
type paper struct {
	Paper
	receipt string // its number; "" for a report
	kind    record.Kind
	member  string
}

func (p *paper) place() Place { return AtPaper }

func (p *paper) view(*Desk) Screen {
	v := p.Paper
	return &v
}

func (p *paper) do(d *Desk, a Action) error {
	switch a := a.(type) {
	case Submit, Enter:
		d.pop()
	case Key:
		if a.Name == "Enter" {
			d.pop()
		}
	case Scan:
		d.home()
		return d.act(a)
	}
	return nil
}

// openReceipt shows a receipt of this till.
func (d *Desk) openReceipt(number string) error {
	printed, err := d.till.Print(strings.ToUpper(number), d.settings.Number(till.SetColumns), d.lang)
	if number == till.Last {
		printed, err = d.till.Print(till.Last, d.settings.Number(till.SetColumns), d.lang)
	}
	if err != nil {
		return err
	}
	d.push(&paper{Paper: Paper{Title: pos.T("Receipt {}", printed.Receipt), Text: printed.Text}, receipt: printed.Receipt, kind: printed.Kind})
	return nil
}
