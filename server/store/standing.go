package store

import (
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/sync/hub"
)

// Holdings is what every place of an unfenced epoch holds of a holder: in escrow and in transit.
func (t *Tx) Holdings(holder string) (list []hub.Holding, err error) {
	if err := t.write(); err != nil {
		return nil, err
	}
	for scan, err := range t.tx.Query(`SELECT a.place, a.epoch, a.asset,
			sum(iif(a.kind = 'escrow', a.balance, 0)), sum(iif(a.kind = 'transit', a.balance, 0)), max(iif(a.kind = 'escrow', a.since, 0))
		FROM accounts a JOIN epochs e ON e.place = a.place AND e.epoch = a.epoch
		WHERE a.who = ? AND a.kind IN ('escrow', 'transit') AND a.balance > 0 AND e.fenced = ''
		GROUP BY a.place, a.epoch, a.asset ORDER BY a.place, a.epoch, a.asset`, holder) {
		var h hub.Holding
		var since int64
		if err == nil {
			err = scan(&h.Place, &h.Epoch, &h.Asset, &h.Escrow, &h.Transit, &since)
		}
		if err != nil {
			return nil, fmt.Errorf("holdings of %s: %w", holder, err)
		}
		h.Since = time.UnixMilli(since)
		list = append(list, h)
	}
	return list, nil
}

// Standing is where a member's allowance should stand: what to grant there now, and what the place may keep.
//
// It is filled up whenever it is below its target, and only what is above 5/4 of the target is surplus, so that no sale
// causes a grant and a recall at once. Points are granted on demand only. A grant past its time stands for nothing: it
// can't be spent, so the place should give it back and get a new one.
func (t *Tx) Standing(holder string, now time.Time) (st hub.Standing, err error) {
	if err := t.write(); err != nil {
		return st, err
	}
	var home string
	err = t.tx.QueryRow("SELECT ifnull(home, '') FROM members WHERE id = ?", holder).Scan(&home)
	if none(err) || err == nil && home == "" {
		return st, nil
	}
	if err != nil {
		return st, fmt.Errorf("home of %s: %w", holder, err)
	}
	number, err := t.current(home)
	if err != nil || number == 0 {
		return st, err
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
		if h.Asset != string(ledger.Points) {
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
	policy, err := t.policy()
	if err != nil {
		return st, err
	}
	habits, err := t.habits(holder)
	if err != nil {
		return st, err
	}
	target := policy.Standing(owned, habits, now)
	st.Home, st.Epoch = home, number
	if st.Keep, err = t.keep(live, target); err != nil {
		return st, err
	}
	if lacks := target - live.Stored() - transit.Stored(); lacks > 0 {
		st.Grant, err = t.split(lacks, has)
	}
	return st, err
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

// lapse takes off what is left of grants past their time: at most what no other lot accounts for, so that a lot that was
// lost count of can't make a place give back again and again what it then gets again.
func (t *Tx) lapse(live *pos.Balance, holder, place string, number uint64, now time.Time) error {
	for scan, err := range t.tx.Query(`SELECT asset, sum(iif(ends <= ?1, amount, 0)), sum(iif(ends > ?1, amount, 0)) FROM lots
		WHERE holder = ?2 AND place = ?3 AND epoch = ?4 GROUP BY asset`, now.UnixMilli(), holder, place, int64(number)) {
		var asset string
		var ended, lasting int64
		if err == nil {
			err = scan(&asset, &ended, &lasting)
		}
		if err != nil {
			return fmt.Errorf("lots of %s: %w", holder, err)
		}
		held := int64(live.Principal)
		if asset == string(ledger.Bonus) {
			held = int64(live.Bonus)
		}
		if asset != string(ledger.Points) {
			ledger.AddTo(live, ledger.Asset(asset), -max(0, min(ended, held-lasting)))
		}
	}
	return nil
}

// Sweep lists, in the order of their ids, at most n holders after one who are at home at a place or of whom it holds
// value.
func (t *Tx) Sweep(place string, number uint64, after string, n int) (list []string, err error) {
	if err := t.write(); err != nil {
		return nil, err
	}
	for scan, err := range t.tx.Query(`SELECT id FROM members WHERE home = ?1 AND id > ?3
		UNION SELECT who FROM accounts WHERE place = ?1 AND epoch = ?2 AND who > ?3 AND kind = 'escrow' AND balance > 0
		ORDER BY 1 LIMIT ?4`, place, int64(number), after, n) {
		var holder string
		if err == nil {
			err = scan(&holder)
		}
		if err != nil {
			return nil, fmt.Errorf("sweep of %s: %w", place, err)
		}
		list = append(list, holder)
	}
	return list, nil
}
