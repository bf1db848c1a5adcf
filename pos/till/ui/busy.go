package ui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// patience is how long work may last before the window says so: what is shorter would only flicker.
const patience = 150 * time.Millisecond

// veil lies over the window while something is waited for, says what, and lets nothing through to what is below it.
type veil struct {
	widget.BaseWidget
	w      *Window
	shade  *canvas.Rectangle
	middle *fyne.Container
	work   *desk.Busy
	wait   int  // counts what was waited for, so that an old alarm does nothing
	late   bool // patience has run out
}

func newVeil(w *Window) *veil {
	v := &veil{w: w, shade: canvas.NewRectangle(color.NRGBA{A: 0x50}), middle: container.NewStack()}
	v.ExtendBaseWidget(v)
	v.Hide()
	return v
}

// CreateRenderer is for Fyne.
func (v *veil) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(v.shade, kit.Middle(v.middle)))
}

// Tapped keeps taps from what is below.
func (v *veil) Tapped(*fyne.PointEvent) {}

func (v *veil) update(b *desk.Busy) {
	switch {
	case b == nil:
		if v.work != nil {
			v.wait++
			v.work, v.late = nil, false
			v.Hide()
		}
	case v.work == nil:
		v.work = b
		wait := v.wait
		v.w.router.Later(patience, func() {
			if v.wait == wait && v.work != nil {
				v.late = true
				v.draw()
				v.Show()
			}
		})
	case b != v.work:
		v.work = b
		if v.late {
			v.draw()
		}
	}
}

// draw says what is waited for, and how far it is.
func (v *veil) draw() {
	var stop func()
	if v.work.Stop {
		stop = func() { v.w.do(desk.Back{Serial: v.w.serial()}) }
	}
	text := v.w.say(v.work.Text)
	p := kit.NewProgress(text, v.w.t("Stop"), stop)
	if v.work.Total > 0 {
		p.Set(float64(v.work.Done)/float64(v.work.Total), text)
	}
	v.middle.Objects = []fyne.CanvasObject{kit.NewCard(kit.Sized(460, 0, p))}
	v.middle.Refresh()
}
