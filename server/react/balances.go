package react

import (
	"slices"
	"time"

	"holdfast/pos/ledger"
	"holdfast/server/store"
)

// balances notes which records moved whose value, and tells the tills what each holder has now, once for all the records.
func balances(t *store.Tx, records []store.Read, _ time.Time) error {
	var told ordered[struct{}]
	for _, r := range records {
		for _, holder := range touched(r.Postings) {
			if err := t.Touch(holder, r.HQSeq); err != nil {
				return err
			}
			told.at(holder)
		}
	}
	for _, holder := range told.keys {
		if err := t.PublishBalance(holder); err != nil {
			return err
		}
	}
	return nil
}

// touched lists, each once, whose value an entry moves, or on whom it makes or pays a claim.
func touched(e ledger.Entry) (holders []string) {
	for _, p := range e {
		parts, _ := p.Account.Split()
		holder := parts.HeldBy()
		if holder == "" {
			holder = parts.Claimed()
		}
		if holder != "" && !slices.Contains(holders, holder) {
			holders = append(holders, holder)
		}
	}
	return holders
}
