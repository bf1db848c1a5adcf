package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"holdfast/pos/till/desk"
)

// kindOf tells screens apart that are built anew for each other.
func kindOf(s desk.Screen) string {
	switch s := s.(type) {
	case *desk.Locked:
		return "locked"
	case *desk.Selling:
		return "selling"
	case *desk.Paying:
		return "paying"
	case *desk.Form:
		return formKind(s)
	case *desk.List:
		return listKind(s)
	case *desk.Paper:
		return "paper"
	case *desk.Choice:
		return "choice"
	case *desk.Figures:
		if s.Drill != nil {
			return "drill"
		}
		return "day"
	}
	return ""
}

// build makes the screen for a state, empty as yet.
func (w *Window) build(s *desk.State) screen {
	keys := s.Layout == desk.Keyboard
	switch v := s.Screen.(type) {
	case *desk.Locked:
		return newLocked(w)
	case *desk.Selling:
		if keys {
			return newKeySelling(w)
		}
		return newTouchSelling(w)
	case *desk.Paying:
		return newPaying(w)
	case *desk.Form:
		return newForm(w, v)
	case *desk.List:
		return newList(w, v)
	case *desk.Paper:
		return newPaper(w)
	case *desk.Choice:
		return newChoice(w)
	case *desk.Figures:
		if v.Drill != nil {
			return newDrill(w)
		}
		return newDay(w)
	}
	return blank{}
}

// blank is the screen of a state that has none.
type blank struct{}

func (blank) object() fyne.CanvasObject { return container.NewWithoutLayout() }
func (blank) update(*desk.State)        {}
