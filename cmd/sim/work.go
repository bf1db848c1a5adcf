package main

import (
	"context"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till"
)

// deed is one thing that a person at a till can do.
type deed struct {
	name  string
	often int // how often it is done, beside the others
	needs needs
	do    func(*cashDesk) (string, error)
}

// needs is what a deed mostly needs to be more than a refusal; now and then it is tried without.
type needs int

const (
	nothing   needs = 0
	byManager needs = 1 << iota // a store manager's right, as rights are shipped
	withMember
	withLines // goods in the sale
)

// deeds is all of them. A table of functions on cashDesk would be a loop of initialisation, hence the call.
func deeds() []deed {
	var all []deed
	for _, some := range [][]deed{sales, values, cardDeeds, givings, shifts} {
		all = append(all, some...)
	}
	return all
}

// work is one thing that somebody does.
func (t *cashDesk) work() {
	t.at(func() {
		d := t.sensible()
		if t.w.chance(0.3) {
			d = t.w.anyDeed()
		}
		t.prepare(d.needs)
		t.try(d)
	})
}

// at has somebody do something, in the middle of which the till may crash.
func (t *cashDesk) at(do func()) {
	t.w.working = t
	defer func() {
		t.w.working = nil
		if r := recover(); r != nil {
			if _, ok := r.(fell); !ok {
				panic(r)
			}
		}
	}()
	do()
}

// prepare does what a deed needs, mostly.
func (t *cashDesk) prepare(n needs) {
	w := t.w
	if w.chance(0.1) {
		return
	}
	if n&withLines != 0 && t.lines == 0 {
		t.try(w.deed("scan"))
	}
	if n&withMember != 0 && !t.member {
		t.try(w.deed("swipe"))
	}
}

// try does a deed. A manager lends their rights where it needs them. What the till refuses is part of the day; what it
// can't explain fails the world.
func (t *cashDesk) try(d deed) {
	w := t.w
	if d.needs&byManager != 0 && t.who != manager && w.chance(0.9) {
		if _, err := t.till.Override(manager, cashierPIN); err == nil {
			w.did("override")
		}
	}
	w.counts.Operations++
	what, err := d.do(t)
	t.till.EndOverride()
	w.model.read(t)
	switch pos.CodeOf(err) {
	case "":
		w.did("did " + d.name)
		w.say("%s: %s", t.code, what)
	case pos.Internal:
		w.fail("%s: %s: %v", t.code, what, err)
	default:
		w.counts.Refused++
		w.did("refused " + d.name)
		w.say("%s: %s: refused: %v", t.code, what, err)
	}
}

// anyDeed is any of them, the frequent ones more often.
func (w *world) anyDeed() deed {
	n := 0
	for _, d := range w.deeds {
		n += d.often
	}
	n = w.rng.IntN(n)
	for _, d := range w.deeds {
		if n -= d.often; n < 0 {
			return d
		}
	}
	panic("unreachable")
}

// deed is the one of a name.
func (w *world) deed(name string) deed {
	for _, d := range w.deeds {
		if d.name == name {
			return d
		}
	}
	panic("no deed " + name)
}

// sensible is what a cashier would do next.
func (t *cashDesk) sensible() deed {
	st, err := t.till.Status()
	t.w.must(err, "status")
	next := "top up"
	switch n := t.w.rng.IntN(12); {
	case st.Person == "" || st.Shift != "" && st.Shift != st.Person && n < 10:
		next = "sign in"
		if st.Shift != "" && n > 0 {
			return deed{next, 1, nothing, func(t *cashDesk) (string, error) { return t.signIn(st.Shift, cashierPIN) }}
		}
	case t.w.hq.toClose[t.id] != 0 && n < 10:
		next = t.empties(st.Shift != "")
	case st.Shift == "":
		next = "open shift"
	case t.due == 0 && t.lines > 0:
		next = "finish"
	case t.lines == 0 && n < 5:
		return t.w.anyDeed()
	case t.lines == 0 || t.lines < 3 && n < 2:
		next = "scan"
	case !t.member && n < 9:
		next = "swipe"
	case n < 2:
		next = "total"
	case t.member && n < 4:
		next = "pay points"
	case t.member && !t.short && n < 9:
		next = "pay stored, the rest"
	case t.member && t.short && n < 6:
		next = "pay stored"
	case n < 11:
		next = "pay the rest"
	}
	return t.w.deed(next)
}

// empties is what brings a till that is to be closed to its end: no sale, no shift, and then nothing but to look on.
func (t *cashDesk) empties(shift bool) string {
	switch {
	case t.lines > 0 || t.member:
		return "cancel"
	case shift && t.w.chance(0.2):
		return "recall" // a sale that is on hold
	case shift:
		return "close shift"
	}
	return "sign in"
}

// cleared forgets the open sale.
func (t *cashDesk) cleared() { t.lines, t.member, t.due, t.short = 0, false, 0, false }

// seen keeps what the screen says of the open sale.
func (t *cashDesk) seen(totals till.Totals, err error) error {
	if err == nil {
		t.lines, t.due = totals.Lines, totals.Due
	}
	return err
}

// fen is some amount, up to a most.
func (w *world) fen(most int) money.Fen { return money.Fen(1 + w.rng.IntN(most)) }

var ctx = context.Background()
