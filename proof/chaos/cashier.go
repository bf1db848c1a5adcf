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

// signIn is a manager, who may do everything that is done here.
const signIn = "login 2001 2222"

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
	last    string        // the newest receipt, as far as it was told
	pending *deal         // one whose answer isn't there yet
	short   time.Duration // after which the till is killed over the next deal; 0: it isn't

	running sync.Mutex   // held to start the console, or to do something to its process
	peace   sync.Mutex   // held by a trouble, and by who wants none
	full    atomic.Int64 // odd while the disk is full
	damage  atomic.Int64 // what is to be done to the log, the next time that the cashier is idle
	over    atomic.Int64 // after which time the till is to be killed over the next deal; 0: it isn't
}

// work does deals until the time is over, whatever becomes of the till. An error is what must not have happened.
func (k *cashier) work(ctx context.Context) error {
	for ctx.Err() == nil {
		var err error
		if how := k.damage.Swap(0); how != 0 {
			err = k.damaged(how)
		} else {
			k.short = time.Duration(k.over.Swap(0))
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
	kind, pieces, part, odd := k.chance.IntN(100), 1+k.chance.Int64N(5), k.chance.Int64N(100), k.chance.Uint64()
	switch {
	case kind < 12:
		return k.topUp(member, []int64{50_00, 100_00, 200_00}[part%3], odd)
	case kind < 16:
		return k.convert(member, 10*pieces, odd)
	case kind < 30:
		return k.giveBack(odd)
	case kind < 35:
		return k.lose(member, odd)
	case kind < 41:
		return k.makeGood(odd)
	case kind < 44:
		_, err := k.try("net "+map[bool]string{true: "off", false: "on"}[part < 33], "")
		return err
	}
	return k.sell(member, pieces, part, odd)
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
	a, err := k.do(command)
	if err != nil || a.OK() {
		return a, err
	}
	for _, code := range may {
		if a.Code() == code {
			if command != "cancel" { // which is typed to be sure that no sale is open
				k.w.tally.add(fmt.Sprintf("refused (%s): %s", code, deed(command)), 1)
			}
			return a, nil
		}
	}
	if a.Code() == "internal" && (full%2 == 1 || k.full.Load() != full) {
		k.w.tally.add("refused by a full disk", 1)
		return a, nil
	}
	return a, fmt.Errorf("%s: %q answers %s", k.Code, command, a)
}

// do types a command and waits for the answer, which may be lost where it makes a deal.
func (k *cashier) do(command string) (proof.Answer, error) {
	if k.pending == nil || k.short == 0 {
		return k.Do(command)
	}
	if err := k.Send("?" + command); err != nil {
		return nil, err
	}
	time.Sleep(k.short)
	k.short = 0
	k.kill()
	return k.Receive()
}

// deed is a command without what it is about.
func deed(command string) string {
	words := strings.Fields(command)
	switch words[0] {
	case "pay":
		return "pay " + words[1]
	case "card":
		if len(words) > 2 {
			return "card " + words[1]
		}
	}
	return words[0]
}

// strike types the command that makes a deal, and says whether it was made. Where its answer doesn't say so for certain,
// the till's books do.
func (k *cashier) strike(command string, d deal, may ...string) (done bool, err error) {
	d.began = k.w.books.begin()
	k.pending = &d
	a, err := k.try(command, may...)
	if err != nil {
		return false, err
	}
	if a.OK() {
		return true, k.book(a.Text("receipt"), d.answered(a))
	}
	if done, err = k.settle(); done && a.Code() != "internal" {
		err = fmt.Errorf("%s: %w: %q answered %s, and has a receipt all the same: %s", k.Code, errWrong, command, a, k.last)
	}
	return done, k.giveUp(err)
}

// book books the pending deal under its receipt, as the till told of it.
func (k *cashier) book(receipt string, told deal) error {
	d, err := k.pending.as(told)
	if err != nil {
		return fmt.Errorf("%s: receipt %s: %w", k.Code, receipt, err)
	}
	d.receipt = receipt
	if err := k.w.books.note(d); err != nil {
		return err
	}
	what := "deal: " + d.what
	if place, epoch, _ := parts(d.of); d.of != "" && (place != k.Code || epoch != k.epoch) {
		what += ", of another till's receipt"
	}
	k.w.tally.add(what, 1)
	k.pending, k.last = nil, receipt
	return nil
}

// settle asks the till whether what it has not answered has happened: if so, its newest receipt is a new one, and says what.
// What it had answered has happened.
func (k *cashier) settle() (happened bool, err error) {
	a, err := k.insist("print last", "not_found")
	if err != nil {
		return false, err
	}
	newest := ""
	if a.OK() && strings.HasPrefix(a.Text("receipt"), fmt.Sprintf("%s-%d-", k.Code, k.epoch)) { // or it is of the machine before
		newest = a.Text("receipt")
	}
	switch {
	case newest == k.last:
		k.pending = nil
		return false, nil
	case k.pending == nil:
		return false, fmt.Errorf("%s: %w: the last receipt was %q, and now it is %q", k.Code, errWrong, k.last, newest)
	}
	told, err := readSlip(a.Text("text"))
	if err != nil {
		return false, fmt.Errorf("%s: %w", k.Code, err)
	}
	k.w.tally.add("unanswered, and happened: "+k.pending.what, 1)
	return true, k.book(newest, told)
}
