package desk

import (
	"context"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// form is a Form at work. The window fills its fields; check works out what follows from them, and submit does the deed.
type form struct {
	Form
	check  func(f *form, d *Desk) error                                // after each change; nil: nothing follows
	submit func(f *form, d *Desk) error                                // the deed; it takes the form away itself, mostly by done
	wait   func(f *form, d *Desk) (pos.Text, deed)                     // instead of submit, for what waits for head office
	scan   func(f *form, d *Desk, text string) (handled bool, _ error) // nil: a card or a code goes into the field that takes one
	wrong  error                                                       // why the deed can't be done, whoever does it; set by check
	added  money.Fen                                                   // what the notes came to last
	brief  bool                                                        // Enter does the deed once nothing is missing
	stays  bool                                                        // it can't be left
}

// deed is what a form that waits does beside the desk, and then on it.
type deed struct {
	do    func(ctx context.Context) error
	after func() error
}

func (p *form) place() Place { return AtForm }

func (p *form) leave(*Desk) bool { return !p.stays }

func (p *form) view(d *Desk) Screen {
	v := p.Form
	v.Fields = append([]Field(nil), p.Fields...)
	v.Ready = p.missing() < 0
	return &v
}

// open puts a form on top.
func (d *Desk) open(f *form) {
	d.lines++
	f.ID = d.lines
	for i := range f.Fields {
		if f.Fields[i].Line.At == 0 {
			f.Fields[i].Line = d.line(f.Fields[i].Line.Text)
		}
		if f.Fields[i].Kind == Pick && f.Fields[i].Line.Text == "" {
			f.Fields[i].Chosen = -1
		}
	}
	d.push(f)
	f.checked(d)
}

// field is the one with a name.
func (p *form) field(name string) *Field {
	for i := range p.Fields {
		if p.Fields[i].Name == name {
			return &p.Fields[i]
		}
	}
	return nil
}

// text is what stands in a field.
func (p *form) text(name string) string { return p.field(name).Line.Text }

// missing is the first field that must be filled in and isn't; -1 for none.
func (p *form) missing() int {
	return slices.IndexFunc(p.Fields, func(f Field) bool { return !f.Optional && f.Line.Text == "" && f.Kind != Count })
}

func (p *form) checked(d *Desk) {
	p.wrong = nil
	for i := range p.Fields {
		if p.Fields[i].Kind == Date {
			p.Fields[i].dated()
		}
	}
	if p.check != nil {
		d.fail(p.check(p, d))
	}
}

// dated says under a date how it is typed, and whether there is such a day.
func (f *Field) dated() {
	f.Hint, f.Tone = pos.T("such as 1990-05-17"), Plain
	if _, err := time.Parse(time.DateOnly, f.Line.Text); len(f.Line.Text) >= len(time.DateOnly) && err != nil {
		f.Hint, f.Tone = pos.T("there is no such day"), Bad
	}
}

func (p *form) do(d *Desk, a Action) error {
	switch a := a.(type) {
	case Type:
		p.set(d, a.Field, a.Text)
	case Focus:
		p.focus(a.Field)
	case Enter:
		p.set(d, a.Field, a.Text)
		return p.next(d)
	case Take:
		return p.take(d, a)
	case Counted:
		if f := p.field(a.Field); f != nil && a.Index < len(f.Counts) && a.N >= 0 {
			f.Counts = append([]record.Notes(nil), f.Counts...)
			f.Counts[a.Index].N = a.N
			p.changed(d)
		}
	case Submit:
		return p.send(d)
	case Scan:
		return p.scanned(d, a.Text)
	case Key:
		return p.key(d, a.Name)
	}
	return nil
}

func (p *form) key(d *Desk, name string) error {
	switch name {
	case "Enter":
		return p.next(d)
	case "Ctrl+Enter":
		return p.send(d)
	case "Tab", "Down":
		p.Focus = min(p.Focus+1, len(p.Fields)-1)
	case "Shift+Tab", "Up":
		p.Focus = max(p.Focus-1, 0)
	case "Left", "Right":
		if f := p.focused(); f != nil && f.Kind == Pick && len(f.Options) > 0 {
			step := map[string]int{"Left": -1, "Right": 1}[name]
			p.pick(d, f, max(0, min(f.Chosen+step, len(f.Options)-1)))
		}
	}
	return nil
}

func (p *form) focused() *Field {
	if p.Focus < 0 || p.Focus >= len(p.Fields) {
		return nil
	}
	return &p.Fields[p.Focus]
}

func (p *form) focus(name string) {
	for i, f := range p.Fields {
		if f.Name == name {
			p.Focus = i
		}
	}
}

// set is a field's new text.
func (p *form) set(d *Desk, name, text string) {
	if f := p.field(name); f != nil && f.Line.Text != text {
		f.Line.Text = text
		p.focus(name)
		p.changed(d)
	}
}

func (p *form) pick(d *Desk, f *Field, index int) {
	f.Chosen, f.Line.Text = index, f.Options[index].Value
	p.changed(d)
}

// after goes on from what was chosen with a tap to what is typed next, if anything is.
func (p *form) after() {
	for i := p.Focus + 1; i < len(p.Fields); i++ {
		if p.Fields[i].Kind != Pick {
			p.Focus = i
			return
		}
	}
}

// changed works out what follows; what was asked for once is asked for again.
func (p *form) changed(d *Desk) {
	p.Asked = false
	p.checked(d)
}

// next goes to the next field that is to be filled in, and from the last one does the deed.
func (p *form) next(d *Desk) error {
	if p.Focus < len(p.Fields)-1 && !(p.brief && p.missing() < 0) {
		p.Focus++
		return nil
	}
	return p.send(d)
}

// take is an option, or somebody found, that was tapped.
func (p *form) take(d *Desk, a Take) error {
	f := p.field(a.Field)
	switch {
	case f == nil:
	case f.Kind == Pick && a.Index < len(f.Options):
		p.focus(a.Field)
		p.pick(d, f, a.Index)
		p.after()
	case a.Index < len(f.Known) && f.Known[a.Index].Member != nil:
		text := f.Known[a.Index].Member.Phone
		if f.Kind == Card {
			text = f.Known[a.Index].Member.Card
		}
		f.Line = d.line(text)
		p.changed(d)
	}
	return nil
}

// scanned puts what was read into the field that takes it: the one in focus, else the first empty one.
func (p *form) scanned(d *Desk, text string) error {
	if p.scan != nil {
		if handled, err := p.scan(p, d, text); handled || err != nil {
			return err
		}
	}
	takes := func(f *Field) bool { return f != nil && (f.Kind == Card || f.Kind == Words && f.Name == "ref") }
	f := p.focused()
	for i := range p.Fields {
		if takes(f) {
			break
		}
		if takes(&p.Fields[i]) && p.Fields[i].Line.Text == "" {
			f, p.Focus = &p.Fields[i], i
		}
	}
	if !takes(f) {
		return pos.E(pos.State, "", "a card or code was read, and nothing here takes one; finish this first, or go back")
	}
	f.Line = d.line(text)
	p.changed(d)
	if p.Focus < len(p.Fields)-1 {
		p.Focus++
	}
	return nil
}

// send does the deed, once everything is filled in; a dangerous one is asked for twice.
func (p *form) send(d *Desk) error {
	if i := p.missing(); i >= 0 {
		p.Focus = i
		return pos.E(pos.Usage, "", "fill in: {}", p.Fields[i].Label)
	}
	if p.wrong != nil {
		return p.wrong // whoever might lend a right to it
	}
	if p.Danger && !p.Asked {
		p.Asked = true
		d.moved() // so that a double press doesn't answer the question
		return nil
	}
	if p.wait == nil {
		return d.lent(func() error { return p.submit(p, d) })
	}
	text, deed := p.wait(p, d)
	d.lentWork(text, deed.do, deed.after)
	return nil
}

// done takes the form away after its deed, and says what has come of it.
func (p *form) done(d *Desk, message string, args ...any) {
	d.remove(p)
	if message != "" {
		d.say(Good, message, args...)
	}
}
