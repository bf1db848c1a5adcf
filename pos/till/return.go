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

// CardReturned is a card that was taken back for good.
type CardReturned struct {
	CardChanged
	Amount    money.Fen `json:"amount"`    // principal paid out
	Forfeited money.Fen `json:"forfeited"` // bonus that went with it
	Left      money.Fen `json:"left"`      // principal that isn't here and is paid out by the same command later
}

// ReturnCard takes a card back for good (退卡). With the member's last card the principal is paid out, as far as it is here
// or comes here, and bonus is forfeited in proportion, what is elsewhere of it by a claim. Where principal is left elsewhere
// the card is returned all the same, and the same command pays the rest once the line is back.
func (t *Till) ReturnCard(ctx context.Context, number, reason string) (done CardReturned, err error) {
	const op = "card return"
	if number, err = cardNumber(number); err == nil && reason != "" {
		err = checkReason(op, reason)
	}
	if err != nil {
		return done, err
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	var r returning
	t.mu.Lock()
	err = t.view(func(tx *store.Tx) (err error) { r, err = t.mayReturn(tx, number); return err })
	t.mu.Unlock()
	if err != nil {
		return done, err
	}
	want := wire.Request{Holder: r.m.ID, Principal: int64(r.owns)}
	if r.inUse {
		want.Card = number // head office grants nothing on a card that has expired or was returned
	}
	answer, err := t.inTask(ctx, want, func(tx *store.Tx, task string) (err error) {
		if r, err = t.mayReturn(tx, number); err == nil {
			done, err = r.book(tx, task, reason)
		}
		return err
	})
	if pos.CodeOf(err) == pos.Insufficient {
		if refused := refusal(op, answer); refused != nil {
			return done, refused
		}
		return done, t.shortage(ctx, op, r.m.ID, ofPrincipal, int64(r.here))
	}
	return done, err
}

// returning is a card that is being returned.
type returning struct {
	op    store.Operator
	card  pos.Card
	m     pos.Member
	inUse bool
	last  bool // the member has no other card in use, so what they own is paid out
	has   pos.Balance
	owns  money.Fen // principal that would be paid out, wherever it is
	here  money.Fen // of it, what is
}

// mayReturn finds the card, and refuses one that can't be returned, or not again.
func (t *Till) mayReturn(tx *store.Tx, number string) (r returning, err error) {
	const op = "card return"
	if r.op, err = t.right(tx, pos.MayReturn); err != nil {
		return r, err
	}
	if r.card, r.m, err = holder(tx, number); err != nil {
		return r, err
	}
	again := r.card.Status == pos.Returned
	if r.card.Status != pos.Issued && r.card.Status != pos.Expired && !again {
		return r, notNow(tx, op, r.card, r.m)
	}
	r.inUse = r.card.At(today(tx)) == pos.Issued
	if r.last, err = lastCard(tx, number, r.m.ID); err != nil {
		return r, err
	}
	if r.last {
		if r.has, err = tx.Balance(r.m.ID); err != nil {
			return r, err
		}
		r.owns = max(0, r.has.Principal-r.has.Owes().Value)
	}
	switch {
	case again && r.owns == 0:
		return r, pos.E(pos.State, op, "{} of {} is returned already, and nothing is left to be paid out for it", ending(number), called(r.m))
	case r.owns > 0:
		return r, spending(tx, r.m)
	}
	return r, nil
}

// lastCard reports whether a member has no other card in use. While they have one, what they own stays with it.
func lastCard(tx *store.Tx, number, member string) (bool, error) {
	cards, err := tx.Cards(member)
	for _, c := range cards {
		if c.Number != number && (c.Status == pos.Issued || c.Status == pos.Lost || c.Status == pos.Frozen) {
			return false, err
		}
	}
	return true, err
}

// book pays out what is here and ends the card.
func (r *returning) book(tx *store.Tx, task, reason string) (done CardReturned, err error) {
	const op = "card return"
	body := record.CardReturn{Card: r.card.Number, Member: r.m.ID, Reason: reason}
	if r.last {
		var paid int64
		if body.Uses, paid, err = drawn(tx, task, r.m.ID, int64(r.owns), ledger.Principal); err != nil {
			return done, err
		}
		body.Amount, body.Left = money.Fen(paid), r.owns-money.Fen(paid)
		r.here = body.Amount
		if err := payOut(tx, op, body.Amount); err != nil {
			return done, err
		}
		bonus := forfeit(r.has, body.Amount, body.Left)
		uses, used, err := drawn(tx, task, r.m.ID, int64(bonus), ledger.Bonus)
		if err != nil {
			return done, err
		}
		body.Uses, body.Claim = append(body.Uses, uses...), bonus-money.Fen(used)
		done.Forfeited = bonus
	}
	if r.card.Status == pos.Returned && body.Amount == 0 {
		return done, pos.E(pos.Insufficient, op, "nothing of it is here")
	}
	sealed, err := tx.Append(r.op, body)
	done.CardChanged = CardChanged{Card: r.card.Number, Member: r.m.ID, Name: r.m.Name, Status: pos.Returned, Receipt: sealed.Receipt()}
	done.Amount, done.Left = body.Amount, body.Left
	return done, err
}

// payOut refuses to pay out cash without a shift, or that the drawer hasn't.
func payOut(tx *store.Tx, op string, cash money.Fen) error {
	if cash == 0 {
		return nil
	}
	shift, err := tx.Shift()
	if err != nil {
		return err
	}
	if shift == nil {
		return errNoShift
	}
	has, err := tx.Drawer()
	if err == nil && cash > has {
		err = pos.E(pos.State, op, "the drawer has {} in cash, and {} is to be paid out; pay cash in first", has, cash)
	}
	return err
}
