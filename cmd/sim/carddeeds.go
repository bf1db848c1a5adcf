package main

import (
	"fmt"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/till/store"
)

// cardDeeds is what is done about members and their cards. Most pick any card: half of what a till is asked for can't be.
var cardDeeds = []deed{
	{"issue a card", 2, nothing, func(t *cashDesk) (string, error) {
		number, phone := t.card(pos.Blank), t.w.anyPhone()
		if t.w.chance(0.4) { // few numbers, so that cut-off tills register one twice
			phone = fmt.Sprintf("1390000000%d", t.w.rng.IntN(4))
		}
		_, err := t.till.IssueCard(number, phone, "会员", "")
		if err == nil {
			t.w.met(phone)
		}
		return "card issue " + number + " " + phone, err
	}},
	{"make a member by phone", 1, nothing, func(t *cashDesk) (string, error) {
		phone := fmt.Sprintf("1390000000%d", t.w.rng.IntN(8))
		_, err := t.till.NewMember(phone, "", "")
		if err == nil {
			t.w.met(phone)
		}
		return "member new " + phone, err
	}},
	{"change a member", 1, withMember, func(t *cashDesk) (string, error) {
		field := [][2]string{{"name", "会员"}, {"birthday", "1990-02-03"}, {"sex", "female"}, {"phone", fmt.Sprintf("1370000000%d", t.w.rng.IntN(10))}}[t.w.rng.IntN(4)]
		_, err := t.till.SetMember(field[0], field[1])
		if err == nil && field[0] == "phone" {
			t.w.met(field[1])
		}
		return "member set " + field[0], err
	}},
	{"report a card lost", 2, byManager, func(t *cashDesk) (string, error) {
		number := t.card(pos.Issued)
		_, err := t.till.ReportLost(number, "丢失")
		return "card lost " + number, err
	}},
	{"undo a loss report", 2, byManager, func(t *cashDesk) (string, error) {
		number := t.card(pos.Lost)
		_, err := t.till.ReportFound(number, "")
		return "card found " + number, err
	}},
	{"replace a card", 2, byManager, func(t *cashDesk) (string, error) {
		old, fresh := t.card(pos.Issued, pos.Lost), t.card(pos.Blank)
		_, err := t.till.ReplaceCard(old, fresh, "补卡")
		return "card replace " + old + " by " + fresh, err
	}},
	{"return a card", 1, byManager, func(t *cashDesk) (string, error) {
		number := t.card(pos.Issued, pos.Returned)
		_, err := t.till.ReturnCard(ctx, number, "退卡")
		return "card return " + number, err
	}},
	{"extend a card", 1, byManager, func(t *cashDesk) (string, error) {
		number := t.card(pos.Issued)
		until := pos.Date(t.store.Now().AddDate(0, 0, t.w.rng.IntN(60)))
		_, err := t.till.ExtendCard(number, until, "延期")
		return "card extend " + number + " until " + until, err
	}},
	{"set a PIN", 1, byManager, func(t *cashDesk) (string, error) {
		if !t.w.chance(0.03) { // a hash of a PIN costs as much as a hundred other deeds
			return "no pin", nil
		}
		number := t.card(pos.Issued)
		_, err := t.till.SetPIN(number, cashierPIN, "")
		return "card pin " + number, err
	}},
}

// card is a number of a card that this till believes to be in one of some states; any card where it knows of none, and now
// and then.
func (t *cashDesk) card(states ...pos.CardStatus) string {
	w := t.w
	if w.chance(0.15) {
		return w.anyCard()
	}
	// The first ones are asked for more often, so that two tills do something about the same card.
	found, from := "", min(w.rng.IntN(len(w.cards)), w.rng.IntN(len(w.cards)))
	w.must(t.store.View(func(tx *store.Tx) error {
		for i := range w.cards {
			number := w.cards[(from+i)%len(w.cards)]
			c, err := tx.Card(number)
			if pos.CodeOf(err) == pos.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			if slices.Contains(states, c.Status) && (c.Status != pos.Blank || c.Store == t.shop) {
				found = number
				return nil
			}
		}
		return nil
	}), "cards")
	if found == "" {
		return w.anyCard()
	}
	return found
}

// met notes a phone by which somebody can be looked up.
func (w *world) met(phone string) {
	for _, p := range w.phones {
		if p == phone {
			return
		}
	}
	w.phones = append(w.phones, phone)
}

const day = 24 * time.Hour
