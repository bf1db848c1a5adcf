package store

import (
	"math"

	"holdfast/pos"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
)

// mostSold is how many products are looked at as sold of late.
const mostSold = 200

// addSold counts what a sale sold.
func (tx *Tx) addSold(r record.Sealed, b record.Sale) error {
	for _, l := range b.Lines {
		if l.Code == pricing.QuickCode {
			continue
		}
		if _, err := tx.tx.Exec("INSERT INTO sold (code, weight) VALUES (?1, ?2) ON CONFLICT (code) DO UPDATE SET weight = weight + ?2", l.Code, recency(r.Time)); err != nil {
			return err
		}
	}
	return nil
}

// recency is how much a line sold at a time counts, in Unix milliseconds: twice as much as one two weeks before. What
// is older counts for less by comparison, so nobody has to go through the table and make it less. The weights are powers of
// two, and so the same on every machine; a clock that is off by decades makes none that can't be written.
func recency(at int64) float64 {
	const fortnight = 14 * 24 * 60 * 60 * 1000
	const from = 1420 // fortnights from 1970, in 2024
	return math.Ldexp(1, int(max(-900, min(at/fortnight-from, 900))))
}

// usual is the products on the shelf that were sold most of late, at most mostSold.
func (tx *Tx) usual() (list []pos.Product, err error) {
	_, err = tx.eachProduct(func(p pos.Product) { list = append(list, p) }, `
		SELECT p.body FROM (SELECT code, weight FROM sold ORDER BY weight DESC, code LIMIT +?) s CROSS JOIN products p ON p.code = s.code
		WHERE p.category IS NOT NULL ORDER BY s.weight DESC, s.code`, mostSold)
	return list, err
}
