//go:build linux

package chaos

import (
	"fmt"

	"holdfast/proof"
)

const (
	goods = "6901234567892" // costs 10.00, for everybody
	price = 10_00
)

// serve makes the sale a member's: by a card of theirs, mostly the newest one, or by phone. Who shows a card that can't be
// used says their phone number.
func (k *cashier) serve(member string, odd uint64) (ok bool, err error) {
	if odd%2 == 0 {
		a, err := k.try("card "+k.card(member, odd/2), "state", "not_found")
		if err != nil || a.OK() {
			return a.OK(), err
		}
	}
	a, err := k.try("member " + member)
	return a.OK(), err
}

// basket scans goods, and types an amount that may stay as a second line. What was typed by mistake is voided.
func (k *cashier) basket(d *deal, odd uint64) (ok bool, err error) {
	scan, quick := fmt.Sprintf("scan %s %d", goods, d.pieces), fmt.Sprintf("quick %s", proof.Yuan(int64(1+odd/8%29_99)))
	commands := []string{scan}
	switch odd % 8 {
	case 0, 1:
		commands, d.quick = []string{scan, quick}, int64(1+odd/8%29_99)
	case 2:
		commands = []string{scan, quick, "void 2"}
	case 3:
		commands = []string{quick, scan, "void 1"}
	}
	for _, command := range commands {
		if a, err := k.try(command); err != nil || !a.OK() {
			return false, err
		}
	}
	if len(commands) == 3 {
		k.w.tally.add("void: a line", 1)
	}
	d.total = d.pieces*price + d.quick
	return true, nil
}

// sell sells goods; part of it, per cent, is to be paid with stored value, and some with points. Now and then stored value
// that was taken is taken back, and cash is taken for it.
func (k *cashier) sell(member string, pieces, part int64, odd uint64) error {
	d := deal{what: sale, member: member, pieces: pieces}
	if ok, err := k.basket(&d, odd); err != nil || !ok {
		return k.giveUp(err)
	}
	if ok, err := k.serve(member, odd/8); err != nil || !ok {
		return k.giveUp(err)
	}
	due := d.total
	if stored := due * part / 100; stored > 0 {
		a, err := k.try("pay stored "+proof.Yuan(stored), "insufficient", "state")
		if err != nil {
			return err
		}
		if a.OK() {
			d.value, due = -stored, due-stored
			k.w.tally.add("paid with stored value", 1)
			if odd>>32%6 == 0 {
				if a, err := k.try("unpay 1"); err != nil || !a.OK() {
					return k.giveUp(err)
				}
				d.value, due = 0, d.total
				k.w.tally.add("void: a payment", 1)
			}
		}
	}
	if part%4 == 0 && due >= 1_00 {
		a, err := k.try("pay points 1.00", "insufficient", "state")
		if err != nil {
			return err
		}
		if a.OK() {
			d.spent, due = parsePoints(a.Text("points")), due-1_00
		}
	}
	if due > 0 {
		a, err := k.try("pay cash " + proof.Yuan(due))
		if err != nil || !a.OK() {
			return k.giveUp(err)
		}
	}
	a, err := k.try("total")
	if err != nil || !a.OK() {
		return k.giveUp(err)
	}
	if a.Fen("total") != d.total || a.Fen("due") != 0 {
		return fmt.Errorf("%s: %w: %s was sold and all of it paid, and the till says %s", k.Code, errWrong, proof.Yuan(d.total), a)
	}
	d.earned = parsePoints(a.Text("points"))
	_, err = k.strike("finish", d, "state") // the loss of a card may have become known since it paid
	return err
}

// topUp takes money in. Now and then the member thinks again.
func (k *cashier) topUp(member string, principal int64, odd uint64) error {
	if ok, err := k.serve(member, odd); err != nil || !ok {
		return k.giveUp(err)
	}
	bonus := map[int64]int64{100_00: 10_00, 200_00: 20_00}[principal]
	d := deal{what: topUp, member: member, total: principal, value: principal + bonus, bonus: bonus}
	done, err := k.strike(fmt.Sprintf("topup %s cash", proof.Yuan(principal)), d, "state")
	if err != nil {
		return err
	}
	d.receipt = k.last
	if err := k.giveUp(nil); err != nil || !done || odd>>40%5 != 0 {
		return err
	}
	return k.thinkAgain(d)
}

// thinkAgain has a member spend nearly all that can be spent here after a top-up, pay in a little, and want the top-up undone:
// with some of the bonus spent, that gives back less than was paid in.
func (k *cashier) thinkAgain(d deal) error {
	if a, err := k.try("member " + d.member); err != nil || !a.OK() {
		return k.giveUp(err)
	}
	a, err := k.try("balance")
	if err != nil || !a.OK() {
		return k.giveUp(err)
	}
	if err := k.giveUp(nil); err != nil {
		return err
	}
	if pieces := a.Fen("here") / price; pieces > 0 {
		if err := k.sell(d.member, pieces, 100, 1<<32|7); err != nil { // one line, and nothing is taken back
			return err
		}
	}
	if err := k.topUp(d.member, 50_00, 1<<40); err != nil { // and that's it
		return err
	}
	return k.undo(d)
}

func (k *cashier) convert(member string, points int64, odd uint64) error {
	if ok, err := k.serve(member, odd); err != nil || !ok {
		return k.giveUp(err)
	}
	d := deal{what: conversion, member: member, spent: points * 10_000, value: points * 10}
	if _, err := k.strike(fmt.Sprintf("convert %d", points), d, "insufficient", "state"); err != nil {
		return err
	}
	return k.giveUp(nil)
}
