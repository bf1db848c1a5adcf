package ui

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/desk/desktest"
)

// at is a real desk at a till with its books, where a store manager works with a shift open.
type at struct{ *desktest.Counter }

func manager(t *testing.T) *at {
	t.Helper()
	a := &at{desktest.Open(t)}
	a.SignIn("2001", "2222")
	a.OpenShift("200")
	return a
}

// shown is the state now, as a copy that a test may give another look.
func (a *at) shown() *desk.State {
	s := *a.State()
	return &s
}

// inBoth shows f to a manager who works in Chinese, and to one who works in English.
func inBoth(t *testing.T, f func(a *at)) {
	for _, lang := range []pos.Lang{pos.Chinese, pos.English} {
		t.Run(string(lang), func(t *testing.T) {
			a := manager(t)
			a.Press("more")
			if a.State().Lang != lang {
				a.Press("lang")
			}
			a.Back()
			f(a)
		})
	}
}

// pictures leaves those of the screen in view, in the language that the manager works in.
func (a *at) pictures(name string) {
	a.Helper()
	variants(a.T, name, a.shown, a.State().Lang)
}

func TestFormPictures(t *testing.T) {
	inBoth(t, func(a *at) {
		a.World.Grant("", "M1", 3000, 0, 24*time.Hour)
		a.Scan("1000")
		a.Scan("8800000000000013")
		a.Press("topup")
		a.Fill("amount", "200")
		a.pictures("form-topup")
		a.Back()
		a.Press("records")
		a.Press("card-lost")
		a.Submit()
		a.Press("card-replace")
		a.Scan("8800000000000112")
		a.pictures("form-replace")
		a.Back()
		a.Back()
		a.Press("new-member")
		a.Fill("phone", "13800000001")
		a.Do(desk.Focus{Field: "name", Serial: a.Serial()})
		a.pictures("form-member")
		a.Back()
		a.Press("more")
		a.Press("shift-close")
		a.Do(desk.Counted{Field: "count", Index: 0, N: 2, Serial: a.Serial()})
		a.pictures("form-count")
		a.Submit()
		a.pictures("form-close")
		a.Back()
		a.Press("more")
		a.Press("settings")
		a.pictures("form-settings")
		a.Back()
		a.Press("qty")
		a.pictures("form-qty")
	})
}

// TestForm: what is typed into a field reaches the desk, what the desk sets is shown, and the digits choose characters.
func TestForm(t *testing.T) {
	a := manager(t)
	a.Press("new-member")
	w := open(t, a.shown(), 1024, 768)
	f := w.screen.(*form)
	name := f.fields[1]
	name.input.Insert("zhang")
	if name.chars.onPage() != offered {
		t.Fatalf("zhang may be %v", name.chars.found)
	}
	f.turn(1)
	w.picture("form-name")
	first := name.chars.found[0].Text
	if !f.key("1") || name.input.Text() != first {
		t.Errorf("the name is %q, not %q", name.input.Text(), first)
	}
	if f.key("1") {
		t.Error("a digit chooses where nothing is offered")
	}
	name.input.Insert("wei")
	tenth := name.chars.found[offered].Text
	if !f.key("PageDown") || !f.key("1") || name.input.Text() != first+tenth {
		t.Errorf("the name is %q, not %q", name.input.Text(), first+tenth)
	}
	name.input.SelectAll()
	name.input.Insert("Grace")
	if f.key("1") || f.key("Space") {
		t.Error("a Latin name becomes Chinese")
	}
	s := a.shown()
	v := *s.Screen.(*desk.Form)
	v.Fields = append([]desk.Field(nil), v.Fields...)
	v.Fields[0].Line = desk.Line{Text: "13911112222", At: 1 << 60}
	v.Fields[0].Hint, v.Fields[0].Tone = pos.Said("known"), desk.Bad
	s.Screen = &v
	w.Show(s)
	if got := f.fields[0].input.Text(); got != "13911112222" || f.fields[0].hint.Text() != "known" {
		t.Errorf("the phone is %q, with %q", got, f.fields[0].hint.Text())
	}
}

// TestStepsFit: with letters for a finger below them, four steps are in view on the smallest screen.
func TestStepsFit(t *testing.T) {
	a := manager(t)
	a.Press("new-member")
	a.Do(desk.Focus{Field: "name", Serial: a.Serial()})
	w := open(t, a.shown(), 1024, 768)
	f := w.screen.(*form)
	last := f.fields[len(f.fields)-1].card
	if bottom := last.Position().Y + last.Size().Height; len(f.fields) != 4 || bottom > f.scroll.Size().Height {
		t.Errorf("the last of %d steps ends at %v of %v", len(f.fields), bottom, f.scroll.Size().Height)
	}
}

func TestListPictures(t *testing.T) {
	inBoth(t, func(a *at) {
		for range 3 {
			a.Scan("1000")
			a.Scan("1002")
			a.Scan("8800000000000013")
			a.Press("exact")
		}
		a.Press("receipts")
		a.Do(desk.Select{Index: 1, Serial: a.Serial()})
		a.pictures("list-receipts")
		a.Submit()
		a.pictures("paper")
		a.Press("refund-this")
		a.Do(desk.Take{Index: 0, Serial: a.Serial()})
		a.pictures("list-refund")
		a.Back()
		a.Back()
		a.Back()
		a.Press("member")
		a.pictures("list-members-empty")
		a.Fill("", "0001")
		a.pictures("list-members")
		a.Do(desk.Take{Index: 0, Serial: a.Serial()})
		a.pictures("member")
		a.Back()
		a.Press("more")
		a.pictures("choice")
	})
}

// TestCounting: notes are counted by typing numbers from one to the next, and the window says what they come to.
func TestCounting(t *testing.T) {
	a := manager(t)
	a.Press("more")
	a.Press("shift-close")
	w := open(t, a.shown(), 1024, 768)
	for _, key := range []string{"1", "2", "Enter", "3", "Enter", "Right", "+", "+", "-", "Left", "7", "5", "Backspace"} {
		w.strike(key)
	}
	want := map[int]int{0: 12, 1: 3, 2: 7, 3: 1}
	got := map[int]int{}
	for _, d := range w.done {
		if c, ok := d.(desk.Counted); ok {
			got[c.Index] = c.N
		}
	}
	for i, n := range want {
		if got[i] != n {
			t.Errorf("note %d was counted as %d, want %d", i, got[i], n)
		}
	}
	w.done = nil
	w.strike("Down")
	if len(w.done) != 1 || w.done[0] != desk.Action(desk.Key{Name: "Down", Serial: w.serial()}) {
		t.Errorf("Down does %v", w.done)
	}
	if text := w.screen.(*form).fields[0].text(); text != "¥1,500.00" {
		t.Errorf("the notes come to %s", text)
	}
}

// TestDated: only the digits of a date need to be typed.
func TestDated(t *testing.T) {
	f := &field{w: open(t, sellingState(), 1024, 768).Window, name: "birthday"}
	f.typing(desk.Date)
	for _, typed := range []string{"19900517", "1990-05-17"} {
		f.input.SelectAll()
		for _, r := range typed {
			f.input.Take(r)
		}
		if f.input.Text() != "1990-05-17" {
			t.Errorf("%s became %s", typed, f.input.Text())
		}
	}
	for range 5 {
		f.input.Erase()
	}
	if text := f.input.Text(); text != "1990-" {
		t.Errorf("%q is left of a date", text)
	}
}

// TestTicks: a tap takes a line back or leaves it, whichever is selected; what is asked about is red.
func TestTicks(t *testing.T) {
	a := manager(t)
	a.Scan("1000")
	a.Scan("1002")
	a.Press("exact")
	a.Press("receipts")
	a.Submit()
	a.Press("refund-this")
	w := open(t, a.shown(), 1024, 768)
	v, ok := a.shown().Screen.(*desk.List)
	if !ok || !v.Ticks {
		t.Fatalf("%T has no ticks", a.shown().Screen)
	}
	l := w.screen.(*list)
	for _, row := range []int{1, 0} {
		w.done = nil
		l.rows.OnTap(row, 0)
		if want := (desk.Take{Index: row, Serial: w.serial()}); len(w.done) != 1 || w.done[0] != desk.Action(want) {
			t.Errorf("a tap on %d does %v", row, w.done)
		}
	}
	a.Do(desk.Take{Index: 1, Serial: a.Serial()})
	a.Do(desk.Key{Name: "-", Serial: a.Serial()})
	if v := a.shown().Screen.(*desk.List); v.Rows[1].Cells[3] != "" {
		t.Errorf("%q comes back after all of it was taken off", v.Rows[1].Cells[3])
	}
	a.Do(desk.Key{Name: "+", Serial: a.Serial()})
	a.Submit()
	w.Show(a.shown())
	if v := a.shown().Screen.(*desk.List); !v.Asked || v.Rows[1].Cells[3] != "1" {
		t.Errorf("asked %v for %q", v.Asked, v.Rows[1].Cells[3])
	}
}
