package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"holdfast/pos"
)

// PutBlankCards takes blank cards into a store's stock. Numbers that are there already as its blanks stay so.
func (s *Store) PutBlankCards(store string, numbers []string, now time.Time) error {
	return s.update(context.Background(), func(t *Tx) error {
		if err := t.hasStore(store); err != nil {
			return err
		}
		var bad RowErrors
		for i, number := range numbers {
			if !digits(number, 4, 32) {
				bad.add(i, "%q is no card number; it has 4 to 32 digits", number)
				continue
			}
			c, err := t.card(number)
			if err != nil {
				return err
			}
			if c.known && (c.Status != pos.Blank || c.Store != store) {
				bad.add(i, "card %s is in use already", number)
				continue
			}
			if err := t.putCard(pos.Card{Number: number, Status: pos.Blank, Store: store}, now.UnixMilli()); err != nil {
				return err
			}
		}
		if err := bad.err(); err != nil || len(numbers) == 0 {
			return err
		}
		return t.audit("cards in stock", spanned(numbers), "", store)
	})
}

// cardRow is a card as the books have it.
type cardRow struct {
	pos.Card
	known bool
	since int64 // time of the record that brought its status
}

// card is a card, as this transaction leaves it; not known where there is none.
func (t *Tx) card(number string) (cardRow, error) {
	if c, ok := t.cards[number]; ok {
		return c, nil
	}
	if err := t.readCards([]string{number}); err != nil {
		return cardRow{}, err
	}
	return t.cards[number], nil
}

// readCards brings cards into the transaction, all with one query.
func (t *Tx) readCards(numbers []string) error {
	var missing []string
	for _, number := range numbers {
		if _, ok := t.cards[number]; !ok {
			t.cards[number] = cardRow{Card: pos.Card{Number: number, Status: pos.Blank}}
			missing = append(missing, number)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	list, err := json.Marshal(missing)
	if err != nil {
		return err
	}
	return t.scanCards("number IN (SELECT value FROM json_each(?))", string(list))
}

// scanCards reads the cards for which a condition holds.
func (t *Tx) scanCards(where string, args ...any) error {
	for scan, err := range t.tx.Query(`SELECT number, status, ifnull(member, ''), ifnull(store, ''), kind, expires, reports, by, ifnull(other, ''), pin_hash, since
		FROM cards WHERE `+where, args...) {
		c := cardRow{known: true}
		var reports string
		if err == nil {
			err = scan(&c.Number, (*string)(&c.Status), &c.Member, &c.Store, (*string)(&c.Kind), &c.Expires, &reports, &c.By, &c.Other, &c.PINHash, &c.since)
		}
		if err == nil && reports != "[]" {
			err = json.Unmarshal([]byte(reports), &c.Reports)
		}
		if err != nil {
			return fmt.Errorf("cards: %w", err)
		}
		t.cards[c.Number] = c
	}
	return nil
}

// putCard stores a card and tells the tills, if that is news.
func (t *Tx) putCard(c pos.Card, at int64) error {
	if err := t.writeCard(c, at); err != nil {
		return err
	}
	return t.publish(pos.TopicCard, c.Number, c)
}

// writeCard stores a card; at is the time of what brought its status, if that is another one now.
func (t *Tx) writeCard(c pos.Card, at int64) error {
	was, err := t.card(c.Number)
	if err != nil {
		return err
	}
	row := cardRow{Card: c, known: true, since: was.since}
	if !was.known || was.Status != c.Status {
		row.since = at
	}
	reports := []byte("[]")
	if len(c.Reports) > 0 {
		if reports, err = json.Marshal(c.Reports); err != nil {
			return err
		}
	}
	if _, err := t.tx.Exec(`INSERT INTO cards (number, status, member, store, kind, expires, reports, by, other, pin_hash, since)
		VALUES (?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?, ?, nullif(?, ''), ?, ?)
		ON CONFLICT (number) DO UPDATE SET status = excluded.status, member = excluded.member, store = excluded.store, kind = excluded.kind,
			expires = excluded.expires, reports = excluded.reports, by = excluded.by, other = excluded.other, pin_hash = excluded.pin_hash, since = excluded.since`,
		c.Number, string(c.Status), c.Member, c.Store, string(c.Kind), c.Expires, string(reports), c.By, c.Other, c.PINHash, row.since); err != nil {
		return fmt.Errorf("store card %s: %w", c.Number, err)
	}
	t.cards[c.Number] = row
	for _, member := range []string{was.Member, was.Other, c.Member, c.Other} {
		delete(t.marks, member)
	}
	return nil
}

// issue binds cards to a member, as an import does, and says what keeps it from doing so.
func (t *Tx) issue(member string, numbers []string, now time.Time) (why []string, err error) {
	for _, number := range numbers {
		if !digits(number, 4, 32) {
			why = append(why, fmt.Sprintf("%q is no card number; it has 4 to 32 digits", number))
			continue
		}
		c, err := t.card(number)
		if err != nil {
			return nil, err
		}
		switch {
		case c.Member == member:
			continue // whatever became of it since stays
		case c.Status != pos.Blank:
			why = append(why, "card "+number+" is in use already")
			continue
		}
		issued, _ := c.Issue(member)
		if err := t.putCard(issued, now.UnixMilli()); err != nil {
			return nil, err
		}
	}
	return why, nil
}

// cardsOf lists a member's cards, those included that were issued to another member too.
func (t *Tx) cardsOf(member string) (list []cardRow, err error) {
	for scan, err := range t.tx.Query("SELECT number FROM cards WHERE member = ?1 UNION SELECT number FROM cards WHERE other = ?1 ORDER BY 1", member) {
		var c cardRow
		if err == nil {
			err = scan(&c.Number)
		}
		if err != nil {
			return nil, fmt.Errorf("cards of %s: %w", member, err)
		}
		list = append(list, c)
	}
	numbers := make([]string, len(list))
	for i, c := range list {
		numbers[i] = c.Number
	}
	if err := t.readCards(numbers); err != nil {
		return nil, err
	}
	for i, c := range list {
		list[i] = t.cards[c.Number]
	}
	return list, nil
}
