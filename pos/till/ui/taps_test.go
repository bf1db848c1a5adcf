package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"holdfast/pos/till/desk"
)

// TestMemberCardTapped: the card of the sale's member leads to their page, and that of nobody to those there are.
func TestMemberCardTapped(t *testing.T) {
	s := sellingState()
	b := open(t, s, 1024, 768)
	card := b.screen.(*touchSelling).member.card
	test.Tap(card)
	next := *s
	next.Member = nil
	b.Show(&next)
	test.Tap(card)
	want := []desk.Action{desk.Press{ID: "records", Serial: s.Serial}, desk.Press{ID: "member", Serial: s.Serial}}
	if len(b.done) != 2 || b.done[0] != want[0] || b.done[1] != want[1] {
		t.Errorf("taps do %v", b.done)
	}
}

// TestTabStaysWithTheDesk: where nothing takes text Tab and Enter are the desk's, and no button gets them.
func TestTabStaysWithTheDesk(t *testing.T) {
	s := formState()
	s.Layout = desk.Keyboard
	f := s.Screen.(*desk.Form)
	f.Focus = 1 // a choice
	b := open(t, s, 1024, 768)
	if _, ok := b.win.Canvas().Focused().(interface{ AcceptsTab() bool }); !ok {
		t.Fatalf("%T has the focus, and Tab would leave it", b.win.Canvas().Focused())
	}
	b.strike("Tab")
	if len(b.done) == 0 || b.done[len(b.done)-1] != desk.Action(desk.Key{Name: "Tab", Serial: s.Serial}) {
		t.Errorf("Tab does %v", b.done)
	}
}
