package kit

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Rows is a list of any length: only the rows that can be seen exist, and a row that scrolls out at the top comes back
// at the bottom with other texts. A basket of 200 lines and a journal of a million cost the same.
type Rows struct {
	widget.BaseWidget
	// OnTap gets the row that was tapped, and the column.
	OnTap func(row, column int)

	columns  []Col
	fill     func(row int, cells []Cell)
	length   int
	selected int // -1 for none
	high     float32
	offset   float64 // a million rows are beyond what a float32 counts exactly

	edges []float32 // left edge and width of each column, in turn
	cells []Cell    // what fill writes into
	lines []*rowLine
	heads []*canvas.Text
	head  *canvas.Rectangle
	rule  *canvas.Rectangle
	bar   *canvas.Rectangle
	drag  drag
	room  fyne.Size
}

// rowLine is one row on the screen.
type rowLine struct {
	*fyne.Container
	back, stripe, rule *canvas.Rectangle
	cells              []cell
	row                int
	marked             bool
}

const sidePad = 14

// NewRows makes a list; fill writes what a row shows into cells, one for each column.
func NewRows(columns []Col, fill func(row int, cells []Cell)) *Rows {
	r := &Rows{
		columns: columns, fill: fill, selected: -1, high: 58, cells: make([]Cell, len(columns)),
		head: &canvas.Rectangle{TopLeftCornerRadius: Round, TopRightCornerRadius: Round}, rule: &canvas.Rectangle{}, bar: newBar(),
	}
	for range columns {
		r.heads = append(r.heads, canvas.NewText("", nil))
	}
	r.ExtendBaseWidget(r)
	return r
}

// SetColumns changes heads and widths, not how many there are.
func (r *Rows) SetColumns(columns []Col) {
	r.columns = columns
	r.Refresh()
}

// Tall sets the height of a row: 40 for one line of a keyboard till, 58 for two lines.
func (r *Rows) Tall(high float32) *Rows { r.high = high; r.Refresh(); return r }

// SetLength says how many rows there are, and writes those that can be seen again where they differ.
func (r *Rows) SetLength(n int) {
	r.length = n
	r.scroll(0)
}

// Length is how many rows there are.
func (r *Rows) Length() int { return r.length }

// Update writes the rows that can be seen again; what is the same stays as it is.
func (r *Rows) Update() { r.scroll(0) }

// Select tints a row and scrolls it into view; -1 is none.
func (r *Rows) Select(row int) {
	r.selected = row
	r.ScrollTo(row)
}

// Selected is the row that is tinted, or -1.
func (r *Rows) Selected() int { return r.selected }

// ScrollTo brings a row into view, and moves nothing when it is.
func (r *Rows) ScrollTo(row int) {
	body := float64(r.body())
	if row >= 0 && body > 0 {
		top := float64(row) * float64(r.high)
		r.offset = min(max(r.offset, top+float64(r.high)-body), top)
	}
	r.scroll(0)
}

// PageRows is how many whole rows can be seen, for the keys that page.
func (r *Rows) PageRows() int { return max(int(r.body()/r.high), 1) }

func (r *Rows) headed() bool {
	for _, c := range r.columns {
		if c.Head != "" {
			return true
		}
	}
	return false
}

func (r *Rows) headHigh() float32 {
	if r.headed() {
		return 38
	}
	return 0
}

func (r *Rows) body() float32 { return r.room.Height - r.headHigh() }

// CreateRenderer is for Fyne.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer { return draw(r) }

func (r *Rows) parts() []fyne.CanvasObject {
	parts := make([]fyne.CanvasObject, 0, len(r.lines)+len(r.heads)+3)
	for _, l := range r.lines {
		parts = append(parts, l.Container)
	}
	parts = append(parts, r.head, r.rule)
	for _, h := range r.heads {
		parts = append(parts, h)
	}
	return append(parts, r.bar)
}

func (r *Rows) paint() {
	r.head.FillColor, r.rule.FillColor, r.bar.FillColor = Shade(Sunk), Shade(Line), Shade(Press)
	headed := r.headed()
	show(r.head, headed)
	show(r.rule, headed)
	for i, h := range r.heads {
		AsMuted.say(h, r.columns[i].Head)
	}
	for _, l := range r.lines {
		l.row = -1 // in other shades, so to be written again
	}
}

func (r *Rows) least() fyne.Size {
	width := float32(2 * sidePad)
	for _, c := range r.columns {
		width += max(c.Width, 80)
	}
	return fyne.NewSize(width, r.headHigh()+r.high)
}

func (r *Rows) arrange(room fyne.Size) {
	r.room = room
	r.measure()
	if r.headed() {
		put(r.head, 0, 0, room.Width, r.headHigh())
		put(r.rule, 0, r.headHigh()-Hairline, room.Width, Hairline)
		for i, h := range r.heads {
			x, width := r.edges[2*i], r.edges[2*i+1]
			y := (r.headHigh() - AsMuted.height()) / 2
			if r.columns[i].Right {
				place(h, x+width, y, fyne.TextAlignTrailing)
			} else {
				place(h, x, y, fyne.TextAlignLeading)
			}
		}
	}
	r.scroll(0)
}

// measure gives each column its edge and width.
func (r *Rows) measure() {
	left, growing := r.room.Width-2*sidePad, 0
	for i, c := range r.columns {
		left -= c.Width + r.behind(i)
		if c.Width == 0 {
			growing++
		}
	}
	r.edges = r.edges[:0]
	x := float32(sidePad)
	for i, c := range r.columns {
		width := c.Width
		if width == 0 {
			width = max(left/float32(growing), 0)
		}
		r.edges = append(r.edges, x, width)
		x += width + r.behind(i)
	}
}

// behind is the room behind a column: more in a table where a number ends and a text begins.
func (r *Rows) behind(i int) float32 {
	switch {
	case i+1 == len(r.columns):
		return 0
	case r.columns[i].Right && !r.columns[i+1].Right && r.columns[i+1].Head != "":
		return 24
	}
	return 8
}

// scroll moves the list, and writes the rows that come into view or have changed.
func (r *Rows) scroll(by float64) {
	body := float64(r.body())
	if body <= 0 || r.room.Width <= 0 {
		return
	}
	whole := float64(r.length) * float64(r.high)
	r.offset = min(max(r.offset+by, 0), max(whole-body, 0))

	// One more than fit: the first and the last may both be seen in part.
	want := min(int(math.Ceil(body/float64(r.high)))+1, r.length)
	grown := len(r.lines) != want
	for len(r.lines) < want {
		r.lines = append(r.lines, r.newLine())
	}
	if want > 0 {
		first := int(r.offset / float64(r.high))
		first = max(min(first, r.length-want), 0)
		if grown {
			r.lines = r.lines[:want]
		}
		for row := first; row < first+want; row++ {
			// Each row has its place on the screen by its number, so scrolling by one rewrites one.
			l := r.lines[row%want]
			r.write(l, row)
			move(l, 0, r.headHigh()+float32(float64(row)*float64(r.high)-r.offset))
		}
	} else {
		r.lines = r.lines[:0]
	}
	putBar(r.bar, r.headHigh(), fyne.NewSize(r.room.Width, float32(body)), float32(r.offset), float32(whole))
	if grown {
		canvas.Refresh(r)
	}
}

func (r *Rows) newLine() *rowLine {
	l := &rowLine{back: &canvas.Rectangle{}, stripe: &canvas.Rectangle{}, rule: &canvas.Rectangle{}, cells: make([]cell, len(r.columns)), row: -1}
	l.Container = &fyne.Container{Objects: []fyne.CanvasObject{l.back, l.stripe, l.rule}}
	return l
}

// write has a line on the screen show a row.
func (r *Rows) write(l *rowLine, row int) {
	marked := row == r.selected
	anew := l.row < 0
	size := fyne.NewSize(r.room.Width, r.high)
	if anew || l.marked != marked || l.Size() != size {
		l.back.FillColor, l.stripe.FillColor, l.rule.FillColor = Shade(GreenTint), Shade(Green), Shade(Line)
		show(l.back, marked)
		show(l.stripe, marked)
		l.marked = marked
		l.Resize(size)
		put(l.back, 1, 0, size.Width-2, size.Height)
		put(l.stripe, 0, 0, 5, size.Height)
		put(l.rule, 1, size.Height-Hairline, size.Width-2, Hairline)
		canvas.Refresh(l.back)
	}
	l.row = row
	clear(r.cells)
	r.fill(row, r.cells)
	more := false
	for i := range l.cells {
		more = l.cells[i].set(r.cells[i], r.columns[i], r.edges[2*i], r.edges[2*i+1], r.high, anew) || more
	}
	if more {
		l.Objects = append(l.Objects[:0], l.back, l.stripe, l.rule)
		for i := range l.cells {
			l.Objects = l.cells[i].parts(l.Objects)
		}
		canvas.Refresh(l.Container)
	}
}

// Tapped is for Fyne.
func (r *Rows) Tapped(e *fyne.PointEvent) {
	tapped(r, e)
	r.tap(e.Position)
}

func (r *Rows) tap(at fyne.Position) {
	if at.Y < r.headHigh() || r.OnTap == nil {
		return
	}
	row := int((r.offset + float64(at.Y-r.headHigh())) / float64(r.high))
	if row >= r.length {
		return
	}
	column := 0
	for i := range r.columns {
		if at.X >= r.edges[2*i]-4 {
			column = i
		}
	}
	r.OnTap(row, column)
}

// Scrolled is for Fyne.
func (r *Rows) Scrolled(e *fyne.ScrollEvent) { r.scroll(-float64(e.Scrolled.DY)) }

// Dragged is for Fyne.
func (r *Rows) Dragged(e *fyne.DragEvent) { r.scroll(-float64(r.drag.move(e).DY)) }

// DragEnd is for Fyne.
func (r *Rows) DragEnd() {
	if at, tapped := r.drag.end(); tapped {
		r.tap(at)
	}
}
