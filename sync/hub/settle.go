package hub

import (
	"strings"
	"time"

	"holdfast/sync/wire"
)

// sweepEvery is how often the holders of a place that stays connected are looked at although nothing moved: what ends
// by time, and members who stay away, make no record.
const sweepEvery = 10 * time.Minute

// Sweep says that what allowances follow from was changed from outside: settings, members, rules. The holders of all
// connected places are looked at again.
func (h *Hub) Sweep() {
	for _, s := range h.places {
		s.swept, s.sweep, h.behind = false, "", true
	}
}

// underWayMost is how many grants in transit and recalls of a place keep its sweep waiting. A till takes each in by a
// transaction of its own, more slowly than they are made here, and what it hasn't taken in comes again at each hello: so
// many that they don't fit into a session would keep it from ever catching up.
const underWayMost = 1000

// sweep looks at the holders of places that have just connected, some at a time, no faster than the places can follow. The
// feed goes first: a new till can sell as soon as that is there, and each grant it takes in would be news in the feed.
func (h *Hub) sweep() error {
	for _, s := range h.inOrder() {
		if s.again && s.swept {
			s.again, s.swept, s.sweep = false, false, ""
		}
		if s.swept || s.closed != "" || !s.fed || len(h.dirty) > settleStep {
			continue
		}
		if n, err := h.underWay(s); err != nil || n >= underWayMost {
			if h.behind = true; err != nil {
				return err
			}
			continue
		}
		holders, err := h.tx.Sweep(s.place.Place, s.place.Epoch, s.sweep, sweepStep)
		if err != nil {
			return err
		}
		for _, holder := range holders {
			h.look(s, holder)
			s.sweep = holder
		}
		s.swept, s.sweptAt = len(holders) < sweepStep, h.now
		if s.swept {
			h.look(s, house)
		}
		h.behind = h.behind || !s.swept
	}
	return nil
}

// house is the holder whose value at a place is the chain's own: float for payments beyond what a member has there.
const house = "house"

// ofChain reports whether a holder is the chain itself or something that the chain has only so many uses of, which is named
// KIND.ID. Those have no home: each place has its share.
func ofChain(holder string) bool { return holder == house || strings.Contains(holder, ".") }

// look has a holder's allowance looked at because of what a session said.
func (h *Hub) look(s *session, holder string) {
	if ofChain(holder) {
		s.shares[holder] = true
		return
	}
	h.dirty[holder] = true
}

// share brings what places have of the chain's own to where it should be.
func (h *Hub) share() error {
	if !h.read {
		return nil
	}
	n := 0
	for _, s := range h.inOrder() {
		if !s.swept || s.closed != "" {
			continue
		}
		for _, holder := range sorted(s.shares) {
			if n++; n > shareStep {
				h.behind = true
				return nil
			}
			delete(s.shares, holder)
			if err := h.shareAt(s, holder); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *Hub) shareAt(s *session, holder string) error {
	amounts, err := h.tx.Share(s.place.Place, s.place.Epoch, holder, h.now)
	if err != nil {
		return err
	}
	var grant, back []wire.Amount
	for _, a := range amounts {
		if a.Amount > 0 {
			grant = append(grant, a)
		} else {
			back = append(back, wire.Amount{Asset: a.Asset, Amount: -a.Amount})
		}
	}
	if len(grant) > 0 {
		blob, err := h.tx.Grant(s.place.Place, s.place.Epoch, holder, "", grant, h.now)
		if err != nil {
			return err
		}
		h.send(s, wire.Grant{Blob: blob})
	}
	if len(back) > 0 {
		h.recallFrom(s, holder, back)
	}
	return nil
}

// underWay is how many grants and recalls a session's place has yet to answer.
func (h *Hub) underWay(s *session) (n int, err error) {
	transit, err := h.tx.Unsettled(s.place.Place, s.place.Epoch)
	return len(s.recalls) + transit, err
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
		switch {
		case h.closing(hold.Place): // all, for good
			return hold.Escrow
		case st.Frozen || hold.Asset == refund: // a right stays where it was granted until it is asked for elsewhere
			return 0
		case hold.Place == st.Home:
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
