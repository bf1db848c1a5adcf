package store

import (
	"fmt"
	"slices"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// paymentsKept is how many payments of a member are kept: the newest.
const paymentsKept = 60

// habitsReact keeps what allowances are worked out from: when a member was last seen, their last payments and home, and
// what is left at places of the grants they accepted. A body that can't be read, or is a newer till's, teaches nothing.
func (t *Tx) habitsReact(records []read, now time.Time) error {
	var visitors []string
	paid := map[string]bool{}
	for _, r := range records {
		body, err := r.Decode()
		if err != nil {
			continue
		}
		switch b := body.(type) {
		case record.Sale:
			amount, err := t.saleLots(b)
			if err != nil {
				return err
			}
			if err := t.seen(b.Member, r.At(), now); err != nil {
				return err
			}
			if amount <= 0 || b.Member == "" {
				continue
			}
			if _, err := t.tx.Exec("INSERT INTO payments (member, hq_seq, place, at, amount) VALUES (?, ?, ?, ?, ?)",
				b.Member, int64(r.hqSeq), r.Place, r.Time, int64(amount)); err != nil {
				return err
			}
			if !paid[b.Member] {
				paid[b.Member] = true
				visitors = append(visitors, b.Member)
			}
		case record.TopUp:
			if err := t.seen(b.Member, r.At(), now); err != nil {
				return err
			}
		case record.Accept:
			if err := t.openLots(r, b); err != nil {
				return err
			}
		case record.Return:
			if err := t.useLots(b.Holder, b.Uses); err != nil {
				return err
			}
		}
	}
	if len(visitors) == 0 {
		return nil
	}
	enrolled, err := t.enrolled("")
	if err != nil {
		return err
	}
	for _, member := range visitors {
		if err := t.settleHome(member, enrolled, now); err != nil {
			return err
		}
	}
	return nil
}

// seen notes a visit. A till's clock that runs ahead doesn't make a member active for longer.
func (t *Tx) seen(member string, at, now time.Time) error {
	if member == "" {
		return nil
	}
	_, err := t.tx.Exec("UPDATE members SET seen = max(seen, ?) WHERE id = ?", min(at.UnixMilli(), now.UnixMilli()), member)
	return err
}

// saleLots takes what a sale spent out of its lots and returns how much it was.
func (t *Tx) saleLots(b record.Sale) (amount money.Fen, err error) {
	for _, tender := range b.Paid {
		if tender.Kind != record.Stored {
			continue
		}
		amount += tender.Amount
		if err := t.useLots(b.Member, tender.Uses); err != nil {
			return 0, err
		}
	}
	return amount, nil
}

// openLots notes what a grant has brought to its place. A body that names none of HQ's grants opens no lot, whatever its
// postings did.
func (t *Tx) openLots(r read, b record.Accept) error {
	g, err := escrow.Read(b.Grant)
	if own := err == nil && g.Place == r.Place && g.Epoch == r.Epoch; !own {
		return nil
	}
	var signed bool
	if err := t.tx.QueryRow("SELECT count(*) FROM grants WHERE id = ? AND blob = ?", g.ID, []byte(b.Grant)).Scan(&signed); err != nil || !signed {
		return err
	}
	for _, a := range g.Amounts {
		if _, err := t.tx.Exec(`INSERT INTO lots (grant_id, asset, holder, place, epoch, ends, amount) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			g.ID, string(a.Asset), g.Holder, g.Place, int64(g.Epoch), g.Ends, a.Amount); err != nil {
			return err
		}
	}
	return nil
}

// useLots takes off what a body says was used. Only amounts above zero are: a lot never grows, so no sum overflows.
func (t *Tx) useLots(holder string, uses []escrow.Use) error {
	for _, u := range uses {
		if u.Amount <= 0 {
			continue
		}
		if _, err := t.tx.Exec("UPDATE lots SET amount = amount - ? WHERE holder = ? AND grant_id = ? AND asset = ?",
			u.Amount, holder, u.Lot, string(u.Asset)); err != nil {
			return err
		}
		if _, err := t.tx.Exec("DELETE FROM lots WHERE holder = ? AND grant_id = ? AND asset = ? AND amount <= 0",
			holder, u.Lot, string(u.Asset)); err != nil {
			return err
		}
	}
	return nil
}

// settleHome drops payments that are too many and works out where the member is at home.
func (t *Tx) settleHome(member string, enrolled []string, now time.Time) error {
	if _, err := t.tx.Exec(`DELETE FROM payments WHERE member = ? AND hq_seq <=
		(SELECT hq_seq FROM payments WHERE member = ? ORDER BY hq_seq DESC LIMIT 1 OFFSET ?)`, member, member, paymentsKept); err != nil {
		return err
	}
	h, err := t.habits(member)
	if err != nil {
		return err
	}
	home := escrow.Home(h, nil, func(place string) bool { return slices.Contains(enrolled, place) }, now)
	if home == "" {
		return nil
	}
	_, err = t.tx.Exec("UPDATE members SET home = ? WHERE id = ?", home, member)
	return err
}

// habits is what HQ knows of a member's visits.
func (t *Tx) habits(member string) (h escrow.Habits, err error) {
	var seen int64
	if err := t.tx.QueryRow("SELECT seen FROM members WHERE id = ?", member).Scan(&seen); err != nil && !none(err) {
		return h, fmt.Errorf("member %s: %w", member, err)
	}
	h.Seen = time.UnixMilli(seen)
	for scan, err := range t.tx.Query("SELECT place, at, amount FROM payments WHERE member = ? ORDER BY hq_seq DESC", member) {
		var p escrow.Payment
		var at int64
		if err == nil {
			err = scan(&p.Place, &at, (*int64)(&p.Amount))
		}
		if err != nil {
			return h, fmt.Errorf("payments of %s: %w", member, err)
		}
		p.At = time.UnixMilli(at)
		h.Payments = append(h.Payments, p)
	}
	return h, nil
}

// enrolled lists the places with an open epoch, of one store or of all, the first enrolled first.
func (t *Tx) enrolled(store string) (places []string, err error) {
	for scan, err := range t.tx.Query(`SELECT p.code FROM places p JOIN epochs e ON e.place = p.code
		WHERE p.store IS NOT NULL AND (?1 = '' OR p.store = ?1) GROUP BY p.code HAVING min(e.fenced) = '' ORDER BY min(e.enrolled_at), p.code`, store) {
		var place string
		if err == nil {
			err = scan(&place)
		}
		if err != nil {
			return nil, fmt.Errorf("enrolled places: %w", err)
		}
		places = append(places, place)
	}
	return places, nil
}
