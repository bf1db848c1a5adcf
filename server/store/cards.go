package store

import (
	"context"
	"fmt"
	"time"

	"holdfast/pos"
)

// PutBlankCards takes blank cards into a store's stock. Numbers that are there already as its blanks stay so.
func (s *Store) PutBlankCards(store string, numbers []string, _ time.Time) error {
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
			c, ok, err := t.card(number)
			if err != nil {
				return err
			}
			if ok && (c.Status != pos.Blank || c.Store != store) {
				bad.add(i, "card %s is in use already", number)
				continue
			}
			if err := t.putCard(pos.Card{Number: number, Status: pos.Blank, Store: store}); err != nil {
				return err
			}
		}
		return bad.err()
	})
}

// cardDigits is the length of the numbers that are made here, check digit included.
const cardDigits = 16

// MakeCards makes count blank cards for a store's stock: prefix, a running number, and Luhn's check digit. Numbers that
// are in use are skipped.
func (s *Store) MakeCards(store, prefix string, count int, _ time.Time) (numbers []string, err error) {
	if !digits(prefix, 1, cardDigits-2) {
		return nil, pos.E(pos.Usage, "cards make", fmt.Sprintf("%q can't begin a card number; write 1 to %d digits", prefix, cardDigits-2))
	}
	if count < 1 || count > 100_000 {
		return nil, pos.E(pos.Usage, "cards make", "make between 1 and 100000 cards at a time")
	}
	err = s.update(context.Background(), func(t *Tx) error {
		if err := t.hasStore(store); err != nil {
			return err
		}
		used, err := t.numbers(prefix)
		if err != nil {
			return err
		}
		width := cardDigits - 1 - len(prefix)
		for serial := 1; len(numbers) < count; serial++ {
			body := fmt.Sprintf("%s%0*d", prefix, width, serial)
			if len(body) >= cardDigits {
				return pos.E(pos.State, "cards make", "prefix "+prefix+" has too few numbers left; choose another one")
			}
			number := body + luhn(body)
			if used[number] {
				continue
			}
			if err := t.putCard(pos.Card{Number: number, Status: pos.Blank, Store: store}); err != nil {
				return err
			}
			numbers = append(numbers, number)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return numbers, nil
}

// numbers are the card numbers that begin with a prefix.
func (t *Tx) numbers(prefix string) (map[string]bool, error) {
	used := map[string]bool{}
	for scan, err := range t.tx.Query("SELECT number FROM cards WHERE number >= ?1 AND number < ?1 || ':'", prefix) { // ':' follows '9'
		var number string
		if err == nil {
			err = scan(&number)
		}
		if err != nil {
			return nil, fmt.Errorf("cards: %w", err)
		}
		used[number] = true
	}
	return used, nil
}

// luhn is the check digit of ISO/IEC 7812-1, annex B.
func luhn(body string) string {
	sum := 0
	for i := range len(body) {
		d := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return string(rune('0' + (10-sum%10)%10))
}

func (t *Tx) card(number string) (c pos.Card, ok bool, err error) {
	c.Number = number
	err = t.tx.QueryRow("SELECT status, ifnull(member, ''), ifnull(store, '') FROM cards WHERE number = ?", number).
		Scan((*string)(&c.Status), &c.Member, &c.Store)
	if none(err) {
		return c, false, nil
	}
	if err != nil {
		return c, false, fmt.Errorf("card %s: %w", number, err)
	}
	return c, true, nil
}

func (t *Tx) putCard(c pos.Card) error {
	if _, err := t.tx.Exec(`INSERT INTO cards (number, status, member, store) VALUES (?, ?, nullif(?, ''), nullif(?, ''))
		ON CONFLICT (number) DO UPDATE SET status = excluded.status, member = excluded.member, store = excluded.store`,
		c.Number, string(c.Status), c.Member, c.Store); err != nil {
		return fmt.Errorf("store card %s: %w", c.Number, err)
	}
	return t.publish(pos.TopicCard, c.Number, c)
}

// issue binds cards to a member and says what keeps it from doing so.
func (t *Tx) issue(member string, numbers []string) (why []string, err error) {
	for _, number := range numbers {
		if !digits(number, 4, 32) {
			why = append(why, fmt.Sprintf("%q is no card number; it has 4 to 32 digits", number))
			continue
		}
		c, ok, err := t.card(number)
		if err != nil {
			return nil, err
		}
		switch {
		case ok && c.Member == member:
			continue // whatever became of it since stays
		case ok && c.Status != pos.Blank:
			why = append(why, "card "+number+" is in use already")
			continue
		}
		if err := t.putCard(pos.Card{Number: number, Status: pos.Issued, Member: member}); err != nil {
			return nil, err
		}
	}
	return why, nil
}

// cardsOf lists a member's cards.
func (t *Tx) cardsOf(member string) (list []CardView, err error) {
	list = []CardView{}
	for scan, err := range t.tx.Query("SELECT number, status FROM cards WHERE member = ? ORDER BY number", member) {
		var c CardView
		if err == nil {
			err = scan(&c.Number, (*string)(&c.Status))
		}
		if err != nil {
			return nil, fmt.Errorf("cards of %s: %w", member, err)
		}
		list = append(list, c)
	}
	return list, nil
}
