package hub

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"holdfast/sync/wire"
)

// answerWithin is how long a request may wait for what is recalled from other places.
const answerWithin = 1200 * time.Millisecond

// waiting is a request that waits for recalls.
type waiting struct {
	session *session
	request wire.Request
	recalls map[string]bool
	until   time.Time
}

// request decides a request, now or when other places have returned what they need not keep.
func (h *Hub) request(s *session, r wire.Request) error {
	d, err := h.tx.Request(s.place.Place, s.place.Epoch, r, h.now)
	if err != nil {
		return err
	}
	if !d.Open {
		h.answer(s, r.ID, d)
		return nil
	}
	if h.waiting[r.ID] != nil {
		return nil // asked again while it waits
	}
	amounts, refusal, err := h.tx.Wanted(s.place.Place, s.place.Epoch, r, h.now)
	if err != nil {
		return err
	}
	if refusal != nil {
		return h.refuse(s, r.ID, refusal)
	}
	w := &waiting{session: s, request: r, recalls: map[string]bool{}, until: h.now.Add(answerWithin)}
	first, err := h.tx.First()
	if err != nil {
		return err
	}
	if lacks := lacking(r, amounts, first); len(lacks) > 0 {
		if err := h.callIn(w, lacks); err != nil {
			return err
		}
	}
	if len(w.recalls) == 0 {
		return h.decide(w)
	}
	h.waiting[r.ID] = w
	return nil
}

// The assets that a request names. What they are is nobody's business here, but stored value comes as either of two.
const (
	principal = "principal"
	bonus     = "bonus"
	points    = "points"
	refund    = "refund"
	uses      = "uses"
)

// lacking is, by asset, how much of what was asked for the amounts don't bring. Stored value that is wanted as such, and
// not as principal or bonus, lacks as both; and as the half that is spent first where the amounts bring the other one:
// bonus isn't spent before principal only because the principal stands at another place that would give it back.
func lacking(r wire.Request, amounts []wire.Amount, first string) map[string]int64 {
	lacks := map[string]int64{principal: r.Principal, bonus: r.Bonus, points: r.Points, uses: r.Uses}
	if r.Refund {
		lacks[refund] = 1
	}
	value, instead := r.Value, int64(0)
	for _, a := range amounts {
		left := a.Amount - lacks[a.Asset]
		lacks[a.Asset] = max(0, -left)
		if left > 0 && (a.Asset == principal || a.Asset == bonus) {
			if a.Asset != first {
				instead += min(left, max(0, value))
			}
			value -= left
		}
	}
	lacks[principal] += max(0, value)
	lacks[bonus] += max(0, value)
	lacks[first] += instead
	maps.DeleteFunc(lacks, func(_ string, n int64) bool { return n == 0 })
	return lacks
}

// callIn recalls from every other connected place up to what is lacking of each asset; of uses no more than that in all.
func (h *Hub) callIn(w *waiting, lacks map[string]int64) error {
	holdings, err := h.tx.Holdings(w.request.Holder)
	if err != nil {
		return err
	}
	slices.SortStableFunc(holdings, func(a, b Holding) int { return cmp.Compare(b.Escrow, a.Escrow) })
	left := maps.Clone(lacks)
	wanted := byPlace(holdings, func(hold Holding) int64 {
		s := h.places[hold.Place]
		if hold.Asset != uses || s == nil || s == w.session {
			return min(hold.Escrow, lacks[hold.Asset])
		}
		n := min(hold.Escrow, left[uses]) // of those that hold most, and no more than lacks: others may need theirs
		left[uses] -= n
		return n
	})
	for _, place := range sorted(wanted) {
		if s := h.places[place]; s != nil && s != w.session {
			w.recalls[h.recallFrom(s, w.request.Holder, wanted[place])] = true
		}
	}
	return nil
}

// byPlace adds up by place what amount says of each holding, where that is anything.
func byPlace(holdings []Holding, amount func(Holding) int64) map[string][]wire.Amount {
	places := map[string][]wire.Amount{}
	for _, hold := range holdings {
		if n := amount(hold); n > 0 {
			places[hold.Place] = append(places[hold.Place], wire.Amount{Asset: hold.Asset, Amount: n})
		}
	}
	return places
}

// decide grants what there is, or refuses.
func (h *Hub) decide(w *waiting) error {
	delete(h.waiting, w.request.ID)
	p := w.session.place
	amounts, refusal, err := h.tx.Wanted(p.Place, p.Epoch, w.request, h.now)
	if err != nil {
		return err
	}
	if refusal == nil && len(amounts) == 0 {
		if refusal, err = h.nothing(w.request); err != nil {
			return err
		}
	}
	if refusal != nil {
		return h.refuse(w.session, w.request.ID, refusal)
	}
	blob, err := h.tx.Grant(p.Place, p.Epoch, w.request.Holder, w.request.ID, amounts, h.now)
	if err != nil {
		return err
	}
	h.send(w.session, wire.Grant{Blob: blob})
	return nil
}

// nothing is why there is nothing to grant.
func (h *Hub) nothing(r wire.Request) (*Refusal, error) {
	switch {
	case r.Uses > 0:
		return &Refusal{"insufficient", "nothing is left of it: it is used up, or at tills that have not given it back"}, nil
	case !r.Refund:
		return &Refusal{"insufficient", "head office has nothing left to grant of this member's value"}, nil
	}
	holdings, err := h.tx.Holdings(r.Holder)
	for _, hold := range holdings {
		if hold.Asset == refund {
			return &Refusal{"insufficient", "the right to refund this receipt is at " + hold.Place + ", which has not given it up: refund it there, or when its line is back"}, err
		}
	}
	return &Refusal{"insufficient", "head office has no right to refund this receipt to give"}, err
}

func (h *Hub) refuse(s *session, id string, r *Refusal) error {
	if err := h.tx.Refuse(id, r.Code, r.Message, h.now); err != nil {
		return err
	}
	h.answer(s, id, Decision{Refused: r})
	return nil
}

func (h *Hub) answer(s *session, id string, d Decision) {
	if d.Refused != nil {
		h.send(s, wire.Refused{ID: id, Code: d.Refused.Code, Message: d.Refused.Message})
	} else {
		h.send(s, wire.Grant{Blob: d.Grant})
	}
}

// withdraw takes a request back, and says what it was decided as: what was granted comes again, to be declined.
func (h *Hub) withdraw(s *session, f wire.Withdraw) error {
	if w := h.waiting[f.ID]; w != nil && w.session == s { // another till's goes on waiting
		delete(h.waiting, f.ID)
	}
	d, err := h.tx.Withdraw(s.place.Place, s.place.Epoch, f.ID, h.now)
	if err != nil {
		return err
	}
	h.answer(s, f.ID, d)
	return nil
}

// answerWaiting decides what need not wait any longer.
func (h *Hub) answerWaiting() error {
	for _, id := range sorted(h.waiting) {
		w := h.waiting[id]
		if len(w.recalls) == 0 || !h.now.Before(w.until) {
			if err := h.decide(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// enquire tells what a holder has at HQ and at other places; what is frozen at a closed epoch of the place that asks is
// elsewhere too.
func (h *Hub) enquire(s *session, f wire.Enquire) error {
	available, err := h.tx.Available(f.Holder)
	if err != nil {
		return err
	}
	elsewhere, err := h.tx.Elsewhere(f.Holder)
	if err != nil {
		return err
	}
	answer := wire.Answer{ID: f.ID, Available: available}
	for _, hold := range elsewhere {
		if hold.Place != s.place.Place || hold.State == wire.Frozen {
			hold.Online = h.places[hold.Place] != nil
			answer.Elsewhere = append(answer.Elsewhere, hold)
		}
	}
	h.send(s, answer)
	return nil
}
