package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// listKind is another one for another list, as it has other columns.
func listKind(l *desk.List) string { return "list" + strconv.FormatUint(l.ID, 10) }

// list shows rows to look through. At the left is whom they are about and what is to be known; below them stand the
// commands of the screen, and the large button takes the selected row.
type list struct {
	w      *Window
	v      *desk.List
	filter *input
	tabs   *kit.Tabs
	hint   *kit.Label
	rows   *kit.Rows
	widest int // the column that takes the room that is left, and a row's tag
	empty  *kit.Label
	more   *kit.Button
	body   *fyne.Container
	aside  *aside
	left   fyne.CanvasObject
	menu   *menu
	act    *kit.Button
	root   *fyne.Container
}

func newList(w *Window, v *desk.List) screen {
	p := &list{w: w, v: v, hint: kit.NewLabel(kit.AsMuted, ""), empty: kit.NewCentred(kit.AsName.In(kit.Muted), w.say(v.Empty)), aside: newAside(w), menu: newMenu(w)}
	p.widest = widest(v.Columns)
	var columns []kit.Col
	for i, c := range v.Columns {
		col := kit.Col{Head: w.say(c.Text), Right: c.Right, Look: kit.AsBody}
		if i != p.widest {
			col.Width = float32(40 + 38*c.Weight)
		}
		columns = append(columns, col)
	}
	p.rows = kit.NewRows(columns, p.fill).Tall(50)
	p.rows.OnTap = func(row, _ int) {
		if row == p.v.At || !p.v.Act.IsZero() && p.v.Filter != nil && !w.keyboard() && p.v.Member == nil {
			w.do(desk.Take{Index: row, Serial: w.serial()})
			return
		}
		w.do(desk.Select{Index: row, Serial: w.serial()})
	}
	head := []fyne.CanvasObject{kit.NewLabel(kit.AsTitle.At(kit.Large), w.say(v.Title))}
	if v.Filter != nil {
		p.filter = w.newInput("", w.say(v.Hint))
		p.filter.WithIcon(kit.IconSearch)
		head = append(head, kit.Sized(0, 56, p.filter.Entry))
	} else if !v.Hint.IsZero() {
		head = append(head, p.hint)
	}
	if len(v.Tabs) > 0 {
		var names []string
		for _, t := range v.Tabs {
			names = append(names, w.say(t))
		}
		p.tabs = kit.NewTabs(func(i int) { w.do(desk.Turn{Tab: i, Serial: w.serial()}) }, names...)
		head = append(head, p.tabs)
	}
	p.more = kit.NewButton(kit.Quiet, w.t("Show more"), func() { w.do(desk.Turn{Tab: p.v.Tab, Page: 1, Serial: w.serial()}) })
	p.act = kit.NewButton(kit.Act, "", func() { w.do(desk.Submit{Serial: w.serial()}) }).Tall(72).WithKey(w.cap("Enter"))
	p.body = kit.Column(kit.Near, append(head, kit.Grow(kit.NewFrame(over(p.rows, p.empty))), p.more)...)
	back := w.back().Tall(72)
	p.left = kit.Share(30, p.aside.scroll)
	p.root = kit.Column(kit.Gap,
		kit.Grow(kit.Row(kit.Gap, p.left, kit.Share(70, kit.Column(kit.Gap, kit.Grow(p.body), p.menu.grid)))),
		kit.Row(kit.Gap, kit.Share(30, back), kit.Share(70, over(p.act))))
	return p
}

// widest is the column that takes the room that is left: the one of the greatest weight.
func widest(columns []desk.Column) (at int) {
	for i, c := range columns {
		if c.Weight > columns[at].Weight {
			at = i
		}
	}
	return at
}

func (p *list) object() fyne.CanvasObject { return p.root }

func (p *list) home() kit.Typist {
	if p.filter == nil {
		return nil
	}
	return p.filter.Entry
}

func (p *list) update(s *desk.State) {
	v, ok := s.Screen.(*desk.List)
	if !ok {
		return
	}
	p.v = v
	if p.filter != nil && v.Filter != nil {
		p.filter.take(*v.Filter)
	}
	p.hint.SetText(p.w.say(v.Hint))
	if p.tabs != nil && p.tabs.Chosen() != v.Tab {
		p.tabs.Choose(v.Tab)
	}
	p.rows.SetLength(len(v.Rows))
	p.rows.Update()
	if p.rows.Selected() != v.At {
		p.rows.Select(v.At)
	}
	visible(p.empty, len(v.Rows) == 0)
	moved := p.more.Visible() != v.More
	visible(p.more, v.More)
	if moved {
		p.body.Refresh()
	}
	moved = p.aside.update(v.Member, v.Facts, v.Says)
	visible(p.left, p.aside.shown != nothing)
	moved = p.menu.update(s.Menu) || moved
	act := p.w.say(v.Act)
	if p.act.Visible() != (act != "") || moved {
		visible(p.act, act != "")
		p.root.Refresh()
	}
	p.act.SetText(act, "")
	p.act.SetOff(v.Tabs == nil && (v.At < 0 || v.At >= len(v.Rows)))
}

// fill writes one row.
func (p *list) fill(row int, cells []kit.Cell) {
	if row >= len(p.v.Rows) {
		return
	}
	r := p.v.Rows[row]
	for i := range cells {
		cells[i] = kit.Cell{}
		if i < len(r.Cells) {
			cells[i].Text = r.Cells[i]
			if p.v.Columns[i].Right {
				cells[i].Text = grouped(r.Cells[i])
			}
		}
		switch r.Tone {
		case desk.Good:
			cells[i].Colour = kit.Green
		case desk.Bad:
			cells[i].Colour = kit.Red
		default:
		}
	}
	tagged := &cells[p.widest]
	tagged.Tag, tagged.Tone, tagged.Beside = r.Tag, toneOf(r.Tone), true
	cells[0].By = r.Sub
}

// aside is whom a screen is about and what is to be known, at its left.
type aside struct {
	w      *Window
	member *memberFacts
	about  *kit.Facts
	card   *kit.Card
	says   *fyne.Container
	all    *fyne.Container
	scroll *kit.Scroll
	shown  string
}

func newAside(w *Window) *aside {
	a := &aside{w: w, member: newMemberFacts(w), about: kit.NewFacts(), says: kit.Column(kit.Near)}
	a.card = kit.NewCard(a.about)
	a.all = kit.Column(kit.Gap, a.member.card, a.card, a.says)
	a.scroll = kit.NewScroll(a.all)
	return a
}

// nothing is what an aside without anything to say shows.
const nothing = "nobody"

// update says it, and whether it is something else than before.
func (a *aside) update(m *till.MemberView, facts []desk.Fact, says []desk.Notice) bool {
	drawn := a.w.facts(facts)
	key := a.w.seen(m)
	for _, f := range drawn {
		key += "|" + f.Name + "=" + f.Value
	}
	for _, n := range says {
		key += "|" + a.w.say(n.Text)
	}
	if key == a.shown {
		return false
	}
	a.shown = key
	if m != nil {
		a.member.update(m, drawn)
		drawn = nil
	}
	visible(a.member.card, m != nil)
	a.about.Set(drawn...)
	visible(a.card, len(drawn) > 0)
	a.says.Objects = nil
	for _, n := range says {
		a.says.Add(kit.NewNotice(toneOf(n.Tone), "", a.w.say(n.Text)))
	}
	visible(a.says, len(says) > 0)
	a.all.Refresh()
	a.scroll.Refresh()
	return true
}

// menu is all commands of a screen as buttons, in rows.
type menu struct {
	w       *Window
	grid    *fyne.Container
	buttons []*kit.Button
	shown   []desk.ID
}

// menuRow is how many buttons a row of the menu has.
const menuRow = 5

func newMenu(w *Window) *menu { return &menu{w: w, grid: kit.Grid(menuRow, kit.Near)} }

// update shows the commands there are, and says whether they take another height now.
func (m *menu) update(items []desk.Item) (moved bool) {
	var ids []desk.ID
	for _, i := range items {
		ids = append(ids, i.ID)
	}
	if !slices.Equal(ids, m.shown) {
		moved = true
		m.shown, m.buttons, m.grid.Objects = ids, nil, nil
		for _, i := range items {
			b := kit.NewButton(kit.Plain, "", func() { m.w.press(i.ID) }).Tall(kit.Target).WithSize(15)
			m.buttons = append(m.buttons, b)
			m.grid.Add(b)
		}
		visible(m.grid, len(items) > 0)
		m.grid.Refresh()
	}
	for i, item := range items {
		m.buttons[i].SetText(badged(m.w.say(item.Text), item.Badge), m.w.cap(item.Key))
		m.buttons[i].SetOff(!item.On)
	}
	return moved
}
