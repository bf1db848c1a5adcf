package react

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/refund"
	"holdfast/pos/rules"
	"holdfast/server/store"
)

// clockOff is how far a till's clock may be from head office's.
const clockOff = time.Hour

// review has a person look at what a till can't have meant: its records stand as they happened.
func review(t *store.Tx, records []store.Read, now time.Time) error {
	for _, r := range records {
		if !byTill(r) {
			continue
		}
		for _, check := range []func(*store.Tx, store.Read) (*store.Finding, error){unreadable, postingsDiffer, refundedTooMuch, withoutRight, pricedOtherwise, overQuota, oldRules, clockWrong} {
			f, err := check(t, r)
			if err != nil {
				return err
			}
			if f == nil {
				continue
			}
			if err := t.Raise(r.Header, *f, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// unreadable finds a record of a known kind whose body this program can't read. Most are found when they are accepted; a
// sale's body is read in full only here.
func unreadable(_ *store.Tx, r store.Read) (*store.Finding, error) {
	if r.Fact != nil && r.Version <= record.Version {
		return nil, nil
	}
	_, err := r.Decode()
	if errors.Is(err, record.ErrUnknownKind) || err == nil && r.Version <= record.Version {
		return nil, nil
	}
	return &store.Finding{Kind: "unreadable", Note: "what the record moved is booked, what else it says can't be read"}, nil
}

// postingsDiffer finds a record whose body says something else than what it booked. A newer till's body may say more than
// can be read here.
func postingsDiffer(_ *store.Tx, r store.Read) (*store.Finding, error) {
	if r.Fact == nil || r.Version > record.Version {
		return nil, nil
	}
	sums := map[ledger.Account]int64{}
	for _, p := range r.Postings {
		sums[p.Account] += p.Amount
	}
	for _, p := range r.Fact.Postings(r.Header) {
		sums[p.Account] -= p.Amount
	}
	var f *store.Finding
	for account, n := range sums {
		if n == 0 {
			continue
		}
		if f == nil {
			f = &store.Finding{Kind: "postings_differ", Note: "what the record booked is not what it says that happened; its bookings stand"}
		}
		parts, _ := account.Split()
		if n > 0 && (parts.Asset.Stored() || parts.Asset == ledger.CNY) {
			f.Amount += money.Fen(min(n, money.Max))
		}
		if holder := parts.HeldBy(); holder != "" && (f.Member == "" || holder < f.Member) {
			f.Member = holder
		}
	}
	return f, nil
}

// refundedTooMuch finds a refund after which more was given back of a receipt than was sold.
func refundedTooMuch(t *store.Tx, r store.Read) (*store.Finding, error) {
	b, ok := r.Fact.(record.Refund)
	if !ok || b.Receipt == "" {
		return nil, nil
	}
	sale, refunds, err := t.Sold(b.Receipt, r.HQSeq)
	if err != nil || sale == nil {
		return nil, err
	}
	beyond := refund.Beyond(*sale, refunds)
	if beyond <= refund.Beyond(*sale, refunds[:max(0, len(refunds)-1)]) {
		return nil, nil
	}
	return &store.Finding{Kind: "refund_beyond", Member: b.Member, Amount: min(beyond, money.Max), ByHouse: true,
		Note: fmt.Sprintf("of receipt %s %s yuan more were given back than it was sold for", b.Receipt, beyond)}, nil
}

// withoutRight finds prices and discounts by hand that nobody who is named has the right to give, as rights are now.
func withoutRight(t *store.Tx, r store.Read) (*store.Finding, error) {
	b, ok := r.Fact.(record.Sale)
	if !ok {
		return nil, nil
	}
	var f *store.Finding
	check := func(right pos.Right, by string, amount money.Fen) error {
		if may, err := t.AnyMay(right, by, r.Operator, r.Approved); err != nil || may {
			return err
		}
		if f == nil {
			f = &store.Finding{Kind: "no_right", Member: b.Member, ByHouse: true}
			f.Note = fmt.Sprintf("a price or a discount by hand, and neither %q nor anybody who is named with it has the right to give it", cmp.Or(by, r.Operator))
		}
		f.Amount = min(f.Amount+max(0, amount), money.Max)
		return nil
	}
	for _, l := range b.Lines {
		if l.Why == "manual" {
			if err := check(pos.MayPrice, l.By, money.Extend(l.List, l.Qty)-money.Extend(l.Price, l.Qty)); err != nil {
				return nil, err
			}
		}
		for _, o := range l.Off {
			if !o.ByHand() {
				continue
			}
			if err := check(pos.MayDiscount, o.By, o.Amount); err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

// pricedOtherwise finds a sale that comes to something else by the rules of its version. Where the till was too old for
// some of them, oldRules says so instead; a record that doesn't say when
// its rules were published is of a till that has none yet, or of one that doesn't write all it takes to price it again.
func pricedOtherwise(t *store.Tx, r store.Read) (*store.Finding, error) {
	b, ok := r.Fact.(record.Sale)
	if !ok || len(b.Lines) == 0 || b.Quote.Published == 0 || len(b.Quote.Unknown) > 0 || r.Version > record.Version {
		return nil, nil
	}
	engine, err := t.Engine(b.Quote.Rules, b.Quote.Published)
	if err != nil || engine == nil {
		return nil, err
	}
	q, err := engine.Price(b.Quoted(r.Store))
	if err != nil {
		return nil, nil //nolint:nilerr // no till sells for more than any sale can be; its postings were checked
	}
	f := store.Finding{Kind: "priced_otherwise", Member: b.Member, ByHouse: true}
	for i, l := range q.Lines {
		if l.Amount != b.Lines[i].Amount && f.Note == "" {
			f.Note = fmt.Sprintf("by rules version %d line %d (%s) comes to %s, and was sold for %s", b.Quote.Rules, i+1, b.Lines[i].Code, l.Amount, b.Lines[i].Amount)
		}
	}
	points := q.Points
	if paid := b.PaidWith(record.PointsT); points > 0 && paid > 0 {
		points = pricing.Points(engine.Rules(), max(0, q.Total-paid))
	}
	if points != b.Points && f.Note == "" {
		f.Note = fmt.Sprintf("by rules version %d it earns %s points, and %s were given", b.Quote.Rules, points, b.Points)
	}
	if off, may := b.PaidWith(record.Rounding), b.MayRound(engine.Rules().Rounding); off > may && f.Note == "" {
		f.Note = fmt.Sprintf("by rules version %d %s of it may be rounded off, and %s were", b.Quote.Rules, may, off)
		f.Amount = min(off-may, money.Max)
		return &f, nil
	}
	if f.Note == "" {
		return nil, nil
	}
	f.Amount = min(max(0, q.Total-b.Total), money.Max)
	return &f, nil
}

// overQuota finds a promotion of limited quantity or a coupon that acted or paid otherwise than by as many uses: the till is
// broken.
func overQuota(t *store.Tx, r store.Read) (*store.Finding, error) {
	b, ok := r.Fact.(record.Sale)
	if !ok || len(b.Acted) == 0 && b.PaidWith(record.Coupon) == 0 || r.Version > record.Version {
		return nil, nil
	}
	engine, err := t.Engine(b.Quote.Rules, b.Quote.Published)
	if err != nil || engine == nil {
		return nil, err
	}
	f := store.Finding{Kind: "quota_exceeded", Member: b.Member, ByHouse: true}
	day := engine.Day(time.UnixMilli(b.Quote.At))
	for _, a := range b.Acted {
		l := engine.Limit(a.Rule)
		used := int64(a.Times)
		if l.Quantity > 0 {
			used = min(used, b.Uses(ledger.Limited(ledger.Promotion, a.Rule)))
		}
		if l.Mode == rules.Hard {
			used = min(used, b.Uses(ledger.Limited(ledger.Today, ledger.MemberDay(a.Rule, b.Member, day))))
		}
		if engine.IsCoupon(a.Rule) {
			n, err := couponsUsed(t, b, a.Rule)
			if err != nil {
				return nil, err
			}
			used = min(used, n)
		}
		if used < int64(a.Times) {
			f.Note = fmt.Sprintf("%s acted %d times, and the till used %d of what it held of it", a.Rule, a.Times, used)
			f.Amount += max(0, a.Amount)
		}
	}
	if err := overpaidByCoupon(t, engine, r, b, &f); err != nil {
		return nil, err
	}
	if f.Note == "" {
		return nil, nil
	}
	f.Amount = min(f.Amount, money.Max)
	return &f, nil
}

// couponsUsed is how many coupons of a batch a sale used, beside its tenders.
func couponsUsed(t *store.Tx, b record.Sale, batch string) (n int64, err error) {
	for _, u := range b.Used {
		kind, number, _ := ledger.SplitLimited(u.Holder)
		if kind != ledger.Coupon {
			continue
		}
		of, err := t.BatchOf(number)
		if err != nil {
			return 0, err
		}
		if of == batch {
			n += b.Uses(u.Holder)
		}
	}
	return n, nil
}

// overpaidByCoupon finds coupons that paid more than the rules of the sale's version let them, or that the till did not hold.
func overpaidByCoupon(t *store.Tx, engine *pricing.Engine, r store.Read, b record.Sale, f *store.Finding) error {
	in := b.Quoted(r.Store)
	var paid money.Fen
	for _, p := range b.Paid {
		if p.Kind != record.Coupon {
			continue
		}
		if len(p.Uses) == 0 {
			f.Note = fmt.Sprintf("coupon %s paid, and the till did not hold it", p.Ref)
			f.Amount += max(0, p.Amount)
			continue
		}
		batch, err := t.BatchOf(p.Ref)
		if err != nil {
			return err
		}
		in.Coupons, paid = append(in.Coupons, batch), paid+p.Amount
	}
	if paid == 0 {
		return nil
	}
	q, err := engine.Price(in)
	if err != nil {
		return nil //nolint:nilerr // as in pricedOtherwise
	}
	var may money.Fen
	for _, p := range q.Pays {
		may += p.Amount
	}
	if paid > may {
		f.Note = fmt.Sprintf("coupons paid %s, and by rules version %d they pay %s", paid, b.Quote.Rules, may)
		f.Amount += paid - may
	}
	return nil
}

// oldRules finds a till that is too old for some of the rules: it sells without them until it is brought up to date. There is
// one finding for each till and version.
func oldRules(_ *store.Tx, r store.Read) (*store.Finding, error) {
	b, ok := r.Fact.(record.Sale)
	if !ok || len(b.Quote.Unknown) == 0 {
		return nil, nil
	}
	return &store.Finding{Kind: "rules_unknown", What: fmt.Sprintf("%s rules %d", r.Place, b.Quote.Rules),
		Note: fmt.Sprintf("the till's program is too old for %s, and sells without; update it", strings.Join(b.Quote.Unknown, ", "))}, nil
}

// clockWrong finds a till whose clock is ahead of head office's, or behind the making of a grant that it accepts. Other
// records may be as old as the till was cut off for, and say nothing. There is one finding for each till and day.
func clockWrong(_ *store.Tx, r store.Read) (*store.Finding, error) {
	f := store.Finding{Kind: "clock", What: r.Place + " " + pos.Date(r.Came)}
	if ahead := r.At().Sub(r.Came); ahead > clockOff {
		f.Note = fmt.Sprintf("the till's clock is %s ahead of head office's; set it right", ahead.Round(time.Minute))
		return &f, nil
	}
	b, ok := r.Fact.(record.Accept)
	if !ok {
		return nil, nil
	}
	g, err := escrow.Read(b.Grant)
	if err != nil {
		return nil, nil // no grant, as postingsDiffer says
	}
	if behind := time.UnixMilli(g.Made).Sub(r.At()); behind > clockOff {
		f.Note = fmt.Sprintf("the till's clock is %s behind head office's; set it right", behind.Round(time.Minute))
		return &f, nil
	}
	return nil, nil
}
