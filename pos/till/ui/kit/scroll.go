package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Scroll shows a part of something higher than its room, moved by wheel and finger. Fyne's own doesn't follow a finger
// on a desktop.
type Scroll struct {
	widget.BaseWidget
	content fyne.CanvasObject
	offset  float32
	whole   bool // it asks for the height of all that is in it
	bar     *canvas.Rectangle
	drag    drag
}

// NewScroll makes a field in which content can be scrolled up and down.
func NewScroll(content fyne.CanvasObject) *Scroll {
	s := &Scroll{content: content, bar: newBar()}
	s.ExtendBaseWidget(s)
	return s
}

// TightScroll is [Tight] for an object that can be scrolled where it is squeezed, and stands as it is where it isn't.
func TightScroll(part float32, o fyne.CanvasObject) *fyne.Container {
	s := NewScroll(o)
	s.whole = true
	return container.New(tight{part}, s)
}

// newBar is the thin line that shows how much there is and where in it one is.
func newBar() *canvas.Rectangle { return &canvas.Rectangle{CornerRadius: 2} }

// putBar places it in the room that begins at top.
func putBar(bar *canvas.Rectangle, top float32, room fyne.Size, offset, whole float32) {
	show(bar, whole > room.Height+0.5)
	if whole > room.Height {
		long := max(room.Height*room.Height/whole, 24)
		put(bar, room.Width-6, top+(room.Height-long)*offset/(whole-room.Height), 4, long)
	}
}

// putBarBeside places it in the fringe.
func putBarBeside(bar *canvas.Rectangle, within fyne.Size, offset, whole float32) {
	putBar(bar, fringe, within.AddWidthHeight(2*fringe+2, 0), offset, whole)
}

// SetContent puts something else in, and shows its top.
func (s *Scroll) SetContent(content fyne.CanvasObject) {
	s.content, s.offset = content, 0
	s.Refresh()
}

// CreateRenderer is for Fyne.
func (s *Scroll) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Scroll) parts() []fyne.CanvasObject { return []fyne.CanvasObject{s.content, s.bar} }
func (s *Scroll) paint()                     { s.bar.FillColor = Shade(Press) }

func (s *Scroll) least() fyne.Size {
	least := s.content.MinSize()
	if !s.whole {
		least.Height = 40
	}
	return least
}

// fringe is what a frame's line needs beside its object, at the edges that cut off what is scrolled. What scrolls reaches so
// far beyond the place it is given, so that what is in it stands in line with what is above and below.
const fringe = 3

// fringed is what has such edges.
type fringed interface{ fringed() }

func (*Scroll) fringed() {}

// within is a fringed object's size without the fringe.
func within(room fyne.Size) fyne.Size {
	return fyne.NewSize(max(room.Width-2*fringe, 0), max(room.Height-2*fringe, 0))
}

func (s *Scroll) arrange(room fyne.Size) {
	room = within(room)
	s.content.Resize(fyne.NewSize(room.Width, s.content.Size().Height)) // what wraps needs its width first
	whole := max(s.content.MinSize().Height, room.Height)
	s.content.Resize(fyne.NewSize(room.Width, whole))
	s.offset = min(max(s.offset, 0), whole-room.Height)
	move(s.content, fringe, fringe-s.offset)
	putBarBeside(s.bar, room, s.offset, whole)
}

// ScrollTo shows the part that begins so far down.
func (s *Scroll) ScrollTo(offset float32) {
	s.offset = offset
	s.arrange(s.Size())
	canvas.Refresh(s.bar)
}

// Reveal moves as little as brings a part into view, its top before its bottom.
func (s *Scroll) Reveal(top, bottom float32) {
	if s.Size().Height <= 0 {
		return // it has no place yet
	}
	s.ScrollTo(min(max(s.offset, bottom-within(s.Size()).Height), top))
}

// Scrolled is for Fyne.
func (s *Scroll) Scrolled(e *fyne.ScrollEvent) { s.ScrollTo(s.offset - e.Scrolled.DY) }

// Dragged is for Fyne.
func (s *Scroll) Dragged(e *fyne.DragEvent) {
	if delta := s.drag.move(e); delta.DY != 0 {
		s.ScrollTo(s.offset - delta.DY)
	}
}

// DragEnd is for Fyne. A finger that only slid a little has tapped what was under it.
func (s *Scroll) DragEnd() {
	if at, tapped := s.drag.end(); tapped {
		if t, p := tappableAt(s.content, at.AddXY(-fringe, s.offset-fringe)); t != nil {
			t.Tapped(&fyne.PointEvent{Position: p})
		}
	}
}

// tappableAt finds the innermost thing to tap at a place within an object.
func tappableAt(o fyne.CanvasObject, at fyne.Position) (found fyne.Tappable, p fyne.Position) {
	if !o.Visible() || at.X < 0 || at.Y < 0 || at.X >= o.Size().Width || at.Y >= o.Size().Height {
		return nil, p
	}
	if t, ok := o.(fyne.Tappable); ok {
		found, p = t, at
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case drawn:
		children = o.parts()
	}
	for _, child := range children {
		if t, q := tappableAt(child, at.Subtract(child.Position())); t != nil {
			found, p = t, q
		}
	}
	return found, p
}
