package store

import (
	"holdfast/pos"
)

// Category is one that has products on the shelf.
type Category struct {
	Name, NameEn string
	Count        int
}

// Categories is those that products have, what is sold most of late first, then by name.
func (tx *Tx) Categories() (list []Category, err error) {
	for scan, err := range tx.tx.Query(`
		WITH usual (code, weight) AS (SELECT code, weight FROM sold ORDER BY weight DESC, code LIMIT +?),
			taken (category, weight) AS (SELECT p.category, sum(u.weight) FROM usual u CROSS JOIN products p ON p.code = u.code GROUP BY p.category)
		SELECT c.name, c.name_en, c.count FROM categories c LEFT JOIN taken t ON t.category = c.rowid
		WHERE c.count > 0 AND c.name <> '' ORDER BY coalesce(t.weight, 0) DESC, c.name`, mostSold) {
		var c Category
		if err == nil {
			err = scan(&c.Name, &c.NameEn, &c.Count)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// Shelf is a category's products in the order in which head office has sent them; more says that others are behind them.
func (tx *Tx) Shelf(category string, offset, limit int) (list []pos.Product, more bool, err error) {
	_, err = tx.eachProduct(func(p pos.Product) { list = append(list, p) }, `
		SELECT body FROM products WHERE category = (SELECT rowid FROM categories WHERE name = ?) ORDER BY rowid LIMIT +? OFFSET +?`, category, limit+1, offset)
	if len(list) > limit {
		list, more = list[:limit], true
	}
	return list, more, err
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
