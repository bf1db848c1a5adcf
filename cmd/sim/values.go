package main

import (
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// values is what moves a member's value and points without goods.
var values = []deed{
	{"top up", 5, withMember, func(t *cashDesk) (string, error) {
		kind := []record.TenderKind{record.Cash, record.Cash, record.Bank, record.Wallet}[t.w.rng.IntN(4)]
		amount := money.Fen(1+t.w.rng.IntN(40)) * 10 * money.Yuan
		_, err := t.till.TopUp(amount, kind, "")
		return "topup " + amount.String() + " " + string(kind), err
	}},
	{"withdraw", 3, byManager | withMember, func(t *cashDesk) (string, error) {
		amount := t.w.fen(10000)
		_, err := t.till.Withdraw(ctx, amount, "急用")
		return "withdraw " + amount.String(), err
	}},
	{"convert", 3, withMember, func(t *cashDesk) (string, error) {
		points := t.points(50)
		_, err := t.till.Convert(ctx, points)
		return "convert " + points.String(), err
	}},
	{"reward", 4, byManager | withMember, func(t *cashDesk) (string, error) {
		points := t.points(300)
		_, err := t.till.Reward(points, "投诉补偿")
		return "reward " + points.String(), err
	}},
	{"deduct", 3, byManager | withMember, func(t *cashDesk) (string, error) {
		points := t.points(60)
		_, err := t.till.Deduct(points, "误赠")
		return "deduct " + points.String(), err
	}},
}

// points is some whole points, now and then with a fraction.
func (t *cashDesk) points(most int) money.Points {
	p := money.Points(1+t.w.rng.IntN(most)) * money.Point
	if t.w.chance(0.1) {
		p += money.Points(t.w.rng.IntN(10_000))
	}
	return p
}
