package store

import (
	"context"
	"fmt"
	"time"

	"holdfast/pos"
)

// Batch is a rule by which blank cards are numbered: prefix, a running number, and Luhn's check digit.
type Batch struct {
	Store   string       `json:"store"` // whose stock they go to
	Prefix  string       `json:"prefix"`
	Count   int          `json:"count"`
	Length  int          `json:"length"` // digits of a number, the check digit included; 0: 16
	Start   int          `json:"start"`  // the first running number; 0: 1
	Kind    pos.CardKind `json:"kind,omitempty"`
	Expires string       `json:"expires,omitempty"` // last day they can be used, 2006-01-02; empty: they don't expire
}

// Limits of a batch.
const (
	leastDigits = 6
	mostDigits  = 32
	mostCards   = 100_000
	cardDigits  = 16 // where nothing else is said
)

func (b *Batch) check(now time.Time) error {
	const op = "cards make"
	if b.Length == 0 {
		b.Length = cardDigits
	}
	if b.Start == 0 {
		b.Start = 1
	}
	switch _, err := time.Parse(time.DateOnly, b.Expires); {
	case b.Length < leastDigits || b.Length > mostDigits:
		return pos.E(pos.Usage, op, fmt.Sprintf("a card's number has %d to %d digits, not %d", leastDigits, mostDigits, b.Length))
	case !digits(b.Prefix, 1, b.Length-2):
		return pos.E(pos.Usage, op, fmt.Sprintf("%q can't begin a card number; write 1 to %d digits", clip(b.Prefix), b.Length-2))
	case b.Count < 1 || b.Count > mostCards:
		return pos.E(pos.Usage, op, fmt.Sprintf("make between 1 and %d cards at a time", mostCards))
	case b.Start < 0:
		return pos.E(pos.Usage, op, "the first running number can't be below zero")
	case b.Expires != "" && err != nil:
		return pos.E(pos.Usage, op, fmt.Sprintf("%q is no date; write it as 2027-12-31", clip(b.Expires)))
	case b.Expires != "" && b.Expires < pos.Date(now):
		return pos.E(pos.Usage, op, "these cards would have expired already; choose a later date")
	}
	switch b.Kind {
	case "", pos.ValueCard, pos.PointsCard, pos.CountCard:
		return nil
	}
	return pos.E(pos.Usage, op, fmt.Sprintf("%q is no kind of card; there are %s, %s and %s", clip(string(b.Kind)), pos.ValueCard, pos.PointsCard, pos.CountCard))
}

// MakeBatch makes blank cards and returns their numbers. Numbers that are in use are skipped.
func (s *Store) MakeBatch(b Batch, now time.Time) (numbers []string, err error) {
	if err := b.check(now); err != nil {
		return nil, err
	}
	err = s.update(context.Background(), func(t *Tx) error {
		if err := t.hasStore(b.Store); err != nil {
			return err
		}
		used, err := t.numbers(b.Prefix)
		if err != nil {
			return err
		}
		width := b.Length - 1 - len(b.Prefix)
		for serial := b.Start; len(numbers) < b.Count; serial++ {
			body := fmt.Sprintf("%s%0*d", b.Prefix, width, serial)
			if len(body) >= b.Length {
				return pos.E(pos.State, "cards make", "prefix "+b.Prefix+" has too few numbers left; choose another one, or longer numbers")
			}
			number := body + pos.Luhn(body)
			if used[number] {
				continue
			}
			c := pos.Card{Number: number, Status: pos.Blank, Store: b.Store, Kind: b.Kind, Expires: b.Expires}
			if b.Kind == pos.ValueCard {
				c.Kind = ""
			}
			if err := t.putCard(c, now.UnixMilli()); err != nil {
				return err
			}
			numbers = append(numbers, number)
		}
		return t.audit("cards make", spanned(numbers), "", b)
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
