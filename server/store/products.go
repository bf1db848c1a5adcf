package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"holdfast/pos"
)

// ProductRow is a product as imported. Lacks are the fields, by their names in a file, of which the row says nothing.
type ProductRow struct {
	pos.Product
	Lacks []string
}

// PutProducts stores or changes products by their codes, whole ones.
func (s *Store) PutProducts(products []pos.Product, now time.Time) error {
	rows := make([]ProductRow, len(products))
	for i, p := range products {
		rows[i].Product = p
	}
	return s.ImportProducts(rows, now)
}

// ImportProducts stores or changes products by their codes; what a row lacks stays as it is. A RowErrors says which rows
// are bad; then none is taken.
func (s *Store) ImportProducts(rows []ProductRow, _ time.Time) error {
	return s.update(context.Background(), func(t *Tx) error {
		var bad RowErrors
		first := map[string]int{}
		for i, r := range rows {
			if j, twice := first[r.Code]; twice {
				bad.add(i, "product %s is in row %d already", r.Code, j+1)
				continue
			}
			first[r.Code] = i
			p, why, err := t.filled(r)
			if err != nil {
				return err
			}
			if why != "" {
				bad.add(i, "%s", why)
				continue
			}
			if why := badProduct(p); why != "" {
				bad.add(i, "%s", why)
				continue
			}
			if err := t.putProduct(i, p, &bad); err != nil {
				return err
			}
		}
		return t.imported("products", bad)
	})
}

// filled is a row's product with what the row lacks, or why there is none: who is new brings a name and a price along.
func (t *Tx) filled(r ProductRow) (p pos.Product, why string, err error) {
	p = r.Product
	if len(r.Lacks) == 0 {
		return p, "", nil
	}
	var body string
	var known pos.Product
	err = t.tx.QueryRow("SELECT body FROM products WHERE code = ?", p.Code).Scan(&body)
	isNew := none(err)
	if err == nil {
		err = json.Unmarshal([]byte(body), &known)
	}
	if err != nil && !isNew {
		return p, "", fmt.Errorf("product %s: %w", p.Code, err)
	}
	for _, name := range r.Lacks {
		if isNew && (name == "name" || name == "price") {
			return p, "product " + clip(p.Code) + " is new, and its " + name + " is missing", nil
		}
		switch name {
		case "barcodes":
			p.Barcodes = known.Barcodes
		case "name":
			p.Name = known.Name
		case "nameEn":
			p.NameEn = known.NameEn
		case "unit":
			p.Unit = known.Unit
		case "unitEn":
			p.UnitEn = known.UnitEn
		case "category":
			p.Category = known.Category
		case "categoryEn":
			p.CategoryEn = known.CategoryEn
		case "categories":
			p.Categories = known.Categories
		case "brand":
			p.Brand = known.Brand
		case "price":
			p.Price = known.Price
		case "memberPrice":
			p.MemberPrice = known.MemberPrice
		case "marketPrice":
			p.MarketPrice = known.MarketPrice
		case "off":
			p.Off = known.Off
		default:
			return p, "", pos.E(pos.Internal, "import products", "a row lacks "+name+", which is no field of a product")
		}
	}
	return p, "", nil
}

func badProduct(p pos.Product) string {
	switch {
	case p.Code == "" || len(p.Code) > 32 || strings.ContainsAny(p.Code, " \t\r\n:"):
		return fmt.Sprintf("%q can't be a product's code; use up to 32 characters without blanks", p.Code)
	case strings.TrimSpace(p.Name) == "":
		return "product " + p.Code + " has no name"
	case p.Price < 0 || p.MemberPrice < 0 || p.MarketPrice < 0:
		return "product " + p.Code + " has a price below zero"
	}
	for _, b := range p.Barcodes {
		if b == "" || len(b) > 64 || strings.ContainsAny(b, " \t\r\n") {
			return fmt.Sprintf("product %s: %q can't be a barcode", p.Code, b)
		}
	}
	return ""
}

func (t *Tx) putProduct(row int, p pos.Product, bad *RowErrors) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if _, err := t.tx.Exec("INSERT INTO products (code, name, body) VALUES (?, ?, ?) ON CONFLICT (code) DO UPDATE SET name = excluded.name, body = excluded.body",
		p.Code, p.Name, string(body)); err != nil {
		return fmt.Errorf("store product %s: %w", p.Code, err)
	}
	// A scan looks for a code first: a product that is named like another's barcode would be sold in its place.
	var other string
	if err := t.tx.QueryRow("SELECT product FROM barcodes WHERE barcode = ?1 AND product <> ?1", p.Code).Scan(&other); err == nil {
		bad.add(row, "the code %s is a barcode of product %s already", p.Code, other)
	} else if !none(err) {
		return fmt.Errorf("store product %s: %w", p.Code, err)
	}
	if _, err := t.tx.Exec("DELETE FROM barcodes WHERE product = ?", p.Code); err != nil {
		return fmt.Errorf("store product %s: %w", p.Code, err)
	}
	for _, b := range p.Barcodes {
		if _, err := t.tx.Exec("INSERT INTO barcodes (barcode, product) VALUES (?, ?) ON CONFLICT DO NOTHING", b, p.Code); err != nil {
			return fmt.Errorf("store barcode %s: %w", b, err)
		}
		var owner string
		if err := t.tx.QueryRow("SELECT product FROM barcodes WHERE barcode = ?", b).Scan(&owner); err != nil {
			return fmt.Errorf("barcode %s: %w", b, err)
		}
		if owner != p.Code {
			bad.add(row, "barcode %s of product %s is product %s's already", b, p.Code, owner)
		}
		if err := t.tx.QueryRow("SELECT code FROM products WHERE code = ? AND code <> ?", b, p.Code).Scan(&owner); err == nil {
			bad.add(row, "barcode %s of product %s is the code of another product already", b, p.Code)
		} else if !none(err) {
			return fmt.Errorf("barcode %s: %w", b, err)
		}
	}
	return t.amend(pos.TopicProduct, p.Code, p)
}
