package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// picks is a button for each option: beside the field's title where there is room for all of them, as then one tap
// chooses, else below it.
type picks struct {
	options []*kit.Button
	texts   []string
	box     fyne.CanvasObject
	beside  fyne.CanvasObject // nil where they are below
}

func newPicks(f *field, options []desk.Option, columns int) *picks {
	p := &picks{}
	var buttons []fyne.CanvasObject
	wide := float32(0)
	for i, o := range options {
		text := f.w.say(o.Text)
		b := kit.NewButton(kit.Plain, text, func() { f.w.do(desk.Take{Field: f.name, Index: i, Serial: f.w.serial()}) })
		p.options, p.texts, buttons = append(p.options, b), append(p.texts, text), append(buttons, b)
		wide += kit.Natural(b) + kit.Near
	}
	label := fyne.MeasureText(f.label, kit.Title, fyne.TextStyle{Bold: true}).Width
	if wide+label < f.w.stepWide(columns) && !f.alone {
		p.beside = kit.Row(kit.Near, buttons...)
	} else {
		p.box = kit.Flow(kit.Near, buttons...)
	}
	return p
}

// stepWide is the room in a step's line, of a form with a member beside it.
func (w *Window) stepWide(columns int) float32 {
	const edges = 130 // the number at the left and what is around both
	return min(w.win.Canvas().Size().Width, formWide)*0.66/float32(columns) - edges
}

func (p *picks) choose(at int) {
	for i, b := range p.options {
		b.SetChosen(i == at)
	}
}

// text is what is chosen, where the buttons don't show it.
func (p *picks) text(at int) string {
	if at < 0 || at >= len(p.texts) {
		return ""
	}
	return p.texts[at]
}
