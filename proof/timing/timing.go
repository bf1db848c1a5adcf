// Package timing says what many measurements come to, for benchmarks.
package timing

import (
	"slices"
	"time"
)

// Quantile is what a part of all took at most, in ms; a part of 0.5 is the median. It sorts took, which must not be empty.
func Quantile(took []time.Duration, part float64) float64 {
	slices.Sort(took)
	return float64(took[min(len(took)-1, int(part*float64(len(took))))].Microseconds()) / 1000
}
