package tilltest

import (
	"context"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till"
	"holdfast/sync/wire"
)

// Office is the line to a head office that answers at once, or, while it is slow, never.
type Office struct {
	*World
	Up, Slow  bool
	Available map[string]money.Fen
	Owns      map[string]pos.Balance // in place of Available where a story tells all assets
	Coupons   map[string]string      // PINs of coupons that weren't used, "" without one, by number
	Elsewhere []till.Elsewhere
	Asked     []wire.Request
	Meanwhile func() // what somebody does at the till while the next request waits
	receipts
}

// Online is as the test says.
func (o *Office) Online() (bool, time.Time) { return o.Up, o.Clock.Now.Add(-time.Hour) }

// Cut takes it down, or mends it.
func (o *Office) Cut(cut bool) { o.Up = !cut }

// Nudge does nothing.
func (o *Office) Nudge() {}

// Await decides the request as head office would: it grants what there is.
func (o *Office) Await(ctx context.Context, id string) error {
	if f := o.Meanwhile; f != nil {
		o.Meanwhile = nil
		f()
	}
	if o.Slow {
		<-ctx.Done()
		return ctx.Err()
	}
	requests, err := o.Store.Requests()
	o.Must(err)
	for _, r := range requests {
		if r.ID != id {
			continue
		}
		o.Asked = append(o.Asked, r)
		if r.Uses > 0 {
			return o.grantUse(r)
		}
		if r.Refund || o.Back[r.Holder] != (pos.Balance{}) {
			return o.grantNamed(r)
		}
		if _, ok := o.Owns[r.Holder]; ok {
			return o.grantOf(r)
		}
		amount := min(money.Fen(r.Value), o.Available[r.Holder])
		if amount == 0 {
			return o.Store.Refused(id, string(pos.Insufficient), "head office has nothing left to grant of this member's value")
		}
		o.Available[r.Holder] -= amount
		o.Grant(id, r.Holder, amount, 0, 24*time.Hour)
	}
	return nil
}

// Why is what keeps the till from it.
func (o *Office) Why() pos.Text {
	if !o.Up {
		return pos.T("head office can't be reached")
	}
	return pos.Text{}
}

// Enquire tells what it has, and what other places hold.
func (o *Office) Enquire(ctx context.Context, holder string) (pos.Balance, []till.Elsewhere, error) {
	if o.Slow {
		<-ctx.Done()
	}
	if err := ctx.Err(); err != nil {
		return pos.Balance{}, nil, err
	}
	if at, ok := o.Away[holder]; ok {
		return pos.Balance{}, []till.Elsewhere{at}, nil
	}
	if b, ok := o.Owns[holder]; ok {
		return b, o.Elsewhere, nil
	}
	return pos.Balance{Principal: o.Available[holder]}, o.Elsewhere, nil
}

// Sync waits for ever while it is down.
func (o *Office) Sync(ctx context.Context) error {
	if !o.Up {
		<-ctx.Done()
	}
	return ctx.Err()
}
