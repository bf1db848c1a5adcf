package escrow

import (
	"slices"
	"time"

	"holdfast/pos/money"
)

// WhatIf asks what tills would have approved, had head office been out of reach again and again under this policy.
type WhatIf struct {
	Policy
	Cut    time.Duration // how long it is out of reach for every till; the next time begins where this one ends
	From   time.Time     // what came before only teaches habits
	Pool   bool          // a store's tills spend from what any of them holds
	Places []At          // the first enrolled first

	Float         money.Fen // house money that each place holds; 0: none
	FloatMember   money.Fen // most that one member draws of it in a cut
	FloatPayments int       // and most in payments as they usually make them
}

// At is a place and its store.
type At struct{ Place, Store string }

// Move is what one record did to a member, in the order of the journal.
type Move struct {
	At     time.Time
	Place  string // "" for head office
	Member string
	Store  string    // that they joined in, where known
	Owned  money.Fen // what they own more, or less, of stored value
	Paid   money.Fen // with stored value; 0: it was no payment
	Seen   bool      // they stood at the place
}

// Tally is some payments.
type Tally struct {
	N      int       `json:"n"`
	Amount money.Fen `json:"amount"`
}

func (t *Tally) add(amount money.Fen) {
	t.N++
	t.Amount += amount
}

// Outcome is the answer to a WhatIf. Payments that neither stood nor were advanced would have been refused.
type Outcome struct {
	Cuts     int       `json:"cuts"` // in which somebody paid
	Payments Tally     `json:"payments"`
	Own      Tally     `json:"own"`      // approved with what stood for the member
	Advanced Tally     `json:"advanced"` // approved with house money besides
	Share    float64   `json:"share"`    // of all balances that stood at places as the cuts began, in per cent
	Stood    money.Fen `json:"stood"`    // most that stood as a cut began
	Drawn    money.Fen `json:"drawn"`    // most house money that one cut took
}

// Replay plays recorded moves under another policy. It is a model, and says so: within a cut it lets a till spend what stood
// there as it began and what came in there since, and takes every payment that was made as tried, also one that followed from
// another that is refused here.
type Replay struct {
	ask     WhatIf
	pools   map[string]string // of a place, or the place itself
	first   map[string]string // of each store's places
	members map[string]*player
	ends    time.Time
	began   func() // counts the cut, once a payment is tried in it
	out     Outcome
	stood   money.Fen // over all cuts
	owned   money.Fen
	house   map[string]money.Fen // left at each pool
	drawn   money.Fen            // in this cut
	usual   money.Fen            // what members pay in the middle
}

// player is a member in a replay.
type player struct {
	Habits
	payments []Payment // the newest first
	store    string
	owned    money.Fen
	known    money.Fen         // what they owned as the cut began
	at       map[string]*purse // in this cut, at each pool
}

// purse is a member at one pool during a cut.
type purse struct {
	here  money.Fen // what can be spent
	moved money.Fen // what the pool knows of that has changed what they own
	drawn money.Fen // of the house's money
}

// NewReplay is one that nothing was played in.
func NewReplay(ask WhatIf) *Replay {
	r := &Replay{ask: ask, pools: map[string]string{}, first: map[string]string{}, members: map[string]*player{}}
	for _, p := range ask.Places {
		r.pools[p.Place] = p.Place
		if ask.Pool {
			r.pools[p.Place] = p.Store
		}
		if r.first[p.Store] == "" {
			r.first[p.Store] = p.Place
		}
	}
	return r
}

// Play is the next move.
func (r *Replay) Play(m Move) {
	if !m.At.Before(r.ask.From) && !m.At.Before(r.ends) {
		r.cut(m.At)
	}
	p := r.members[m.Member]
	if p == nil {
		p = &player{Habits: Habits{Seen: m.At, Joined: m.At}, at: map[string]*purse{}}
		r.members[m.Member] = p
	}
	if m.Store != "" {
		p.store = m.Store
	}
	if pool := r.pools[m.Place]; pool != "" && !r.ends.IsZero() {
		if m.Paid > 0 {
			r.pay(p, pool, m.Paid)
		} else {
			p.purse(pool).move(m.Owned)
		}
	}
	p.owned += m.Owned
	if m.Seen && m.At.After(p.Seen) {
		p.Seen = m.At
	}
	if m.Paid > 0 {
		p.payments = slices.Insert(p.payments, 0, Payment{m.Place, m.At, m.Paid})
		p.payments = p.payments[:min(len(p.payments), PaymentsKept)]
		p.Learn(p.payments)
	}
}

// Outcome is what came of all that was played.
func (r *Replay) Outcome() Outcome {
	if r.owned > 0 {
		r.out.Share = 100 * float64(r.stood) / float64(r.owned)
	}
	return r.out
}

// cut begins the cut that a time is in: what stands where is worked out as head office would.
func (r *Replay) cut(now time.Time) {
	if r.ends.IsZero() {
		r.ends = now
	}
	for !now.Before(r.ends) {
		r.ends = r.ends.Add(r.ask.Cut)
	}
	began := r.ends.Add(-r.ask.Cut)
	r.drawn, r.house = 0, map[string]money.Fen{}
	for _, at := range r.ask.Places {
		r.house[r.pools[at.Place]] += r.ask.Float
	}
	var list []Candidate
	var balances money.Fen
	var medians []money.Fen
	for id, p := range r.members {
		clear(p.at)
		p.known = p.owned
		balances += p.owned
		target := r.ask.Target(p.owned, p.Habits, began)
		if target == 0 {
			continue
		}
		if p.Median > 0 {
			medians = append(medians, p.Median)
		}
		if home := r.home(p, began); home != "" {
			list = append(list, Candidate{Member: id, Place: home, Target: target, Score: r.ask.Score(target, p.Habits, began)})
		}
	}
	if r.usual = 0; len(medians) > 0 {
		slices.Sort(medians)
		r.usual = medians[(len(medians)-1)/2]
	}
	stood := money.Fen(0)
	all, full := r.ask.Cuts(list, balances)
	for _, c := range list {
		here, limited := full[c.Place]
		if !all.In(c.Score, c.Member) || limited && !here.In(c.Score, c.Member) {
			continue
		}
		r.members[c.Member].purse(r.pools[c.Place]).here += c.Target
		stood += c.Target
	}
	r.began = func() {
		r.out.Cuts++
		r.owned, r.stood, r.out.Stood = r.owned+balances, r.stood+stood, max(r.out.Stood, stood)
	}
}

// home is where a member's allowance stands.
func (r *Replay) home(p *player, now time.Time) string {
	home := Home(p.payments, func(place string) bool { return r.pools[place] != "" }, now)
	if home == "" {
		home = r.first[p.store]
	}
	return home
}

func (p *player) purse(pool string) *purse {
	if p.at[pool] == nil {
		p.at[pool] = &purse{}
	}
	return p.at[pool]
}

// move brings value, or takes it away.
func (p *purse) move(amount money.Fen) {
	p.here = max(0, p.here+amount)
	p.moved += amount
}

// pay tries a payment at a pool that is cut off: with what is there, then with the house's money, which is advanced within what
// the member was last known to own.
func (r *Replay) pay(p *player, pool string, amount money.Fen) {
	if r.began != nil {
		r.began()
		r.began = nil
	}
	r.out.Payments.add(amount)
	x := p.purse(pool)
	own := min(amount, x.here)
	short := amount - own
	if short > 0 {
		usual := p.Median
		if usual == 0 {
			usual = r.usual
		}
		most := min(r.ask.FloatMember, usual*money.Fen(r.ask.FloatPayments)) - x.drawn
		if short > min(most, r.house[pool], p.known+x.moved-own) {
			return
		}
		r.out.Advanced.add(amount)
		r.house[pool] -= short
		r.drawn += short
		x.drawn += short
		r.out.Drawn = max(r.out.Drawn, r.drawn)
	} else {
		r.out.Own.add(amount)
	}
	x.here -= own
	x.moved -= amount
}
