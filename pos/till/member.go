package till

import (
	"holdfast/pos"
	"holdfast/pos/till/store"
)

// Known is a member who was looked up. It is filled in, as far as known, also when the card may not be used.
type Known struct {
	Member string         `json:"member,omitempty"` // id
	Name   string         `json:"name,omitempty"`
	Tier   string         `json:"tier,omitempty"`
	Status pos.CardStatus `json:"status,omitempty"` // the card's; "active" for a member found by phone
	Frozen pos.Text       `json:"frozen,omitzero"`  // why nothing of theirs may be spent
}

// active is the status of a member who showed no card.
const active pos.CardStatus = "active"

// Card makes the sale that of the member whose card was swiped or typed.
func (t *Till) Card(numberOrTrack string) (known Known, err error) {
	number, err := cardNumber(numberOrTrack)
	if err != nil {
		return known, err
	}
	err = t.sell(func(s *sale) error {
		card, m, err := holder(s.tx, number)
		known = Known{Member: m.ID, Name: m.Name, Tier: m.Tier, Status: card.At(today(s.tx))}
		if err != nil {
			return err
		}
		if err := usable(s.tx, card, m); err != nil {
			return err
		}
		if known.Frozen, err = barred(s.tx, m); err != nil {
			return err
		}
		return s.belongsTo(m, number)
	})
	return known, err
}

// Member makes the sale that of the member with a phone number.
func (t *Till) Member(phone string) (Known, error) {
	return t.choose(func(tx *store.Tx) (pos.Member, error) { return tx.MemberByPhone(phone) })
}

// Choose makes the sale that of the member with an id.
func (t *Till) Choose(id string) (Known, error) {
	return t.choose(func(tx *store.Tx) (pos.Member, error) { return tx.Member(id) })
}

// choose makes the sale a member's who was found without a card.
func (t *Till) choose(find func(tx *store.Tx) (pos.Member, error)) (known Known, err error) {
	err = t.sell(func(s *sale) error {
		m, err := find(s.tx)
		if err != nil {
			return err
		}
		known = Known{Member: m.ID, Name: m.Name, Tier: m.Tier, Status: active}
		if known.Frozen, err = barred(s.tx, m); err != nil {
			return err
		}
		return s.belongsTo(m, "")
	})
	return known, err
}

// holder finds the card and, unless it is blank, its member.
func holder(tx *store.Tx, number string) (card pos.Card, m pos.Member, err error) {
	card, err = tx.Card(number)
	if pos.CodeOf(err) == pos.NotFound {
		return card, m, pos.E(pos.NotFound, "card", "{} is none of ours", ending(number))
	}
	if err == nil && card.Member != "" {
		m, err = tx.Member(card.Member)
	}
	return card, m, err
}

// today is the calendar date that cards expire by.
func today(tx *store.Tx) string { return pos.Date(tx.Now()) }

// usable refuses a card that answers look-ups only, and says what to do.
func usable(tx *store.Tx, card pos.Card, m pos.Member) error {
	status, remedy := card.At(today(tx)), pos.Text{}
	switch status {
	case pos.Issued:
		return nil
	case pos.Blank:
		return pos.E(pos.State, "card", "{} is blank: it has not been issued to anybody yet", ending(card.Number))
	case pos.Lost:
		remedy = pos.T("replace it, or undo the report if it was found")
	case pos.Expired:
		remedy = pos.T("extend it, or replace it")
	case pos.Replaced:
		remedy = pos.T("ask for the new one, or for the phone number")
	case pos.Frozen:
		remedy = pos.T("it was issued to two members, and head office has to say whose it is; ask for the phone number")
	case pos.Returned, pos.Void:
		remedy = pos.T("ask for another card, or for the phone number")
	}
	return pos.E(pos.State, "card", "{} of {} is {} and can't be used; {}", ending(card.Number), called(m), status, remedy)
}

// called is how a member is named to people: some are known by phone only.
func called(m pos.Member) pos.Text {
	switch {
	case m.Name != "":
		return pos.Said(m.Name)
	case m.Phone != "":
		return pos.T("the member with the phone {}", m.Phone)
	}
	return pos.T("a member")
}

// barred is why nothing of a member's value may be spent; zero where it may. What they have stays theirs, and can grow.
func barred(tx *store.Tx, m pos.Member) (why pos.Text, err error) {
	if m.NoRedeeming != "" {
		return pos.T("head office has blocked {} from spending: {}", called(m), m.NoRedeeming), nil
	}
	policy, err := tx.Policy()
	if err != nil {
		return why, err
	}
	cards, err := tx.Cards(m.ID)
	if err != nil || !policy.Freezes(cards) {
		return why, err
	}
	for _, c := range cards {
		if c.Status == pos.Lost {
			why = pos.T("{} of {} is reported lost, so nothing of theirs can be spent; replace that card, or undo the report if it was found", ending(c.Number), called(m))
			break
		}
	}
	return why, nil
}

// belongsTo gives the sale to a member. What was set aside for another one is free again. A phone number takes the place
// of the same member's card only where that can't be used any more.
func (s *sale) belongsTo(m pos.Member, card string) error {
	if s.Member == m.ID {
		if card == s.Card {
			return nil
		}
		if card == "" {
			old, _, err := holder(s.tx, s.Card)
			if err != nil || usable(s.tx, old, m) == nil {
				return err
			}
		}
		s.Card, s.PIN = card, ""
		return nil
	}
	if err := s.editable(); err != nil {
		return err
	}
	if s.ID != "" {
		if err := s.tx.Unmark(s.ID, s.Member); err != nil {
			return err
		}
	}
	s.Member, s.Card, s.Tier, s.PIN = m.ID, card, m.Tier, ""
	return s.price()
}

// memberOfSale is whose the open sale is.
func memberOfSale(tx *store.Tx) (m pos.Member, err error) {
	b, _, err := load(tx)
	if err != nil {
		return m, err
	}
	if b.Member == "" {
		return m, errNoMember
	}
	return tx.Member(b.Member)
}

// member is the sale's, with the card that was shown, if one was. It refuses where the sale is nobody's, or the card has
// become unusable since it was swiped.
func (s *sale) member() (m pos.Member, card pos.Card, err error) {
	if s.Member == "" {
		return m, card, errNoMember
	}
	if s.Card == "" {
		m, err = s.tx.Member(s.Member)
		return m, card, err
	}
	card, m, err = holder(s.tx, s.Card)
	if err == nil {
		err = usable(s.tx, card, m)
	}
	return m, card, err
}

// spender is the sale's member, if their value may be spent.
func (s *sale) spender() (m pos.Member, card pos.Card, err error) {
	m, card, err = s.member()
	if err != nil {
		return m, card, err
	}
	return m, card, spending(s.tx, m)
}

// spending refuses to spend what is barred.
func spending(tx *store.Tx, m pos.Member) error {
	why, err := barred(tx, m)
	if err == nil && !why.IsZero() {
		err = why.E(pos.State, "")
	}
	return err
}

// forValue refuses a card whose kind has no stored value; no card, and so no kind, is right.
func forValue(card pos.Card) error {
	switch card.Kind {
	case pos.PointsCard:
		return pos.E(pos.State, "", "{} is a points card, which has no stored value; use a card for stored value, or another payment", ending(card.Number))
	case pos.CountCard:
		return pos.E(pos.State, "", "{} is a count card, which has no stored value; use a card for stored value, or another payment", ending(card.Number))
	case pos.ValueCard:
	}
	return nil
}

var errNoMember = pos.E(pos.State, "", "no member: swipe the card or enter the phone number first")
