package store

import (
	"context"
	"encoding/json"
	"fmt"

	"holdfast/pos/rules"
)

// Unknown says of each product that a rules document names and that isn't in the catalogue where that is, and what may have
// been meant. It is no error: a product may come later.
func (s *Store) Unknown(doc rules.Document) (list []string, err error) {
	named := doc.Named()
	codes := make([]string, len(named))
	for i, n := range named {
		codes[i] = n.Code
	}
	asked, err := json.Marshal(codes)
	if err != nil {
		return nil, err
	}
	err = s.view(context.Background(), func(t *Tx) error {
		for scan, err := range t.tx.Query(`SELECT j.key, ifnull(b.product, '') FROM json_each(?) j LEFT JOIN barcodes b ON b.barcode = j.value
			WHERE NOT EXISTS (SELECT 1 FROM products WHERE code = j.value) ORDER BY j.key`, string(asked)) {
			var i int
			var barcodeOf string
			if err == nil {
				err = scan(&i, &barcodeOf)
			}
			if err != nil {
				return fmt.Errorf("products that rules name: %w", err)
			}
			said := fmt.Sprintf("%s: no product has the code %s", named[i].Path, clip(named[i].Code))
			if barcodeOf != "" {
				said += "; it is a barcode of product " + barcodeOf + ", and rules name products by their codes"
			}
			list = append(list, said)
		}
		return nil
	})
	return list, err
}
