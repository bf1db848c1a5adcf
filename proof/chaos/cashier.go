//go:build linux

package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"holdfast/proof"
)

const (
	goods  = "6901234567892" // costs 10.00, for everybody
	price  = 10_00
	signIn = "login 2001 2222" // a manager, who may do everything that is done here
)

// cashier works at one till and remembers what it was told there.
type cashier struct {
	*proof.Till
	w        *world
	store    string
	programs string // the folder of the till's program; its clock is its own
	folder   string // on the till's disk; each epoch has a folder in it
	disk     *proof.Disk
	chance   *rand.Rand

	epoch   int
	last    string // the newest receipt, as far as it was told
	pending *deal  // one whose answer isn't there yet
	sold    []deal // what may be refunded

	running sync.Mutex   // held to start the console, or to do something to its process
	peace   sync.Mutex   // held by a trouble, and by who wants none
	full    atomic.Int64 // odd while the disk is full
	damage  atomic.Int64 // what is to be done to the log, the next time that the cashier is idle
}

// work does deals until the time is over, whatever becomes of the till. An error is what must not have happened.
func (k *cashier) work(ctx context.Context) error {
	for ctx.Err() == nil {
		var err error
		if how := k.damage.Swap(0); how != 0 {
			err = k.damaged(how)
		} else {
			err = k.deal()
		}
		if errors.Is(err, proof.ErrEnded) {
			err = k.revive()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// deal does one of what a cashier does, for one of the members.
func (k *cashier) deal() error {
	member := k.w.members[k.chance.IntN(len(k.w.members))]
	kind, pieces, part := k.chance.IntN(100), 1+k.chance.Int64N(5), k.chance.Int64N(100)
	switch {
	case kind < 12:
		return k.topUp(member, []int64{50_00, 100_00, 200_00}[part%3])
	case kind < 16:
		return k.convert(member, 10*pieces)
	case kind < 24 && len(k.sold) > 0:
		return k.refund(int(part) % len(k.sold))
	case kind < 27:
		_, err := k.try("net "+map[bool]string{true: "off", false: "on"}[part < 50], "")
		return err
	}
	return k.sell(member, pieces, part)
}

// sell sells goods; part of it, per cent, is to be paid with stored value, and some with points.
func (k *cashier) sell(member string, pieces, part int64) error {
	d := deal{what: "sale", member: member}
	for _, command := range []string{fmt.Sprintf("scan %s %d", goods, pieces), "member " + member} {
		if a, err := k.try(command, ""); err != nil || !a.OK() {
			return k.giveUp(err)
		}
	}
	due := pieces * price
	if stored := due * part / 100; stored > 0 {
		a, err := k.try("pay stored "+proof.Yuan(stored), "insufficient")
		if err != nil {
			return err
		}
		if a.OK() {
			d.value, due = -stored, due-stored
			k.w.tally.add("paid with stored value", 1)
		}
	}
	if part%4 == 0 && due >= 1_00 {
		a, err := k.try("pay points 1.00", "insufficient")
		if err != nil {
			return err
		}
		if a.OK() {
			d.points, due = -parsePoints(a.Text("points")), due-1_00
		}
	}
	if due > 0 {
		if a, err := k.try("pay cash rest", ""); err != nil || !a.OK() {
			return k.giveUp(err)
		}
	}
	a, err := k.try("total", "")
	if err != nil || !a.OK() {
		return k.giveUp(err)
	}
	d.points += parsePoints(a.Text("points"))
	return k.strike("finish", d)
}

func (k *cashier) topUp(member string, principal int64) error {
	if a, err := k.try("member "+member, ""); err != nil || !a.OK() {
		return k.giveUp(err)
	}
	bonus := map[int64]int64{100_00: 10_00, 200_00: 20_00}[principal]
	if err := k.strike(fmt.Sprintf("topup %s cash", proof.Yuan(principal)), deal{what: "top-up", member: member, value: principal + bonus}); err != nil {
		return err
	}
	return k.giveUp(nil)
}

func (k *cashier) convert(member string, points int64) error {
	if a, err := k.try("member "+member, ""); err != nil || !a.OK() {
		return k.giveUp(err)
	}
	if err := k.strike(fmt.Sprintf("convert %d", points), deal{what: "conversion", member: member, points: -points * 10_000, value: points * 10}, "insufficient"); err != nil {
		return err
	}
	return k.giveUp(nil)
}

func (k *cashier) refund(i int) error {
	d := k.sold[i]
	return k.strike("refund "+d.receipt, d.back(), "insufficient", "state")
}

// giveUp leaves the sale that is open, if one is.
func (k *cashier) giveUp(err error) error {
	if err == nil {
		k.pending = nil
		_, err = k.insist("cancel", "state")
	}
	return err
}

// insist types a command until the disk has room for it.
func (k *cashier) insist(command string, may ...string) (a proof.Answer, err error) {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if a, err = k.try(command, may...); err != nil || a.Code() != "internal" {
			return a, err
		}
	}
	return a, fmt.Errorf("%s: %q in vain: %s", k.Code, command, a)
}

// try types a command. Besides success only the codes that are named may come of it, and while the disk is full,
// internal.
func (k *cashier) try(command string, may ...string) (proof.Answer, error) {
	full := k.full.Load()
	a, err := k.Do(command)
	if err != nil || a.OK() {
		return a, err
	}
	for _, code := range may {
		if a.Code() == code {
			return a, nil
		}
	}
	if a.Code() == "internal" && (full%2 == 1 || k.full.Load() != full) {
		k.w.tally.add("refused by a full disk", 1)
		return a, nil
	}
	return a, fmt.Errorf("%s: %q answers %s", k.Code, command, a)
}

// strike types the command that makes a deal. Where its answer doesn't say so for certain, the till's books do.
func (k *cashier) strike(command string, d deal, may ...string) error {
	k.pending = &d
	a, err := k.try(command, may...)
	if err != nil {
		return err
	}
	if a.OK() {
		return k.book(a.Text("receipt"))
	}
	return k.giveUp(k.settle())
}

// book books the pending deal under its receipt.
func (k *cashier) book(receipt string) error {
	d := *k.pending
	d.receipt = receipt
	if err := k.w.books.note(d); err != nil {
		return err
	}
	if d.what == "sale" {
		k.sold = append(k.sold, d)
	}
	k.w.tally.add("deal: "+d.what, 1)
	k.pending, k.last = nil, receipt
	return nil
}

// settle asks the till whether what it has not answered has happened: if so, its newest receipt is a new one. What it had
// answered has happened.
func (k *cashier) settle() error {
	a, err := k.insist("print last", "not_found")
	if err != nil {
		return err
	}
	newest := ""
	if a.OK() && strings.HasPrefix(a.Text("receipt"), fmt.Sprintf("%s-%d-", k.Code, k.epoch)) { // or it is of the machine before
		newest = a.Text("receipt")
	}
	switch {
	case newest == k.last:
		k.pending = nil
		return nil
	case k.pending == nil:
		return fmt.Errorf("%s: %w: the last receipt was %q, and now it is %q", k.Code, errWrong, k.last, newest)
	}
	k.w.tally.add("unanswered, and happened", 1)
	return k.book(newest)
}
