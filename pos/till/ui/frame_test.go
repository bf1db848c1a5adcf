package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"holdfast/pos"
	"holdfast/pos/till/desk"
)

func TestFrame(t *testing.T) {
	s := state(&desk.Selling{Chosen: -1})
	s.Layout, s.Training = desk.Keyboard, true
	s.Practise = []desk.Item{{ID: "samples", Text: pos.T("Scan or swipe"), Icon: "number", Key: "Ctrl+F7", On: true}, {ID: "training-end", Text: pos.T("End the training"), Icon: "close", Key: "Ctrl+8", On: true}}
	s.Menu = []desk.Item{{ID: "help", Text: pos.T("Help"), Key: "F1", On: true}, {ID: "pay", Text: pos.T("Pay"), Key: "Space", Main: true}}
	s.Notice = &desk.Notice{Tone: desk.Bad, Text: pos.T("{} is no amount; type yuan with at most two decimals, such as 12.30", "1.2.3")}
	b := open(t, s, 1024, 768)
	b.picture("frame")
	if len(b.frame.legend.lines[0].keys) != 2 || !b.frame.notice.box.Visible() || !b.frame.banner.Visible() {
		t.Error("the frame lacks a key, the notice or the training's banner")
	}
	test.Tap(b.frame.train.buttons[0])
	if want := (desk.Press{ID: "samples", Serial: b.serial()}); len(b.done) != 1 || b.done[0] != desk.Action(want) {
		t.Errorf("the banner's button does %v", b.done)
	}
	next := *s
	next.Notice, next.Training = nil, false
	b.Show(&next)
	if b.frame.notice.box.Visible() || b.frame.banner.Visible() {
		t.Error("the notice or the banner is still there")
	}
}

// TestLegendComesBack: a screen without keys leaves no legend, and the next one with keys has it at its place.
func TestLegendComesBack(t *testing.T) {
	s := sellingState()
	s.Layout = desk.Keyboard
	b := open(t, s, 1024, 768)
	at := func() float32 { return b.frame.legend.root.Position().Y + b.frame.legend.lines[0].box.Position().Y }
	with := at()
	for _, menu := range [][]desk.Item{nil, s.Menu[:3], nil, s.Menu} {
		next := *s
		next.Menu = menu
		b.Show(&next)
		legend := b.frame.legend
		if shown := legend.lines[0].box.Visible(); shown != (menu != nil) {
			t.Fatalf("%d keys: the legend is shown: %v", len(menu), shown)
		}
		if menu != nil && at()+legend.root.Size().Height != 768 {
			t.Errorf("%d keys: the legend is at %v and %v high", len(menu), at(), legend.root.Size().Height)
		}
	}
	if at() != with {
		t.Errorf("the legend was at %v and is at %v", with, at())
	}
}
