package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// frame is what surrounds every screen: the status bar, in the keyboard layout the legend of keys, and above all of it the
// notice and what is waited for.
type frame struct {
	w      *Window
	root   *fyne.Container
	bar    *bar
	banner *fyne.Container
	sample *kit.Button // in it: what training offers to scan
	body   *fyne.Container
	legend *legend // nil in the touch layout
	notice *toast
	busy   *veil
}

func newFrame(w *Window) *frame {
	f := &frame{w: w, bar: newBar(), body: container.NewStack(), notice: newToast(w), busy: newVeil(w)}
	amber := canvas.NewRectangle(kit.Shade(kit.AmberTint))
	f.sample = kit.NewButton(kit.Plain, "", func() { w.press(w.state.Practise.ID) }).WithSize(15)
	f.banner = container.NewStack(amber, kit.InsetBy(2, kit.Gap, 2, 16, kit.Row(kit.Gap,
		kit.Grow(kit.NewLabel(kit.AsStrong.In(kit.Amber), w.t("Training: nothing here is sold, and nothing is kept"))), kit.Sized(220, 0, f.sample))))
	parts := []fyne.CanvasObject{f.bar.StatusBar, f.banner, kit.Grow(kit.Inset(kit.Gap, f.body))}
	if w.keyboard() {
		f.legend = newLegend(w)
		parts = append(parts, f.legend.root)
	}
	f.root = container.NewStack(kit.Column(0, parts...), f.notice.object(), f.busy)
	return f
}

// put shows a screen in the frame.
func (f *frame) put(o fyne.CanvasObject) {
	f.body.Objects = []fyne.CanvasObject{o}
	f.body.Refresh()
}

func (f *frame) update(s *desk.State) {
	f.bar.update(f.w, s)
	moved := f.banner.Visible() != s.Training
	visible(f.banner, s.Training)
	visible(f.sample, s.Practise.ID != "")
	f.sample.WithIcon(kit.Icon(s.Practise.Icon)).SetText(f.w.say(s.Practise.Text), f.w.cap(s.Practise.Key))
	if f.legend != nil && f.legend.update(s) {
		moved = true
	}
	if moved {
		f.root.Refresh()
	}
	f.notice.update(s)
	f.busy.update(s.Busy)
}
