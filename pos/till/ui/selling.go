package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"holdfast/pos/receipt"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// selling is what the touch and the keyboard layout have in common: the basket, the line that is typed, and what fits it.
type selling struct {
	w      *Window
	input  *input
	basket *basket
	found  *found
	empty  *welcome
	root   fyne.CanvasObject
}

func newSelling(w *Window, hint string) selling {
	return selling{w: w, input: w.newInput("", hint).clearing(), basket: newBasket(w, w.keyboard()), found: newFound(w), empty: newWelcome(w)}
}

// says is over the end of the basket, as the newest line can be seen in the total too.
func (p *selling) says() (over fyne.CanvasObject, upper bool) { return p.basket.rows, false }

func (p *selling) object() fyne.CanvasObject { return p.root }
func (p *selling) home() kit.Typist          { return p.input.Entry }

func (p *selling) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Selling)
	if !ok {
		return
	}
	p.input.take(v.Input)
	p.basket.update(s, v.At)
	p.found.update(v)
	p.empty.update(s, v.Last)
}

// lines is the basket in its frame, with what stands in it while it is empty.
func (p *selling) lines() fyne.CanvasObject {
	return kit.Over(kit.NewFrame(p.basket.rows), kit.Middle(kit.Sized(320, 0, p.empty.box)))
}

// welcome stands in the empty basket: what to do first, or how the sale before has ended.
type welcome struct {
	w     *Window
	box   *fyne.Container
	shown string
}

func newWelcome(w *Window) *welcome { return &welcome{w: w, box: kit.Column(kit.Gap)} }

func (e *welcome) update(s *desk.State, last *desk.Done) {
	visible(e.box, len(s.Sale.Lines) == 0)
	open, offered := e.w.item("shift-open")
	offered = offered && open.On
	key := ""
	switch {
	case last != nil:
		key = last.Receipt
	case offered:
		key = "shift"
	case s.Sale.Member != "":
		key = "member"
	}
	if key == e.shown && len(e.box.Objects) > 0 {
		return
	}
	e.shown = key
	switch {
	case last != nil:
		e.box.Objects = e.done(last)
	case offered:
		e.box.Objects = []fyne.CanvasObject{
			kit.NewCentred(kit.AsTitle, e.w.t("No shift is open")),
			kit.NewCentred(kit.AsBody.In(kit.Muted), e.w.t("Count the drawer's float, then sell.")),
			kit.NewButton(kit.Act, e.w.say(open.Text), func() { e.w.press("shift-open") }).WithKey(e.w.cap(open.Key)),
		}
	default:
		e.box.Objects = []fyne.CanvasObject{
			kit.NewCentred(kit.AsName.In(kit.Muted), e.w.t("Scan the first article")),
			kit.NewCentred(kit.AsMuted, e.w.t("or type a code, initials or a phone number")),
		}
	}
	e.box.Refresh()
}

// done is how a sale has ended.
func (e *welcome) done(last *desk.Done) []fyne.CanvasObject {
	facts := []kit.Fact{{Name: e.w.t("Receipt"), Value: last.Receipt}, {Name: e.w.t("Total"), Value: kit.Money(last.Total)}}
	for _, t := range last.Paid {
		facts = append(facts, kit.Fact{Name: receipt.TenderName(t.Kind, e.w.state.Lang), Value: kit.Money(t.Amount)})
	}
	facts = append(facts, kit.Fact{Name: e.w.t("Change"), Value: kit.Money(last.Change), Strong: true})
	if last.Points != 0 {
		facts = append(facts, kit.Fact{Name: e.w.t("Points earned"), Value: kit.Grouped(last.Points.String()), Colour: kit.Green})
	}
	if last.Left != nil {
		facts = append(facts, kit.Fact{Name: e.w.t("Stored value left"), Value: kit.Money(last.Left.Stored()), Apart: true},
			kit.Fact{Name: e.w.t("Points"), Value: kit.Grouped(last.Left.Points.String())})
	}
	return []fyne.CanvasObject{kit.NewCentred(kit.AsTitle.In(kit.Green), e.w.t("Sold")), kit.Sized(280, 0, kit.NewFacts(facts...))}
}

// cap is a command's key as a button shows it: in the keyboard layout only.
func (w *Window) cap(key string) string {
	if w.keyboard() {
		return key
	}
	return ""
}

// found is what fits the text that is typed, in a card that drops over what is below it.
type found struct {
	w     *Window
	rows  *kit.Rows
	frame *kit.Card
	all   []desk.Found
	drop  *drop
	box   *fyne.Container
}

func newFound(w *Window) *found {
	f := &found{w: w, drop: &drop{up: w.keyboard()}}
	f.rows = kit.NewRows([]kit.Col{{}, {Width: 150, Look: kit.AsBody.In(kit.Muted)}, {Width: 110, Right: true}}, f.fill).Tall(foundTall)
	f.rows.OnTap = func(row, _ int) { w.do(desk.Take{Field: "found", Index: row, Serial: w.serial()}) }
	f.frame = kit.NewFrame(f.rows)
	f.box = container.New(f.drop, f.frame)
	f.box.Hide()
	return f
}

const foundTall = 52

func (f *found) update(v *desk.Selling) {
	f.all = v.Found
	if len(v.Found) == 0 {
		visible(f.box, false)
		return
	}
	if f.rows.Length() != len(v.Found) {
		f.rows.SetLength(len(v.Found))
		f.drop.high = float32(len(v.Found))*foundTall + 2
		f.box.Refresh()
	}
	visible(f.box, true)
	f.rows.Select(v.Chosen)
	f.rows.Update()
}

func (f *found) fill(row int, cells []kit.Cell) {
	if row >= len(f.all) {
		return
	}
	if m := f.all[row].Member; m != nil {
		tone, _ := tier(m.Tier)
		cells[0] = kit.Cell{Text: m.Name, Tag: f.w.t(m.Tier), Tone: tone, Beside: true}
		cells[1], cells[2] = kit.Cell{Text: receipt.MaskPhone(m.Phone)}, kit.Cell{Text: f.w.t("Member"), Colour: kit.Muted}
		return
	}
	p := f.all[row].Product
	cells[0] = kit.Cell{Text: f.w.named(p.Name, p.NameEn), Unit: f.w.named(p.Unit, p.UnitEn)}
	cells[1], cells[2] = kit.Cell{Text: p.Code}, kit.Cell{Text: kit.Money(p.Price)}
	if f.w.state.Member != nil && p.MemberPrice > 0 {
		cells[2] = kit.Cell{Text: kit.Money(p.MemberPrice), Colour: kit.Green}
	}
}

// drop gives an object its height at the top of the room, or at the bottom.
type drop struct {
	high  float32
	least float32 // of the room
	up    bool
}

func (d *drop) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, d.least) }

func (d *drop) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	high := min(d.high, room.Height)
	y := float32(0)
	if d.up {
		y = room.Height - high
	}
	for _, o := range objects {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(room.Width, high))
	}
}

// names are those of the tabs.
func (w *Window) names(tabs []desk.Tab) (names []string) {
	for _, t := range tabs {
		name := w.named(t.Name, t.NameEn)
		if strings.TrimSpace(name) == "" {
			name = w.t("Often sold")
		}
		names = append(names, name)
	}
	return names
}

// settled reports whether two shelves hold the same goods at the same prices.
func settled(a, b []desk.Tile) bool {
	return slices.EqualFunc(a, b, func(a, b desk.Tile) bool {
		return a.Code == b.Code && a.Price == b.Price && a.Was == b.Was && a.Off == b.Off && a.Name == b.Name && a.NameEn == b.NameEn
	})
}
