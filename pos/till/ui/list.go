package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// listKind is another one for another list, as it has other columns.
func listKind(l *desk.List) string { return "list" + strconv.FormatUint(l.ID, 10) }

// list shows rows to look through. At the left is what is to be known of them; below stand the commands of the screen,
// and the large button takes the selected row. Of a member's records the member's own figures stand above.
type list struct {
	w       *Window
	v       *desk.List
	profile *profile // nil where it is nobody's
	filter  *input
	letters *letters // that a finger types into the filter; nil for keys
	tabs    *kit.Tabs
	hint    *kit.Label
	rows    *kit.Rows
	ticks   int // columns before the desk's own
	widest  int // the desk's column that takes the room that is left, and a row's tag
	empty   *kit.Label
	more    *kit.Button
	body    *fyne.Container
	aside   *aside
	left    fyne.CanvasObject
	menu    *menu
	act     *kit.Button
	root    *fyne.Container
}

func newList(w *Window, v *desk.List) screen {
	p := &list{w: w, v: v, hint: kit.NewLabel(kit.AsMuted, ""), empty: kit.NewCentred(kit.AsName.In(kit.Muted), ""), widest: widest(v.Columns), aside: newAside(w), menu: newMenu(w)}
	p.rows = kit.NewRows(p.columns(v), p.fill).Tall(50)
	p.rows.OnTap = p.tap
	p.more = kit.NewButton(kit.Quiet, w.t("Show more"), p.turn).WithKey(w.cap("↓"))
	p.act = kit.NewButton(kit.Act, "", func() { w.do(desk.Submit{Serial: w.serial()}) }).Tall(72).WithKey(w.cap("Enter"))
	p.body = kit.Column(kit.Near, append(p.head(v), kit.Grow(kit.NewFrame(kit.Over(p.rows, p.empty))), p.more)...)
	if p.letters != nil {
		p.body.Add(p.letters.box)
	}
	back := w.back().Tall(72)
	p.left = kit.Share(30, p.aside.scroll)
	parts := []fyne.CanvasObject{
		kit.Grow(kit.Row(kit.Gap, p.left, kit.Share(70, p.body))), p.menu.grid,
		kit.Row(kit.Gap, kit.Share(30, back), kit.Share(70, kit.Over(p.act))),
	}
	if v.Member != nil {
		p.profile = newProfile(w)
		p.menu.columns(6)
		parts = append([]fyne.CanvasObject{p.profile.card}, parts...)
	}
	p.root = kit.Column(kit.Gap, parts...)
	return p
}

// head is what stands above the rows.
func (p *list) head(v *desk.List) (head []fyne.CanvasObject) {
	w := p.w
	if v.Member == nil {
		head = append(head, kit.NewLabel(kit.AsTitle.At(kit.Large), w.say(v.Title)))
	}
	switch {
	case v.Filter != nil:
		p.filter = w.newInput("", w.say(v.Hint))
		p.filter.WithIcon(kit.IconSearch)
		line := kit.Row(kit.Near, kit.Grow(kit.Sized(0, 56, p.filter.Entry)))
		if !w.keyboard() {
			p.letters = newLetters(p.filter, len(v.Rows) == 0, func() { p.body.Refresh() })
			line.Add(kit.Sized(64, 0, p.letters.toggle))
		}
		head = append(head, line)
	case !v.Hint.IsZero():
		head = append(head, p.hint)
	}
	var line []fyne.CanvasObject
	if len(v.Tabs) > 0 {
		var names []string
		for _, t := range v.Tabs {
			names = append(names, w.say(t))
		}
		p.tabs = kit.NewTabs(func(i int) { w.do(desk.Turn{Tab: i, Serial: w.serial()}) }, names...)
		if w.keyboard() && !v.Ticks {
			line = append(line, kit.NewKeyCap("←", ""), kit.NewKeyCap("→", ""))
		}
		line = append(line, kit.Grow(p.tabs))
		if w.keyboard() && v.Ticks {
			line = append(line, kit.NewKeyCap("Ctrl+A", w.t("all")), kit.NewKeyCap("Space", w.t("choose")))
		}
	}
	if v.Ticks {
		for _, step := range []struct {
			icon kit.Icon
			key  string
		}{{kit.IconMinus, "-"}, {kit.IconPlus, "+"}} {
			line = append(line, kit.Sized(72, 0, kit.NewButton(kit.Plain, "", func() {
				w.do(desk.Key{Name: step.key, Serial: w.serial()})
			}).WithIcon(step.icon).WithKey(w.cap(step.key))))
		}
	}
	if len(line) > 0 {
		head = append(head, kit.Row(kit.Near, line...))
	}
	return head
}

// columns are the desk's in units of the window; the widest takes the room that is left. Rows that are ticked have the
// tick before them.
func (p *list) columns(v *desk.List) (columns []kit.Col) {
	if v.Ticks {
		p.ticks = 1
		columns = append(columns, kit.Col{Width: 30})
	}
	for i, c := range v.Columns {
		col := kit.Col{Head: p.w.say(c.Text), Right: c.Right, Look: kit.AsBody, Width: float32(38 + 35*c.Weight)}
		if i == p.widest {
			col.Width = 0
		}
		columns = append(columns, col)
	}
	return columns
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

// says is over the last rows.
func (p *list) says() (over fyne.CanvasObject, upper bool) { return p.rows, false }

func (p *list) object() fyne.CanvasObject { return p.root }

func (p *list) home() kit.Typist {
	if p.filter == nil {
		return nil
	}
	return p.filter.Entry
}

// tap selects a row, or takes it: one that is selected already, one that is ticked, and the one that was searched for.
func (p *list) tap(row, _ int) {
	if p.v.Ticks || row == p.v.At || !p.v.Act.IsZero() && p.v.Filter != nil && !p.w.keyboard() {
		p.w.do(desk.Take{Index: row, Serial: p.w.serial()})
		return
	}
	p.w.do(desk.Select{Index: row, Serial: p.w.serial()})
}

// turn brings more rows.
func (p *list) turn() { p.w.do(desk.Turn{Tab: p.v.Tab, Page: 1, Serial: p.w.serial()}) }

// key brings more rows where the keys have come to the last one.
func (p *list) key(k kit.Key) bool {
	if (k == "Down" || k == "PageDown") && p.v.More && p.v.At == len(p.v.Rows)-1 {
		p.turn()
		return true
	}
	return false
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
	p.empty.SetText(p.w.say(v.Empty))
	visible(p.empty, len(v.Rows) == 0)
	if p.more.Visible() != v.More {
		visible(p.more, v.More)
		p.body.Refresh()
	}
	moved := p.beside(v)
	moved = p.menu.update(s.Menu) || moved
	if moved || p.act.Visible() == v.Act.IsZero() {
		visible(p.act, !v.Act.IsZero())
		p.root.Refresh()
	}
	kind := kit.Act
	if v.Asked {
		kind = kit.Danger
	}
	p.act.SetKind(kind)
	p.act.SetText(p.w.say(v.Act), "")
	p.act.SetOff(!v.Ticks && (v.At < 0 || v.At >= len(v.Rows)))
}

// beside says what is to be known, and whether it takes other room than before.
func (p *list) beside(v *desk.List) bool {
	facts := v.Facts
	if p.profile != nil && v.Member != nil {
		p.profile.update(v.Member)
		for i, c := range v.Member.Cards {
			facts = append(facts[:len(facts):len(facts)], p.w.cardFact(c, i == 0))
		}
	}
	moved := p.aside.update(nil, facts, v.Says)
	visible(p.left, p.aside.shown != nothing)
	return moved
}

// fill writes one row.
func (p *list) fill(row int, cells []kit.Cell) {
	if row >= len(p.v.Rows) {
		return
	}
	r := p.v.Rows[row]
	colour := kit.Colour("")
	switch r.Tone {
	case desk.Good:
		colour = kit.Green
	case desk.Bad:
		colour = kit.Red
	default:
	}
	if p.ticks > 0 && r.Tone == desk.Good {
		cells[0] = kit.Cell{Icon: kit.IconCheck, Colour: colour}
	}
	own := cells[p.ticks:]
	for i := range own {
		if i < len(r.Cells) {
			own[i] = kit.Cell{Text: r.Cells[i], Colour: colour}
			if p.v.Columns[i].Right {
				own[i].Text = grouped(r.Cells[i])
			}
		}
	}
	tagged := &own[p.widest]
	tagged.Tag, tagged.Tone, tagged.Beside = r.Tag, toneOf(r.Tone), true
	own[0].By = r.Sub
}
