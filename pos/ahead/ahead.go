// Package ahead works out what comes next while its caller is still busy with what came before.
package ahead

import "iter"

// Map is f of each in, in the same order, of which up to n are worked out beside the caller. A caller that stops leaves none
// of in behind but those that are under way.
func Map[A, B any](in iter.Seq[A], n int, f func(A) B) iter.Seq[B] {
	return func(yield func(B) bool) {
		var under []chan B
		for a := range in {
			done := make(chan B, 1)
			go func() { done <- f(a) }()
			if under = append(under, done); len(under) <= n {
				continue
			}
			if !yield(<-under[0]) {
				return
			}
			under = under[1:]
		}
		for _, done := range under {
			if !yield(<-done) {
				return
			}
		}
	}
}
