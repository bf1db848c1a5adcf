package ui

import (
	"testing"

	"holdfast/pos"
	"holdfast/pos/till/desk"
)

// TestFull: the window fills the screen as the state says.
func TestFull(t *testing.T) {
	s := sellingState()
	s.Full = true
	b := open(t, s, 1024, 768)
	if !b.win.FullScreen() {
		t.Error("the window doesn't fill the screen")
	}
	next := *s
	next.Full = false
	b.Show(&next)
	if b.win.FullScreen() {
		t.Error("the window still fills the screen")
	}
}

// TestTitle: the window's title says which till's it is and what it shows, in its language.
func TestTitle(t *testing.T) {
	s := payingState()
	s.Lang = pos.English
	b := open(t, s, 1024, 768)
	if got := b.win.Title(); got != "Holdfast · T1 · Payment" {
		t.Errorf("the title is %q", got)
	}
	b.Show(state(&desk.Locked{}))
	if got := b.win.Title(); got != "Holdfast · T1 · 登录" {
		t.Errorf("the title is %q", got)
	}
}
