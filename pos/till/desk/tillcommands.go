package desk

import (
	"context"
	"slices"

	"holdfast/pos"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/texts"
	"holdfast/pos/till"
)

var tillCommands = []Command{
	{ID: "help", Text: pos.T("Help"), Icon: "help", Key: "F1", At: AtSelling | AtChoice, Group: OfTill, run: openHelp},
	{ID: "lock", Text: pos.T("Lock"), Icon: "lock", Key: "F11", At: AtSelling | AtChoice, Group: OfTill, run: (*Desk).lock},
	{ID: "unsent", Text: pos.T("Not yet at head office"), Icon: "upload", Key: "Ctrl+4", At: AtChoice, Group: OfTill, run: openUnsent},
	{ID: "after", Text: pos.T("Since the line is back"), Icon: "refresh", Key: "Ctrl+5", At: AtChoice, Group: OfTill, run: openAfter},
	{ID: "drill", Text: pos.T("Blackout drill"), Icon: "shield", Key: "Ctrl+6", At: AtChoice, Group: OfTill, Right: pos.MayReport, run: openDrill},
	{ID: "training", Text: pos.T("Training"), Icon: "training", Key: "Ctrl+7", At: AtChoice, Group: OfTill, ready: atBooks, run: startTraining},
	{ID: "training-end", Text: pos.T("End the training"), Icon: "close", Key: "Ctrl+8", At: AtSelling | AtChoice, Group: OfTill, Training: true, ready: inTraining, run: endTraining},
	{ID: "samples", Text: pos.T("Scan or swipe"), Icon: "number", Key: "Ctrl+F7", At: AtSelling | AtPaying | AtForm | AtPaper | AtChoice | AtFigures | AtMember | AtMembers,
		Group: OfTill, Training: true, ready: inTraining, run: openSamples},
	{ID: "settings", Text: pos.T("Settings"), Icon: "settings", Key: "Ctrl+J", At: AtChoice, Group: OfTill, run: openSettings},
	{ID: "lang", Text: pos.T("中文 / English"), Icon: "language", Key: "Ctrl+9", At: AtChoice | AtLocked, Group: OfTill, run: (*Desk).otherLang},
	{ID: "layout", Text: pos.T("Touch / keyboard"), Icon: "keyboard", Key: "Ctrl+0", At: AtChoice | AtLocked, Group: OfTill, run: (*Desk).otherLayout},
	{ID: "theme", Text: pos.T("Light / dark"), Icon: "theme", Key: "Ctrl+F11", At: AtChoice | AtLocked, Group: OfTill, run: (*Desk).otherTheme},
	{ID: "save-log", Text: pos.T("Save the log"), Icon: "download", Key: "Ctrl+F8", At: AtChoice, Group: OfTill, ready: func(d *Desk) bool { return d.wiring.SaveLog != nil }, run: saveLog},
}

// pageCommands belong to screens of their own.
var pageCommands = []Command{
	{ID: "refund-this", Text: pos.T("Refund"), Icon: "refund", Key: "F9", At: AtPaper, Group: OfSale, Right: pos.MayRefund, ready: onReceipt, run: refundForm},
	{ID: "export", Text: pos.T("Export to Excel"), Icon: "download", Key: "Ctrl+E", At: AtFigures, Group: OfShift, Right: pos.MayReport, ready: onDay, run: exportDay},
	{ID: "drill-day", Text: pos.T("Blackout drill"), Icon: "shield", Key: "F5", At: AtFigures, Group: OfTill, ready: onDay, run: openDrill},
}

func onReceipt(d *Desk) bool {
	p, ok := d.top().(*paper)
	return ok && (p.kind == record.KindSale || p.kind == record.KindTopUp)
}

func onDay(d *Desk) bool {
	p, ok := d.top().(*figuresPage)
	return ok && p.Filled
}

// choice is the page of all commands.
type choice struct{}

func openChoice(d *Desk) error {
	d.push(choice{})
	return nil
}

func (choice) place() Place      { return AtChoice }
func (choice) view(*Desk) Screen { return &Choice{Title: pos.T("Everything that can be done")} }
func (choice) do(d *Desk, a Action) error {
	if s, ok := a.(Scan); ok {
		d.home()
		return d.act(s)
	}
	return nil
}

// openHelp is the same page: it says the key of each command.
func openHelp(d *Desk) error {
	if d.top().place() == AtChoice {
		return nil
	}
	return openChoice(d)
}

// The looks of the screen are for whoever works here, and for this till: they are kept.
func (d *Desk) otherLang() error {
	lang := pos.English
	if d.lang == pos.English {
		lang = pos.Chinese
	}
	d.lang = lang
	d.moved()
	d.show() // some of what is in view is in the language already
	return d.keep(till.SetLang, string(lang))
}

func (d *Desk) otherLayout() error {
	layout := Keyboard
	if d.layout == Keyboard {
		layout = Touch
	}
	d.layout = layout
	d.moved()
	return d.keep(till.SetLayout, string(layout))
}

func (d *Desk) otherTheme() error {
	d.dark = !d.dark
	d.moved()
	return d.keep(till.SetTheme, map[bool]string{true: "dark", false: "light"}[d.dark])
}

// keep stores a look, where somebody is signed in to answer for it.
func (d *Desk) keep(key, value string) error {
	if d.bar.Status.Person == "" || d.training != nil {
		return nil
	}
	return d.till.SetSetting(key, value)
}

// openUnsent shows what is only here yet.
func openUnsent(d *Desk) error {
	return d.openList(&list{
		List: List{Title: pos.T("Not yet at head office"), Empty: pos.T("Head office has everything."), Hint: pos.T("All of it is safe here, and goes by itself when the line is there."),
			Columns: []Column{{pos.T("Time"), false, 2}, {pos.T("What"), false, 3}, {pos.T("Receipt"), false, 3}, {pos.T("Member"), false, 2}, {pos.T("Amount"), true, 2}, {pos.T("By"), false, 1}}},
		read: func(p *list, d *Desk) error {
			rows, total, err := d.till.Unsent(receiptsAPage)
			if err != nil {
				return err
			}
			p.Rows, p.More = nil, total > uint64(len(rows))
			for _, r := range rows {
				what := receipt.KindName(r.Kind, d.lang)
				if r.Change != "" {
					what = d.t("change of: {}", d.t(string(r.Change)))
				}
				p.Rows = append(p.Rows, Row{Key: r.Receipt, Cells: []string{r.At.Format("01-02 15:04"), what, r.Receipt, r.Name, blankZero(r.Amount.String()), r.Person}})
			}
			p.Facts = []Fact{{Label: pos.T("Unsent"), Value: d.t("{}", total)}}
			if c := d.bar.Closing; c != nil {
				p.Facts = append(p.Facts, Fact{Label: pos.T("Being closed since"), Value: c.Since.Format("01-02 15:04"), Tone: Warn},
					Fact{Label: pos.T("Still to do"), Value: texts.Say(d.lang, c.Todo)})
			}
			if !d.bar.Online {
				p.Facts = append(p.Facts, Fact{Label: pos.T("Offline since"), Value: d.bar.Since.Format("01-02 15:04"), Tone: Warn})
			}
			return nil
		},
	})
}

// openAfter says what changed here since the line was last down, and what head office questions.
func openAfter(d *Desk) error {
	return d.openList(&list{
		List: List{Title: pos.T("Since the line is back"), Empty: pos.T("Nothing has changed, and head office questions nothing."),
			Columns: []Column{{pos.T("Time"), false, 2}, {pos.T("What"), false, 4}, {pos.T("Receipt"), false, 3}, {pos.T("Amount"), true, 2}}},
		read: func(p *list, d *Desk) error {
			after, err := d.till.AfterLine(d.bar.Since)
			if err != nil {
				return err
			}
			p.Rows, p.Facts = nil, nil
			for _, q := range after.Questions {
				p.Rows = append(p.Rows, Row{Key: q.Receipt, Tone: Warn, Cells: []string{q.At.Format("01-02 15:04"), texts.Say(d.lang, q.What()), q.Receipt, blankZero(q.Amount.String())}})
			}
			for _, f := range []struct {
				label pos.Text
				value string
				none  bool
			}{
				{pos.T("Products new or changed"), d.t("{}", after.Products), after.Products == 0},
				{pos.T("New rules, version"), d.t("{}", after.Rules), after.Rules == 0},
				{pos.T("People changed"), d.t("{}", after.People), after.People == 0},
				{pos.T("Rights or limits"), d.t("changed"), !after.Settings},
				{pos.T("Stored value granted to this till"), d.t("{} for {} members", after.Granted, after.Members), after.Members == 0},
			} {
				if !f.none {
					p.Facts = append(p.Facts, Fact{Label: f.label, Value: f.value})
				}
			}
			return nil
		},
		take: func(d *Desk, number string) error { return d.openReceipt(number) },
	})
}

// figures is the manager's day, or the blackout drill.
type figuresPage struct {
	Figures
}

func (p *figuresPage) place() Place { return AtFigures }

func (p *figuresPage) view(*Desk) Screen {
	v := p.Figures
	return &v
}

func (p *figuresPage) do(d *Desk, a Action) error {
	switch a := a.(type) {
	case Turn:
		if a.Tab < len(p.Dates) {
			p.Date = p.Dates[a.Tab]
			p.fill(d)
		}
	case Key:
		step := map[string]int{"Left": 1, "Right": -1}[a.Name]
		at := slices.Index(p.Dates, p.Date) + step // a date without a shift comes before the newest one
		if step != 0 && at >= 0 && at < len(p.Dates) {
			p.Date = p.Dates[at]
			p.fill(d)
		}
	}
	return nil
}

func openDay(d *Desk) error {
	dates, err := d.till.Days()
	if err != nil {
		return err
	}
	p := &figuresPage{Figures{Dates: dates}}
	p.fill(d)
	return nil
}

// fill reads the day beside the desk, and shows the page once it may be seen.
func (p *figuresPage) fill(d *Desk) {
	var day till.Day
	date := p.Date
	d.lentWork(pos.T("Adding up the day …"), func(context.Context) (err error) {
		day, err = d.till.Day(date)
		return err
	}, func() error {
		p.Day, p.Filled, p.Date = day, true, day.Date
		if d.top() != page(p) {
			d.push(p)
		}
		d.moved()
		return nil
	})
}

func openDrill(d *Desk) error {
	var drill till.Drill
	d.lentWork(pos.T("Rehearsing a cut …"), func(ctx context.Context) (err error) {
		drill, err = d.till.Drill(ctx)
		return err
	}, func() error {
		d.push(&figuresPage{Figures{Drill: &drill}})
		return nil
	})
	return nil
}

// exportDay writes the day in view as a spreadsheet, wherever it is to be saved.
func exportDay(d *Desk) error {
	p, ok := d.top().(*figuresPage)
	if !ok || d.wiring.Export == nil {
		return nil
	}
	date, lang := p.Date, d.lang
	var file string
	d.work(pos.T("Writing the spreadsheet …"), true, func(ctx context.Context) (err error) {
		file, err = d.wiring.Export(ctx, d.till, date, lang, d.progress)
		return err
	}, func() error {
		if file != "" {
			d.say(Good, "saved as {}", file)
		}
		return nil
	})
	return nil
}

// saveLog needs no right: nobody's name is in it, and who has trouble with a till may be alone there.
func saveLog(d *Desk) error {
	status := d.bar.Status
	var file string
	d.work(pos.T("Saving the log …"), false, func(context.Context) (err error) {
		file, err = d.wiring.SaveLog(status)
		return err
	}, func() error {
		d.say(Good, "saved as {}", file)
		return nil
	})
	return nil
}
