package store

import (
	"fmt"
	"strings"

	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// prepared is a pushed record with all that can be found out about it without the books.
type prepared struct {
	record.Sealed
	wrong   error    // why its postings may not be booked
	holders []string // whose value it moves
}

// Prepare decodes a pushed record. It may run in many goroutines at once.
func (s *Store) Prepare(b []byte) (hub.Record, error) {
	sealed, err := record.Open(b)
	if err != nil {
		return nil, err
	}
	return &prepared{Sealed: sealed, wrong: wrong(sealed.Record), holders: holders(sealed.Postings)}, nil
}

// wrong is what keeps a till's record from being booked: postings that don't balance, or that no till may make.
func wrong(r record.Record) error {
	if err := r.Postings.Check(); err != nil {
		return err
	}
	for _, p := range r.Postings {
		if strings.ContainsFunc(string(p.Account), func(c rune) bool { return c < ' ' }) {
			return fmt.Errorf("%w: control characters in %q", ledger.ErrMalformed, p.Account)
		}
	}
	return ledger.Allowed(r.Place, r.Epoch, r.Postings)
}

// holders lists, each once, whose value an entry moves.
func holders(e ledger.Entry) (list []string) {
next:
	for _, p := range e {
		parts, _ := p.Account.Split()
		holder := parts.HeldBy()
		if holder == "" {
			continue
		}
		for _, h := range list {
			if h == holder {
				continue next
			}
		}
		list = append(list, holder)
	}
	return list
}
