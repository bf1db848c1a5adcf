package hub

import (
	"encoding/base32"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"holdfast/sync/wire"
)

// answerWithin is how long a request may wait for what is recalled from other places.
const answerWithin = 1200 * time.Millisecond

// recallWithin is how long a place may take to answer a recall before it is given up.
const recallWithin = 30 * time.Second

// waiting is a request that waits for recalls.
type waiting struct {
	session *session
	request wire.Request
	recalls map[string]bool
	until   time.Time
}

// recall is value that a place was asked to return.
type recall struct {
	session  *session
	holder   string
	answered bool
	seq      uint64 // the answer's records are those up to this one
	until    time.Time
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
	amounts, refusal, err := h.tx.Wanted(r)
	if err != nil {
		return err
	}
	if refusal != nil {
		return h.refuse(s, r.ID, refusal)
	}
	lacks := wire.Request{Value: r.Value, Points: r.Points}
	for _, a := range amounts {
		if a.Asset == "points" {
			lacks.Points -= a.Amount
		} else {
			lacks.Value -= a.Amount
		}
	}
	w := &waiting{session: s, request: r, recalls: map[string]bool{}, until: h.now.Add(answerWithin)}
	if lacks.Value > 0 || lacks.Points > 0 {
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

// callIn recalls from every other connected place up to what is lacking.
func (h *Hub) callIn(w *waiting, lacks wire.Request) error {
	holdings, err := h.tx.Holdings(w.request.Holder)
	if err != nil {
		return err
	}
	wanted := byPlace(holdings, func(hold Holding) int64 {
		if hold.Asset == "points" {
			return min(hold.Escrow, lacks.Points)
		}
		return min(hold.Escrow, lacks.Value)
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
	amounts, refusal, err := h.tx.Wanted(w.request)
	if err != nil {
		return err
	}
	if refusal == nil && len(amounts) == 0 {
		refusal = &Refusal{"insufficient", "head office has nothing left to grant of this member's value"}
	}
	if refusal != nil {
		return h.refuse(w.session, w.request.ID, refusal)
	}
	p := w.session.place
	blob, err := h.tx.Grant(p.Place, p.Epoch, w.request.Holder, w.request.ID, amounts, h.now)
	if err != nil {
		return err
	}
	h.send(w.session, wire.Grant{Blob: blob})
	return nil
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
	delete(h.waiting, f.ID)
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

// recallFrom asks a place for a holder's value, unless it is being asked already.
func (h *Hub) recallFrom(s *session, holder string, amounts []wire.Amount) (id string) {
	for id, r := range h.recalls {
		if r.session == s && r.holder == holder {
			return id
		}
	}
	id = h.newID()
	h.recalls[id] = &recall{session: s, holder: holder, until: h.now.Add(recallWithin)}
	h.send(s, wire.Recall{ID: id, Holder: holder, Amounts: amounts})
	return id
}

// recalled ends a recall, as soon as the records that answer it are booked.
func (h *Hub) recalled(s *session, f wire.Recalled) {
	r := h.recalls[f.ID]
	if r == nil || r.session != s {
		return
	}
	r.answered, r.seq = true, f.Seq
	if r.seq <= s.acked {
		h.endRecall(f.ID)
	}
}

func (h *Hub) endRecall(id string) {
	delete(h.recalls, id)
	for _, w := range h.waiting {
		delete(w.recalls, id)
	}
	h.behind = true
}

// expire gives up recalls that were never answered.
func (h *Hub) expire(now time.Time) {
	for id, r := range h.recalls {
		if now.After(r.until) {
			h.endRecall(id)
		}
	}
}

// sweep looks at the holders of places that have just connected, some at a time.
func (h *Hub) sweep() error {
	for _, s := range h.inOrder() {
		if s.swept || len(h.dirty) > settleStep {
			continue
		}
		holders, err := h.tx.Sweep(s.place.Place, s.place.Epoch, s.sweep, sweepStep)
		if err != nil {
			return err
		}
		for _, holder := range holders {
			h.dirty[holder] = true
			s.sweep = holder
		}
		s.swept = len(holders) < sweepStep
		h.behind = h.behind || !s.swept
	}
	return nil
}

// settle brings the standing allowances of holders whose value moved to where they should be: it grants what is
// missing at home and recalls what connected places hold beyond their due. A holder whose value is being asked for is
// left until that is decided, and all are until the reactors have read on.
func (h *Hub) settle() error {
	if !h.read {
		return nil
	}
	busy := map[string]bool{}
	for _, w := range h.waiting {
		busy[w.request.Holder] = true
	}
	for n, holder := range sorted(h.dirty) {
		if n == settleStep {
			h.behind = true
			break
		}
		if busy[holder] {
			continue
		}
		delete(h.dirty, holder)
		if err := h.settleHolder(holder); err != nil {
			return err
		}
	}
	return nil
}

func (h *Hub) settleHolder(holder string) error {
	st, err := h.tx.Standing(holder, h.now)
	if err != nil {
		return err
	}
	if home := h.places[st.Home]; home != nil && home.place.Epoch == st.Epoch && len(st.Grant) > 0 {
		blob, err := h.tx.Grant(st.Home, st.Epoch, holder, "", st.Grant, h.now)
		if err != nil {
			return err
		}
		h.send(home, wire.Grant{Blob: blob})
	}
	holdings, err := h.tx.Holdings(holder)
	if err != nil {
		return err
	}
	surplus := byPlace(holdings, func(hold Holding) int64 {
		if hold.Place == st.Home {
			return hold.Escrow - st.Keep[hold.Asset]
		}
		return hold.Escrow
	})
	for _, place := range sorted(surplus) {
		if s := h.places[place]; s != nil {
			h.recallFrom(s, holder, surplus[place])
		}
	}
	return nil
}

// enquire tells what a holder has at HQ and at other places.
func (h *Hub) enquire(s *session, f wire.Enquire) error {
	available, err := h.tx.Available(f.Holder)
	if err != nil {
		return err
	}
	holdings, err := h.tx.Holdings(f.Holder)
	if err != nil {
		return err
	}
	answer := wire.Answer{ID: f.ID, Available: available}
	for _, hold := range holdings {
		if n := hold.Escrow + hold.Transit; n > 0 && hold.Place != s.place.Place {
			answer.Elsewhere = append(answer.Elsewhere, wire.Holding{
				Place: hold.Place, Asset: hold.Asset, Amount: n, SinceMS: hold.Since.UnixMilli(), Online: h.places[hold.Place] != nil})
		}
	}
	h.send(s, answer)
	return nil
}

// newID names a recall. It only has to be unlike every other one.
func (h *Hub) newID() string {
	var b [10]byte
	if _, err := io.ReadFull(h.entropy, b[:]); err != nil {
		panic(fmt.Sprintf("hub: entropy: %v", err))
	}
	return strings.ToLower(base32.HexEncoding.EncodeToString(b[:]))
}

// sorted is a map's keys in order, so that the same world always goes the same way.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
