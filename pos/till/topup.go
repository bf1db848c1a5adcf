package till

import (
	"strconv"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// ToppedUp is money paid in, and what was given on top.
type ToppedUp struct {
	Receipt   string    `json:"receipt"`
	Principal money.Fen `json:"principal"`
	Bonus     money.Fen `json:"bonus"`
}

// TopUp takes money in for the member of the open sale, with head office's bonus, line up or down: it is spendable here
// at once. It is a record of its own and leaves the sale as it is. What the member owes as far as known here is paid first:
// house float that was spent for them out of the principal, bonus out of the bonus. If head office has been paid meanwhile,
// it gives the member what was paid twice.
//
// A member whose value is frozen, or who may not redeem, may still pay in, by phone or by a card that can be used: it is
// theirs like what they have, and can be spent when that can. A lost card takes nothing.
func (t *Till) TopUp(amount money.Fen, kind record.TenderKind, ref string) (done ToppedUp, err error) {
	switch {
	case kind != record.Cash && kind != record.Bank && kind != record.Wallet:
		return done, pos.E(pos.Usage, "topup", "a top-up is paid with cash, bank or wallet, not {}", strconv.Quote(string(kind)))
	case amount <= 0:
		return done, pos.E(pos.Usage, "topup", "an amount must be above 0")
	}
	if err := checkRef("topup", ref); err != nil {
		return done, err
	}
	err = t.sellBy(pos.MayTopUp, func(s *sale) error {
		_, card, err := s.member()
		if err != nil {
			return err
		}
		if err := forValue(card); err != nil {
			return err
		}
		b, err := s.tx.Balance(s.Member)
		if err != nil {
			return err
		}
		body := record.TopUp{
			Member: s.Member, Card: s.Card, Principal: amount, Bonus: s.rules.TopUp.Bonus(amount),
			Tender: kind, Ref: ref, Rules: s.rules.Version,
		}
		owes := b.Owes()
		body.PaysValue, body.PaysBonus = min(amount, owes.Value), min(body.Bonus, owes.Bonus)
		sealed, err := s.tx.Append(s.op, body)
		done = ToppedUp{sealed.Receipt(), body.Principal, body.Bonus}
		return err
	})
	return done, t.done(err)
}
