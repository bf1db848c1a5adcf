package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"holdfast/pos/receipt"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// paper shows a receipt or a report as it is printed; at its left what is to be known and what can be done with it.
type paper struct {
	w     *Window
	title *kit.Label
	aside *aside
	sheet *kit.Paper
	shown string
	stand *fyne.Container
	room  fyne.CanvasObject // below what can be done with it
	roll  *kit.Scroll
	menu  *menu
	root  *fyne.Container
}

func newPaper(w *Window) screen {
	p := &paper{w: w, title: kit.NewLabel(kit.AsTitle.At(kit.Large), ""), aside: newAside(w), menu: newMenu(w)}
	p.menu.columns(1)
	p.stand = kit.Column(0)
	p.roll = kit.NewScroll(p.stand)
	back := w.back().Tall(72)
	p.room = kit.Grow(p.aside.scroll)
	left := kit.Column(kit.Gap, p.title, p.menu.grid, p.room, back)
	p.root = kit.Row(kit.Gap, kit.Share(30, left), kit.Share(70, p.roll))
	return p
}

// says is below what can be done with it.
func (p *paper) says() (over fyne.CanvasObject, upper bool) { return p.room, false }

func (p *paper) object() fyne.CanvasObject { return p.root }

func (p *paper) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Paper)
	if !ok {
		return
	}
	p.title.SetText(p.w.say(v.Title))
	moved := p.aside.update(nil, v.Facts, v.Says)
	visible(p.aside.all, p.aside.shown != nothing)
	if p.menu.update(s.Menu) || moved {
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
	p.stand.Objects = []fyne.CanvasObject{kit.InsetBy(16, 30, 30, 30, kit.Middle(p.sheet))}
	p.stand.Refresh()
	p.roll.ScrollTo(0)
}

// key rolls a long one, for those without a mouse.
func (p *paper) key(k kit.Key) bool {
	by, rolls := map[kit.Key]float32{"Up": 60, "Down": -60, "PageUp": 500, "PageDown": -500}[k]
	if rolls {
		p.roll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)})
	}
	return rolls
}
