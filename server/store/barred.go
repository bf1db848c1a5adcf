package store

import (
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/sync/hub"
)

// barred is why a holder gets nothing by this card; card is empty where the member was found otherwise.
func (t *Tx) barred(holder, number string) (*hub.Refusal, error) {
	if ok, err := t.hasMember(holder); err != nil || !ok {
		return &hub.Refusal{Code: string(pos.NotFound), Message: "head office knows no such member"}, err
	}
	m, err := t.mark(holder)
	switch {
	case err != nil:
		return nil, err
	case m.into != "":
		return no("this member was merged into another one; look them up again"), nil
	case m.blocked != "":
		return no("this member may spend nothing: " + m.blocked), nil
	}
	if number != "" {
		if refusal, err := t.barredCard(holder, number); refusal != nil || err != nil {
			return refusal, err
		}
	}
	frozen, err := t.frozen(holder)
	if err != nil || frozen == "" {
		return nil, err
	}
	return no("all of this member's value is frozen, as card " + frozen + " was reported lost; replace that card, or take the report back"), nil
}

func no(why string) *hub.Refusal { return &hub.Refusal{Code: string(pos.State), Message: why} }

func (t *Tx) barredCard(holder, number string) (*hub.Refusal, error) {
	c, err := t.card(number)
	switch {
	case err != nil:
		return nil, err
	case !c.known:
		return &hub.Refusal{Code: string(pos.NotFound), Message: "head office knows no such card"}, nil
	case c.Status == pos.Frozen:
		return no("this card was issued to two members; it pays for nothing until head office has decided whose it is"), nil
	case c.Member != holder:
		return no("this card is not the member's"), nil
	case c.Status != pos.Issued:
		return no("this card is " + string(c.Status) + "; it pays for nothing"), nil
	}
	return nil, nil
}

// expired is why a card pays for nothing on a day although it is issued.
func (t *Tx) expired(number string, now time.Time) (*hub.Refusal, error) {
	if number == "" {
		return nil, nil
	}
	c, err := t.card(number)
	if err != nil || c.At(pos.Date(now)) != pos.Expired {
		return nil, err
	}
	return no("this card could be used until " + c.Expires + "; extend it"), nil
}

// frozen is the card whose loss report freezes a member's value, "" where it isn't frozen.
func (t *Tx) frozen(member string) (number string, err error) {
	m, err := t.mark(member)
	if err != nil || !m.reported {
		return "", err
	}
	policy, err := t.tillPolicy()
	if err != nil {
		return "", err
	}
	rows, err := t.cardsOf(member)
	if err != nil {
		return "", err
	}
	for _, c := range rows {
		if policy.Freezes([]pos.Card{c.Card}) {
			return c.Number, nil
		}
	}
	return "", nil
}

func (t *Tx) hasMember(id string) (bool, error) {
	var one int
	err := t.tx.QueryRow("SELECT 1 FROM members WHERE id = ?", id).Scan(&one)
	if none(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("member %s: %w", clip(id), err)
	}
	return true, nil
}
