package till

import (
	"context"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// Converted is points that became stored value.
type Converted struct {
	Receipt string       `json:"receipt"`
	Points  money.Points `json:"points"`
	Bonus   money.Fen    `json:"bonus"`
}

// Convert makes points of the open sale's member stored value at head office's rate (积分转储值). It is bonus, which is
// never paid out, and spendable here at once; what the member owes of bonus is paid first.
func (t *Till) Convert(ctx context.Context, points money.Points) (done Converted, err error) {
	const op = "convert"
	if points <= 0 {
		return done, pos.E(pos.Usage, op, "points must be above 0")
	}
	err = t.spend(ctx, op, pos.MayConvert, wire.Request{Points: int64(points)}, ofPoints, func(d *direct) error {
		if err := forValue(d.card); err != nil {
			return err
		}
		if !d.rules.Points.ConvertPerYuan.IsPositive() {
			return pos.E(pos.State, op, "points don't become stored value here, as head office has set no rate for it")
		}
		bonus, ok := d.rules.Points.Converts(points)
		if !ok {
			return pos.E(pos.Usage, op, "{} points don't come out to the fen at {} points a yuan; convert more or fewer", points, d.rules.Points.ConvertPerYuan)
		}
		uses, here, err := drawn(d.tx, d.task, d.Member, int64(points), ledger.Points)
		if err != nil {
			return err
		}
		if d.here = here; here < int64(points) {
			return errShort
		}
		b, err := d.tx.Balance(d.Member)
		if err != nil {
			return err
		}
		sealed, err := d.tx.Append(d.op, record.Convert{
			Member: d.Member, Card: d.Card, Points: points, Uses: uses, Bonus: bonus, Pays: min(bonus, b.Owes().Bonus), Rules: d.rules.Version,
		})
		done = Converted{sealed.Receipt(), points, bonus}
		return err
	})
	return done, err
}

// PointsMoved is points given or taken off by hand.
type PointsMoved struct {
	Receipt string       `json:"receipt"`
	Points  money.Points `json:"points"`
}

// Reward gives the open sale's member points for a reason (奖励). Like those that a sale earns they are head office's to
// grant.
func (t *Till) Reward(points money.Points, reason string) (PointsMoved, error) {
	const op = "reward"
	return t.movePoints(op, points, reason, pos.MayReward, func(d *direct) (record.Body, error) {
		if d.m.NoEarning != "" {
			return nil, pos.E(pos.State, op, "head office has blocked {} from earning: {}", called(d.m), d.m.NoEarning)
		}
		return record.Reward{Member: d.Member, Points: points, Reason: reason}, nil
	})
}

// Deduct takes points off the open sale's member for a reason (冲减), not more than they have as last known: out of those
// that are here, the rest by a claim.
func (t *Till) Deduct(points money.Points, reason string) (PointsMoved, error) {
	const op = "deduct"
	return t.movePoints(op, points, reason, pos.MayDeduct, func(d *direct) (record.Body, error) {
		b, err := d.tx.Balance(d.Member)
		if err != nil {
			return nil, err
		}
		if has := max(0, b.Points-b.Owes().Points); points > has {
			return nil, pos.E(pos.Insufficient, op, "{} has {} points as last known; no more than that can be taken off", called(d.m), has)
		}
		uses, _, err := drawn(d.tx, d.ID, d.Member, int64(points), ledger.Points)
		return record.Deduct{Member: d.Member, Points: points, Uses: uses, Reason: reason}, err
	})
}

// movePoints writes the record that says makes, by right and for a reason.
func (t *Till) movePoints(op string, points money.Points, reason string, need pos.Right, says func(*direct) (record.Body, error)) (done PointsMoved, err error) {
	if points <= 0 {
		return done, pos.E(pos.Usage, op, "points must be above 0")
	}
	if err := checkReason(op, reason); err != nil {
		return done, err
	}
	err = t.deed(func(tx *store.Tx) error {
		d, err := t.forMember(tx, need)
		if err != nil {
			return err
		}
		body, err := says(d)
		if err != nil {
			return err
		}
		sealed, err := tx.Append(d.op, body)
		done = PointsMoved{sealed.Receipt(), points}
		return err
	})
	return done, t.done(err)
}
