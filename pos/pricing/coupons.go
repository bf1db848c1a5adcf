package pricing

import (
	"cmp"
	"slices"

	"holdfast/pos/money"
)

// coupons takes off what is presented beside promotions: of each line, what isn't in a bundle. A coupon that pays an amount is a
// payment, of no more than its goods come to.
func (r *run) coupons() {
	bundled := r.bundled()
	nth := map[string]money.Fen{}
	for _, id := range r.b.Coupons {
		x := r.e.coupons[id]
		if x == nil {
			continue
		}
		weights, sum := r.couponable(x, bundled)
		nth[id]++
		if !r.takes(x, sum, nth[id]) {
			continue
		}
		if x.coupon.Off == 0 {
			if pays := min(x.coupon.Amount, sum-(nth[id]-1)*x.coupon.Amount); pays > 0 {
				r.quote.Pays = append(r.quote.Pays, Pays{id, pays})
			}
			continue
		}
		amount := x.coupon.Off.Of(sum)
		if x.coupon.Most > 0 {
			amount = min(amount, x.coupon.Most)
		}
		order := make([]int, len(weights))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int {
			return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(r.rank[a], r.rank[b]))
		})
		ordered := make([]int64, len(weights))
		for i, at := range order {
			ordered[i] = weights[at]
		}
		for i, share := range money.Spread(int64(amount), ordered) {
			r.lines[order[i]].takeOff(Off{Why: OffCoupon, Rule: id, Percent: x.coupon.Off, Amount: money.Fen(share)})
		}
		r.acted(id, 1, amount)
	}
}

// bundled is what of each line is in bundles. What a person took off a line is off all of it; what of a fen falls on a bundle
// no coupon acts on.
func (r *run) bundled() []money.Fen {
	amounts := make([]money.Fen, len(r.lines))
	for i := range amounts {
		var in money.Fen
		for _, p := range r.parts[i] {
			if p.bundled {
				in += p.amount
			}
		}
		if in > 0 {
			amounts[i] = money.PartUp(r.lines[i].Amount, in, amountOf(r.parts[i]))
		}
	}
	return amounts
}

// couponable is what of each line a coupon may act on, and the sum.
func (r *run) couponable(x *rule, bundled []money.Fen) (amounts []int64, sum money.Fen) {
	amounts = make([]int64, len(r.lines))
	for i := range amounts {
		if x.what.has(&r.b.Lines[i]) {
			left := r.lines[i].Amount - bundled[i]
			amounts[i], sum = int64(left), sum+left
		}
	}
	return amounts, sum
}

// takes reports whether a coupon, the nth of its batch, may be used for goods of an amount. Of what the goods must come to each
// coupon needs its own.
func (r *run) takes(x *rule, sum, nth money.Fen) bool {
	c := x.coupon
	why := ""
	switch {
	case !x.window.Open(r.local):
		why = SayWhen
	case !r.e.doc.At(c.Where, r.b.Store):
		why = SayWhere
	case !r.meets(c.ID, c.Who):
		why = SayWho
	case sum <= 0 || sum < c.Spend*nth:
		why = SayShort
	}
	if why != "" {
		r.say(c.ID, why)
	}
	return why == ""
}
