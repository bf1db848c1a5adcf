package main

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
)

// shifts is what is done about people and the drawer.
var shifts = []deed{
	{"sign in", 2, nothing, func(t *cashDesk) (string, error) {
		who := []string{cashiers[0], cashiers[0], cashiers[1], manager}[t.w.rng.IntN(4)]
		if t.w.chance(0.05) {
			return t.signIn(who, "9999")
		}
		return t.signIn(who, cashierPIN)
	}},
	{"open shift", 2, nothing, func(t *cashDesk) (string, error) {
		_, err := t.till.OpenShift(money.Fen(t.w.rng.IntN(500)) * money.Yuan)
		return "shift open", err
	}},
	{"close shift", 1, nothing, func(t *cashDesk) (string, error) {
		counted, count := t.count()
		c, err := t.till.CloseShift(counted, count)
		return "shift close, expected " + c.Expected.String(), err
	}},
	{"hand over", 1, nothing, func(t *cashDesk) (string, error) {
		counted, count := t.count()
		who := cashiers[t.w.rng.IntN(2)]
		_, err := t.till.HandOver(who, cashierPIN, counted, count)
		if err == nil {
			t.who = who
		}
		return "hand over to " + who, err
	}},
	{"pay in", 1, byManager, func(t *cashDesk) (string, error) {
		_, err := t.till.CashIn(t.w.fen(20000), "换零")
		return "cash in", err
	}},
	{"drop", 1, byManager, func(t *cashDesk) (string, error) {
		_, err := t.till.CashOut(t.w.fen(20000), "交款")
		return "cash drop", err
	}},
	{"open drawer", 1, byManager, func(t *cashDesk) (string, error) { return "drawer", t.till.OpenDrawer("找零") }},
	{"X report", 1, byManager, func(t *cashDesk) (string, error) {
		_, err := t.till.Report(receipt.X, 48, pos.Chinese)
		return "report x", err
	}},
}

func (t *cashDesk) signIn(who, secret string) (string, error) {
	_, err := t.till.Login(who, secret)
	if err == nil {
		t.who = who
	}
	return "login " + who, err
}

// count counts the drawer, mostly rightly, now and then by denomination.
func (t *cashDesk) count() (counted money.Fen, count []record.Notes) {
	t.w.model.read(t)
	counted = t.w.model.desk(t).drawer
	if t.w.chance(0.2) {
		counted += money.Fen(t.w.rng.IntN(500))
	}
	if t.w.chance(0.3) && counted >= money.Yuan {
		count = append(count, record.Notes{Of: money.Yuan, N: int(counted / money.Yuan)})
		if rest := counted % money.Yuan; rest > 0 {
			count = append(count, record.Notes{Of: 1, N: int(rest)})
		}
	}
	return counted, count
}
