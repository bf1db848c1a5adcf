package main

import (
	"slices"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/server/store"
)

// checkExceptions is I27. Of most kinds there are exactly as many as the records say; whether a person has to look at value
// that was spent by a lost card depends on what came to HQ when, so there the records say which must be there and which
// may.
func (w *world) checkExceptions(s *story) {
	list, err := w.hq.store.Exceptions(true)
	w.must(err, "exceptions")
	got, lost := map[string]int{}, map[string]bool{}
	for _, x := range list {
		w.did("exception " + x.Kind)
		switch x.Kind {
		case "card_lost", "member_blocked":
			// A till may be heard of again before the one that issued the card.
			forgotten := w.plan == backups && strings.HasSuffix(x.Note, "which was blank")
			if !forgotten && !s.mayAccuse(x.Receipt) {
				w.fail("I27: an exception that nothing explains: %+v", x)
			}
			lost[x.Receipt] = true
		case "float_loss":
			if !w.model.drewFloat(s.member(x.Member)) {
				w.fail("I27: house float is lost, and none was drawn: %+v", x)
			}
		case "card_return_open":
			if !s.returned[x.Receipt] {
				w.fail("I27: a card return is open, and there was none: %+v", x)
			}
			if x.Settled == "" {
				w.checkOpenReturn(x)
			}
		case "clock":
			if !w.skewed {
				w.fail("I27: a clock is wrong, and all are right: %+v", x)
			}
		case "till_lost", "escrow_loss", "branch", "refund_right", "refund_beyond", "restore", "member_unknown", "id_reused":
			w.checkPlaceException(x, list)
		case "phone_twice":
			w.did("one phone registered twice")
		case "limit_exceeded":
			s.tooOften[x.Member]--
		default:
			got[x.Kind]++
		}
	}
	for _, kind := range []string{string(pos.IssuedTwice), string(pos.ReplacedTwice), string(pos.GoneAlready), "refund_blind"} {
		if got[kind] != s.caused[kind] {
			w.fail("I27: %d exceptions %s, and the world has caused %d", got[kind], kind, s.caused[kind])
		}
		delete(got, kind)
	}
	for _, x := range list {
		if got[x.Kind] > 0 {
			w.fail("I27: an exception of a kind that nobody has caused: %+v", x)
		}
	}
	for member, n := range s.tooOften { // one that was restored may not know the rules that a till sold by
		if n < 0 || n > 0 && w.plan != backups {
			w.fail("I27: %d times more than a person was told %s had a promotion too often on a day", n, member)
		}
	}
	for _, p := range s.spent {
		if !lost[p.receipt] && s.mustAccuse(p) {
			w.fail("I27: %s spent by card %s, which another till had reported lost, and nobody is to look at it", p.receipt, p.card)
		}
	}
}

// checkPlaceException fails the world where a person is asked to look at what comes of a fault that this world hasn't.
func (w *world) checkPlaceException(x store.Exception, all []store.Exception) {
	explained := false
	switch x.Kind {
	case "branch":
		explained = w.plan == copies
	case "till_lost", "escrow_loss", "refund_right", "refund_beyond":
		explained = w.plan == copies || w.plan == losses
	case "member_unknown": // who they are was to be told by a till that isn't heard of, or not yet again
		explained = w.plan == copies || w.plan == losses || w.plan == backups
	case "restore":
		explained = w.plan == backups
	case "id_reused":
		for id := range w.reused {
			explained = explained || strings.HasSuffix(x.Note, id)
		}
		for _, o := range all {
			if o.Kind == x.Kind && o.Note == x.Note && o.ID != x.ID {
				w.fail("I27: twice about one id: %+v", x)
			}
		}
	}
	if !explained {
		w.fail("I27: an exception that nothing explains: %+v", x)
	}
}

// checkOpenReturn fails the world where a person is asked to pay out more than the member has.
func (w *world) checkOpenReturn(x store.Exception) {
	v, err := w.hq.store.Member(x.Member, w.now)
	w.must(err, "member of a card return")
	if left := v.Principal - v.OwedValue; left < x.Amount || x.Amount <= 0 {
		w.fail("I27: %s of a card return is open, and %s is left to be paid out: %+v", x.Amount, left, x)
	}
	w.did("card return that is open at the end")
}

// mayAccuse reports whether a receipt spent value of a member of whom some card had died by then, or who was blocked.
func (s *story) mayAccuse(receipt string) bool {
	for _, p := range s.spent {
		if p.receipt != receipt {
			continue
		}
		for number, c := range s.cards {
			if number != p.card && !slices.Contains(c.members, s.member(p.member)) {
				continue
			}
			if c.twice || slices.ContainsFunc(c.dead, func(d death) bool { return d.at <= p.at }) ||
				slices.ContainsFunc(c.until, func(last string) bool { return last < pos.Date(time.UnixMilli(p.at)) }) {
				return true
			}
		}
		for id := range s.w.hq.blocked {
			if s.member(id) == s.member(p.member) {
				return true
			}
		}
	}
	return false
}

// mustAccuse reports whether a receipt spent value by a card that is lost to the end, after every report of it that there
// was, none of them by the same till.
func (s *story) mustAccuse(p spent) bool {
	c := s.cards[p.card]
	if p.card == "" || c == nil || c.status() != pos.Lost {
		return false
	}
	for _, d := range c.dead {
		if d.place == p.place || d.at > p.at {
			return false
		}
	}
	return true
}

// drewFloat reports whether house float was ever drawn for a member.
func (m *model) drewFloat(id string) bool { return m.member(id).claimed.Value > 0 }
