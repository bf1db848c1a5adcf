package kit

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// desk is a window with a router whose clock stands still, an entry, and a button.
type desk struct {
	fyne.Window
	*Router
	entry   *Entry
	button  *Button
	now     time.Time
	keys    []Key
	scans   []string
	pressed int
	later   []func()
}

func newDesk(t *testing.T, answer map[Key]bool) *desk {
	t.Helper()
	d := &desk{now: time.Date(2026, 11, 22, 14, 36, 0, 0, time.UTC), entry: NewEntry(""), Router: NewRouter()}
	d.button = NewButton(Act, "Pay", func() { d.pressed++ })
	d.Window = window(t, Theme{}, func() fyne.CanvasObject { return Column(Gap, d.entry, d.button) }, 400, 300)
	d.Wedge.Prefix = "~"
	d.Now = func() time.Time { return d.now }
	d.Later = func(_ time.Duration, f func()) { d.later = append(d.later, f) }
	d.OnKey = func(k Key) bool { d.keys = append(d.keys, k); return answer[k] }
	d.OnScan = func(s string) { d.scans = append(d.scans, s) }
	d.Attach(d.Canvas())
	t.Cleanup(d.Detach)
	return d
}

// wait passes time, and has done what was to be done later.
func (d *desk) wait(long time.Duration) {
	d.now = d.now.Add(long)
	now := d.later
	d.later = nil
	for _, f := range now {
		f()
	}
}

// press is what Fyne's driver does with a key: the focus gets it, else the canvas.
func (d *desk) press(name fyne.KeyName) {
	e := &fyne.KeyEvent{Name: name}
	if f := d.Canvas().Focused(); f != nil {
		f.TypedKey(e)
	} else {
		d.Canvas().OnTypedKey()(e)
	}
}

func (d *desk) write(text string, pause time.Duration) {
	for _, r := range text {
		d.now = d.now.Add(pause)
		switch f := d.Canvas().Focused(); {
		case r == '\r':
			d.press(fyne.KeyReturn)
		case f != nil:
			f.TypedRune(r)
		default:
			d.Canvas().OnTypedRune()(r)
		}
	}
}

func (d *desk) focus(f fyne.Focusable) {
	if f == nil {
		d.Canvas().Unfocus()
	} else {
		d.Canvas().Focus(f)
	}
}

// TestScan: wherever the focus is, a scan goes to OnScan alone. No character of it is typed, and its Enter presses and
// submits nothing.
func TestScan(t *testing.T) {
	for _, prefix := range []string{"~", ""} {
		for _, where := range []string{"entry", "button", "nowhere", "nowhere, with a home"} {
			t.Run(where+" prefix "+prefix, func(t *testing.T) {
				d := newDesk(t, nil)
				d.Wedge.Prefix = prefix
				submitted := 0
				d.entry.OnSubmitted = func(string) { submitted++ }
				switch where {
				case "entry":
					d.focus(d.entry)
				case "button":
					d.focus(d.button)
				case "nowhere, with a home":
					d.Home = d.entry
				}
				d.write(prefix+"6901234567892\r", 10*time.Millisecond)
				if want := []string{"6901234567892"}; !slices.Equal(d.scans, want) {
					t.Errorf("scans %q, want %q", d.scans, want)
				}
				if d.entry.Text() != "" || d.pressed != 0 || submitted != 0 || slices.Contains(d.keys, "Enter") {
					t.Errorf("typed %q, pressed %d times, submitted %d times, keys %q", d.entry.Text(), d.pressed, submitted, d.keys)
				}
			})
		}
	}
}

// TestEnter: a person's Enter, on either side of the keyboard, presses a button and submits an entry.
func TestEnter(t *testing.T) {
	for _, name := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		d := newDesk(t, nil)
		submitted := ""
		d.entry.OnSubmitted = func(s string) { submitted = s }
		d.focus(d.entry)
		d.write("kqs", 200*time.Millisecond)
		d.now = d.now.Add(time.Second)
		d.press(name)
		if submitted != "kqs" {
			t.Errorf("%s: submitted %q", name, submitted)
		}
		d.focus(d.button)
		d.now = d.now.Add(time.Second)
		d.press(name)
		if d.pressed != 1 {
			t.Errorf("%s: pressed %d times", name, d.pressed)
		}
	}
}

// TestKeysReachTheRouter: whatever has the focus, function keys, arrows, characters and Ctrl with a letter are the
// screen's first, and what it takes goes no further.
func TestKeysReachTheRouter(t *testing.T) {
	for _, where := range []string{"entry", "button", "nowhere"} {
		t.Run(where, func(t *testing.T) {
			taken := map[Key]bool{"F5": true, "Up": true, "*": true, "Space": true, "Ctrl+P": true, "Escape": true}
			d := newDesk(t, taken)
			switch where {
			case "entry":
				d.focus(d.entry)
			case "button":
				d.focus(d.button)
			}
			d.press(fyne.KeyF5)
			d.press(fyne.KeyUp)
			d.press(fyne.KeyEscape)
			d.press(fyne.Key8) // what types a character is known by the character
			d.write("* ", 200*time.Millisecond)
			ctrlP := &desktop.CustomShortcut{KeyName: fyne.KeyP, Modifier: fyne.KeyModifierControl}
			if f, ok := d.Canvas().Focused().(fyne.Shortcutable); ok {
				f.TypedShortcut(ctrlP)
			} else {
				d.Shortcut(ctrlP) // the test driver's canvas keeps what AddShortcut gave it to itself
			}
			want := []Key{"F5", "Up", "Escape", "*", "Space", "Ctrl+P"}
			if !slices.Equal(d.keys, want) {
				t.Errorf("keys %q, want %q", d.keys, want)
			}
			if d.entry.Text() != "" || d.pressed != 0 {
				t.Errorf("typed %q, pressed %d times", d.entry.Text(), d.pressed)
			}
		})
	}
}

// TestHome: what is typed while a button has the focus, or nothing, goes to the screen's own line.
func TestHome(t *testing.T) {
	d := newDesk(t, nil)
	d.Home = d.entry
	d.write("k", time.Second)
	d.focus(d.button)
	d.write("q", time.Second)
	d.wait(time.Second)
	if d.entry.Text() != "kq" || d.Canvas().Focused() != d.entry {
		t.Errorf("typed %q, the focus is on %T", d.entry.Text(), d.Canvas().Focused())
	}
}

// TestHeldBack: a prefix that begins no scan is typed after all: when its time is over, or when another key shows it.
func TestHeldBack(t *testing.T) {
	d := newDesk(t, nil)
	d.focus(d.entry)
	d.write("a~", 300*time.Millisecond)
	if d.entry.Text() != "a" || len(d.later) == 0 {
		t.Fatalf("typed %q with the prefix open, %d timers", d.entry.Text(), len(d.later))
	}
	d.wait(300 * time.Millisecond)
	if d.entry.Text() != "a~" {
		t.Errorf("typed %q when its time was over", d.entry.Text())
	}
	d.write("~", 300*time.Millisecond)
	d.press(fyne.KeyBackspace)
	if d.entry.Text() != "a~" {
		t.Errorf("typed %q after the prefix and a backspace", d.entry.Text())
	}
}

// TestTypedBeforeATap: what was typed just before a tap counts before it.
func TestTypedBeforeATap(t *testing.T) {
	d := newDesk(t, nil)
	d.Home = d.entry
	typed := ""
	d.button.OnTap(func() { typed = d.entry.Text() })
	d.write("12", 5*time.Millisecond)
	if d.entry.Text() != "" {
		t.Fatalf("typed %q before it is known whether a scanner does", d.entry.Text())
	}
	d.button.Tapped(&fyne.PointEvent{})
	if typed != "12" {
		t.Errorf("typed %q when the button was tapped", typed)
	}
	d.wait(time.Second)
	d.write("6901234567892\r", 5*time.Millisecond)
	if !slices.Equal(d.scans, []string{"6901234567892"}) || d.entry.Text() != "12" {
		t.Errorf("scans %q, typed %q", d.scans, d.entry.Text())
	}
}

// TestTab: Tab goes on to the next widget, unless a scanner ends its codes with it.
func TestTab(t *testing.T) {
	d := newDesk(t, nil)
	d.focus(d.entry)
	d.Wedge.Suffix = "\t"
	d.write("~6901", 10*time.Millisecond)
	d.press(fyne.KeyTab)
	if !slices.Equal(d.scans, []string{"6901"}) || d.Canvas().Focused() != d.entry {
		t.Errorf("scans %q, the focus is on %T", d.scans, d.Canvas().Focused())
	}
	d.now = d.now.Add(time.Second)
	d.press(fyne.KeyTab)
	if d.Canvas().Focused() != d.button {
		t.Errorf("after Tab the focus is on %T", d.Canvas().Focused())
	}
}

// lent is a canvas whose shortcuts a test can press.
type lent struct {
	fyne.Canvas
	fyne.ShortcutHandler
}

func (l *lent) AddShortcut(s fyne.Shortcut, do func(fyne.Shortcut)) {
	l.ShortcutHandler.AddShortcut(s, do)
}

func (l *lent) RemoveShortcut(s fyne.Shortcut) { l.ShortcutHandler.RemoveShortcut(s) }

// TestLend: what is pressed with Ctrl in another window is this one's too.
func TestLend(t *testing.T) {
	d := newDesk(t, nil)
	other := &lent{Canvas: window(t, Theme{}, func() fyne.CanvasObject { return NewLabel(AsBody, "") }, 100, 100).Canvas()}
	d.Lend(other)
	other.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyQ, Modifier: fyne.KeyModifierControl})
	if !slices.Equal(d.keys, []Key{"Ctrl+Q"}) {
		t.Errorf("keys %q", d.keys)
	}
}
