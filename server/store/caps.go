package store

import (
	"fmt"

	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// What stands at a till can be spent there by whoever has a card, and a second time by whoever puts its disk back bit for bit
// (PROMISES.md). Standing allowances have limits of their own; these two are for all that is granted, on demand too.

// limit keeps value from a place.
type limit struct {
	setting string
	most    money.Fen // 0: no limit
	held    money.Fen
}

// room is how much more there may be; all is true where nothing limits it.
func (c limit) room() (n money.Fen, all bool) { return max(0, c.most-c.held), c.most == 0 }

// caps is what limits a member's value at a place, and everybody's.
func (t *Tx) caps(place string, number uint64, holder string) (member, all limit, err error) {
	member, all = limit{setting: "exposure.member"}, limit{setting: "exposure.place"}
	for _, c := range []*limit{&member, &all} {
		if c.most, err = t.yuan(c.setting); err != nil {
			return member, all, err
		}
	}
	if member.most > 0 {
		holdings, err := t.Holdings(holder)
		if err != nil {
			return member, all, err
		}
		for _, h := range holdings {
			if h.Place == place && h.Epoch == number && ledger.Asset(h.Asset).Stored() {
				member.held += money.Fen(h.Escrow + h.Transit)
			}
		}
	}
	if all.most > 0 {
		if err := t.writeAccounts(); err != nil {
			return member, all, err
		}
		e, err := t.epoch(place, number)
		if err != nil || e == nil {
			return member, all, err
		}
		all.held = money.Fen(e.held)
	}
	return member, all, nil
}

// capped is how much of stored value may be granted to a place beyond what it has, where n would be.
func (t *Tx) capped(place string, number uint64, holder string, n money.Fen) (money.Fen, error) {
	member, all, err := t.caps(place, number, holder)
	for _, c := range []limit{member, all} {
		if room, unlimited := c.room(); !unlimited {
			n = min(n, room)
		}
	}
	return n, err
}

// overCap refuses amounts that are more than a place may have. The cashier can take as much as there is room for: a part of
// what was asked for would be granted without a word of why it is one.
func (t *Tx) overCap(place string, number uint64, holder string, amounts []wire.Amount) (*hub.Refusal, error) {
	var value money.Fen
	for _, a := range amounts {
		if ledger.Asset(a.Asset).Stored() {
			value += money.Fen(a.Amount)
		}
	}
	if value == 0 {
		return nil, nil
	}
	member, all, err := t.caps(place, number, holder)
	if err != nil {
		return nil, err
	}
	if room, unlimited := member.room(); !unlimited && value > room {
		return no(fmt.Sprintf("no more than %s of a member's stored value may be at one till: %s more can be fetched now, and %s was asked for; "+
			"take the rest by another way to pay, or have head office raise exposure.member", member.most, room, value)), nil
	}
	if room, unlimited := all.room(); !unlimited && value > room {
		return no(fmt.Sprintf("no more than %s of stored value may be at this till in all: %s more can be fetched now, and %s was asked for; "+
			"take the rest by another way to pay, or have head office raise exposure.place", all.most, room, value)), nil
	}
	return nil, nil
}

// atPlace reports whether an account is of members' stored value at a place or on the way there.
func atPlace(p ledger.Parts) bool {
	return (p.Kind == ledger.KindEscrow || p.Kind == ledger.KindTransit) && p.Asset.Stored() && p.Who != ledger.TheHouse
}

// countHeld keeps what an epoch holds in step with an account that is being written.
func (t *Tx) countHeld(a *account) error {
	delta := a.balance - a.written
	a.written = a.balance
	if delta == 0 || !atPlace(a.parts) {
		return nil
	}
	e, err := t.epoch(a.parts.Place, a.parts.Epoch)
	if err != nil || e == nil {
		return err
	}
	e.held, e.changed = e.held+delta, true
	return nil
}
