package till

import (
	"strings"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// CardChanged is a card after something was done to it.
type CardChanged struct {
	Card    string         `json:"card,omitempty"`
	Member  string         `json:"member"`
	Name    string         `json:"name"`
	Status  pos.CardStatus `json:"status"` // the card's; "active" for a member without one
	Receipt string         `json:"receipt"`
	New     bool           `json:"new,omitempty"` // the member was made by this
}

// firstTier is what a new member is in until head office says otherwise.
const firstTier = "normal"

// joining is somebody who gets a card, or joins without one.
type joining struct {
	op, phone, name, referrer string
}

// IssueCard gives a blank card of this store's stock to a member (发卡): to a new one, or to the one with this phone and
// name as a further card. referrer is the phone or card of whoever brought a new member in; "" for nobody.
func (t *Till) IssueCard(number, phone, name, referrer string) (done CardChanged, err error) {
	j := joining{"card issue", strings.TrimSpace(phone), tidy(name), referrer}
	if number, err = cardNumber(number); err == nil {
		err = checkPhone(j.op, j.phone)
	}
	if err == nil {
		err = checkName(j.op, j.name)
	}
	if err != nil {
		return done, err
	}
	err = t.deed(func(tx *store.Tx) error {
		by, err := t.right(tx, pos.MayIssueCard)
		if err != nil {
			return err
		}
		if _, err := t.blank(tx, j.op, number); err != nil {
			return err
		}
		m, err := tx.MemberByPhone(j.phone)
		if pos.CodeOf(err) == pos.NotFound {
			done, err = t.join(tx, by, j, number)
			return err
		}
		if err != nil {
			return err
		}
		if done, err = t.furtherCard(tx, by, j, m, number); err == nil {
			err = t.nowServing(tx, m.ID, number)
		}
		return err
	})
	return done, t.done(err)
}

// NewMember makes a member who is known by phone only (手机号开卡). Name and referrer may be "".
func (t *Till) NewMember(phone, name, referrer string) (done CardChanged, err error) {
	j := joining{"member new", strings.TrimSpace(phone), tidy(name), referrer}
	if err := checkPhone(j.op, j.phone); err != nil {
		return done, err
	}
	if j.name != "" {
		if err := checkName(j.op, j.name); err != nil {
			return done, err
		}
	}
	err = t.deed(func(tx *store.Tx) error {
		by, err := t.right(tx, pos.MayIssueCard)
		if err != nil {
			return err
		}
		if err := unknownPhone(tx, j.op, j.phone, ""); err != nil {
			return err
		}
		done, err = t.join(tx, by, j, "")
		return err
	})
	return done, t.done(err)
}

// join makes a member, with a card or without. Who they are is no record: it travels as a change.
func (t *Till) join(tx *store.Tx, by store.Operator, j joining, card string) (done CardChanged, err error) {
	m := pos.Member{Phone: j.phone, Name: j.name, Store: t.shop, Tier: firstTier, Joined: today(tx)}
	if m.Referrer, err = referrer(tx, j.op, j.referrer); err != nil {
		return done, err
	}
	if m.ID, err = tx.NewID(); err != nil {
		return done, err
	}
	if _, err := tx.PutChange(pos.TopicMember, m.ID, approver(by), m); err != nil {
		return done, err
	}
	done = CardChanged{Card: card, Member: m.ID, Name: m.Name, Status: pos.Issued, New: true}
	if card == "" {
		done.Status = active
	}
	sealed, err := tx.Append(by, record.CardIssue{Card: card, Member: m.ID, New: true})
	if err != nil {
		return done, err
	}
	done.Receipt = sealed.Receipt()
	return done, t.nowServing(tx, m.ID, card)
}

// nowServing gives the open sale to whoever has just got a card or joined: they are at the counter, and what is paid in
// next is theirs. Where payment has begun, or nobody here can sell now, the sale stays whose it is.
func (t *Till) nowServing(tx *store.Tx, member, card string) error {
	op, _, err := t.inShift(tx, pos.MaySell)
	if err != nil {
		if pos.CodeOf(err) == pos.Internal {
			return err
		}
		return nil
	}
	s, err := t.open(tx, op)
	if err != nil || s.editable() != nil {
		return err
	}
	m, err := tx.Member(member)
	if err != nil {
		return err
	}
	if err := s.belongsTo(m, card); err != nil {
		return err
	}
	return s.save()
}

// furtherCard gives a member who is here already one more card, if they are who they say. A member who was made by phone
// only gets the name with their first card. The card has the PIN of the one they have, or it would be a way around it.
func (t *Till) furtherCard(tx *store.Tx, by store.Operator, j joining, m pos.Member, card string) (done CardChanged, err error) {
	switch {
	case m.Name != "" && !strings.EqualFold(tidy(m.Name), j.name):
		return done, pos.E(pos.Conflict, j.op, "the phone {} is {}'s; look them up with it: the name must be theirs for a further card, the phone another for a new member", j.phone, m.Name)
	case j.referrer != "":
		return done, pos.E(pos.Conflict, j.op, "{} is a member already, and nobody can have brought them in now; leave the referrer out", called(m))
	case m.Name == "":
		m.Name = j.name
		if _, err := tx.PutChange(pos.TopicMember, m.ID, approver(by), m); err != nil {
			return done, err
		}
	}
	other, err := withPIN(tx, m.ID)
	if err == nil && other.PINHash != "" {
		_, err = tx.PutChange(pos.TopicCard, card, approver(by), pos.Card{Number: card, PINHash: other.PINHash})
	}
	if err != nil {
		return done, err
	}
	sealed, err := tx.Append(by, record.CardIssue{Card: card, Member: m.ID})
	return CardChanged{Card: card, Member: m.ID, Name: m.Name, Status: pos.Issued, Receipt: sealed.Receipt()}, err
}

// blank is a card that can be issued here.
func (t *Till) blank(tx *store.Tx, op, number string) (pos.Card, error) {
	card, m, err := holder(tx, number)
	switch {
	case err != nil:
		return card, err
	case card.Status != pos.Blank:
		return card, pos.E(pos.Conflict, op, "{} is not blank: it is {} to {}; take another card", ending(number), card.Status, called(m))
	case card.Store != "" && card.Store != t.shop:
		return card, pos.E(pos.Conflict, op, "{} is in the stock of store {}; take a card of {}'s", ending(number), card.Store, t.shop)
	case card.Expires != "" && card.Expires < today(tx):
		return card, pos.E(pos.State, op, "{} could be used until {} only; take another card", ending(number), card.Expires)
	}
	return card, nil
}

// referrer is the id of the member who brought somebody in, by phone or card; "" for nobody.
func referrer(tx *store.Tx, op, phoneOrCard string) (string, error) {
	if phoneOrCard == "" {
		return "", nil
	}
	m, err := tx.MemberByPhone(phoneOrCard)
	if pos.CodeOf(err) == pos.NotFound {
		number, bad := cardNumber(phoneOrCard)
		if bad != nil {
			return "", bad
		}
		_, m, err = holder(tx, number)
		if err == nil && m.ID == "" || pos.CodeOf(err) == pos.NotFound {
			err = pos.E(pos.NotFound, op, "nobody has the phone or card of the referrer; type it again, or leave it out")
		}
	}
	return m.ID, err
}
