package store

import (
	"database/sql"
	"errors"

	"holdfast/pos"
)

// OpenBasket is the body that was saved last; nil where no basket is open.
func (tx *Tx) OpenBasket() (body []byte, err error) {
	err = tx.tx.QueryRow("SELECT body FROM baskets").Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return body, err
}

// SaveBasket stores the open basket, so that it survives a crash. There is one at a time.
func (tx *Tx) SaveBasket(id string, body []byte) error {
	var other string
	err := tx.tx.QueryRow("SELECT id FROM baskets WHERE id <> ?", id).Scan(&other)
	if err == nil {
		return pos.E(pos.State, "", "another sale is open; finish, hold or cancel it first")
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	_, err = tx.tx.Exec("INSERT INTO baskets (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2", id, body)
	return err
}

// DropBasket ends a basket that was finished or cancelled. What is reserved for it is released, and what was asked for
// it and has not come is withdrawn.
func (tx *Tx) DropBasket(id string) error {
	if _, err := tx.tx.Exec("DELETE FROM baskets WHERE id = ?", id); err != nil {
		return err
	}
	if _, err := tx.tx.Exec("UPDATE requests SET status = 'withdrawn' WHERE status = 'open' AND basket = ?", id); err != nil {
		return err
	}
	return tx.Release(id, -1)
}

// isOpen reports whether a basket is the open one.
func (tx *Tx) isOpen(basket string) (open bool, err error) {
	err = tx.tx.QueryRow("SELECT count(*) FROM baskets WHERE id = ?", basket).Scan(&open)
	return open, err
}
