package store

import (
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// houseShare is what house money a place lacks of what it should hold now; below zero, what it holds beyond that. As with
// members, a grant past its time stands for nothing, and only what is above 5/4 of the target goes back.
func (t *Tx) houseShare(place string, number uint64, now time.Time) ([]wire.Amount, error) {
	waits, err := t.recovers(now)
	if err != nil {
		return nil, err
	}
	target, err := t.yuan("float.place")
	if err != nil {
		return nil, err
	}
	if e, err := t.epoch(place, number); err != nil {
		return nil, err
	} else if e == nil || e.closing != 0 {
		target = 0
	}
	var held, live pos.Balance
	var transit money.Fen
	holdings, err := t.Holdings(ledger.TheHouse)
	if err != nil {
		return nil, err
	}
	for _, h := range holdings {
		if h.Place == place && h.Epoch == number && h.Asset == string(ledger.Principal) {
			held.Principal, transit = money.Fen(h.Escrow), money.Fen(h.Transit)
		}
	}
	live = held
	if err := t.lapse(&live, ledger.TheHouse, place, number, now); err != nil {
		return nil, err
	}
	keep := live.Principal
	if 4*live.Principal > 5*target {
		keep = target
	}
	var list []wire.Amount
	if lacks := target - live.Principal - transit; lacks > 0 && waits == "" {
		list = append(list, wire.Amount{Asset: string(ledger.Principal), Amount: int64(lacks)})
	}
	if beyond := held.Principal - keep; beyond > 0 {
		list = append(list, wire.Amount{Asset: string(ledger.Principal), Amount: -int64(beyond)})
	}
	return list, nil
}

// setAside makes house money available that is about to be granted.
func (t *Tx) setAside(amounts []wire.Amount, now time.Time) error {
	var want int64
	for _, a := range amounts {
		if a.Asset != string(ledger.Principal) {
			return fmt.Errorf("grant: %s of the house", a.Asset)
		}
		want += a.Amount
	}
	has, err := t.account(ledger.Available(ledger.TheHouse, ledger.Principal))
	if err != nil || has.balance >= want {
		return err
	}
	return t.own(record.Float{Amount: want - has.balance}, now)
}
