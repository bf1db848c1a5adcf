package tilltest

import (
	"context"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// grantOf grants, of what a member owns at head office, what is asked for, and refuses where that is nothing.
func (o *Office) grantOf(r wire.Request) error {
	b := o.Owns[r.Holder]
	var amounts []escrow.Amount
	grant := func(asset ledger.Asset, want, has int64) (left int64) {
		n := min(want, has)
		if n > 0 {
			amounts = append(amounts, escrow.Amount{Asset: asset, Amount: n})
		}
		return want - n
	}
	left := grant(ledger.Principal, r.Value+r.Principal, int64(b.Principal))
	grant(ledger.Bonus, r.Bonus+max(0, min(left, r.Value)), int64(b.Bonus))
	grant(ledger.Points, r.Points, int64(b.Points))
	if amounts == nil {
		return o.Store.Refused(r.ID, string(pos.Insufficient), "head office has nothing left to grant of this member's value")
	}
	for _, a := range amounts {
		switch a.Asset {
		case ledger.Principal:
			b.Principal -= money.Fen(a.Amount)
		case ledger.Bonus:
			b.Bonus -= money.Fen(a.Amount)
		case ledger.Points:
			b.Points -= money.Points(a.Amount)
		case ledger.CNY, ledger.Refund:
		}
	}
	o.Owns[r.Holder] = b
	return o.GrantAll(r.ID, r.Holder, amounts...)
}

// grantNamed grants what is asked for by its own name: principal and bonus that were recalled before, or the right to
// refund a receipt, if head office has it.
func (o *Office) grantNamed(r wire.Request) error {
	if !r.Refund {
		b := o.Back[r.Holder]
		return o.GrantAll(r.ID, r.Holder, escrow.Amount{Asset: ledger.Principal, Amount: min(r.Principal, int64(b.Principal))},
			escrow.Amount{Asset: ledger.Bonus, Amount: min(r.Bonus, int64(b.Bonus))})
	}
	if _, err := o.Ask(context.Background(), "receipt", r.Holder); err != nil {
		return o.Store.Refused(r.ID, string(pos.CodeOf(err)), pos.MessageOf(err))
	}
	if of, ok := o.Sold[r.Holder]; ok && of.Kind != record.KindSale && of.Kind != record.KindTopUp {
		return o.Store.Refused(r.ID, string(pos.Insufficient), "head office has no right to refund this receipt to give")
	}
	if at, ok := o.Away[r.Holder]; ok {
		return o.Store.Refused(r.ID, string(pos.Insufficient), "the right to refund this receipt is at "+at.Place)
	}
	return o.GrantAll(r.ID, r.Holder, escrow.Amount{Asset: ledger.Refund, Amount: 1})
}

// grantUse grants the one use of a coupon, against its PIN, if it has not been used.
func (o *Office) grantUse(r wire.Request) error {
	_, number, _ := ledger.SplitLimited(r.Holder)
	pin, ok := o.Coupons[number]
	switch {
	case !ok:
		return o.Store.Refused(r.ID, string(pos.Insufficient), "nothing is left")
	case pin != "" && r.PIN == "":
		return o.Store.Refused(r.ID, string(pos.Forbidden), "this coupon has a PIN under its cover; give it behind the number, as in "+number+"-123456")
	case pin != r.PIN && pin != "":
		return o.Store.Refused(r.ID, string(pos.Forbidden), "the PIN is not this coupon's; look at the digits under its cover")
	}
	delete(o.Coupons, number)
	return o.GrantAll(r.ID, r.Holder, escrow.Amount{Asset: ledger.Uses, Amount: 1})
}

// GrantAll grants amounts of any assets, for a day; a refund right without an end.
func (o *Office) GrantAll(request, holder string, amounts ...escrow.Amount) error {
	o.Grants++
	g := escrow.Grant{
		ID: fmt.Sprintf("GRANT%03d", o.Grants), Request: request, Place: "T1", Epoch: 1, Holder: holder, Generation: 1,
		Made: o.Clock.Now.UnixMilli(), Amounts: amounts,
	}
	if amounts[0].Asset != ledger.Refund {
		g.Ends = o.Clock.Now.Add(24 * time.Hour).UnixMilli()
	}
	blob, err := escrow.Sign(o.Key, g)
	o.Must(err)
	_, err = o.Store.TakeGrant(blob)
	return err
}

// Ask tells of a receipt: this till's as it is in its journal, another's as the test has it.
func (o *Office) Ask(ctx context.Context, what, key string) ([]byte, error) {
	if o.Slow {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if what == "records" {
		return cbor.Marshal(o.Pages[key])
	}
	var told record.Sold
	err := o.Store.View(func(tx *store.Tx) error {
		sealed, ok := o.Sold[key]
		if !ok {
			var err error
			if sealed, err = tx.Sale(key); err != nil {
				return pos.E(pos.NotFound, "", "head office has no {} {}", what, key)
			}
		}
		own, err := tx.Refunds(key)
		for _, r := range append(own, o.Refunds[key]...) {
			told.Refunds = append(told.Refunds, r.Bytes)
		}
		told.Record = sealed.Bytes
		return err
	})
	if err != nil {
		return nil, err
	}
	return cbor.Marshal(told)
}
