package console

import (
	"fmt"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till"
)

func withdraw(c call) (reply, error) {
	amount, err := c.amount(0)
	if err != nil {
		return reply{}, err
	}
	w, err := c.Till.Withdraw(c.ctx, amount, c.at(1))
	return said(w, fmt.Sprintf("receipt %s: pay out %s, bonus forfeited %s", w.Receipt, w.Amount, w.Forfeited), err)
}

func convert(c call) (reply, error) {
	points, err := c.points(0)
	if err != nil {
		return reply{}, err
	}
	d, err := c.Till.Convert(c.ctx, points)
	return said(d, fmt.Sprintf("receipt %s: %s points become %s", d.Receipt, d.Points, d.Bonus), err)
}

func reward(c call) (reply, error) { return movePoints(c, c.Till.Reward, "given") }

func deduct(c call) (reply, error) { return movePoints(c, c.Till.Deduct, "taken off") }

func movePoints(c call, do func(money.Points, string) (till.PointsMoved, error), how string) (reply, error) {
	points, err := c.points(0)
	if err != nil {
		return reply{}, err
	}
	m, err := do(points, c.args[1])
	return said(m, fmt.Sprintf("receipt %s: %s points %s", m.Receipt, m.Points, how), err)
}

// points is an argument that is an amount of points above 0.
func (c call) points(i int) (money.Points, error) {
	points, err := money.ParsePoints(c.args[i])
	if err != nil {
		return 0, pos.Said(err.Error()).E(pos.Usage, "").Because(err)
	}
	if points == 0 {
		err = pos.E(pos.Usage, "", "points must be above 0")
	}
	return points, err
}
