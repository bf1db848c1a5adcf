package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Look is how a text is set: three weights of attention, not more.
type Look struct {
	Size   float32
	Colour Colour
	Bold   bool
	Mono   bool
}

// The looks of the window.
var (
	AsTotal  = Look{Size: Total, Colour: Ink, Bold: true}
	AsTyped  = Look{Size: Figure, Colour: Ink, Bold: true}
	AsTitle  = Look{Size: Title, Colour: Ink, Bold: true}
	AsName   = Look{Size: Name, Colour: Ink}
	AsBody   = Look{Size: Body, Colour: Ink}
	AsMuted  = Look{Size: Small, Colour: Muted}
	AsStrong = Look{Size: Body, Colour: Ink, Bold: true}
)

// In is the same look in another colour.
func (l Look) In(c Colour) Look { l.Colour = c; return l }

// At is the same look in another size.
func (l Look) At(size float32) Look { l.Size = size; return l }

// Strong is the same look in bold.
func (l Look) Strong() Look { l.Bold = true; return l }

// style is Fyne's name for the font. Chinese has one weight, so a text with Chinese in it has that one throughout; asking
// for bold would also load the Chinese font a second time, which takes 15 MB.
func (l Look) style(s string) fyne.TextStyle {
	return fyne.TextStyle{Bold: l.Bold && !strings.ContainsFunc(s, isWide), Monospace: l.Mono}
}

// width is the width of a text in this look.
func (l Look) width(s string) float32 {
	if s == "" {
		return 0
	}
	return fyne.MeasureText(drawable(s), l.Size, l.style(s)).Width
}

// height is the height of one line in this look.
func (l Look) height() float32 { return fyne.MeasureText("0", l.Size, l.style("")).Height }

// drawable puts a dash for the minus sign, which Fyne's Latin font lacks: another font's would hang at another height.
func drawable(s string) string { return strings.ReplaceAll(s, "−", "–") }

// say has a text on the canvas say something in this look.
func (l Look) say(t *canvas.Text, s string) {
	text, style, shade := drawable(s), l.style(s), Shade(l.Colour)
	if t.Text != text || t.TextSize != l.Size || t.TextStyle != style || t.Color != shade {
		t.Text, t.TextSize, t.TextStyle, t.Color = text, l.Size, style, shade
		canvas.Refresh(t)
	}
}

// wear is say for a text that stays the same.
func (l Look) wear(t *canvas.Text) { l.say(t, t.Text) }

// fit shortens a text to a width, with an ellipsis for what is gone.
func (l Look) fit(s string, width float32) string {
	if s == "" || l.width(s) <= width {
		return s
	}
	runes := []rune(s)
	low, high := 0, len(runes)-1 // the longest start that fits lies in between
	for low < high {
		middle := (low + high + 1) / 2
		if l.width(string(runes[:middle])+"…") <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	if low == 0 {
		return ""
	}
	return string(runes[:low]) + "…"
}

// shrink is this look in the largest size, not below a least one, in which the text fits the width.
func (l Look) shrink(s string, width, least float32) Look {
	for l.Size > least && l.width(s) > width {
		l.Size--
	}
	return l
}

// place puts a text's line box with its left or right edge at x.
func place(t *canvas.Text, x, y float32, align fyne.TextAlign) {
	size := t.MinSize()
	t.Alignment = fyne.TextAlignLeading
	switch align {
	case fyne.TextAlignTrailing:
		x -= size.Width
	case fyne.TextAlignCenter:
		x -= size.Width / 2
	}
	put(t, x, y, size.Width, size.Height)
}
