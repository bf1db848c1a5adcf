package store

import (
	"crypto/ed25519"
	"fmt"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// A head office that was restored from a backup has forgotten grants, and what they were made of. The house lends what covers
// them when their tills use them, until the tills have brought everything (DESIGN.md 1.8).

// regrant signs again, in the books, a grant that they have forgotten and that the record of its place proves: its
// signature is this head office's own. What available lacks of it the house pays, with an exception and without closing
// the epoch. It reports whether the record can be booked now.
func (t *Tx) regrant(p *prepared, now time.Time) (bool, error) {
	body, err := p.Decode()
	if err != nil {
		return false, nil // nothing that this program can read: the house pays
	}
	var blob escrow.Blob
	switch b := body.(type) {
	case record.Accept:
		blob = b.Grant
	case record.Decline:
		blob = b.Grant
	default:
		return false, nil
	}
	g, err := escrow.Open(t.store.key.Public().(ed25519.PublicKey), blob)
	if err != nil || g.Place != p.Place || g.Epoch != p.Epoch {
		return false, nil
	}
	var one int
	switch err := t.tx.QueryRow("SELECT 1 FROM grants WHERE id = ?", g.ID).Scan(&one); {
	case err == nil:
		return false, nil // it ended before: this is a second accept of it
	case !none(err):
		return false, fmt.Errorf("grant %s: %w", g.ID, err)
	}
	if _, _, limited := ledger.SplitLimited(g.Holder); limited { // uses are made available only when somebody asks
		if _, _, err := t.supply(g.Holder, now); err != nil {
			return false, err
		}
	}
	short, err := ledger.Shortfall(balances{t, p.Time}, g.Signing())
	if err != nil {
		return false, err
	}
	if len(short) > 0 {
		if err := t.restoredFor(p, g, short, now); err != nil {
			return false, err
		}
	}
	if _, err := t.tx.Exec("INSERT INTO grants (id, place, epoch, holder, blob, state, at) VALUES (?, ?, ?, ?, ?, 'transit', ?)",
		g.ID, g.Place, int64(g.Epoch), g.Holder, []byte(blob), g.Made); err != nil {
		return false, fmt.Errorf("store grant: %w", err)
	}
	return true, t.enter(record.Granted{Grant: blob}, now)
}

// restoredFor has the house pay what a forgotten grant lacks, and notes it, as its cover may come yet.
func (t *Tx) restoredFor(p *prepared, g escrow.Grant, short ledger.Entry, now time.Time) error {
	var paid ledger.Entry
	var value money.Fen
	for _, s := range short {
		if parts, _ := s.Account.Split(); s.Amount > 0 {
			paid = paid.Move(ledger.House("restore", parts.Asset), s.Account, s.Amount)
			if parts.Asset.Stored() {
				value += money.Fen(s.Amount)
			}
		}
	}
	if err := t.enter(record.Suspense{Place: p.Place, Epoch: p.Epoch, Seq: p.Seq, Short: paid}, now); err != nil {
		return err
	}
	x := exception{kind: "restore", what: p.Receipt(), place: p.Place, receipt: p.Receipt(), amount: worth(value), bearer: house,
		note: "a grant that the restored books didn't know was used, and they lack what covers it; house:restore paid that"}
	if _, _, limited := ledger.SplitLimited(g.Holder); !limited && g.Holder != ledger.TheHouse && len(g.Amounts) > 0 && g.Amounts[0].Asset != ledger.Refund {
		x.member = g.Holder
	}
	if err := t.raise(x, now); err != nil {
		return err
	}
	for _, s := range paid {
		if parts, _ := s.Account.Split(); parts.Kind == ledger.KindAvailable {
			if _, err := t.tx.Exec("INSERT INTO restored (exception, member, asset, amount) SELECT id, ?, ?, ? FROM exceptions WHERE kind = 'restore' AND what = ?",
				parts.Who, string(parts.Asset), s.Amount, p.Receipt()); err != nil {
				return fmt.Errorf("note what the house paid: %w", err)
			}
		}
	}
	return nil
}

// remembers sets whether a record of an epoch may be one that the books had forgotten. While it may, what it makes available
// of a member is what the house has lent for them, as far as it has: the tills are heard in another order than before, so that
// a grant may come before the record that brought what it carried. Otherwise the member would have that twice.
func (t *Tx) remembers(e *epoch) error {
	p, err := t.phase()
	if err == nil {
		t.repaying = p.recovering || e.missed
	}
	return err
}

// repay takes back what house:restore lent, as far as its cover has come; where picks it by a value.
func (t *Tx) repay(where, value, who string, now time.Time) error {
	type lent struct {
		id     int64
		member string
		asset  ledger.Asset
		amount int64
	}
	var all []lent
	for scan, err := range t.tx.Query("SELECT exception, member, asset, amount FROM restored WHERE "+where+" ORDER BY exception, member, asset", value) {
		var l lent
		if err == nil {
			err = scan(&l.id, &l.member, (*string)(&l.asset), &l.amount)
		}
		if err != nil {
			return fmt.Errorf("what the house lent: %w", err)
		}
		all = append(all, l)
	}
	for _, l := range all {
		has, err := t.account(ledger.Available(l.member, l.asset))
		if err != nil {
			return err
		}
		n := min(l.amount, has.balance)
		if n <= 0 {
			continue
		}
		const note = "the cover came with other tills' records"
		if err := t.own(record.Settle{Exception: l.id, Member: l.member, From: "restore", By: who, Note: note,
			Amounts: []escrow.Amount{{Asset: l.asset, Amount: -n}}}, now); err != nil {
			return err
		}
		value := n
		if !l.asset.Stored() {
			value = 0
		}
		if _, err := t.tx.Exec("UPDATE exceptions SET amount = max(0, amount - ?1), cost = max(0, cost - ?1) WHERE id = ?2", value, l.id); err != nil {
			return fmt.Errorf("exception %d: %w", l.id, err)
		}
		if _, err := t.tx.Exec("UPDATE restored SET amount = amount - ? WHERE exception = ? AND member = ? AND asset = ?", n, l.id, l.member, string(l.asset)); err != nil {
			return fmt.Errorf("exception %d: %w", l.id, err)
		}
		if _, err := t.tx.Exec(`UPDATE exceptions SET settled = ?1, by = ?2, result = ?3 WHERE id = ?4 AND settled = 0
			AND NOT EXISTS (SELECT 1 FROM restored WHERE exception = ?4 AND amount > 0)`, max(1, now.UnixMilli()), who, note, l.id); err != nil {
			return fmt.Errorf("exception %d: %w", l.id, err)
		}
		if err := t.tellException(l.id); err != nil {
			return err
		}
	}
	return nil
}

// lentRight reports whether the house lent a receipt's refund right, as a restored head office had forgotten its release.
func (t *Tx) lentRight(receipt string) (lent bool, err error) {
	err = t.tx.QueryRow("SELECT count(*) FROM restored WHERE member = ? AND asset = ? AND amount > 0", receipt, string(ledger.Refund)).Scan(&lent)
	if err != nil {
		return false, fmt.Errorf("refund right of %s: %w", receipt, err)
	}
	return lent, nil
}

// caughtUp ends the waiting for a till without which recovery was ended, once it has brought all that it had at its hello.
func (t *Tx) caughtUp(e *epoch) error {
	if !e.missed || e.head == 0 || e.acked < e.head {
		return nil
	}
	e.missed, e.changed = false, true
	if err := t.writeEpochs(); err != nil {
		return err
	}
	return t.allHeard()
}

// allHeard forgets what the house has lent when nobody is left who may bring its cover: it has lost that.
func (t *Tx) allHeard() error {
	_, err := t.tx.Exec("DELETE FROM restored WHERE asset <> ? AND NOT EXISTS (SELECT 1 FROM epochs INDEXED BY epochs_missed WHERE missed = 1)", string(ledger.Refund))
	if err != nil {
		return fmt.Errorf("end recovery: %w", err)
	}
	return nil
}
