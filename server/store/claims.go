package store

import (
	"errors"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// payments of claims, in their order: what is owed, and with what it is paid. House float is owed as principal, and what
// of it principal doesn't cover is paid in bonus.
var claimsPaid = []struct{ owed, with ledger.Asset }{
	{ledger.Principal, ledger.Principal}, {ledger.Principal, ledger.Bonus}, {ledger.Bonus, ledger.Bonus}, {ledger.Points, ledger.Points},
}

// due lists, each once, the holders of whom something came to be available or was claimed by an entry: what settles them
// may have something to do.
func due(e ledger.Entry) (list []string) {
next:
	for _, p := range e {
		parts, _ := p.Account.Split()
		if p.Amount <= 0 || parts.Asset == ledger.Refund || parts.Asset == ledger.Uses || parts.Who == ledger.TheHouse ||
			parts.Kind != ledger.KindAvailable && parts.Kind != ledger.KindOwed {
			continue
		}
		for _, h := range list {
			if h == parts.Who {
				continue next
			}
		}
		list = append(list, parts.Who)
	}
	return list
}

// follow does what follows from an entry in the same transaction: what came to a merged member moves on to the one they
// are now, and what is available pays the claims there are, so that no claim stands beside the value that could pay it.
func (t *Tx) follow(holders []string, now time.Time) error {
	for _, holder := range holders {
		m, err := t.mark(holder)
		if err != nil {
			return err
		}
		if t.repaying { // also of one who was merged since it was lent, before it moves on
			err = t.repay("asset <> 'refund' AND member = ?", holder, pos.HQ, now)
		}
		if err == nil && m.into != "" {
			err = t.drain(holder, m.into, now)
		} else {
			if err == nil {
				err = t.payClaims(holder, now)
			}
			if err == nil {
				err = t.uncovered(holder, now)
			}
		}
		if unbookable(err) {
			// A balance that is out of range. Nothing was booked; the batch goes on, and a person looks at it.
			err = t.raise(exception{kind: "claim_stuck", what: holder, member: holder,
				note: "what came to this member can't be moved on or pay what they owe: " + err.Error()}, now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unbookable is an entry that can't be booked whatever one does.
func unbookable(err error) bool {
	return errors.Is(err, ledger.ErrMalformed) || errors.Is(err, record.ErrMalformed)
}

// payClaims pays what a holder owes out of what is available of them.
func (t *Tx) payClaims(holder string, now time.Time) error {
	if owed, err := t.claims(holder); err != nil || owed == (pos.Owed{}) {
		return err
	}
	for _, c := range claimsPaid {
		owed, err := t.account(ledger.Owed(holder, c.owed))
		if err != nil {
			return err
		}
		has, err := t.account(ledger.Available(holder, c.with))
		if err != nil {
			return err
		}
		if n := min(owed.balance, has.balance); n > 0 {
			if err := t.enter(record.ClaimPaid{Holder: holder, Owed: c.owed, With: c.with, Amount: n}, now); err != nil {
				return err
			}
			t.stir(holder)
		}
	}
	return nil
}

// drain moves what is available of a merged member, and what they owe, on to the one they are now.
func (t *Tx) drain(from, into string, now time.Time) error {
	b := record.Merge{From: from, Into: into}
	for _, asset := range ledger.MemberAssets {
		has, err := t.account(ledger.Available(from, asset))
		if err != nil {
			return err
		}
		owed, err := t.account(ledger.Owed(from, asset))
		if err != nil {
			return err
		}
		if has.balance > 0 {
			b.Amounts = append(b.Amounts, escrow.Amount{Asset: asset, Amount: has.balance})
		}
		if owed.balance > 0 {
			b.Claims = append(b.Claims, escrow.Amount{Asset: asset, Amount: owed.balance})
		}
	}
	if len(b.Amounts) == 0 && len(b.Claims) == 0 {
		return nil
	}
	t.stir(into)
	return t.own(b, now)
}

// stir has the hub look at a holder's standing although no till's posting named them.
func (t *Tx) stir(holder string) { t.stirred = append(t.stirred, holder) }

// overpaid opens again what a till's record pays of claims that are paid already: two cut-off places can't know of each
// other's payments. What the record paid then is the holder's own, at HQ. A claim that the record lowers without paying
// for it is a till's bug, and not made good here.
func (t *Tx) overpaid(p *prepared, now time.Time) (holders []string, err error) {
	short, err := ledger.Shortfall(balances{t, p.Time}, p.Postings)
	if err != nil {
		return nil, err
	}
	recovered := map[ledger.Asset]int64{}
	for _, posting := range p.Postings {
		if parts, _ := posting.Account.Split(); parts.Kind == ledger.KindHouse && parts.Who == "recovered" {
			recovered[parts.Asset] += posting.Amount
		}
	}
	for _, s := range short {
		parts, _ := s.Account.Split()
		if parts.Kind != ledger.KindOwed || s.Amount > recovered[parts.Asset] {
			continue
		}
		recovered[parts.Asset] -= s.Amount
		if err := t.reopen(parts.Who, parts.Asset, s.Amount, now); err != nil {
			return nil, err
		}
		holders = append(holders, parts.Who)
	}
	return holders, nil
}

// reopen undoes payments of a holder's claims, those in another asset first, as they were made last: bonus that paid for
// house float comes back as bonus.
func (t *Tx) reopen(holder string, owed ledger.Asset, amount int64, now time.Time) error {
	for _, c := range slices.Backward(claimsPaid) {
		if c.owed != owed {
			continue
		}
		n := amount
		if c.with != owed {
			paid, err := t.account(ledger.Recovered(holder, c.with))
			if err != nil {
				return err
			}
			n = min(n, paid.balance)
		}
		if n == 0 {
			continue
		}
		if err := t.enter(record.Overpaid{Holder: holder, Owed: owed, With: c.with, Amount: n}, now); err != nil {
			return err
		}
		amount -= n
	}
	return nil
}

// worth is an amount that a till wrote, as an exception can name it.
func worth(n money.Fen) money.Fen { return max(0, min(n, money.Max)) }
