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
	all    *fyne.Container // in it: from the status bar to the legend
	bar    *bar
	banner *fyne.Container
	train  *menu // in it: what is offered for training
	body   *fyne.Container
	legend *legend // nil in the touch layout
	notice *toast
	busy   *veil
	guard  *kit.Guard
}

func newFrame(w *Window) *frame {
	f := &frame{w: w, bar: newBar(), body: container.NewStack(), notice: newToast(w), busy: newVeil(w), guard: kit.NewGuard()}
	amber := canvas.NewRectangle(kit.Shade(kit.AmberTint))
	f.train = newMenu(w)
	f.train.columns(2)
	f.banner = container.NewStack(amber, kit.InsetBy(2, kit.Gap, 2, 16, kit.Row(kit.Gap,
		kit.Grow(kit.NewLabel(kit.AsStrong.In(kit.Amber), w.t("Training: nothing here is sold, and nothing is kept"))), kit.Sized(380, 0, f.train.grid))))
	parts := []fyne.CanvasObject{f.bar.StatusBar, f.banner, kit.Grow(kit.Inset(kit.Gap, f.body))}
	if w.keyboard() {
		f.legend = newLegend(w)
		parts = append(parts, f.legend.root)
	}
	f.all = kit.Column(0, parts...)
	f.root = container.New(fixed{}, f.all, f.notice.object(), f.busy, container.NewWithoutLayout(kit.NewRest(w.router), f.guard))
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
	moved = f.train.update(s.Practise) || moved
	if f.legend != nil && f.legend.update(s) {
		moved = true
	}
	if moved {
		f.root.Refresh()
	}
	f.notice.update(s)
	f.busy.update(s.Busy)
}

// fixed fills the window and asks for no more, whatever is in it: Fyne enlarges a window to what its content needs, beyond
// the screen if need be, and it stays so.
type fixed struct{}

// MinSize is how small somebody may make the window: what a system's own bars leave of the smallest screen.
func (fixed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(960, 640) }

func (fixed) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(room)
	}
}
