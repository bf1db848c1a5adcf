package store

import (
	"fmt"
	"slices"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/money"
)

// cutsFor is how long a ranking holds: what members own and how long they have been away changes all the time, and with it
// who ranks before whom, but not by much.
const cutsFor = 10 * time.Minute

// rankStep is how many members one transaction ranks, so that others get their turn: of very many it takes several.
const rankStep = 10_000

// ranking is one under way: what was read of members up to one. It is only kept in memory, as nothing is lost with it.
type ranking struct {
	now      time.Time
	after    string // the last member who was read
	first    map[string]string
	enrolled map[string]bool
	list     []escrow.Candidate
	balances money.Fen
	medians  []money.Fen
}

// ranks is shared by all views of the same books; whoever writes has it. As long as the journal ends where all reactors had
// read it, and the ranking is not too old, a transaction needn't ask how far they are.
type ranks struct {
	current *ranking
	read    uint64    // where the journal ended; 0: not known
	at      time.Time // when the ranking was made that held then
}

// rank works out anew whose allowance stands, when it is time to, some members at a time; done when that is up to date.
func (t *Tx) rank(now time.Time) (done bool, err error) {
	_, _, at, err := t.cut("")
	if err != nil {
		return false, err
	}
	if holds(at, now) {
		t.ranked = at
		return true, nil
	}
	r := t.store.ranks.current
	if r == nil {
		if r, err = t.beginRanking(now); err != nil {
			return false, err
		}
	}
	t.store.ranks.current = nil // but for the next step of one that went well
	policy, err := t.allowances()
	if err != nil {
		return false, err
	}
	more, err := t.candidates(r, policy)
	if err != nil {
		return false, err
	}
	if more {
		t.store.ranks.current = r
		return false, nil
	}
	t.ranked = r.now
	return true, t.endRanking(r, policy)
}

// holds reports whether a ranking of some time holds.
func holds(at, now time.Time) bool {
	age := now.Sub(at)
	return age < cutsFor && age > -cutsFor
}

// unranked has the ranking worked out anew before anything more is granted.
func (t *Tx) unranked() error {
	t.store.ranks.current, t.store.ranks.read, t.reacted = nil, 0, 0
	if _, err := t.tx.Exec("UPDATE cuts SET at = 0"); err != nil {
		return fmt.Errorf("cuts: %w", err)
	}
	return nil
}

func (t *Tx) beginRanking(now time.Time) (*ranking, error) {
	places, err := t.enrolled("")
	if err != nil {
		return nil, err
	}
	r := &ranking{now: now, first: map[string]string{}, enrolled: map[string]bool{}}
	for _, place := range places {
		r.enrolled[place] = true
	}
	return r, nil
}

// candidates reads on, and finds for whom something should stand somewhere.
func (t *Tx) candidates(r *ranking, policy escrow.Policy) (more bool, err error) {
	var h habits // one for all rows
	n := 0
	for scan, err := range t.tx.Query("SELECT member, "+habitColumns+" FROM habits WHERE member > ? ORDER BY member LIMIT +?", r.after, rankStep) {
		if err == nil {
			err = h.scan(scan, &r.after)
		}
		if err != nil {
			return false, fmt.Errorf("habits: %w", err)
		}
		n++
		r.balances += h.owned
		target := policy.Target(h.owned, h.Habits, r.now)
		if target == 0 {
			continue
		}
		if h.Median > 0 {
			r.medians = append(r.medians, h.Median)
		}
		home := h.home
		if home == "" {
			var known bool
			if home, known = r.first[h.store]; !known {
				if home, err = t.firstPlace(h.store); err != nil {
					return false, err
				}
				r.first[h.store] = home
			}
		}
		if r.enrolled[home] {
			r.list = append(r.list, escrow.Candidate{Member: r.after, Place: home, Target: target, Score: policy.Score(target, h.Habits, r.now)})
		}
	}
	return n == rankStep, nil
}

// endRanking stores the cuts. How much house float a member may draw follows from what members usually pay.
func (t *Tx) endRanking(r *ranking, policy escrow.Policy) error {
	var median money.Fen
	if len(r.medians) > 0 {
		slices.Sort(r.medians)
		median = r.medians[(len(r.medians)-1)/2]
	}
	all, places := policy.Cuts(r.list, r.balances)
	places[""] = all
	if _, err := t.tx.Exec("DELETE FROM cuts"); err != nil {
		return fmt.Errorf("cuts: %w", err)
	}
	for place, c := range places {
		if _, err := t.tx.Exec("INSERT INTO cuts (place, score, member, at, median) VALUES (?, ?, ?, ?, ?)", place, c.Score, c.Member, r.now.UnixMilli(), int64(median)); err != nil {
			return fmt.Errorf("cuts: %w", err)
		}
	}
	return t.publishPolicy()
}

// cut is who is in by all, and at a place, as of when that was worked out: scores are of that time.
func (t *Tx) cut(place string) (all, here escrow.Cut, at time.Time, err error) {
	all, here, at = escrow.Nobody, escrow.Everybody, time.UnixMilli(0)
	for scan, err := range t.tx.Query("SELECT place, score, member, at FROM cuts WHERE place IN ('', ?)", place) {
		var of string
		var c escrow.Cut
		var ms int64
		if err == nil {
			err = scan(&of, &c.Score, &c.Member, &ms)
		}
		if err != nil {
			return all, here, at, fmt.Errorf("cuts: %w", err)
		}
		if of == "" {
			all, at = c, time.UnixMilli(ms)
		} else {
			here = c
		}
	}
	return all, here, at, nil
}
