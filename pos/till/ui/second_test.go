package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/golden"
	"holdfast/pos/till/ui/kit"
)

// TestSecond: the customer's window comes and goes with the setting, and shows what they have to pay, then their change.
func TestSecond(t *testing.T) {
	s := sellingState()
	s.Second = true
	s.Display = desk.Display{Lines: s.Sale.Lines, Member: "李*", Total: 14468, Due: 14468, Points: 144 * 10000}
	b := open(t, sellingState(), 1024, 768)
	b.On(Screens{Beside: func() bool { return true }, Fill: func(win fyne.Window) { win.Show() }})
	b.Show(s)
	show := func(name string) {
		if dir := os.Getenv("PICTURES"); dir != "" {
			golden.Save(t, filepath.Join(dir, name+".png"), b.second.win.Canvas().Capture())
		}
	}
	show("second-lines")
	if b.second.idle.Visible() || b.second.rows.Length() != 5 {
		t.Error("the lines are not to be seen")
	}
	with := *s
	with.Display.Less = []desk.Less{{Name: "周年庆九折券", Amount: 1608}, {Name: "二十元现金券", Amount: 2000}}
	with.Display.Due -= 3608
	b.Show(&with)
	show("second-coupons")
	if cells := make([]kit.Cell, 3); b.second.rows.Length() != 7 {
		t.Errorf("%d rows, and no coupons among them", b.second.rows.Length())
	} else if b.second.fill(6, cells); cells[1].Text != "二十元现金券" || cells[2].Text != kit.Money(-2000) {
		t.Errorf("the last row is %+v", cells)
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

// TestSecondLacking: without a second screen nothing covers the cashier's window, they are told once, and the customer's
// window comes and goes with the screen.
func TestSecondLacking(t *testing.T) {
	s := sellingState()
	b := open(t, s, 1024, 768)
	there, filled := false, 0
	b.On(Screens{Beside: func() bool { return there }, Fill: func(fyne.Window) { filled++ }})
	on := *s
	on.Second = true
	on.Notice = &desk.Notice{Tone: desk.Good, Text: pos.T("saved")}
	b.Show(&on)
	said := b.own
	if b.second != nil || said == nil || b.frame.notice.shown != said {
		t.Errorf("the window is %v, and %v is said", b.second, b.frame.notice.shown)
	}
	b.picture("second-lacking")
	b.Window.do(desk.Press{ID: "more"})
	later := on
	later.Notice = nil
	b.Show(&later)
	if b.frame.notice.box.Visible() {
		t.Error("it is still said after the next thing was done")
	}
	there = true
	b.Show(&later)
	if b.second == nil || filled != 1 {
		t.Error("the screen that was connected shows nothing")
	}
	there = false
	b.Show(&later)
	if b.second != nil || b.frame.notice.shown != nil && b.frame.notice.shown == said {
		t.Error("the customer's window is there without its screen")
	}
}

// TestSecondKeys: what is typed while the customer's window has the focus is the cashier's all the same.
func TestSecondKeys(t *testing.T) {
	s := sellingState()
	b := open(t, s, 1024, 768)
	wait := b.clocked()
	b.On(Screens{Beside: func() bool { return true }, Fill: func(win fyne.Window) { win.Show() }})
	on := *s
	on.Second = true
	b.Show(&on)
	c := b.second.win.Canvas()
	for _, r := range "12" {
		wait(1e9)
		test.TypeOnCanvas(c, string(r))
	}
	wait(1e9)
	if got := b.screen.(*touchSelling).input.Text(); got != "12" {
		t.Errorf("%q was typed", got)
	}
	wait(1e9)
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if last := b.done[len(b.done)-1]; last != desk.Action(desk.Enter{Text: "12", Serial: 1}) {
		t.Errorf("Enter does %v", last)
	}
}

// TestEnlarge: text takes its size at once; where there is no room for it that is said, and not when it is shown first.
func TestEnlarge(t *testing.T) {
	s := sellingState()
	b := open(t, s, 1024, 768)
	var asked []float32
	room := true
	b.On(Screens{Enlarge: func(by float32) bool { asked = append(asked, by); return room || by == 1 }})
	larger := *s
	larger.Text = 1.3
	b.Show(&larger)
	if b.own != nil || asked[len(asked)-1] != 1.3 {
		t.Errorf("%v was asked for, and %v is said", asked, b.own)
	}
	b.Show(s)
	room = false
	b.Show(&larger)
	if b.own == nil || b.frame.notice.shown != b.own {
		t.Error("nothing says that there is no room")
	}
	b.own = nil
	b.Show(&larger)
	if b.own != nil {
		t.Error("it is said twice")
	}
}
