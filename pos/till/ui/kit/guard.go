package kit

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Guard keeps the second tap of a double tap from what has come under the finger since the first: on another screen that
// is another button, and one that may move money.
type Guard struct {
	widget.BaseWidget
	raised int // counts, so that an old alarm lets nothing through
}

const (
	guardWide = 140                    // a finger that taps twice doesn't meet the same spot
	guardLong = 600 * time.Millisecond // the slowest double tap
)

// NewGuard makes one that lets everything through.
func NewGuard() *Guard {
	g := &Guard{}
	g.ExtendBaseWidget(g)
	g.Hide()
	return g
}

// CreateRenderer is for Fyne: there is nothing to be seen.
func (g *Guard) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// Tapped keeps a tap from what is below.
func (g *Guard) Tapped(*fyne.PointEvent) {}

// Raise lets no tap through where the last one was, for a while. later calls a func on Fyne's goroutine after that.
func (g *Guard) Raise(c fyne.Canvas, later func(time.Duration, func())) {
	at, ok := lastTap(c)
	if !ok {
		return
	}
	g.raised++
	raised := g.raised
	g.Resize(fyne.NewSquareSize(guardWide))
	g.Move(at.SubtractXY(guardWide/2, guardWide/2))
	g.Show()
	later(guardLong, func() {
		if g.raised == raised {
			g.Hide()
		}
	})
}

// taps is where each window was tapped last.
var taps sync.Map // fyne.Canvas → tap

type tap struct {
	at   fyne.Position
	when time.Time
}

// tapped notes where a widget was tapped. What was typed before that counts before it.
func tapped(o fyne.CanvasObject, e *fyne.PointEvent) {
	r := routerOf(o)
	r.give(r.Wedge.Typed())
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && e != nil {
		taps.Store(c, tap{e.AbsolutePosition, time.Now()})
	}
}

// lastTap is where a window was tapped just now, since it was last asked.
func lastTap(c fyne.Canvas) (fyne.Position, bool) {
	last, ok := taps.LoadAndDelete(c)
	if !ok || time.Since(last.(tap).when) > guardLong {
		return fyne.Position{}, false
	}
	return last.(tap).at, true
}
