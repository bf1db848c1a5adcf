package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
)

// Verification is what Verify went through.
type Verification struct{ Records, Accounts int }

// Verify replays the journal from its first record, with code of its own, and compares everything that the till has
// derived from it. The error names the first difference. It reads one snapshot and keeps nobody from working.
func (s *Store) Verify(ctx context.Context) (Verification, error) {
	return verify(ctx, s.db.Load(), head{})
}

// Verify is Store.Verify on a file, for reading only, beside the till that may be running on it.
func Verify(ctx context.Context, file string) (v Verification, err error) {
	db, err := sqlite.OpenReader(file, migrations)
	if err != nil {
		return v, damaged(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return verify(ctx, db, sqlite.Witnessed(file)) // it was noted after its commit, so a snapshot from now has it
}

func verify(ctx context.Context, db *sqlite.DB, seen head) (v Verification, err error) {
	r := newReplay()
	enrolled := false
	err = db.View(ctx, func(tx *sqlite.Tx) error {
		self, err := loadEnrolment(tx)
		if err != nil {
			return err
		}
		if enrolled = self != nil; enrolled {
			r.place, r.epoch = self.Place, self.Epoch
		}
		if lacks, err := lacking(tx, seen); err != nil {
			return err
		} else if lacks {
			return errMissing
		}
		if err := readNews(tx, r); err != nil {
			return err
		}
		if err := replayJournal(tx, r); err != nil {
			return err
		}
		for _, compare := range []func(*sqlite.Tx, *replay) error{
			compareAccounts, compareLots, compareReservations, compareShifts, compareGrants, compareRefunds, compareReleases, compareSold, compareRest, comparePast,
		} {
			if err := compare(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && !enrolled {
		return v, errNotEnrolled // nothing is wrong, and nothing is there
	}
	v = Verification{Records: int(r.seq), Accounts: len(r.accounts)}
	if err != nil {
		err = pos.Said(err.Error()).E(pos.Internal, "verify").Because(err)
	}
	return v, err
}

// readNews reads what is still on top of HQ's figures and cards, and what was drawn since the last contact; the replay
// crosses off what it finds.
func readNews(tx *sqlite.Tx, r *replay) error {
	for scan, err := range tx.Query("SELECT seq, holder, claim, asset, delta FROM news") {
		var seq uint64
		var c change
		var delta int64
		if err == nil {
			err = scan(&seq, &c.holder, &c.claim, &c.asset, &delta)
		}
		if err != nil {
			return err
		}
		note(r.news, seq, c, delta)
	}
	for scan, err := range tx.Query("SELECT seq, card, member FROM card_news") {
		var seq uint64
		var card, member string
		if err == nil {
			err = scan(&seq, &card, &member)
		}
		if err != nil {
			return err
		}
		note(r.cardNews, seq, card, member)
	}
	for scan, err := range tx.Query("SELECT seq, member, amount FROM drawn") {
		var seq uint64
		var member string
		var amount int64
		if err == nil {
			err = scan(&seq, &member, &amount)
		}
		if err != nil {
			return err
		}
		note(r.drawn, seq, member, amount)
	}
	return nil
}

func note[K comparable, V any](to map[uint64]map[K]V, seq uint64, k K, v V) {
	if to[seq] == nil {
		to[seq] = map[K]V{}
	}
	to[seq][k] = v
}

// replayJournal walks the journal, each record beside its row in sales, and holds one record at a time.
func replayJournal(tx *sqlite.Tx, r *replay) error {
	for scan, err := range tx.Query(`
		SELECT j.seq, j.id, j.kind, j.time, j.bytes, j.hash, coalesce(s.kind, ''), coalesce(s.member, ''),
			coalesce(s.total, 0), coalesce(s.time, 0), coalesce(s.shift, ''), coalesce(s.date, '')
		FROM journal j LEFT JOIN sales s ON s.seq = j.seq ORDER BY j.seq`) {
		var row record.Header
		var bytes, hash []byte
		var sold sale
		if err == nil {
			err = scan(&row.Seq, &row.ID, &row.Kind, &row.Time, &bytes, &hash, &sold.kind, &sold.member, &sold.total, &sold.time, &sold.shift, &sold.date)
		}
		if err != nil {
			return err
		}
		sealed, err := r.check(row, bytes, hash)
		if err == nil {
			err = r.book(sealed, sold)
		}
		if err != nil {
			return fmt.Errorf("record %d: %w", row.Seq, err)
		}
	}
	return nil
}

func compareAccounts(tx *sqlite.Tx, r *replay) error {
	left := maps.Clone(r.accounts)
	for scan, err := range tx.Query("SELECT account, balance FROM accounts ORDER BY account") {
		var a ledger.Account
		var balance int64
		if err == nil {
			err = scan(&a, &balance)
		}
		if err != nil {
			return err
		}
		if want, ok := r.accounts[a]; !ok || want != balance {
			return fmt.Errorf("account %s is %d, the journal says %d", a, balance, want)
		}
		delete(left, a)
	}
	return missing("account", left)
}

func compareLots(tx *sqlite.Tx, r *replay) error {
	left := maps.Clone(r.lots)
	for scan, err := range tx.Query("SELECT holder, asset, id, ends, amount, since FROM lots ORDER BY holder, asset, id") {
		var k holdingLot
		var l lot
		if err == nil {
			err = scan(&k.holder, &k.asset, &k.lot, &l.ends, &l.amount, &l.since)
		}
		if err != nil {
			return err
		}
		if want := r.lots[k]; want != l {
			return fmt.Errorf("lot %s of %s for %s is %+v, the journal says %+v", k.lot, k.asset, k.holder, l, want)
		}
		delete(left, k)
	}
	return missing("lot", left)
}

// compareReservations holds what lots call reserved against the reservations themselves.
func compareReservations(tx *sqlite.Tx, _ *replay) error {
	for scan, err := range tx.Query(`
		SELECT l.holder, l.asset, l.id, l.amount, l.reserved, coalesce(sum(r.amount), 0) AS sum
		FROM lots l LEFT JOIN reservations r ON r.holder = l.holder AND r.asset = l.asset AND r.lot = l.id
		GROUP BY l.holder, l.asset, l.id HAVING reserved <> sum OR reserved > l.amount
		UNION ALL
		SELECT r.holder, r.asset, r.lot, 0, 0, r.amount FROM reservations r
		WHERE NOT EXISTS (SELECT 1 FROM lots l WHERE r.holder = l.holder AND r.asset = l.asset AND r.lot = l.id)`) {
		var k holdingLot
		var amount, reserved, sum int64
		if err == nil {
			err = scan(&k.holder, &k.asset, &k.lot, &amount, &reserved, &sum)
		}
		if err != nil {
			return err
		}
		return fmt.Errorf("lot %s of %s for %s has %d, %d called reserved, and reservations of %d", k.lot, k.asset, k.holder, amount, reserved, sum)
	}
	return nil
}

func compareShifts(tx *sqlite.Tx, r *replay) error {
	left := maps.Clone(r.shifts)
	for scan, err := range tx.Query("SELECT id, opened, coalesce(closed, 0), operator, date, time, float, coalesce(expected, 0), coalesce(counted, 0) FROM shifts ORDER BY opened") {
		var id string
		var s shift
		if err == nil {
			err = scan(&id, &s.opened, &s.closed, &s.operator, &s.date, &s.time, &s.float, &s.expected, &s.counted)
		}
		if err != nil {
			return err
		}
		if want := r.shifts[id]; want != s {
			return fmt.Errorf("shift %s is %+v, the journal says %+v", id, s, want)
		}
		delete(left, id)
	}
	return missing("shift", left)
}

func compareGrants(tx *sqlite.Tx, r *replay) error {
	left := maps.Clone(r.grants)
	for scan, err := range tx.Query("SELECT id, seq, accepted FROM grants ORDER BY seq") {
		var id string
		var g settled
		if err == nil {
			err = scan(&id, &g.seq, &g.accepted)
		}
		if err != nil {
			return err
		}
		if want := r.grants[id]; want != g {
			return fmt.Errorf("grant %s is %+v, the journal says %+v", id, g, want)
		}
		delete(left, id)
	}
	return missing("grant", left)
}

func compareRefunds(tx *sqlite.Tx, r *replay) error {
	left := maps.Clone(r.refunds)
	for scan, err := range tx.Query("SELECT receipt, seq, void FROM refunds ORDER BY seq") {
		var k refund
		var void bool
		if err == nil {
			err = scan(&k.receipt, &k.seq, &void)
		}
		if err != nil {
			return err
		}
		if want, ok := r.refunds[k]; !ok || want != void {
			return fmt.Errorf("record %d is a refund of %s, the journal says otherwise", k.seq, k.receipt)
		}
		delete(left, k)
	}
	return missing("refund", left)
}

func compareReleases(tx *sqlite.Tx, r *replay) error {
	sales, upTo := maps.Clone(r.released), maps.Clone(r.upTo)
	for scan, err := range tx.Query("SELECT seq, coalesce(sale, 0), coalesce(up_to, 0) FROM releases ORDER BY seq") {
		var seq, sale, to uint64
		if err == nil {
			err = scan(&seq, &sale, &to)
		}
		if err != nil {
			return err
		}
		if sale != 0 && r.released[sale] != seq || r.upTo[seq] != to {
			return fmt.Errorf("record %d releases the refund right of %d and up to %d, the journal says otherwise", seq, sale, to)
		}
		delete(sales, sale)
		delete(upTo, seq)
	}
	return errors.Join(missing("release of", sales), missing("release", upTo))
}

func compareSold(tx *sqlite.Tx, r *replay) error {
	left := maps.Clone(r.weights)
	for scan, err := range tx.Query("SELECT code, weight FROM sold ORDER BY code") {
		var code string
		var weight float64
		if err == nil {
			err = scan(&code, &weight)
		}
		if err != nil {
			return err
		}
		if want := r.weights[code]; want != weight {
			return fmt.Errorf("what was sold of %s weighs %g, the journal says %g", code, weight, want)
		}
		delete(left, code)
	}
	return missing("what was sold of", left)
}

// compareRest looks for rows that no record stands behind, and at what HQ has acknowledged.
func compareRest(tx *sqlite.Tx, r *replay) error {
	for what, seqs := range map[string][]uint64{
		"news": slices.Collect(maps.Keys(r.news)), "card news": slices.Collect(maps.Keys(r.cardNews)), "float": slices.Collect(maps.Keys(r.drawn)),
	} {
		if len(seqs) > 0 {
			return fmt.Errorf("%s of record %d, which is not there", what, seqs[0])
		}
	}
	var sales, acked uint64
	if err := tx.QueryRow("SELECT (SELECT count(*) FROM sales), acked FROM state").Scan(&sales, &acked); err != nil {
		return err
	}
	if sales != r.sales {
		return fmt.Errorf("%d sales, the journal says %d", sales, r.sales)
	}
	if acked > r.seq {
		return fmt.Errorf("head office has acknowledged %d records, the journal has %d", acked, r.seq)
	}
	return nil
}

// missing reports what the journal says is there and isn't.
func missing[K comparable, V any](what string, left map[K]V) error {
	for k, v := range left {
		return fmt.Errorf("%s %v is not there, the journal says %+v", what, k, v)
	}
	return nil
}
