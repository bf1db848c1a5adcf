package hub

import "holdfast/sync/wire"

// noteClosing tells the sessions whose places are to be closed, or are no longer to be, and looks at all that those hold.
func (h *Hub) noteClosing() error {
	list, err := h.tx.Closing()
	if err != nil {
		return err
	}
	since := map[string]int64{}
	for _, c := range list {
		if s := h.places[c.Place]; s != nil && s.place.Epoch == c.Epoch {
			since[c.Place] = c.SinceMS
		}
	}
	changed := map[string]*session{} // hardly ever any, and this is asked each time
	for place, s := range h.places {
		if s.closingMS != since[place] {
			changed[place] = s
		}
	}
	for _, place := range sorted(changed) {
		s := changed[place]
		s.closingMS = since[place]
		s.swept, s.sweep, h.behind = false, "", true
		h.send(s, wire.Pong{TimeMS: h.now.UnixMilli(), ClosingMS: s.closingMS})
	}
	return nil
}

// ping answers a till, and closes the one that was to be closed and says that nothing is left there. The books have to agree:
// what it says is of before it knew what may be on its way to it.
func (h *Hub) ping(s *session, f wire.Ping) error {
	if f.Empty && s.closingMS != 0 {
		why, err := h.tx.CloseEmpty(s.place.Place, s.place.Epoch, h.now)
		if err != nil {
			return err
		}
		if why != "" {
			h.byeClosed(s.id, why)
			return nil
		}
	}
	h.send(s, wire.Pong{TimeMS: h.now.UnixMilli(), ClosingMS: s.closingMS})
	return h.tx.Contact(s.place.Place, h.now)
}

// closing reports whether a place is connected and to be closed.
func (h *Hub) closing(place string) bool {
	s := h.places[place]
	return s != nil && s.closingMS != 0
}
