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
		Serial: d.serial, Lang: d.lang, Layout: d.layout, Dark: d.dark, Training: d.training != nil,
		Bar: d.bar, Sale: d.sale, Member: d.member, Notice: d.notice,
	}
	if d.job != nil {
		s.Busy = &Busy{Text: d.job.text, Done: d.job.done, Total: d.job.total, Stop: d.job.canStop}
	}
	s.Screen = d.top().view(d)
	s.Menu = d.menu(d.top().place())
	s.Display = d.display()
	d.state = s
	if d.watch != nil {
		d.watch(s)
	}
}

// load reads what is in view on every screen: the bar, the sale and its member.
func (d *Desk) load() {
	status, err := d.till.Status()
	if err != nil {
		d.fail(err)
		return
	}
	d.bar.Status, d.bar.Now = status, d.now
	if sale, err := d.till.Sale(); err == nil {
		d.sale = sale
	}
	if d.bar.Held, err = d.till.HeldCount(); err != nil {
		d.fail(err)
	}
	if d.bar.Shift, err = d.till.Shift(); err != nil {
		d.fail(err)
	}
	if d.sale.Member == "" {
		d.member = nil
		return
	}
	if m, err := d.till.MemberView(d.sale.Member); err == nil {
		d.member = &m
	} else {
		d.fail(err)
	}
}

// lineWatch says it when the line has gone or come back.
func (d *Desk) lineWatch() {
	status, err := d.till.Status()
	if err != nil {
		return
	}
	switch {
	case !status.Online && d.cutAt.IsZero():
		d.cutAt = status.Since
	case status.Online && !d.cutAt.IsZero():
		d.cutAt = time.Time{}
	}
}

// autoLock signs off a person who has left the till alone; shift and sale stay.
func (d *Desk) autoLock() {
	after := time.Duration(d.settings.Number(till.SetAutoLock)) * time.Minute
	if after == 0 || d.bar.Status.Person == "" || d.job != nil || d.now.Sub(d.touched) < after {
		return
	}
	d.fail(d.lock())
}

// display is the customer's.
func (d *Desk) display() Display {
	v := Display{Lines: d.sale.Lines, Total: d.sale.Totals.Total, Due: d.sale.Totals.Due, Points: d.sale.Totals.Points, Change: d.sale.Change}
	if d.member != nil {
		v.Member = masked(d.member.Name)
	}
	if d.last != nil && len(d.sale.Lines) == 0 {
		v.Done, v.Total, v.Change, v.Points = true, d.last.Total, d.last.Change, d.last.Points
	}
	return v
}

// masked is a name that others may see: its first character.
func masked(name string) string {
	r := []rune(name)
	if len(r) < 2 {
		return name
	}
	return string(r[0]) + "*"
}

// named is a name in the desk's language: in Chinese where it has no English one.
func (d *Desk) named(zh, en string) string {
	if d.lang == pos.English && en != "" {
		return en
	}
	return zh
}
