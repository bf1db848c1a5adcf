package store

import (
	"cmp"
	"fmt"
	"strings"

	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// prepared is a pushed record with all that can be found out about it without the books.
type prepared struct {
	record.Sealed
	told
	wrong   error    // why its postings may not be booked
	holders []string // whose value it moves, and on whom it makes or pays a claim
	due     []string // of whom something comes to be available, or is claimed
	mints   string   // the receipt whose refund right it brings to head office
}

// Prepare decodes a pushed record. It may run in many goroutines at once.
func (s *Store) Prepare(b []byte) (hub.Record, error) {
	sealed, err := record.Open(b)
	if err != nil {
		return nil, err
	}
	p := &prepared{Sealed: sealed, told: tell(sealed.Record), wrong: wrong(sealed.Record)}
	if p.wrong == nil {
		p.holders, p.due = holders(sealed.Postings), due(sealed.Postings)
		p.mints, _ = minted(sealed.Header, sealed.Postings)
	}
	return p, nil
}

// wrong is what keeps a till's record from being booked: postings that don't balance, or that no till may make.
func wrong(r record.Record) error {
	if err := r.Postings.Check(); err != nil {
		return err
	}
	for _, p := range r.Postings {
		if len(p.Account) > accountLength {
			return fmt.Errorf("%w: an account's name has %d bytes, at most %d are taken", ledger.ErrMalformed, len(p.Account), accountLength)
		}
		if parts, _ := p.Account.Split(); parts.Claimed() == ledger.TheHouse {
			return fmt.Errorf("%w: the chain owes itself nothing, but %s says so", ledger.ErrMalformed, p.Account)
		}
		if strings.ContainsFunc(string(p.Account), func(c rune) bool { return c < ' ' }) {
			return fmt.Errorf("%w: control characters in %q", ledger.ErrMalformed, p.Account)
		}
	}
	if _, ok := minted(r.Header, r.Postings); !ok {
		return fmt.Errorf("%w: a till releases the refund right of a receipt of its own, one at a time", ledger.ErrMalformed)
	}
	return ledger.Allowed(r.Place, r.Epoch, r.Postings)
}

// accountLength is the longest name of an account that a till may post to: head office's own records name it too, and have
// to fit.
const accountLength = 256

// holders lists, each once, whose value an entry moves, and on whom it makes or pays a claim.
func holders(e ledger.Entry) (list []string) {
next:
	for _, p := range e {
		parts, _ := p.Account.Split()
		holder := cmp.Or(parts.HeldBy(), parts.Claimed())
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
