package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"holdfast/pos/money"
)

// Errors is all that is wrong with a document.
type Errors []Error

// Error is one thing that is wrong, and where.
type Error struct{ Path, Why string }

func (e Error) Error() string { return e.Path + ": " + e.Why }

func (e Errors) Error() string {
	list := make([]string, len(e))
	for i := range e {
		list[i] = e[i].Error()
	}
	return strings.Join(list, "\n")
}

// check gathers what is wrong.
type check struct {
	doc  *Document
	ids  map[string]bool // of promotions and coupons: a receipt names either by its ID
	errs Errors
}

func (c *check) wrong(path, format string, args ...any) {
	c.errs = append(c.errs, Error{path, fmt.Sprintf(format, args...)})
}

// Check finds all that is wrong with the document: an [Errors], or nil. It is for head office, before publication.
func (d Document) Check() error {
	c := &check{doc: &d, ids: map[string]bool{}}
	if _, err := d.Location(time.UTC); err != nil || d.Zone == "Local" {
		c.wrong("zone", "%q is no time zone; write one as Asia/Shanghai", d.Zone)
	}
	c.topUp(d.TopUp)
	c.points(d.Points)
	if o := d.Stored.Order; o != "" && o != "principal" && o != "bonus" {
		c.wrong("stored.order", "%q is neither \"principal\" nor \"bonus\"", o)
	}
	c.prices(d.Prices)
	for name, stores := range d.Groups {
		if name == "" || len(stores) == 0 {
			c.wrong("groups", "%q: a group has a name and stores", name)
		}
	}
	c.promotions(d.Promotions)
	c.coupons(d.Coupons)
	if r := d.Rounding.Cash; r < 0 || r > money.Yuan {
		c.wrong("rounding.cash", "%s is not between 0 and 1 yuan", r)
	}
	for i, l := range d.Labels {
		if err := l.Check(); err != nil {
			c.wrong(fmt.Sprintf("labels[%d]", i), "%q: %v", l, err)
		}
		for j, other := range d.Labels[:i] {
			if l.Clashes(other) {
				c.wrong(fmt.Sprintf("labels[%d]", i), "%s can't be told from labels[%d], %s: give them different digits or lengths", l, j, other)
			}
		}
	}
	if len(c.errs) == 0 {
		return nil
	}
	slices.SortStableFunc(c.errs, func(a, b Error) int { return cmp.Compare(section(a.Path), section(b.Path)) })
	return c.errs
}

// section is a path's first word, so that what was found in any order is told in one.
func section(path string) string {
	if i := strings.IndexAny(path, ".["); i >= 0 {
		return path[:i]
	}
	return path
}

func (c *check) topUp(r TopUp) {
	if r.Mode != Highest && r.Mode != Each {
		c.wrong("topup.mode", "%q is neither %q nor %q", r.Mode, Highest, Each)
	}
	seen := map[money.Fen]bool{}
	for i, s := range r.Steps {
		path := fmt.Sprintf("topup.steps[%d]", i)
		if s.Amount <= 0 || s.Bonus < 0 || s.Bonus > s.Amount {
			c.wrong(path, "amount must be above 0 and bonus between 0 and the amount")
		}
		if seen[s.Amount] {
			c.wrong(path, "a second step at %s", s.Amount)
		}
		seen[s.Amount] = true
	}
}

// decimals is the most that a rate has.
const decimals = 12

func (c *check) points(r Points) {
	for _, rate := range []struct {
		path string
		of   decimal.Decimal
	}{{"points.perYuan", r.PerYuan}, {"points.payPerYuan", r.PayPerYuan}, {"points.convertPerYuan", r.ConvertPerYuan}} {
		switch e := rate.of.Exponent(); {
		case e < -decimals || e > decimals: // to compare it, or to print it, would take all memory there is
			c.wrong(rate.path, "a rate has at most %d decimals, and is at most 1000000", decimals)
		case rate.of.IsNegative() || rate.of.GreaterThan(decimal.NewFromInt(1_000_000)):
			c.wrong(rate.path, "%s is not a rate between 0 and 1000000", rate.of)
		}
	}
}

func (c *check) prices(p Prices) {
	if p.Choose != "" && p.Choose != Replace && p.Choose != Lowest {
		c.wrong("prices.choose", "%q is neither %q nor %q", p.Choose, Replace, Lowest)
	}
	whole := map[string]bool{} // tiers with a discount on everything
	for i, t := range p.Tiers {
		path := fmt.Sprintf("prices.tiers[%d]", i)
		if t.Tier == "" || t.Off <= 0 || t.Off > money.All {
			c.wrong(path, "a tier and what it has off, above 0 and at most 100 %%, are wanted")
		}
		c.scope(path+".what", t.What)
		if t.What.IsZero() && whole[t.Tier] {
			c.wrong(path, "a second discount of tier %s on all goods", t.Tier)
		}
		whole[t.Tier] = whole[t.Tier] || t.What.IsZero()
	}
	seen := map[TierPrice]bool{}
	for i, t := range p.Items {
		path := fmt.Sprintf("prices.items[%d]", i)
		if t.Tier == "" || t.Product == "" || t.Price <= 0 {
			c.wrong(path, "a tier, a product's code and a price above 0 are wanted")
		}
		key := TierPrice{Tier: t.Tier, Product: t.Product}
		if seen[key] {
			c.wrong(path, "a second price of %s for tier %s", t.Product, t.Tier)
		}
		seen[key] = true
	}
}

func (c *check) scope(path string, s Scope) {
	for _, list := range []struct {
		name string
		of   []string
	}{{"products", s.Products}, {"categories", s.Categories}, {"brands", s.Brands}} {
		for i, x := range list.of {
			at := fmt.Sprintf("%s.%s[%d]", path, list.name, i)
			switch {
			case x == "" || x != strings.TrimSpace(x) || strings.HasSuffix(x, "/"):
				c.wrong(at, "%q is no name: it is empty, or has blanks or a slash at its end", x)
			case slices.Contains(list.of[:i], x):
				c.wrong(at, "%s is there twice", x)
			}
		}
	}
	if s.Except == nil {
		return
	}
	if s.Except.Except != nil {
		c.wrong(path+".except.except", "an exception has none of its own")
	}
	if s.Except.All() {
		c.wrong(path+".except", "nothing is named")
	}
	c.scope(path+".except", Scope{Products: s.Except.Products, Categories: s.Except.Categories, Brands: s.Except.Brands})
}

// conditions checks what promotions and coupons have in common, and reads the window.
func (c *check) conditions(path string, when When, where Where, who Who, what Scope) Window {
	bad := len(c.errs)
	w := when.Read(func(at, why string) { c.wrong(path+".when."+at, "%s", why) })
	if len(c.errs) == bad && !w.ever() {
		c.wrong(path+".when", "there is no such day")
	}
	for i, g := range where.Groups {
		if _, ok := c.doc.Groups[g]; !ok {
			c.wrong(fmt.Sprintf("%s.where.groups[%d]", path, i), "there is no group %q in groups", g)
		}
	}
	switch who.Birthday {
	case "", OnBirthday, BirthdayMonth:
		if who.Days != 0 {
			c.wrong(path+".who.days", "it goes with birthday %q", Around)
		}
	case Around:
		if who.Days < 1 || who.Days > 60 {
			c.wrong(path+".who.days", "%d is not between 1 and 60", who.Days)
		}
	default:
		c.wrong(path+".who.birthday", "%q is none of %q, %q and %q", who.Birthday, OnBirthday, BirthdayMonth, Around)
	}
	c.scope(path+".what", what)
	return w
}

func (c *check) coupons(list []Coupon) {
	for i, x := range list {
		path := fmt.Sprintf("coupons[%d]", i)
		c.named(path, x.ID, x.Name)
		c.conditions(path, x.When, x.Where, x.Who, x.What)
		switch {
		case (x.Off > 0) == (x.Amount > 0):
			c.wrong(path, "a coupon has either off or amount")
		case x.Off > money.All || x.Off < 0 || x.Amount < 0:
			c.wrong(path, "off is at most 100 %%, and amount is not below 0")
		}
		if x.Spend < 0 || x.Most < 0 || x.Most > 0 && x.Off == 0 {
			c.wrong(path, "spend and most are not below 0, and most goes with off")
		}
		if x.Amount > 0 && x.Spend > 0 && x.Amount > x.Spend {
			c.wrong(path+".amount", "%s is more than the %s that the goods must come to: a ratio above 100 %%", x.Amount, x.Spend)
		}
		c.prefix(path+".prefix", x.Prefix, list[:i])
	}
}

// prefix checks that a coupon's batch can be told from its number.
func (c *check) prefix(path, prefix string, before []Coupon) {
	if prefix == "" {
		return
	}
	if len(prefix) < 2 || len(prefix) > 5 || strings.Trim(prefix, "0123456789") != "" {
		c.wrong(path, "%q: a prefix has 2 to 5 digits", prefix)
	}
	for j, o := range before {
		if o.Prefix != "" && (strings.HasPrefix(prefix, o.Prefix) || strings.HasPrefix(o.Prefix, prefix)) {
			c.wrong(path, "%s can't be told from that of coupons[%d] (%s)", prefix, j, o.ID)
		}
	}
}

// named checks an id, which is part of accounts' names, and a name.
func (c *check) named(path, id, name string) {
	if id == "" || len(id) > 64 || strings.ContainsAny(id, " \t\n\";:") || strings.ContainsFunc(id, unicode.IsControl) {
		c.wrong(path+".id", "%q: an id has 1 to 64 characters, without blanks, quotes, colons and semicolons", id)
	}
	if c.ids[id] {
		c.wrong(path+".id", "a second %s", id)
	}
	c.ids[id] = true
	if name == "" {
		c.wrong(path+".name", "it is what the receipt says, and empty")
	}
}
