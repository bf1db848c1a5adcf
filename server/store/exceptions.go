package store

import (
	"fmt"
	"time"

	"holdfast/pos/money"
)

// exception is one to be raised; what names it within its kind. Its amount is what it cost its bearer, where there is one.
type exception struct {
	kind, what, place, receipt, member, card, note string
	amount                                         money.Fen
	bearer                                         string
}

// Who bears what an exception cost.
const (
	house    = "house"
	byMember = "member"
)

// raise asks a person to look at something, once.
func (t *Tx) raise(x exception, now time.Time) error {
	return t.insertException(x, "NOTHING", now)
}

// raiseTo is raise for what can become worse: the amount of one that is there grows with it.
func (t *Tx) raiseTo(x exception, now time.Time) error {
	return t.insertException(x, `UPDATE SET amount = excluded.amount, cost = excluded.cost, receipt = excluded.receipt, place = excluded.place, note = excluded.note
		WHERE excluded.amount > amount`, now)
}

func (t *Tx) insertException(x exception, again string, now time.Time) error {
	cost := money.Fen(0)
	if x.bearer != "" {
		cost = x.amount
	}
	if _, err := t.tx.Exec(`INSERT INTO exceptions (kind, what, place, receipt, member, amount, note, at, card, cost, bearer)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, what) DO `+again,
		x.kind, x.what, x.place, clip(x.receipt), clip(x.member), int64(x.amount), cut(x.note, mostWhy), now.UnixMilli(), clip(x.card), int64(cost), x.bearer); err != nil {
		return fmt.Errorf("raise exception %s: %w", x.kind, err)
	}
	return nil
}

// stamp is a time of the tables as text, in UTC.
func stamp(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }
