package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// BarItem is one thing that the status bar says.
type BarItem struct {
	Text   string
	Icon   Icon
	Dot    Colour // a dot before the text: BarGreen, BarAmber
	Strong bool
	Alarm  bool // amber, as a pill: cut off, a printer without paper
	Told   Tone // a light pill: an override, training
	OnTap  func()
}

// StatusBar is the dark bar at the top, always the same things in the same places: where and who at the left; line,
// devices and time at the right. When there is no room, what comes last at the left goes first.
type StatusBar struct {
	widget.BaseWidget
	left, right []BarItem
	ground      *canvas.Rectangle
	pieces      []*barPiece
}

type barPiece struct {
	back, dot *canvas.Rectangle
	text      *canvas.Text
	pic       *picture
	from, to  float32
	item      BarItem
}

// NewStatusBar makes an empty bar.
func NewStatusBar() *StatusBar {
	b := &StatusBar{ground: &canvas.Rectangle{}}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes what it says.
func (b *StatusBar) Set(left, right []BarItem) {
	b.left, b.right = left, right
	for len(b.pieces) < len(left)+len(right) {
		b.pieces = append(b.pieces, &barPiece{back: &canvas.Rectangle{}, dot: &canvas.Rectangle{CornerRadius: 5}, text: canvas.NewText("", nil), pic: newPicture()})
	}
	b.pieces = b.pieces[:len(left)+len(right)]
	b.Refresh()
}

// CreateRenderer is for Fyne.
func (b *StatusBar) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *StatusBar) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{b.ground}
	for _, p := range b.pieces {
		parts = append(parts, p.back, p.dot, p.pic.Image, p.text)
	}
	return parts
}

func (b *StatusBar) item(i int) BarItem {
	if i < len(b.left) {
		return b.left[i]
	}
	return b.right[i-len(b.left)]
}

func (i BarItem) look() Look {
	look := Look{Size: 15, Colour: BarInk, Bold: i.Strong}
	switch {
	case i.Alarm:
		look.Colour = BarAmber
	case i.Told != Tone{}:
		look = Look{Size: 13.5, Colour: i.Told.Text}
	}
	return look
}

func (i BarItem) pill() bool { return i.Alarm || i.Told != Tone{} }

func (i BarItem) width() float32 {
	width := i.look().width(i.Text)
	if i.Dot != "" {
		width += 17
	}
	if i.Icon != "" {
		width += 24
	}
	if i.pill() {
		width += 22
	}
	return width
}

func (b *StatusBar) paint() {
	b.ground.FillColor = Shade(Bar)
	for i, p := range b.pieces {
		p.item = b.item(i)
		look := p.item.look()
		look.say(p.text, p.item.Text)
		show(p.dot, p.item.Dot != "")
		if p.item.Dot != "" {
			p.dot.FillColor = Shade(p.item.Dot)
		}
		p.pic.set(p.item.Icon, look.Colour)
		show(p.back, p.item.pill())
		switch {
		case p.item.Alarm:
			p.back.FillColor = Shade(BarTint)
		case p.item.pill():
			p.back.FillColor = Shade(p.item.Told.Tint)
		}
	}
}

func (b *StatusBar) least() fyne.Size { return fyne.NewSize(200, BarTall) }

func (b *StatusBar) arrange(room fyne.Size) {
	put(b.ground, 0, 0, room.Width, room.Height)
	const pad, gap = 16, 18
	x := room.Width - pad
	for i := len(b.pieces) - 1; i >= len(b.left); i-- {
		x -= b.pieces[i].item.width()
		b.pieces[i].put(x, room.Height)
		x -= gap
	}
	right, y := x, float32(pad)
	for _, p := range b.pieces[:len(b.left)] {
		if y+p.item.width() > right {
			p.put(-2000, room.Height) // out of sight; the next ones too
			y = right
			continue
		}
		p.put(y, room.Height)
		y += p.item.width() + gap
	}
}

// put places a piece with its left edge at x.
func (p *barPiece) put(x, high float32) {
	p.from, p.to = x, x+p.item.width()
	look := p.item.look()
	if p.item.pill() {
		p.back.CornerRadius = 12
		put(p.back, x, (high-24)/2, p.to-p.from, 24)
		x += 11
	}
	if p.item.Dot != "" {
		put(p.dot, x, (high-10)/2, 10, 10)
		x += 17
	}
	if p.item.Icon != "" {
		put(p.pic.Image, x, (high-18)/2, 18, 18)
		x += 24
	}
	place(p.text, x, (high-look.height())/2, fyne.TextAlignLeading)
}

// Tapped is for Fyne.
func (b *StatusBar) Tapped(e *fyne.PointEvent) {
	for _, p := range b.pieces {
		if p.item.OnTap != nil && e.Position.X >= p.from-9 && e.Position.X < p.to+9 {
			p.item.OnTap()
			return
		}
	}
}
