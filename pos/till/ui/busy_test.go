package ui

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/till/desk"
)

// TestBusy: what is over within 150 ms is not seen; what lasts longer says what it is and can be stopped, and no tap goes
// through it.
func TestBusy(t *testing.T) {
	idle := sellingState()
	b := open(t, idle, 1024, 768)
	var alarms []func()
	b.router.Later = func(d time.Duration, f func()) {
		if d == patience {
			alarms = append(alarms, f)
		}
	}
	working := func(done int) *desk.State {
		s := *idle
		s.Busy = &desk.Busy{Text: pos.T("Fetching the member's value …"), Done: done, Total: 10, Stop: true}
		return &s
	}

	b.Show(working(0))
	b.Show(idle)
	alarms[0]()
	if b.frame.busy.Visible() {
		t.Error("what was over at once is shown")
	}

	b.Show(working(1))
	alarms[0]() // of the work before
	if b.frame.busy.Visible() {
		t.Error("the first work's alarm shows the second's")
	}
	b.done = nil
	b.strike("F5")
	if len(b.done) != 0 {
		t.Errorf("a command under way: %v", b.done)
	}
	alarms[1]()
	if !b.frame.busy.Visible() {
		t.Fatal("nothing says what is waited for")
	}
	b.Show(working(5))
	b.picture("busy")
	for _, button := range b.buttons() {
		if button.Text() == "停止" {
			button.Tapped(nil)
		}
	}
	b.strike("Escape")
	want := desk.Action(desk.Back{Serial: idle.Serial})
	if len(b.done) != 2 || b.done[0] != want || b.done[1] != want {
		t.Errorf("stopping does %v", b.done)
	}
	b.Show(idle)
	if b.frame.busy.Visible() {
		t.Error("it is over, and still shown")
	}
}

// TestNotice: it is the same size of window with and without it, and a screen below it stays where it is.
func TestNotice(t *testing.T) {
	s := sellingState()
	b := open(t, s, 1024, 768)
	pay := b.screen.(*touchSelling).pay
	at, size := pay.Position(), b.frame.body.Size()
	said := *s
	said.Notice = &desk.Notice{Tone: desk.Bad, Text: pos.T("{} taken out", "苏打水"), More: pos.T("Stop")}
	b.Show(&said)
	if !b.frame.notice.box.Visible() || pay.Position() != at || b.frame.body.Size() != size {
		t.Error("the notice is not seen, or has moved the screen")
	}
}
