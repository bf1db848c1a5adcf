package store

import (
	"database/sql"
	"errors"
	"slices"

	"holdfast/pos"
)

// putProduct takes what HQ says of a product, and what it is found by.
func (tx *Tx) putProduct(t thing) error {
	if len(t.Body) == 0 {
		return tx.removeProduct(t.Key)
	}
	var was pos.Product
	category, err := tx.category(t.product)
	if err != nil {
		return err
	}
	row, inserted, err := tx.tx.Insert("INSERT INTO products (code, category, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", t.Key, category, t.Body)
	if err == nil && !inserted {
		if row, was, err = tx.feedProduct(t.Key); err == nil {
			_, err = tx.tx.Exec("UPDATE products SET category = ?, body = ? WHERE rowid = ?", category, t.Body, row)
		}
	}
	if err != nil {
		return err
	}
	if err := tx.putBarcodes(row, was.Barcodes, t.product.Barcodes); err != nil {
		return err
	}
	tx.putWords(productWords, row, wordsOfProduct(was), t.words)
	return nil
}

func (tx *Tx) removeProduct(code string) error {
	row, was, err := tx.feedProduct(code)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := tx.putBarcodes(row, was.Barcodes, nil); err != nil {
		return err
	}
	tx.putWords(productWords, row, wordsOfProduct(was), "")
	_, err = tx.tx.Exec("DELETE FROM products WHERE rowid = ?", row)
	return err
}

// feedProduct is a product as the feed brought it; sql.ErrNoRows where it didn't.
func (tx *Tx) feedProduct(code string) (row int64, p pos.Product, err error) {
	var body []byte
	if err = tx.tx.QueryRow("SELECT rowid, body FROM products WHERE code = ?", code).Scan(&row, &body); err == nil {
		err = pos.DecodeFeed(body, &p)
	}
	return row, p, err
}

// putBarcodes changes what a product is scanned by. Its old body knows what that was, so the table of barcodes needs no
// second index, which would cost every new till's snapshot a third more.
func (tx *Tx) putBarcodes(row int64, was, now []string) error {
	for _, b := range was {
		if slices.Contains(now, b) {
			continue
		}
		if _, err := tx.tx.Exec("DELETE FROM barcodes WHERE barcode = ? AND product = ?", b, row); err != nil {
			return err
		}
	}
	for _, b := range now { // a barcode names one product: the one that came last
		if _, err := tx.tx.Exec("INSERT INTO barcodes (barcode, product) VALUES (?1, ?2) ON CONFLICT (barcode) DO UPDATE SET product = ?2", b, row); err != nil {
			return err
		}
	}
	return nil
}

// category is the row of a product's categories, which is made where it is new; nil where the product is off the shelf.
func (tx *Tx) category(p pos.Product) (row any, err error) {
	if p.Off {
		return nil, nil
	}
	if tx.categories == nil {
		if err := tx.loadCategories(); err != nil {
			return nil, err
		}
	}
	name, nameEn := shelfOf(p)
	c, known := tx.categories[name]
	if known && (c.nameEn == nameEn || nameEn == "") {
		return c.row, nil
	}
	err = tx.tx.QueryRow("INSERT INTO categories (name, name_en) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET name_en = ?2 RETURNING rowid",
		name, nameEn).Scan(&c.row)
	c.nameEn = nameEn
	tx.categories[name] = c
	return c.row, err
}

// category is one as this transaction knows it.
type category struct {
	row    int64
	nameEn string
}

func (tx *Tx) loadCategories() error {
	tx.categories = map[string]category{}
	for scan, err := range tx.tx.Query("SELECT rowid, name, name_en FROM categories") {
		var c category
		var name string
		if err == nil {
			err = scan(&c.row, &name, &c.nameEn)
		}
		if err != nil {
			return err
		}
		tx.categories[name] = c
	}
	return nil
}
