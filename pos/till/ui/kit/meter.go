package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Meter is a bar that shows what part of a whole there is.
type Meter struct {
	widget.BaseWidget
	part        float64
	colours     [2]Colour
	whole, done *canvas.Rectangle
}

// meterHigh is how thick it is.
const meterHigh float32 = 14

// NewMeter makes an empty one.
func NewMeter() *Meter {
	m := &Meter{colours: [2]Colour{Green, Sunk}, whole: &canvas.Rectangle{CornerRadius: meterHigh / 2}, done: &canvas.Rectangle{CornerRadius: meterHigh / 2}}
	m.ExtendBaseWidget(m)
	return m
}

// Set says which part there is, from 0 to 1, and the colours of that and of the rest.
func (m *Meter) Set(part float64, there, rest Colour) {
	m.part, m.colours = min(max(part, 0), 1), [2]Colour{there, rest}
	m.Refresh()
}

// CreateRenderer is for Fyne.
func (m *Meter) CreateRenderer() fyne.WidgetRenderer { return draw(m) }

func (m *Meter) parts() []fyne.CanvasObject { return []fyne.CanvasObject{m.whole, m.done} }
func (m *Meter) least() fyne.Size           { return fyne.NewSize(60, meterHigh) }

func (m *Meter) paint() {
	m.done.FillColor, m.whole.FillColor = Shade(m.colours[0]), Shade(m.colours[1])
}

func (m *Meter) arrange(room fyne.Size) {
	y := (room.Height - meterHigh) / 2
	put(m.whole, 0, y, room.Width, meterHigh)
	put(m.done, 0, y, room.Width*float32(m.part), meterHigh)
}
