package kit

import (
	"fyne.io/fyne/v2"
)

// slack is how far a finger may slide and still have tapped. Fyne calls two units a drag and takes the tap away.
const slack = 12

// drag tells a finger that scrolls from one that taps.
type drag struct {
	from     fyne.Position
	way      fyne.Delta
	started  bool
	scrolled bool
}

// move takes a part of a drag, and gives how far to scroll: nothing until it is clear that the finger doesn't tap.
func (d *drag) move(e *fyne.DragEvent) (delta fyne.Delta) {
	if !d.started {
		d.started = true
		d.from = e.Position.SubtractXY(e.Dragged.DX, e.Dragged.DY)
	}
	d.way.DX += e.Dragged.DX
	d.way.DY += e.Dragged.DY
	if d.scrolled {
		return e.Dragged
	}
	if abs(d.way.DX) > slack || abs(d.way.DY) > slack {
		d.scrolled = true
		return d.way
	}
	return fyne.Delta{}
}

// end ends the drag, and gives where a finger that didn't scroll has tapped.
func (d *drag) end() (at fyne.Position, tapped bool) {
	at, tapped = d.from, d.started && !d.scrolled
	*d = drag{}
	return at, tapped
}

func abs(x float32) float32 { return max(x, -x) }
