package kit

import (
	"strings"

	"holdfast/pos/money"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Money is an amount as the window writes it: two decimals, thousands separated, a true minus sign.
func Money(f money.Fen) string { return Grouped(f.String()) }

// Grouped separates the thousands of a number's text and gives it a true minus sign, which is as wide as a digit.
func Grouped(number string) string {
	digits, negative := strings.CutPrefix(number, "-")
	whole, rest := digits, ""
	if at := strings.IndexByte(digits, '.'); at >= 0 {
		whole, rest = digits[:at], digits[at:]
	}
	var b strings.Builder
	if negative {
		b.WriteString("−")
	}
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	b.WriteString(rest)
	return b.String()
}

// Amount is a number at the right edge of its room. It never wraps: where it doesn't fit, it becomes smaller.
type Amount struct {
	widget.BaseWidget
	look Look
	text string
	line *canvas.Text
}

// NewAmount makes an amount of money, as in NewAmount(AsTotal, due).
func NewAmount(look Look, f money.Fen) *Amount { return NewNumber(look, Money(f)) }

// NewNumber makes a number whose text is given: points, a quantity, an amount with its sign before it.
func NewNumber(look Look, text string) *Amount {
	a := &Amount{look: look, text: text, line: canvas.NewText("", nil)}
	a.ExtendBaseWidget(a)
	return a
}

// Set changes the amount.
func (a *Amount) Set(f money.Fen) { a.SetText(Money(f)) }

// SetText changes the number.
func (a *Amount) SetText(text string) {
	if a.text != text {
		a.text = text
		a.Refresh()
	}
}

// SetLook changes size and colour.
func (a *Amount) SetLook(look Look) {
	if a.look != look {
		a.look = look
		a.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (a *Amount) CreateRenderer() fyne.WidgetRenderer { return draw(a) }

func (a *Amount) parts() []fyne.CanvasObject { return []fyne.CanvasObject{a.line} }

func (a *Amount) paint() {
	a.look.say(a.line, a.text)
}

func (a *Amount) least() fyne.Size {
	// Lines of a list need their own width, the total can shrink to a third.
	width := a.look.width(a.text)
	if a.look.Size >= Figure {
		width /= 3
	}
	return fyne.NewSize(width, a.look.height())
}

func (a *Amount) arrange(room fyne.Size) {
	look := a.look.shrink(a.text, room.Width, 12)
	look.say(a.line, a.text)
	place(a.line, room.Width, (room.Height-look.height())/2, fyne.TextAlignTrailing)
}
