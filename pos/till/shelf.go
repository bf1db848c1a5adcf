package till

import (
	"holdfast/pos"
	"holdfast/pos/till/store"
)

// Category is one that has products on the shelf.
type Category = store.Category

// Categories is what the shelf is divided into, what is sold most at this till of late first, then by name. The order
// changes with what is sold: whoever shows it asks once a shift, so that nothing moves under a finger.
func (t *Till) Categories() (list []Category, err error) {
	err = t.viewBy(func(tx *store.Tx) (err error) { list, err = tx.Categories(); return err })
	return list, err
}

// Products is those with these codes, in their order, without any that is gone or off the shelf.
func (t *Till) Products(codes []string) (list []pos.Product, err error) {
	err = t.viewBy(func(tx *store.Tx) error {
		for _, code := range codes {
			p, err := tx.Product(code)
			if err != nil && pos.CodeOf(err) != pos.NotFound {
				return err
			}
			if err == nil && !p.Off {
				list = append(list, p)
			}
		}
		return nil
	})
	return list, err
}

// Shelf is the products of a category, or of "" what is sold most at this till of late (常用) and then everything else; more
// says that others come behind them. What is off the shelf is left out.
func (t *Till) Shelf(category string, offset, limit int) (products []pos.Product, more bool, err error) {
	err = t.viewBy(func(tx *store.Tx) (err error) {
		if category == "" {
			products, more, err = tx.Usual(offset, limit)
		} else {
			products, more, err = tx.Shelf(category, offset, limit)
		}
		return err
	})
	return products, more, err
}
