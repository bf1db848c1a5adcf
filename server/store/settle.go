package store

import (
	"context"
	"fmt"
	"strconv"
	"unicode/utf8"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Exception is something that a person is to look at, or has looked at.
type Exception struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Till    string    `json:"till"`
	Receipt string    `json:"receipt"`
	Member  string    `json:"member"`
	Amount  money.Fen `json:"amount"`
	At      string    `json:"at"`     // RFC 3339
	Note    string    `json:"note"`   // what happened, in a sentence
	Cost    money.Fen `json:"cost"`   // what it cost
	Bearer  string    `json:"bearer"` // whom: house, member, or nobody
	Card    string    `json:"card"`
	Settled string    `json:"settled"` // RFC 3339; empty: open
	By      string    `json:"by"`      // who settled it
	Result  string    `json:"result"`  // what they wrote
	Given   money.Fen `json:"given"`   // what the chain gave the member for it
	Name    string    `json:"name"`    // the member's
}

const exceptionColumns = `SELECT x.id, x.kind, x.place, x.receipt, x.member, x.amount, x.note, x.at, x.cost, x.bearer, x.card, x.settled, x.by, x.result, x.given,
	ifnull(m.name, '') FROM exceptions x LEFT JOIN members m ON m.id = x.member`

const (
	allExceptions  = exceptionColumns + " ORDER BY x.id"
	openExceptions = exceptionColumns + " WHERE x.settled = 0 ORDER BY x.id" // its index doesn't grow with the years
)

func scanException(scan func(...any) error) (x Exception, err error) {
	var id, at, settled int64
	if err := scan(&id, &x.Kind, &x.Till, &x.Receipt, &x.Member, (*int64)(&x.Amount), &x.Note, &at, (*int64)(&x.Cost), &x.Bearer, &x.Card, &settled, &x.By, &x.Result,
		(*int64)(&x.Given), &x.Name); err != nil {
		return x, err
	}
	x.ID, x.At = strconv.FormatInt(id, 10), stamp(at)
	if settled != 0 {
		x.Settled = stamp(settled)
	}
	return x, nil
}

// Exceptions lists what is to be looked at, the oldest first; with all, also what was settled.
func (s *Store) Exceptions(all bool) (list []Exception, err error) {
	query := openExceptions
	if all {
		query = allExceptions
	}
	err = s.view(context.Background(), func(t *Tx) error {
		list = []Exception{}
		for scan, err := range t.tx.Query(query) {
			if err != nil {
				return fmt.Errorf("exceptions: %w", err)
			}
			x, err := scanException(scan)
			if err != nil {
				return fmt.Errorf("exceptions: %w", err)
			}
			list = append(list, x)
		}
		return nil
	})
	return list, err
}

// Exception finds one, settled or not.
func (s *Store) Exception(id string) (x Exception, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		x, err = t.exception(id)
		return err
	})
	return x, err
}

func (t *Tx) exception(id string) (Exception, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		n = 0
	}
	x, err := scanException(t.tx.QueryRow(exceptionColumns+" WHERE x.id = ?", n).Scan)
	if none(err) {
		return x, pos.E(pos.NotFound, "exceptions", "there is no exception "+clip(id)+"; 'hq exceptions --all' lists them")
	}
	if err != nil {
		return x, fmt.Errorf("exception %s: %w", id, err)
	}
	return x, nil
}

// Settlement is how a person ends an exception.
type Settlement struct {
	Exception string
	Member    money.Fen // principal that the chain gives the member
	Waive     bool      // the chain gives up what the member owes
	Fork      bool      // the records of the fork that it is about are booked
	CardOf    string    // whose a frozen card is: one of its two members, by phone, id or another card
	Note      string
}

// houseOf is the house account that makes good for exceptions of a kind; for the others there is Adjust.
var houseOf = map[string]string{"card_lost": "card_loss", "suspense": "suspense", "restore": "restore"}

// PaysMember reports whether the chain may give the member something for an exception of a kind.
func PaysMember(kind string) bool { return houseOf[kind] != "" }

// Settled is what a settlement did.
type Settled struct {
	Exception
	Members []string // whose value or card it touched
}

// Settle ends an exception, once: what the member gets, the claims that are given up, and the card's owner are decided in
// the same transaction.
func (s *Store) Settle(how Settlement) (done Settled, err error) {
	if utf8.RuneCountInString(how.Note) > mostNote {
		return done, pos.E(pos.Usage, "settle", fmt.Sprintf("write at most %d characters", mostNote))
	}
	err = s.update(context.Background(), func(t *Tx) error {
		x, err := t.exception(how.Exception)
		if err != nil {
			return err
		}
		if x.Settled != "" {
			return pos.E(pos.Conflict, "settle", fmt.Sprintf("exception %s was settled by %s at %s already", x.ID, x.By, x.Settled))
		}
		if done.Members, err = t.settle(x, how); err != nil {
			return err
		}
		if _, err := t.tx.Exec("UPDATE exceptions SET settled = ?, by = ?, result = ?, given = ? WHERE id = ?",
			max(1, s.actor.At.UnixMilli()), t.who(), how.Note, int64(how.Member), x.ID); err != nil {
			return fmt.Errorf("settle exception %s: %w", x.ID, err)
		}
		if err := t.retract(pos.TopicException, x.ID); err != nil {
			return err
		}
		if how.Waive { // the member's other exceptions may be about the same debt
			for _, member := range done.Members {
				if err := t.uncovered(member, s.actor.At); err != nil {
					return err
				}
			}
		}
		if done.Exception, err = t.exception(x.ID); err != nil {
			return err
		}
		return t.audit("settle", x.ID, x, done.Exception)
	})
	return done, err
}

// mostNote is the longest note on a settlement, in characters.
const mostNote = 500

// settle does what a settlement decides, by a record of its own.
func (t *Tx) settle(x Exception, how Settlement) (members []string, err error) {
	id, err := strconv.ParseInt(x.ID, 10, 64)
	if err != nil {
		return nil, err
	}
	body := record.Settle{Exception: id, By: t.who(), Note: how.Note}
	if how.Member != 0 {
		if err := payable(x, how.Member); err != nil {
			return nil, err
		}
		body.From, body.Amounts = houseOf[x.Kind], []escrow.Amount{{Asset: ledger.Principal, Amount: int64(how.Member)}}
	}
	if x.Member != "" && (how.Member != 0 || how.Waive) {
		known, err := t.hasMember(x.Member)
		if err == nil && !known {
			err = pos.E(pos.NotFound, "settle", "head office knows no member "+x.Member+", whom exception "+x.ID+" names; settle it with a note only")
		}
		if err != nil {
			return nil, err
		}
		if body.Member, err = t.survivor(x.Member); err != nil {
			return nil, err
		}
		members = []string{body.Member}
	}
	if how.Waive {
		if body.Waive, err = t.waived(body.Member); err != nil {
			return nil, err
		}
	}
	if how.Fork {
		touched, err := t.bookFork(x, t.store.actor.At)
		if err != nil {
			return nil, err
		}
		members = append(members, touched...)
	}
	if x.Kind == string(pos.IssuedTwice) || how.CardOf != "" {
		touched, err := t.giveCard(x, how.CardOf)
		if err != nil {
			return nil, err
		}
		members = append(members, touched...)
	}
	return members, t.own(body, t.store.actor.At)
}

func payable(x Exception, amount money.Fen) error {
	switch {
	case !PaysMember(x.Kind):
		return pos.E(pos.Usage, "settle", "for an exception of kind "+x.Kind+" nothing is given; if the member is owed something, use 'hq adjust'")
	case x.Member == "":
		return pos.E(pos.Usage, "settle", "exception "+x.ID+" names no member to give anything to")
	case amount < 0 || amount > x.Amount:
		return pos.E(pos.Usage, "settle", fmt.Sprintf("exception %s is about %s; give the member that or less, and more by 'hq adjust'", x.ID, x.Amount))
	}
	return nil
}

// waived is all that a member owes.
func (t *Tx) waived(member string) (list []escrow.Amount, err error) {
	if member == "" {
		return nil, pos.E(pos.Usage, "settle", "this exception names no member, so there is nothing to waive")
	}
	for _, asset := range ledger.MemberAssets {
		owed, err := t.account(ledger.Owed(member, asset))
		if err != nil {
			return nil, err
		}
		if owed.balance > 0 {
			list = append(list, escrow.Amount{Asset: asset, Amount: owed.balance})
		}
	}
	if len(list) == 0 {
		return nil, pos.E(pos.State, "settle", "the member owes nothing, so there is nothing to waive; leave that out")
	}
	return list, nil
}

// giveCard decides whose a card is that was issued to two members at once: the other one has none by it.
func (t *Tx) giveCard(x Exception, who string) (members []string, err error) {
	c, err := t.card(x.Card)
	if err != nil {
		return nil, err
	}
	switch {
	case x.Card == "" || !c.known || x.Kind != string(pos.IssuedTwice):
		return nil, pos.E(pos.Usage, "settle", "exception "+x.ID+" is not about a card that was issued twice")
	case c.Status != pos.Frozen && who == "":
		return nil, nil // it was returned or replaced meanwhile, or the two are one person now
	case c.Status != pos.Frozen:
		return nil, pos.E(pos.State, "settle", "card "+c.Number+" is "+string(c.Status)+" now; settle without saying whose it is")
	case who == "":
		return nil, pos.E(pos.Usage, "settle", fmt.Sprintf("card %s is frozen as it was issued to %s and to %s; say whose it is: --card-of MEMBER", c.Number, c.Member, c.Other))
	}
	m, err := t.find(who)
	if err != nil {
		return nil, err
	}
	if m.ID != c.Member && m.ID != c.Other {
		return nil, pos.E(pos.Conflict, "settle", fmt.Sprintf("card %s was issued to %s and to %s, not to %s", c.Number, c.Member, c.Other, named(m)))
	}
	members = []string{c.Member, c.Other}
	given := c.Card
	given.Member, given.Other, given.Status = m.ID, "", pos.Issued
	if len(given.Reports) > 0 {
		given.Status = pos.Lost
	}
	if err := t.putCard(given, t.store.actor.At.UnixMilli()); err != nil {
		return nil, err
	}
	return members, t.audit("card", c.Number, c.Card, given)
}
