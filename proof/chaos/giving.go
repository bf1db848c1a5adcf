//go:build linux

package chaos

import (
	"fmt"
	"time"
)

// refusals of a refund that are all right: everything is back, the right to refund is elsewhere and can't be fetched now,
// or head office hasn't heard of the receipt.
var refusals = []string{"insufficient", "state", "offline", "timeout", "not_found"}

// giveBack refunds a sale, or undoes a top-up: of this till or of any, some of it or all that is left, also of one of which
// something was given back before.
func (k *cashier) giveBack(odd uint64) error {
	here, again, what := odd%4 != 0, odd/4%4 == 0, sale
	if odd/16%4 == 0 {
		what = topUp
	}
	d, ok := k.w.books.find(odd>>32, func(d deal) bool {
		place, epoch, _ := parts(d.receipt)
		switch {
		case again && what == sale:
			return d.what == refund
		case d.what != what:
			return false
		}
		return (place == k.Code && epoch == k.epoch) == here
	})
	if ok && d.of != "" {
		d, ok = k.w.books.deal(d.of)
	}
	if !ok {
		return nil
	}
	if place, epoch, _ := parts(d.receipt); (place != k.Code || epoch != k.epoch) && odd/256%4 != 0 { // it can't while it is cut off
		if err := k.goOnline(); err != nil {
			return err
		}
	}
	if d.what == topUp {
		return k.undo(d)
	}
	back := deal{what: refund, member: d.member, of: d.receipt, all: odd/64%4 == 0}
	command := "refund " + d.receipt
	if !back.all {
		command += k.some(d, odd>>16, &back)
	}
	_, err := k.strike(command, back, refusals...)
	return err
}

// undo undoes a top-up.
func (k *cashier) undo(d deal) error {
	done, err := k.strike("refund "+d.receipt, deal{what: undoing, member: d.member, of: d.receipt, bonus: d.bonus}, refusals...)
	if err == nil && done {
		if void, _ := k.w.books.deal(k.last); d.total+void.total > 0 {
			k.w.tally.add("undone for less, as some was spent", 1)
		}
	}
	return err
}

// some is lines of a sale of which some is to come back.
func (k *cashier) some(d deal, odd uint64, back *deal) (lines string) {
	if d.quick > 0 && odd%3 == 0 {
		lines, back.total = " 2 1", -d.quick
		if odd/3%2 == 0 {
			return lines
		}
	}
	pieces := 1 + int64(odd/6)%d.pieces
	back.total -= pieces * price
	return lines + fmt.Sprintf(" 1 %d", pieces)
}

// goOnline waits a while for the line: a customer with another till's receipt is asked for patience.
func (k *cashier) goOnline() error {
	if a, err := k.try("net on"); err != nil || !a.OK() {
		return err
	}
	for deadline := time.Now().Add(2 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if a, err := k.try("status"); err != nil || a.Text("online") == "true" {
			return err
		}
	}
	return nil
}
