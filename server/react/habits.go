package react

import (
	"time"

	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/server/store"
)

// habits keeps what allowances are worked out from: when a member was last seen, their last payments, their home, what
// they own; and what is left of each lot at its place. What can't be read, or is a newer till's, teaches nothing.
func habits(t *store.Tx, records []store.Read, now time.Time) error {
	var news ordered[store.News]
	for _, r := range records {
		if err := lots(t, r); err != nil {
			return err
		}
		at := happened(r)
		for _, holder := range touched(r.Postings) {
			if n, fresh := news.at(holder); fresh {
				n.At = at
			}
		}
		member := visitor(r.Fact)
		if member == "" {
			continue
		}
		n, fresh := news.at(member)
		if fresh {
			n.At = at
		}
		if at.After(n.Seen) {
			n.Seen = at
		}
		if b, ok := r.Fact.(record.Sale); ok && valueOf(b) > 0 {
			n.Paid = true
			if err := t.Paid(member, r, valueOf(b)); err != nil {
				return err
			}
		}
	}
	for _, member := range news.keys {
		if err := t.Learn(member, *news.of[member], now); err != nil {
			return err
		}
	}
	return nil
}

// happened is when a record was made: a till's clock that runs ahead makes nobody active for longer.
func happened(r store.Read) time.Time {
	if at := r.At(); at.Before(r.Came) {
		return at
	}
	return r.Came
}

// visitor is the member who stood at a till when the record was made, "" where none did: what a member does is a visit,
// what is done about them is not.
func visitor(fact record.Body) string {
	switch b := fact.(type) {
	case record.Sale:
		return b.Member
	case record.TopUp:
		return b.Member
	case record.Convert:
		return b.Member
	case record.CardIssue:
		return b.Member
	case record.CardReplace:
		return b.Member
	}
	return ""
}

// valueOf is what of a sale was paid with stored value: also by house float, as the member would have paid it from their
// own had it been there.
func valueOf(b record.Sale) (sum money.Fen) {
	for _, t := range b.Paid {
		if (t.Kind == record.Stored || t.Kind == record.FloatT) && t.Amount > 0 && t.Amount <= money.Max {
			sum += t.Amount
		}
	}
	return min(sum, money.Max)
}

// lots opens and uses up the lots of the record's place.
func lots(t *store.Tx, r store.Read) error {
	if !byTill(r) {
		return nil
	}
	if b, ok := r.Fact.(record.Accept); ok {
		// One that names no grant of ours opens no lot, whatever its postings did.
		if signed, err := t.Signed(r.Header, b.Grant); err != nil || !signed {
			return err
		}
	}
	if b, ok := r.Fact.(record.Creditor); ok {
		for _, c := range b.Credits(r.Header) {
			if err := t.OpenLot(r.Header, c); err != nil {
				return err
			}
		}
	}
	if b, ok := r.Fact.(record.Taker); ok {
		for _, u := range b.Takes() {
			if err := t.UseLot(r.Header, u); err != nil {
				return err
			}
		}
	}
	return nil
}
