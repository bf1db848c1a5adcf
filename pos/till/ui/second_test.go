package ui

import (
	"os"
	"path/filepath"
	"testing"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/golden"
)

// TestSecond: the customer's window comes and goes with the setting, and shows what they have to pay, then their change.
func TestSecond(t *testing.T) {
	s := sellingState()
	s.Second = true
	s.Display = desk.Display{Lines: s.Sale.Lines, Member: "李*", Total: 14468, Due: 14468, Points: 144 * 10000}
	b := open(t, s, 1024, 768)
	show := func(name string) {
		if dir := os.Getenv("PICTURES"); dir != "" {
			golden.Save(t, filepath.Join(dir, name+".png"), b.second.win.Canvas().Capture())
		}
	}
	show("second-lines")
	if b.second.idle.Visible() || b.second.rows.Length() != 5 {
		t.Error("the lines are not to be seen")
	}
	done := *s
	done.Display = desk.Display{Done: true, Total: 14468, Change: 532}
	b.Show(&done)
	show("second-done")
	idle := *s
	idle.Lang, idle.Display = pos.English, desk.Display{Idle: []pos.Text{
		pos.T("Pay in {}, get {} on top", "100.00", "10.00"), pos.T("Pay in {}, get {} on top", "200.00", "20.00"),
		pos.T("Points for members: {} a yuan", "1"), pos.T("{}: {} for members, instead of {}", "Milk 250 ml × 12, semi-skimmed, from the pastures of the far north", "45.80", "49.90"),
	}}
	b.Show(&idle)
	show("second-idle")
	if !b.second.idle.Visible() {
		t.Error("nobody is welcomed")
	}
	off := *s
	off.Second = false
	b.Show(&off)
	if b.second != nil {
		t.Error("the window is still there")
	}
}
