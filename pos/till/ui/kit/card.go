package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// stripeWide is the width of the coloured edge that tells a tier or a lost card.
const stripeWide = 6

// Card is a white field with a thin line around it, and a coloured edge at the left where there is something to tell.
type Card struct {
	widget.BaseWidget
	content     fyne.CanvasObject
	pad         float32
	fill, edge  Colour
	stripe      Colour // "" for none
	onTap       func()
	face, under *canvas.Rectangle
}

// NewCard makes a card around content, with room between.
func NewCard(content fyne.CanvasObject) *Card { return newCard(content, 16) }

// NewFrame makes a card whose content reaches its edges, for lists.
func NewFrame(content fyne.CanvasObject) *Card { return newCard(content, 1) }

func newCard(content fyne.CanvasObject, pad float32) *Card {
	c := &Card{content: content, pad: pad, fill: Face, edge: Line, face: box(),
		under: &canvas.Rectangle{TopLeftCornerRadius: Round, BottomLeftCornerRadius: Round}}
	c.ExtendBaseWidget(c)
	return c
}

// SetStripe gives the card's left edge a colour; "" takes it away.
func (c *Card) SetStripe(colour Colour) *Card {
	if c.stripe != colour {
		c.stripe = colour
		c.Refresh()
	}
	return c
}

// SetFill gives the card another ground and border: a tone's Tint and Line, or Green for the card of the total.
func (c *Card) SetFill(fill, edge Colour) *Card {
	if c.fill != fill || c.edge != edge {
		c.fill, c.edge = fill, edge
		c.Refresh()
	}
	return c
}

// SetPadding changes the room around the content.
func (c *Card) SetPadding(pad float32) *Card {
	c.pad = pad
	c.Refresh()
	return c
}

// SetContent puts something else into the card.
func (c *Card) SetContent(content fyne.CanvasObject) {
	if c.content != content {
		c.content = content
		c.Refresh()
	}
}

// OnTap has a tap anywhere on the card, but on what takes taps itself, do something.
func (c *Card) OnTap(f func()) *Card {
	c.onTap = f
	return c
}

// Tapped is for Fyne.
func (c *Card) Tapped(e *fyne.PointEvent) {
	if c.onTap != nil {
		tapped(c, e)
		c.onTap()
	}
}

// CreateRenderer is for Fyne.
func (c *Card) CreateRenderer() fyne.WidgetRenderer { return draw(c) }

func (c *Card) parts() []fyne.CanvasObject {
	if c.content == nil {
		return []fyne.CanvasObject{c.under, c.face}
	}
	return []fyne.CanvasObject{c.under, c.face, c.content}
}

func (c *Card) paint() {
	show(c.under, c.stripe != "")
	if c.stripe != "" {
		c.under.FillColor = Shade(c.stripe)
	}
	c.face.FillColor, c.face.StrokeColor, c.face.StrokeWidth = Shade(c.fill), Shade(c.edge), Hairline
	c.face.CornerRadius = Round
	if c.stripe != "" {
		// A radius of its own for each corner: the left ones are straight where the stripe begins.
		c.face.CornerRadius = 0
		c.face.TopRightCornerRadius, c.face.BottomRightCornerRadius = Round, Round
	}
}

func (c *Card) side() float32 {
	if c.stripe != "" {
		return stripeWide
	}
	return 0
}

func (c *Card) least() fyne.Size {
	if c.content == nil {
		return fyne.NewSize(2*c.pad, 2*c.pad)
	}
	return c.content.MinSize().AddWidthHeight(2*c.pad+c.side(), 2*c.pad)
}

func (c *Card) arrange(room fyne.Size) {
	side := c.side()
	put(c.under, 0, 0, side+Round/2, room.Height)
	put(c.face, side, 0, room.Width-side, room.Height)
	if c.content != nil {
		put(c.content, side+c.pad, c.pad, max(room.Width-side-2*c.pad, 0), max(room.Height-2*c.pad, 0))
	}
}
