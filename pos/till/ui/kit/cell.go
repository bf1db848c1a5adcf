package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Col is a column of [Rows].
type Col struct {
	Head  string
	Width float32 // 0 shares what the others leave
	Right bool    // numbers end at the right edge
	Look  Look    // of the cells' text; zero is AsName
}

// Cell is what one row shows in one column. The second line has, in this order, a tag, an old price struck through, and
// an explanation.
type Cell struct {
	Text   string
	Unit   string // muted, behind the text
	Colour Colour // of the text; "" is the column's
	Strong bool
	Icon   Icon // instead of the text, in its colour

	Tag    string
	Tone   Tone
	Old    string
	By     string
	Beside bool // the tag stands behind the text, not below it
}

// cell draws a Cell. Its parts are made when they are first needed.
type cell struct {
	shown Cell
	x     float32
	width float32
	ready bool

	text, unit, old, by, tag *canvas.Text
	strike, tagBack          *canvas.Rectangle
	pic                      *picture
}

func (c *cell) parts(to []fyne.CanvasObject) []fyne.CanvasObject {
	if c.tagBack != nil {
		to = append(to, c.tagBack, c.tag)
	}
	for _, t := range []*canvas.Text{c.text, c.unit, c.old, c.by} {
		if t != nil {
			to = append(to, t)
		}
	}
	if c.strike != nil {
		to = append(to, c.strike)
	}
	if c.pic != nil {
		to = append(to, c.pic.Image)
	}
	return to
}

// set shows s in a box at x of this width and height, and says whether parts were added.
func (c *cell) set(s Cell, column Col, x, width, height float32, anew bool) (more bool) {
	if c.ready && !anew && s == c.shown && x == c.x && width == c.width {
		return false
	}
	c.shown, c.x, c.width, c.ready = s, x, width, true
	before := len(c.parts(nil))

	look := column.Look
	if look == (Look{}) {
		look = AsName
	}
	if s.Colour != "" {
		look = look.In(s.Colour)
	}
	look.Bold = look.Bold || s.Strong
	small := AsMuted.At(13.5)

	second := s.Tag != "" && !s.Beside || s.Old != "" || s.By != ""
	high, top := look.height(), float32(0)
	if second {
		top = (height - high - small.height() + 2) / 2
	} else {
		top = (height - high) / 2
	}

	if s.Icon != "" || c.pic != nil {
		if c.pic == nil {
			c.pic = newPicture()
		}
		c.pic.set(s.Icon, look.Colour)
		put(c.pic.Image, x+(width-22)/2, (height-22)/2, 22, 22)
	}

	// A tag that is too long is cut: beside a text it has half of the room, and what the text leaves.
	if s.Tag != "" {
		most := width
		if s.Beside {
			most = max(width/2, width-look.width(s.Text)-8)
		}
		s.Tag = small.fit(s.Tag, most-16)
	}
	// The first line: text, unit, and the tag where it stands beside.
	room := width
	if s.Unit != "" {
		room -= look.width(s.Unit) + 6
	}
	if s.Tag != "" && s.Beside {
		room -= small.width(s.Tag) + 22
	}
	text := ""
	if s.Icon == "" {
		if column.Right {
			look = look.shrink(s.Text, width, 12) // a number is never cut
			text = s.Text
		} else {
			text = look.fit(s.Text, room)
		}
	}
	end := write(&c.text, look, text, x, width, top, column.Right)
	if s.Unit != "" || c.unit != nil {
		end = write(&c.unit, look.In(Muted), s.Unit, end+6, 0, top, false)
	}
	if s.Beside {
		c.label(s, end+8, top+(high-small.height()-2)/2, small)
	}
	if second || c.old != nil || c.by != nil || c.tag != nil && !s.Beside {
		c.second(s, column, x, width, top+high-3, small)
	}
	return len(c.parts(nil)) != before
}

// second writes the second line.
func (c *cell) second(s Cell, column Col, x, width, y float32, small Look) {
	at := x
	if !s.Beside {
		at = c.label(s, x, y, small)
	}
	if s.Old != "" || c.old != nil {
		begin := at
		at = write(&c.old, small, s.Old, at, width, y, column.Right)
		if c.strike == nil {
			c.strike = &canvas.Rectangle{}
		}
		c.strike.FillColor = Shade(Muted)
		show(c.strike, s.Old != "")
		if s.Old != "" {
			if column.Right {
				begin = x + width - small.width(s.Old)
			}
			put(c.strike, begin, y+small.height()/2, small.width(s.Old), Hairline)
			at += 6
		}
	}
	if s.By != "" || c.by != nil {
		by := small.fit(s.By, x+width-at)
		if at > x && by != s.By {
			by = "" // of a price behind a tag, half would be none
		}
		write(&c.by, small, by, at, x+width-at, y, column.Right)
	}
}

// label draws the tag and gives where it ends.
func (c *cell) label(s Cell, x, y float32, small Look) float32 {
	if s.Tag == "" && c.tag == nil {
		return x
	}
	if c.tagBack == nil {
		c.tagBack = &canvas.Rectangle{}
		c.tag = canvas.NewText("", nil)
	}
	show(c.tagBack, s.Tag != "")
	show(c.tag, s.Tag != "")
	if s.Tag == "" {
		return x
	}
	look := small.At(small.Size - 0.5).In(s.Tone.Text)
	wide := look.width(s.Tag) + 16
	c.tagBack.FillColor = Shade(s.Tone.Tint)
	c.tagBack.CornerRadius = (small.height() + 2) / 2
	put(c.tagBack, x, y, wide, small.height()+1)
	write(&c.tag, look, s.Tag, x+8, 0, y+0.5, false)
	return x + wide + 6
}

// write sets one text from x on, or up to x+width where it ends at the right, and gives its right edge.
func write(t **canvas.Text, look Look, text string, x, width, y float32, right bool) float32 {
	if *t == nil {
		if text == "" {
			return x
		}
		*t = canvas.NewText("", nil)
	}
	look.say(*t, text)
	show(*t, text != "")
	if right {
		place(*t, x+width, y, fyne.TextAlignTrailing)
	} else {
		place(*t, x, y, fyne.TextAlignLeading)
	}
	return (*t).Position().X + (*t).Size().Width
}
