package store

import (
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// cardReturned ends a card, and sees to it that somebody looks at what is not paid out of it yet.
func (t *Tx) cardReturned(p *prepared, b record.CardReturn, now time.Time) error {
	if err := t.onCard(p, b.Card, b.Member, now, pos.Card.Return); err != nil || !digits(b.Card, 4, 32) {
		return err
	}
	open, err := t.openReturn(b.Card)
	if err != nil || open == 0 && b.Left <= 0 {
		return err
	}
	owns, err := t.toPayOut(b.Member)
	if err != nil {
		return err
	}
	// What the till knew may be old: another till may have paid meanwhile. More than the books have nobody is to be paid.
	left := min(worth(b.Left), owns)
	switch {
	case open != 0 && owns == 0:
		return t.endReturn(open, p.Receipt(), now)
	case left == 0:
		return nil
	case open != 0:
		if _, err := t.tx.Exec("UPDATE exceptions SET amount = ? WHERE id = ?", int64(left), open); err != nil {
			return fmt.Errorf("exception %d: %w", open, err)
		}
		return t.tellException(open)
	}
	return t.raise(exception{kind: "card_return_open", what: p.Receipt(), place: p.Place, receipt: p.Receipt(), member: b.Member, card: b.Card, amount: left,
		note: fmt.Sprintf("the card was taken back, and %s yuan of principal were not at the till to be paid out; 'card return' of the same card at any till whose line is up pays the rest, and that settles this", left)}, now)
}

// openReturn is the exception about a card's return that is open; 0 where there is none.
func (t *Tx) openReturn(card string) (id int64, err error) {
	err = t.tx.QueryRow("SELECT id FROM exceptions INDEXED BY exceptions_open WHERE settled = 0 AND kind = 'card_return_open' AND card = ?", card).Scan(&id)
	if none(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("return of card %s: %w", card, err)
	}
	return id, nil
}

// toPayOut is the principal that could be paid out to a member, wherever it is.
func (t *Tx) toPayOut(member string) (money.Fen, error) {
	who, err := t.survivor(member)
	if err != nil {
		return 0, err
	}
	b, err := t.owned(who)
	return worth(b.Principal - b.Owes().Value), err
}

// endReturn settles the exception about a return that is paid out to the end now.
func (t *Tx) endReturn(id int64, receipt string, now time.Time) error {
	const by = "head office"
	note := "nothing of the member's principal is left to be paid out since " + clip(receipt)
	if err := t.own(record.Settle{Exception: id, By: by, Note: note}, now); err != nil {
		return err
	}
	if _, err := t.tx.Exec("UPDATE exceptions SET settled = ?, by = ?, result = ? WHERE id = ?", max(1, now.UnixMilli()), by, note, id); err != nil {
		return fmt.Errorf("exception %d: %w", id, err)
	}
	return t.tellException(id)
}
