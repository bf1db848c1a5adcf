// Package ui is the till's window: it draws the desk's states and turns keys, taps and scans into the desk's actions.
//
// It may import pos/till/desk, its own building blocks in kit, pos/pinyin and what those may; it decides nothing. The one
// thing to know: everything here runs on Fyne's own goroutine and never waits, but for a scan's line, and for that less
// than a picture takes. A screen is built once for its kind and layout, and then told of each new state; it writes only
// what differs, so that a scan repaints the rows it has changed.
package ui

import (
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/texts"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// screen draws one kind of desk.Screen.
type screen interface {
	object() fyne.CanvasObject
	// update shows a state; its Screen is of the kind that the screen was built for.
	update(s *desk.State)
}

// Optional parts of a screen.
type (
	// homer says where typing belongs now; nil for nowhere.
	homer interface{ home() kit.Typist }
	// layer is told when its objects have got their places for the first time.
	layer interface{ laid() }
	// keyer is asked first what a key means, and says whether that is all there is to it.
	keyer interface{ key(k kit.Key) bool }
)

// Window is the till's window.
type Window struct {
	Shown func(*desk.State) // is told of each state that is drawn; nil for nobody

	app    fyne.App
	win    fyne.Window
	font   fyne.Resource
	do     func(desk.Action)
	router *kit.Router
	aiming bool // the focus is being given, not taken by a person
	beside Beside

	state  *desk.State // the one that is drawn
	looks  looks
	frame  *frame
	kind   string // of the screen that is drawn
	screen screen
	title  string
	second *second // the customer's window; nil while there is none

	screens Screens
	text    float32      // how many times its usual size; 0 before the first state
	lacking bool         // it was said that the customer's screen isn't there
	own     *desk.Notice // what the window itself says

	newest atomic.Pointer[desk.State] // that the desk has made
	closed bool                       // the window is, and nothing can be drawn any more
	came   chan struct{}              // it is another one
	scans  uint64                     // that the desk was told of
	wait   time.Duration              // for what a scan leads to
}

// looks are what the whole window has to be built anew for.
type looks struct {
	lang   pos.Lang
	layout desk.Layout
	dark   bool
}

// Beside does some work off Fyne's goroutine, and then on it what the work says. The program has the goroutines.
type Beside func(work func() (then func()))

// New is a window that sends what is done in it to do, which must not wait. chinese is nil on a machine without such a
// font.
func New(app fyne.App, chinese fyne.Resource, do func(desk.Action), beside Beside) *Window {
	w := &Window{app: app, font: chinese, router: kit.NewRouter(), beside: beside, came: make(chan struct{}, 1), wait: scanWait}
	w.do = func(a desk.Action) {
		if w.own != nil && w.frame != nil && w.frame.notice.shown == w.own {
			w.own = nil
		}
		do(a)
	}
	w.win = app.NewWindow("Holdfast")
	w.win.SetPadded(false)
	w.win.SetOnClosed(func() { w.closed = true })
	w.router.OnKey = w.key
	w.router.OnScan = func(code string) {
		w.scans++
		typed := ""
		if line := w.line(); line != nil {
			typed = line.Text()
		}
		w.do(desk.Scan{Text: code, Typed: typed, Nth: w.scans})
		w.router.GoHome()
		w.await()
	}
	w.router.Attach(w.win.Canvas())
	return w
}

// Fyne is the window itself, for the program that shows and closes it.
func (w *Window) Fyne() fyne.Window { return w.win }

// Watch takes a state from any goroutine, to be drawn by Draw. Where the desk is faster than the window, only the newest is.
func (w *Window) Watch(s *desk.State) {
	w.newest.Store(s)
	select {
	case w.came <- struct{}{}:
	default:
	}
}

// Draw draws the newest state, unless that is done or the window is closed. It is called on Fyne's goroutine before each
// look at what is to be painted. Fyne would do what it is given on whichever goroutine gives it once it has ended, and then
// there is nothing left to draw on.
func (w *Window) Draw() {
	if s := w.newest.Load(); s != nil && s != w.state && !w.closed { // a scan's is drawn already
		w.Show(s)
	}
}

// scanWait is less than a picture takes, and than anybody notices.
const scanWait = 14 * time.Millisecond

// await shows at once what a scan leads to. Fyne paints after each look at its keys, so what the scanner has typed would
// otherwise be taken out of its line in a picture of its own first, and what was scanned come one picture later.
func (w *Window) await() {
	late := time.After(w.wait)
	for {
		if s := w.newest.Load(); s != nil && s.Scan == w.scans {
			w.Show(s)
			return
		}
		select {
		case <-w.came:
		case <-late:
			return
		}
	}
}

// Show draws a state, on Fyne's goroutine.
func (w *Window) Show(s *desk.State) {
	moved := w.state != nil && w.state.Serial != s.Serial
	w.state = s
	now := looks{s.Lang, s.Layout, s.Dark}
	if w.frame == nil || now != w.looks {
		w.dress(now)
	}
	fresh := false
	if kind := kindOf(s.Screen); w.screen == nil || kind != w.kind {
		w.kind, w.screen, fresh = kind, w.build(s), true
	}
	second := w.hasSecond(s)
	w.enlarge(s)
	w.router.Wedge.Prefix, w.router.Wedge.Suffix = s.Scanner.Prefix, s.Scanner.Suffix
	w.screen.update(s)
	w.frame.update(s)
	if fresh {
		w.frame.put(w.screen.object())
		if l, ok := w.screen.(layer); ok {
			l.laid()
		}
	}
	w.frame.notice.settle()
	if moved {
		w.frame.guard.Raise(w.win.Canvas(), w.router.Later)
	}
	w.aim(fresh)
	if w.win.FullScreen() != s.Full {
		w.win.SetFullScreen(s.Full)
	}
	w.showSecond(s, second)
	w.entitle(s)
	if w.Shown != nil {
		w.Shown(s)
	}
}

// entitle has the window's title say which till's it is and what it shows, for a window manager's list and for whoever has
// the screen read out.
func (w *Window) entitle(s *desk.State) {
	if title := "Holdfast · " + s.Bar.Till + " · " + w.say(heading(s.Screen)); title != w.title {
		w.title = title
		w.win.SetTitle(title)
	}
}

// heading is what a screen is called.
func heading(s desk.Screen) pos.Text {
	switch s := s.(type) {
	case *desk.Locked:
		return pos.T("Sign in")
	case *desk.Selling:
		return pos.T("Sale")
	case *desk.Paying:
		return pos.T("Payment")
	case *desk.Form:
		return s.Title
	case *desk.List:
		return s.Title
	case *desk.Paper:
		return s.Title
	case *desk.Choice:
		return s.Title
	}
	return pos.T("The day")
}

// dress gives the window a language, a layout and a theme: all screens are built anew.
func (w *Window) dress(now looks) {
	if w.frame == nil || now.dark != w.looks.dark {
		w.app.Settings().SetTheme(kit.Theme{Dark: now.dark, Chinese: w.font})
	}
	w.looks, w.screen = now, nil
	w.frame = newFrame(w)
	w.win.SetContent(w.frame.root)
}

// aim gives the focus to where typing belongs, unless a person has just put it into another line.
func (w *Window) aim(fresh bool) {
	var home kit.Typist
	if h, ok := w.screen.(homer); ok {
		home = h.home()
	}
	moved := home != w.router.Home
	w.router.Home = home
	if _, typing := w.win.Canvas().Focused().(kit.Typist); fresh || moved || !typing {
		w.aiming = true
		w.router.GoHome()
		w.aiming = false
	}
}

// goOn gives the focus to where a screen wants typing next, before the desk says so too.
func (w *Window) goOn(p homer) {
	w.router.Home = p.home()
	w.aiming = true
	w.router.GoHome()
	w.aiming = false
}

// serial is that of the state in view, for what is done now.
func (w *Window) serial() uint64 { return w.state.Serial }

// press is a command, by a button.
func (w *Window) press(id desk.ID) { w.do(desk.Press{ID: id, Serial: w.serial()}) }

// back is the button that leaves a screen.
func (w *Window) back() *kit.Button {
	return kit.NewButton(kit.Plain, w.t("Back"), func() { w.do(desk.Back{Serial: w.serial()}) }).WithIcon(kit.IconBack).WithKey(w.cap("Esc"))
}

// say is a text in the window's language.
func (w *Window) say(text pos.Text) string {
	if text.IsZero() {
		return ""
	}
	return texts.Say(w.state.Lang, spelled(text))
}

// spelled is a text with its amounts as they stand everywhere in the window.
func spelled(text pos.Text) pos.Text {
	for i, arg := range text.Args {
		switch a := arg.(type) {
		case money.Fen, money.Points:
			arg = kit.Grouped(fmt.Sprint(a))
		case pos.Text:
			arg = spelled(a)
		default:
			continue
		}
		text.Args = slices.Clone(text.Args)
		text.Args[i] = arg
	}
	return text
}

// t is a text of the window's own.
func (w *Window) t(message string, args ...any) string { return w.say(pos.T(message, args...)) }

// named is a name in the window's language.
func (w *Window) named(zh, en string) string {
	return w.state.Lang.Name(zh, en)
}

// keyboard reports whether the window is worked without a mouse.
func (w *Window) keyboard() bool { return w.state.Layout == desk.Keyboard }

// item is a command as the state's menu offers it.
func (w *Window) item(id desk.ID) (desk.Item, bool) {
	for _, i := range w.state.Menu {
		if i.ID == id {
			return i, true
		}
	}
	return desk.Item{}, false
}
