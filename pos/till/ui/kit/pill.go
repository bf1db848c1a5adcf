package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Pill is a short word on a tint: a tier, a state, why a price is lower.
type Pill struct {
	widget.BaseWidget
	tone Tone
	text string
	back *canvas.Rectangle
	line *canvas.Text
}

// NewPill makes a pill.
func NewPill(tone Tone, text string) *Pill {
	p := &Pill{tone: tone, text: text, back: &canvas.Rectangle{}, line: canvas.NewText("", nil)}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes it; without text it is not to be seen.
func (p *Pill) Set(tone Tone, text string) {
	if p.tone != tone || p.text != text {
		p.tone, p.text = tone, text
		p.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

func (p *Pill) look() Look                 { return Look{Size: Small - 1, Colour: p.tone.Text} }
func (p *Pill) parts() []fyne.CanvasObject { return []fyne.CanvasObject{p.back, p.line} }

func (p *Pill) paint() {
	show(p.back, p.text != "")
	p.back.FillColor = Shade(p.tone.Tint)
	p.look().say(p.line, p.text)
}

func (p *Pill) least() fyne.Size {
	if p.text == "" {
		return fyne.Size{}
	}
	return fyne.NewSize(p.look().width(p.text)+16, p.look().height()+4)
}

func (p *Pill) arrange(room fyne.Size) {
	least := p.least()
	y := (room.Height - least.Height) / 2
	p.back.CornerRadius = least.Height / 2
	put(p.back, 0, y, least.Width, least.Height)
	place(p.line, 8, y+2, fyne.TextAlignLeading)
}
