package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"holdfast/pos"
)

// PutProducts stores or changes products by their codes. A RowErrors says which rows are bad; then none is taken.
func (s *Store) PutProducts(products []pos.Product, _ time.Time) error {
	return s.update(context.Background(), func(t *Tx) error {
		var bad RowErrors
		first := map[string]int{}
		for i, p := range products {
			if j, twice := first[p.Code]; twice {
				bad.add(i, "product %s is in row %d already", p.Code, j+1)
				continue
			}
			first[p.Code] = i
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
