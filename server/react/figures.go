package react

import (
	"cmp"
	"time"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/server/store"
)

// figuresOf adds up each till's business days.
func figuresOf(t *store.Tx, records []store.Read, _ time.Time) error {
	var days ordered[store.Day]
	for _, r := range records {
		if !byTill(r) || r.Fact == nil {
			continue
		}
		date := cmp.Or(r.Date, pos.Date(r.At()))
		day, fresh := days.at(date + "\x00" + r.Store + "\x00" + r.Place)
		if fresh {
			day.Date, day.Store, day.Till = date, r.Store, r.Place
		}
		if err := day.Add(r.Record); err != nil {
			return err
		}
		if b, ok := r.Fact.(record.CardIssue); ok && b.New {
			day.Joined++
		}
	}
	for _, key := range days.keys {
		if err := t.Count(*days.of[key]); err != nil {
			return err
		}
	}
	return nil
}
