package rules

import (
	"fmt"
	"slices"

	"holdfast/pos/money"
)

// Largest values that a promotion may have.
const (
	maxPieces = 1_000
	maxCount  = 1_000_000_000
)

func (c *check) promotions(list []Promotion) {
	windows := make([]Window, len(list))
	for i, p := range list {
		windows[i] = c.promotion(fmt.Sprintf("promotions[%d]", i), p)
	}
	c.overlaps(list, windows)
}

// Acts reports whether a promotion of the document can act as it is meant: this program knows all that it says. One that a
// newer head office has published may say things that would make it act more often here than it should.
func (d *Document) Acts(p Promotion) bool {
	c := &check{doc: d, ids: map[string]bool{}}
	c.promotion("", p)
	return !p.Unknown && len(c.errs) == 0
}

func (c *check) promotion(path string, p Promotion) Window {
	c.named(path, p.ID, p.Name)
	window := c.conditions(path, p.When, p.Where, p.Who, p.What)
	c.limit(path+".limit", p.Limit)
	c.fields(path, p)
	switch p.Kind {
	case Price:
		c.price(path, p)
	case Discount, Less, Gift:
		c.steps(path, p)
	case Nth:
		c.pieces(path+".n", p.N, 2)
		c.offOrPrice(path, p.Off, p.Price)
	case BuyGet:
		c.pieces(path+".buy", p.Buy, 1)
		c.pieces(path+".get", p.Get, 1)
		c.percent(path+".off", p.Off)
		c.scope(path+".of", p.Of)
	case Bundle:
		c.bundle(path, p)
	default:
		c.wrong(path+".kind", "%q is no kind of promotion", p.Kind)
	}
	return window
}

// takes says which fields beside the common ones a kind has.
var takes = map[Kind][]string{
	Price: {"off", "price"}, Discount: {"off", "steps"}, Nth: {"off", "price", "n", "mix"},
	BuyGet: {"off", "buy", "get", "mix", "of"}, Less: {"steps", "each"}, Gift: {"steps", "each", "price"},
	Bundle: {"items", "price"},
}

// fields refuses what the kind doesn't take: it would do nothing.
func (c *check) fields(path string, p Promotion) {
	for _, f := range []struct {
		name  string
		there bool
	}{
		{"off", p.Off != 0}, {"price", p.Price != nil}, {"n", p.N != 0}, {"buy", p.Buy != 0}, {"get", p.Get != 0}, {"mix", p.Mix},
		{"of", !p.Of.IsZero()}, {"steps", len(p.Steps) > 0}, {"each", p.Each}, {"items", len(p.Items) > 0},
	} {
		if f.there && p.Kind.known() && !slices.Contains(takes[p.Kind], f.name) {
			c.wrong(path+"."+f.name, "a promotion of kind %q has none", p.Kind)
		}
	}
	if p.Exclusive && (p.Kind == Price || p.Stack) {
		c.wrong(path+".exclusive", "what lets no other act can't be a price, nor stack")
	}
	if p.Kind == Bundle && !p.What.IsZero() {
		c.wrong(path+".what", "a bundle names its goods in its items")
	}
}

func (c *check) limit(path string, l Limit) {
	for _, n := range []struct {
		name string
		of   int
	}{{"perBill", l.PerBill}, {"perMemberDay", l.PerMemberDay}, {"quantity", l.Quantity}} {
		if n.of < 0 || n.of > maxCount {
			c.wrong(path+"."+n.name, "%d is not between 0 and %d", n.of, maxCount)
		}
	}
	switch {
	case l.Mode != "" && l.Mode != Soft && l.Mode != Hard:
		c.wrong(path+".mode", "%q is neither %q nor %q", l.Mode, Soft, Hard)
	case l.Mode != "" && l.PerMemberDay == 0:
		c.wrong(path+".mode", "it goes with perMemberDay")
	}
}

func (c *check) pieces(path string, n, least int) {
	if n < least || n > maxPieces {
		c.wrong(path, "%d is not between %d and %d", n, least, maxPieces)
	}
}

func (c *check) percent(path string, p money.Percent) {
	if p < 0 || p > money.All {
		c.wrong(path, "%s is not between 0 and 100", p)
	}
}

// offOrPrice wants one of the two.
func (c *check) offOrPrice(path string, off money.Percent, price *money.Fen) {
	if (off != 0) == (price != nil) {
		c.wrong(path, "either off or price is wanted")
	}
	c.percent(path+".off", off)
	c.amount(path+".price", price)
}

func (c *check) amount(path string, price *money.Fen) {
	if price != nil && *price < 0 {
		c.wrong(path, "%s is below 0", *price)
	}
}

func (c *check) price(path string, p Promotion) {
	c.offOrPrice(path, p.Off, p.Price)
	if p.Price != nil && (len(p.What.Products) == 0 || len(p.What.Categories)+len(p.What.Brands) > 0) {
		c.wrong(path+".what", "one price for all goods of a category or brand is hardly meant; name the products")
	}
}

func (c *check) bundle(path string, p Promotion) {
	if len(p.Items) == 0 {
		c.wrong(path+".items", "a bundle has some")
	}
	c.amount(path+".price", p.Price)
	gives := p.Price != nil
	for i, item := range p.Items {
		at := fmt.Sprintf("%s.items[%d]", path, i)
		c.scope(at+".what", item.What)
		if item.What.IsZero() {
			c.wrong(at+".what", "nothing is named")
		}
		c.pieces(at+".qty", item.Pieces(), 1)
		if item.Off != 0 && item.Price != nil || p.Price != nil && (item.Off != 0 || item.Price != nil) {
			c.wrong(at, "off, a price of its own, or one for the whole bundle: one of the three")
		}
		c.percent(at+".off", item.Off)
		c.amount(at+".price", item.Price)
		gives = gives || item.Off != 0 || item.Price != nil
	}
	if !gives {
		c.wrong(path, "nothing is taken off")
	}
}

// steps checks those of a discount, of an amount off, and of gifts. What a higher step gives must be better than what a lower
// one gives, or nobody would ever have it.
func (c *check) steps(path string, p Promotion) {
	if p.Kind == Discount {
		c.percent(path+".off", p.Off)
		if (p.Off != 0) == (len(p.Steps) > 0) {
			c.wrong(path, "either off or steps are wanted")
		}
	} else if len(p.Steps) == 0 {
		c.wrong(path+".steps", "it has some")
	}
	for i, s := range p.Steps {
		at := fmt.Sprintf("%s.steps[%d]", path, i)
		switch {
		case s.Spend < 0 || s.Qty < 0 || s.Less < 0 || s.Count < 0 || s.Qty > maxPieces || s.Count > maxPieces:
			c.wrong(at, "a number is below 0 or above %d", maxPieces)
		case (s.Spend > 0) == (s.Qty > 0) || p.Kind != Discount && s.Qty > 0:
			c.wrong(at, "it is reached by spend, or in a discount by qty")
		case i > 0 && (s.Spend > 0) != (p.Steps[0].Spend > 0):
			c.wrong(at, "all steps are reached by spend, or all by qty")
		}
		has := map[Kind]bool{Discount: s.Off > 0, Less: s.Less > 0, Gift: len(s.Gifts) > 0}
		if !has[p.Kind] {
			c.wrong(at, "it gives nothing; %s is wanted", map[Kind]string{Discount: "off", Less: "less", Gift: "gifts"}[p.Kind])
		}
		if p.Kind != Discount && s.Off != 0 || p.Kind != Less && s.Less != 0 || p.Kind != Gift && (len(s.Gifts) > 0 || s.Count != 0) {
			c.wrong(at, "it gives what a promotion of kind %q doesn't", p.Kind)
		}
		c.percent(at+".off", s.Off)
		if s.Less > s.Spend && s.Spend > 0 {
			c.wrong(at+".less", "%s off %s is a ratio above 100 %%", s.Less, s.Spend)
		}
		for j, o := range p.Steps[:i] {
			c.better(at, j, s, o)
		}
	}
}

// better compares a step with an earlier one of the list.
func (c *check) better(at string, j int, s, o Step) {
	same := s.Spend == o.Spend && s.Qty == o.Qty
	higher := s.Spend > o.Spend || s.Qty > o.Qty
	gains := s.Off > o.Off || s.Less > o.Less || len(s.Gifts) > 0
	loses := s.Off < o.Off || s.Less < o.Less || len(s.Gifts) > 0
	switch {
	case same:
		c.wrong(at, "it is reached when steps[%d] is", j)
	case higher && !gains, !higher && !loses:
		c.wrong(at, "the higher of it and steps[%d] gives no more: nobody would reach for it", j)
	}
}

// overlaps refuses promotional prices of one product that may hold at once and don't say which comes first.
func (c *check) overlaps(list []Promotion, windows []Window) {
	by := map[string][]int{}
	for i, p := range list {
		if p.Kind != Price {
			continue
		}
		for _, code := range p.What.Products {
			for _, j := range by[code] {
				o := list[j]
				if o.Priority == p.Priority && windows[i].meets(windows[j]) && meets(p.Who.Tiers, o.Who.Tiers) &&
					meets(c.doc.stores(p.Where), c.doc.stores(o.Where)) {
					c.wrong(fmt.Sprintf("promotions[%d]", i), "it may hold when promotions[%d] (%s) does, for product %s; give one the higher priority", j, o.ID, code)
				}
			}
			by[code] = append(by[code], i)
		}
	}
}

// meets reports whether two lists have something in common; an empty one means all.
func meets(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// stores is the stores of a Where, those of its groups among them; nil is all.
func (d *Document) stores(w Where) []string {
	list := slices.Clone(w.Stores)
	for _, g := range w.Groups {
		list = append(list, d.Groups[g]...)
	}
	return list
}

// At reports whether a store is one of a Where's.
func (d *Document) At(w Where, store string) bool {
	return w.IsZero() || slices.Contains(d.stores(w), store)
}
