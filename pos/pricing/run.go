package pricing

import (
	"cmp"
	"slices"
	"time"

	"holdfast/pos/money"
	"holdfast/pos/rules"
)

// run is one quote in the making.
type run struct {
	e     *Engine
	b     Basket
	local time.Time // in the document's zone
	rank  []int     // of lines
	parts [][]*part // by line
	lines []Priced
	quote Quote

	state  []state        // of rules, by their number
	goods  [][]int        // of promotions, by their place: lines that may be goods of theirs
	spent  map[string]int // how often a promotion has acted, in what its limits count
	closed bool           // an exclusive promotion has acted
}

// state is whether a rule's conditions are met.
type state uint8

const (
	unasked state = iota
	open
	shut
)

// What [Said] says.
const (
	SayWhen  = "when"  // it isn't its time
	SayWhere = "where" // nor its store
	SayWho   = "who"   // it isn't for this customer
	SayTaken = "taken" // its goods are another's
	SayShort = "short" // there is too little of its goods
	SayLimit = "limit" // its limit is reached
	SayLast  = "last"  // an exclusive one has acted, or this one is exclusive and another has
)

func newRun(e *Engine, b Basket) *run {
	return &run{
		e: e, b: b, local: b.At.In(e.zone), rank: ranked(b.Lines), lines: make([]Priced, len(b.Lines)),
		parts: make([][]*part, len(b.Lines)), state: make([]state, e.rules), spent: map[string]int{},
	}
}

// inOrder is the lines in the order of their rank.
func (r *run) inOrder() []int {
	order := make([]int, len(r.rank))
	for i, place := range r.rank {
		order[place] = i
	}
	return order
}

// say notes why a promotion doesn't act: what is found first.
func (r *run) say(id, why string) {
	if r.b.Explain && !slices.ContainsFunc(r.quote.Said, func(s Said) bool { return s.Rule == id }) {
		r.quote.Said = append(r.quote.Said, Said{id, why})
	}
}

// unsay leaves only the reasons of promotions that haven't acted: one may have found too little on one line and acted on
// another.
func (r *run) unsay() {
	r.quote.Said = slices.DeleteFunc(r.quote.Said, func(s Said) bool {
		return slices.ContainsFunc(r.quote.Acted, func(a Acted) bool { return a.Rule == s.Rule })
	})
}

// acted notes that a promotion acted; several times on several lines are one.
func (r *run) acted(id string, times int, amount money.Fen) {
	r.spent[id] += times
	for i := range r.quote.Acted {
		if a := &r.quote.Acted[i]; a.Rule == id {
			a.Times, a.Amount = a.Times+times, a.Amount+amount
			return
		}
	}
	a := Acted{Rule: id, Times: times, Amount: amount}
	if x := r.e.byCode[id]; x != nil {
		a.Name, a.NameEn = x.Name, x.NameEn
	} else if x := r.e.coupons[id]; x != nil {
		a.Name, a.NameEn = x.coupon.Name, x.coupon.NameEn
	}
	r.quote.Acted = append(r.quote.Acted, a)
}

// open reports whether a promotion's time, store and customer are these.
func (r *run) open(x *rule) bool {
	if s := r.state[x.number]; s != unasked {
		return s == open
	}
	why := ""
	switch {
	case !x.window.Open(r.local):
		why = SayWhen
	case !r.e.doc.At(x.Where, r.b.Store):
		why = SayWhere
	case !r.meets(x.ID, x.Who), x.Limit.PerMemberDay > 0 && !r.b.Member:
		why = SayWho
	}
	if why != "" {
		r.state[x.number] = shut
		r.say(x.ID, why)
		return false
	}
	r.state[x.number] = open
	return true
}

// meets reports whether the customer is one of a Who's.
func (r *run) meets(id string, w rules.Who) bool {
	if w.IsZero() {
		return true
	}
	if !r.b.Member || len(w.Tiers) > 0 && !slices.Contains(w.Tiers, r.b.Tier) {
		return false
	}
	if w.Birthday == "" {
		return true
	}
	held := slices.Contains(r.b.Held, id) || r.b.Birthday != "" && born(w, r.b.Birthday, r.local)
	if held && !slices.Contains(r.quote.Held, id) {
		r.quote.Held = append(r.quote.Held, id)
	}
	return held
}

// born reports whether a birthday is as near as a Who wants it. Who was born on the 29th of February has their day on the
// 28th in other years.
func born(w rules.Who, birthday string, local time.Time) bool {
	day, err := time.Parse(time.DateOnly, birthday)
	if err != nil {
		return false
	}
	if w.Birthday == rules.BirthdayMonth {
		return day.Month() == local.Month()
	}
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	for year := today.Year() - 1; year <= today.Year()+1; year++ {
		at := time.Date(year, day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
		if at.Month() != day.Month() {
			at = at.AddDate(0, 0, -1)
		}
		if days := int(today.Sub(at).Abs() / (24 * time.Hour)); days == 0 || w.Birthday == rules.Around && days <= w.Days {
			return true
		}
	}
	return false
}

// limited reports whether a promotion may act only so often.
func (x *rule) limited() bool { return x.Limit != rules.Limit{} }

// unlimited is more often than any promotion can act.
const unlimited = 1 << 40

// room is how often a promotion may still act.
func (r *run) room(x *rule) int {
	room := unlimited
	if n := x.Limit.PerBill; n > 0 {
		room = min(room, n-r.spent[x.ID])
	}
	if n := x.Limit.PerMemberDay; n > 0 {
		room = min(room, n-r.b.Used[x.ID]-r.spent[x.ID])
	}
	if n := x.Limit.Quantity; n > 0 || x.Limit.Mode == rules.Hard {
		switch {
		case r.b.Quota != nil:
			room = min(room, r.b.Quota[x.ID]-r.spent[x.ID])
		case n > 0:
			room = min(room, n-r.spent[x.ID])
		}
	}
	return max(0, room)
}

// promote lets the promotions act that concern the goods, in their order.
func (r *run) promote() {
	for _, x := range r.candidates() {
		if !r.open(x) {
			continue
		}
		if r.closed || x.Exclusive && len(r.quote.Acted) > 0 {
			r.say(x.ID, SayLast)
			continue
		}
		if r.room(x) == 0 {
			r.say(x.ID, SayLimit)
			continue
		}
		before := len(r.quote.Acted)
		switch x.Kind {
		case rules.Discount:
			r.discount(x)
		case rules.Nth:
			r.groups(x, x.N-1, 1)
		case rules.BuyGet:
			if x.Of.IsZero() {
				r.groups(x, x.Buy, x.Get)
			} else {
				r.other(x)
			}
		case rules.Less:
			r.less(x)
		case rules.Gift:
			r.gift(x)
		case rules.Bundle:
			r.bundle(x)
		}
		r.closed = r.closed || x.Exclusive && len(r.quote.Acted) > before
	}
}

// candidates is the promotions whose goods are in the basket; it notes which lines those are.
func (r *run) candidates() (list []*rule) {
	r.goods = make([][]int, len(r.e.acts))
	for i := range r.b.Lines {
		r.e.index.of(&r.b.Lines[i], func(x *rule) {
			if x.Kind == rules.Price {
				return
			}
			if lines := r.goods[x.at]; len(lines) == 0 || lines[len(lines)-1] != i {
				r.goods[x.at] = append(lines, i)
			}
		})
	}
	if len(r.e.index.all) > 0 {
		all := make([]int, len(r.b.Lines))
		for i := range all {
			all[i] = i
		}
		for _, x := range r.e.index.all {
			if x.Kind != rules.Price {
				r.goods[x.at] = all
			}
		}
	}
	for at, lines := range r.goods {
		if len(lines) > 0 {
			list = append(list, r.e.acts[at])
		}
	}
	return list
}

// free is the parts that a promotion may act on: goods in a scope that it may share with whatever acts on them. They are in an
// order that doesn't depend on the order of scanning: the dearest piece first.
func (r *run) free(x *rule, s *scope) (list []*part) {
	taken := false
	for _, i := range r.goods[x.at] {
		if !s.has(&r.b.Lines[i]) {
			continue
		}
		for _, p := range r.parts[i] {
			if p.closed || p.touched && !x.Stack {
				taken = true
				continue
			}
			list = append(list, p)
		}
	}
	if taken && len(list) == 0 {
		r.say(x.ID, SayTaken)
	}
	slices.SortStableFunc(list, func(a, b *part) int {
		return cmp.Or(dearer(a, b), cmp.Compare(r.rank[a.line], r.rank[b.line]), cmp.Compare(b.amount, a.amount))
	})
	return list
}

// mark says that a promotion acts on parts.
func (x *rule) mark(parts []*part) {
	for _, p := range parts {
		p.touched, p.closed = true, p.closed || !x.Stack
	}
}

// cut takes so many pieces off the front of a list, splitting a part where it must; rest is what it leaves.
func (r *run) cut(list []*part, n int) (taken, rest []*part) {
	for i, p := range list {
		if n == 0 {
			return taken, append(rest, list[i:]...)
		}
		have := p.pieces()
		if have == 0 {
			rest = append(rest, p)
			continue
		}
		if have > n {
			over := r.split(p, n)
			rest = append(rest, over)
			have = n
		}
		taken = append(taken, p)
		n -= have
	}
	return taken, rest
}

// split leaves so many pieces in a part, and returns the rest of it, nil where there is none.
func (r *run) split(p *part, n int) *part {
	rest := p.split(money.Qty(n) * money.One)
	if rest != nil {
		r.parts[p.line] = append(r.parts[p.line], rest)
	}
	return rest
}

// gather brings what was taken off parts together on their lines, in the order in which promotions acted.
func (r *run) gather() {
	order := map[string]int{}
	for i, a := range r.quote.Acted {
		order[a.Rule] = i
	}
	for i := range r.lines {
		line := &r.lines[i]
		for _, p := range r.parts[i] {
			for _, off := range p.off {
				if at := slices.IndexFunc(line.Off, func(o Off) bool { return o.Rule == off.Rule }); at >= 0 {
					line.Amount -= off.Amount
					line.Off[at].Amount += off.Amount
					continue
				}
				line.takeOff(off)
			}
		}
		slices.SortStableFunc(line.Off, func(a, b Off) int { return cmp.Compare(order[a.Rule], order[b.Rule]) })
	}
}
