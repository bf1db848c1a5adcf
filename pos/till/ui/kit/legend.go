package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// LegendKey is a key and what it does.
type LegendKey struct {
	Key, Text string
	Off       bool
}

// Legend is the dark line of keys at the bottom of a keyboard till. Its keys can be tapped too.
type Legend struct {
	widget.BaseWidget
	// OnTap gets the key that was tapped.
	OnTap func(i int)

	keys   []LegendKey
	ground *canvas.Rectangle
	faces  []*canvas.Rectangle
	caps   []*canvas.Text
	words  []*canvas.Text
	edges  []float32 // left edge of each key's part, and the right one of the last
}

// NewLegend makes a legend.
func NewLegend(onTap func(i int), keys ...LegendKey) *Legend {
	l := &Legend{OnTap: onTap, ground: &canvas.Rectangle{}}
	l.ExtendBaseWidget(l)
	l.Set(keys...)
	return l
}

// Set changes the keys.
func (l *Legend) Set(keys ...LegendKey) {
	l.keys = keys
	for len(l.faces) < len(keys) {
		l.faces = append(l.faces, &canvas.Rectangle{CornerRadius: 5})
		l.caps = append(l.caps, canvas.NewText("", nil))
		l.words = append(l.words, canvas.NewText("", nil))
	}
	l.faces, l.caps, l.words = l.faces[:len(keys)], l.caps[:len(keys)], l.words[:len(keys)]
	l.Refresh()
}

// CreateRenderer is for Fyne.
func (l *Legend) CreateRenderer() fyne.WidgetRenderer { return draw(l) }

func (l *Legend) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{l.ground}
	for i := range l.keys {
		parts = append(parts, l.faces[i], l.caps[i], l.words[i])
	}
	return parts
}

func (l *Legend) word(i int) Look {
	look := Look{Size: 15, Colour: BarInk}
	if l.keys[i].Off {
		look.Colour = BarFaint
	}
	return look
}

func (l *Legend) paint() {
	l.ground.FillColor = Shade(Bar)
	for i, k := range l.keys {
		l.faces[i].FillColor, l.faces[i].StrokeColor, l.faces[i].StrokeWidth = Shade(BarKey), mix(Shade(BarKey), Shade(BarInk), 0.18), Hairline
		capLook.In(l.word(i).Colour).say(l.caps[i], k.Key)
	}
}

func (l *Legend) least() fyne.Size { return fyne.NewSize(float32(len(l.keys))*Target, Wide) }

// divide gives every key an equal part of the line. Where a word is wider than that, each key has what its own word needs,
// and an equal part of what is left.
func (l *Legend) divide(width float32) {
	n := float32(max(len(l.keys), 1))
	l.edges = append(l.edges[:0], 0)
	var need, widest float32
	for i, k := range l.keys {
		own := max(l.word(i).width(k.Text)+6, capLook.width(k.Key)+20, Target)
		need, widest = need+own, max(widest, own)
		l.edges = append(l.edges, need)
	}
	for i := range l.edges {
		if part := float32(i) / n; widest <= width/n || need > width {
			l.edges[i] = width * part
		} else {
			l.edges[i] += (width - need) * part
		}
	}
}

func (l *Legend) arrange(room fyne.Size) {
	put(l.ground, 0, 0, room.Width, room.Height)
	l.divide(room.Width)
	for i, k := range l.keys {
		each, middle := l.edges[i+1]-l.edges[i], (l.edges[i]+l.edges[i+1])/2
		wide := max(capLook.width(k.Key)+14, 28)
		put(l.faces[i], middle-wide/2, room.Height/2-26, wide, 25)
		place(l.caps[i], middle, room.Height/2-26+(25-capLook.height())/2, fyne.TextAlignCenter)
		look := l.word(i).shrink(k.Text, each-6, 12)
		look.say(l.words[i], look.fit(k.Text, each-4))
		place(l.words[i], middle, room.Height/2+3, fyne.TextAlignCenter)
	}
}

// Tapped is for Fyne.
func (l *Legend) Tapped(e *fyne.PointEvent) {
	for i := range min(len(l.keys), len(l.edges)-1) {
		if x := e.Position.X; l.OnTap != nil && !l.keys[i].Off && x >= l.edges[i] && x < l.edges[i+1] {
			tapped(l, e)
			l.OnTap(i)
			return
		}
	}
}
