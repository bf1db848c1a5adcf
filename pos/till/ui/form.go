package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// formKind is another one for another form, as it has other fields.
func formKind(f *desk.Form) string { return "form" + strconv.FormatUint(f.ID, 10) }

// form asks for its fields one below the other, at the right; at the left is whom it is about and what is to be known.
type form struct {
	w      *Window
	aside  *aside
	fields []*field
	scroll *kit.Scroll
	pad    *pad
	act    *kit.Button
	focus  int // where typing goes
	served int // one more than the field that pad and scroll are at
	root   fyne.CanvasObject
}

func newForm(w *Window, f *desk.Form) screen {
	p := &form{w: w, aside: newAside(w), focus: -1}
	back := kit.NewButton(kit.Plain, w.t("Back"), func() { w.do(desk.Back{Serial: w.serial()}) }).Tall(72).WithIcon(kit.IconBack).WithKey(w.cap("Esc"))
	p.act = kit.NewButton(kit.Act, "", func() { w.do(desk.Submit{Serial: w.serial()}) }).Tall(72).WithKey(w.cap(actKey(f)))
	left := kit.Column(kit.Gap, kit.Grow(p.aside.scroll), back)

	head := []fyne.CanvasObject{kit.NewLabel(kit.AsTitle.At(kit.Large), w.say(f.Title))}
	if !f.Lead.IsZero() {
		head = append(head, kit.NewSentence(kit.AsBody.In(kit.Muted), w.say(f.Lead)))
	}
	var steps []fyne.CanvasObject
	for i, of := range f.Fields {
		one := newField(w, of, len(f.Fields) == 1)
		p.fields = append(p.fields, one)
		p.follow(one, i)
		if len(f.Fields) > 1 {
			steps = append(steps, one.step(i+1))
		} else {
			steps = append(steps, kit.NewCard(one.all))
		}
	}
	columns := 1
	if len(steps) > 5 && !w.keyboard() || len(steps) > 7 {
		columns = 2
	}
	p.scroll = kit.NewScroll(kit.Column(kit.Near, steps...))
	if half := (len(steps) + 1) / 2; columns == 2 {
		p.scroll.SetContent(kit.Row(kit.Near, kit.Grow(kit.Column(kit.Near, steps[:half]...)), kit.Grow(kit.Column(kit.Near, steps[half:]...))))
	}
	right := []fyne.CanvasObject{kit.Column(4, head...), kit.Grow(p.scroll)}
	if !w.keyboard() {
		p.pad = newPad(w)
		right = append(right, p.pad.box)
	}
	p.root = kit.Row(kit.Gap, kit.Share(34, left), kit.Share(66, kit.Column(kit.Gap, append(right, p.act)...)))
	return p
}

// follow has Enter go on to the next field at once: what is typed next may come before the desk has answered.
func (p *form) follow(f *field, at int) {
	if f.input == nil {
		return
	}
	enter := f.input.OnSubmitted
	f.input.OnSubmitted = func(text string) {
		enter(text)
		if at+1 < len(p.fields) && p.fields[at+1].input != nil {
			p.focus = at + 1
			p.w.goOn(p)
		}
	}
}

// actKey is the key that does the deed at once.
func actKey(f *desk.Form) string {
	if len(f.Fields) > 1 {
		return "Ctrl+Enter"
	}
	return "Enter"
}

func (p *form) object() fyne.CanvasObject { return p.root }

func (p *form) home() kit.Typist {
	if p.focus >= 0 && p.focus < len(p.fields) && p.fields[p.focus].input != nil {
		return p.fields[p.focus].input.Entry
	}
	return nil
}

// laid brings the field in focus into view.
func (p *form) laid() {
	if p.focus < len(p.fields) && p.fields[p.focus].card != nil {
		p.scroll.ScrollTo(p.fields[p.focus].card.Position().Y)
	}
}

// key chooses among the characters that typed letters may stand for.
func (p *form) key(k kit.Key) bool {
	return p.focus >= 0 && p.focus < len(p.fields) && p.fields[p.focus].choose(k)
}

func (p *form) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Form)
	if !ok {
		return
	}
	p.aside.update(v.Member, standing(v), v.Says)
	for i, f := range p.fields {
		f.update(v.Fields[i], i == v.Focus, i < v.Focus)
	}
	if p.served != v.Focus+1 || p.focus != v.Focus {
		p.focus, p.served = v.Focus, v.Focus+1
		if v.Focus < len(p.fields) {
			if p.pad != nil {
				p.pad.serve(p.fields[v.Focus])
			}
			p.laid()
		}
	}
	text := v.Act
	kind := kit.Act
	if v.Asked {
		text = v.Sure
	}
	if v.Danger && v.Asked {
		kind = kit.Danger
	}
	p.act.SetKind(kind)
	p.act.SetText(p.w.say(text), "")
	p.act.SetOff(!v.Ready)
}

// standing is what a form says of its member, where it has nothing more to the point.
func standing(v *desk.Form) []desk.Fact {
	m := v.Member
	if m == nil || len(v.Facts) > 0 {
		return v.Facts
	}
	return []desk.Fact{
		{Label: pos.T("Stored value"), Value: m.Stored().String()},
		{Label: pos.T("Spendable here now"), Value: m.Here.String(), Tone: desk.Good},
		{Label: pos.T("Points"), Value: m.Points.String()},
	}
}
