package desk

import (
	"strings"

	"holdfast/pos/till"
)

// locked waits for somebody to sign in. What was on the screen stays below it, and so does the open sale.
type locked struct{ Locked }

func newLocked(d *Desk) *locked { return &locked{Locked{Who: d.line(""), PIN: d.line("")}} }

func (p *locked) place() Place { return AtLocked }

func (p *locked) view(*Desk) Screen {
	v := p.Locked
	return &v
}

// leave never: there is nothing before it.
func (p *locked) leave(*Desk) bool { return false }

func (p *locked) shown(d *Desk) error {
	people, err := d.till.People()
	if err != nil {
		return err
	}
	p.People = nil
	for _, who := range people {
		p.People = append(p.People, Person{who.ID, d.named(who.Name, who.NameEn), strings.ReplaceAll(d.t(string(who.Role)), "_", " ")})
	}
	return nil
}

func (p *locked) do(d *Desk, a Action) error {
	switch a := a.(type) {
	case Type:
		p.fill(a.Field, a.Text)
	case Focus:
		p.OnPIN = a.Field == "pin"
	case Take:
		if a.Index < len(p.People) {
			p.Who, p.PIN, p.OnPIN = d.line(p.People[a.Index].ID), d.line(""), true
		}
	case Enter:
		p.fill(a.Field, a.Text)
		return p.next(d)
	case Submit:
		return p.next(d)
	case Key:
		switch a.Name {
		case "Enter":
			return p.next(d)
		case "Tab", "Up", "Down":
			p.OnPIN = !p.OnPIN
		case "Escape":
			p.Who, p.PIN, p.OnPIN = d.line(""), d.line(""), false
		}
	}
	return nil
}

func (p *locked) fill(field, text string) {
	if field == "pin" {
		p.PIN.Text, p.OnPIN = text, true
	} else {
		p.Who.Text, p.OnPIN = text, false
	}
}

// next goes on to the PIN, or signs in.
func (p *locked) next(d *Desk) error {
	if p.Who.Text == "" {
		p.OnPIN = false
		return nil
	}
	if p.PIN.Text == "" {
		p.OnPIN = true
		return nil
	}
	who, err := d.till.Login(p.Who.Text, p.PIN.Text)
	p.PIN = d.line("")
	if err != nil {
		return err
	}
	d.remove(p)
	d.signedIn(who)
	return nil
}

// signedIn goes on where the desk was left; without a shift, by opening one.
func (d *Desk) signedIn(who till.SignedIn) {
	d.bar.Person = who.Name
	d.load()
	d.show()
	switch {
	case d.bar.Shift == nil && len(d.stack) == 1:
		d.open(openShiftForm(d))
	case d.bar.Shift != nil && d.bar.Status.Shift != who.Person:
		d.say(Warn, "the shift of {} is open; close it or hand over before selling", d.named(d.bar.Shift.Name, d.bar.Shift.NameEn))
	}
}

// lock signs off, and leaves everything else as it is.
func (d *Desk) lock() error {
	if err := d.till.Logout(); err != nil {
		return err
	}
	d.bar.Person = ""
	d.push(newLocked(d))
	return nil
}
