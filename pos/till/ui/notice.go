package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// toast is the notice: a card over the screen, always at the same place, that moves nothing.
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
	t.box.Show()
	t.box.Refresh()
}

// corner puts the notice where the screen in view has nothing that is pressed next.
type corner struct{ w *Window }

func (c corner) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (c corner) Layout(objects []fyne.CanvasObject, room fyne.Size) {
	width := min(max(room.Width*0.45, 380), 620)
	right, bottom := room.Width-kit.Gap, room.Height-2*kit.Gap-kit.Wide
	if c.w.keyboard() {
		width = (room.Width - 3*kit.Gap) * 0.31 // the column at the right, above the total
		bottom -= 2*kit.Wide + kit.Tall + kit.Gap
	}
	if c.w.kind == "locked" {
		right = room.Width*0.58 - 2*kit.Gap // what is pressed next is at the right
		width = min(width, right-2*kit.Gap)
	}
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, o.Size().Height)) // a sentence's height follows from its width
		high := o.MinSize().Height
		o.Resize(fyne.NewSize(width, high))
		o.Move(fyne.NewPos(right-width, bottom-high))
	}
}
