// Package react is what head office derives from its journal: balances for the tills, what allowances follow from,
// figures, and exceptions that nobody waits for. It imports server/store and what that may.
//
// The one thing to know: a reactor reads each booked record once, in head office's order, and writes through the
// transaction it is given, which keeps its cursor too. What it derives must follow from the records alone, never from
// the clock or from other tables, so that hq verify can play it again from zero. What must hold before a till is
// answered is not done here but where the record is booked.
package react

import (
	"holdfast/pos"
	"holdfast/server/store"
)

// All is the reactors, in the order in which they read.
func All() []store.Reactor {
	return []store.Reactor{
		{Name: "habits", Derives: []string{"payments", "lots", "habits"}, React: habits}, // first: balances tell what it learns
		{Name: "balances", Derives: []string{"touched"}, React: balances},
		{Name: "figures", Derives: []string{"figures"}, React: figuresOf},
		{Name: "daily", Derives: []string{"daily"}, React: daily},
		{Name: "review", React: review},
	}
}

// ordered is a map that remembers the order in which its keys came, so that the same records always do the same.
type ordered[V any] struct {
	keys []string
	of   map[string]*V
}

func (o *ordered[V]) at(key string) (v *V, fresh bool) {
	if v := o.of[key]; v != nil {
		return v, false
	}
	if o.of == nil {
		o.of = map[string]*V{}
	}
	v = new(V)
	o.of[key] = v
	o.keys = append(o.keys, key)
	return v, true
}

// byTill reports whether a till wrote the record, and not head office itself.
func byTill(r store.Read) bool { return r.Place != pos.HQ }
