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

// Step is a card with a number: one of several things to do in order.
type Step struct {
	widget.BaseWidget
	number int
	state  StepState

	card     *Card
	title    *Label
	by       *Sentence
	more     *fyne.Container
	disc     *canvas.Circle
	digit    *canvas.Text
	tick     *picture
	contents fyne.CanvasObject
}

const discWide = 40

// NewStep makes step number of a form; content is what to do in it and may be nil.
func NewStep(number int, title, by string, content fyne.CanvasObject) *Step {
	s := &Step{
		number: number, title: NewLabel(AsTitle, title), by: NewSentence(AsBody.In(Muted), by),
		disc: &canvas.Circle{}, digit: canvas.NewText(strconv.Itoa(number), nil), tick: newPicture(), contents: content,
	}
	items := []fyne.CanvasObject{s.title, s.by}
	if content != nil {
		items = append(items, InsetBy(6, 0, 0, 0, content))
	}
	s.more = Column(2, items...)
	show(s.by, by != "")
	s.card = NewCard(InsetBy(2, 4, 2, discWide+18, s.more))
	s.ExtendBaseWidget(s)
	return s
}

// Set changes how far it is, and what explains it.
func (s *Step) Set(state StepState, by string) {
	s.state = state
	s.by.SetText(by)
	show(s.by, by != "")
	s.Refresh()
}

// CreateRenderer is for Fyne.
func (s *Step) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Step) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.card, s.disc, s.digit, s.tick.Image}
}

func (s *Step) paint() {
	face, ink := Green, OnGreen
	if s.state == StepLater {
		face, ink = Press, Muted
	}
	s.disc.FillColor = Shade(face)
	AsStrong.At(Name).In(ink).say(s.digit, strconv.Itoa(s.number))
	show(s.digit, s.state != StepDone)
	icon := Icon("")
	if s.state == StepDone {
		icon = IconCheck
	}
	s.tick.set(icon, ink)
}

func (s *Step) least() fyne.Size { return s.card.MinSize() }

func (s *Step) arrange(room fyne.Size) {
	put(s.card, 0, 0, room.Width, room.Height)
	put(s.disc, 20, 18, discWide, discWide)
	look := AsStrong.At(Name)
	place(s.digit, 20+discWide/2, 18+(discWide-look.height())/2, fyne.TextAlignCenter)
	put(s.tick.Image, 20+9, 18+9, discWide-18, discWide-18)
}
