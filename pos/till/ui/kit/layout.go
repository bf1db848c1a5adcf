package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Column stacks objects from top to bottom with a gap between them, each as wide as the column and as high as it needs;
// what [Share] or [Grow] wraps divides the height that is left.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(line{gap: gap, down: true}, objects...)
}

// Row puts objects side by side, each as high as the row and as wide as it needs; what [Share] or [Grow] wraps divides
// the width that is left.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(line{gap: gap}, objects...)
}

// Share gives an object weight parts of the room that is left in a Row or Column, whatever it needs itself.
func Share(weight float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(share{weight}, o)
}

// Grow gives an object the room that is left.
func Grow(o fyne.CanvasObject) fyne.CanvasObject { return Share(1, o) }

// Room is empty space that takes what is left.
func Room() fyne.CanvasObject { return Grow(container.NewWithoutLayout()) }

// Over puts objects into the same room, the later ones in front; it is as large as those that can be seen.
func Over(objects ...fyne.CanvasObject) *fyne.Container { return container.New(stack{}, objects...) }

// Inset leaves room around an object.
func Inset(by float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(inset{by, by, by, by}, o)
}

// InsetBy leaves room around an object, other on each side.
func InsetBy(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(inset{top, right, bottom, left}, o)
}

// Sized gives an object at least this size; 0 is its own.
func Sized(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(sized{width, height}, o)
}

// Tight lets an object of a Column be squeezed to a part of its height, where there is no room for all of it.
func Tight(part float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(tight{part: part}, o)
}

// Middle puts an object in the middle of the room, in its own size.
func Middle(o fyne.CanvasObject) *fyne.Container { return container.NewCenter(o) }

// Grid puts objects into equal cells, so many in a row.
func Grid(columns int, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(grid{columns, gap}, objects...)
}

// Flow puts objects of their own size side by side and goes on in the next line where they don't fit.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap}, objects...)
}

type line struct {
	gap  float32
	down bool
}

// along is a size's part in the direction of the line, across the other one.
func (l line) along(s fyne.Size) float32 {
	if l.down {
		return s.Height
	}
	return s.Width
}

func (l line) across(s fyne.Size) float32 {
	if l.down {
		return s.Width
	}
	return s.Height
}

func (l line) size(along, across float32) fyne.Size {
	if l.down {
		return fyne.NewSize(across, along)
	}
	return fyne.NewSize(along, across)
}

func (l line) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	left, across := l.along(room), l.across(room)
	var weights, floor, slack float32 // floor is what those that share need in a column, slack what the others can give
	seen := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		seen++
		if w, ok := weightOf(o); ok {
			weights += w
			if l.down {
				floor += o.MinSize().Height
			}
			continue
		}
		if l.down {
			resize(o, across, o.MinSize().Height) // a sentence's height follows from its width
		}
		length := l.length(o)
		left -= length
		slack += max(length-l.along(o.MinSize()), 0)
	}
	left -= l.gap * float32(max(seen-1, 0))
	squeeze := min(max(floor-left, 0), slack)
	left += squeeze
	at := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		length := l.length(o)
		if w, ok := weightOf(o); ok {
			length = max(left, 0) * w / weights
		} else if give := min(length-l.along(o.MinSize()), squeeze); give > 0 {
			length -= give
			squeeze -= give
		}
		size := l.size(length, across)
		if l.down {
			put(o, 0, at, size.Width, size.Height)
		} else {
			put(o, at, 0, size.Width, size.Height)
		}
		at += length + l.gap
	}
}

func (l line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var along, across float32
	seen := 0
	for _, o := range objects {
		if o.Visible() {
			size := o.MinSize()
			seen++
			if _, ok := weightOf(o); ok && !l.down {
				along += min(size.Width, squeezed)
			} else {
				along += l.along(size)
			}
			across = max(across, l.across(size))
		}
	}
	return l.size(along+l.gap*float32(max(seen-1, 0)), across)
}

// length is what an object takes of a line when there is room: a label its whole text, all else what it needs.
func (l line) length(o fyne.CanvasObject) float32 {
	if !l.down {
		return natural(o)
	}
	if c, ok := o.(*fyne.Container); ok {
		if t, ok := c.Layout.(tight); ok {
			return t.natural(c.Objects).Height
		}
	}
	if s, ok := o.(*Step); ok {
		return s.wanted()
	}
	return o.MinSize().Height
}

// Natural is the width at which no text within an object is cut.
func Natural(o fyne.CanvasObject) float32 { return natural(o) }

// natural is the width at which no label or button within an object is cut.
func natural(o fyne.CanvasObject) float32 {
	switch o := o.(type) {
	case interface{ natural() float32 }:
		return o.natural()
	case *fyne.Container:
		switch layout := o.Layout.(type) {
		case line:
			return layout.natural(o.Objects)
		case inset:
			return layout.left + layout.right + widest(o.Objects)
		case sized:
			return max(layout.width, widest(o.Objects))
		case share:
			return widest(o.Objects)
		case stack:
			return widest(visible(o.Objects))
		}
	}
	return o.MinSize().Width
}

func (l line) natural(objects []fyne.CanvasObject) (width float32) {
	seen := visible(objects)
	if l.down {
		return widest(seen)
	}
	for _, o := range seen {
		width += natural(o)
	}
	return width + l.gap*float32(max(len(seen)-1, 0))
}

func widest(objects []fyne.CanvasObject) (width float32) {
	for _, o := range objects {
		width = max(width, natural(o))
	}
	return width
}

type share struct{ weight float32 }

func weightOf(o fyne.CanvasObject) (float32, bool) {
	c, ok := o.(*fyne.Container)
	if !ok {
		return 0, false
	}
	s, ok := c.Layout.(share)
	return s.weight, ok
}

func (share) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	for _, o := range objects {
		put(o, 0, 0, room.Width, room.Height)
	}
}

func (share) MinSize(objects []fyne.CanvasObject) (least fyne.Size) {
	for _, o := range objects {
		least = least.Max(o.MinSize())
	}
	return least
}

type stack struct{}

func (stack) Layout(objects []fyne.CanvasObject, room fyne.Size) { share{}.Layout(objects, room) }

func (stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return share{}.MinSize(visible(objects))
}

type inset struct{ top, right, bottom, left float32 }

func (i inset) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	for _, o := range objects {
		put(o, i.left, i.top, max(room.Width-i.left-i.right, 0), max(room.Height-i.top-i.bottom, 0))
	}
}

func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return share{}.MinSize(objects).AddWidthHeight(i.left+i.right, i.top+i.bottom)
}

type sized struct{ width, height float32 }

func (sized) Layout(objects []fyne.CanvasObject, room fyne.Size) { share{}.Layout(objects, room) }

func (s sized) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return share{}.MinSize(objects).Max(fyne.NewSize(s.width, s.height))
}

type tight struct{ part float32 }

func (tight) Layout(objects []fyne.CanvasObject, room fyne.Size) { share{}.Layout(objects, room) }

// natural is the size where nothing is squeezed.
func (tight) natural(objects []fyne.CanvasObject) fyne.Size { return share{}.MinSize(objects) }

func (t tight) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := t.natural(objects)
	return fyne.NewSize(size.Width, size.Height*t.part)
}

type grid struct {
	columns int
	gap     float32
}

func (g grid) rows(n int) int { return (n + g.columns - 1) / g.columns }

func (g grid) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	seen := visible(objects)
	rows := g.rows(len(seen))
	if rows == 0 {
		return
	}
	w := (room.Width - g.gap*float32(g.columns-1)) / float32(g.columns)
	h := (room.Height - g.gap*float32(rows-1)) / float32(rows)
	for i, o := range seen {
		put(o, float32(i%g.columns)*(w+g.gap), float32(i/g.columns)*(h+g.gap), w, h)
	}
}

func (g grid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	seen := visible(objects)
	rows := float32(g.rows(len(seen)))
	cell := share{}.MinSize(seen)
	cell.Width = min(cell.Width, narrow)
	columns := float32(g.columns)
	return fyne.NewSize(columns*cell.Width+g.gap*max(columns-1, 0), rows*cell.Height+g.gap*max(rows-1, 0))
}

// narrow is how narrow a cell can become: what is in it then cuts its text, rather than have a window grow beyond the screen.
const narrow = 48

func visible(objects []fyne.CanvasObject) (seen []fyne.CanvasObject) {
	for _, o := range objects {
		if o.Visible() {
			seen = append(seen, o)
		}
	}
	return seen
}

// flow remembers the width it was given, as its height follows from it.
type flow struct{ gap, width float32 }

func (f *flow) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	f.width = room.Width
	f.walk(objects, func(o fyne.CanvasObject, x, y float32, size fyne.Size) {
		put(o, x, y, size.Width, size.Height)
	})
}

func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(share{}.MinSize(visible(objects)).Width, f.walk(objects, func(fyne.CanvasObject, float32, float32, fyne.Size) {}))
}

func (f *flow) walk(objects []fyne.CanvasObject, each func(o fyne.CanvasObject, x, y float32, size fyne.Size)) (bottom float32) {
	var x, y, high float32
	for _, o := range visible(objects) {
		size := fyne.NewSize(natural(o), o.MinSize().Height)
		if f.width > 0 {
			size.Width = min(size.Width, f.width)
		}
		if x > 0 && f.width > 0 && x+size.Width > f.width {
			x, y, high = 0, y+high+f.gap, 0
		}
		each(o, x, y, size)
		x += size.Width + f.gap
		high = max(high, size.Height)
	}
	return y + high
}
