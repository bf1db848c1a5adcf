package store

import (
	"context"
	"fmt"
	"time"

	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// What a closed epoch of a place holds is nobody's to spend: not the place's, which may be lost, copied or enrolled anew,
// and not head office's, which hasn't heard yet what was spent there (DESIGN.md 1.7). It stays frozen until the place has
// brought its last record, or for the days of the setting lost.days. Then the house pays the holders as much, and the value
// itself is written off: what late records use comes out of that, and beyond it out of house:suspense. So the holder is
// never below zero, nothing is spendable twice, and house:escrow_loss less what is written off is what the house has lost.

// frozen is how far that is with an epoch.
type frozen int

const (
	nothing frozen = iota
	held           // until the time for late records is over
	drained        // its last record has come
)

// lostNote is why the epoch of a lost till is closed.
const lostNote = "the till was declared lost"

// LoseTill closes the epoch of a till that is lost: nothing is granted to it any more, and its members are made whole when
// the time for late records is over.
func (s *Store) LoseTill(code, note string) (v TillView, err error) {
	err = s.update(context.Background(), func(t *Tx) error {
		return t.closeTill(code, lostNote, note)
	})
	if err != nil {
		return v, err
	}
	return s.Till(code)
}

// closeTill ends a till's epoch by a person's word.
func (t *Tx) closeTill(code, why, note string) error {
	e, err := t.openTill(code)
	if err != nil {
		return err
	}
	e.fence(why, t.store.actor.At)
	if err := t.writeEpochs(); err != nil {
		return err
	}
	if err := t.audit("till", code, fmt.Sprintf("epoch %d", e.number), why+": "+note); err != nil {
		return err
	}
	return t.unranked() // nobody is at home there any more
}

// Closed is the epochs that are closed and still hold something: their sessions end.
func (t *Tx) Closed() (list []hub.Closed, err error) {
	if err := t.writeEpochs(); err != nil || t.closed != nil {
		return t.closed, err
	}
	list = []hub.Closed{}
	for scan, err := range t.tx.Query("SELECT place, epoch, fenced FROM epochs INDEXED BY epochs_frozen WHERE frozen > 0 ORDER BY place, epoch") {
		var c hub.Closed
		if err == nil {
			err = scan(&c.Place, &c.Epoch, &c.Why)
		}
		if err != nil {
			return nil, fmt.Errorf("closed epochs: %w", err)
		}
		list = append(list, c)
	}
	t.closed = list
	return list, nil
}

// mostWriteOffs is how many accounts are written off in one transaction, so that others get their turn.
const mostWriteOffs = 500

// writeOffs makes the holders of frozen value whole when it is time to; done when there is nothing more to do now. Books that
// were just restored have yet to hear what was spent, and wait.
func (t *Tx) writeOffs(now time.Time) (done bool, err error) {
	list, err := t.Closed()
	if err != nil || len(list) == 0 {
		return err == nil, err
	}
	if p, err := t.phase(); err != nil || p.recovering {
		return true, err
	}
	wait, err := t.days("lost.days")
	if err != nil {
		return false, err
	}
	for _, c := range list {
		e, err := t.epoch(c.Place, c.Epoch)
		if err != nil {
			return false, err
		}
		if last := time.UnixMilli(max(e.fencedAt, e.contact)); e.frozen == held && now.Sub(last) < wait {
			continue
		}
		if done, err := t.writeOff(e, now); err != nil || !done {
			return false, err
		}
	}
	return true, nil
}

// writeOff writes off what an epoch holds, each holder by a record of its own.
func (t *Tx) writeOff(e *epoch, now time.Time) (done bool, err error) {
	moves, order, err := t.frozenOf(e)
	if err != nil {
		return false, err
	}
	for _, holder := range order {
		if err := t.own(record.WriteOff{Place: e.place, Epoch: e.number, Moves: moves[holder]}, now); err != nil {
			return false, err
		}
		t.stir(holder)
	}
	if len(order) == mostWriteOffs {
		return false, nil
	}
	blind := e.frozen == held
	if e.frozen, e.changed = nothing, true; !blind {
		return true, nil // its last record has come: nothing is left to be found out
	}
	return true, t.tellLost(e, now)
}

// frozenOf is what writes off the value of some holders, those with the first ids.
func (t *Tx) frozenOf(e *epoch) (moves map[string]ledger.Entry, order []string, err error) {
	if err := t.write(); err != nil {
		return nil, nil, err
	}
	moves = map[string]ledger.Entry{}
	for scan, err := range t.tx.Query(`WITH holders AS (
			SELECT who FROM accounts INDEXED BY accounts_escrow WHERE kind = 'escrow' AND place = ?1 AND epoch = ?2 AND balance > 0
			UNION SELECT holder FROM grants INDEXED BY grants_transit WHERE state = 'transit' AND place = ?1 AND epoch = ?2
			ORDER BY 1 LIMIT +?3)
		SELECT a.name, a.balance FROM holders h JOIN accounts a ON a.who = h.who
		WHERE a.kind IN ('escrow', 'transit') AND a.place = ?1 AND a.epoch = ?2 AND a.balance > 0 ORDER BY a.who, a.name`, e.place, int64(e.number), mostWriteOffs) {
		var name ledger.Account
		var n int64
		if err == nil {
			err = scan((*string)(&name), &n)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("what epoch %d of %s holds: %w", e.number, e.place, err)
		}
		p, _ := name.Split()
		if moves[p.Who] == nil {
			order = append(order, p.Who)
		}
		moves[p.Who] = moves[p.Who].Move(name, ledger.Written(p.Who, p.Asset, e.place, e.number), n).
			Move(ledger.House("escrow_loss", p.Asset), ledger.Available(p.Who, p.Asset), n)
	}
	return moves, order, nil
}

// tellLost has a person know what was written off of an epoch, as it is now.
func (t *Tx) tellLost(e *epoch, now time.Time) error {
	if err := t.write(); err != nil {
		return err
	}
	var sum money.Fen
	if err := t.tx.QueryRow("SELECT ifnull(sum(balance), 0) FROM accounts INDEXED BY accounts_written WHERE kind = 'written' AND place = ? AND epoch = ? AND asset IN ('principal', 'bonus')",
		e.place, int64(e.number)).Scan((*int64)(&sum)); err != nil {
		return fmt.Errorf("what is written off of %s: %w", e.place, err)
	}
	if sum == 0 {
		return nil
	}
	return t.raiseAt(exception{kind: "till_lost", what: fmt.Sprintf("%s %d", e.place, e.number), place: e.place, amount: worth(sum),
		note: "what this till held when its epoch was closed was given back to the members; the house bears what the till's late records have spent of it"}, now)
}

// cover is what a late record of a closed epoch uses of value that was written off.
type cover struct {
	who            string
	asset          ledger.Asset
	total, transit int64 // in all, and what of it covers a grant's way
	to             ledger.Account
}

// cover brings back from what was written off, by a record of head office's own right before it, what a late record uses.
func (t *Tx) cover(e *epoch, p *prepared, now time.Time) (list []cover, err error) {
	if e.fenced == "" {
		return nil, nil
	}
	e.frozen, e.contact, e.changed = held, max(e.contact, now.UnixMilli()), true
	short, err := ledger.Shortfall(balances{t, p.Time}, p.Postings)
	if err != nil {
		return nil, err
	}
	var moves ledger.Entry
	used := map[ledger.Account]int64{}
	for _, s := range short {
		parts, _ := s.Account.Split()
		if s.Amount <= 0 || parts.Kind != ledger.KindEscrow && parts.Kind != ledger.KindTransit {
			continue
		}
		from := ledger.Written(parts.Who, parts.Asset, e.place, e.number)
		has, err := t.account(from)
		if err != nil {
			return nil, err
		}
		n := min(s.Amount, has.balance-used[from])
		if n <= 0 {
			continue
		}
		used[from] += n
		moves = moves.Move(from, s.Account, n)
		c := cover{who: parts.Who, asset: parts.Asset, total: n, to: s.Account}
		if parts.Kind == ledger.KindTransit {
			c.transit = n
		}
		list = append(list, c)
	}
	if len(moves) == 0 {
		return nil, nil
	}
	return list, t.enter(record.WriteOff{Place: p.Place, Epoch: p.Epoch, Seq: p.Seq, Moves: moves}, now)
}

// uncover writes off again what was to cover a record that can't be booked at all.
func (t *Tx) uncover(e *epoch, p *prepared, list []cover, now time.Time) error {
	var moves ledger.Entry
	for _, c := range list {
		moves = moves.Move(c.to, ledger.Written(c.who, c.asset, e.place, e.number), c.total)
	}
	if len(moves) == 0 {
		return nil
	}
	return t.enter(record.WriteOff{Place: p.Place, Epoch: p.Epoch, Seq: p.Seq, Moves: moves}, now)
}

// takeBack settles what covered a late record once that is booked: what it gives back to a holder, who has had that of the
// house, is the house's, and a grant that is only now taken in stays written off. The rest was spent, and the house has
// lost it.
func (t *Tx) takeBack(e *epoch, p *prepared, list []cover, now time.Time) error {
	credits, kept := map[ledger.Account]int64{}, map[ledger.Asset]int64{}
	for _, posting := range p.Postings {
		parts, _ := posting.Account.Split()
		credits[posting.Account] += max(0, posting.Amount)
		switch held := parts.Kind == ledger.KindEscrow || parts.Kind == ledger.KindTransit; {
		case held && posting.Amount < 0:
			kept[parts.Asset] -= posting.Amount
		case !held && parts.Kind != ledger.KindAvailable && posting.Amount > 0:
			kept[parts.Asset] -= posting.Amount // it was used up; what a sale earns is no part of what it spends
		}
	}
	var moves ledger.Entry
	var lost money.Fen
	member := ""
	take := func(from, to ledger.Account, most int64) int64 {
		asset, _ := from.Split()
		n := max(0, min(most, credits[from], kept[asset.Asset]))
		credits[from], kept[asset.Asset] = credits[from]-n, kept[asset.Asset]-n
		moves = moves.Move(from, to, n)
		return n
	}
	for _, c := range list {
		n := c.total - take(ledger.Available(c.who, c.asset), ledger.House("escrow_loss", c.asset), c.total)
		n -= take(ledger.Escrow(c.who, c.asset, e.place, e.number), ledger.Written(c.who, c.asset, e.place, e.number), min(n, c.transit))
		if n > 0 && c.asset.Stored() {
			lost += money.Fen(n)
			if member == "" && c.who != ledger.TheHouse {
				member = c.who
			}
		}
	}
	if len(moves) > 0 {
		if err := t.enter(record.WriteOff{Place: p.Place, Epoch: p.Epoch, Seq: p.Seq, Moves: moves}, now); err != nil {
			return err
		}
	}
	if lost == 0 {
		return nil
	}
	return t.raise(exception{kind: "escrow_loss", what: p.Receipt(), place: p.Place, receipt: p.Receipt(), member: member, amount: worth(lost), bearer: house,
		note: "spent at a closed till of what the house had made good to the member by then"}, now)
}
