package react

import (
	"context"
	"slices"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/server/store"
)

// Moves is what the journal's records did to members' stored value, in the order of time: what a till did while it was cut off
// comes where it was done. joined is which store each member joined in. It keeps all of it in memory, some 100 bytes a move.
// progress is told how many records have been read.
func Moves(ctx context.Context, s *store.Store, joined map[string]string, progress func(done, total uint64)) (all []escrow.Move, err error) {
	err = s.Records(ctx, func(records []store.Read, done, total uint64) error {
		for _, r := range records {
			all = append(all, moves(r, joined)...)
		}
		progress(done, total)
		return nil
	})
	slices.SortStableFunc(all, func(a, b escrow.Move) int { return a.At.Compare(b.At) })
	return all, err
}

// moves is what one record did.
func moves(r store.Read, joined map[string]string) (list []escrow.Move) {
	var owned ordered[pos.Balance]
	for _, p := range r.Postings {
		parts, _ := p.Account.Split()
		if holder := parts.HeldBy(); holder != "" && holder != ledger.TheHouse {
			b, _ := owned.at(holder)
			ledger.AddTo(b, parts.Asset, p.Amount)
		}
	}
	who := visitor(r.Fact)
	if who != "" {
		owned.at(who)
	}
	for _, member := range owned.keys {
		m := escrow.Move{At: happened(r), Member: member, Store: joined[member], Owned: owned.of[member].Stored(), Seen: member == who}
		if byTill(r) {
			m.Place = r.Place
		}
		if b, ok := r.Fact.(record.Sale); ok && member == who {
			m.Paid = valueOf(b)
		}
		if m.Owned != 0 || m.Paid != 0 || m.Seen {
			list = append(list, m)
		}
	}
	return list
}
