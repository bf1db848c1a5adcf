package desk

import (
	"strings"

	"holdfast/pos"
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

// leave never: there is nothing before it. Whoever is to sign in is asked for anew.
func (p *locked) leave(d *Desk) bool {
	p.Who, p.PIN, p.OnPIN = d.line(""), d.line(""), false
	return false
}

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
		return pos.E(pos.Usage, "", "type your number, or tap your name")
	}
	if p.PIN.Text == "" {
		said := p.OnPIN // Enter behind the number goes on to the PIN
		if p.OnPIN = true; said {
			return pos.E(pos.Usage, "", "type your PIN")
		}
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
	d.cashier, d.last = who, nil
	d.load()
	d.show()
	switch {
	case d.bar.Shift == nil && len(d.stack) == 1:
		d.open(openShiftForm(d))
	case d.bar.Shift == nil || d.bar.Shift.Person == who.Person:
	case d.manages():
		d.say(Warn, "the shift of {} is open; what you do here goes into it", d.named(d.bar.Shift.Name, d.bar.Shift.NameEn))
	default:
		d.say(Warn, "the shift of {} is open; they hand it over, or a store manager closes it, before you sell", d.named(d.bar.Shift.Name, d.bar.Shift.NameEn))
	}
}

// manages reports whether whoever is signed in may work in anybody's shift.
func (d *Desk) manages() bool {
	may, err := d.till.Manages()
	d.fail(err)
	return may
}

// lock signs off, and leaves everything else as it is.
func (d *Desk) lock() error {
	if err := d.till.Logout(); err != nil {
		return err
	}
	d.cashier, d.last = till.SignedIn{}, nil
	d.anew()
	d.push(newLocked(d))
	return nil
}
