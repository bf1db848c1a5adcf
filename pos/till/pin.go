package till

import (
	"errors"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pin"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// A card is locked after so many wrong PINs in a row, until so much time has passed or somebody with the right has set a
// new one. The tries are in the books, so that a restart gives nobody new ones.
const (
	maxPINTries = 5
	pinLockFor  = 30 * time.Minute
)

// minPIN and maxPIN are how many digits a card's PIN has.
const (
	minPIN = 4
	maxPIN = 8
)

// PINChecked is a card whose PIN was set, or typed.
type PINChecked struct {
	Card   string         `json:"card"`
	Member string         `json:"member"`
	Name   string         `json:"name"`
	Status pos.CardStatus `json:"status"`
}

// SetPIN sets the PIN for spending by a card; it counts here at once and everywhere when the line is there. Who knows the
// old one may change it; where it is "" and the card has one, that takes the right to reset PINs, which also unlocks the
// card.
func (t *Till) SetPIN(number, fresh, old string) (done PINChecked, err error) {
	const op = "card pin"
	if number, err = cardNumber(number); err != nil {
		return done, err
	}
	if len(fresh) < minPIN || len(fresh) > maxPIN || strings.ContainsFunc(fresh, func(r rune) bool { return r < '0' || r > '9' }) {
		return done, pos.E(pos.Usage, op, "a card's PIN has {} to {} digits; have the member type another one", minPIN, maxPIN)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	var card pos.Card
	err = t.view(func(tx *store.Tx) (err error) {
		var m pos.Member
		if _, card, m, err = t.mayPIN(tx, number, old); err == nil {
			done = PINChecked{Card: number, Member: m.ID, Name: m.Name, Status: pos.Issued}
		}
		return err
	})
	if err != nil {
		return done, err
	}
	if card.PINHash != "" && old != "" {
		if err := t.provePIN(op, card, old); err != nil {
			return PINChecked{}, err
		}
	}
	hash := pin.Hash(fresh)
	err = t.update(func(tx *store.Tx) error {
		by, _, _, err := t.mayPIN(tx, number, old)
		if err != nil {
			return err
		}
		if err := tx.SetPINTries(number, 0, time.Time{}); err != nil {
			return err
		}
		_, err = tx.PutChange(pos.TopicCard, number, approver(by), pos.Card{Number: number, PINHash: hash})
		return err
	})
	return done, t.done(err)
}

// mayPIN finds a card in use whose PIN may be set by whoever is at work.
func (t *Till) mayPIN(tx *store.Tx, number, old string) (by store.Operator, card pos.Card, m pos.Member, err error) {
	if _, err := t.person(tx); err != nil {
		return by, card, m, err
	}
	if card, m, err = holder(tx, number); err != nil {
		return by, card, m, err
	}
	if err := usable(tx, card, m); err != nil {
		return by, card, m, err
	}
	need := pos.MayEditMember
	if card.PINHash != "" && old == "" {
		need = pos.MayResetPIN
	}
	by, err = t.right(tx, need)
	return by, card, m, err
}

// PIN is the member's for the open sale, typed once; it holds for all that this sale spends.
func (t *Till) PIN(secret string) (done PINChecked, err error) {
	const op = "pin"
	var card pos.Card
	var m pos.Member
	find := func(s *sale) (err error) {
		if m, _, err = s.member(); err != nil {
			return err
		}
		if card, err = s.pinCard(); err == nil && card.PINHash == "" {
			err = pos.E(pos.State, op, "{} has no PIN on a card; none is needed", called(m))
		}
		return err
	}
	if err := t.sell(find); err != nil {
		return done, err
	}
	t.mu.Lock()
	err = t.provePIN(op, card, secret)
	t.mu.Unlock()
	if err != nil {
		return done, err
	}
	proved := card.Number
	err = t.sell(func(s *sale) error {
		if err := find(s); err != nil {
			return err
		}
		if card.Number != proved {
			return pos.E(pos.State, op, "the member of the sale has changed; type the PIN again")
		}
		s.PIN = proved
		return nil
	})
	return PINChecked{Card: card.Number, Member: m.ID, Name: m.Name, Status: card.At(pos.Date(t.store.Now()))}, err
}

// pinCard is the card whose PIN the sale's payments need: the one that was shown, else one of the member's that has a PIN,
// or typing the phone number would do instead. Its PINHash is empty where none is needed.
func (s *sale) pinCard() (card pos.Card, err error) {
	if s.Card != "" {
		card, _, err = holder(s.tx, s.Card)
		return card, err
	}
	return withPIN(s.tx, s.Member)
}

// withPIN is the card of a member that has a PIN, one in use if there is such a one; without PINHash where none has. One
// that has expired or is lost keeps its PIN: else it would be enough to say the phone number then.
func withPIN(tx *store.Tx, member string) (card pos.Card, err error) {
	cards, err := tx.Cards(member)
	for _, c := range cards {
		switch {
		case c.PINHash == "":
		case c.At(today(tx)) == pos.Issued:
			return c, err
		case card.PINHash == "" && (c.Status == pos.Issued || c.Status == pos.Lost):
			card = c
		}
	}
	return card, err
}

// provePIN checks a card's PIN and counts the wrong ones.
func (t *Till) provePIN(op string, card pos.Card, secret string) error {
	var refused error
	now, right := t.store.Now(), pin.Verify(card.PINHash, secret)
	err := t.update(func(tx *store.Tx) error {
		wrong, until, err := tx.PINTries(card.Number)
		if err != nil {
			return err
		}
		if now.Before(until) && until.Sub(now) <= pinLockFor { // longer: the clock ran ahead then, and head office put it right
			refused = pos.E(pos.Forbidden, op, "{} is locked after {} wrong PINs; wait until {}, or have a store manager set a new PIN", ending(card.Number), maxPINTries, clock(until))
			return nil
		}
		if right {
			return tx.SetPINTries(card.Number, 0, time.Time{})
		}
		if !until.IsZero() { // that lock is over
			wrong = 0
		}
		wrong++
		refused = pos.E(pos.Forbidden, op, "wrong PIN; tries left: {}", maxPINTries-wrong)
		until = time.Time{}
		if wrong >= maxPINTries {
			until = now.Add(pinLockFor)
			refused = pos.E(pos.Forbidden, op, "wrong PIN; {} is locked until {}, or until a store manager sets a new PIN", ending(card.Number), clock(until))
		}
		return tx.SetPINTries(card.Number, wrong, until)
	})
	if err != nil {
		return err
	}
	return refused
}

// pinFor refuses to spend so much more of the member's value in this sale without the PIN, where one is set and head
// office wants it.
func (s *sale) pinFor(amount money.Fen) error {
	policy, err := s.tx.Policy()
	if err != nil {
		return err
	}
	for _, t := range s.Tenders {
		if ofMember(t.Kind) {
			amount += t.Amount
		}
	}
	if amount <= policy.PINAbove {
		return nil
	}
	card, err := s.pinCard()
	if err == nil && card.PINHash != "" && s.PIN != card.Number {
		err = pos.E(pos.Forbidden, "", "{} needs its PIN; have the member type it first", ending(card.Number)).Because(errNeedsPIN)
	}
	return err
}

// errNeedsPIN is why pinFor refuses.
var errNeedsPIN = errors.New("the card's PIN was not typed")

// ofMember reports whether a tender spends what is the member's.
func ofMember(kind record.TenderKind) bool {
	return kind == record.Stored || kind == record.PointsT || kind == record.FloatT
}
