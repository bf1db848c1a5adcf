package store

import (
	"errors"
	"fmt"
	"time"

	"holdfast/pos/record"
)

// told is what a record's body says that head office must know in the transaction that books it, read beforehand.
type told struct {
	body   record.Body // of the kinds that facts looks at, nil for the others
	spent  *spending   // the value it took from a member, nil if none
	unread error       // why a body of a known kind can't be read
}

// tell reads a record's body. It needs no books.
func tell(r record.Record) (t told) {
	if r.Kind == record.KindSale && r.Version <= record.Version {
		t.spent, t.unread = spentBySale(r)
		return t
	}
	body, err := r.Decode()
	if errors.Is(err, record.ErrUnknownKind) {
		return t // a newer till's: its postings say what it did to the books
	}
	if err == nil && r.Version > record.Version {
		err = fmt.Errorf("version %d of %s is newer than this program", r.Version, r.Kind)
	}
	if err != nil {
		t.unread = err
		return t
	}
	t.spent = spends(body)
	switch body.(type) {
	case record.Refund, record.TopVoid, record.Release,
		record.CardIssue, record.CardLost, record.CardFound, record.CardReplace, record.CardReturn, record.CardExtend:
		t.body = body
	}
	return t
}

// facts does what a booked record says beyond its postings, right after it got its place in HQ's journal (at; records of
// HQ's own may have followed it since): no reactor, so that nothing is granted to a card or a member in between. What a
// till says may be nonsense; that is an exception and never an error.
func (t *Tx) facts(e *epoch, p *prepared, at uint64, now time.Time) error {
	if p.unread != nil {
		return t.raise(exception{kind: "unreadable", what: p.Receipt(), place: e.place, receipt: p.Receipt(),
			note: "what the record moved is booked, what else it says can't be read: " + clip(p.unread.Error())}, now)
	}
	if p.spent != nil {
		if err := t.checkSpending(p.Sealed, p.spent, now); err != nil {
			return err
		}
	}
	switch b := p.body.(type) {
	case nil:
		return nil
	case record.Refund:
		return t.refunded(e, p, at, b.Receipt, b.Member, b.Total, now)
	case record.TopVoid:
		return t.refunded(e, p, at, b.Receipt, b.Member, b.Back, now)
	case record.Release:
		e.release(b.UpTo, p.Seq)
		return nil
	default:
		return t.cardFacts(p, now)
	}
}
