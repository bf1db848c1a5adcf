package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// formKind is another one for another form, and for one that asks for more or less than before.
func formKind(f *desk.Form) string {
	return "form" + strconv.FormatUint(f.ID, 10) + "/" + strconv.Itoa(len(f.Fields))
}

// form asks for its fields as steps, at the right: the one in focus is open, the others say in one line what is in them.
// At the left is what it does, whom it is about and what is to be known. A form of one field and nothing to be known
// stands in the middle.
type form struct {
	w      *Window
	aside  *aside
	left   fyne.CanvasObject
	head   fyne.CanvasObject // what it does; above the field where there is nothing at the left
	fields []*field
	steps  *fyne.Container
	scroll *kit.Scroll
	pad    *pad // nil in the keyboard layout
	act    *kit.Button
	focus  int // of the fields; -1 before the first state
	width  *most
	root   *fyne.Container
}

// The widths of a form on a large screen: no line of it is longer than is read at a glance.
const (
	formWide   = 1320
	formNarrow = 760 // of one field
)

// columnsFrom is how many fields stand in two columns.
const columnsFrom = 7

func newForm(w *Window, f *desk.Form) screen {
	p := &form{w: w, aside: newAside(w), focus: -1, width: &most{formWide}}
	columns := 1
	if len(f.Fields) >= columnsFrom {
		columns = 2
	}
	steps := make([]*fyne.Container, columns)
	for i := range steps {
		steps[i] = kit.Column(kit.Near)
	}
	for i, of := range f.Fields {
		one := newField(w, of, len(f.Fields) == 1, columns)
		p.fields = append(p.fields, one)
		p.follow(one, i)
		steps[i*columns/len(f.Fields)].Add(one.object(i+1, columns))
	}
	p.steps = steps[0]
	if columns == 2 {
		p.steps = kit.Row(kit.Near, kit.Grow(steps[0]), kit.Grow(steps[1]))
	}
	p.scroll = kit.NewScroll(p.steps)

	head := kit.Column(4, kit.NewLabel(kit.AsTitle.At(kit.Large), w.say(f.Title)))
	if !f.Lead.IsZero() {
		head.Add(kit.NewSentence(kit.AsBody.In(kit.Muted), w.say(f.Lead)))
	}
	right := []fyne.CanvasObject{kit.Grow(p.scroll)}
	if !w.keyboard() {
		p.pad = newPad(w, p.next)
		right = append(right, p.pad.box)
	}
	p.left = kit.Share(34, kit.Column(kit.Gap, head, kit.Grow(p.aside.scroll)))
	if len(f.Fields) == 1 && f.Member == nil && len(f.Facts)+len(f.Says) == 0 {
		p.left, p.width.width = kit.Room(), formNarrow
		p.left.Hide()
		right = append([]fyne.CanvasObject{head, p.aside.all}, right...)
	}
	p.head = head
	back := w.back().Tall(72)
	p.act = kit.NewButton(kit.Act, "", func() { w.do(desk.Submit{Serial: w.serial()}) }).Tall(72).WithKey(w.cap(actKey(f)))
	p.root = container.New(p.width, kit.Column(kit.Gap,
		kit.Grow(kit.Row(kit.Gap, p.left, kit.Share(66, kit.Column(kit.Gap, right...)))),
		kit.Row(kit.Gap, kit.Share(34, back), kit.Share(66, p.act))))
	return p
}

// most gives objects no more than so much of the width, in the middle of the room.
type most struct{ width float32 }

func (m *most) MinSize(objects []fyne.CanvasObject) (least fyne.Size) {
	for _, o := range objects {
		least = least.Max(o.MinSize())
	}
	return least
}

func (m *most) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	width := min(room.Width, m.width)
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, room.Height))
		o.Move(fyne.NewPos((room.Width-width)/2, 0))
	}
}

// follow has Enter go on to the next field at once: what is typed next may come before the desk has answered.
func (p *form) follow(f *field, at int) {
	if f.input == nil {
		return
	}
	enter := f.input.OnSubmitted
	f.input.OnSubmitted = func(text string) {
		enter(text)
		if at+1 < len(p.fields) {
			p.turn(at + 1)
			p.w.goOn(p)
		}
	}
}

// next ends the field in focus, for a finger.
func (p *form) next() {
	if f := p.focused(); f != nil && f.input != nil {
		f.input.OnSubmitted(f.input.Text())
		return
	}
	p.w.do(desk.Key{Name: "Enter", Serial: p.w.serial()})
}

// actKey is the key that does the deed at once.
func actKey(f *desk.Form) string {
	if len(f.Fields) > 1 {
		return "Ctrl+Enter"
	}
	return "Enter"
}

// says is beside the fields, and where there is one field only, above it.
func (p *form) says() (over fyne.CanvasObject, upper bool) {
	if p.left.Visible() {
		return p.left, false
	}
	return p.head, true
}

func (p *form) object() fyne.CanvasObject { return p.root }

// focused is the field in focus; nil for none.
func (p *form) focused() *field {
	if p.focus < 0 || p.focus >= len(p.fields) {
		return nil
	}
	return p.fields[p.focus]
}

func (p *form) home() kit.Typist {
	if f := p.focused(); f != nil && f.input != nil {
		return f.input.Entry
	}
	return nil
}

// laid brings the field in focus into view.
func (p *form) laid() {
	if f := p.focused(); f != nil && f.card != nil {
		top := f.card.Position().Y
		p.scroll.Reveal(top, top+f.card.Size().Height)
	}
}

// key is for the field in focus first: it counts notes, and chooses among what letters may stand for.
func (p *form) key(k kit.Key) bool {
	f := p.focused()
	return f != nil && f.key(k)
}

// turn opens a field and closes the others.
func (p *form) turn(to int) {
	p.focus = to
	for i, f := range p.fields {
		f.open(i == to)
	}
	if f := p.focused(); f != nil && p.pad != nil {
		p.pad.serve(f, to == len(p.fields)-1)
	}
	p.settle()
}

// settle gives the steps their places after one has become higher or lower.
func (p *form) settle() {
	p.steps.Refresh()
	p.scroll.Refresh()
	p.root.Refresh()
	p.laid()
}

func (p *form) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Form)
	if !ok {
		return
	}
	moved := p.aside.update(v.Member, p.w.standing(v), v.Says)
	visible(p.aside.all, p.aside.shown != nothing)
	for i, f := range p.fields {
		moved = f.update(v.Fields[i], i < v.Focus) || moved
	}
	switch {
	case p.focus != v.Focus:
		p.turn(v.Focus)
	case moved:
		p.settle()
	}
	text, kind := v.Act, kit.Act
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
func (w *Window) standing(v *desk.Form) []desk.Fact {
	m := v.Member
	if m == nil || len(v.Facts) > 0 {
		return v.Facts
	}
	facts := []desk.Fact{
		{Label: pos.T("Stored value"), Value: m.Stored().String()},
		{Label: pos.T("Spendable here now"), Value: m.Here.String(), Tone: desk.Good},
		{Label: pos.T("Points"), Value: m.Points.String()},
	}
	for i, c := range m.Cards {
		facts = append(facts, w.cardFact(c, i == 0))
	}
	return facts
}

// cardFact is a member's card and its state today.
func (w *Window) cardFact(c pos.Card, first bool) desk.Fact {
	status, tone := c.At(pos.Date(w.state.Bar.Now)), desk.Plain
	if status != pos.Issued {
		tone = desk.Bad
	}
	return desk.Fact{Label: pos.T("Card {}", spaced(c.Number)), Value: w.t("{}", status), Tone: tone, Rule: first}
}
