package store

import (
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/record"
)

// Limits on what a till may write of a card: a feed item has to fit into a frame, whatever a broken till does.
const (
	mostReports  = 1000
	reportLength = 64
)

// cardFacts applies a record of a card by pos.Card's methods, as the till did, and tells the tills.
func (t *Tx) cardFacts(p *prepared, now time.Time) error {
	switch b := p.body.(type) {
	case record.CardIssue:
		return t.cardIssued(p, b, now)
	case record.CardLost:
		return t.onCard(p, b.Card, b.Member, now, func(c pos.Card) (pos.Card, pos.CardClash) {
			if len(c.Reports) >= mostReports || len(p.ID) > reportLength {
				return c, pos.NoClash
			}
			return c.Lose(p.ID), pos.NoClash
		})
	case record.CardFound:
		return t.onCard(p, b.Card, b.Member, now, func(c pos.Card) (pos.Card, pos.CardClash) { return c.Find(b.Reports), pos.NoClash })
	case record.CardReplace:
		return t.cardReplaced(p, b, now)
	case record.CardReturn:
		return t.cardReturned(p, b, now)
	case record.CardExtend:
		if _, err := time.Parse(time.DateOnly, b.Until); err != nil {
			return t.nonsense(p, fmt.Sprintf("%q is no date to extend a card to", clip(b.Until)), now)
		}
		return t.onCard(p, b.Card, b.Member, now, func(c pos.Card) (pos.Card, pos.CardClash) { return c.Extend(b.Until), pos.NoClash })
	}
	return nil
}

// cardIssued binds a card, and makes the member where this is the first that head office hears of them: who they are
// comes beside the journal, before or after.
func (t *Tx) cardIssued(p *prepared, b record.CardIssue, now time.Time) error {
	member, err := t.person(p, b.Member, b.New, now)
	if err != nil || member == "" || b.Card == "" {
		return err
	}
	c, err := t.cardOf(p, b.Card, now)
	if err != nil || c.Number == "" {
		return err
	}
	issued, clash := c.Issue(member)
	return t.changeCard(p, issued, clash, now)
}

// cardReplaced ends the old card. Where that was not possible any more, the new one is void.
func (t *Tx) cardReplaced(p *prepared, b record.CardReplace, now time.Time) error {
	member, err := t.person(p, b.Member, false, now)
	if err != nil || member == "" {
		return err
	}
	var clash pos.CardClash
	if err := t.onCard(p, b.Old, member, now, func(c pos.Card) (pos.Card, pos.CardClash) {
		c, clash = c.Replace(b.New)
		return c, clash
	}); err != nil {
		return err
	}
	c, err := t.cardOf(p, b.New, now)
	if err != nil || c.Number == "" {
		return err
	}
	bind := pos.Card.Issue
	if clash != pos.NoClash {
		bind = pos.Card.Annul
	}
	bound, twice := bind(c.Card, member)
	return t.changeCard(p, bound, twice, now)
}

// onCard changes a card that is in somebody's hands. One that head office thinks is in none was issued by a record that
// is yet to come, so it is the member's whom this record names.
func (t *Tx) onCard(p *prepared, number, member string, now time.Time, f func(pos.Card) (pos.Card, pos.CardClash)) error {
	c, err := t.cardOf(p, number, now)
	if err != nil || c.Number == "" {
		return err
	}
	if c.Member == "" {
		member, err := t.person(p, member, false, now)
		if err != nil || member == "" {
			return err
		}
		c.Card, _ = c.Issue(member)
	}
	changed, clash := f(c.Card)
	return t.changeCard(p, changed, clash, now)
}

// cardOf is the card a record names; one without a number where it names none that can be.
func (t *Tx) cardOf(p *prepared, number string, now time.Time) (cardRow, error) {
	if !digits(number, 4, 32) {
		return cardRow{}, t.nonsense(p, fmt.Sprintf("%q is no card's number", clip(number)), now)
	}
	c, err := t.card(number)
	if err == nil && !c.known {
		err = t.raise(exception{kind: "card_unknown", what: p.Receipt() + " " + number, place: p.Place, receipt: p.Receipt(), card: number,
			note: "head office never made the card " + number + ", and did with it what the record says"}, now)
	}
	return c, err
}

// person is who a member named by a record is now; "" for a name that can be nobody's. One whom head office has not heard
// of is made, with nothing known about them but the id.
func (t *Tx) person(p *prepared, id string, made bool, now time.Time) (member string, err error) {
	if !anybody(id) {
		return "", t.nonsense(p, fmt.Sprintf("%q can't be a member", clip(id)), now)
	}
	if ok, err := t.hasMember(id); err != nil || ok {
		if err != nil {
			return "", err
		}
		return t.survivor(id)
	}
	if !made {
		if err := t.raise(exception{kind: "member_unknown", what: id, place: p.Place, receipt: p.Receipt(), member: id,
			note: "the record names a member whom head office doesn't know; one without a name was made"}, now); err != nil {
			return "", err
		}
	}
	e, err := t.epoch(p.Place, p.Epoch)
	if err != nil {
		return "", err
	}
	m := pos.Member{ID: id, Store: e.store, Tier: firstTier, Joined: pos.Date(earlier(p.At(), now))}
	if err := t.addMember(m); err != nil {
		return "", fmt.Errorf("make member %s: %w", id, err)
	}
	return id, t.publish(pos.TopicMember, id, m)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// changeCard stores what became of a card, tells the tills (that the record is reflected is news too), and has people look
// at a clash.
func (t *Tx) changeCard(p *prepared, c pos.Card, clash pos.CardClash, now time.Time) error {
	was, err := t.card(c.Number)
	if err != nil {
		return err
	}
	at := p.Time
	if c.Status == pos.Frozen || c.Status == pos.Void {
		at = now.UnixMilli() // head office's own answer: who paid with the card before it couldn't know
	}
	if err := t.writeCard(c, at); err != nil {
		return err
	}
	if err := t.republish(pos.TopicCard, c.Number, c); err != nil {
		return err
	}
	t.stir(c.Member)
	if dead := c.Status == pos.Lost || c.Status == pos.Replaced || c.Status == pos.Returned; dead && was.Status != c.Status {
		if err := t.lookBack(p, c.Member, now); err != nil {
			return err
		}
	}
	if clash == pos.NoClash {
		return nil
	}
	return t.raise(exception{kind: string(clash), what: p.Receipt() + " " + c.Number, place: p.Place, receipt: p.Receipt(), member: c.Member, card: c.Number,
		note: clashNote(c, clash)}, now)
}

func clashNote(c pos.Card, clash pos.CardClash) string {
	switch clash {
	case pos.IssuedTwice:
		return "card " + c.Number + " was issued to two members by tills that couldn't know of each other; it pays for neither until a person decides whose it is"
	case pos.ReplacedTwice:
		return "card " + c.Number + " had been replaced by " + c.By + " already; the card that this record put in its place is void"
	}
	return "card " + c.Number + " was both replaced and returned by tills that couldn't know of each other; it is " + string(c.Status)
}

// nonsense asks a person to look at a record whose body is well formed and says what can't be.
func (t *Tx) nonsense(p *prepared, why string, now time.Time) error {
	return t.raise(exception{kind: "unreadable", what: p.Receipt(), place: p.Place, receipt: p.Receipt(),
		note: "what the record moved is booked, what else it says is left out: " + why}, now)
}
