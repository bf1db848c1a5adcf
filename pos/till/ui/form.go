package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// formKind is another one for another form, as it has other fields.
func formKind(f *desk.Form) string { return "form" + strconv.FormatUint(f.ID, 10) }

// form asks for its fields one below the other, at the right; at the left is whom it is about and what is to be known.
type form struct {
	w      *Window
	member *memberFacts
	about  *kit.Facts
	aboutC *kit.Card
	says   []*kit.Notice
	left   *fyne.Container
	said   string
	fields []*field
	scroll *kit.Scroll
	pad    *pad
	act    *kit.Button
	focus  int
	root   fyne.CanvasObject
}

func newForm(w *Window, f *desk.Form) screen {
	p := &form{w: w, member: newMemberFacts(w), about: kit.NewFacts(), focus: -1}
	p.aboutC = kit.NewCard(p.about)
	back := kit.NewButton(kit.Plain, w.t("Back"), func() { w.do(desk.Back{Serial: w.serial()}) }).Tall(72).WithIcon(kit.IconBack).WithKey(w.cap("Esc"))
	p.act = kit.NewButton(kit.Act, "", func() { w.do(desk.Submit{Serial: w.serial()}) }).Tall(72).WithKey(w.cap(actKey(f)))
	left := []fyne.CanvasObject{p.member.card, p.aboutC}
	for range 3 {
		n := kit.NewNotice(kit.AmberTone, "", "")
		p.says = append(p.says, n)
		left = append(left, n)
	}
	p.left = kit.Column(kit.Gap, append(left, kit.Room(), back)...)

	head := []fyne.CanvasObject{kit.NewLabel(kit.AsTitle.At(kit.Large), w.say(f.Title))}
	if !f.Lead.IsZero() {
		head = append(head, kit.NewSentence(kit.AsBody.In(kit.Muted), w.say(f.Lead)))
	}
	var steps []fyne.CanvasObject
	for i, of := range f.Fields {
		one := newField(w, of, len(f.Fields) == 1)
		p.fields = append(p.fields, one)
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
	p.root = kit.Row(kit.Gap, kit.Share(34, p.left), kit.Share(66, kit.Column(kit.Gap, append(right, p.act)...)))
	return p
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

// key chooses among the characters that typed letters may stand for.
func (p *form) key(k kit.Key) bool {
	return p.focus >= 0 && p.focus < len(p.fields) && p.fields[p.focus].choose(k)
}

func (p *form) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Form)
	if !ok {
		return
	}
	p.aside(v)
	for i, f := range p.fields {
		f.update(v.Fields[i], i == v.Focus, i < v.Focus)
	}
	if p.focus != v.Focus {
		p.focus = v.Focus
		if v.Focus < len(p.fields) {
			if p.pad != nil {
				p.pad.serve(p.fields[v.Focus])
			}
			if card := p.fields[v.Focus].card; card != nil {
				p.scroll.ScrollTo(card.Position().Y)
			}
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

// aside is the column at the left.
func (p *form) aside(v *desk.Form) {
	key := p.w.seen(v.Member)
	facts := p.w.facts(v.Facts)
	for _, f := range facts {
		key += "|" + f.Name + "=" + f.Value
	}
	for _, n := range v.Says {
		key += "|" + p.w.say(n.Text)
	}
	if key == p.said {
		return
	}
	p.said = key
	var of []kit.Fact
	if v.Member != nil {
		of = p.w.facts([]desk.Fact{
			{Label: text("Stored value"), Value: kit.Money(v.Member.Stored())},
			{Label: text("Spendable here now"), Value: kit.Money(v.Member.Here), Tone: desk.Good},
			{Label: text("Points"), Value: v.Member.Points.String()},
		})
	}
	p.member.update(v.Member, of)
	visible(p.member.card, v.Member != nil)
	p.about.Set(facts...)
	visible(p.aboutC, len(facts) > 0)
	for i, n := range p.says {
		visible(n, i < len(v.Says))
		if i < len(v.Says) {
			n.Set(toneOf(v.Says[i].Tone), "", p.w.say(v.Says[i].Text))
		}
	}
	p.left.Refresh()
}
