package ui

import "holdfast/pos/till/desk"

// second is the customer's window.
type second struct{}

func (w *Window) showSecond(*desk.State) {}
