package hub

import (
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"

	"holdfast/sync/wire"
)

// TestRecallsByPlace: what is asked of one place is not looked for among what is asked of all, of whom there may be very
// many: with ten times as many places one recall costs no more.
func TestRecallsByPlace(t *testing.T) {
	cost := func(places int) uint64 {
		h := New(nil, nil, rand.NewChaCha8([32]byte{}))
		ask := func(s *session, holder string) string {
			return h.recallFrom(s, holder, []wire.Amount{{Asset: principal, Amount: 1}})
		}
		var s *session
		for range places {
			s = &session{recalls: map[string]*recall{}}
			for i := range 100 {
				ask(s, strconv.Itoa(i))
			}
		}
		if first, again := ask(s, "7"), ask(s, "7"); first != again || len(h.recalls) != 100*places {
			t.Errorf("%d recalls under way", len(h.recalls))
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 100 {
			h.endRecall(ask(s, "new"))
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if few, many := cost(10), cost(100); many > 3*few {
		t.Errorf("a hundred recalls take %d bytes beside 1,000 others, %d beside 10,000", few, many)
	}
}
