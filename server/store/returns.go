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
	if err != nil || open || b.Left <= 0 {
		return err
	}
	owns, err := t.toPayOut(b.Member)
	if err != nil {
		return err
	}
	// What the till knew may be old: another till may have paid meanwhile. More than the books have nobody is to be paid.
	left := min(worth(b.Left), owns)
	if left == 0 {
		return nil
	}
	t.returns = nil
	return t.raise(exception{kind: "card_return_open", what: p.Receipt(), place: p.Place, receipt: p.Receipt(), member: b.Member, card: b.Card, amount: left,
		note: fmt.Sprintf("the card was taken back, and %s yuan of principal were not at the till to be paid out; 'card return' of the same card at any till whose line is up pays the rest, and that settles this", left)}, now)
}

// openReturn reports whether the exception about a card's return is open.
func (t *Tx) openReturn(card string) (open bool, err error) {
	err = t.tx.QueryRow("SELECT count(*) > 0 FROM exceptions WHERE settled = 0 AND kind = 'card_return_open' AND card = ?", card).Scan(&open)
	if err != nil {
		return false, fmt.Errorf("return of card %s: %w", card, err)
	}
	return open, nil
}

// unreturned is a card's return that is not paid out to the end: an exception that is open.
type unreturned struct {
	id     int64
	amount money.Fen
}

// openReturns is the returns that are not paid out to the end, by whose principal it is now. There are few at any time, so
// that a transaction reads them once.
func (t *Tx) openReturns() (map[string][]unreturned, error) {
	if t.returns != nil {
		return t.returns, nil
	}
	list := map[string][]unreturned{}
	for scan, err := range t.tx.Query(`SELECT ifnull(m.merged_into, x.member), x.id, x.amount
		FROM exceptions x LEFT JOIN members m ON m.id = x.member WHERE x.settled = 0 AND x.kind = 'card_return_open' ORDER BY x.id`) {
		var member string
		var r unreturned
		if err == nil {
			err = scan(&member, &r.id, (*int64)(&r.amount))
		}
		if err != nil {
			return nil, fmt.Errorf("open returns: %w", err)
		}
		list[member] = append(list[member], r)
	}
	t.returns = list
	return list, nil
}

// followReturns has the exceptions about returned cards say what is left to be paid out of these holders, after a record
// that moved their value, and settles them when that is nothing. The last of it need not be paid out by a return: a till
// that was cut off may have sold goods for what it held, and then no return has anything to pay any more.
func (t *Tx) followReturns(holders []string, receipt string, now time.Time) error {
	open, err := t.openReturns()
	if err != nil || len(open) == 0 {
		return err
	}
	for _, holder := range holders {
		who, err := t.survivor(holder)
		if err != nil {
			return err
		}
		for _, r := range open[who] {
			owns, err := t.toPayOut(who)
			if err != nil {
				return err
			}
			if owns >= r.amount {
				continue
			}
			t.returns = nil
			if owns == 0 {
				err = t.endReturn(r.id, receipt, now)
			} else if _, err = t.tx.Exec("UPDATE exceptions SET amount = ? WHERE id = ?", int64(owns), r.id); err == nil {
				err = t.tellException(r.id)
			}
			if err != nil {
				return fmt.Errorf("exception %d: %w", r.id, err)
			}
		}
	}
	return nil
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

// endReturn settles the exception about a return of which nothing is left to be paid out.
func (t *Tx) endReturn(id int64, receipt string, now time.Time) error {
	return t.endItself(id, "nothing of the member's principal is left to be paid out since "+clip(receipt), now)
}
