package kit

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Tile is what one field of [Tiles] shows.
type Tile struct {
	Name, Price string
	Old         string // the price before, struck through
	Tag         string
	Tone        Tone
	Picture     fyne.Resource
	Off         bool // can't be sold now
}

// Tiles is a grid of equal fields to tap, of any number; only those that can be seen exist.
type Tiles struct {
	widget.BaseWidget
	// OnTap gets the tile that was tapped.
	OnTap func(i int)

	fill         func(i int) Tile
	length       int
	wide, high   float32 // the least size of a tile
	offset       float32
	columns      int
	tileW, tileH float32
	fields       []*field
	bar          *canvas.Rectangle
	drag         drag
	room         fyne.Size
}

// field is one tile on the screen.
type field struct {
	*fyne.Container
	face            *canvas.Rectangle
	lines           [2]*canvas.Text
	price, old, tag *canvas.Text
	strike, tagBack *canvas.Rectangle
	image           *canvas.Image
	shown           Tile
	size            fyne.Size
	i               int
}

// NewTiles makes a grid; fill says what a tile shows.
func NewTiles(fill func(i int) Tile) *Tiles {
	t := &Tiles{fill: fill, wide: 130, high: 110, bar: newBar()}
	t.ExtendBaseWidget(t)
	return t
}

// Least sets the least size of a tile.
func (t *Tiles) Least(wide, high float32) *Tiles { t.wide, t.high = wide, high; t.Refresh(); return t }

// SetLength says how many there are, and shows the first.
func (t *Tiles) SetLength(n int) {
	t.length, t.offset = n, 0
	t.scroll(0)
}

// Update writes the tiles that can be seen again, where they differ.
func (t *Tiles) Update() { t.scroll(0) }

// CreateRenderer is for Fyne.
func (t *Tiles) CreateRenderer() fyne.WidgetRenderer { return draw(t) }

func (t *Tiles) parts() []fyne.CanvasObject {
	parts := make([]fyne.CanvasObject, 0, len(t.fields)+1)
	for _, f := range t.fields {
		parts = append(parts, f.Container)
	}
	return append(parts, t.bar)
}

func (t *Tiles) paint() {
	t.bar.FillColor = Shade(Press)
	for _, f := range t.fields {
		f.i = -1
	}
}

func (*Tiles) fringed() {}

func (t *Tiles) least() fyne.Size { return fyne.NewSize(2*t.wide+Near, t.high) }

func (t *Tiles) arrange(room fyne.Size) {
	room = within(room)
	t.room = room
	t.columns = max(int((room.Width+Near)/(t.wide+Near)), 1)
	t.tileW = (room.Width - Near*float32(t.columns-1)) / float32(t.columns)
	rows := max(int((room.Height+Near)/(t.high+Near)), 1)
	t.tileH = (room.Height - Near*float32(rows-1)) / float32(rows)
	t.scroll(0)
}

func (t *Tiles) scroll(by float32) {
	if t.room.Height <= 0 || t.room.Width <= 0 {
		return
	}
	step := t.tileH + Near
	rows := (t.length + t.columns - 1) / t.columns
	whole := float32(rows)*step - Near
	t.offset = min(max(t.offset+by, 0), max(whole-t.room.Height, 0))
	seen := int(math.Ceil(float64(t.room.Height/step))) + 1
	first := max(min(int(t.offset/step), rows-seen), 0) * t.columns
	want := min(seen*t.columns, t.length-first)
	grown := len(t.fields) != want
	for len(t.fields) < want {
		t.fields = append(t.fields, newField())
	}
	t.fields = t.fields[:max(want, 0)]
	for i := first; i < first+want; i++ {
		f := t.fields[i%want]
		f.set(i, t.fill(i), fyne.NewSize(t.tileW, t.tileH))
		move(f, fringe+float32(i%t.columns)*(t.tileW+Near), fringe+float32(i/t.columns)*step-t.offset)
	}
	putBarBeside(t.bar, t.room, t.offset, whole)
	if grown {
		canvas.Refresh(t)
	}
}

func newField() *field {
	text := func() *canvas.Text { return canvas.NewText("", nil) }
	f := &field{
		face: box(), lines: [2]*canvas.Text{text(), text()}, price: text(), old: text(), tag: text(),
		strike: &canvas.Rectangle{}, tagBack: &canvas.Rectangle{}, image: &canvas.Image{FillMode: canvas.ImageFillContain}, i: -1,
	}
	f.Container = &fyne.Container{Objects: []fyne.CanvasObject{f.face, f.image, f.lines[0], f.lines[1], f.price, f.old, f.strike, f.tagBack, f.tag}}
	return f
}

// set shows a tile, and does nothing when it is shown already.
func (f *field) set(i int, tile Tile, size fyne.Size) {
	if f.i >= 0 && tile == f.shown && size == f.size {
		f.i = i
		return
	}
	f.i, f.shown, f.size = i, tile, size
	f.Resize(size)
	ink := Ink
	f.face.FillColor = Shade(Face)
	if tile.Off {
		ink = Muted
		f.face.FillColor = Shade(Sunk)
	}
	f.face.StrokeColor, f.face.StrokeWidth = Shade(Line), Hairline
	put(f.face, 0, 0, size.Width, size.Height)

	const pad = 12
	name := AsName.At(17).In(ink)
	lines := name.wrap(tile.Name, size.Width-2*pad)
	if len(lines) > 2 {
		lines = []string{lines[0], name.fit(strings.TrimLeft(tile.Name[len(lines[0]):], " "), size.Width-2*pad)}
	}
	for n, t := range f.lines {
		text := ""
		if n < len(lines) {
			text = name.fit(lines[n], size.Width-2*pad)
		}
		name.say(t, text)
		place(t, pad, 9+float32(n)*(name.height()-2), fyne.TextAlignLeading)
	}
	show(f.image, tile.Picture != nil)
	if tile.Picture != nil {
		f.image.Resource = tile.Picture
		side := max(size.Height-2*pad-3*name.height(), 0)
		put(f.image, (size.Width-side)/2, pad+2*name.height()-4, side, side)
		f.image.Refresh()
	}

	price := AsStrong.At(Name).In(ink).shrink(tile.Price, size.Width-2*pad, 13)
	bottom := size.Height - price.height() - 9
	price.say(f.price, tile.Price)
	place(f.price, pad, bottom, fyne.TextAlignLeading)
	end := pad + price.width(tile.Price)

	small := AsMuted.At(13)
	right := size.Width - pad
	show(f.tag, tile.Tag != "")
	if tile.Tag != "" {
		look := small.In(tile.Tone.Text)
		look.say(f.tag, look.fit(tile.Tag, size.Width-2*pad-12))
		wide, high := look.width(f.tag.Text)+14, look.height()+4
		y := bottom + (price.height()-high)/2
		if right-wide < end+6 {
			y = bottom - high // no room beside the price
			if len(lines) < 2 || y > 9+2*name.height() {
				right = pad + wide
			}
		}
		f.tagBack.FillColor, f.tagBack.CornerRadius = Shade(tile.Tone.Tint), high/2
		put(f.tagBack, right-wide, y, wide, high)
		place(f.tag, right-wide+7, y+2, fyne.TextAlignLeading)
		if y == bottom+(price.height()-high)/2 {
			right -= wide + 6
		} else {
			right = size.Width - pad
		}
	}
	fits := tile.Old != "" && end+6+small.width(tile.Old) <= right
	show(f.old, fits)
	show(f.strike, fits)
	if fits {
		small.say(f.old, tile.Old)
		place(f.old, end+6, bottom+(price.height()-small.height())/2+1, fyne.TextAlignLeading)
		f.strike.FillColor = Shade(Muted)
		put(f.strike, end+6, bottom+price.height()/2+1, small.width(tile.Old), Hairline)
	}
	canvas.Refresh(f.Container)
}

// Tapped is for Fyne.
func (t *Tiles) Tapped(e *fyne.PointEvent) {
	tapped(t, e)
	t.tap(e.Position)
}

func (t *Tiles) tap(at fyne.Position) {
	column := int((at.X - fringe) / (t.tileW + Near))
	row := int((at.Y - fringe + t.offset) / (t.tileH + Near))
	i := row*t.columns + column
	if t.OnTap != nil && i < t.length && column < t.columns && !t.fill(i).Off {
		t.OnTap(i)
	}
}

// Scrolled is for Fyne.
func (t *Tiles) Scrolled(e *fyne.ScrollEvent) { t.scroll(-e.Scrolled.DY) }

// Dragged is for Fyne.
func (t *Tiles) Dragged(e *fyne.DragEvent) { t.scroll(-t.drag.move(e).DY) }

// DragEnd is for Fyne.
func (t *Tiles) DragEnd() {
	if at, tapped := t.drag.end(); tapped {
		t.tap(at)
	}
}
