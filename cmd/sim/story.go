package main

import (
	"context"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/sqlite"
)

// story is what the records of all tills, in the order in which HQ has them, make of cards, and what of it a person has to
// look at. It says so in its own words, not by pos.Card's.
type story struct {
	w        *world
	at       uint64 // of HQ's journal
	cards    map[string]*cardStory
	into     map[string]string // merges
	caused   map[string]int    // exceptions that there must be, by kind
	spent    []spent
	returned map[string]bool  // receipts of card returns
	reports  map[string]int64 // the time of every loss report there ever was, by id
	had      map[string]int   // how often a promotion with a limit acted, by member, promotion and day
	tooOften map[string]int   // how many of those were more than the limit, by member
}

// cardStory is one card's.
type cardStory struct {
	members []string // in whose hands it was given, each once
	twice   bool     // it was ever in the hands of two, whoever has got it since
	reports []string // loss reports that stand
	gone    pos.CardStatus
	until   []string // every last day that it was given
	by      string
	dead    []death // every time at which it was said to pay for nothing any more
}

// death is a record that says that a card is to pay for nothing.
type death struct {
	at    int64
	place string
}

// spent is a record that took value by a card, or of a member.
type spent struct {
	receipt, place, member, card string
	at                           int64
}

// story reads HQ's journal.
func (w *world) story() *story {
	s := &story{w: w, cards: map[string]*cardStory{}, into: map[string]string{}, caused: map[string]int{}, returned: map[string]bool{}, reports: map[string]int64{}, had: map[string]int{}, tooOften: map[string]int{}}
	for number, member := range w.hq.issued {
		s.cards[number] = &cardStory{members: []string{member}}
	}
	w.must(w.hq.anchor.View(context.Background(), func(tx *sqlite.Tx) error {
		for scan, err := range tx.Query("SELECT hq_seq, bytes FROM journal ORDER BY hq_seq") {
			var b []byte
			if err == nil {
				err = scan(&s.at, &b)
			}
			if err != nil {
				return err
			}
			r, err := record.Open(b)
			if err != nil {
				return err
			}
			body, err := r.Decode()
			if err != nil {
				return err
			}
			s.tell(r.Header, body)
		}
		return nil
	}), "HQ's journal")
	return s
}

func (s *story) card(number string) *cardStory {
	if s.cards[number] == nil {
		s.cards[number] = &cardStory{}
	}
	return s.cards[number]
}

func (s *story) member(id string) string {
	for s.into[id] != "" {
		id = s.into[id]
	}
	return id
}

// tell takes in one record.
func (s *story) tell(h record.Header, body record.Body) {
	if h.Place == pos.HQ {
		s.w.did("HQ writes " + string(h.Kind))
	}
	switch b := body.(type) {
	case record.Granted:
		s.granted(h, b)
	case record.Settle:
		if g, ok := s.w.hq.given[b.Exception]; ok {
			if c := s.card(g.card); c.status() == pos.Frozen {
				c.members = []string{s.member(g.member)}
			}
		}
	case record.Merge:
		s.into[b.From] = b.Into
		for _, c := range s.cards {
			for i, m := range c.members {
				c.members[i] = s.member(m)
			}
			c.members = slices.Compact(c.members)
		}
	case record.CardIssue:
		if b.Card != "" {
			s.issue(b.Card, b.Member)
		}
	case record.CardLost:
		c := s.held(b.Card, b.Member)
		c.reports = append(c.reports, h.ID)
		c.dead = append(c.dead, death{h.Time, h.Place})
		s.reports[h.ID] = h.Time
	case record.CardFound:
		c := s.held(b.Card, b.Member)
		c.reports = slices.DeleteFunc(c.reports, func(id string) bool { return slices.Contains(b.Reports, id) })
	case record.CardReplace:
		s.replace(h, b)
	case record.CardReturn:
		c := s.held(b.Card, b.Member)
		if c.gone == pos.Replaced {
			s.caused[string(pos.GoneAlready)]++
		}
		c.gone = pos.Returned
		c.dead = append(c.dead, death{h.Time, h.Place})
		s.returned[h.Receipt()] = true
		s.spend(h, b.Member, b.Card)
	case record.CardExtend:
		c := s.held(b.Card, b.Member)
		c.until = append(c.until, b.Until)
	case record.Sale:
		for _, p := range b.Paid {
			if p.Kind == record.Stored || p.Kind == record.PointsT || p.Kind == record.FloatT {
				s.spend(h, b.Member, b.Card)
				break
			}
		}
		s.limits(b)
	case record.Withdraw:
		s.spend(h, b.Member, b.Card)
	case record.Convert:
		s.spend(h, b.Member, b.Card)
	case record.Refund:
		if b.Receipt == "" {
			s.caused["refund_blind"]++
		}
	}
}

// limits counts promotions that a member may have only so often on a day.
func (s *story) limits(b record.Sale) {
	for _, a := range b.Acted {
		i := slices.IndexFunc(promotions, func(p rules.Promotion) bool { return p.ID == a.Rule && p.Limit.PerMemberDay > 0 })
		if i < 0 {
			continue
		}
		key := b.Member + " " + a.Rule + " " + time.UnixMilli(b.Quote.At).In(pos.Zone).Format(time.DateOnly)
		if was, limit := s.had[key], promotions[i].Limit.PerMemberDay; was <= limit && was+a.Times > limit {
			s.tooOften[b.Member]++
		}
		s.had[key] += a.Times
	}
}

// granted is I13 for a grant: nothing of a member whose value is frozen leaves head office.
func (s *story) granted(h record.Header, b record.Granted) {
	g, err := escrow.Read(b.Grant)
	s.w.must(err, "read grant")
	if g.Made != h.Time && s.w.plan == backups {
		return // head office had forgotten it
	}
	if s.w.model.byID[g.Holder] == nil || s.w.hq.frozenBy(s.at) != pos.FreezeValue {
		return
	}
	member := s.member(g.Holder)
	for number, c := range s.cards {
		if c.status() == pos.Lost && slices.Contains(c.members, member) {
			s.w.fail("I13: head office granted %v of member %s to %s, whose card %s was reported lost", g.Amounts, member, g.Place, number)
		}
	}
}

func (s *story) spend(h record.Header, member, card string) {
	s.spent = append(s.spent, spent{h.Receipt(), h.Place, s.member(member), card, h.Time})
}

// issue puts a card into a member's hands. A second member's hands are one too many.
func (s *story) issue(number, member string) {
	c, member := s.card(number), s.member(member)
	if slices.Contains(c.members, member) {
		return
	}
	if c.members = append(c.members, member); len(c.members) == 2 {
		c.twice = true
		s.caused[string(pos.IssuedTwice)]++
		s.w.did("one blank issued twice")
	} else if len(c.members) > 2 {
		s.caused[string(pos.IssuedTwice)]++
		c.members = []string{c.members[0], member} // HQ remembers the last of them
	}
}

// held is a card that is in somebody's hands, whatever of that HQ has heard.
func (s *story) held(number, member string) *cardStory {
	c := s.card(number)
	if len(c.members) == 0 {
		c.members = []string{s.member(member)}
	}
	return c
}

func (s *story) replace(h record.Header, b record.CardReplace) {
	was := s.held(b.Old, b.Member)
	switch {
	case was.gone == pos.Replaced && was.by == b.New:
	case was.gone == pos.Replaced:
		s.caused[string(pos.ReplacedTwice)]++
		s.w.did("one card replaced twice")
		s.annul(h, b)
		return
	case was.gone != "":
		s.caused[string(pos.GoneAlready)]++
		s.annul(h, b)
		return
	default:
		was.gone, was.by = pos.Replaced, b.New
		was.dead = append(was.dead, death{h.Time, h.Place})
	}
	s.issue(b.New, b.Member)
}

// annul makes the new card void, as the old one was gone already, unless it is in another member's hands.
func (s *story) annul(h record.Header, b record.CardReplace) {
	c := s.held(b.New, b.Member)
	if c.members[0] != s.member(b.Member) {
		s.issue(b.New, b.Member)
		return
	}
	c.gone = pos.Void
	c.dead = append(c.dead, death{h.Time, h.Place})
}

// status is what the card is in the end.
func (c *cardStory) status() pos.CardStatus {
	switch {
	case c.gone != "":
		return c.gone
	case len(c.members) == 0:
		return pos.Blank
	case len(c.members) > 1:
		return pos.Frozen
	case len(c.reports) > 0:
		return pos.Lost
	}
	return pos.Issued
}

// checkCards is I26.
func (w *world) checkCards(s *story, cards map[string]pos.Card) {
	for number, has := range cards {
		c := s.card(number)
		if has.Status != c.status() || has.By != c.by {
			w.fail("I26: at HQ card %s is %s (%s), and its records make it %s (%s)", number, has.Status, has.By, c.status(), c.by)
		}
		want := ""
		if len(c.members) > 0 {
			want = c.members[0]
		}
		if s.member(has.Member) != want {
			w.fail("I26: at HQ card %s is %s's, and by its records %s's", number, has.Member, want)
		}
		slices.Sort(c.reports)
		if got := plain(has).Reports; !slices.Equal(got, c.reports) {
			w.fail("I26: at HQ the loss reports %v of card %s stand, and by its records %v", got, number, c.reports)
		}
		w.did("card that is " + string(c.status()) + " at the end")
	}
}
