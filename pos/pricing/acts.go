package pricing

import (
	"cmp"
	"slices"

	"holdfast/pos/money"
	"holdfast/pos/rules"
)

// discount takes a percentage off goods, or the highest step's that their number or amount reaches.
func (r *run) discount(x *rule) {
	list := r.free(x, &x.what)
	off := x.Off
	if len(x.Steps) > 0 {
		step := r.reached(x, list)
		if step == nil {
			return
		}
		off = step.Off
	}
	if room := r.room(x); room < unlimited {
		list, _ = r.cut(list, room)
	}
	var took money.Fen
	n := 0
	for _, p := range list {
		if t := p.take(Off{Why: OffPromotion, Rule: x.ID, Percent: off}, off.Of(p.amount)); t > 0 {
			took += t
			n += p.qty.Pieces()
		}
	}
	if took > 0 {
		x.mark(list)
		r.acted(x.ID, n, took)
	}
}

// reached is the highest step that goods reach, and offers the next one.
func (r *run) reached(x *rule, list []*part) (best *rules.Step) {
	spend, n := amountOf(list), piecesOf(list)
	var next *rules.Step
	for i := range x.Steps {
		s := &x.Steps[i]
		switch reached := s.Spend > 0 && spend >= s.Spend || s.Qty > 0 && n >= s.Qty; {
		case reached && (best == nil || s.Spend > best.Spend || s.Qty > best.Qty):
			best = s
		case !reached && (next == nil || s.Spend < next.Spend || s.Qty < next.Qty):
			next = s
		}
	}
	if best == nil && len(list) > 0 {
		r.say(x.ID, SayShort)
	}
	if next != nil && spend > 0 {
		o := Offer{Off: next.Off, Less: next.Less, Gifts: next.Gifts}
		if next.Spend > 0 {
			o.Spend = next.Spend - spend
		} else {
			o.Qty = next.Qty - n
		}
		r.offer(x, o, next)
	}
	return best
}

// offer tells of a step that lacks no more than half of what it wants.
func (r *run) offer(x *rule, o Offer, of *rules.Step) {
	if 2*o.Spend <= of.Spend && 2*o.Qty <= of.Qty {
		r.offerNow(x, o)
	}
}

func (r *run) offerNow(x *rule, o Offer) {
	o.Rule, o.Name, o.NameEn = x.ID, x.Name, x.NameEn
	r.quote.Offers = append(r.quote.Offers, o)
}

// groups takes pieces off that come behind others of the same goods: of each paid and free ones, the dearest are paid. A group
// that isn't full takes off what it has reached. Where products don't mix, each is counted by itself.
func (r *run) groups(x *rule, paid, free int) {
	list := r.free(x, &x.what)
	if x.Mix {
		r.group(x, list, paid, free)
		return
	}
	by := map[string][]*part{}
	var codes []string
	for _, p := range list {
		code := r.b.Lines[p.line].Code
		if by[code] == nil {
			codes = append(codes, code)
		}
		by[code] = append(by[code], p)
	}
	for _, code := range codes {
		r.group(x, by[code], paid, free)
	}
}

func (r *run) group(x *rule, list []*part, paid, free int) {
	cycle, n := paid+free, piecesOf(list)
	full, some := n/cycle, 0
	if over := n % cycle; over > paid {
		some = over
	}
	if room := r.room(x); full >= room {
		full, some = room, 0
	}
	if over := n - full*cycle - some; over > 0 && full < r.room(x) {
		r.offer(x, Offer{Qty: paid + 1 - over, Off: x.taken()}, &rules.Step{Qty: paid + 1})
	}
	if full+some == 0 {
		if len(list) > 0 {
			r.say(x.ID, SayShort)
		}
		return
	}
	used, _ := r.cut(list, full*cycle+some)
	var took money.Fen
	var more []*part
	at := 0 // in the cycle
	for _, p := range used {
		// The part's pieces run through the cycle, beginning where the part before has ended.
		gone := freeIn(at+p.pieces(), paid, cycle) - freeIn(at, paid, cycle)
		at = (at + p.pieces()) % cycle
		if gone == 0 {
			continue
		}
		if rest := r.split(p, gone); rest != nil {
			more = append(more, rest)
		}
		took += p.take(Off{Why: OffPromotion, Rule: x.ID, Percent: x.taken()}, x.saves(p))
	}
	if took == 0 {
		return
	}
	x.mark(used)
	x.mark(more)
	times := full
	if some > 0 {
		times++
	}
	r.acted(x.ID, times, took)
}

// freeIn is how many of the first n pieces of a row of cycles are free.
func freeIn(n, paid, cycle int) int { return n/cycle*(cycle-paid) + max(0, n%cycle-paid) }

// taken is the percentage that a piece has off; 0 where it has a price instead.
func (x *rule) taken() money.Percent {
	if x.Off == 0 && x.Price == nil {
		return money.All
	}
	return x.Off
}

// saves is what a part has off that is given by a promotion.
func (x *rule) saves(p *part) money.Fen {
	if x.Price != nil {
		return p.amount - money.Extend(*x.Price, p.qty)
	}
	return x.taken().Of(p.amount)
}

// other gives pieces of other goods with those that are bought: for the dearest pieces the dearest.
func (r *run) other(x *rule) {
	list := r.free(x, &x.what)
	of := r.free(x, &x.of)
	same := 0 // pieces that are both
	for _, p := range list {
		if slices.Contains(of, p) {
			same += p.pieces()
		}
	}
	buy, get := piecesOf(list), piecesOf(of)
	times := min(r.room(x), buy/x.Buy, get/x.Get, (buy+get-same)/(x.Buy+x.Get))
	if times == 0 {
		if len(list) > 0 {
			r.say(x.ID, SayShort)
		}
		if x.Buy <= buy && get < x.Get {
			r.offerNow(x, Offer{Qty: x.Get - get, Off: x.taken()})
		}
		return
	}
	// What can only be bought, and what can only be given, goes first.
	only := func(list, other []*part) {
		slices.SortStableFunc(list, func(a, b *part) int {
			return cmp.Compare(truth(slices.Contains(other, a)), truth(slices.Contains(other, b)))
		})
	}
	only(list, of)
	bought, _ := r.cut(list, times*x.Buy)
	of = slices.DeleteFunc(r.free(x, &x.of), func(p *part) bool { return slices.Contains(bought, p) })
	only(of, list)
	given, _ := r.cut(of, times*x.Get)
	var took money.Fen
	for _, p := range given {
		took += p.take(Off{Why: OffPromotion, Rule: x.ID, Percent: x.taken()}, x.saves(p))
	}
	if took == 0 {
		return
	}
	x.mark(bought)
	x.mark(given)
	r.acted(x.ID, times, took)
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// less takes an amount off all goods that reach it together, spread over them.
func (r *run) less(x *rule) {
	list := r.free(x, &x.what)
	if r.reached(x, list) == nil {
		return
	}
	times, less := x.climbed(amountOf(list), r.room(x))
	took := r.spread(list, Off{Why: OffPromotion, Rule: x.ID}, less)
	x.mark(list)
	r.acted(x.ID, times, took)
}

// climbed is how often steps act for an amount, and what they take off: the highest once; or each as often as it fits, the
// largest first.
func (x *rule) climbed(spend money.Fen, room int) (times int, less money.Fen) {
	x.climb(spend, room, func(s rules.Step, n int) { times, less = times+n, less+money.Fen(n)*s.Less })
	return times, less
}

func (x *rule) climb(spend money.Fen, room int, f func(s rules.Step, n int)) {
	steps := slices.Clone(x.Steps)
	slices.SortFunc(steps, func(a, b rules.Step) int { return cmp.Compare(b.Spend, a.Spend) })
	for _, s := range steps {
		if spend < s.Spend {
			continue
		}
		if !x.Each {
			f(s, 1)
			return
		}
		n := min(room, int(spend/s.Spend))
		f(s, n)
		room -= n
		spend %= s.Spend
	}
}

// spread takes an amount off parts in proportion to what they come to.
func (r *run) spread(list []*part, off Off, amount money.Fen) (took money.Fen) {
	order := slices.Clone(list)
	slices.SortStableFunc(order, func(a, b *part) int {
		return cmp.Or(cmp.Compare(b.amount, a.amount), cmp.Compare(r.rank[a.line], r.rank[b.line]))
	})
	weights := make([]int64, len(order))
	for i, p := range order {
		weights[i] = int64(p.amount)
	}
	for i, share := range money.Spread(int64(min(amount, amountOf(list))), weights) {
		took += order[i].take(off, money.Fen(share))
	}
	return took
}

// gift gives goods for an amount that other goods reach. They are to be in the basket; where they aren't yet, they are offered.
func (r *run) gift(x *rule) {
	gifts := map[string]bool{}
	for _, s := range x.Steps {
		for _, code := range s.Gifts {
			gifts[code] = true
		}
	}
	list := slices.DeleteFunc(r.free(x, &x.what), func(p *part) bool { return gifts[r.b.Lines[p.line].Code] })
	if r.reached(x, list) == nil {
		return
	}
	var took money.Fen
	n := 0
	x.climb(amountOf(list), r.room(x), func(s rules.Step, times int) {
		due := min(times*s.Pieces(), r.room(x)-n)
		of := scoped(rules.Scope{Products: s.Gifts})
		given, _ := r.cut(r.free(x, &of), due)
		for _, p := range given {
			took += p.take(Off{Why: OffPromotion, Rule: x.ID, Percent: x.taken()}, x.saves(p))
			n += p.pieces()
			due -= p.pieces()
		}
		if took > 0 {
			x.mark(given)
		}
		if due > 0 {
			r.offerNow(x, Offer{Gifts: s.Gifts, Off: x.taken()})
		}
	})
	if took > 0 {
		x.mark(list)
		r.acted(x.ID, n, took)
	}
}

// bundle takes off goods that are sold together, as often as all of them are there.
func (r *run) bundle(x *rule) {
	times, some := r.room(x), false
	wants := make([][]*part, len(x.Items))
	for i := range x.Items {
		wants[i] = r.free(x, &x.items[i])
		some = some || len(wants[i]) > 0
		times = min(times, piecesOf(wants[i])/x.Items[i].Pieces())
	}
	sets := r.sets(x, wants, times)
	if sets == nil {
		if some {
			r.say(x.ID, SayShort)
		}
		return
	}
	var took money.Fen
	var all []*part
	for i, set := range sets {
		all = append(all, set...)
		for _, p := range set {
			off, item := Off{Why: OffPromotion, Rule: x.ID, Percent: x.Items[i].Off}, x.Items[i]
			saves := item.Off.Of(p.amount)
			if item.Price != nil {
				saves = p.amount - money.Extend(*item.Price, p.qty)
			}
			took += p.take(off, saves)
		}
	}
	times = piecesOf(sets[0]) / x.Items[0].Pieces()
	if x.Price != nil {
		took += r.spread(all, Off{Why: OffPromotion, Rule: x.ID}, max(0, amountOf(all)-*x.Price*money.Fen(times)))
	}
	if took == 0 {
		return
	}
	for _, p := range all {
		p.bundled = true
	}
	x.mark(all)
	r.acted(x.ID, times, took)
}
