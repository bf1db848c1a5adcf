package main

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
)

// cheapHash is PIN 1111 under the cheapest argon2id there is.
const cheapHash = "$argon2id$v=19$m=8,t=1,p=1$c2ltdWxhdG9yc2FsdA$6JzuIzu291mfPkBwHHJth5JkN3sbLm3sHLrNgqXVaVY"

// rules is a document of this world's liking.
func (w *world) rules() pos.Rules {
	r := pos.Rules{
		TopUp:  pos.TopUpRule{Mode: pos.Highest, Steps: []pos.TopUpStep{{Amount: 100 * money.Yuan, Bonus: 10 * money.Yuan}, {Amount: 200 * money.Yuan, Bonus: 20 * money.Yuan}}},
		Points: pos.PointsRule{PerYuan: decimal.NewFromInt(1), PayPerYuan: decimal.NewFromInt(100), ConvertPerYuan: decimal.NewFromInt(10)},
		Stored: pos.StoredRule{Order: "principal"},
	}
	if w.chance(0.5) {
		r.TopUp.Mode, r.Stored.Order = pos.Each, "bonus"
	}
	return r
}

// work is one thing a cashier does. What the till refuses is part of the day; what it can't explain fails the world.
func (t *cashDesk) work() {
	w := t.w
	w.working = t
	defer func() {
		w.working = nil
		if r := recover(); r != nil {
			if _, ok := r.(fell); !ok {
				panic(r)
			}
		}
	}()
	do := t.sensible()
	if w.chance(0.3) {
		do = action(w.rng.IntN(int(actions)))
	}
	what, err := t.do(do)
	switch pos.CodeOf(err) {
	case "":
		w.say("%s: %s", t.code, what)
	case pos.Internal:
		w.fail("%s: %s: %v", t.code, what, err)
	default:
		w.counts.Refused++
		w.say("%s: %s: refused: %v", t.code, what, err)
	}
}

// action is one thing that a cashier can do.
type action int

const (
	signIn action = iota
	openShift
	scan
	swipe
	total
	balance
	payStoredRest
	payStored
	payCash
	payCashRest
	finish
	cancel
	topUp
	actions
)

// sensible is what a cashier would do next.
func (t *cashDesk) sensible() action {
	st, err := t.till.Status()
	t.w.must(err, "status")
	switch n := t.w.rng.IntN(10); {
	case st.Person == "":
		return signIn
	case st.Shift == "":
		return openShift
	case t.due == 0 && t.lines > 0:
		return finish
	case t.lines == 0 || t.lines < 3 && n < 2:
		return scan
	case !t.member && n < 8:
		return swipe
	case n < 3:
		return total
	case t.member && !t.short && n < 8:
		return payStoredRest
	case t.member && t.short && n < 5:
		return payStored
	case n < 9:
		return payCashRest
	}
	return topUp
}

// do tries an action. What the cashier sees of the sale is remembered, across a crash of the till too.
func (t *cashDesk) do(a action) (what string, err error) {
	ctx := context.Background()
	amount := money.Fen(1 + t.w.rng.IntN(4000))
	paid := till.Paid{Due: t.due}
	switch a {
	case signIn:
		_, err = t.till.Login("1001", cashierPIN)
		return "login", err
	case openShift:
		_, err = t.till.OpenShift(200 * money.Yuan)
		return "shift open", err
	case scan:
		s, err := t.till.Scan(fmt.Sprint(1+t.w.rng.IntN(5)), money.Qty(1+t.w.rng.IntN(3))*money.One)
		if err == nil {
			t.lines, t.due = max(t.lines, s.Line), s.Total
		}
		return "scan, total " + s.Total.String(), err
	case swipe:
		return t.swipe()
	case total:
		s, err := t.till.Total(ctx)
		return "total, due " + s.Due.String(), err
	case balance:
		b, err := t.till.Balance(ctx)
		return "balance, here " + b.Here.String(), err
	case payStoredRest:
		what = "pay stored rest"
		paid, err = t.till.Pay(ctx, record.Stored, till.Rest, "")
		t.short = err != nil
	case payStored:
		what = "pay stored " + amount.String()
		paid, err = t.till.Pay(ctx, record.Stored, amount, "")
	case payCash:
		what = "pay cash " + amount.String()
		paid, err = t.till.Pay(ctx, record.Cash, amount, "")
	case payCashRest:
		what = "pay cash rest"
		paid, err = t.till.Pay(ctx, record.Cash, till.Rest, "")
	case finish:
		return t.finish()
	case cancel:
		_, err = t.till.Cancel()
		if err == nil {
			t.lines, t.member, t.due, t.short = 0, false, 0, false
		}
		return "cancel", err
	case topUp, actions:
		return t.topUp()
	}
	if err == nil {
		t.due = paid.Due
	}
	return what, err
}

func (t *cashDesk) swipe() (string, error) {
	m := t.w.model.any(t.w.rng)
	var err error
	what := "card " + m.card
	if t.w.chance(0.2) {
		what = "member " + m.phone
		_, err = t.till.Member(m.phone)
	} else {
		_, err = t.till.Card(m.card)
	}
	t.member = t.member || err == nil
	return what, err
}

func (t *cashDesk) finish() (string, error) {
	r, err := t.till.Finish()
	if err == nil {
		t.sold(r.Receipt)
		t.lines, t.member, t.due, t.short = 0, false, 0, false
	}
	return "finish " + r.Receipt, err
}

// sold tells the model of a sale that the customer has a receipt for.
func (t *cashDesk) sold(receipt string) {
	body, ok := t.fact(receipt).(record.Sale)
	if !ok {
		t.w.fail("receipt %s is no sale", receipt)
	}
	t.w.counts.Sales++
	var stored money.Fen
	for _, p := range body.Paid {
		if p.Kind == record.Stored {
			stored += p.Amount
			t.w.counts.StoredSales++
		}
	}
	t.w.model.spent(body.Member, stored, body.Points)
}

func (t *cashDesk) topUp() (string, error) {
	amount := money.Fen(1+t.w.rng.IntN(40)) * 10 * money.Yuan
	r, err := t.till.TopUp(amount, record.Cash, "")
	if err == nil {
		body, ok := t.fact(r.Receipt).(record.TopUp)
		if !ok {
			t.w.fail("receipt %s is no top-up", r.Receipt)
		}
		t.w.counts.TopUps++
		t.w.model.toppedUp(body.Member, body.Principal+body.Bonus)
	}
	return "topup " + amount.String(), err
}

// fact is the body of a receipt's record.
func (t *cashDesk) fact(receipt string) (body record.Body) {
	t.w.must(t.store.View(func(tx *store.Tx) error {
		s, err := tx.Sale(receipt)
		if err == nil {
			body, err = s.Decode()
		}
		return err
	}), "receipt")
	return body
}
