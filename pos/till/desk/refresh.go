package desk

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/till"
)

// refresh makes the next state.
func (d *Desk) refresh() {
	d.load()
	s := &State{
		Serial: d.serial, Scan: d.scan, Lang: d.lang, Layout: d.layout, Dark: d.dark, Training: d.training != nil,
		Bar: d.bar, Sale: d.sale, Member: d.member, Notice: d.notice, Near: d.near(),
	}
	if d.member != nil {
		for _, r := range d.member.Reminders {
			s.Remind = append(s.Remind, reminder(r))
		}
	}
	if d.job != nil {
		s.Busy = &Busy{Text: d.job.text, Done: d.job.done, Total: d.job.total, Stop: d.job.canStop}
	}
	s.Screen = d.top().view(d)
	s.Menu, s.Practise = d.menu(d.top().place())
	s.Scanner = Scanner{d.settings.Of(till.SetPrefix), suffixes[d.settings.Of(till.SetSuffix)]}
	s.Text = textSizes[d.settings.Of(till.SetText)]
	s.Full = d.wiring.Full || d.settings.Of(till.SetFull) == "on"
	s.Second, s.Display = d.settings.Of(till.SetDisplay) == "on", d.display()
	if s.Second && len(s.Display.Lines) == 0 && !s.Display.Done {
		s.Display.Idle = d.offers()
	}
	d.state = s
	if d.watch != nil {
		d.watch(s)
	}
}

// textSizes are what the setting names.
var textSizes = map[string]float32{"large": 1.15, "larger": 1.3}

// suffixes are the keys that the setting names.
var suffixes = map[string]string{"enter": "\r", "tab": "\t"}

// load reads what is in view on every screen: the bar, the sale and its member.
func (d *Desk) load() {
	if d.till == nil {
		d.bar.Now = d.now
		return
	}
	status, err := d.till.Status()
	if err != nil {
		d.fail(err)
		return
	}
	d.bar.Status, d.bar.Now, d.bar.StoreName = status, d.now.In(pos.Zone), status.Store
	d.bar.Person = d.named(d.cashier.Name, d.cashier.NameEn)
	if shop, err := d.till.Shop(); err == nil { // else head office hasn't told its name yet
		d.bar.StoreName = d.named(shop.Name, shop.NameEn)
	}
	if sale, err := d.till.Sale(); err == nil {
		d.sale = sale
	} else {
		d.fail(err)
	}
	if d.bar.Held, err = d.till.HeldCount(); err != nil {
		d.fail(err)
	}
	if d.bar.Shift, err = d.till.Shift(); err != nil {
		d.fail(err)
	}
	d.member = nil
	if d.sale.Member == "" || status.Person == "" { // who isn't signed in may not look at a member
		return
	}
	if m, err := d.till.MemberView(d.sale.Member); err == nil {
		d.member = &m
	} else {
		d.fail(err)
	}
}

// lineWatch says it once when the line has gone, and what came with it when it is back.
func (d *Desk) lineWatch() {
	if d.training != nil || d.bar.Status.Person == "" {
		return
	}
	d.closeWatch()
	online, unsent := d.bar.Online, d.bar.Unsent
	switch {
	case !online && d.cutAt.IsZero():
		d.cutAt = d.bar.Since
	case online && !d.cutAt.IsZero() && unsent == 0:
		since := d.cutAt
		d.cutAt = time.Time{}
		d.fail(d.lineIsBack(since))
	}
}

// closeWatch says it once when head office begins to close this till for good, and when it no longer does.
func (d *Desk) closeWatch() {
	closing := d.bar.Closing != nil
	if closing == d.closing {
		return
	}
	if d.closing = closing; closing {
		d.notice = &Notice{Warn, pos.T("Head office is closing this till for good. It sells on for cash; still to do: {}.", d.bar.Closing.Todo), pos.T("More: Not yet at head office")}
	} else {
		d.say(Good, "Head office keeps this till after all.")
	}
}

// lineIsBack says what a cut has come to, unless it was too short for anybody to notice.
func (d *Desk) lineIsBack(since time.Time) error {
	if d.now.Sub(since) < time.Minute {
		return nil
	}
	after, err := d.till.AfterLine(since)
	if err != nil {
		return err
	}
	if n := len(after.Questions); n > 0 {
		d.notice = &Notice{Warn, pos.T("The line is back, and everything is at head office. It asks about {} of this till's receipts.", n), pos.T("More: Since the line is back")}
		return nil
	}
	d.say(Good, "The line is back, and everything is at head office.")
	return nil
}

// autoLock signs off a person who has left the till alone; shift and sale stay.
func (d *Desk) autoLock() {
	after := time.Duration(d.settings.Number(till.SetAutoLock)) * time.Minute
	if after == 0 || d.bar.Status.Person == "" || d.job != nil || d.now.Sub(d.touched) < after {
		return
	}
	d.fail(d.lock())
}

// named is a name in the desk's language.
func (d *Desk) named(zh, en string) string {
	return d.lang.Name(zh, en)
}
