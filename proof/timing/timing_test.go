package timing_test

import (
	"testing"
	"time"

	"holdfast/proof/timing"
)

func TestQuantile(t *testing.T) {
	var took []time.Duration
	for i := range 100 {
		took = append(took, time.Duration(100-i)*time.Millisecond)
	}
	for part, want := range map[float64]float64{0: 1, 0.5: 51, 0.99: 100, 1: 100} {
		if got := timing.Quantile(took, part); got != want {
			t.Errorf("%v of 1 to 100 ms took %v, want %v", part, got, want)
		}
	}
}
