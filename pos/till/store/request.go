package store

import (
	"database/sql"
	"errors"
	"time"

	"holdfast/pos"
	"holdfast/sync/wire"
)

// RequestStatus is how far a request for value is.
type RequestStatus string

// A request is open until one of the others. An answer after it was withdrawn changes nothing.
const (
	RequestOpen      RequestStatus = "open"
	RequestGranted   RequestStatus = "granted"
	RequestRefused   RequestStatus = "refused"
	RequestWithdrawn RequestStatus = "withdrawn"
)

// RequestState is a request's status. Code and Message are HQ's reason where it was refused.
type RequestState struct {
	Status  RequestStatus
	Code    pos.Code
	Message string
}

// requestsKept is how long a request is remembered. Forgetting one is safe: a grant for it would be declined.
const requestsKept = 7 * 24 * time.Hour

// AskFor stores a request for a holder's value, for a refund right, or for uses of something limited, under a new id, before anything is sent: so a
// repeat after a crash asks for the same grant. What it brings is earmarked for the basket.
func (tx *Tx) AskFor(basket string, r wire.Request) (wire.Request, error) {
	var err error
	if r.ID, err = tx.NewID(); err != nil {
		return r, err
	}
	if _, err := tx.tx.Exec("DELETE FROM requests WHERE made < ?", tx.now.Add(-requestsKept).UnixMilli()); err != nil {
		return r, err
	}
	_, err = tx.tx.Exec(`INSERT INTO requests (id, basket, holder, card, value, points, principal, bonus, refund, uses, pin, made, status)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')`,
		r.ID, basket, r.Holder, r.Card, r.Value, r.Points, r.Principal, r.Bonus, r.Refund, r.Uses, r.PIN, tx.now.UnixMilli())
	return r, err
}

// WithdrawRequest takes an open request back: the cashier goes on without it, and a grant that still comes is declined.
// One that is decided already stays as it is.
func (tx *Tx) WithdrawRequest(id string) error {
	_, err := tx.tx.Exec("UPDATE requests SET status = 'withdrawn' WHERE status = 'open' AND id = ?", id)
	return err
}

// Request is the state of a request.
func (tx *Tx) Request(id string) (st RequestState, err error) {
	err = tx.tx.QueryRow("SELECT status, code, message FROM requests WHERE id = ?", id).Scan(&st.Status, &st.Code, &st.Message)
	return st, notFound(err, "this till has not asked for {}", id)
}

// Requests is what was asked for and is neither answered nor withdrawn.
func (s *Store) Requests() (open []wire.Request, err error) {
	err = s.View(func(tx *Tx) error {
		for scan, err := range tx.tx.Query("SELECT id, holder, card, value, points, principal, bonus, refund, uses, pin FROM requests WHERE status = 'open' ORDER BY id") {
			var r wire.Request
			if err == nil {
				err = scan(&r.ID, &r.Holder, &r.Card, &r.Value, &r.Points, &r.Principal, &r.Bonus, &r.Refund, &r.Uses, &r.PIN)
			}
			if err != nil {
				return err
			}
			open = append(open, r)
		}
		return nil
	})
	return open, err
}

// Withdrawn is the ids that were withdrawn and that HQ has not answered.
func (s *Store) Withdrawn() (ids []string, err error) {
	err = s.View(func(tx *Tx) error {
		for scan, err := range tx.tx.Query("SELECT id FROM requests WHERE status = 'withdrawn' AND told = 0 ORDER BY id") {
			var id string
			if err == nil {
				err = scan(&id)
			}
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

// Refused notes HQ's no, or that it has taken note of a withdrawal.
func (s *Store) Refused(id, code, message string) error {
	return s.Update(func(tx *Tx) error { return tx.refused(id, pos.Code(code), message) })
}

// refused ends an open request, and lets a withdrawn one rest.
func (tx *Tx) refused(id string, code pos.Code, message string) error {
	if _, err := tx.tx.Exec("UPDATE requests SET told = 1 WHERE status = 'withdrawn' AND id = ?", id); err != nil {
		return err
	}
	_, err := tx.tx.Exec("UPDATE requests SET status = 'refused', code = ?, message = ? WHERE status = 'open' AND id = ?", string(code), message, id)
	return err
}

// request is what a till knows of a request when a grant answers it.
type request struct {
	basket, holder, pin string
	status              RequestStatus
}

// findRequest finds a request; ok is false for one this till has never made, or forgotten.
func (tx *Tx) findRequest(id string) (r request, ok bool, err error) {
	err = tx.tx.QueryRow("SELECT basket, holder, pin, status FROM requests WHERE id = ?", id).Scan(&r.basket, &r.holder, &r.pin, &r.status)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	return r, err == nil, err
}
