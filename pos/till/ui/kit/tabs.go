package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Tabs are names in a row of which one is chosen; those beyond the edge are dragged into view.
type Tabs struct {
	widget.BaseWidget
	// OnChoose gets the tab that was tapped.
	OnChoose func(i int)

	names  []string
	chosen int
	high   float32
	round  float32
	equal  bool // each as wide as the others, over the whole width
	offset float32
	faces  []*canvas.Rectangle
	texts  []*canvas.Text
	edges  []float32 // left edge of each and the right one of the last, gaps in between
	drag   drag
}

// NewTabs makes pills, for the categories of goods.
func NewTabs(onChoose func(i int), names ...string) *Tabs {
	t := &Tabs{OnChoose: onChoose, high: Target, round: Target / 2}
	t.ExtendBaseWidget(t)
	t.SetNames(names)
	return t
}

// NewSections makes fields of equal width, for the parts of a page.
func NewSections(onChoose func(i int), names ...string) *Tabs {
	t := NewTabs(onChoose, names...)
	t.equal, t.round = true, Round
	return t
}

// SetNames changes the tabs; the chosen one stays where it is, if it is still there.
func (t *Tabs) SetNames(names []string) {
	t.names = names
	t.chosen = min(t.chosen, max(len(names)-1, 0))
	for len(t.faces) < len(names) {
		t.faces = append(t.faces, &canvas.Rectangle{})
		t.texts = append(t.texts, canvas.NewText("", nil))
	}
	t.faces, t.texts = t.faces[:len(names)], t.texts[:len(names)]
	t.Refresh()
}

// Choose marks a tab and brings it into view, or with -1 marks none; it does not call OnChoose.
func (t *Tabs) Choose(i int) {
	if i >= len(t.names) {
		return
	}
	t.chosen = max(i, -1)
	if i >= 0 && len(t.edges) > i+1 {
		t.offset = min(max(t.offset, t.edges[i+1]-Near-within(t.Size()).Width), t.edges[i])
	}
	t.Refresh()
}

// Chosen is the tab that is marked.
func (t *Tabs) Chosen() int { return t.chosen }

// CreateRenderer is for Fyne.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer { return draw(t) }

func (t *Tabs) parts() (parts []fyne.CanvasObject) {
	for i := range t.names {
		parts = append(parts, t.faces[i], t.texts[i])
	}
	return parts
}

func (t *Tabs) paint() {
	for i := range t.names {
		face, edge := Face, Line
		if i == t.chosen {
			face, edge = Ink, Ink
		}
		t.faces[i].FillColor, t.faces[i].StrokeColor, t.faces[i].StrokeWidth = Shade(face), Shade(edge), Hairline
		t.faces[i].CornerRadius = t.round
	}
}

func (*Tabs) fringed() {}

func (t *Tabs) least() fyne.Size { return fyne.NewSize(Target, t.high) }

func (t *Tabs) arrange(room fyne.Size) {
	room = within(room)
	look := AsBody.At(17).Strong()
	t.edges = t.edges[:0]
	x := float32(0)
	for _, name := range t.names {
		width := max(look.width(name)+40, 64)
		if t.equal {
			width = (room.Width - Near*float32(len(t.names)-1)) / float32(len(t.names))
		}
		t.edges = append(t.edges, x)
		x += width + Near
	}
	t.edges = append(t.edges, x)
	t.offset = min(max(t.offset, 0), max(x-Near-room.Width, 0))
	for i, name := range t.names {
		left, right := fringe+t.edges[i]-t.offset, fringe+t.edges[i+1]-Near-t.offset
		put(t.faces[i], left, fringe, right-left, room.Height)
		shown := look.fit(name, right-left-12)
		if i == t.chosen {
			look.In(Face).say(t.texts[i], shown)
		} else {
			AsBody.At(17).say(t.texts[i], shown)
		}
		place(t.texts[i], (left+right)/2, fringe+(room.Height-look.height())/2, fyne.TextAlignCenter)
	}
}

// Tapped is for Fyne.
func (t *Tabs) Tapped(e *fyne.PointEvent) {
	tapped(t, e)
	t.tap(e.Position)
}

func (t *Tabs) tap(at fyne.Position) {
	for i := range t.names {
		if x := at.X - fringe + t.offset; x >= t.edges[i] && x < t.edges[i+1]-Near {
			t.Choose(i)
			if t.OnChoose != nil {
				t.OnChoose(i)
			}
			return
		}
	}
}

func (t *Tabs) scroll(by float32) {
	t.offset += by
	t.arrange(t.Size())
}

// Scrolled is for Fyne.
func (t *Tabs) Scrolled(e *fyne.ScrollEvent) { t.scroll(-e.Scrolled.DY - e.Scrolled.DX) }

// Dragged is for Fyne.
func (t *Tabs) Dragged(e *fyne.DragEvent) { t.scroll(-t.drag.move(e).DX) }

// DragEnd is for Fyne.
func (t *Tabs) DragEnd() {
	if at, tapped := t.drag.end(); tapped {
		t.tap(at)
	}
}
