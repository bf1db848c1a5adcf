package pricing

import (
	"cmp"
	"slices"

	"holdfast/pos/money"
	"holdfast/pos/rules"
)

// price gives a line its price, and makes its parts. A price set by hand comes first, and no rule acts on that line: a person
// has decided.
func (r *run) price(i int) {
	l := &r.b.Lines[i]
	p := Priced{Price: l.List, Why: List}
	var limited []*rule
	switch {
	case l.Manual > 0:
		p = Priced{Price: l.Manual, Why: Manual}
	case l.Code == QuickCode:
		p.Why = Quick
	default:
		p, limited = r.promotional(l, r.standing(l))
	}
	p.Amount = money.Extend(p.Price, l.Qty)
	r.lines[i] = p
	rest := &part{line: i, qty: l.Qty, amount: p.Amount}
	if p.Why == Manual || p.Why == Promotion {
		rest.touched, rest.closed = true, p.Why == Manual || !r.e.byCode[p.Rule].Stack
	}
	for _, x := range limited {
		if rest = r.some(rest, x, l); rest == nil {
			return
		}
	}
	if p.Why == Promotion {
		r.acted(p.Rule, rest.qty.Pieces(), money.Extend(r.standing(l).Price, rest.qty)-rest.amount)
	}
	r.parts[i] = append(r.parts[i], rest)
}

// promotional is the price that promotions leave: in the order of their priority the first that isn't limited. Those that are
// limited and come before it are returned beside it, as far as they are cheaper.
func (r *run) promotional(l *Line, p Priced) (_ Priced, limited []*rule) {
	lowest := r.e.doc.Prices.Choose == rules.Lowest
	for _, x := range r.pricesOf(l) {
		if x.limited() {
			limited = append(limited, x)
			continue
		}
		if price := x.priceOf(l); !lowest || price < p.Price {
			p = Priced{Price: price, Why: Promotion, Rule: x.ID}
		}
		if !lowest {
			break
		}
	}
	return p, slices.DeleteFunc(limited, func(x *rule) bool { return x.priceOf(l) >= p.Price })
}

// some lets a limited price take as many pieces as it may, shows what that takes off, and returns what is left over.
func (r *run) some(p *part, x *rule, l *Line) *part {
	n := min(p.pieces(), r.room(x))
	if n == 0 {
		r.say(x.ID, SayLimit)
		return p
	}
	rest := p.split(money.Qty(n) * money.One)
	p.touched, p.closed = true, !x.Stack
	took := p.take(Off{Why: OffPromotion, Rule: x.ID, Percent: x.Off}, p.amount-money.Extend(x.priceOf(l), p.qty))
	r.acted(x.ID, n, took)
	r.parts[p.line] = append(r.parts[p.line], p)
	return rest
}

// standing is the price without promotions: of the tier and item; else, for a member, the lower of the member price and what
// the tier has off the list price; else the list price. A member price stands even where it is dearer than the list price:
// head office set it for members.
func (r *run) standing(l *Line) Priced {
	list := Priced{Price: l.List, Why: List}
	if l.Label {
		list.Why = Label
	}
	if !r.b.Member {
		return list
	}
	var can []Priced
	t := r.e.tiers[r.b.Tier]
	item, ok := t.items[l.Code]
	if ok = ok && !l.Label; ok {
		can = append(can, Priced{Price: item, Why: Tier})
	}
	lowest := r.e.doc.Prices.Choose == rules.Lowest
	if !ok || lowest {
		if l.Member > 0 && !l.Label {
			can = append(can, Priced{Price: l.Member, Why: Member})
		}
		var most money.Percent
		for i := range t.offs {
			if t.offs[i].what.has(l) {
				most = max(most, t.offs[i].off)
			}
		}
		if most > 0 {
			can = append(can, Priced{Price: l.List - most.Of(l.List), Why: Tier})
		}
	}
	if lowest || len(can) == 0 {
		can = append(can, list)
	}
	return slices.MinFunc(can, func(a, b Priced) int { return cmp.Compare(a.Price, b.Price) })
}

// pricesOf is the promotional prices in force for a line, in their order.
func (r *run) pricesOf(l *Line) (list []*rule) {
	r.e.index.of(l, func(x *rule) {
		if x.Kind == rules.Price && !slices.Contains(list, x) && x.what.has(l) && r.open(x) {
			list = append(list, x)
		}
	})
	for _, x := range r.e.index.all {
		if x.Kind == rules.Price && x.what.has(l) && r.open(x) {
			list = append(list, x)
		}
	}
	if l.Label {
		list = slices.DeleteFunc(list, func(x *rule) bool { return x.Promotion.Price != nil })
	}
	slices.SortFunc(list, func(a, b *rule) int { return cmp.Compare(a.at, b.at) })
	return list
}

// priceOf is what one costs by a promotional price.
func (x *rule) priceOf(l *Line) money.Fen {
	if x.Price != nil {
		return *x.Price
	}
	return l.List - x.Off.Of(l.List)
}
