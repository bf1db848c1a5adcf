package hub

import (
	"slices"
	"testing"

	"holdfast/sync/wire"
)

// TestSellsBy: the books hear by which rules a till sells when it connects and when that changes, and not with each batch of
// the feed.
func TestSellsBy(t *testing.T) {
	o := newOffice(t, "T1")
	for _, version := range []uint64{0, 3, 3, 4, 4, 4} {
		o.send("T1", wire.FeedAck{Rules: wire.Rules{Version: version}})
	}
	o.connect("T1", 0, 0)
	o.send("T1", wire.FeedAck{Rules: wire.Rules{Version: 4}})
	if want := []string{"T1 3", "T1 4", "T1 4"}; !slices.Equal(o.sellsBy, want) {
		t.Errorf("the books hear %v, want %v", o.sellsBy, want)
	}
}
