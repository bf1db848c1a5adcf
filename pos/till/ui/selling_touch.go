package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// touchSelling sells by finger: the sale at the left, what can be added and done at the right.
type touchSelling struct {
	selling
	member *memberCard
	totals *totals
	pay    *kit.Button
	exact  *kit.Button
	who    *kit.Button
	shelf  *shelf
	more   *actions
	keys   *fyne.Container
	left   *fyne.Container
}

// elsewhere are commands that have a place of their own on the screen.
var elsewhere = []desk.ID{"pay", "exact", "member"}

func newTouchSelling(w *Window) screen {
	p := &touchSelling{
		selling: newSelling(w, w.t("Scan, swipe, or type a code, initials or a phone number")),
		member:  newMemberCard(w), totals: newTotals(w), shelf: newShelf(w), more: newActions(w, elsewhere...),
		pay:   kit.NewButton(kit.Act, w.t("Pay"), func() { w.press("pay") }).Tall(76),
		exact: kit.NewButton(kit.Plain, w.t("Exact cash"), func() { w.press("exact") }).Tall(76),
	}
	p.input.WithIcon(kit.IconSearch)
	p.who = kit.NewButton(kit.Plain, w.t("Member"), func() { w.press("member") }).WithIcon(kit.IconPerson).Tall(56)
	board := kit.NewButton(kit.Plain, "", p.board).WithIcon(kit.IconKeyboard).Tall(56)
	enter := func() { p.input.OnSubmitted(p.input.Text()) }
	p.keys = container.New(&drop{high: 330, up: true}, kit.NewCard(kit.NewKeyboard(nil, p.input.Insert, p.input.Erase).WithEnter(enter)))
	p.keys.Hide()

	p.left = kit.Column(kit.Gap, p.member.card, kit.Grow(p.lines()), p.totals.card, kit.Row(kit.Near, kit.Share(30, p.exact), kit.Share(70, p.pay)))
	top := kit.Row(kit.Near, kit.Grow(p.input.Entry), kit.Sized(60, 0, board), kit.Sized(116, 0, p.who))
	goods := kit.Column(kit.Near, p.shelf.tabs, kit.Grow(p.shelf.tiles))
	right := kit.Column(kit.Near, kit.Sized(0, 56, top), kit.Grow(kit.Over(goods, p.found.box, p.keys)), p.more.grid)
	p.root = kit.Row(kit.Gap, kit.Share(40, p.left), kit.Share(60, right))
	return p
}

// board shows the keys for letters and digits, or takes them away.
func (p *touchSelling) board() {
	visible(p.keys, !p.keys.Visible())
	p.w.router.GoHome()
}

func (p *touchSelling) update(s *desk.State) {
	p.selling.update(s)
	v, ok := s.Screen.(*desk.Selling)
	if !ok {
		return
	}
	if p.member.update(s.Member) {
		p.left.Refresh()
	}
	p.totals.update(s, v.Last)
	p.shelf.update(v)
	p.more.update(s)
	for id, b := range map[desk.ID]*kit.Button{"pay": p.pay, "exact": p.exact, "member": p.who} {
		item, ok := p.w.item(id)
		b.SetOff(!ok || !item.On)
	}
}

// totals is the card with the largest figure.
type totals struct {
	w              *Window
	card           *kit.Card
	items, points  *kit.Label
	label          *kit.Label
	total          *kit.Amount
	first, figures *fyne.Container
}

func newTotals(w *Window) *totals {
	t := &totals{
		w: w, items: kit.NewLabel(kit.AsMuted.At(15), ""), points: kit.NewLabel(kit.AsMuted.At(15), ""),
		label: kit.NewLabel(kit.AsName, ""), total: kit.NewNumber(kit.AsTotal, ""),
	}
	t.first = kit.Row(8, t.items, kit.Room(), t.points)
	t.figures = kit.Row(8, t.label, kit.Grow(t.total))
	t.card = kit.NewCard(kit.Column(0, t.first, t.figures))
	return t
}

// update shows what is to be paid; after a sale, what is to be given back.
func (t *totals) update(s *desk.State, last *desk.Done) {
	items, points, label, total, colour := t.w.t("{} items", s.Sale.Items), "", t.w.t("To pay"), s.Sale.Totals.Due, kit.Ink
	if s.Sale.Totals.Discount > 0 {
		items += " · " + t.w.t("saved {}", kit.Money(s.Sale.Totals.Discount))
	}
	if s.Sale.Totals.Points > 0 {
		points = t.w.t("{} points to earn", kit.Grouped(s.Sale.Totals.Points.String()))
	}
	if last != nil {
		items, points, label, total, colour = t.w.t("Receipt {}", last.Receipt), "", t.w.t("Change"), last.Change, kit.Green
	}
	changed := t.items.Text() != items || t.points.Text() != points
	t.items.SetText(items)
	t.points.SetText(points)
	if changed {
		t.first.Refresh()
	}
	if t.label.Text() != label {
		t.label.SetText(label)
		t.figures.Refresh()
	}
	t.total.SetLook(kit.AsTotal.In(colour))
	t.total.SetText("¥" + kit.Money(total))
}

// shelf is the tabs of categories and the tiles of goods. What is beyond a page of them has a tile of its own.
type shelf struct {
	w     *Window
	tabs  *kit.Tabs
	tiles *kit.Tiles
	names []string
	shown *desk.Selling
}

func newShelf(w *Window) *shelf {
	f := &shelf{w: w}
	f.tabs = kit.NewTabs(func(i int) { w.do(desk.Turn{Tab: i, Serial: w.serial()}) })
	f.tiles = kit.NewTiles(f.tile)
	f.tiles.OnTap = f.tap
	return f
}

func (f *shelf) update(v *desk.Selling) {
	was := f.shown
	f.shown = v
	if names := f.w.names(v.Tabs); !slices.Equal(names, f.names) {
		f.names = names
		f.tabs.SetNames(names)
	}
	if f.tabs.Chosen() != v.Tab {
		f.tabs.Choose(v.Tab)
	}
	switch {
	case was == nil || was.Tab != v.Tab || was.Page != v.Page || len(was.Tiles) != len(v.Tiles) || was.More != v.More:
		f.tiles.SetLength(len(v.Tiles) + f.before() + f.after())
	case !settled(was.Tiles, v.Tiles):
		f.tiles.Update()
	}
}

// before and after are how many tiles lead to other pages.
func (f *shelf) before() int {
	if f.shown.Page > 0 {
		return 1
	}
	return 0
}

func (f *shelf) after() int {
	if f.shown.More {
		return 1
	}
	return 0
}

func (f *shelf) tile(i int) kit.Tile {
	i -= f.before()
	switch {
	case i < 0:
		return kit.Tile{Name: "← " + f.w.t("Page before")}
	case i >= len(f.shown.Tiles):
		return kit.Tile{Name: f.w.t("Next page") + " →"}
	}
	t := f.shown.Tiles[i]
	tile := kit.Tile{Name: f.w.named(t.Name, t.NameEn), Price: kit.Money(t.Price), Off: t.Off}
	if t.Was > t.Price {
		tile.Old = kit.Money(t.Was)
	}
	return tile
}

func (f *shelf) tap(i int) {
	v := f.shown
	i -= f.before()
	switch {
	case i < 0:
		f.w.do(desk.Turn{Tab: v.Tab, Page: v.Page - 1, Serial: f.w.serial()})
	case i >= len(v.Tiles):
		f.w.do(desk.Turn{Tab: v.Tab, Page: v.Page + 1, Serial: f.w.serial()})
	default:
		f.w.do(desk.Take{Index: i, Serial: f.w.serial()})
	}
}
