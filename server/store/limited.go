package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// What the chain has only so many uses of, a promotion's quantity or a coupon, is granted to tills like any value
// (DESIGN.md 1.16): a till uses what it holds, so that all tills together never use more than there is, cut off or not.
//
// Nothing is booked before somebody asks. Then as many uses are made available as the rules say less what there is already,
// wherever that is: at head office, at tills, used, or written off with a lost till (which may have used it).

// most is how many uses there are of something limited; not known where the rules and books name no such thing, or no more.
func (t *Tx) most(holder string, now time.Time) (n int64, known bool, err error) {
	kind, id, ok := ledger.SplitLimited(holder)
	if !ok {
		return 0, false, nil
	}
	switch kind {
	case ledger.Promotion:
		p, ok, err := t.promotion(id)
		return int64(p.Limit.Quantity), ok && p.Limit.Quantity > 0, err
	case ledger.Today:
		return t.mostToday(id, now)
	case ledger.Coupon:
		batch, err := t.BatchOf(id)
		return 1, batch != "", err
	}
	return 0, false, nil
}

// dayOff is how far the day of a till that asks may be from head office's: the time zone of the rules may be another, and the
// day may just have ended.
const dayOff = 48 * time.Hour

// mostToday is how many uses a member has of a promotion with a hard limit on a day.
func (t *Tx) mostToday(id string, now time.Time) (n int64, known bool, err error) {
	rule, who, date, ok := ledger.SplitMemberDay(id)
	if !ok {
		return 0, false, nil
	}
	p, ok, err := t.promotion(rule)
	if err != nil || !ok || p.Limit.Mode != rules.Hard {
		return 0, false, err
	}
	var member bool // and not merged into another
	if err := t.tx.QueryRow("SELECT count(*) FROM members WHERE id = ? AND merged_into IS NULL", who).Scan(&member); err != nil || !member {
		return 0, false, err
	}
	day, err := time.Parse(time.DateOnly, date)
	if err != nil || day.Sub(now).Abs() > dayOff {
		return 0, false, nil //nolint:nilerr // no day at all
	}
	return int64(p.Limit.PerMemberDay), true, nil
}

func (t *Tx) promotion(id string) (p rules.Promotion, ok bool, err error) {
	doc, err := t.rules()
	if err != nil {
		return p, false, err
	}
	i := slices.IndexFunc(doc.Promotions, func(p rules.Promotion) bool { return p.ID == id })
	if i < 0 {
		return p, false, nil
	}
	return doc.Promotions[i], true, nil
}

// supply is where the uses of something are: at head office, at tills and on the way there, used. left is how many may still be
// used of what there is to be; more than that may be out, where a quantity was lowered.
type supply struct{ available, out, gone, left int64 }

// supply is that of something limited, after as many uses were made available as there are to be, or taken back that are too
// many; what is out at tills is never taken back here, only when it comes.
func (t *Tx) supply(holder string, now time.Time) (s supply, known bool, err error) {
	most, known, err := t.most(holder, now)
	if err != nil {
		return s, false, err
	}
	if err := t.write(); err != nil {
		return s, false, err
	}
	for scan, err := range t.tx.Query("SELECT kind, sum(balance) FROM accounts WHERE who = ? AND asset = ? GROUP BY kind", holder, string(ledger.Uses)) {
		var kind string
		var n int64
		if err == nil {
			err = scan(&kind, &n)
		}
		if err != nil {
			return s, false, fmt.Errorf("uses of %s: %w", holder, err)
		}
		switch kind {
		case ledger.KindAvailable:
			s.available = n
		case ledger.KindEscrow, ledger.KindTransit:
			s.out += n
		case ledger.KindWritten:
			// The house has made good what a lost till held. Of a quantity that is taken back here, as the till may have sold it;
			// a coupon is its bearer's, and can be used again.
			if kind, _, _ := ledger.SplitLimited(holder); kind != ledger.Coupon {
				s.gone += n
			}
		default:
			s.gone += n
		}
	}
	if lacks := max(-s.available, most-s.available-s.out-s.gone); lacks != 0 { // none is taken back that isn't here
		if err := t.own(record.Quota{Holder: holder, Amount: lacks}, now); err != nil {
			return s, false, err
		}
		s.available += lacks
	}
	s.left = max(0, min(most-s.gone, s.available+s.out))
	return s, known, nil
}

// Left is where the uses of a promotion of limited quantity are.
type Left struct {
	Promotion string `json:"promotion"`
	Quantity  int64  `json:"quantity"`
	Used      int64  `json:"used"`
	Out       int64  `json:"out"`  // at tills and on the way there
	Left      int64  `json:"left"` // how many may still be used, those included
}

// Left lists the promotions of limited quantity in force.
func (s *Store) Left(now time.Time) (list []Left, err error) {
	err = s.update(context.Background(), func(t *Tx) error {
		holders, err := t.limited("")
		if err != nil {
			return err
		}
		for _, holder := range holders {
			most, _, err := t.most(holder, now)
			if err != nil {
				return err
			}
			u, _, err := t.supply(holder, now)
			if err != nil {
				return err
			}
			_, id, _ := ledger.SplitLimited(holder)
			list = append(list, Left{Promotion: id, Quantity: most, Used: u.gone, Out: u.out, Left: u.left})
		}
		return nil
	})
	return list, err
}

// wantedUses is what may be granted of something limited.
func (t *Tx) wantedUses(r wire.Request, now time.Time) ([]wire.Amount, *hub.Refusal, error) {
	if kind, _, _ := ledger.SplitLimited(r.Holder); kind == ledger.Coupon {
		if refusal, err := t.mayUse(r); refusal != nil || err != nil {
			return nil, refusal, err
		}
	}
	s, known, err := t.supply(r.Holder, now)
	if err != nil {
		return nil, nil, err
	}
	if !known {
		return nil, &hub.Refusal{Code: string(pos.NotFound), Message: fmt.Sprintf("head office knows of nothing limited that is called %s", clip(r.Holder))}, nil
	}
	return more(nil, ledger.Uses, min(r.Uses, s.available)), nil, nil
}

// Share is what a place lacks of what is the chain's own and should stand there now, house money or uses of something
// limited, to be granted; what it holds beyond that is below zero, to be recalled. As with members, only what is above 5/4 of
// what should stand goes back.
func (t *Tx) Share(place string, number uint64, holder string, now time.Time) ([]wire.Amount, error) {
	if holder == ledger.TheHouse {
		return t.houseShare(place, number, now)
	}
	waits, err := t.recovers(now)
	if err != nil || waits != "" {
		return nil, err
	}
	s, known, err := t.supply(holder, now)
	if err != nil {
		return nil, err
	}
	var escrow, transit int64
	if err := t.tx.QueryRow(`SELECT ifnull(sum(iif(kind = 'escrow', balance, 0)), 0), ifnull(sum(iif(kind = 'transit', balance, 0)), 0)
		FROM accounts WHERE who = ? AND place = ? AND epoch = ? AND asset = ?`, holder, place, int64(number), string(ledger.Uses)).Scan(&escrow, &transit); err != nil {
		return nil, fmt.Errorf("what %s holds of %s: %w", place, holder, err)
	}
	stands := known
	if stands {
		if stands, err = t.standsAt(place, number, holder); err != nil {
			return nil, err
		}
	}
	var target int64
	if stands {
		if target, err = t.shareOf(s, holder); err != nil {
			return nil, err
		}
	}
	if 4*escrow > 5*target {
		return []wire.Amount{{Asset: string(ledger.Uses), Amount: target - escrow}}, nil
	}
	return more(nil, ledger.Uses, min(s.available, target-escrow-transit)), nil
}

// standsAt reports whether uses of something limited are to stand at a place without being asked for: at tills where the
// promotion holds. A till that is to be closed keeps none, and coupons stand nowhere.
func (t *Tx) standsAt(place string, number uint64, holder string) (bool, error) {
	e, err := t.epoch(place, number)
	if err != nil || e == nil || e.closing != 0 {
		return false, err
	}
	kind, id, _ := ledger.SplitLimited(holder)
	if kind != ledger.Promotion {
		return false, nil
	}
	p, ok, err := t.promotion(id)
	if err != nil || !ok {
		return false, err
	}
	doc, err := t.rules()
	return doc.At(p.Where, e.store), err
}

// shareOf is what of a promotion stands at each till where it holds: an equal part of the per cent of what is left that is to
// stand at all of them, and at least one, so that a till that is cut off has something to sell. What is short is had by whoever
// asks first.
func (t *Tx) shareOf(s supply, holder string) (int64, error) {
	share, err := t.number("quota.share")
	if err != nil || share == 0 {
		return 0, err
	}
	_, id, _ := ledger.SplitLimited(holder)
	p, _, err := t.promotion(id)
	if err != nil {
		return 0, err
	}
	tills, err := t.tillsWhere(p.Where)
	if err != nil || tills == 0 {
		return 0, err
	}
	return max(1, s.left*int64(share)/100/int64(tills)), nil
}

// tillsWhere is how many tills are enrolled where a promotion holds.
func (t *Tx) tillsWhere(where rules.Where) (n int, err error) {
	if where.IsZero() {
		places, err := t.enrolled("")
		return len(places), err
	}
	doc, err := t.rules()
	if err != nil {
		return 0, err
	}
	stores := slices.Clone(where.Stores)
	for _, group := range where.Groups {
		stores = append(stores, doc.Groups[group]...)
	}
	slices.Sort(stores)
	for _, store := range slices.Compact(stores) {
		places, err := t.enrolled(store)
		if err != nil {
			return 0, err
		}
		n += len(places)
	}
	return n, nil
}

// limited lists, in the order of their names, what is limited by the rules, behind one.
func (t *Tx) limited(after string) (list []string, err error) {
	doc, err := t.rules()
	if err != nil {
		return nil, err
	}
	for _, p := range doc.Promotions {
		if holder := ledger.Limited(ledger.Promotion, p.ID); p.Limit.Quantity > 0 && holder > after {
			list = append(list, holder)
		}
	}
	slices.Sort(list)
	return list, nil
}
