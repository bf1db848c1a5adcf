package main

import (
	"math"
	"testing"
)

// TestScaleFor: what is asked for where the screen has room for it, else as much as leaves 1024 x 768 units, after Fyne has
// multiplied with its own and rounded.
func TestScaleFor(t *testing.T) {
	for _, c := range []struct {
		asked
		want float64 // what the window is scaled by in the end
		all  bool
	}{
		{asked{1, 1024, 768, 1}, 1, true},
		{asked{1.3, 1024, 768, 1}, 1, false},
		{asked{1.15, 1366, 768, 1}, 1, false},
		{asked{1.15, 1280, 1024, 1}, 1.1, true}, // as Fyne rounds it
		{asked{1.3, 1280, 1024, 1}, 1.2, false},
		{asked{1.3, 1920, 1080, 1}, 1.3, true},
		{asked{1, 1366, 768, 1.293}, 1, false}, // a small screen of many dots
		{asked{1, 1920, 1080, 1.24}, 1.2, true},
		{asked{1.3, 1920, 1080, 1.24}, 1.4, false},
		{asked{1, 800, 600, 1}, 0.7, false},
	} {
		scale, all := scaleFor(c.asked)
		got := math.Round(float64(scale*c.own)*10) / 10
		if math.Abs(got-c.want) > 1e-6 || all != c.all {
			t.Errorf("%v: %v, %t; want %v, %t", c.asked, got, all, c.want, c.all)
		}
		if float64(c.width)/got < smallestWidth-1e-3 || float64(c.height)/got < smallestHeight-1e-3 {
			t.Errorf("%v leaves %v x %v units", c.asked, float64(c.width)/got, float64(c.height)/got)
		}
	}
}
