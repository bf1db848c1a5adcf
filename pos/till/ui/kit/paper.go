package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"golang.org/x/text/width"
)

// PaperLine is one line of a receipt, as a printer prints it.
type PaperLine struct {
	Text string
	Bold bool
	Wide bool // each character as wide as two
}

// Paper is a receipt on the screen. A receipt's columns hold only where a Chinese character is exactly as wide as two
// Latin ones, and no pair of fonts promises that, so each character stands in a cell of its own.
type Paper struct {
	widget.BaseWidget
	columns int
	lines   []PaperLine
	sheet   *canvas.Rectangle
	texts   []*canvas.Text
	at      []fyne.Position // of each text, in cells
	span    []int
}

// NewPaper makes a sheet so many Latin characters wide; 48 is a printer of 80 mm, 32 of 58 mm.
func NewPaper(columns int) *Paper {
	p := &Paper{columns: columns, sheet: &canvas.Rectangle{CornerRadius: 2}}
	p.ExtendBaseWidget(p)
	return p
}

// SetLines changes what is printed.
func (p *Paper) SetLines(lines []PaperLine) {
	p.lines = lines
	p.texts, p.at, p.span = p.texts[:0], p.at[:0], p.span[:0]
	for row, line := range lines {
		p.set(row, line)
	}
	p.Refresh()
}

// set cuts a line into runs that keep their columns: Latin in one run, as its font has one width, Chinese one by one.
func (p *Paper) set(row int, line PaperLine) {
	column, run := 0, ""
	begin := 0
	times := 1
	if line.Wide {
		times = 2
	}
	add := func(text string, at, span int) {
		t := canvas.NewText(text, nil)
		t.TextSize = paperText
		t.TextStyle = fyne.TextStyle{Monospace: true, Bold: line.Bold && span <= times}
		if span > times { // Chinese: as large as its two columns, from the font whose lines are as high as Chinese ones
			t.TextSize, t.TextStyle.Monospace = paperWide, false
		}
		p.texts = append(p.texts, t)
		p.at = append(p.at, fyne.NewPos(float32(at), float32(row)))
		p.span = append(p.span, span)
	}
	flush := func() {
		if run != "" {
			add(run, begin, 0)
		}
		run, begin = "", column
	}
	for _, r := range line.Text {
		switch {
		case r == ' ':
			column += times
			flush()
		case columnsOf(r) == 2 || line.Wide:
			flush()
			add(string(r), column, columnsOf(r)*times)
			column += columnsOf(r) * times
			begin = column
		default:
			run += string(r)
			column++
		}
	}
	flush()
}

// columnsOf is how many columns a printer gives a character.
func columnsOf(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	default:
		return 1
	}
}

// CreateRenderer is for Fyne.
func (p *Paper) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

func (p *Paper) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{p.sheet}
	for _, t := range p.texts {
		parts = append(parts, t)
	}
	return parts
}

func (p *Paper) paint() {
	p.sheet.FillColor, p.sheet.StrokeColor, p.sheet.StrokeWidth = Shade(ReceiptPaper), Shade(Line), Hairline
	p.sheet.Shadow = canvas.Shadow{Color: color.NRGBA{A: 0x38}, BlurRadius: 12, Offset: fyne.NewPos(0, 3)} // it lies on the window
	for _, t := range p.texts {
		t.Color = Shade(ReceiptInk)
	}
}

// The size of a receipt's text, and its line's height. A column's width follows from the font.
const (
	paperText float32 = 15
	paperWide float32 = 17.5
	paperLine float32 = 22
	paperBase float32 = 17 // from a line's top to the foot of its letters
	paperEdge float32 = 18
)

func (p *Paper) cell() float32 { return Look{Size: paperText, Mono: true}.width("0") }

func (p *Paper) least() fyne.Size {
	return fyne.NewSize(float32(p.columns)*p.cell()+2*paperEdge, float32(len(p.lines))*paperLine+2*paperEdge)
}

func (p *Paper) arrange(room fyne.Size) {
	wide := p.least().Width
	left := max((room.Width-wide)/2, 0)
	put(p.sheet, left, 0, wide, max(room.Height, p.least().Height))
	cell := p.cell()
	for i, t := range p.texts {
		_, baseline := fyne.CurrentApp().Driver().RenderedTextSize(t.Text, t.TextSize, t.TextStyle, nil)
		x, y := left+paperEdge+p.at[i].X*cell, paperEdge+p.at[i].Y*paperLine+paperBase-baseline
		if p.span[i] == 0 {
			place(t, x, y, fyne.TextAlignLeading)
		} else {
			place(t, x+float32(p.span[i])*cell/2, y, fyne.TextAlignCenter)
		}
	}
}
