package store

import (
	"database/sql"
	"errors"
	"time"

	"holdfast/pos"
)

// OpenBasket is the body that was saved last; nil where no sale is open.
func (tx *Tx) OpenBasket() (body []byte, err error) {
	err = tx.tx.QueryRow("SELECT body FROM baskets WHERE state = 'open'").Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return body, err
}

// SaveBasket stores the open sale, so that it survives a crash. There is one at a time.
func (tx *Tx) SaveBasket(id string, body []byte) error {
	if err := tx.noOther(id); err != nil {
		return err
	}
	stored, err := tx.tx.Exec("INSERT INTO baskets (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2 WHERE state = 'open'", id, body)
	if err == nil && stored == 0 {
		return broken("basket %s is saved, and is not the open one", id)
	}
	return err
}

// noOther refuses where another sale than this one is open.
func (tx *Tx) noOther(id string) error {
	var other string
	err := tx.tx.QueryRow("SELECT id FROM baskets WHERE state = 'open' AND id <> ?", id).Scan(&other)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = pos.E(pos.State, "", "another sale is open; finish, hold or cancel it first")
	}
	return err
}

// DropBasket ends a basket that was finished or cancelled. What is reserved for it is released, and what was asked for
// it and has not come is withdrawn.
func (tx *Tx) DropBasket(id string) error {
	if _, err := tx.tx.Exec("DELETE FROM baskets WHERE id = ?", id); err != nil {
		return err
	}
	return tx.letGo(id)
}

// letGo releases what a basket has reserved and takes back what was asked for it.
func (tx *Tx) letGo(id string) error {
	if _, err := tx.tx.Exec("UPDATE requests SET status = 'withdrawn' WHERE status = 'open' AND basket = ?", id); err != nil {
		return err
	}
	return tx.Release(id, -1)
}

// isOpen reports whether a basket may still get what it asked for: the open sale, or a task.
func (tx *Tx) isOpen(basket string) (open bool, err error) {
	err = tx.tx.QueryRow("SELECT count(*) FROM baskets WHERE id = ? AND state <> 'held'", basket).Scan(&open)
	return open, err
}

// Held is a sale on hold.
type Held struct {
	ID   string
	Body []byte
	At   time.Time // when it was put there
}

// HoldBasket puts the open sale aside. It keeps nothing reserved meanwhile.
func (tx *Tx) HoldBasket(id string) error {
	if err := tx.letGo(id); err != nil {
		return err
	}
	held, err := tx.tx.Exec("UPDATE baskets SET state = 'held', at = ? WHERE id = ? AND state = 'open'", tx.now.UnixMilli(), id)
	if err == nil && held == 0 {
		return pos.E(pos.State, "", "no sale is open; there is nothing to hold")
	}
	return err
}

// HeldBaskets is the sales on hold, the longest held first.
func (tx *Tx) HeldBaskets() (held []Held, err error) {
	for scan, err := range tx.tx.Query("SELECT id, body, at FROM baskets WHERE state = 'held' ORDER BY at, id") {
		var h Held
		var at int64
		if err == nil {
			err = scan(&h.ID, &h.Body, &at)
		}
		if err != nil {
			return nil, err
		}
		h.At = time.UnixMilli(at)
		held = append(held, h)
	}
	return held, nil
}

// RecallBasket opens a sale that is on hold, if no other is open, and returns its body.
func (tx *Tx) RecallBasket(id string) (body []byte, err error) {
	if err := tx.noOther(id); err != nil {
		return nil, err
	}
	err = tx.tx.QueryRow("UPDATE baskets SET state = 'open', at = 0 WHERE id = ? AND state = 'held' RETURNING body", id).Scan(&body)
	return body, notFound(err, "no sale {} is on hold", id)
}

// BeginTask opens a basket that gathers a holder's value for something that is no sale. It ends with EndTask, whatever
// becomes of it.
func (tx *Tx) BeginTask(holder string) (id string, err error) {
	if id, err = tx.NewID(); err != nil {
		return "", err
	}
	_, err = tx.tx.Exec("INSERT INTO baskets (id, state, at, body) VALUES (?, 'task', ?, ?)", id, tx.now.UnixMilli(), []byte(holder))
	return id, err
}

// EndTask ends a task: what was gathered for it and not used is free again.
func (tx *Tx) EndTask(id string) error { return tx.DropBasket(id) }

// EndTasks ends the tasks that a crash has left over.
func (tx *Tx) EndTasks() error {
	var ids []string
	for scan, err := range tx.tx.Query("SELECT id FROM baskets WHERE state = 'task'") {
		var id string
		if err == nil {
			err = scan(&id)
		}
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	for _, id := range ids {
		if err := tx.EndTask(id); err != nil {
			return err
		}
	}
	return nil
}

// HeldCount is how many sales are on hold.
func (tx *Tx) HeldCount() (n int, err error) {
	return n, tx.tx.QueryRow("SELECT count(*) FROM baskets WHERE state = 'held'").Scan(&n)
}
