package rules

import "fmt"

// Named is a product that a document names by its code.
type Named struct{ Path, Code string }

// Named lists all products that the document names, with where.
func (d Document) Named() (list []Named) {
	add := func(path string, codes []string) {
		for i, code := range codes {
			list = append(list, Named{fmt.Sprintf("%s[%d]", path, i), code})
		}
	}
	scope := func(path string, s Scope) {
		add(path+".products", s.Products)
		if s.Except != nil {
			add(path+".except.products", s.Except.Products)
		}
	}
	for i, t := range d.Prices.Tiers {
		scope(fmt.Sprintf("prices.tiers[%d].what", i), t.What)
	}
	for i, t := range d.Prices.Items {
		list = append(list, Named{fmt.Sprintf("prices.items[%d].product", i), t.Product})
	}
	for i, p := range d.Promotions {
		path := fmt.Sprintf("promotions[%d]", i)
		scope(path+".what", p.What)
		scope(path+".of", p.Of)
		for j, s := range p.Steps {
			add(fmt.Sprintf("%s.steps[%d].gifts", path, j), s.Gifts)
		}
		for j, item := range p.Items {
			scope(fmt.Sprintf("%s.items[%d].what", path, j), item.What)
		}
	}
	for i, c := range d.Coupons {
		scope(fmt.Sprintf("coupons[%d].what", i), c.What)
	}
	return list
}
