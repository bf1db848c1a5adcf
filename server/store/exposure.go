package store

import (
	"context"
	"fmt"

	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// Exposure is what head office has let out of its hands.
type Exposure struct {
	Float  money.Fen       `json:"float"`  // house money at places, or on the way there
	Claims money.Fen       `json:"claims"` // house money that was spent for members and they have not paid back
	Value  money.Fen       `json:"value"`  // members' stored value at places, or on the way there
	Places []PlaceExposure `json:"places"`
	Frozen money.Fen       `json:"frozen"` // what of value is at closed tills
	// Written is what was made good to members of value at closed tills, and not been used there: the house stands for it.
	Written money.Fen `json:"written"`
	// Loss is the most that all of this can cost the house: if no till ever came back, all it holds had been spent there, and
	// nothing were paid back.
	Loss money.Fen `json:"loss"`
}

// PlaceExposure is the part of one epoch of a place.
type PlaceExposure struct {
	Till        string    `json:"till"`
	Store       string    `json:"store"`
	Epoch       uint64    `json:"epoch"`
	Float       money.Fen `json:"float"`
	Value       money.Fen `json:"value"`
	Members     int       `json:"members"`         // whose value it is
	Since       string    `json:"since,omitempty"` // how long the oldest of it has been there, RFC 3339
	LastContact string    `json:"lastContact"`
	Online      bool      `json:"online"` // which only a running server knows
	Fenced      string    `json:"fenced,omitempty"`
	Written     money.Fen `json:"written"` // made good to members, and not used here
}

// Exposure is what places hold now, each epoch that has anything, and what it all comes to.
func (s *Store) Exposure() (e Exposure, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		e.Places = []PlaceExposure{}
		if err := t.tx.QueryRow("SELECT ifnull(sum(balance), 0) FROM accounts INDEXED BY accounts_owed WHERE kind = 'owed' AND balance > 0 AND asset = 'principal'").
			Scan((*int64)(&e.Claims)); err != nil {
			return fmt.Errorf("claims: %w", err)
		}
		for scan, err := range t.tx.Query(`SELECT a.place, p.store, a.epoch, sum(iif(a.who = ?1 AND a.kind <> 'written', a.balance, 0)),
				sum(iif(a.who = ?1 OR a.kind = 'written', 0, a.balance)), sum(iif(a.kind = 'written', a.balance, 0)),
				count(DISTINCT nullif(a.who, ?1)), min(a.since), e.last_contact, e.fenced
			FROM accounts a JOIN places p ON p.code = a.place JOIN epochs e ON e.place = a.place AND e.epoch = a.epoch
			WHERE a.kind IN ('escrow', 'transit', 'written') AND a.asset IN ('principal', 'bonus') AND a.balance > 0
			GROUP BY a.place, a.epoch ORDER BY a.place, a.epoch`, ledger.TheHouse) {
			var x PlaceExposure
			var since, contact int64
			if err == nil {
				err = scan(&x.Till, &x.Store, &x.Epoch, (*int64)(&x.Float), (*int64)(&x.Value), (*int64)(&x.Written), &x.Members, &since, &contact, &x.Fenced)
			}
			if err != nil {
				return fmt.Errorf("exposure: %w", err)
			}
			x.Since, x.LastContact = stamp(since), stamp(contact)
			e.Float, e.Value, e.Written = e.Float+x.Float, e.Value+x.Value, e.Written+x.Written
			if x.Fenced != "" {
				e.Frozen += x.Value
			}
			e.Places = append(e.Places, x)
		}
		e.Loss = e.Float + e.Claims + e.Value + e.Written
		return nil
	})
	return e, err
}

// HeldFor is what stands for one member at one epoch of a place, or is on its way there.
type HeldFor struct {
	Member    string    `json:"member"` // id
	Name      string    `json:"name"`
	Phone     string    `json:"phone"`
	Epoch     uint64    `json:"epoch"`
	Principal money.Fen `json:"principal"`
	Bonus     money.Fen `json:"bonus"`
	Since     string    `json:"since"` // RFC 3339, how long the older of the two has been there
}

// HeldAt is whose stored value stands at a place, the most first.
func (s *Store) HeldAt(place string) (all []HeldFor, err error) {
	if _, err := s.Till(place); err != nil {
		return nil, err
	}
	err = s.view(context.Background(), func(t *Tx) error {
		for scan, err := range t.tx.Query(`SELECT a.who, ifnull(m.name, ''), ifnull(m.phone, ''), a.epoch,
				sum(iif(a.asset = 'principal', a.balance, 0)) p, sum(iif(a.asset = 'bonus', a.balance, 0)) b, min(a.since)
			FROM accounts a LEFT JOIN members m ON m.id = a.who
			WHERE a.place = ? AND a.kind IN ('escrow', 'transit') AND a.asset IN ('principal', 'bonus') AND a.balance > 0 AND a.who <> ?
			GROUP BY a.who, a.epoch ORDER BY p + b DESC, a.who`, place, ledger.TheHouse) {
			var h HeldFor
			var since int64
			if err == nil {
				err = scan(&h.Member, &h.Name, &h.Phone, &h.Epoch, (*int64)(&h.Principal), (*int64)(&h.Bonus), &since)
			}
			if err != nil {
				return fmt.Errorf("held at %s: %w", place, err)
			}
			h.Since = stamp(since)
			all = append(all, h)
		}
		return nil
	})
	return all, err
}
