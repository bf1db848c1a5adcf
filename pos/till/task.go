package till

import (
	"context"
	"errors"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// inTask is how value moves that is no sale's: a withdrawal, a conversion, a refund. It gathers what the deed wants at
// most, then runs decide in one transaction, which draws on the task (store.Tx.Draw) and appends the record; the task
// ends with it, or without it where decide refuses. answer is head office's where it was asked; a refusal of its is no
// error, as what is here may do.
func (t *Till) inTask(ctx context.Context, want wire.Request, decide func(tx *store.Tx, task string) error) (answer store.RequestState, err error) {
	task, answer, err := t.gather(ctx, want)
	if task == "" {
		return answer, err
	}
	if err == nil {
		err = t.deed(func(tx *store.Tx) error {
			if err := decide(tx, task); err != nil {
				return err
			}
			return tx.EndTask(task)
		})
	}
	if err != nil {
		if ended := t.deed(func(tx *store.Tx) error { return tx.EndTask(task) }); ended != nil {
			err = errors.Join(err, ended)
		}
	}
	return answer, t.done(err)
}

// gather begins a task for a holder's value, or for the refund right of a receipt. It sets aside for the task what is
// here of what is wanted; where the line is up it asks for the rest, and waits until that is here, refused, or Patience
// ends. Then it takes the request back and goes on as if cut off. A task other than "" has to be ended, also beside an
// error.
func (t *Till) gather(ctx context.Context, want wire.Request) (task string, answer store.RequestState, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	online, _ := t.line.Online()
	request := ""
	err = t.deed(func(tx *store.Tx) (err error) {
		if _, err := t.person(tx); err != nil {
			return err
		}
		if task, err = tx.BeginTask(want.Holder); err != nil {
			return err
		}
		lacks, err := setAside(tx, task, want)
		if err != nil || !online || nothing(lacks) {
			return err
		}
		r, err := tx.AskFor(task, lacks)
		request = r.ID
		return err
	})
	if err != nil {
		return "", answer, err
	}
	if request != "" {
		answer, err = t.await(ctx, request)
	}
	return task, answer, err
}

// await waits for a request's answer until ctx ends; then it takes the request back.
func (t *Till) await(ctx context.Context, request string) (answer store.RequestState, err error) {
	t.line.Nudge()
	waited := t.line.Await(ctx, request)
	err = t.update(func(tx *store.Tx) (err error) {
		if waited != nil {
			if err := tx.WithdrawRequest(request); err != nil {
				return err
			}
		}
		answer, err = tx.Request(request)
		return err
	})
	if waited != nil {
		t.line.Nudge()
	}
	return answer, err
}

// setAside earmarks for a task what is here of what it wants, and returns what lacks. What the open sale has only
// earmarked of the same holder's is used too: the customer wants it for this now, and the sale's payment sets aside
// anew.
func setAside(tx *store.Tx, task string, want wire.Request) (lacks wire.Request, err error) {
	b, _, err := load(tx)
	if err == nil && b.ID != "" && b.Member == want.Holder {
		err = tx.Unmark(b.ID, b.Member)
	}
	if err != nil {
		return want, err
	}
	rules, err := rulesOf(tx)
	if err != nil {
		return want, err
	}
	take := func(amount int64, assets ...ledger.Asset) (lacks int64, err error) {
		lots, err := tx.Lots(want.Holder, "")
		if err != nil {
			return amount, err
		}
		now := tx.Now().UnixMilli()
		here := min(amount, escrow.Spendable(lots, now, assets...))
		uses, err := escrow.Take(lots, here, now, assets...)
		if err != nil {
			return amount, err
		}
		return amount - here, tx.Earmark(task, want.Holder, uses)
	}
	if want.Refund {
		left, err := take(1, ledger.Refund)
		want.Refund = left > 0
		if err != nil {
			return want, err
		}
	}
	for _, part := range []struct {
		amount *int64
		assets []ledger.Asset
	}{
		{&want.Principal, []ledger.Asset{ledger.Principal}},
		{&want.Bonus, []ledger.Asset{ledger.Bonus}},
		{&want.Points, []ledger.Asset{ledger.Points}},
		{&want.Value, escrow.ValueOrder(rules.Stored.BonusFirst())},
	} {
		if *part.amount, err = take(*part.amount, part.assets...); err != nil {
			return want, err
		}
	}
	return want, nil
}

// nothing reports whether a request wants nothing.
func nothing(r wire.Request) bool {
	return !r.Refund && r.Value+r.Points+r.Principal+r.Bonus == 0
}

// drawn chooses, of what is here of a holder's for a task, up to an amount of some assets in their order, and takes it
// out of the task for the record that is appended next. It may be less than the amount, nothing too.
func drawn(tx *store.Tx, task, holder string, amount int64, assets ...ledger.Asset) (uses []escrow.Use, sum int64, err error) {
	lots, err := tx.Lots(holder, task)
	if err != nil {
		return nil, 0, err
	}
	now := tx.Now().UnixMilli()
	sum = min(amount, escrow.Spendable(lots, now, assets...))
	if uses, err = escrow.Take(lots, sum, now, assets...); err != nil || len(uses) == 0 {
		return nil, 0, err
	}
	return uses, sum, tx.Draw(task, holder, uses)
}
