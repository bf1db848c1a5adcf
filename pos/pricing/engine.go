package pricing

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
)

// Engine is a rules document made ready: it finds the rules of a line without looking at all of them. It is for one document
// and any number of goroutines.
type Engine struct {
	doc     rules.Document
	zone    *time.Location
	prices  []*rule // promotional prices, and
	acts    []*rule // all other promotions, each in the order in which they act
	coupons map[string]*rule
	byCode  map[string]*rule // promotions by ID
	daily   []string         // those with a limit for each member and day

	index   index
	tiers   map[string]tier
	unknown []string
	limited []string // promotions that act only as often as is held of them
	rules   int      // how many
}

// rule is a promotion or a coupon made ready.
type rule struct {
	rules.Promotion
	number int // of all rules
	at     int // in the order in which its kind acts
	window rules.Window
	what   scope
	of     scope
	items  []scope
	coupon rules.Coupon
}

// tier is what one tier pays.
type tier struct {
	items map[string]money.Fen // code → price
	offs  []tierOff
}

type tierOff struct {
	off  money.Percent
	what scope
}

// New makes a document ready, without the promotions that this program can't have act as they are meant: a till takes what
// head office sends. A time zone that this machine doesn't know is the chain's.
func New(doc rules.Document) *Engine {
	zone, err := doc.Location(pos.Zone)
	if err != nil {
		zone = pos.Zone
	}
	e := &Engine{doc: doc, zone: zone, coupons: map[string]*rule{}, byCode: map[string]*rule{}, tiers: map[string]tier{}}
	for _, p := range doc.Promotions {
		if !doc.Acts(p) {
			e.unknown = append(e.unknown, p.ID)
			continue
		}
		r := &rule{Promotion: p, number: e.rules, window: p.When.Read(ignore), what: scoped(p.What), of: scoped(p.Of)}
		for _, item := range p.Items {
			r.items = append(r.items, scoped(item.What))
		}
		e.byCode[p.ID] = r
		if p.Limit.PerMemberDay > 0 {
			e.daily = append(e.daily, p.ID)
		}
		e.rules++
		if p.Limit.Quantity > 0 || p.Limit.Mode == rules.Hard {
			e.limited = append(e.limited, p.ID)
		}
		if p.Kind == rules.Price {
			e.prices = append(e.prices, r)
		} else {
			e.acts = append(e.acts, r)
		}
	}
	for _, list := range [][]*rule{e.prices, e.acts} {
		slices.SortFunc(list, func(a, b *rule) int { return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.ID, b.ID)) })
		for i, r := range list {
			r.at = i
		}
	}
	e.index.add(e.prices, e.acts)
	for _, c := range doc.Coupons {
		e.coupons[c.ID] = &rule{coupon: c, window: c.When.Read(ignore), what: scoped(c.What)}
	}
	for _, t := range doc.Prices.Tiers {
		x := e.tiers[t.Tier]
		x.offs = append(x.offs, tierOff{t.Off, scoped(t.What)})
		e.tiers[t.Tier] = x
	}
	for _, t := range doc.Prices.Items {
		x := e.tiers[t.Tier]
		if x.items == nil {
			x.items = map[string]money.Fen{}
		}
		x.items[t.Product] = t.Price
		e.tiers[t.Tier] = x
	}
	return e
}

// ignore is for documents that were checked at head office.
func ignore(string, string) {}

// Rules is the document that the engine was made of.
func (e *Engine) Rules() rules.Document { return e.doc }

// Unknown names the promotions that this program is too old for; it sells without them.
func (e *Engine) Unknown() []string { return e.unknown }

// Limited names the promotions that act only as often as is held of them: those that the whole chain has only so many of, and
// those with a hard limit for each member and day.
func (e *Engine) Limited() []string { return e.limited }

// Limit is a promotion's.
func (e *Engine) Limit(promotion string) (l rules.Limit) {
	if r := e.byCode[promotion]; r != nil {
		l = r.Limit
	}
	return l
}

// IsCoupon reports whether there is such a batch of coupons.
func (e *Engine) IsCoupon(batch string) bool { return e.coupons[batch] != nil }

// Coupon is the batch that a coupon's number is of.
func (e *Engine) Coupon(number string) (batch rules.Coupon, ok bool) {
	for _, c := range e.doc.Coupons {
		if c.Prefix != "" && strings.HasPrefix(number, c.Prefix) {
			return c, true
		}
	}
	return batch, false
}

// scope is a rules.Scope made ready.
type scope struct {
	rules.Scope
	products, brands map[string]bool
	except           *scope
}

func scoped(s rules.Scope) scope {
	x := scope{Scope: s, products: set(s.Products), brands: set(s.Brands)}
	if s.Except != nil {
		e := scoped(*s.Except)
		x.except = &e
	}
	return x
}

func set(list []string) map[string]bool {
	if len(list) == 0 {
		return nil
	}
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[s] = true
	}
	return m
}

// has reports whether a line is in the scope.
func (s *scope) has(l *Line) bool {
	in := s.All() || s.products[l.Code] || l.Brand != "" && s.brands[l.Brand] || s.category(l)
	return in && (s.except == nil || !s.except.has(l))
}

func (s *scope) category(l *Line) bool {
	for _, c := range s.Categories {
		for _, of := range l.Categories {
			if of == c || strings.HasPrefix(of, c) && of[len(c)] == '/' {
				return true
			}
		}
	}
	return false
}

// index finds the rules whose goods a line may be.
type index struct {
	product, category, brand map[string][]*rule
	all                      []*rule
}

func (x *index) add(lists ...[]*rule) {
	x.product, x.category, x.brand = map[string][]*rule{}, map[string][]*rule{}, map[string][]*rule{}
	for _, list := range lists {
		for _, r := range list {
			scopes := []rules.Scope{r.What}
			switch r.Kind {
			case rules.BuyGet:
				if !r.Of.IsZero() {
					scopes = append(scopes, r.Of)
				}
			case rules.Bundle:
				scopes = nil
				for _, item := range r.Items {
					scopes = append(scopes, item.What)
				}
			case rules.Gift:
				for _, s := range r.Steps {
					scopes = append(scopes, rules.Scope{Products: s.Gifts})
				}
			}
			for _, s := range scopes {
				x.scope(r, s)
			}
		}
	}
}

func (x *index) scope(r *rule, s rules.Scope) {
	if s.All() {
		x.all = append(x.all, r)
	}
	for m, list := range map[*map[string][]*rule][]string{&x.product: s.Products, &x.category: s.Categories, &x.brand: s.Brands} {
		for _, name := range list {
			(*m)[name] = append((*m)[name], r)
		}
	}
}

// of calls f for the rules that a line may be goods of; for some more than once.
func (x *index) of(l *Line, f func(*rule)) {
	for _, r := range x.product[l.Code] {
		f(r)
	}
	for _, c := range l.Categories {
		for end := len(c); end > 0; end = strings.LastIndexByte(c[:end], '/') {
			for _, r := range x.category[c[:end]] {
				f(r)
			}
		}
	}
	if l.Brand != "" {
		for _, r := range x.brand[l.Brand] {
			f(r)
		}
	}
}
