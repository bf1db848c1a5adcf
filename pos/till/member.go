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
		known = Known{Member: m.ID, Name: m.Name, Tier: m.Tier, Status: card.Status}
		if err != nil {
			return err
		}
		if err := usable(card, m.Name); err != nil {
			return err
		}
		return s.belongsTo(m, number)
	})
	return known, err
}

// Member makes the sale that of the member with a phone number.
func (t *Till) Member(phone string) (known Known, err error) {
	err = t.sell(func(s *sale) error {
		m, err := s.tx.MemberByPhone(phone)
		if err != nil {
			return err
		}
		known = Known{Member: m.ID, Name: m.Name, Tier: m.Tier, Status: active}
		return s.belongsTo(m, "")
	})
	return known, err
}

// holder finds the card and, unless it is blank, its member.
func holder(tx *store.Tx, number string) (card pos.Card, m pos.Member, err error) {
	card, err = tx.Card(number)
	if pos.CodeOf(err) == pos.NotFound {
		return card, m, pos.E(pos.NotFound, "card", ending(number)+" is none of ours")
	}
	if err == nil && card.Member != "" {
		m, err = tx.Member(card.Member)
	}
	return card, m, err
}

// usable refuses a card that answers look-ups only.
func usable(card pos.Card, name string) error {
	switch card.Status {
	case pos.Issued:
		return nil
	case pos.Blank:
		return pos.E(pos.State, "card", ending(card.Number)+" is blank: it has not been issued to anybody yet")
	case pos.Lost, pos.Replaced, pos.Returned, pos.Expired:
	}
	return pos.E(pos.State, "card", ending(card.Number)+" of "+name+" is "+string(card.Status)+" and can't be used")
}

// belongsTo gives the sale to a member. What was set aside for another one is free again.
func (s *sale) belongsTo(m pos.Member, card string) error {
	if s.Member == m.ID {
		if card != "" {
			s.Card = card
		}
		return nil
	}
	if err := s.editable(); err != nil {
		return err
	}
	if s.ID != "" {
		if err := s.tx.Release(s.ID, 0); err != nil {
			return err
		}
	}
	s.Member, s.Card, s.Tier = m.ID, card, m.Tier
	return s.price()
}

// member refuses where the sale is nobody's, or its card has become unusable since it was swiped.
func (s *sale) member() error {
	if s.Member == "" {
		return errNoMember
	}
	if s.Card == "" {
		return nil
	}
	card, m, err := holder(s.tx, s.Card)
	if err != nil {
		return err
	}
	return usable(card, m.Name)
}

var errNoMember = pos.E(pos.State, "", "no member: swipe the card or enter the phone number first")
