package store

import (
	"cmp"
	"slices"
	"strings"

	"holdfast/pos"
)

// Category is one that has products on the shelf. Of the tree of categories that is the first step: 饮料 has 饮料/水.
type Category struct {
	Name, NameEn string
	Count        int
}

// A product is found under each category that it is in. So a row of categories stands for all of them at once: their names,
// a line each, its own first.

// shelfOf is the row's name and English name for a product.
func shelfOf(p pos.Product) (name, nameEn string) {
	var names []string
	for _, path := range p.In() {
		if top := topOf(path); !slices.Contains(names, top) {
			names = append(names, top)
		}
	}
	return strings.Join(names, "\n"), topOf(p.CategoryEn)
}

// topOf is a path's first step.
func topOf(path string) string {
	top, _, _ := strings.Cut(path, "/")
	return top
}

// under is the categories that a row stands for. One of before a product had several is a whole path.
func under(name string) []string {
	list := strings.Split(name, "\n")
	for i := range list {
		list[i] = topOf(list[i])
	}
	return list
}

// Categories is those that products have, what is sold most of late first, then by name.
func (tx *Tx) Categories() (list []Category, err error) {
	weights := map[string]float64{}
	for scan, err := range tx.tx.Query(`
		WITH usual (code, weight) AS (SELECT code, weight FROM sold ORDER BY weight DESC, code LIMIT +?),
			taken (category, weight) AS (SELECT p.category, sum(u.weight) FROM usual u CROSS JOIN products p ON p.code = u.code GROUP BY p.category)
		SELECT c.name, c.name_en, c.count, coalesce(t.weight, 0.0) FROM categories c LEFT JOIN taken t ON t.category = c.rowid
		WHERE c.count > 0 AND c.name <> '' ORDER BY c.rowid`, mostSold) {
		var c Category
		var weight float64
		if err == nil {
			err = scan(&c.Name, &c.NameEn, &c.Count, &weight)
		}
		if err != nil {
			return nil, err
		}
		for i, name := range under(c.Name) {
			at := slices.IndexFunc(list, func(c Category) bool { return c.Name == name })
			if at < 0 {
				at = len(list)
				list = append(list, Category{Name: name})
			}
			if list[at].Count += c.Count; i == 0 { // the English name is of a product's first
				list[at].NameEn = cmp.Or(list[at].NameEn, topOf(c.NameEn))
			}
			weights[name] += weight
		}
	}
	slices.SortFunc(list, func(a, b Category) int {
		return cmp.Or(cmp.Compare(weights[b.Name], weights[a.Name]), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}

// Shelf is a category's products in the order in which head office has sent them; more says that others are behind them. Of
// each row that stands for the category no more products are looked at than may be shown.
func (tx *Tx) Shelf(category string, offset, limit int) (list []pos.Product, more bool, err error) {
	var rows []int64
	for scan, err := range tx.tx.Query("SELECT rowid, name FROM categories WHERE count > 0 AND instr(name, ?) > 0", category) {
		var row int64
		var name string
		if err == nil {
			err = scan(&row, &name)
		}
		if err != nil {
			return nil, false, err
		}
		if slices.Contains(under(name), category) {
			rows = append(rows, row)
		}
	}
	var goods []int64
	for _, row := range rows {
		for scan, err := range tx.tx.Query("SELECT rowid FROM products WHERE category = ? ORDER BY rowid LIMIT +?", row, offset+limit+1) {
			var p int64
			if err == nil {
				err = scan(&p)
			}
			if err != nil {
				return nil, false, err
			}
			goods = append(goods, p)
		}
	}
	slices.Sort(goods)
	goods = goods[min(offset, len(goods)):]
	if len(goods) > limit {
		goods, more = goods[:limit], true
	}
	for _, row := range goods {
		if _, err := tx.eachProduct(func(p pos.Product) { list = append(list, p) }, "SELECT body FROM products WHERE rowid = ?", row); err != nil {
			return nil, false, err
		}
	}
	return list, more, nil
}

// Usual is what is sold most at this till of late, and behind it everything else on the shelf.
func (tx *Tx) Usual(offset, limit int) (list []pos.Product, more bool, err error) {
	usual, err := tx.usual()
	if err != nil {
		return nil, false, err
	}
	list = usual[min(offset, len(usual)):min(offset+limit+1, len(usual))]
	_, err = tx.eachProduct(func(p pos.Product) { list = append(list, p) }, `
		SELECT body FROM products WHERE category IS NOT NULL AND code NOT IN (SELECT code FROM sold ORDER BY weight DESC, code LIMIT +?)
		ORDER BY rowid LIMIT +? OFFSET +?`, mostSold, limit+1-len(list), max(0, offset-len(usual)))
	if len(list) > limit {
		list, more = list[:limit], true
	}
	return list, more, err
}
