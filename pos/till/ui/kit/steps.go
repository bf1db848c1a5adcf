package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// StepState is how far a step is.
type StepState int

// The states of a step.
const (
	StepLater StepState = iota
	StepNow
	StepDone
)

// Step is a card with a number: one of several things to do in order. What is not being done may be closed to one line,
// with what came of it at the right.
type Step struct {
	widget.BaseWidget
	// OnTap is called when the card itself is tapped, not what is in it.
	OnTap func()

	number int
	state  StepState

	card     *Card
	title    *Label
	by       *Sentence
	head     *fyne.Container
	line     *fyne.Container // head, as high as it is to be
	high     float32
	column   *fyne.Container
	contents *fyne.Container // nil where there is nothing to do in it
	disc     *canvas.Circle
	digit    *canvas.Text
	tick     *picture
}

const (
	discWide = 40
	stepEdge = 12
	stepHead = 40 // of the line with the title
	stepGive = 8  // how much lower a step becomes where there is no room for all of them
)

// NewStep makes step number of a form; content is what to do in it and may be nil.
func NewStep(number int, title, by string, content fyne.CanvasObject) *Step {
	s := &Step{
		number: number, title: NewLabel(AsTitle, title), by: NewSentence(AsBody.In(Muted), by),
		disc: &canvas.Circle{}, digit: canvas.NewText(strconv.Itoa(number), nil), tick: newPicture(),
	}
	s.head, s.high = Row(Gap, s.title), stepHead
	s.line = Sized(0, s.high, s.head)
	items := []fyne.CanvasObject{s.line, s.by}
	if content != nil {
		s.contents = InsetBy(2, 0, 4, 0, content)
		items = append(items, s.contents)
	}
	show(s.by, by != "")
	s.column = Column(2, items...)
	s.card = NewCard(InsetBy(0, 6, 0, discWide+20, s.column)).SetPadding(stepEdge)
	s.ExtendBaseWidget(s)
	return s
}

// Tall gives the line of the title another least height: Target is that of what may be picked beside it.
func (s *Step) Tall(height float32) *Step {
	s.high, s.line.Layout = height, sized{0, height}
	return s
}

// Beside puts an object at the right of the title.
func (s *Step) Beside(o fyne.CanvasObject) *Step {
	s.head.Objects = []fyne.CanvasObject{s.title, Room(), o}
	return s
}

// Set changes how far it is, and what explains it.
func (s *Step) Set(state StepState, by string) {
	s.state = state
	s.by.SetText(by)
	show(s.by, by != "")
	s.Refresh()
}

// Relay gives the line of the title its places anew, after what is beside it has become longer or shorter.
func (s *Step) Relay() { s.head.Refresh() }

// Open shows what to do in it, or closes it to its title.
func (s *Step) Open(yes bool) {
	if s.contents != nil && s.contents.Visible() != yes {
		show(s.contents, yes)
		s.column.Refresh()
		s.Refresh()
	}
}

// Tapped is for Fyne.
func (s *Step) Tapped(*fyne.PointEvent) {
	if s.OnTap != nil {
		s.OnTap()
	}
}

// CreateRenderer is for Fyne.
func (s *Step) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Step) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.card, s.disc, s.digit, s.tick.Image}
}

func (s *Step) paint() {
	face, ink, edge := Green, OnGreen, Line
	switch s.state {
	case StepLater:
		face, ink = Press, Muted
	case StepNow:
		edge = Green
	case StepDone:
		face, ink = GreenTint, Green
	}
	s.card.SetFill(Face, edge)
	s.disc.FillColor = Shade(face)
	AsStrong.At(Name).In(ink).say(s.digit, strconv.Itoa(s.number))
	show(s.digit, s.state != StepDone)
	icon := Icon("")
	if s.state == StepDone {
		icon = IconCheck
	}
	s.tick.set(icon, ink)
}

func (s *Step) least() fyne.Size {
	return s.card.content.MinSize().AddWidthHeight(2*stepEdge, 2*stepEdge-stepGive)
}

// wanted is its height where there is room.
func (s *Step) wanted() float32 { return s.card.content.MinSize().Height + 2*stepEdge }

func (s *Step) arrange(room fyne.Size) {
	edge := stepEdge - min(max(s.wanted()-room.Height, 0), stepGive)/2
	if s.card.pad != edge {
		s.card.SetPadding(edge)
	}
	put(s.card, 0, 0, room.Width, room.Height)
	y := edge + (max(s.head.MinSize().Height, s.high)-discWide)/2
	put(s.disc, 18, y, discWide, discWide)
	look := AsStrong.At(Name)
	place(s.digit, 18+discWide/2, y+(discWide-look.height())/2, fyne.TextAlignCenter)
	put(s.tick.Image, 18+9, y+9, discWide-18, discWide-18)
}
