package till

import (
	"context"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// Undone is what of a member's stored value went with a top-up that was undone.
type Undone struct {
	Principal money.Fen `json:"principal"`
	Bonus     money.Fen `json:"bonus"`
	Claimed   money.Fen `json:"claimed,omitzero"` // bonus that isn't here, and is owed now
}

// undo undoes a top-up: what is left of its principal is paid back the way it came, and its bonus is taken back. Bonus
// that is spent already reduces the money, and no more is given back than was paid in: nobody turns bonus into cash. What
// paid a claim stays paid, whether of principal or bonus: the debt was due whatever became of the top-up, and to open it
// again would hand out the house's money as cash. If head office had been paid already, what was paid twice is the
// member's there, and a withdrawal pays it out.
func (t *Till) undo(ctx context.Context, task, receipt string) (done Refunded, err error) {
	var u undoing
	t.mu.Lock()
	err = t.view(func(tx *store.Tx) (err error) { u, err = t.mayUndo(tx, receipt); return err })
	t.mu.Unlock()
	if err != nil {
		return done, err
	}
	want := wire.Request{Holder: u.member, Principal: int64(u.Principal), Bonus: int64(u.Bonus)}
	_, err = t.inTask(ctx, want, func(tx *store.Tx, value string) (err error) {
		if u, err = t.mayUndo(tx, receipt); err != nil {
			return err
		}
		if done, err = u.book(tx, value); err == nil && task != "" {
			err = tx.EndTask(task)
		}
		return err
	})
	if pos.CodeOf(err) == pos.Insufficient {
		err = t.shortage(ctx, "refund", u.member, ofStored, int64(u.here))
	}
	return done, err
}

// undoing is a top-up that is being undone.
type undoing struct {
	record.TopUp
	op      store.Operator
	receipt string
	member  string    // whose it is now
	here    money.Fen // what of their stored value may be spent here
}

// mayUndo finds the top-up, and refuses whoever may not undo it, and one that can't be undone.
func (t *Till) mayUndo(tx *store.Tx, receipt string) (u undoing, err error) {
	u.receipt = receipt
	if u.op, _, err = t.inShift(tx, pos.MayRefundAny); err != nil {
		return u, err
	}
	b, err := known(tx, receipt)
	if err != nil {
		return u, err
	}
	if len(b.back) > 0 {
		return u, pos.E(pos.State, "refund", "{} has been undone already, by {}", receipt, b.back[0].Receipt())
	}
	top, ok := b.body.(record.TopUp)
	if !ok {
		return u, notRefundable(b.Sealed)
	}
	u.TopUp = top
	m, err := survivor(tx, u.Member)
	if err != nil {
		return u, err
	}
	u.member = m.ID
	// A payout has taken its share of the bonus back already. What it took can't be told from what was spent, and would be
	// taken twice.
	if paid, err := tx.PaidOutSince(u.member, b.At()); err != nil || paid {
		if err == nil {
			err = pos.E(pos.State, "refund", "stored value of this member was paid out since this top-up; pay out what is left instead ('withdraw AMOUNT')")
		}
		return u, err
	}
	return u, spending(tx, m)
}

// book takes the value that is here and gives back the money. What isn't here stays the member's; where that leaves nothing
// to give back, it refuses with pos.Insufficient.
func (u *undoing) book(tx *store.Tx, task string) (done Refunded, err error) {
	lots, err := tx.Lots(u.member, task)
	if err != nil {
		return done, err
	}
	balance, err := tx.Balance(u.member)
	if err != nil {
		return done, err
	}
	now := tx.Now().UnixMilli()
	u.here = money.Fen(escrow.Spendable(lots, now, stored...))
	kept := u.Principal - u.PaysValue
	principal := min(kept, money.Fen(escrow.Spendable(lots, now, ledger.Principal)))
	bonus := min(u.Bonus, money.Fen(escrow.Spendable(lots, now, ledger.Bonus)))
	elsewhere := max(0, min(u.Bonus, balance.Bonus-balance.Owes().Bonus)-bonus) // taken back by a claim, which the next bonus or what comes back pays
	spent := u.Bonus - bonus - elsewhere
	switch {
	case principal > spent:
	case kept == 0:
		return done, pos.E(pos.State, "refund", "all of the {} that was paid in has paid what the member owed: there is nothing to give back", u.Principal)
	case balance.Stored() > u.here:
		return done, pos.E(pos.Insufficient, "refund", "it isn't here")
	default:
		return done, pos.E(pos.State, "refund", "{} is left of what was paid in, and {} of the bonus is spent: there is nothing to give back", principal, spent)
	}
	body := record.TopVoid{Receipt: u.receipt, Member: u.member, Back: principal - spent, Tender: u.Tender, Ref: u.Ref, Claim: elsewhere}
	for _, a := range []escrow.Amount{{Asset: ledger.Principal, Amount: int64(principal)}, {Asset: ledger.Bonus, Amount: int64(bonus)}} {
		uses, err := escrow.Take(lots, a.Amount, now, a.Asset)
		if err != nil {
			return done, err
		}
		body.Uses = append(body.Uses, uses...)
	}
	if u.Tender == record.Cash {
		if err := inDrawer(tx, body.Back); err != nil {
			return done, err
		}
	}
	if err := tx.Draw(task, u.member, body.Uses); err != nil {
		return done, err
	}
	sealed, err := tx.Append(u.op, body)
	return Refunded{
		Receipt: sealed.Receipt(), Of: u.receipt, Total: body.Back, Undone: &Undone{principal, bonus, elsewhere},
		Tenders: []GivenBack{{Kind: body.Tender, Amount: body.Back, Ref: body.Ref}},
	}, err
}
