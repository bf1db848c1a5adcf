package till

import (
	"context"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// Withdrawn is stored value that was paid out.
type Withdrawn struct {
	Receipt   string    `json:"receipt"`
	Amount    money.Fen `json:"amount"`
	Forfeited money.Fen `json:"forfeited"` // bonus that went with it
}

// Withdraw pays principal of the open sale's member out in cash (取款); reason may be "". Bonus is forfeited in proportion
// to all the principal that they have, rounded up: of 100 + 10, withdrawing 50 forfeits 5. Bonus that isn't here becomes a claim.
func (t *Till) Withdraw(ctx context.Context, amount money.Fen, reason string) (done Withdrawn, err error) {
	const op = "withdraw"
	if amount <= 0 {
		return done, pos.E(pos.Usage, op, "an amount must be above 0")
	}
	if reason != "" {
		if err := checkReason(op, reason); err != nil {
			return done, err
		}
	}
	err = t.spend(ctx, op, pos.MayWithdraw, wire.Request{Principal: int64(amount)}, ofPrincipal, func(d *direct) (err error) {
		done, err = d.withdraw(op, amount, reason)
		return err
	})
	return done, err
}

func (d *direct) withdraw(op string, amount money.Fen, reason string) (done Withdrawn, err error) {
	if err := forValue(d.card); err != nil {
		return done, err
	}
	if err := d.pinFor(amount); err != nil {
		return done, err
	}
	b, err := d.tx.Balance(d.Member)
	if err != nil {
		return done, err
	}
	owes := b.Owes()
	if free := max(0, b.Principal-owes.Value); owes.Value > 0 && amount > free {
		return done, pos.E(pos.State, op, "{} owes {} that the house has advanced; at most {} can be paid out", d.m.Name, owes.Value, free)
	}
	uses, here, err := drawn(d.tx, d.task, d.Member, int64(amount), ledger.Principal)
	if err != nil {
		return done, err
	}
	if d.here = here; here < int64(amount) {
		return done, errShort
	}
	if err := payOut(d.tx, op, amount); err != nil {
		return done, err
	}
	bonus := forfeit(b, amount, max(0, b.Principal-amount))
	given, used, err := drawn(d.tx, d.task, d.Member, int64(bonus), ledger.Bonus)
	if err != nil {
		return done, err
	}
	sealed, err := d.tx.Append(d.op, record.Withdraw{
		Member: d.Member, Card: d.Card, Amount: amount, Uses: append(uses, given...), Claim: bonus - money.Fen(used), Reason: reason,
	})
	return Withdrawn{sealed.Receipt(), amount, bonus}, err
}

// forfeit is the bonus that goes with principal that is paid out, while some is left: in proportion, and all of it with the
// last of the principal. It is rounded up: rounded half up, a withdrawal of a few fen would forfeit nothing, and many of
// them would empty an account of its principal and leave the bonus. What is claimed of the bonus already is nobody's to
// forfeit again.
func forfeit(b pos.Balance, paid, left money.Fen) money.Fen {
	return money.PartUp(max(0, b.Bonus-b.Owes().Bonus), paid, paid+left)
}
