package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// Accept books a place's records in order, each exactly once: what is told apart by place, epoch and seq alone.
//
// It never fails for what a till wrote, because it happened. A record that continues the journal is always stored: with
// postings that aren't right it is not booked; where it takes more than there is, the house pays what is missing. One
// that doesn't continue the journal is kept as a stray. Each of these closes the epoch, because only a broken, copied or
// forged till does such things, and raises an exception for a person to settle.
func (t *Tx) Accept(place string, number, from uint64, records []hub.Record, now time.Time) (hub.Accepted, error) {
	e, err := t.epoch(place, number)
	if err != nil {
		return hub.Accepted{}, err
	}
	if e == nil {
		return hub.Accepted{}, fmt.Errorf("accept: head office never enrolled epoch %d of %s", number, place)
	}
	if from == 0 || from > e.acked+1 {
		return hub.Accepted{Acked: e.acked, Gap: true, Fenced: e.fenced}, nil
	}
	e.forked = false
	if err := t.remembers(e); err != nil {
		return hub.Accepted{}, err
	}
	defer func() { t.repaying = false }()
	fresh, err := t.repeated(e, from, records, now)
	if err != nil {
		return hub.Accepted{}, err
	}
	moved, err := t.book(e, fresh, now)
	if err != nil {
		return hub.Accepted{}, err
	}
	if err := t.caughtUp(e); err != nil {
		return hub.Accepted{}, err
	}
	moved, t.stirred = append(moved, t.stirred...), nil
	return hub.Accepted{Acked: e.acked, Fenced: e.fenced, Branch: e.forked, Holders: moved}, nil
}

// repeated takes off the records that HQ has already. One that differs from what HQ has is a branch, and all behind it
// belong to that.
func (t *Tx) repeated(e *epoch, from uint64, records []hub.Record, now time.Time) (fresh []*prepared, err error) {
	for i, r := range records {
		p, ok := r.(*prepared)
		if !ok {
			return nil, fmt.Errorf("accept: a record of %T was not prepared by this store", r)
		}
		seq := from + uint64(i)
		if seq > e.acked {
			fresh = append(fresh, p)
			continue
		}
		if err := t.writeJournal(); err != nil {
			return nil, err
		}
		var hash []byte
		if err := t.tx.QueryRow("SELECT hash FROM journal WHERE place = ? AND epoch = ? AND seq = ?", e.place, int64(e.number), int64(seq)).Scan(&hash); err != nil {
			return nil, fmt.Errorf("record %d of %s: %w", seq, e.place, err)
		}
		if record.Hash(hash) != p.Hash {
			return nil, t.branch(e, seq, records[i:], now)
		}
	}
	return fresh, nil
}

// branch keeps records that don't continue the journal of the place whose session brought them.
func (t *Tx) branch(e *epoch, seq uint64, records []hub.Record, now time.Time) error {
	e.forked = true
	if err := t.Branch(e.place, e.number, seq, records, now); err != nil {
		return err
	}
	p := records[0].(*prepared)
	where := record.Header{Place: e.place, Epoch: e.number, Seq: seq}.Receipt()
	x := exception{kind: "branch", what: where + " " + p.Hash.String(), place: e.place, receipt: where,
		note: "a second, different record with a number that head office has already, or one that doesn't follow its last: a copied or restored till"}
	if p.Place != e.place || p.Epoch != e.number || p.Seq != seq {
		x.kind, x.note = "malformed", "a record that says it is "+p.Receipt()+" came from this till as "+where
	}
	e.fence(fmt.Sprintf("%s: %s", where, x.note), now)
	return t.raise(x, now)
}

// Branch keeps records of a branch. A till that was put back takes money on, and brings that too: who has looked at the branch
// looks at it again.
func (t *Tx) Branch(place string, number, from uint64, records []hub.Record, now time.Time) error {
	fresh := map[record.Hash]bool{}
	for i, r := range records {
		p, ok := r.(*prepared)
		if !ok {
			return fmt.Errorf("branch: a record of %T was not prepared by this store", r)
		}
		_, added, err := t.tx.Insert("INSERT INTO strays (place, epoch, seq, came_at, bytes, hash) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			place, int64(number), int64(from)+int64(i), now.UnixMilli(), p.Bytes, p.Hash[:]) //nolint:gosec // as many as a frame holds
		if err != nil {
			return fmt.Errorf("keep stray: %w", err)
		}
		if added {
			fresh[p.Hash] = true
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return t.lookAgain(place, fresh)
}

// book takes the records that follow the last one of the epoch.
func (t *Tx) book(e *epoch, records []*prepared, now time.Time) (moved []string, err error) {
	if len(records) == 0 {
		return nil, nil
	}
	ids, err := t.known(records)
	if err != nil {
		return nil, err
	}
	if err := t.readAccounts(names(records)); err != nil {
		return nil, err
	}
	if err := t.readNamed(records); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i, p := range records {
		if p.Place != e.place || p.Epoch != e.number || !p.Follows(e.acked, e.hash) {
			rest := make([]hub.Record, 0, len(records)-i)
			for _, p := range records[i:] {
				rest = append(rest, p)
			}
			return moved, t.branch(e, e.acked+1, rest, now)
		}
		if ids[p.ID] {
			if err := t.raise(exception{kind: "record_id_reused", what: p.Receipt(), place: e.place, receipt: p.Receipt(),
				note: "the record's id was seen before; it is booked all the same"}, now); err != nil {
				return nil, err
			}
		}
		ids[p.ID] = true
		if err := t.bookOne(e, p, now); err != nil {
			return nil, err
		}
		if p.wrong != nil {
			continue
		}
		for _, h := range p.holders {
			if !seen[h] {
				seen[h] = true
				moved = append(moved, h)
			}
		}
	}
	return moved, nil
}

// names lists the accounts that records post to; those of records that can't be booked are left out.
func names(records []*prepared) (list []ledger.Account) {
	for _, p := range records {
		if p.wrong != nil {
			continue
		}
		for _, posting := range p.Postings {
			list = append(list, posting.Account)
		}
	}
	return list
}

func (t *Tx) bookOne(e *epoch, p *prepared, now time.Time) error {
	if p.wrong != nil {
		e.fence(fmt.Sprintf("%s: %v", p.Receipt(), p.wrong), now)
		if err := t.raise(exception{kind: "malformed", what: p.Receipt(), place: e.place, receipt: p.Receipt(),
			note: "stored and not booked: " + p.wrong.Error()}, now); err != nil {
			return err
		}
		_, err := t.append(e, &p.Sealed, false, now)
		return err
	}
	due := p.due
	covered, err := t.cover(e, p, now)
	if err != nil {
		return err
	}
	err = t.minting(p)
	if err == nil {
		err = t.apply(&p.Record)
	}
	if errors.Is(err, ledger.ErrOverdrawn) {
		if signed, e := t.regrant(p, now); e != nil {
			err = e
		} else if signed {
			err = t.apply(&p.Record)
		}
	}
	if errors.Is(err, ledger.ErrOverdrawn) {
		var paid []string
		if paid, err = t.overpaid(p, now); err == nil {
			due = append(due[:len(due):len(due)], paid...)
			err = t.apply(&p.Record)
		}
	}
	if errors.Is(err, ledger.ErrOverdrawn) {
		if err = t.suspend(e, p, now); err == nil {
			err = t.apply(&p.Record)
		}
	}
	if unbookable(err) {
		p.wrong = err // a balance out of range, or more to pay than a record can say: nothing was booked, and nothing will be
		if err := t.uncover(e, p, covered, now); err != nil {
			return err
		}
		if err := t.follow(due, now); err != nil {
			return err
		}
		return t.bookOne(e, p, now)
	}
	if err != nil {
		return fmt.Errorf("book %s: %w", p.Receipt(), err)
	}
	at, err := t.append(e, &p.Sealed, true, now)
	if err != nil {
		return err
	}
	if err := t.takeBack(e, p, covered, now); err != nil {
		return err
	}
	if err := t.noteFloat(p); err != nil {
		return err
	}
	if err := t.follow(due, now); err != nil {
		return err
	}
	if p.mints != "" {
		if err := t.repay("asset = 'refund' AND member = ?", p.mints, pos.HQ, now); err != nil {
			return err
		}
	}
	if err := t.facts(e, p, at, now); err != nil {
		return fmt.Errorf("facts of %s: %w", p.Receipt(), err)
	}
	if err := t.followReturns(p.holders, p.Receipt(), now); err != nil {
		return err
	}
	for _, holder := range p.holders {
		if err := t.uncovered(holder, now); err != nil {
			return err
		}
	}
	return nil
}

// minting refuses to bring a refund right to head office that is out already: it was taken over when the till's epoch was
// closed, and is perhaps another place's by now. One that the house lent after a restore goes back to it for this one.
func (t *Tx) minting(p *prepared) error {
	if p.mints == "" {
		return nil
	}
	made, err := t.rightMade(p.mints)
	if err != nil || !made {
		return err
	}
	lent, err := t.lentRight(p.mints)
	if err == nil && !lent {
		err = fmt.Errorf("%w: the refund right of %s came to head office before", ledger.ErrMalformed, p.mints)
	}
	return err
}

// readNamed brings what the facts of records depend on into the transaction, with one query each: the marks of their
// members, and the cards that value was spent by.
func (t *Tx) readNamed(records []*prepared) error {
	var members, cards []string
	for _, p := range records {
		members = append(members, p.holders...)
		if p.spent != nil && p.spent.card != "" {
			cards = append(cards, p.spent.card)
		}
	}
	if err := t.readMarks(members); err != nil {
		return err
	}
	return t.readCards(cards)
}

// apply books a record's postings, and closes the grant that they end.
func (t *Tx) apply(r *record.Record) error {
	if err := ledger.Apply(balances{t, r.Time}, r.Postings); err != nil {
		return err
	}
	for _, p := range r.Postings {
		switch parts, _ := p.Account.Split(); {
		case parts.Kind == ledger.KindTransit && p.Amount < 0:
			if err := t.endGrant(parts, r.Kind); err != nil {
				return err
			}
		case parts.Kind == ledger.KindOwed:
			t.owing[parts.Who] = true
		}
	}
	return nil
}

// suspend lets the house pay what a place's record takes beyond what there is, by a record of HQ's own right before it.
func (t *Tx) suspend(e *epoch, p *prepared, now time.Time) error {
	short, err := ledger.Shortfall(balances{t, p.Time}, p.Postings)
	if err != nil {
		return err
	}
	if err := t.enter(record.Suspense{Place: p.Place, Epoch: p.Epoch, Seq: p.Seq, Short: short}, now); err != nil {
		return err
	}
	var amount int64
	for _, s := range short {
		if parts, _ := s.Account.Split(); s.Amount > 0 && parts.Asset != ledger.Points {
			amount += s.Amount
		}
	}
	e.fence(p.Receipt()+" takes more than there is", now)
	x := exception{kind: "suspense", what: p.Receipt(), place: e.place, receipt: p.Receipt(), amount: money.Fen(amount), bearer: house,
		note: "the record takes more than the books hold; house:suspense paid what was missing"}
	if of := holders(short); len(of) > 0 {
		x.member = slices.Min(of)
	}
	return t.raise(x, now)
}
