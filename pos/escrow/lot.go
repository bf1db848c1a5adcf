// Package escrow says what a place may spend: lots and their order, grants and their signature, and how much HQ lets
// stand where. It may import pos, pos/money and pos/ledger; it is pure: time is an argument, and nothing is stored
// here.
//
// The one thing to know is the theorem, which [Take] and ledger.Apply enforce together: per escrow account, debits ≤
// grants accepted + credits made in that place's own journal, checked in the transaction that debits. A lot's time
// only ever stops a new reservation. It never frees value: that takes a record of the place itself.
package escrow

import (
	"cmp"
	"slices"

	"holdfast/pos"
	"holdfast/pos/ledger"
)

// Lot is a part of what a place holds of a holder's asset: one per grant and asset, one per local credit and asset.
type Lot struct {
	ID       string // the grant's id, or the id of the record that credited it
	Holder   string
	Asset    ledger.Asset
	Ends     int64 // Unix milliseconds from which it can't be reserved any more; 0: a local credit, without a time
	Amount   int64 // what is left, reserved included
	Reserved int64 // what payments not yet finished and requests not yet used have set aside
	Since    int64 // Unix milliseconds when it came here
}

// Use is an amount taken out of one lot.
type Use struct {
	Lot    string       `cbor:"1,keyasint"`
	Asset  ledger.Asset `cbor:"2,keyasint"`
	Amount int64        `cbor:"3,keyasint"`
}

// free is what a new payment may reserve of the lot at a time.
func (l Lot) free(now int64) int64 {
	if l.ended(now) {
		return 0
	}
	return l.Amount - l.Reserved
}

func (l Lot) ended(now int64) bool { return l.Ends != 0 && now >= l.Ends }

// Spendable is what of the given assets may be reserved now.
func Spendable(lots []Lot, now int64, assets ...ledger.Asset) int64 {
	var sum int64
	for _, l := range lots {
		if slices.Contains(assets, l.Asset) {
			sum += l.free(now)
		}
	}
	return sum
}

// Ended is what of the given assets is past its time, and not reserved: it is held here, and nothing can be done with it
// but send it back.
func Ended(lots []Lot, now int64, assets ...ledger.Asset) (sum int64) {
	for _, l := range lots {
		if slices.Contains(assets, l.Asset) && l.ended(now) {
			sum += l.Amount - l.Reserved
		}
	}
	return sum
}

// Take chooses the lots that pay an amount: the assets in the given order, in each the earliest-ending lot first and
// local credits last. It refuses with pos.Insufficient, and then takes nothing.
func Take(lots []Lot, amount, now int64, assets ...ledger.Asset) ([]Use, error) {
	var uses []Use
	for _, asset := range assets {
		for _, l := range byEnd(lots, asset) {
			if n := min(amount, l.free(now)); n > 0 {
				uses = append(uses, Use{Lot: l.ID, Asset: asset, Amount: n})
				amount -= n
			}
		}
	}
	if amount > 0 {
		return nil, pos.E(pos.Insufficient, "", "not enough is held here")
	}
	return uses, nil
}

// Surrender chooses what goes back to HQ when it recalls up to want of each asset: what no basket has reserved, lots
// past their time first (nothing else can be done with them), then local credits last, so that what is kept ends
// latest. Returning less than asked is right: what a basket has reserved of an ended lot counts as asked for, as HQ,
// which grants anew what has ended, would recall any other lot that came in its place for ever.
func Surrender(lots []Lot, want []Amount, now int64) []Use {
	var uses []Use
	for _, w := range want {
		left := w.Amount - reservedOfEnded(lots, w.Asset, now)
		for _, l := range byEnd(lots, w.Asset) {
			if n := min(left, l.Amount-l.Reserved); n > 0 {
				uses = append(uses, Use{Lot: l.ID, Asset: w.Asset, Amount: n})
				left -= n
			}
		}
	}
	return uses
}

func reservedOfEnded(lots []Lot, asset ledger.Asset, now int64) (sum int64) {
	for _, l := range lots {
		if l.Asset == asset && l.ended(now) {
			sum += l.Reserved
		}
	}
	return sum
}

// byEnd is the lots of an asset, the earliest-ending first, those without an end last.
func byEnd(lots []Lot, asset ledger.Asset) []Lot {
	var of []Lot
	for _, l := range lots {
		if l.Asset == asset {
			of = append(of, l)
		}
	}
	slices.SortStableFunc(of, func(a, b Lot) int {
		if (a.Ends == 0) != (b.Ends == 0) {
			return cmp.Compare(b.Ends, a.Ends)
		}
		return cmp.Or(cmp.Compare(a.Ends, b.Ends), cmp.Compare(a.ID, b.ID))
	})
	return of
}

// ValueOrder is the order in which stored value is spent.
func ValueOrder(bonusFirst bool) []ledger.Asset {
	if bonusFirst {
		return []ledger.Asset{ledger.Bonus, ledger.Principal}
	}
	return []ledger.Asset{ledger.Principal, ledger.Bonus}
}
