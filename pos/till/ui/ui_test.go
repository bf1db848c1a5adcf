package ui

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/golden"
	"holdfast/pos/till/ui/kit"
)

func TestMain(m *testing.M) {
	fyne.CurrentApp().Settings().SetTheme(kit.Theme{})
	os.Exit(m.Run())
}

// booth is a window of the test driver, and what was done in it.
type booth struct {
	*testing.T
	*Window
	done []desk.Action
}

// chinese is read once: it is 4 MB, and made to fit.
var chinese = sync.OnceValues(func() (fyne.Resource, error) { return kit.FindChinese("") })

// open opens a window of this size that shows a state.
func open(t *testing.T, s *desk.State, width, height float32) *booth {
	t.Helper()
	b := &booth{T: t}
	font, err := chinese()
	if err != nil && !errors.Is(err, kit.ErrNoChinese) {
		t.Fatal(err)
	}
	b.Window = New(test.NewTempApp(t), font, func(a desk.Action) { b.done = append(b.done, a) }, func(work func() func()) { work()() })
	b.router.Later = func(time.Duration, func()) {}
	b.win.Resize(fyne.NewSize(width, height))
	b.Show(s)
	b.win.Resize(fyne.NewSize(width, height))
	return b
}

// state is one that shows a screen.
func state(screen desk.Screen) *desk.State {
	now := time.Date(2026, 11, 27, 14, 36, 0, 0, time.Local)
	return &desk.State{
		Scanner: desk.Scanner{Suffix: "\r"},
		Serial:  1, Lang: pos.Chinese, Layout: desk.Touch, Screen: screen,
		Bar: desk.Bar{
			Status:    till.Status{Online: true, Since: now.Add(-time.Hour), Store: "S01", Till: "T1", Person: "1001"},
			StoreName: "和邻超市 梧桐路店", Person: "陈晓梅", Now: now,
			Shift: &till.ShiftInfo{Shift: "T1-1", Person: "1001", Name: "陈晓梅", Date: pos.Date(now), Since: now.Add(-6 * time.Hour)},
		},
	}
}

// picture leaves what a window shows in the folder PICTURES, if there is one.
func (b *booth) picture(name string) {
	b.Helper()
	if dir := os.Getenv("PICTURES"); dir != "" {
		golden.Save(b.T, filepath.Join(dir, name+".png"), b.win.Canvas().Capture())
	}
}

// TestAwait: what a scan leads to is drawn before the window paints again, if the desk is as quick as that.
func TestAwait(t *testing.T) {
	b := open(t, sellingState(), 1024, 768)
	typed, scanned := sellingState(), sellingState()
	scanned.Scan = 1
	drawn := 0
	b.Shown = func(*desk.State) { drawn++ }
	b.do = func(a desk.Action) {
		if _, scan := a.(desk.Scan); scan {
			go func() {
				for _, s := range []*desk.State{typed, scanned} {
					b.newest.Store(s)
					b.came <- struct{}{}
				}
			}()
		}
	}
	b.wait = time.Minute
	b.router.OnScan("6901234567892")
	if b.state != scanned || drawn != 1 {
		t.Errorf("%d states are drawn, not the scan's", drawn)
	}
	b.Watch(scanned)
	b.Draw()
	if drawn != 1 {
		t.Error("it is drawn twice")
	}
	b.do, b.wait = func(desk.Action) {}, time.Millisecond
	b.router.OnScan("6901234567892") // returns
}

// TestClosed: what the desk does once the window is closed is drawn nowhere, as the screen may be gone.
func TestClosed(t *testing.T) {
	b := open(t, sellingState(), 1024, 768)
	b.win.Close()
	b.Shown = func(*desk.State) { t.Error("it is drawn") }
	b.Watch(sellingState())
	b.Draw()
}
