package main

import (
	"math"
	"os"
	"reflect"
	"runtime"
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
	last asked
	all  bool // of what was asked for last was given
	ours bool // Fyne's variable is set by us
}

// asked is what the size of text depends on.
type asked struct {
	by            float32
	width, height int     // of the screen, in dots
	own           float32 // what Fyne enlarges by itself on it
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
	if view == nil || !s.ours && os.Getenv(scaleKey) != "" {
		return true
	}
	screen := screenOf(view)
	mode := screen.GetVideoMode()
	now := asked{by, mode.Width, mode.Height, ownScale(view, screen)}
	if now == s.last {
		return s.all
	}
	scale, all := scaleFor(now)
	s.last, s.all = now, all
	text := strconv.FormatFloat(float64(scale), 'f', 4, 32)
	if text == os.Getenv(scaleKey) || scale == 1 && !s.ours {
		return all
	}
	if err := os.Setenv(scaleKey, text); err != nil {
		return false
	}
	s.ours = true
	width, height := view.GetSize()
	s.app.Settings().SetTheme(s.app.Settings().Theme()) // has Fyne work the scale out anew
	if !s.main.FullScreen() {                           // Fyne keeps what is in the window, not its size
		dots := s.main.Canvas().Scale()
		units := func(have, most int, least float32) float32 {
			return min(max(float32(have)/dots, least), (float32(most)-0.5)/dots)
		}
		s.main.Resize(fyne.NewSize(units(width, mode.Width, smallestWidth), units(height, mode.Height, smallestHeight)))
	}
	return all
}

// ownScale is what Fyne enlarges by itself: on Windows what the system says, on X11 what follows from the screen's size
// where it has many dots to the inch.
func ownScale(view *glfw.Window, screen *glfw.Monitor) float32 {
	switch {
	case runtime.GOOS == "windows":
		x, _ := view.GetContentScale()
		return x
	case runtime.GOOS == "darwin", glfw.GetPlatform() == glfw.PlatformWayland:
		return 1
	}
	wide, _ := screen.GetPhysicalSize() // in mm; what can't be so is taken for a usual screen
	if inch := float32(screen.GetVideoMode().Width) / (float32(wide) / 25.4); inch >= 10 && inch <= 1000 {
		return max(inch/120, 1)
	}
	return 1
}

// scaleFor is what Fyne is to be told, which it multiplies with its own and rounds to a tenth: what is asked for, or as much
// of it as leaves the smallest window's units on the screen.
func scaleFor(a asked) (scale float32, all bool) {
	most := min(float64(a.width)/smallestWidth, float64(a.height)/smallestHeight)
	if math.Round(float64(a.by*a.own)*10)/10 <= most {
		return a.by, true
	}
	return float32(math.Floor(most*10+1e-6)/10) / a.own, false
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
