package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// second is the customer's window: what has been scanned, what it comes to, and afterwards thanks and the change. A
// customer presses nothing, and what is typed while their window has the focus goes to the cashier's.
type second struct {
	w      *Window
	win    fyne.Window
	looks  looks
	state  *desk.State
	rows   *kit.Rows
	idle   *fyne.Container
	shop   *kit.Label
	offers *kit.Sentence
	member *kit.Label
	label  *kit.Label
	total  *kit.Amount
	points *kit.Label
	head   *fyne.Container
	thanks *fyne.Container
	body   *fyne.Container
}

// showSecond opens, draws or closes it, as there is to be one or not.
func (w *Window) showSecond(s *desk.State, wanted bool) {
	switch {
	case !wanted && w.second != nil:
		w.second.win.Close()
		w.second = nil
	case wanted && w.second == nil:
		w.second = newSecond(w)
		w.second.update(s)
		w.screens.Fill(w.second.win)
	case wanted:
		w.second.update(s)
	}
}

func newSecond(w *Window) *second {
	d := &second{w: w, win: w.app.NewWindow("Holdfast · 2")}
	d.win.SetPadded(false)
	d.win.Resize(fyne.NewSize(1024, 600))
	d.win.SetCloseIntercept(func() {}) // the setting closes it, not a customer
	w.router.Lend(d.win.Canvas())
	return d
}

// whole fills a screen of any size.
type whole struct{ fixed }

// MinSize is for Fyne.
func (whole) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// build makes all of it anew, in another language or theme too.
func (d *second) build() {
	d.rows = kit.NewRows([]kit.Col{{Width: 60, Look: kit.AsTitle}, {Look: kit.AsTitle}, {Width: 140, Right: true, Look: kit.AsTitle}}, d.fill).Tall(64)
	d.shop = kit.NewCentred(kit.AsTotal.At(40), "")
	d.offers = kit.NewSentence(kit.AsTitle.In(kit.Muted), "")
	d.idle = kit.Column(kit.Gap, kit.Room(), d.shop, kit.NewCentred(kit.AsTitle.In(kit.Muted), d.w.t("Welcome")), kit.Row(0, kit.Room(), kit.Sized(560, 0, d.offers), kit.Room()), kit.Room())
	d.member, d.label = kit.NewLabel(kit.AsTitle, ""), kit.NewLabel(kit.AsTitle.In(kit.OnGreenBy), "")
	d.total = kit.NewNumber(kit.AsTotal.At(88).In(kit.OnGreen), "")
	d.points = kit.NewRight(kit.AsTitle.In(kit.Muted), "")
	total := kit.NewCard(kit.Column(0, d.label, d.total)).SetFill(kit.Green, kit.Green)
	d.head = kit.Row(kit.Gap, d.member, kit.Room(), d.points)
	d.thanks = kit.Middle(kit.Sized(700, 0, kit.NewCentred(kit.AsTotal.In(kit.Green), d.w.t("Thank you!"))))
	d.body = kit.Column(kit.Gap, d.head, kit.Grow(kit.Over(kit.NewFrame(d.rows), d.thanks)), total)
	d.win.SetContent(container.New(whole{}, canvas.NewRectangle(kit.Shade(kit.Ground)), kit.Inset(20, kit.Over(d.idle, d.body))))
}

func (d *second) update(s *desk.State) {
	d.state = s
	if now := (looks{s.Lang, s.Layout, s.Dark}); d.rows == nil || d.looks != now {
		d.looks = now
		d.build()
	}
	v := s.Display
	quiet := len(v.Lines) == 0 && !v.Done
	visible(d.idle, quiet)
	visible(d.body, !quiet)
	d.shop.SetText(s.Bar.StoreName)
	offers := ""
	for i, o := range v.Idle {
		if i > 0 {
			offers += "\n"
		}
		offers += d.w.say(o)
	}
	d.offers.SetText(offers)
	points := ""
	if v.Saves > 0 {
		points = d.w.t("{} less with a member's card", kit.Money(v.Saves))
	}
	if v.Points != 0 {
		points = d.w.t("{} points to earn", kit.Grouped(v.Points.String()))
	}
	if d.member.Text() != v.Member || d.points.Text() != points {
		d.member.SetText(v.Member)
		d.points.SetText(points)
		d.head.Refresh()
	}
	visible(d.thanks, v.Done)
	switch {
	case v.Done || v.Change > 0:
		d.label.SetText(d.w.t("Change"))
		d.total.SetText("¥" + kit.Money(v.Change))
	default:
		d.label.SetText(d.w.t("To pay"))
		d.total.SetText("¥" + kit.Money(v.Due))
	}
	d.rows.SetLength(len(v.Lines) + len(v.Less))
	d.rows.Select(len(v.Lines) + len(v.Less) - 1)
}

func (d *second) fill(row int, cells []kit.Cell) {
	if less := row - len(d.state.Display.Lines); less >= 0 {
		if less < len(d.state.Display.Less) {
			c := d.state.Display.Less[less]
			cells[0], cells[1] = kit.Cell{}, kit.Cell{Text: c.Name, Tag: d.w.t("coupon"), Tone: kit.GreenTone}
			cells[2] = kit.Cell{Text: kit.Money(-c.Amount), Colour: kit.Green}
		}
		return
	}
	l := d.state.Display.Lines[row]
	cells[0], cells[1], cells[2] = kit.Cell{Text: l.Qty.String()}, kit.Cell{Text: d.w.named(l.Name, l.NameEn)}, kit.Cell{Text: kit.Money(l.Amount)}
	if l.Price < l.List {
		cells[1].Old = kit.Money(l.List)
	}
}
