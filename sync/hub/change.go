package hub

import "holdfast/sync/wire"

// change takes what is no record, and says so once it is durable.
func (h *Hub) change(s *session, f wire.Change) error {
	refusal, err := h.tx.Change(s.place.Place, s.place.Epoch, f, h.now)
	if err != nil {
		return err
	}
	changed := wire.Changed{ID: f.ID}
	if refusal != nil {
		changed.Code, changed.Message = refusal.Code, refusal.Message
	} else if changed.Feed, err = h.tx.Taken(f.ID); err != nil {
		return err
	}
	h.send(s, changed)
	return nil
}

// tellMost is how much of an answer fits into a frame beside its other fields.
const tellMost = wire.MaxFrame - 4<<10

// ask looks up what no feed carries.
func (h *Hub) ask(s *session, f wire.Ask) error {
	body, refusal, err := h.tx.Ask(s.place.Place, f.What, f.Key)
	if err != nil {
		return err
	}
	if len(body) > tellMost {
		refusal = &Refusal{"state", "what head office knows of this is more than one message holds; look at it there"}
	}
	told := wire.Told{ID: f.ID, Body: body}
	if refusal != nil {
		told = wire.Told{ID: f.ID, Code: refusal.Code, Message: refusal.Message}
	}
	h.send(s, told)
	return nil
}
