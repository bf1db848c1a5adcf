package main

import (
	"math"
	"os"
	"reflect"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/go-gl/glfw/v3.4/glfw"

	"holdfast/pos/till/ui"
)

// screens are the machine's, as GLFW knows them. All of it happens on Fyne's goroutine, while the windows are open.
type screens struct {
	app  fyne.App
	main fyne.Window
	own  float32 // what Fyne enlarges by itself, on a screen of many dots to the inch
	last asked
	all  bool // of what was asked for last was given
}

// asked is what the size of text depends on.
type asked struct {
	by            float32
	width, height int // of the screen, in dots
}

// known is what the window is told.
func (s *screens) known() ui.Screens {
	return ui.Screens{Enlarge: s.enlarge, Beside: func() bool { return s.other() != nil }, Fill: s.fill}
}

// scaleKey is where Fyne looks for what a person wants enlarged, each time that it works out a window's scale.
const scaleKey = "FYNE_SCALE"

// enlarge takes effect at once. Whoever has set Fyne's own variable knows what they want.
func (s *screens) enlarge(by float32) (all bool) {
	view := viewOf(s.main)
	if view == nil || s.own == 0 && os.Getenv(scaleKey) != "" {
		return true
	}
	if s.own == 0 {
		s.own = s.main.Canvas().Scale()
	}
	mode := screenOf(view).GetVideoMode()
	now := asked{by, mode.Width, mode.Height}
	if now == s.last {
		return s.all
	}
	s.last = now
	scale, all := scaleFor(now, s.own)
	s.all = all
	text := strconv.FormatFloat(float64(scale), 'f', 3, 32)
	if text == os.Getenv(scaleKey) || scale == 1 && os.Getenv(scaleKey) == "" {
		return all
	}
	if err := os.Setenv(scaleKey, text); err != nil {
		return false
	}
	width, height := view.GetSize()
	s.app.Settings().SetTheme(s.app.Settings().Theme()) // Fyne works the scale out anew, and keeps what is in the window, not its size
	if !s.main.FullScreen() {
		dots := s.main.Canvas().Scale()
		s.main.Resize(fyne.NewSize((float32(min(width, mode.Width))-0.5)/dots, (float32(min(height, mode.Height))-0.5)/dots))
	}
	return all
}

// scaleFor is what Fyne is to be told, where it enlarges by own itself and rounds the two together to a tenth: what is
// asked for, or as much of it as leaves the smallest window's units on the screen.
func scaleFor(a asked, own float32) (scale float32, all bool) {
	most := min(float64(a.width)/smallestWidth, float64(a.height)/smallestHeight)
	if math.Round(float64(a.by*own)*10)/10 <= most {
		return a.by, true
	}
	most = math.Floor(most*10+1e-6) / 10
	if own != 1 {
		most -= 0.04 // own was rounded too: rather a tenth less than one too many
	}
	return float32(most) / own, false
}

// The smallest screen that the window is made for, in its units.
const (
	smallestWidth  = 1024
	smallestHeight = 768
)

// other is a screen that the cashier's window isn't on; nil for none. One that shows the same as another is none.
func (s *screens) other() *glfw.Monitor {
	view := viewOf(s.main)
	if view == nil {
		return nil
	}
	x, y := screenOf(view).GetPos()
	for _, m := range glfw.GetMonitors() {
		if mx, my := m.GetPos(); mx != x || my != y {
			return m
		}
	}
	return nil
}

// fill shows the customer's window. Where a window manager or a customer gives it the focus all the same, the cashier's takes
// it back: else the next scan would be lost.
func (s *screens) fill(win fyne.Window) {
	screen := s.other()
	if screen == nil {
		return
	}
	x, y := screen.GetPos()
	mode := screen.GetVideoMode()
	if d, ok := win.(desktop.Window); ok {
		d.RequestPosition(x+mode.Width/4, y+mode.Height/4) // Fyne fills the screen that a window is on
	}
	win.Resize(fyne.NewSize(320, 240))
	glfw.WindowHint(glfw.FocusOnShow, glfw.False)
	win.Show()
	glfw.WindowHint(glfw.FocusOnShow, glfw.True)
	win.SetFullScreen(true)
	view := viewOf(win)
	if view == nil {
		return
	}
	if on := view.GetMonitor(); on == nil || !same(on, screen) {
		view.SetMonitor(screen, 0, 0, mode.Width, mode.Height, mode.RefreshRate)
	}
	var focused glfw.FocusCallback
	focused = view.SetFocusCallback(func(w *glfw.Window, yes bool) {
		if focused != nil {
			focused(w, yes)
		}
		if yes {
			s.main.RequestFocus()
		}
	})
	s.main.RequestFocus()
}

func same(a, b *glfw.Monitor) bool {
	ax, ay := a.GetPos()
	bx, by := b.GetPos()
	return ax == bx && ay == by
}

// screenOf is the screen that the middle of a window is on. Wayland tells nobody where windows are.
func screenOf(view *glfw.Window) *glfw.Monitor {
	if m := view.GetMonitor(); m != nil {
		return m
	}
	if glfw.GetPlatform() != glfw.PlatformWayland {
		x, y := view.GetPos()
		width, height := view.GetSize()
		x, y = x+width/2, y+height/2
		for _, m := range glfw.GetMonitors() {
			left, top := m.GetPos()
			if mode := m.GetVideoMode(); x >= left && x < left+mode.Width && y >= top && y < top+mode.Height {
				return m
			}
		}
	}
	return glfw.GetPrimaryMonitor()
}

// viewOf is a window as GLFW has it. Fyne doesn't show it, so it is taken from the inside of the version that go.mod names;
// where that looks otherwise, or the window isn't there yet, it is nil.
func viewOf(win fyne.Window) *glfw.Window {
	v := reflect.ValueOf(win)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return nil
	}
	field := v.Elem().FieldByName("viewport")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*glfw.Window]() || field.IsNil() {
		return nil
	}
	return (*glfw.Window)(field.UnsafePointer())
}
