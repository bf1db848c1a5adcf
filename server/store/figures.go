package store

import (
	"context"
	"fmt"

	"holdfast/pos"
	"holdfast/pos/figures"
)

// Day is the figures of a till's business day.
type Day struct {
	Date   string `json:"date"`
	Store  string `json:"store"`
	Till   string `json:"till"`
	Joined int    `json:"joined"` // members made there
	figures.Figures
}

// Count adds the figures of records just read to those of their day.
func (t *Tx) Count(d Day) error {
	var old Day
	var body []byte
	err := t.derived.QueryRow("SELECT joined, body FROM figures WHERE date = ? AND store = ? AND place = ?", d.Date, d.Store, d.Till).Scan(&old.Joined, &body)
	if err == nil {
		err = pos.DecodeFeed(body, &old.Figures)
	}
	if err != nil && !none(err) {
		return fmt.Errorf("figures of %s: %w", d.Till, err)
	}
	old.Merge(d.Figures)
	if body, err = pos.EncodeFeed(old.Figures); err != nil {
		return err
	}
	if _, err := t.derived.Exec(`INSERT INTO figures (date, store, place, joined, body) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (date, store, place) DO UPDATE SET joined = excluded.joined, body = excluded.body`,
		d.Date, d.Store, d.Till, old.Joined+d.Joined, body); err != nil {
		return fmt.Errorf("figures of %s: %w", d.Till, err)
	}
	return nil
}

// Days lists the figures of the business dates from one to another, both included, as far as the reactors have come.
func (s *Store) Days(from, to string) (list []Day, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		for scan, err := range t.tx.Query("SELECT date, store, place, joined, body FROM figures WHERE date BETWEEN ? AND ? ORDER BY date, store, place", from, to) {
			var d Day
			var body []byte
			if err == nil {
				err = scan(&d.Date, &d.Store, &d.Till, &d.Joined, &body)
			}
			if err == nil {
				err = pos.DecodeFeed(body, &d.Figures)
			}
			if err != nil {
				return fmt.Errorf("figures: %w", err)
			}
			list = append(list, d)
		}
		return nil
	})
	return list, err
}
