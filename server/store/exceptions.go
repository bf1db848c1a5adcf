package store

import (
	"fmt"
	"strconv"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
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

// raiseAt is raise for what changes: the amount of one that is there becomes the new one, and one that had ended by itself
// is open again. What a person settled stays as they settled it.
func (t *Tx) raiseAt(x exception, now time.Time) error {
	return t.insertException(x, `UPDATE SET amount = excluded.amount, cost = excluded.cost, note = excluded.note, settled = 0, by = '', result = ''
		WHERE settled = 0 AND amount <> excluded.amount OR settled > 0 AND by = '`+byItself+"'", now)
}

// byItself is who settled an exception that ended without a person.
const byItself = "head office"

// endItself settles an exception without a person, because what it was about is over: it has cost nothing.
func (t *Tx) endItself(id int64, note string, now time.Time) error {
	if err := t.own(record.Settle{Exception: id, By: byItself, Note: note}, now); err != nil {
		return err
	}
	if _, err := t.tx.Exec("UPDATE exceptions SET settled = ?, by = ?, result = ?, cost = 0 WHERE id = ?", max(1, now.UnixMilli()), byItself, note, id); err != nil {
		return fmt.Errorf("exception %d: %w", id, err)
	}
	return t.tellException(id)
}

func (t *Tx) insertException(x exception, again string, now time.Time) error {
	cost := money.Fen(0)
	if x.bearer != "" {
		cost = x.amount
	}
	var id int64
	err := t.tx.QueryRow(`INSERT INTO exceptions (kind, what, place, receipt, member, amount, note, at, card, cost, bearer)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, what) DO `+again+" RETURNING id",
		x.kind, x.what, x.place, clip(x.receipt), clip(x.member), int64(x.amount), cut(x.note, mostWhy), now.UnixMilli(), clip(x.card), int64(cost), x.bearer).Scan(&id)
	if none(err) {
		return nil // it was raised before
	}
	if err != nil {
		return fmt.Errorf("raise exception %s: %w", x.kind, err)
	}
	return t.tellException(id)
}

// tellException tells the tills of an exception as it is now: one that is about a till's record, until it is settled. All
// tills hear of it, and the one that it is about keeps it: there are few.
func (t *Tx) tellException(id int64) error {
	x, err := t.exception(strconv.FormatInt(id, 10))
	if err != nil || x.Till == "" || x.Till == pos.HQ {
		return err
	}
	if x.Settled != "" {
		return t.retract(pos.TopicException, x.ID)
	}
	at, err := time.Parse(time.RFC3339, x.At)
	if err != nil {
		return fmt.Errorf("exception %s: %w", x.ID, err)
	}
	return t.publish(pos.TopicException, x.ID, pos.Exception{
		Till: x.Till, Kind: x.Kind, Receipt: x.Receipt, Member: x.Member, Card: x.Card, Amount: x.Amount, AtMS: at.UnixMilli(),
	})
}

// stamp is a time of the tables as text, in UTC.
func stamp(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }
