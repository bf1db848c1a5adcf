package hub

import "holdfast/sync/wire"

// Stats is what the hub alone knows of all places together.
type Stats struct {
	Online  int    // places with a live session
	Recalls int    // under way
	Waiting int    // requests that wait for recalls
	Lag     uint64 // how many cursors the feed is ahead of the place that is furthest behind
}

// Stats counts; tip is the end of the feed.
func (h *Hub) Stats(tip wire.Cursor) Stats {
	st := Stats{Online: len(h.places), Recalls: len(h.recalls), Waiting: len(h.waiting)}
	for _, s := range h.places {
		lag := tip.At
		if s.feedAcked.Generation == tip.Generation {
			lag -= min(lag, s.feedAcked.At)
		}
		st.Lag = max(st.Lag, lag)
	}
	return st
}

// Moved says that somebody else than a till moved holders' value: their allowances are looked at.
func (h *Hub) Moved(holders ...string) {
	for _, holder := range holders {
		h.dirty[holder] = true
	}
}
