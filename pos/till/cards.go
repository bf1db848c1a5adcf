package till

import (
	"slices"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// ReportLost notes that a card is lost (挂失): it answers look-ups only from here on, and unless head office wants it
// otherwise nothing of the member's can be spent until it is replaced or found.
func (t *Till) ReportLost(number, reason string) (CardChanged, error) {
	const op = "card lost"
	return t.changeCard(op, number, reason, pos.MayLose, func(tx *store.Tx, card pos.Card, m pos.Member) (record.Body, error) {
		switch card.Status {
		case pos.Issued:
			return record.CardLost{Card: card.Number, Member: m.ID, Reason: reason}, nil
		case pos.Lost:
			return nil, pos.E(pos.State, op, "{} of {} is reported lost already; replace it, or undo the report if it was found", ending(card.Number), called(m))
		default:
			return nil, notNow(tx, op, card, m)
		}
	})
}

// ReportFound takes back all reports that this card is lost, as far as they are known here (解挂); reason may be "". One
// that another till made meanwhile stands.
func (t *Till) ReportFound(number, reason string) (CardChanged, error) {
	const op = "card found"
	return t.changeCard(op, number, reason, pos.MayFind, func(tx *store.Tx, card pos.Card, m pos.Member) (record.Body, error) {
		if card.Status != pos.Lost {
			return nil, notNow(tx, op, card, m)
		}
		return record.CardFound{Card: card.Number, Member: m.ID, Reports: slices.Clone(card.Reports), Reason: reason}, nil
	})
}

// ExtendCard gives a card another last day, 2006-01-02, today or later (延期); reason may be "".
func (t *Till) ExtendCard(number, until, reason string) (CardChanged, error) {
	const op = "card extend"
	return t.changeCard(op, number, reason, pos.MayExtend, func(tx *store.Tx, card pos.Card, m pos.Member) (record.Body, error) {
		if err := checkDate(op, until); err != nil {
			return nil, err
		}
		switch {
		case until < today(tx):
			return nil, pos.E(pos.Usage, op, "{} is past; a card is extended to a day from today on", until)
		case card.Status != pos.Issued && card.Status != pos.Expired:
			return nil, notNow(tx, op, card, m)
		}
		return record.CardExtend{Card: card.Number, Member: m.ID, Until: until, Reason: reason}, nil
	})
}

// needsReason is the rights whose deeds are done for a reason only.
var needsReason = []pos.Right{pos.MayLose, pos.MayReplace}

// changeCard writes the record of a card that says makes, by right; where that refuses nothing is written.
func (t *Till) changeCard(op, number, reason string, need pos.Right, says func(*store.Tx, pos.Card, pos.Member) (record.Body, error)) (done CardChanged, err error) {
	if number, err = cardNumber(number); err == nil && (reason != "" || slices.Contains(needsReason, need)) {
		err = checkReason(op, reason)
	}
	if err != nil {
		return done, err
	}
	err = t.deed(func(tx *store.Tx) error {
		by, err := t.right(tx, need)
		if err != nil {
			return err
		}
		card, m, err := holder(tx, number)
		if err != nil {
			return err
		}
		body, err := says(tx, card, m)
		if err != nil {
			return err
		}
		sealed, err := tx.Append(by, body)
		if err != nil {
			return err
		}
		card, err = tx.Card(number)
		done = CardChanged{Card: number, Member: m.ID, Name: m.Name, Status: card.At(today(tx)), Receipt: sealed.Receipt()}
		return err
	})
	return done, t.done(err)
}

// notNow refuses what a card's state doesn't allow.
func notNow(tx *store.Tx, op string, card pos.Card, m pos.Member) error {
	if card.Status == pos.Blank {
		return pos.E(pos.State, op, "{} is blank: it has not been issued to anybody yet", ending(card.Number))
	}
	return pos.E(pos.State, op, "{} of {} is {}, so this can't be done with it; look the member up to see their other cards", ending(card.Number), called(m), card.At(today(tx)))
}

// CardReplaced is a card with the one that took its place.
type CardReplaced struct {
	Old     string         `json:"old"`
	New     string         `json:"new"`
	Member  string         `json:"member"`
	Name    string         `json:"name"`
	Status  pos.CardStatus `json:"status"` // the new card's
	Receipt string         `json:"receipt"`
}

// ReplaceCard makes a blank card of this store's stock the member's in place of an old one (补卡, 换卡). No value moves: it
// is the member's. A PIN goes over to the new card.
func (t *Till) ReplaceCard(old, fresh, reason string) (done CardReplaced, err error) {
	const op = "card replace"
	if fresh, err = cardNumber(fresh); err != nil {
		return done, err
	}
	changed, err := t.changeCard(op, old, reason, pos.MayReplace, func(tx *store.Tx, card pos.Card, m pos.Member) (record.Body, error) {
		if card.Status != pos.Issued && card.Status != pos.Lost && card.Status != pos.Expired {
			return nil, notNow(tx, op, card, m)
		}
		blank, err := t.blank(tx, op, fresh)
		if err != nil {
			return nil, err
		}
		if kind(blank) != kind(card) {
			return nil, pos.E(pos.Conflict, op, "{} is a {} card and can't replace a {} card; take one of the same kind", ending(fresh), kind(blank), kind(card))
		}
		if card.PINHash != "" {
			p, err := t.person(tx)
			if err == nil {
				_, err = tx.PutChange(pos.TopicCard, fresh, p.ID, pos.Card{Number: fresh, PINHash: card.PINHash})
			}
			if err != nil {
				return nil, err
			}
		}
		return record.CardReplace{Old: card.Number, New: fresh, Member: m.ID, Reason: reason}, nil
	})
	return CardReplaced{changed.Card, fresh, changed.Member, changed.Name, pos.Issued, changed.Receipt}, err
}

// kind is what a card may be used for.
func kind(c pos.Card) pos.CardKind {
	if c.Kind == "" {
		return pos.ValueCard
	}
	return c.Kind
}
