package till

import (
	"context"
	"errors"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/refund"
	"holdfast/pos/till/store"
)

// Refunded is what was given back.
type Refunded struct {
	Receipt string       `json:"receipt"`
	Of      string       `json:"of,omitempty"` // the receipt it is of; empty: without receipt
	Total   money.Fen    `json:"total"`
	Tenders []GivenBack  `json:"tenders"`
	Points  money.Points `json:"points"`           // earned ones that are taken back
	Claimed money.Points `json:"claimed,omitzero"` // of them, what isn't here: head office takes it, and what lacks there is owed
	Undone  *Undone      `json:"undone,omitempty"` // of a top-up
}

// Given is what of the total the customer gets, in whatever way.
func (r Refunded) Given() money.Fen {
	given := r.Total
	for _, t := range r.Tenders {
		if !t.Kind.GoesBack() {
			given -= t.Amount
		}
	}
	return given
}

// GivenBack is one way in which something was given back.
type GivenBack struct {
	Kind      record.TenderKind `json:"kind"`
	Amount    money.Fen         `json:"amount"`
	Ref       string            `json:"ref,omitempty"`
	Principal money.Fen         `json:"principal,omitzero"`
	Bonus     money.Fen         `json:"bonus,omitzero"`
	Points    money.Points      `json:"points,omitzero"`
}

// Refund takes goods of a receipt back, everything that is left where no items are named, and gives back what was paid
// the way it was paid. The receipt of a top-up undoes it. Where the right to refund the receipt isn't here, as with
// another till's, it is fetched, and then what there is to know of it: that needs the line.
func (t *Till) Refund(ctx context.Context, number string, items []refund.Item) (done Refunded, err error) {
	receipt, ok := record.ParseReceipt(number)
	if !ok {
		return done, pos.E(pos.NotFound, "refund", "no receipt has this number; type it as it is printed, such as {}-1-000123", t.place)
	}
	ctx, cancel := context.WithTimeout(ctx, Patience) // for all of it: the right, the facts, a top-up's value
	defer cancel()
	task, err := t.rightHere(ctx, receipt)
	if err == nil {
		done, err = t.takeBack(ctx, task, receipt.Receipt(), items)
	}
	if err != nil && task != "" {
		err = errors.Join(err, t.deed(func(tx *store.Tx) error { return tx.EndTask(task) }))
	}
	return done, t.done(err)
}

// takeBack refunds a sale or undoes a top-up, now that all there is to know of it is here, and ends the task with it.
func (t *Till) takeBack(ctx context.Context, task, receipt string, items []refund.Item) (done Refunded, err error) {
	b, err := t.boughtWith(receipt)
	if err != nil {
		return done, err
	}
	if _, ok := b.body.(record.TopUp); ok {
		if len(items) > 0 {
			return done, pos.E(pos.Usage, "refund", "{} is a top-up, which has no lines; it is undone as a whole", receipt)
		}
		return t.undo(ctx, task, receipt)
	}
	err = t.deed(func(tx *store.Tx) (err error) {
		if done, err = t.refund(tx, receipt, items); err == nil && task != "" {
			err = tx.EndTask(task)
		}
		return err
	})
	return done, err
}

func notRefundable(r record.Sealed) error {
	return pos.E(pos.State, "refund", "{} is the receipt of a {}; only sales can be refunded, and top-ups undone", r.Receipt(), r.Kind)
}

// refund decides and books a refund, in one transaction. The store checks once more that the right is here.
func (t *Till) refund(tx *store.Tx, receipt string, items []refund.Item) (done Refunded, err error) {
	b, err := known(tx, receipt)
	if err != nil {
		return done, err
	}
	refunds, err := b.refunds()
	if err != nil {
		return done, err
	}
	sale, ok := b.body.(record.Sale)
	if !ok {
		return done, notRefundable(b.Sealed)
	}
	left := refund.Of(sale, refunds)
	if len(items) == 0 {
		items = left.All()
	}
	plan, err := left.Plan(items)
	if err != nil {
		return done, err
	}
	op, err := t.refunder(tx, left.Back+plan.Total)
	if err != nil {
		return done, err
	}
	body := record.Refund{Receipt: receipt, Lines: plan.Lines, Total: plan.Total, Back: plan.Back, Points: plan.Points}
	if sale.Member != "" {
		if err := toMember(tx, sale.Member, &body); err != nil {
			return done, err
		}
	}
	return giveBack(tx, op, body)
}

// refunder is who may refund so much of a receipt in all.
func (t *Till) refunder(tx *store.Tx, inAll money.Fen) (store.Operator, error) {
	policy, err := tx.Policy()
	if err != nil {
		return store.Operator{}, err
	}
	need := pos.MayRefund
	if inAll > policy.RefundLimit {
		need = pos.MayRefundAny
	}
	op, _, err := t.inShift(tx, need)
	if pos.CodeOf(err) == pos.Forbidden && need == pos.MayRefundAny {
		err = pos.E(pos.Forbidden, "refund", "this makes {} of one receipt, and the limit is {}; {}", inAll, policy.RefundLimit, pos.TextOf(err)).Because(err)
	}
	return op, err
}

// toMember fills in what a refund is to a member: whose it is now, where the earned points are taken from, and which
// claims what comes back pays. A claim that this very refund makes is paid too, where it gives points back.
func toMember(tx *store.Tx, id string, body *record.Refund) error {
	m, err := survivor(tx, id)
	if err != nil {
		return err
	}
	balance, err := tx.Balance(m.ID)
	if err != nil {
		return err
	}
	uses, here, err := drawn(tx, "", m.ID, int64(body.Points), ledger.Points)
	if err != nil {
		return err
	}
	body.Member, body.Uses = m.ID, uses
	owes := balance.Owes()
	owes.Points += body.Points - money.Points(here)
	body.Pays = pays(owes, body.Back)
	return nil
}

// survivor is a member, or whom they were merged into; nothing but the id where this till knows nobody of it.
func survivor(tx *store.Tx, id string) (pos.Member, error) {
	m, err := tx.Member(id)
	if pos.CodeOf(err) == pos.NotFound {
		return pos.Member{ID: id}, nil
	}
	return m, err
}

// pays is what of the claims on a member is paid out of what comes back. Float that comes back pays its claim by itself.
func pays(owes pos.Owed, all []record.Back) (c record.Claims) {
	var principal, bonus money.Fen
	var points money.Points
	for _, b := range all {
		if b.Kind == record.FloatT {
			owes.Value -= b.Amount
		}
		principal += b.Principal
		bonus += b.Bonus
		points += b.Points
	}
	return record.Claims{
		Value: max(0, min(owes.Value, principal)), Bonus: max(0, min(owes.Bonus, bonus)), Points: max(0, min(owes.Points, points)),
	}
}

// giveBack books a refund if the drawer has the cash for it.
func giveBack(tx *store.Tx, op store.Operator, body record.Refund) (done Refunded, err error) {
	done = Refunded{Of: body.Receipt, Total: body.Total, Tenders: []GivenBack{}, Points: body.Points, Claimed: body.Points}
	for _, b := range body.Back {
		if b.Kind == record.Cash {
			if err := inDrawer(tx, b.Amount); err != nil {
				return done, err
			}
		}
		done.Tenders = append(done.Tenders, GivenBack(b))
	}
	for _, u := range body.Uses {
		done.Claimed -= money.Points(u.Amount)
	}
	done.Claimed -= min(done.Claimed, body.Pays.Points)
	sealed, err := tx.Append(op, body)
	done.Receipt = sealed.Receipt()
	return done, err
}

// inDrawer refuses to give back cash that the drawer hasn't.
func inDrawer(tx *store.Tx, cash money.Fen) error {
	has, err := tx.Drawer()
	if err == nil && cash > has {
		err = pos.E(pos.State, "refund", "the drawer has {} in cash, and {} is to be given back; pay cash in first", has, cash)
	}
	return err
}
