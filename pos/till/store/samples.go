package store

import "holdfast/pos"

// SomeProducts is products that are sold and have a barcode, at most limit.
func (tx *Tx) SomeProducts(limit int) (list []pos.Product, err error) {
	for p, err := range nouns[pos.Product](tx, "SELECT body FROM products ORDER BY rowid") {
		if err != nil {
			return nil, err
		}
		if p.Off || len(p.Barcodes) == 0 {
			continue
		}
		if list = append(list, p); len(list) == limit {
			break
		}
	}
	return list, nil
}

// SomeCards is the numbers of cards, blanks and others, at most limit of either.
func (tx *Tx) SomeCards(limit int) (numbers []string, err error) {
	for scan, err := range tx.tx.Query(`SELECT number FROM (SELECT number FROM cards WHERE member <> '' ORDER BY number LIMIT +?1)
		UNION ALL SELECT number FROM (SELECT number FROM cards WHERE member = '' ORDER BY number LIMIT +?1)`, limit) {
		var n string
		if err == nil {
			err = scan(&n)
		}
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}
