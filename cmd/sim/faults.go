package main

import (
	"time"
)

// crashAfterCommit is the chance that a till crashes between a commit and the frames that speak of it.
const crashAfterCommit = 0.003

// faultWhileWaiting is the chance, every 20 ms, that something falls while a cashier waits for a grant: the moments in
// which value is under way are few, and the ones that matter.
const faultWhileWaiting = 0.04

// waitingFault lets something fall under a till that waits.
func (w *world) waitingFault(t *cashDesk) {
	switch w.rng.IntN(4) {
	case 0:
		t.crashSoon()
	case 1:
		w.hq.crash()
	default:
		t.disconnect("a cut while waiting")
	}
}

// fault is one thing that goes wrong, with a till or with HQ.
func (w *world) fault(t *cashDesk) {
	w.counts.Operations++
	switch w.rng.IntN(9) {
	case 0, 1, 2:
		if t.cut {
			w.say("%s: the line is back", t.code)
			t.cut, t.retryAt = false, w.now
		} else {
			w.say("%s: the line is cut", t.code)
			t.cut = true
			t.disconnect("cut")
		}
	case 3:
		t.disconnect("a short cut")
	case 4, 5:
		t.crash()
	case 6:
		w.hq.crash()
	case 7:
		w.sleep()
	case 8:
		t.skew = []time.Duration{0, -365 * day, -2 * time.Hour, 3650 * day}[w.rng.IntN(4)]
		w.skewed = w.skewed || t.skew != 0
		w.did("clock set while at work")
		w.say("%s: somebody sets the clock %v off", t.code, t.skew)
	}
}

// sleep is a time in which nobody works and every line falls: a night, or a fortnight, or long enough for grants to end.
func (w *world) sleep() {
	d := []time.Duration{time.Hour, 10 * time.Hour, 30 * time.Hour, 8 * day, 40 * day}[w.rng.IntN(5)]
	w.say("nothing happens for %v", d)
	for _, t := range w.tills {
		t.disconnect("sleep")
	}
	w.now = w.now.Add(d)
}

// heal ends all faults: lines are up, every sale is finished or cancelled, and everything gets the time it needs.
func (w *world) heal() {
	w.say("everything heals")
	w.net.SetFaults(healthy)
	w.healing = true
	for _, t := range w.tills {
		t.cut, t.retryAt = false, w.now
		t.disconnect("healing")
		t.start() // which forgets the sign-ins that were refused while nobody was known here yet
	}
	w.advance(5 * time.Second)
	w.reconcile()
	for _, t := range w.tills {
		if _, err := t.till.Login(manager, cashierPIN); err != nil {
			w.fail("%s: login: %v", t.code, err)
		}
		t.till.Cancel() //nolint:errcheck // there may be nothing to cancel
	}
	w.settle()
}

// settle gives what is under way the time it needs.
func (w *world) settle() {
	for range 60 {
		w.advance(2 * time.Second)
		if w.settled() {
			return
		}
	}
	w.fail("two minutes after everything has healed, something is still under way: %s", w.unsettled())
}
