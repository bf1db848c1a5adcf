package store

import (
	"fmt"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// Grant signs amounts for a place, moves them from available into transit, and decides the request where there is one.
func (t *Tx) Grant(place string, number uint64, holder, request string, amounts []wire.Amount, now time.Time) ([]byte, error) {
	e, err := t.epoch(place, number)
	if err != nil {
		return nil, err
	}
	if e == nil || e.fenced != "" || e.closing != 0 || place == pos.HQ {
		return nil, fmt.Errorf("grant: epoch %d of %s may hold nothing", number, place)
	}
	days, err := t.days("grant.days")
	if err != nil {
		return nil, err
	}
	id, err := t.newID(now)
	if err != nil {
		return nil, err
	}
	ph, err := t.phase()
	if err != nil {
		return nil, err
	}
	g := escrow.Grant{ID: id, Request: request, Place: place, Epoch: number, Holder: holder, Made: now.UnixMilli(),
		Ends: now.Add(days).UnixMilli(), Generation: ph.generation}
	for _, a := range amounts {
		if a.Amount <= 0 {
			return nil, fmt.Errorf("grant: %d of %s", a.Amount, a.Asset)
		}
		g.Amounts = append(g.Amounts, escrow.Amount{Asset: ledger.Asset(a.Asset), Amount: a.Amount})
	}
	if len(g.Amounts) == 0 {
		return nil, fmt.Errorf("grant of nothing to %s", place)
	}
	if amounts[0].Asset == string(ledger.Refund) {
		g.Ends = 0 // like the right that a till has to its own receipts: past an end nobody could use it until it is recalled
		if err := t.takeOver(holder, now); err != nil {
			return nil, err
		}
	}
	if holder == ledger.TheHouse {
		if err := t.setAside(amounts, now); err != nil {
			return nil, err
		}
	}
	blob, err := escrow.Sign(t.store.key, g)
	if err != nil {
		return nil, err
	}
	if err := t.own(record.Granted{Grant: blob}, now); err != nil {
		return nil, err
	}
	if _, err := t.tx.Exec("INSERT INTO grants (id, place, epoch, holder, blob, state, at) VALUES (?, ?, ?, ?, ?, 'transit', ?)",
		id, place, int64(number), holder, []byte(blob), g.Made); err != nil {
		return nil, fmt.Errorf("store grant: %w", err)
	}
	if request != "" {
		n, err := t.tx.Exec("UPDATE requests SET state = 'granted', grant_id = ? WHERE id = ? AND place = ? AND epoch = ? AND state = 'open'",
			id, request, place, int64(number))
		if err != nil {
			return nil, fmt.Errorf("decide request: %w", err)
		}
		if n != 1 {
			return nil, fmt.Errorf("grant: request %s of %s is not open", request, place)
		}
	}
	return blob, nil
}

// grantable is all that a grant can carry.
var grantable = append(slices.Clone(ledger.MemberAssets), ledger.Refund, ledger.Uses)

// endGrant closes a grant when its place's record has taken all of it out of transit. The postings say so, whatever the
// record's kind; a grant that is only partly taken stays in transit.
func (t *Tx) endGrant(transit ledger.Parts, kind record.Kind) error {
	for _, asset := range grantable {
		a, err := t.account(ledger.Transit(transit.Who, asset, transit.Place, transit.Epoch, transit.Grant))
		if err != nil || a.balance != 0 {
			return err
		}
	}
	state := "accepted"
	if kind == record.KindDecline {
		state = "declined"
	}
	if _, err := t.tx.Exec("UPDATE grants SET state = ? WHERE id = ? AND place = ? AND epoch = ? AND state = 'transit'",
		state, transit.Grant, transit.Place, int64(transit.Epoch)); err != nil {
		return fmt.Errorf("close grant: %w", err)
	}
	return nil
}

// Unsettled is how many grants of an epoch were neither accepted nor declined.
func (t *Tx) Unsettled(place string, number uint64) (n int, err error) {
	err = t.tx.QueryRow("SELECT count(*) FROM grants WHERE place = ? AND epoch = ? AND state = 'transit'", place, int64(number)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count the grants in transit to %s: %w", place, err)
	}
	return n, nil
}

// InTransit is the blobs of an epoch that were neither accepted nor declined, the oldest first.
func (t *Tx) InTransit(place string, number uint64) (blobs [][]byte, err error) {
	for scan, err := range t.tx.Query("SELECT blob FROM grants WHERE place = ? AND epoch = ? AND state = 'transit' ORDER BY at, id", place, int64(number)) {
		var b []byte
		if err == nil {
			err = scan(&b)
		}
		if err != nil {
			return nil, fmt.Errorf("grants in transit to %s: %w", place, err)
		}
		blobs = append(blobs, b)
	}
	return blobs, nil
}
