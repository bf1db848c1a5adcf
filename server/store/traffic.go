package store

import (
	"context"
	"fmt"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/money"
)

// readStep is how many records one transaction of Records reads: head office may write meanwhile.
const readStep = 5000

// Records reads the journal from its beginning to where its end is now, some records at a time.
func (s *Store) Records(ctx context.Context, f func(records []Read, done, total uint64) error) error {
	var at, end uint64
	for first := true; first || at < end; first = false {
		var b batch
		err := s.view(ctx, func(t *Tx) error {
			if first {
				h, err := t.end()
				if err != nil {
					return err
				}
				end = h.seq
			}
			var err error
			b, err = t.batch(at, min(at+readStep, end))
			return err
		})
		if err != nil {
			return err
		}
		at = b.to
		if err := f(b.records, at, end); err != nil {
			return err
		}
	}
	return nil
}

// WhatIf is the question whose policy is that of the settings, and which store each member joined in.
func (s *Store) WhatIf(ctx context.Context) (ask escrow.WhatIf, joined map[string]string, err error) {
	joined = map[string]string{}
	err = s.view(ctx, func(t *Tx) error {
		if ask.Policy, err = t.allowances(); err != nil {
			return err
		}
		for key, to := range map[string]*money.Fen{"float.place": &ask.Float, "float.member": &ask.FloatMember} {
			if *to, err = t.yuan(key); err != nil {
				return err
			}
		}
		if ask.FloatPayments, err = t.number("float.payments"); err != nil {
			return err
		}
		for scan, err := range t.tx.Query("SELECT p.code, p.store FROM places p JOIN epochs e ON e.place = p.code WHERE p.store IS NOT NULL GROUP BY p.code ORDER BY min(e.enrolled_at), p.code") {
			var at escrow.At
			if err == nil {
				err = scan(&at.Place, &at.Store)
			}
			if err != nil {
				return fmt.Errorf("places: %w", err)
			}
			ask.Places = append(ask.Places, at)
		}
		for scan, err := range t.tx.Query("SELECT id, store FROM members WHERE store IS NOT NULL") {
			var id, shop string
			if err == nil {
				err = scan(&id, &shop)
			}
			if err != nil {
				return fmt.Errorf("members: %w", err)
			}
			joined[id] = shop
		}
		return nil
	})
	ask.Cut = 24 * time.Hour
	return ask, joined, err
}
