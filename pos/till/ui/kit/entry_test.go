package kit

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestEntryKeys(t *testing.T) {
	d := newDesk(t, nil)
	var changes []string
	d.entry.OnChanged = func(s string) { changes = append(changes, s) }
	d.focus(d.entry)
	d.write("abd", time.Second)
	d.press(fyne.KeyLeft)
	d.write("c", time.Second)
	d.press(fyne.KeyHome)
	d.press(fyne.KeyDelete)
	d.press(fyne.KeyEnd)
	d.press(fyne.KeyBackspace)
	if d.entry.Text() != "bc" {
		t.Errorf("the entry has %q", d.entry.Text())
	}
	if want := []string{"a", "ab", "abd", "abcd", "bcd", "bc"}; !slices.Equal(changes, want) {
		t.Errorf("changes %q, want %q", changes, want)
	}
	d.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	d.entry.TypedShortcut(&fyne.ShortcutCut{})
	d.write("x", time.Second)
	d.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	if d.entry.Text() != "xbc" {
		t.Errorf("after cut, x and paste it has %q", d.entry.Text())
	}
}

// TestEntryLimits: an entry takes what it accepts, as much as it may; a secret can't be copied.
func TestEntryLimits(t *testing.T) {
	d := newDesk(t, nil)
	d.entry.Masked()
	d.entry.Most = 6
	d.entry.Accept = func(r rune) bool { return r >= '0' && r <= '9' }
	d.focus(d.entry)
	d.write("12a34567", time.Second)
	d.wait(time.Second)
	if d.entry.Text() != "123456" || d.entry.line.Text != "••••••" {
		t.Errorf("it has %q and shows %q", d.entry.Text(), d.entry.line.Text)
	}
	fyne.CurrentApp().Clipboard().SetContent("nothing")
	d.entry.SelectAll()
	d.entry.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "nothing" {
		t.Errorf("a secret was copied: %q", got)
	}
	d.entry.SetOff(true)
	d.write("9", time.Second)
	d.wait(time.Second)
	d.entry.Erase()
	if d.entry.Text() != "123456" {
		t.Errorf("greyed out, it changed to %q", d.entry.Text())
	}
}

// TestEntryLong: the caret stays in sight in a text that is longer than the entry.
func TestEntryLong(t *testing.T) {
	e := NewEntry("")
	window(t, Theme{}, func() fyne.CanvasObject { return Column(0, e) }, 150, 100)
	e.Insert("8800 0000 0000 0013 8800 0000 0000 0112")
	seen := func() bool { return e.bar.Position().X > 10 && e.bar.Position().X < 150-8 }
	if !seen() || e.line.Text == e.Text() {
		t.Errorf("at the end: caret at %v, %q is shown", e.bar.Position(), e.line.Text)
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	if !seen() || e.line.Text[:4] != "8800" {
		t.Errorf("at the start: caret at %v, %q is shown", e.bar.Position(), e.line.Text)
	}
}

func TestKeypad(t *testing.T) {
	var keys []string
	k := NewKeypad(func(key string) { keys = append(keys, key) }, "¥50", "¥100", "¥200", "C")
	w := window(t, Theme{}, func() fyne.CanvasObject { return k }, 400, 300)
	k.SetRight("¥20", "¥50")
	for _, o := range k.grid.Objects {
		if c, in := o.(*fyne.Container); in {
			o = c.Objects[0] // of the right column
		}
		if !o.Visible() {
			continue // without a word there is no key
		}
		test.Tap(o.(*Button))
		if o.Size().Width < Target || o.Size().Height < Target {
			t.Errorf("%q is %v", o.(*Button).Text(), o.Size())
		}
	}
	if want := []string{"7", "8", "9", "¥20", "4", "5", "6", "¥50", "1", "2", "3", ".", "0", Erase}; !slices.Equal(keys, want) {
		t.Errorf("keys %q, want %q", keys, want)
	}
	zero := func() fyne.Position { return k.grid.Objects[13].Position() }
	at := zero()
	k.SetPoint(false)
	k.grid.Refresh()
	if k.point.Visible() || zero() != at {
		t.Errorf("without a point, the nought goes from %v to %v", at, zero())
	}
	_ = w
}

// TestKeyboard: letters become Chinese by a tap on a candidate or by the space bar, digits and Latin are typed as they are.
func TestKeyboard(t *testing.T) {
	e := NewEntry("")
	k := NewKeyboard(func(letters string) []string {
		return map[string][]string{"li": {"李", "里"}, "huimin": {"慧敏"}}[letters]
	}, e.Insert, e.Erase)
	window(t, Theme{}, func() fyne.CanvasObject { return Column(0, e, k) }, 900, 500)
	for _, r := range "lix" {
		k.press(r)
	}
	k.erase()
	if k.typed.Text() != "li" || e.Text() != "" {
		t.Fatalf("collected %q, typed %q", k.typed.Text(), e.Text())
	}
	k.found.OnChoose(1)
	for _, r := range "huimin 7" {
		k.press(r)
	}
	if e.Text() != "里慧敏7" {
		t.Errorf("typed %q", e.Text())
	}
	k.erase()
	k.toggle()
	k.setUpper(true)
	k.press('L')
	k.press('i')
	if e.Text() != "里慧敏Li" {
		t.Errorf("typed %q", e.Text())
	}
}
