package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos/till/ui/kit"
)

// letters is a keyboard for a finger below what is looked for, shown by a key beside its line.
type letters struct {
	toggle *kit.Button
	box    *fyne.Container
}

// newLetters types into a line; moved is called when it has come or gone.
func newLetters(into *input, shown bool, moved func()) *letters {
	l := &letters{}
	l.box = kit.Over(kit.NewKeyboard(nil, into.Insert, into.Erase))
	l.toggle = kit.NewButton(kit.Plain, "", func() {
		visible(l.box, !l.box.Visible())
		l.toggle.SetChosen(l.box.Visible())
		moved()
	}).WithIcon(kit.IconKeyboard)
	visible(l.box, shown)
	l.toggle.SetChosen(shown)
	return l
}
