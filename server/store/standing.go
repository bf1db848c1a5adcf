package store

import (
	"fmt"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/sync/hub"
)

// Holdings is what every place of an unfenced epoch holds of a holder: in escrow and in transit. The holder may be a
// receipt, and what is held the right to refund it.
func (t *Tx) Holdings(holder string) (list []hub.Holding, err error) {
	if err := t.write(); err != nil {
		return nil, err
	}
	for scan, err := range t.tx.Query(`SELECT a.place, a.epoch, a.asset,
			sum(iif(a.kind = 'escrow', a.balance, 0)), sum(iif(a.kind = 'transit', a.balance, 0))
		FROM accounts a JOIN epochs e ON e.place = a.place AND e.epoch = a.epoch
		WHERE a.who = ? AND a.kind IN ('escrow', 'transit') AND a.balance > 0 AND e.fenced = ''
		GROUP BY a.place, a.epoch, a.asset ORDER BY a.place, a.epoch, a.asset`, holder) {
		var h hub.Holding
		if err == nil {
			err = scan(&h.Place, &h.Epoch, &h.Asset, &h.Escrow, &h.Transit)
		}
		if err != nil {
			return nil, fmt.Errorf("holdings of %s: %w", holder, err)
		}
		list = append(list, h)
	}
	if len(list) == 0 {
		at, _, err := t.impliedAt(holder)
		if err != nil || at == (epochID{}) {
			return nil, err
		}
		list = []hub.Holding{{Place: at.place, Epoch: at.number, Asset: string(ledger.Refund), Escrow: 1}}
	}
	return list, nil
}

// Standing is where a member's allowance should stand: what to grant there now, and what the place may keep.
//
// It is filled up whenever it is below its target, and only what is above 5/4 of the target is surplus, so that no sale
// causes a grant and a recall at once. Points are granted on demand only. A grant past its time stands for nothing: it
// can't be spent, so the place should give it back and get a new one.
//
// At a till that is to be closed nothing stands.
//
// Of a member who owes stored value, was merged or may not redeem nothing stands: it all comes back, which pays the claim, or
// goes to the other one. Where a loss report freezes a member's value it stays where it is, so that a new card can spend
// it at once.
func (t *Tx) Standing(holder string, now time.Time) (st hub.Standing, err error) {
	waits, err := t.recovers(now)
	if err != nil {
		return st, err
	}
	if err := t.write(); err != nil {
		return st, err
	}
	m, err := t.mark(holder)
	if err != nil {
		return st, err
	}
	owed, err := t.claims(holder)
	if err != nil {
		return st, err
	}
	barred := m.into != "" || m.blocked != "" || owed.Value > 0 || owed.Bonus > 0 // all of it is recalled, reported or not
	if m.reported && !barred {
		card, err := t.frozen(holder)
		if st.Frozen = card != ""; st.Frozen || err != nil {
			return st, err
		}
	}
	home, err := t.home(holder)
	if err != nil || home == "" {
		return st, err
	}
	number, err := t.current(home)
	if err != nil || number == 0 {
		return st, err
	}
	if e, err := t.epoch(home, number); err != nil || e.closing != 0 {
		return st, err
	}
	st.Home, st.Epoch, st.Keep = home, number, map[string]int64{}
	if barred {
		return st, nil
	}
	has, err := t.available(holder)
	if err != nil {
		return st, err
	}
	holdings, err := t.Holdings(holder)
	if err != nil {
		return st, err
	}
	owned := has.Stored()
	var live, transit pos.Balance
	for _, h := range holdings {
		if ledger.Asset(h.Asset).Stored() {
			owned += money.Fen(h.Escrow + h.Transit)
		}
		if h.Place == home {
			ledger.AddTo(&live, ledger.Asset(h.Asset), h.Escrow)
			ledger.AddTo(&transit, ledger.Asset(h.Asset), h.Transit)
		}
	}
	if err := t.lapse(&live, holder, home, number, now); err != nil {
		return st, err
	}
	target, err := t.target(holder, home, owned, now)
	if err != nil {
		return st, err
	}
	if st.Keep, err = t.keep(live, target); err != nil {
		return st, err
	}
	if lacks := target - live.Stored() - transit.Stored(); lacks > 0 && waits == "" {
		if lacks, err = t.capped(home, number, holder, lacks); err != nil {
			return st, err
		}
		st.Grant, err = t.split(lacks, has)
	}
	return st, err
}

// target is what should stand for a member at home: nothing for whoever ranks behind the cuts.
func (t *Tx) target(member, home string, owned money.Fen, now time.Time) (money.Fen, error) {
	h, err := t.habits(member)
	if err != nil || h == nil || owned <= 0 {
		return 0, err
	}
	policy, err := t.allowances()
	if err != nil {
		return 0, err
	}
	target := policy.Target(owned, h.Habits, now)
	if target == 0 {
		return 0, nil
	}
	all, here, at, err := t.cut(home)
	if err != nil {
		return 0, err
	}
	if score := policy.Score(target, h.Habits, at); !all.In(score, member) || !here.In(score, member) {
		return 0, nil
	}
	return target, nil
}

// keep is what of live a place may keep when target should stand there.
func (t *Tx) keep(live pos.Balance, target money.Fen) (map[string]int64, error) {
	principal, bonus := live.Principal, live.Bonus
	if 4*live.Stored() > 5*target {
		rules, err := t.rules()
		if err != nil {
			return nil, err
		}
		principal, bonus = escrow.Split(target, live.Principal, live.Bonus, rules.Stored.BonusFirst())
	}
	return map[string]int64{string(ledger.Principal): int64(principal), string(ledger.Bonus): int64(bonus)}, nil
}

// Sweep lists, in the order of their ids, at most n holders after one who are at home at a place or of whom it holds
// value; and what is limited by the rules, as some of that may have to stand there. Of one that is to be closed also the
// receipts whose refund right it was granted. The home is compared with +?1, as SQLite wants to know the value of a bare one, for
// the index of those at home nowhere, and prepares the statement again.
func (t *Tx) Sweep(place string, number uint64, after string, n int) (list []string, err error) {
	if err := t.write(); err != nil {
		return nil, err
	}
	e, err := t.epoch(place, number)
	if err != nil || e == nil {
		return nil, err
	}
	store := "" // whose members without a home of their own are at home here
	if first, err := t.firstPlace(e.store); err != nil {
		return nil, err
	} else if first == place {
		store = e.store
	}
	for scan, err := range t.tx.Query(`SELECT member FROM habits WHERE home = +?1 AND member > ?3
		UNION SELECT member FROM habits WHERE home = '' AND store = ?5 AND store <> '' AND member > ?3
		UNION SELECT who FROM accounts WHERE place = ?1 AND epoch = ?2 AND who > ?3 AND kind = 'escrow' AND balance > 0 AND (asset <> 'refund' OR ?6)
		ORDER BY 1 LIMIT +?4`, place, int64(number), after, n, store, e.closing != 0) {
		var holder string
		if err == nil {
			err = scan(&holder)
		}
		if err != nil {
			return nil, fmt.Errorf("sweep of %s: %w", place, err)
		}
		list = append(list, holder)
	}
	limited, err := t.limited(after)
	if err != nil {
		return nil, err
	}
	list = append(list, limited...)
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(n, len(list))], nil
}
