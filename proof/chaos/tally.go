//go:build linux

package chaos

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// tally counts what was done.
type tally struct {
	mu    sync.Mutex
	begun time.Time
	count map[string]int
}

func (t *tally) begin() { t.begun = time.Now() }

func (t *tally) add(what string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.count == nil {
		t.count = map[string]int{}
	}
	t.count[what] += n
}

// line is how far it has come.
func (t *tally) line() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	deals, troubles := 0, 0
	for what, n := range t.count {
		switch {
		case strings.HasPrefix(what, "trouble: "):
			troubles += n
		case strings.HasPrefix(what, "deal: "):
			deals += n
		}
	}
	return fmt.Sprintf("%3.0f s: %d deals, %d troubles", time.Since(t.begun).Seconds(), deals, troubles)
}

// table is all of it.
func (t *tally) table() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(t.count)) {
		fmt.Fprintf(&b, "%7d  %s\n", t.count[what], what)
	}
	return b.String()
}
