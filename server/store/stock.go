package store

import (
	"context"
	"fmt"
	"slices"

	"holdfast/pos"
)

// Stock is how many blank cards a store has.
type Stock struct {
	Store string       `json:"store"`
	Kind  pos.CardKind `json:"kind"`
	Count int          `json:"count"`
	First string       `json:"first"`
	Last  string       `json:"last"`
}

// Stock lists blank cards by store and kind; of one store only, if it is named.
func (s *Store) Stock(store string) (list []Stock, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		if store != "" {
			if err := t.hasStore(store); err != nil {
				return err
			}
		}
		list = []Stock{}
		for scan, err := range t.tx.Query(`SELECT store, iif(kind = '', ?2, kind), count(*), min(number), max(number) FROM cards
			WHERE status = 'blank' AND (?1 = '' OR store = ?1) GROUP BY 1, 2 ORDER BY 1, 2`, store, string(pos.ValueCard)) {
			var x Stock
			if err == nil {
				err = scan(&x.Store, (*string)(&x.Kind), &x.Count, &x.First, &x.Last)
			}
			if err != nil {
				return fmt.Errorf("stock of cards: %w", err)
			}
			list = append(list, x)
		}
		return nil
	})
	return list, err
}

// MoveCards brings blank cards from one store's stock to another's, all or none.
func (s *Store) MoveCards(from, to string, numbers []string) error {
	return s.update(context.Background(), func(t *Tx) error {
		for _, store := range []string{from, to} {
			if err := t.hasStore(store); err != nil {
				return err
			}
		}
		if from == to {
			return pos.E(pos.Usage, "cards move", "the cards are in "+to+" already; name another store")
		}
		if err := t.readCards(numbers); err != nil {
			return err
		}
		for _, number := range numbers {
			c, err := t.card(number)
			if err != nil {
				return err
			}
			switch {
			case !c.known:
				return pos.E(pos.NotFound, "cards move", "head office made no card "+clip(number)+"; nothing was moved")
			case c.Status != pos.Blank:
				return pos.E(pos.State, "cards move", fmt.Sprintf("card %s is %s, not in stock; nothing was moved", number, c.Status))
			case c.Store != from:
				return pos.E(pos.Conflict, "cards move", fmt.Sprintf("card %s is in the stock of %s, not of %s; nothing was moved", number, c.Store, from))
			}
			c.Store = to
			if err := t.putCard(c.Card, c.since); err != nil {
				return err
			}
		}
		return t.audit("cards move", spanned(numbers), from, to)
	})
}

// spanned names many cards in short.
func spanned(numbers []string) string {
	if len(numbers) == 1 {
		return numbers[0]
	}
	return fmt.Sprintf("%s … %s (%d)", slices.Min(numbers), slices.Max(numbers), len(numbers))
}
