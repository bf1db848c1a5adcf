package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// drawn is a widget of ours: it keeps its own parts, so a change to one of them is a change to that part only and the
// tree is never built again.
type drawn interface {
	fyne.Widget
	parts() []fyne.CanvasObject
	arrange(fyne.Size) // puts the parts in their places
	least() fyne.Size
	paint() // gives the parts what they show, in the shades of today's theme
}

// renderer is the one renderer of all our widgets.
type renderer struct{ w drawn }

// draw makes the renderer of w.
func draw(w drawn) fyne.WidgetRenderer {
	w.paint()
	return renderer{w}
}

func (r renderer) Layout(size fyne.Size)        { r.w.arrange(size) }
func (r renderer) MinSize() fyne.Size           { return r.w.least() }
func (r renderer) Objects() []fyne.CanvasObject { return r.w.parts() }
func (renderer) Destroy()                       {}

func (r renderer) Refresh() {
	r.w.paint()
	r.w.arrange(r.w.Size())
	canvas.Refresh(r.w)
}

// box is a rectangle with the corners of a card.
func box() *canvas.Rectangle {
	return &canvas.Rectangle{CornerRadius: Round}
}

// put moves and resizes in one go; Fyne's own calls repaint even when nothing changes.
func put(o fyne.CanvasObject, x, y, w, h float32) {
	if _, ok := o.(fringed); ok {
		x, y = x-fringe, y-fringe
	}
	move(o, x, y)
	resize(o, w, h)
}

// resize gives an object its size, and what is fringed its fringe besides.
func resize(o fyne.CanvasObject, w, h float32) {
	if _, ok := o.(fringed); ok {
		w, h = w+2*fringe, h+2*fringe
	}
	if size := fyne.NewSize(w, h); o.Size() != size {
		o.Resize(size)
	}
}

// move gives an object its place.
func move(o fyne.CanvasObject, x, y float32) {
	if at := fyne.NewPos(x, y); o.Position() != at {
		o.Move(at)
	}
}

// show shows or hides.
func show(o fyne.CanvasObject, yes bool) {
	switch {
	case yes && !o.Visible():
		o.Show()
	case !yes && o.Visible():
		o.Hide()
	}
}
