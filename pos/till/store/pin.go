package store

import (
	"database/sql"
	"errors"
	"time"
)

// PINTries is how many wrong PINs in a row a card has seen here, and until when it is locked; zero where it isn't.
func (tx *Tx) PINTries(card string) (n int, until time.Time, err error) {
	var ms int64
	err = tx.tx.QueryRow("SELECT wrong, until FROM pin_tries WHERE card = ?", card).Scan(&n, &ms)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, until, nil
	}
	if ms != 0 {
		until = time.UnixMilli(ms)
	}
	return n, until, err
}

// SetPINTries notes them; n 0 forgets them.
func (tx *Tx) SetPINTries(card string, n int, until time.Time) error {
	if n == 0 {
		_, err := tx.tx.Exec("DELETE FROM pin_tries WHERE card = ?", card)
		return err
	}
	var ms int64
	if !until.IsZero() {
		ms = until.UnixMilli()
	}
	_, err := tx.tx.Exec("INSERT INTO pin_tries (card, wrong, until) VALUES (?1, ?2, ?3) ON CONFLICT (card) DO UPDATE SET wrong = ?2, until = ?3", card, n, ms)
	return err
}
