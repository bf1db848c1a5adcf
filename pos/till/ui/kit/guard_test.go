package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// TestGuard: the second tap of a double tap doesn't reach what has come below it; one elsewhere does, and a later one.
func TestGuard(t *testing.T) {
	test.NewTempApp(t)
	hits := 0
	button := NewButton(Act, "Pay", func() { hits++ })
	guard := NewGuard()
	win := test.NewTempWindow(t, container.NewStack(button, container.NewWithoutLayout(guard)))
	win.SetPadded(false)
	win.Resize(fyne.NewSize(800, 600))
	var alarm func()
	later := func(d time.Duration, f func()) { alarm = f }
	tap := func(x, y float32) { test.TapCanvas(win.Canvas(), fyne.NewPos(x, y)) }
	if guard.Raise(win.Canvas(), later); guard.Visible() {
		t.Error("it is raised before anything was tapped")
	}
	tap(400, 300)
	guard.Raise(win.Canvas(), later)
	tap(405, 310)
	if hits != 1 {
		t.Errorf("%d taps came through at the same spot, want the first only", hits)
	}
	tap(100, 100)
	if hits != 2 {
		t.Error("a tap elsewhere didn't come through")
	}
	old := alarm
	guard.Raise(win.Canvas(), later) // for the tap at 100, 100
	old()
	if !guard.Visible() {
		t.Error("an old alarm takes it away")
	}
	alarm()
	tap(100, 100)
	if hits != 3 || guard.Visible() {
		t.Error("a later tap didn't come through")
	}
}
