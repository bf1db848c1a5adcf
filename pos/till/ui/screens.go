package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/till/desk"
)

// Screens is what the program knows of the machine's screens and Fyne doesn't say. What it leaves out isn't there to be had.
type Screens struct {
	// Enlarge gives text so many times its usual size, as far as the window still fits its screen, and says whether that was
	// all of it. It is called with each state.
	Enlarge func(by float32) (all bool)
	// Beside says whether there is a screen beside the one that the window is on, and Fill shows a window on it, all over it
	// and without ever having the keyboard's focus.
	Beside func() bool
	Fill   func(win fyne.Window)
}

// On tells the window of the machine's screens, before it is shown.
func (w *Window) On(s Screens) { w.screens = s }

// enlarge gives text its size, and says so where a larger one was asked for and there is no room for it.
func (w *Window) enlarge(s *desk.State) {
	by := max(s.Text, 1)
	if w.screens.Enlarge != nil && !w.screens.Enlarge(by) && w.text > 0 && by > w.text {
		w.tell(pos.T("This screen has no room for larger text; it is as large as can be."))
	}
	w.text = by
}

// hasSecond reports whether the customer's window has a screen to be on. Where it lacks one, the cashier is told once, and the
// window comes as soon as there is one.
func (w *Window) hasSecond(s *desk.State) bool {
	there := w.screens.Beside != nil && w.screens.Beside()
	switch {
	case !s.Second || there:
		w.lacking = false
	case !w.lacking && s.Bar.Person != "":
		w.lacking = true
		w.tell(pos.T("There is no second screen. The customer's window opens as soon as one is connected."))
	}
	return s.Second && there
}

// tell has the window say something itself, until the next thing is done after it was seen.
func (w *Window) tell(text pos.Text) { w.own = &desk.Notice{Tone: desk.Warn, Text: text} }

// notice is what is said now: the desk's, unless that only confirms what was done.
func (w *Window) notice(s *desk.State) *desk.Notice {
	if w.own != nil && (s.Notice == nil || s.Notice.Tone == desk.Plain || s.Notice.Tone == desk.Good) {
		return w.own
	}
	return s.Notice
}
