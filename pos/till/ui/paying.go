package ui

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"

	"holdfast/pos/money"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// paying takes the money: what is due and was taken at the left, ways to pay and the amount in the middle, at the right
// where the member's value stands and what can be said about it.
type paying struct {
	w       *Window
	due     *kit.Amount
	tenders *tenders
	methods *methods
	amount  *input
	ref     *input
	onRef   bool
	refRow  *fyne.Container
	refKey  *kit.KeyCap // that goes to it; without a finger
	kind    record.TenderKind
	keypad  *kit.Keypad
	notes   []money.Fen
	act     *kit.Button
	exact   *kit.Button
	middle  *fyne.Container
	member  *memberFacts
	say     *kit.Notice
	offline *kit.Notice
	right   *fyne.Container
	known   *fyne.Container // in it: about the member, and what can be said
	said    string
	root    fyne.CanvasObject
	basket  *basket
}

func newPaying(w *Window) screen {
	p := &paying{
		w: w, due: kit.NewNumber(kit.AsTotal.At(60), ""), tenders: newTenders(w), methods: newMethods(w),
		amount: w.newInput("amount", ""), ref: w.newInput("ref", ""),
		act:    kit.NewButton(kit.Act, "", func() { w.do(desk.Submit{Serial: w.serial()}) }).Tall(84).WithKey(w.cap("Enter")),
		member: newMemberFacts(w), say: kit.NewNotice(kit.AmberTone, "", ""), offline: kit.NewNotice(kit.PlainTone, "", ""),
		basket: newBasket(w, false),
	}
	p.amount.Big().WithLabel(w.t("Amount"))
	p.refRow = kit.Tight(0.9, kit.Sized(0, 60, p.ref.Entry))
	p.exact = kit.NewButton(kit.Plain, w.t("Exact cash"), func() { w.press("exact") }).Tall(72).WithKey(w.cap("F12"))
	back := w.back().Tall(72)

	left := kit.Column(kit.Gap, kit.NewCard(kit.Column(0, kit.NewLabel(kit.AsName.In(kit.Muted), w.t("Still to pay")), p.due)),
		kit.Grow(kit.NewFrame(p.tenders.rows)), kit.Row(kit.Near, kit.Grow(back), kit.Grow(p.exact)))
	middle := []fyne.CanvasObject{kit.Tight(0.76, p.methods.grid), kit.Tight(0.8, kit.Sized(0, 76, p.amount.Entry)), p.refRow}
	if w.keyboard() {
		p.refKey = kit.NewKeyCap("Tab", w.t("reference"))
		middle = append(middle, kit.Flow(14, kit.NewKeyCap("F1–F6", w.t("way to pay")), p.refKey, kit.NewKeyCap("Delete", w.t("take the last payment back"))), kit.Room())
	} else {
		p.keypad = kit.NewKeypad(p.pad, "", "", "", "")
		middle = append(middle, kit.Grow(p.keypad))
	}
	p.middle = kit.Column(kit.Gap, append(middle, kit.Tight(0.76, p.act))...)
	p.basket.rows.OnTap = nil
	p.known = kit.Column(kit.Gap, p.member.card, p.say, p.offline)
	p.right = kit.Column(kit.Gap, kit.TightScroll(0.4, p.known), kit.Grow(kit.NewFrame(p.basket.rows)))
	p.root = kit.Row(kit.Gap, kit.Share(32, left), kit.Share(38, p.middle), kit.Share(30, p.right))
	return p
}

// says is over the list of what was paid.
func (p *paying) says() (over fyne.CanvasObject, upper bool) { return p.tenders.rows, false }

func (p *paying) object() fyne.CanvasObject { return p.root }

func (p *paying) home() kit.Typist {
	if p.onRef {
		return p.ref.Entry
	}
	return p.amount.Entry
}

// pad types into whichever of the two is typed now; the column at its right is cash.
func (p *paying) pad(key string) {
	in := p.amount
	if p.onRef {
		in = p.ref
	}
	for i, n := range p.notes {
		if key == noteWord(n) {
			p.w.do(desk.Note{Index: i, Serial: p.w.serial()})
			return
		}
	}
	switch key {
	case "":
	case kit.Erase:
		in.Erase()
	default:
		in.Insert(key)
	}
}

func noteWord(n money.Fen) string { return "¥" + strings.TrimSuffix(kit.Money(n), ".00") }

func (p *paying) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Paying)
	if !ok {
		return
	}
	p.onRef = v.OnRef
	p.due.SetText("¥" + kit.Money(s.Sale.Totals.Due))
	p.tenders.update(s)
	p.methods.update(v)
	p.amount.SetHint(kit.Money(v.Takes))
	p.amount.take(v.Amount)
	p.ref.take(v.Ref)
	kind := v.Methods[v.Method].Kind
	if kind != p.kind {
		p.kind = kind
		p.refer(kind)
	}
	if v.WithRef != p.refRow.Visible() {
		visible(p.refRow, v.WithRef)
		if p.refKey != nil {
			visible(p.refKey, v.WithRef)
		}
		p.middle.Refresh()
	}
	p.notes = nil
	if kind == record.Cash {
		p.notes = v.Notes
	}
	if p.keypad != nil {
		var words []string
		for _, n := range p.notes {
			words = append(words, noteWord(n))
		}
		if kind == record.Coupon {
			words = append(words, "-") // before the PIN
		}
		p.keypad.SetRight(words...)
	}
	p.act.SetText(p.w.say(v.Act), "")
	p.act.SetOff(!v.Ready)
	exact, ok := p.w.item("exact")
	p.exact.SetOff(!ok || !exact.On)
	p.stand(s, v)
}

// refer names the field for what is typed into it.
func (p *paying) refer(kind record.TenderKind) {
	if kind == record.Coupon {
		p.ref.WithLabel(p.w.t("Coupon"))
		p.ref.SetHint(p.w.t("number, or number-PIN"))
		return
	}
	p.ref.WithLabel(p.w.t("Reference"))
	p.ref.SetHint(p.w.t("number on the terminal's slip"))
}

// stand shows where the member's value is, what can be said about it, and what works while the line is down.
func (p *paying) stand(s *desk.State, v *desk.Paying) {
	p.basket.update(s, 0)
	moved := p.member.update(s.Member, p.w.facts(v.Facts))
	said, offline := "", ""
	if v.Say != nil {
		said = p.w.say(*v.Say)
	}
	for i, line := range v.Offline {
		if i > 0 {
			offline += "\n"
		}
		offline += p.w.say(line)
	}
	if key := said + "\x00" + offline; key != p.said || moved {
		p.said = key
		visible(p.member.card, s.Member != nil)
		p.say.Set(kit.AmberTone, p.w.t("You can say:"), said)
		visible(p.say, said != "")
		p.offline.Set(kit.PlainTone, "", offline)
		visible(p.offline, offline != "")
		visible(p.right.Objects[0], s.Member != nil || said != "" || offline != "")
		p.known.Refresh()
		p.right.Refresh()
	}
}

// methods are the ways to pay, as buttons.
type methods struct {
	w       *Window
	grid    *fyne.Container
	buttons []*kit.Button
}

func newMethods(w *Window) *methods { return &methods{w: w, grid: kit.Grid(2, kit.Near)} }

func (m *methods) update(v *desk.Paying) {
	if len(m.buttons) != len(v.Methods) {
		m.buttons, m.grid.Objects = nil, nil
		for i, method := range v.Methods {
			b := kit.NewButton(kit.Plain, "", func() { m.w.do(desk.Take{Index: i, Serial: m.w.serial()}) }).Tall(66).WithSize(kit.Title).WithKey(m.w.cap(method.Key))
			m.buttons = append(m.buttons, b)
			m.grid.Add(b)
		}
	}
	for i, method := range v.Methods {
		m.buttons[i].SetText(m.w.say(method.Text), m.w.say(method.Sub))
		m.buttons[i].SetOff(!method.On)
		m.buttons[i].SetChosen(i == v.Method)
	}
}

// tenders are the payments taken so far, each with a cross that takes it back.
type tenders struct {
	w    *Window
	rows *kit.Rows
}

func newTenders(w *Window) *tenders {
	t := &tenders{w: w}
	t.rows = kit.NewRows([]kit.Col{{}, {Width: 104, Right: true}, {Width: 40}}, t.fill).Tall(54)
	t.rows.OnTap = func(row, column int) {
		if row > 0 && column == 2 {
			w.do(desk.Note{Index: row - 1, Drop: true, Serial: w.serial()})
		}
	}
	return t
}

func (t *tenders) update(s *desk.State) {
	t.rows.SetLength(1 + len(s.Sale.Tenders))
}

func (t *tenders) fill(row int, cells []kit.Cell) {
	s := t.w.state.Sale
	if row == 0 {
		copy(cells, []kit.Cell{{Text: t.w.t("Total"), Colour: kit.Muted}, {Text: kit.Money(s.Totals.Total), Colour: kit.Muted}, {}})
		return
	}
	if row > len(s.Tenders) {
		return
	}
	tender := s.Tenders[row-1]
	name := kit.Cell{Text: receipt.TenderName(tender.Kind, t.w.state.Lang), By: tender.Ref}
	switch tender.Kind {
	case record.Stored:
		name.By = s.Name
	case record.PointsT:
		name.By = t.w.t("{} points", kit.Grouped(tender.Points.String()))
	case record.Coupon:
		name.Text, name.By = cmp.Or(t.w.named(tender.Name, tender.NameEn), name.Text), name.Text+" "+numbered(tender.Ref)
	default:
	}
	copy(cells, []kit.Cell{name, {Text: kit.Money(-tender.Amount), Strong: true}, {Icon: kit.IconClose, Colour: kit.Red}})
}
