package kit

import (
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Key is a key with its modifiers as a person would write it: "F5", "Ctrl+P", "Enter", "Escape", "Up", "Space", "*".
type Key string

// Router is the one place that every key passes first, whatever has the focus. It keeps scans away from the widgets,
// asks OnKey, and only then lets a widget have the key.
type Router struct {
	// OnKey does what a key means on this screen and says whether it meant anything.
	OnKey func(Key) bool
	// OnScan takes what a scanner has typed.
	OnScan func(code string)
	// Home takes what is typed when nothing that takes text has the focus; nil for nobody.
	Home Typist
	// Wedge tells scans from typing.
	Wedge Wedge
	// Now is the time, and Later calls a func on Fyne's goroutine after a while; tests have their own.
	Now   func() time.Time
	Later func(time.Duration, func())

	canvas  fyne.Canvas
	rest    *Rest
	waiting bool // for the end of what the wedge holds
}

// Typist is a widget that takes text.
type Typist interface {
	fyne.Focusable
	Take(rune)    // as if typed
	TakeBack(int) // removes the last so many before the caret
}

// NewRouter makes a router that recognises scans by time alone, until a prefix is set.
func NewRouter() *Router {
	return &Router{
		// A scanner takes up to 100 ms for a key, and a busy window sees it later still. A PIN is shorter than what is
		// told by time.
		Wedge: Wedge{Suffix: "\r", Hold: 250 * time.Millisecond, Gap: 35 * time.Millisecond, Least: 8,
			Quick: 30 * time.Millisecond},
		Now:   time.Now,
		Later: func(d time.Duration, f func()) { time.AfterFunc(d, func() { fyne.Do(f) }) },
	}
}

// routers are the routers of the windows. A widget knows its canvas, not its router, so that none need be passed down.
var routers = map[fyne.Canvas]*Router{}

// nobody is the router of a window that has none.
var nobody = &Router{Now: time.Now, Later: func(time.Duration, func()) {}}

// routerOf is the router of the window that an object is in. Fyne knows of a new screen's objects once they have been
// painted; until then the one that has the focus gets keys already, and none of them may be lost.
func routerOf(o fyne.CanvasObject) *Router {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		if r := routers[c]; r != nil {
			return r
		}
	}
	for c, r := range routers {
		if f := c.Focused(); f != nil && any(f) == any(o) {
			return r
		}
	}
	return nobody
}

// Attach has all keys of a window pass this router.
func (r *Router) Attach(c fyne.Canvas) {
	r.canvas = c
	routers[c] = r
	c.SetOnTypedRune(func(char rune) { r.Rune(char) })
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { r.key(e.Name) })
	r.shortcutsOf(c)
}

// shortcutsOf has what is pressed with Ctrl or Alt in a window come here.
func (r *Router) shortcutsOf(c fyne.Canvas) {
	for _, name := range shortcutKeys() {
		for _, mods := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierAlt, fyne.KeyModifierControl | fyne.KeyModifierShift} {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: mods}, func(s fyne.Shortcut) { r.Shortcut(s) })
		}
	}
	for _, s := range []fyne.Shortcut{&fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}, &fyne.ShortcutCopy{}, &fyne.ShortcutCut{}, &fyne.ShortcutPaste{}, &fyne.ShortcutSelectAll{}} {
		c.AddShortcut(s, func(s fyne.Shortcut) { r.Shortcut(s) })
	}
}

// Lend has what is typed in another window go to this router's, where that one has been given the focus after all.
func (r *Router) Lend(c fyne.Canvas) {
	c.SetOnTypedRune(func(char rune) {
		if f := r.focused(); f != nil {
			f.TypedRune(char)
			return
		}
		r.Rune(char)
	})
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if f := r.focused(); f != nil {
			f.TypedKey(e)
			return
		}
		r.key(e.Name)
	})
	r.shortcutsOf(c)
}

// Detach forgets a window that was closed.
func (r *Router) Detach() { delete(routers, r.canvas) }

// shortcutKeys are what Ctrl and Alt may be pressed with.
func shortcutKeys() (names []fyne.KeyName) {
	for c := 'A'; c <= 'Z'; c++ {
		names = append(names, fyne.KeyName(c))
	}
	for c := '0'; c <= '9'; c++ {
		names = append(names, fyne.KeyName(c))
	}
	for _, name := range []fyne.KeyName{fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7,
		fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight,
		fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDelete, fyne.KeyBackspace, fyne.KeyHome, fyne.KeyEnd} {
		names = append(names, name)
	}
	return names
}

// key is Key with the modifiers that are pressed now.
func (r *Router) key(name fyne.KeyName) bool { return r.Key(name, pressed()) }

// pressed are the modifiers that are pressed now.
func pressed() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

func shifted() bool { return pressed() == fyne.KeyModifierShift }

// Key takes a key that was pressed, and says whether that is all there is to it. A key that types a character says
// nothing here, as its character follows.
func (r *Router) Key(name fyne.KeyName, mods fyne.KeyModifier) bool {
	enter := name == fyne.KeyReturn || name == fyne.KeyEnter
	switch {
	case modifiers[name] || name == fyne.KeyUnknown:
		return false
	case mods&^fyne.KeyModifierShift == 0 && (name == fyne.KeySpace || len([]rune(string(name))) == 1):
		return false
	case (enter || name == fyne.KeyTab) && mods == 0:
		char := '\r'
		if name == fyne.KeyTab {
			char = '\t'
		}
		h := r.Wedge.Feed(char, r.Now())
		pass := len(h.Pass) > 0 && h.Pass[len(h.Pass)-1] == char
		if pass {
			h.Pass = h.Pass[:len(h.Pass)-1]
		}
		r.heard(h)
		if !pass {
			return true
		}
	default:
		r.give(r.Wedge.Flush())
	}
	return r.ask(keyOf(name, mods))
}

// Rune takes a character that was typed, and says whether that is all there is to it.
func (r *Router) Rune(char rune) bool {
	h := r.Wedge.Feed(char, r.Now())
	pass := len(h.Pass) > 0 && !r.Wedge.Holding()
	if pass {
		h.Pass = h.Pass[:len(h.Pass)-1] // the last one is char itself
	}
	_, takes := r.focused().(Typist) // what was held back may move the focus
	r.heard(h)
	r.wait()
	if !pass || r.ask(keyOfRune(char)) {
		return true
	}
	if takes || r.Home == nil {
		return false
	}
	r.deliver(char)
	return true
}

// Shortcut takes a key pressed with Ctrl or Alt, in Fyne's own words.
func (r *Router) Shortcut(s fyne.Shortcut) bool {
	r.give(r.Wedge.Flush())
	switch s := s.(type) {
	case *desktop.CustomShortcut:
		return r.ask(keyOf(s.KeyName, s.Modifier))
	case *fyne.ShortcutSelectAll:
		return r.ask("Ctrl+A")
	case *fyne.ShortcutCopy:
		return r.ask("Ctrl+C")
	case *fyne.ShortcutPaste:
		return r.ask("Ctrl+V")
	case *fyne.ShortcutCut:
		if shifted() { // Fyne takes both for one
			return r.ask("Shift+Delete")
		}
		return r.ask("Ctrl+X")
	case *fyne.ShortcutUndo:
		return r.ask("Ctrl+Z")
	case *fyne.ShortcutRedo:
		return r.ask("Ctrl+Y")
	}
	return false
}

func (r *Router) ask(k Key) bool { return r.OnKey != nil && r.OnKey(k) }

func (r *Router) focused() fyne.Focusable {
	if r.canvas == nil {
		return nil
	}
	return r.canvas.Focused()
}

// wait comes back to what is held.
func (r *Router) wait() {
	if r.Wedge.Holding() && !r.waiting {
		r.waiting = true
		r.Later(r.Wedge.Patience()+time.Millisecond, r.expire)
	}
}

// expire gives back what was held too long.
func (r *Router) expire() {
	r.waiting = false
	r.heard(r.Wedge.Expire(r.Now()))
	r.wait()
}

// heard does what the wedge has found.
func (r *Router) heard(h Heard) {
	r.give(h.Pass)
	if h.Taken > 0 {
		if t := r.typist(); t != nil {
			t.TakeBack(h.Taken)
		}
	}
	if h.Scan != "" && r.OnScan != nil {
		r.OnScan(h.Scan)
	}
}

// give types characters that were held back.
func (r *Router) give(chars []rune) {
	for _, char := range chars {
		if char != '\r' && char != '\t' && !r.ask(keyOfRune(char)) {
			r.deliver(char)
		}
	}
}

func (r *Router) deliver(char rune) {
	if t := r.typist(); t != nil {
		t.Take(char)
	}
}

// typist is who takes text now: what has the focus, or home, which then gets it.
func (r *Router) typist() Typist {
	if t, ok := r.focused().(Typist); ok {
		return t
	}
	if r.Home != nil && r.canvas != nil && r.canvas.Focused() != r.Home {
		r.canvas.Focus(r.Home)
	}
	return r.Home
}

// GoHome gives the focus back to where typing belongs, after a scan or a dialog.
func (r *Router) GoHome() {
	switch {
	case r.canvas == nil:
	case r.Home != nil:
		r.canvas.Focus(r.Home)
	case r.rest != nil:
		r.canvas.Focus(r.rest)
	default:
		r.canvas.Unfocus()
	}
}

var modifiers = map[fyne.KeyName]bool{
	desktop.KeyShiftLeft: true, desktop.KeyShiftRight: true, desktop.KeyControlLeft: true, desktop.KeyControlRight: true,
	desktop.KeyAltLeft: true, desktop.KeyAltRight: true, desktop.KeySuperLeft: true, desktop.KeySuperRight: true,
	desktop.KeyMenu: true, desktop.KeyCapsLock: true, desktop.KeyPrintScreen: false,
}

// names are keys that Fyne calls otherwise than a person.
var names = map[fyne.KeyName]string{
	fyne.KeyReturn: "Enter", fyne.KeyEnter: "Enter", fyne.KeyBackspace: "Backspace", fyne.KeyPageUp: "PageUp",
	fyne.KeyPageDown: "PageDown", fyne.KeySpace: "Space",
}

func keyOf(name fyne.KeyName, mods fyne.KeyModifier) Key {
	text := string(name)
	if n, ok := names[name]; ok {
		text = n
	}
	var b strings.Builder
	for _, m := range []struct {
		mod  fyne.KeyModifier
		text string
	}{{fyne.KeyModifierControl, "Ctrl+"}, {fyne.KeyModifierAlt, "Alt+"}, {fyne.KeyModifierShift, "Shift+"}, {fyne.KeyModifierSuper, "Super+"}} {
		if mods&m.mod != 0 {
			b.WriteString(m.text)
		}
	}
	return Key(b.String() + text)
}

// keyOfRune names a key by what it types; letters are upper case, as on their caps.
func keyOfRune(char rune) Key {
	if char == ' ' {
		return "Space"
	}
	return Key(string(unicode.ToUpper(char)))
}

// next gives the focus to the next widget.
func (r *Router) next() {
	if r.canvas != nil {
		r.canvas.FocusNext()
	}
}
