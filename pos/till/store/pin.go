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

// Tries is wrong PINs in a row of somebody who signs in, and when the last was.
type Tries struct {
	Wrong int
	Last  time.Time
}

// SignInTries is everybody's.
func (tx *Tx) SignInTries() (map[string]*Tries, error) {
	all := map[string]*Tries{}
	for scan, err := range tx.tx.Query("SELECT who, wrong, last FROM sign_in_tries") {
		var who string
		var n int
		var ms int64
		if err == nil {
			err = scan(&who, &n, &ms)
		}
		if err != nil {
			return nil, err
		}
		all[who] = &Tries{n, time.UnixMilli(ms)}
	}
	return all, nil
}

// SetSignInTries notes one person's.
func (tx *Tx) SetSignInTries(who string, t Tries) error {
	_, err := tx.tx.Exec("INSERT INTO sign_in_tries (who, wrong, last) VALUES (?1, ?2, ?3) ON CONFLICT (who) DO UPDATE SET wrong = ?2, last = ?3",
		who, t.Wrong, t.Last.UnixMilli())
	return err
}

// ForgetSignInTries forgets one person's.
func (tx *Tx) ForgetSignInTries(who string) error {
	_, err := tx.tx.Exec("DELETE FROM sign_in_tries WHERE who = ?", who)
	return err
}

// ForgetAllSignInTries forgets everybody's.
func (tx *Tx) ForgetAllSignInTries() error {
	_, err := tx.tx.Exec("DELETE FROM sign_in_tries")
	return err
}
