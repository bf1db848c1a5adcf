package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// toast is the notice: a card over the screen, at the place that the screen keeps for it, that moves nothing.
type toast struct {
	w     *Window
	card  *kit.Notice
	shown *desk.Notice
	box   *fyne.Container
}

func newToast(w *Window) *toast {
	t := &toast{w: w, card: kit.NewNotice(kit.PlainTone, "", "")}
	t.box = container.New(corner{w}, t.card)
	t.box.Hide()
	return t
}

func (t *toast) object() fyne.CanvasObject { return t.box }

// toneOf is how a notice is coloured.
func toneOf(t desk.Tone) kit.Tone {
	switch t {
	case desk.Good:
		return kit.GreenTone
	case desk.Warn:
		return kit.AmberTone
	case desk.Bad:
		return kit.RedTone
	case desk.Plain:
	}
	return kit.PlainTone
}

func (t *toast) update(s *desk.State) {
	n := t.w.notice(s)
	if t.shown == n {
		return
	}
	t.shown = n
	if n == nil {
		t.box.Hide()
		return
	}
	title, more := t.w.say(n.Text), t.w.say(n.More)
	if more == "" {
		title, more = "", title
	}
	t.card.Set(toneOf(n.Tone), title, more)
	visible(t.box, true)
}

// settle puts it at its place, once the screen has got its own: it may be another one, or laid out otherwise.
func (t *toast) settle() {
	if t.box.Visible() {
		t.box.Refresh()
	}
}

// sayer is a screen that keeps a place for the notice: over the lower end of an object in which nothing is pressed to put
// right what went wrong, or over the upper end of one that is low.
type sayer interface {
	says() (over fyne.CanvasObject, upper bool)
}

// corner puts the notice at its screen's place, else at the lower right.
type corner struct{ w *Window }

func (c corner) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// noticeWide is how wide a notice is at most: it is read at a glance. The column beside the goods is no wider on any screen.
const noticeWide = 760

func (c corner) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	width := min(max(room.Width*0.45, 380), noticeWide)
	at := fyne.NewPos(room.Width-kit.Gap-width, room.Height-2*kit.Gap-kit.Wide)
	upper := false
	if s, ok := c.w.screen.(sayer); ok {
		if over, top := s.says(); over.Size().Width > 0 {
			upper = top
			at = fyne.CurrentApp().Driver().AbsolutePositionForObject(over)
			width = min(over.Size().Width, noticeWide)
			if upper {
				at.Y, width = at.Y-kit.Near, over.Size().Width
			} else {
				at.Y += over.Size().Height
			}
		}
	}
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, o.Size().Height)) // a sentence's height follows from its width
		high := o.MinSize().Height
		o.Resize(fyne.NewSize(width, high))
		if upper {
			o.Move(at)
		} else {
			o.Move(at.SubtractXY(0, high))
		}
	}
}
