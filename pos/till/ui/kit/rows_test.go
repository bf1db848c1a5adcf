package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// countObjects counts all there is below an object, seen or not.
func countObjects(o fyne.CanvasObject) (n int) {
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			n += countObjects(c)
		}
	case drawn:
		for _, c := range o.parts() {
			n += countObjects(c)
		}
	}
	return n + 1
}

func manyRows(t testing.TB, n int) (*Rows, map[int]int, fyne.Canvas) {
	written := map[int]int{}
	r := NewRows([]Col{{Width: 60}, {}, {Width: 90, Right: true}}, func(row int, cells []Cell) {
		written[row]++
		copy(cells, []Cell{{Text: fmt.Sprint(row)}, {Text: "薯片", By: "@ 6.90"}, {Text: "6.90"}})
	})
	dress(Theme{})
	w := test.NewTempWindow(t, r)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 580))
	r.SetLength(n)
	return r, written, w.Canvas()
}

// TestOnlyVisibleRows: of a million rows only those that can be seen are asked for and exist.
func TestOnlyVisibleRows(t *testing.T) {
	few, _, _ := manyRows(t, 11)
	r, written, _ := manyRows(t, 1_000_000)
	if got, want := countObjects(r), countObjects(few); got != want {
		t.Errorf("%d objects for a million rows, %d for 11", got, want)
	}
	if len(written) > 11 {
		t.Errorf("%d rows were asked for", len(written))
	}
	clear(written)
	r.ScrollTo(999_999)
	if _, last := written[999_999]; !last || len(written) > 11 {
		t.Errorf("at the end %d rows were asked for, the last among them: %v", len(written), last)
	}
	if r.lines[999_999%11].Position().Y != 580-58 {
		t.Errorf("the last row is at %v, not at the bottom", r.lines[999_999%11].Position())
	}
}

// TestUpdateChangesOnlyWhatDiffers: a changed quantity is one text drawn anew, not a list built anew.
func TestUpdateChangesOnlyWhatDiffers(t *testing.T) {
	qty := "1"
	r := NewRows([]Col{{Width: 60}, {}}, func(row int, cells []Cell) {
		copy(cells, []Cell{{Text: "1"}, {Text: "薯片", By: "@ 6.90"}})
		if row == 1 {
			cells[0].Text = qty
		}
	})
	window(t, Theme{}, func() fyne.CanvasObject { return r }, 400, 580)
	r.SetLength(3)
	before := countObjects(r)
	texts := []any{r.lines[0].cells[0].text, r.lines[1].cells[0].text}
	qty = "12"
	r.Update()
	if got := r.lines[1].cells[0].text.Text; got != "12" {
		t.Errorf("the row shows %q", got)
	}
	if countObjects(r) != before || texts[0] != any(r.lines[0].cells[0].text) || texts[1] != any(r.lines[1].cells[0].text) {
		t.Error("the list was built anew")
	}
}

// TestFinger: a finger that slides scrolls and taps nothing; one that only trembles taps, though Fyne calls it a drag.
func TestFinger(t *testing.T) {
	r, _, c := manyRows(t, 200)
	tapped := -1
	r.OnTap = func(row, _ int) { tapped = row }
	slide := func(y float32, steps int, dy float32) {
		for i := range steps {
			r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, y+float32(i+1)*dy)}, Dragged: fyne.NewDelta(0, dy)})
		}
		r.DragEnd()
	}
	slide(300, 10, -29)
	if r.offset != 290 || tapped != -1 {
		t.Errorf("after sliding 290 up: offset %v, tapped %d", r.offset, tapped)
	}
	slide(100, 2, 2)
	if r.offset != 290 || tapped != (290+100)/58 {
		t.Errorf("after trembling: offset %v, tapped %d, want %d", r.offset, tapped, (290+100)/58)
	}
	slide(100, 100, 29)
	if r.offset != 0 {
		t.Errorf("beyond the top: offset %v", r.offset)
	}
	test.TapCanvas(c, fyne.NewPos(200, 130))
	if tapped != 2 {
		t.Errorf("tapped row %d, want 2", tapped)
	}
}

// TestSelectScrolls: the selected row is in view, and a row that is in view doesn't move.
func TestSelectScrolls(t *testing.T) {
	r, _, _ := manyRows(t, 200)
	r.Select(50)
	at := r.offset
	if want := 51*58.0 - 580; at != want {
		t.Errorf("offset %v, want %v", at, want)
	}
	r.Select(45)
	if r.offset != at {
		t.Errorf("a row in view was moved from %v to %v", at, r.offset)
	}
	r.SetLength(3)
	if r.offset != 0 || r.Selected() != 45 {
		t.Errorf("with 3 rows left: offset %v, selected %d", r.offset, r.Selected())
	}
}

func TestTilesFinger(t *testing.T) {
	asked := map[int]bool{}
	g := NewTiles(func(i int) Tile { asked[i] = true; return Tile{Name: fmt.Sprint(i), Price: "1.00", Off: i == 2} })
	w := window(t, Theme{}, func() fyne.CanvasObject { return Grow(g) }, 4*140+3*Near, 3*110+2*Near)
	g.SetLength(100_000)
	if len(asked) > 4*4 {
		t.Errorf("%d tiles were asked for", len(asked))
	}
	tapped := -1
	g.OnTap = func(i int) { tapped = i }
	test.TapCanvas(w.Canvas(), fyne.NewPos(160, 130))
	if tapped != 5 {
		t.Errorf("tapped %d, want 5", tapped)
	}
	tapped = -1
	test.TapCanvas(w.Canvas(), fyne.NewPos(2*(140+Near)+5, 20))
	if tapped != -1 {
		t.Errorf("tapped %d, which can't be sold", tapped)
	}
	test.Drag(w.Canvas(), fyne.NewPos(160, 300), 0, -119)
	test.TapCanvas(w.Canvas(), fyne.NewPos(160, 130))
	if tapped != 9 {
		t.Errorf("tapped %d after scrolling a row, want 9", tapped)
	}
}

func BenchmarkRowsScroll(b *testing.B) {
	r, _, _ := manyRows(b, 1_000_000)
	for b.Loop() {
		r.scroll(58)
	}
}

func BenchmarkRowsUpdate(b *testing.B) {
	r, _, _ := manyRows(b, 200)
	for b.Loop() {
		r.Update()
	}
}

// TestScrollFinger: a button in a scrolled form is pressed by a finger that trembles, and not by one that scrolls.
func TestScrollFinger(t *testing.T) {
	pressed := 0
	var buttons []fyne.CanvasObject
	for i := range 20 {
		buttons = append(buttons, NewButton(Plain, fmt.Sprint(i), func() { pressed = i }))
	}
	s := NewScroll(Inset(4, Column(8, buttons...)))
	w := window(t, Theme{}, func() fyne.CanvasObject { return s }, 200, 300)
	test.Drag(w.Canvas(), fyne.NewPos(100, 200), 0, -120)
	if s.offset != 120 || pressed != 0 {
		t.Errorf("after sliding 120 up: offset %v, pressed %d", s.offset, pressed)
	}
	test.Drag(w.Canvas(), fyne.NewPos(100, 200), 3, 4)
	if want := (200 + 120 - 4) / 60; s.offset != 120 || pressed != want {
		t.Errorf("after trembling: offset %v, pressed %d, want %d", s.offset, pressed, want)
	}
}
