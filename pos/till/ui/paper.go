package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"holdfast/pos/receipt"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// paper shows a receipt or a report as it is printed.
type paper struct {
	w     *Window
	title *kit.Label
	sheet *kit.Paper
	shown string
	stand *fyne.Container
	roll  *kit.Scroll
	menu  *menu
	root  *fyne.Container
}

func newPaper(w *Window) screen {
	p := &paper{w: w, title: kit.NewLabel(kit.AsTitle.At(kit.Large), ""), menu: newMenu(w)}
	p.stand = kit.Column(0)
	p.roll = kit.NewScroll(p.stand)
	back := w.back().Tall(72)
	left := kit.Column(kit.Gap, p.title, p.menu.grid, kit.Room(), back)
	p.menu.grid.Layout = kit.Grid(1, kit.Near).Layout
	p.root = kit.Row(kit.Gap, kit.Share(30, left), kit.Share(70, p.roll))
	return p
}

func (p *paper) object() fyne.CanvasObject { return p.root }

func (p *paper) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Paper)
	if !ok {
		return
	}
	p.title.SetText(p.w.say(v.Title))
	if p.menu.update(s.Menu) {
		p.root.Refresh()
	}
	if v.Text == p.shown {
		return
	}
	p.shown = v.Text
	var lines []kit.PaperLine
	columns := receipt.Narrow
	for line := range strings.SplitSeq(strings.TrimRight(v.Text, "\n"), "\n") {
		lines = append(lines, kit.PaperLine{Text: line})
		columns = max(columns, receipt.Columns(line))
	}
	p.sheet = kit.NewPaper(columns)
	p.sheet.SetLines(lines)
	p.stand.Objects = []fyne.CanvasObject{kit.Middle(p.sheet)}
	p.stand.Refresh()
	p.roll.ScrollTo(0)
}
