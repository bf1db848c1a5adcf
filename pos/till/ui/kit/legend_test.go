package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestLegend: words of any length are as large as each other and whole where the line has room for all, and a key is
// tapped over the whole of its part.
func TestLegend(t *testing.T) {
	for _, words := range [][]string{{"Help", "Lock", "Pay"}, {"+", "Profile and records", "-", "Open the shift", "Receipts"}} {
		var keys []LegendKey
		for _, word := range words {
			keys = append(keys, LegendKey{Key: "F1", Text: word})
		}
		hit := -1
		l := NewLegend(func(i int) { hit = i }, keys...)
		window(t, Theme{}, func() fyne.CanvasObject { return l }, 450, Wide)
		for i, word := range words {
			if got := l.words[i]; got.Text != word || got.TextSize != l.words[0].TextSize {
				t.Errorf("%q of size %v stands for %q", got.Text, got.TextSize, word)
			}
			for _, x := range []float32{l.edges[i] + 1, l.edges[i+1] - 1} {
				if l.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 30)}); hit != i {
					t.Errorf("a tap on %q at %v is one on %d", word, x, hit)
				}
			}
		}
		if whole := l.edges[len(words)]; whole < 449 || whole > 451 {
			t.Errorf("the keys of %v are %v wide", words, whole)
		}
	}
}
