package store

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// request is one row of requests, with the blob of its grant.
type request struct {
	epochID
	digest        []byte
	state         string
	blob          []byte
	code, message string
}

func (t *Tx) request(id string) (r request, ok bool, err error) {
	err = t.tx.QueryRow(`SELECT r.place, r.epoch, r.digest, r.state, g.blob, r.code, r.message
		FROM requests r LEFT JOIN grants g ON g.id = r.grant_id WHERE r.id = ?`, id).
		Scan(&r.place, &r.number, &r.digest, &r.state, &r.blob, &r.code, &r.message)
	if none(err) {
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("request %s: %w", id, err)
	}
	return r, true, nil
}

func (r request) decision() hub.Decision {
	switch r.state {
	case "granted":
		return hub.Decision{Grant: r.blob}
	case "refused":
		return hub.Decision{Refused: &hub.Refusal{Code: r.code, Message: r.message}}
	}
	return hub.Decision{Open: true}
}

// digest tells a repeated request from another one under the same id.
func digest(place string, number uint64, r wire.Request) []byte {
	text := fmt.Appendf(nil, "%q %d %q %q %d %d %d %d %t", place, number, r.Holder, r.Card, r.Value, r.Points, r.Principal, r.Bonus, r.Refund)
	if r.Uses > 0 {
		text = fmt.Appendf(text, " %d %q", r.Uses, r.PIN)
	}
	sum := sha256.Sum256(text)
	return sum[:]
}

// Request finds or stores a request: open the first time, afterwards what was decided, refusals included. Another body
// under the id is refused, and an exception once; it changes nothing about the first.
func (t *Tx) Request(place string, number uint64, w wire.Request, now time.Time) (hub.Decision, error) {
	r, ok, err := t.request(w.ID)
	if err != nil {
		return hub.Decision{}, err
	}
	sum := digest(place, number, w)
	if !ok {
		refused, err := t.expired(w.Card, now)
		if err != nil {
			return hub.Decision{}, err
		}
		if refused != nil {
			r.state, r.code, r.message = "refused", refused.Code, refused.Message
		} else {
			r.state = "open"
		}
		if _, err = t.tx.Exec("INSERT INTO requests (id, place, epoch, digest, state, code, message, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			w.ID, place, int64(number), sum, r.state, r.code, r.message, now.UnixMilli()); err != nil {
			return hub.Decision{}, fmt.Errorf("store request: %w", err)
		}
		return r.decision(), nil
	}
	withdrawnFirst := len(r.digest) == 0 && r.place == place && r.number == number
	if withdrawnFirst || bytes.Equal(r.digest, sum) {
		return r.decision(), nil
	}
	err = t.raise(exception{kind: "id_reused", what: w.ID, place: place, member: w.Holder, amount: money.Fen(w.Value),
		note: "a second, different request came under the id " + w.ID}, now)
	return hub.Decision{Refused: &hub.Refusal{Code: string(pos.Conflict), Message: "this request's id was used for another one"}}, err
}

// Refuse decides an open request with no, for good.
func (t *Tx) Refuse(id, code, message string, now time.Time) error {
	if _, err := t.tx.Exec("UPDATE requests SET state = 'refused', code = ?, message = ? WHERE id = ? AND state = 'open'", code, message, id); err != nil {
		return fmt.Errorf("refuse request: %w", err)
	}
	return nil
}

// Withdraw decides a request as refused if nothing is decided yet, known or not, and returns what it is decided as.
func (t *Tx) Withdraw(place string, number uint64, id string, now time.Time) (hub.Decision, error) {
	r, ok, err := t.request(id)
	if err != nil {
		return hub.Decision{}, err
	}
	withdrawn := &hub.Refusal{Code: string(pos.State), Message: "withdrawn"}
	switch {
	case !ok:
		_, err = t.tx.Exec("INSERT INTO requests (id, place, epoch, digest, state, code, message, at) VALUES (?, ?, ?, x'', 'refused', ?, ?, ?)",
			id, place, int64(number), withdrawn.Code, withdrawn.Message, now.UnixMilli())
		if err != nil {
			return hub.Decision{}, fmt.Errorf("store withdrawal: %w", err)
		}
	case r.place != place || r.number != number:
		return hub.Decision{Refused: &hub.Refusal{Code: string(pos.Conflict), Message: "this request is another till's"}}, nil
	case r.state == "open":
		if err := t.Refuse(id, withdrawn.Code, withdrawn.Message, now); err != nil {
			return hub.Decision{}, err
		}
	default:
		return r.decision(), nil
	}
	return hub.Decision{Refused: withdrawn}, nil
}

// Wanted is what may be granted for a request now: at most what was asked and is available. Whether the card may be
// used is looked at here, in the transaction that moves the value.
func (t *Tx) Wanted(place string, number uint64, r wire.Request, now time.Time) ([]wire.Amount, *hub.Refusal, error) {
	if refusal, err := t.leaving(place, number); refusal != nil || err != nil {
		return nil, refusal, err
	}
	if refusal, err := t.notYet(); refusal != nil || err != nil {
		return nil, refusal, err
	}
	switch {
	case r.Refund:
		return t.wantedRight(r.Holder)
	case r.Uses > 0:
		return t.wantedUses(r, now)
	}
	refusal, err := t.barred(r.Holder, r.Card)
	if refusal != nil || err != nil {
		return nil, refusal, err
	}
	has, err := t.available(r.Holder)
	if err != nil {
		return nil, nil, err
	}
	principal, bonus := max(0, min(money.Fen(r.Principal), has.Principal)), max(0, min(money.Fen(r.Bonus), has.Bonus))
	amounts, err := t.split(max(0, money.Fen(r.Value)), pos.Balance{Principal: has.Principal - principal, Bonus: has.Bonus - bonus})
	if err != nil {
		return nil, nil, err
	}
	amounts = more(amounts, ledger.Principal, int64(principal))
	amounts = more(amounts, ledger.Bonus, int64(bonus))
	if refusal, err := t.overCap(place, number, r.Holder, amounts); refusal != nil || err != nil {
		return nil, refusal, err
	}
	return more(amounts, ledger.Points, min(r.Points, int64(has.Points))), nil, nil
}

// more adds to the amount of an asset, where that is above zero.
func more(amounts []wire.Amount, asset ledger.Asset, n int64) []wire.Amount {
	if n <= 0 {
		return amounts
	}
	for i := range amounts {
		if amounts[i].Asset == string(asset) {
			amounts[i].Amount += n
			return amounts
		}
	}
	return append(amounts, wire.Amount{Asset: string(asset), Amount: n})
}

// wantedRight is the refund right of a receipt, where it is at head office or may be taken over; nothing where another
// till has it, who is to be asked for it.
func (t *Tx) wantedRight(number string) ([]wire.Amount, *hub.Refusal, error) {
	r, ok, err := t.right(number)
	if err != nil || !ok {
		return nil, noReceipt(number), err
	}
	has, err := t.account(ledger.Available(number, ledger.Refund))
	if err != nil {
		return nil, nil, err
	}
	if has.balance > 0 || !r.made && r.ours {
		return []wire.Amount{{Asset: string(ledger.Refund), Amount: 1}}, nil, nil
	}
	return nil, nil, nil
}

// available is what of a holder is at HQ: nothing for a text that can't be a holder.
func (t *Tx) available(holder string) (b pos.Balance, err error) {
	if _, ok := ledger.Available(holder, ledger.Principal).Split(); !ok {
		return b, nil
	}
	for asset, to := range map[ledger.Asset]*int64{ledger.Principal: (*int64)(&b.Principal), ledger.Bonus: (*int64)(&b.Bonus), ledger.Points: (*int64)(&b.Points)} {
		a, err := t.account(ledger.Available(holder, asset))
		if err != nil {
			return b, err
		}
		*to = a.balance
	}
	return b, nil
}

// First is the half of stored value that is spent first.
func (t *Tx) First() (string, error) {
	rules, err := t.rules()
	return string(escrow.ValueOrder(rules.Stored.BonusFirst())[0]), err
}

// split takes an amount of stored value out of what there is, in HQ's spending order.
func (t *Tx) split(value money.Fen, of pos.Balance) (amounts []wire.Amount, err error) {
	rules, err := t.rules()
	if err != nil {
		return nil, err
	}
	bonusFirst := rules.Stored.BonusFirst()
	principal, bonus := escrow.Split(value, of.Principal, of.Bonus, bonusFirst)
	for _, asset := range escrow.ValueOrder(bonusFirst) {
		n := principal
		if asset == ledger.Bonus {
			n = bonus
		}
		if n > 0 {
			amounts = append(amounts, wire.Amount{Asset: string(asset), Amount: int64(n)})
		}
	}
	return amounts, nil
}

// Available is what of a holder is at HQ, by asset.
func (t *Tx) Available(holder string) ([]wire.Amount, error) {
	b, err := t.available(holder)
	return []wire.Amount{{Asset: string(ledger.Principal), Amount: int64(b.Principal)}, {Asset: string(ledger.Bonus), Amount: int64(b.Bonus)},
		{Asset: string(ledger.Points), Amount: int64(b.Points)}}, err
}
