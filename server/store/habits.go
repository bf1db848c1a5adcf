package store

import (
	"fmt"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/money"
)

// Paid notes a payment with stored value.
func (t *Tx) Paid(member string, r Read, amount money.Fen) error {
	if _, err := t.derived.Exec("INSERT INTO payments (member, hq_seq, place, at, amount) VALUES (?, ?, ?, ?, ?)",
		member, int64(r.HQSeq), r.Place, r.Time, int64(amount)); err != nil {
		return fmt.Errorf("payment of %s: %w", member, err)
	}
	return nil
}

// News is what some records in a row say of a member: when the first was, when the member was last seen in one (zero:
// not), and whether they paid with stored value.
type News struct {
	At, Seen time.Time
	Paid     bool
}

// Learn brings what allowances follow from up to date with records just read: when the member was last seen, how they
// pay, where they are at home, and what they own.
func (t *Tx) Learn(member string, news News, now time.Time) error {
	known, err := t.habits(member)
	if err != nil {
		return err
	}
	row := habits{}
	if known != nil {
		row = *known
	} else {
		row.Seen = news.At // whatever it is, they are known from now on
	}
	if news.Seen.After(row.Seen) {
		row.Seen = news.Seen
	}
	if news.Paid {
		if err := t.learnPayments(member, &row, now); err != nil {
			return err
		}
	}
	if err := t.learnMember(member, &row); err != nil {
		return err
	}
	_, err = t.derived.Exec(`INSERT INTO habits (member, seen, gap, usual, median, joined, home, store, owned) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (member) DO UPDATE SET seen = excluded.seen, gap = excluded.gap, usual = excluded.usual, median = excluded.median,
			joined = excluded.joined, home = excluded.home, store = excluded.store, owned = excluded.owned`,
		member, row.Seen.UnixMilli(), row.Gap.Milliseconds(), int64(row.Usual), int64(row.Median), row.Joined.UnixMilli(), row.home, row.store, int64(row.owned))
	if err != nil {
		return fmt.Errorf("habits of %s: %w", member, err)
	}
	delete(t.habit, member)
	return nil
}

// habits is one row of habits.
type habits struct {
	escrow.Habits
	home, store string
	owned       money.Fen
}

const habitColumns = "seen, gap, usual, median, joined, home, store, owned"

func (h *habits) scan(scan func(...any) error, more ...any) error {
	var seen, gap, joined int64
	if err := scan(append(more, &seen, &gap, (*int64)(&h.Usual), (*int64)(&h.Median), &joined, &h.home, &h.store, (*int64)(&h.owned))...); err != nil {
		return err
	}
	h.Seen, h.Gap, h.Joined = time.UnixMilli(seen), time.Duration(gap)*time.Millisecond, time.UnixMilli(joined)
	return nil
}

// habits is what the table has of a member, nil where it has nothing. It is read once for all who ask after the last record
// that taught something: for the balance, the home, and what should stand there.
func (t *Tx) habits(member string) (*habits, error) {
	if h, read := t.habit[member]; read {
		return h, nil
	}
	h := &habits{}
	switch err := h.scan(t.derived.QueryRow("SELECT "+habitColumns+" FROM habits WHERE member = ?", member).Scan); {
	case none(err):
		h = nil
	case err != nil:
		return nil, fmt.Errorf("habits of %s: %w", member, err)
	}
	t.habit[member] = h
	return h, nil
}

// learnPayments drops payments that are too many, and works out from the others how and where the member pays.
func (t *Tx) learnPayments(member string, row *habits, now time.Time) error {
	if _, err := t.derived.Exec(`DELETE FROM payments WHERE member = ? AND hq_seq <=
		(SELECT hq_seq FROM payments WHERE member = ? ORDER BY hq_seq DESC LIMIT 1 OFFSET +?)`, member, member, escrow.PaymentsKept); err != nil {
		return fmt.Errorf("payments of %s: %w", member, err)
	}
	var payments []escrow.Payment
	for scan, err := range t.derived.Query("SELECT place, at, amount FROM payments WHERE member = ? ORDER BY hq_seq DESC", member) {
		var p escrow.Payment
		var at int64
		if err == nil {
			err = scan(&p.Place, &at, (*int64)(&p.Amount))
		}
		if err != nil {
			return fmt.Errorf("payments of %s: %w", member, err)
		}
		p.At = time.UnixMilli(at)
		payments = append(payments, p)
	}
	row.Learn(payments)
	enrolled, err := t.enrolled("")
	if err != nil {
		return err
	}
	if home := escrow.Home(payments, func(place string) bool { return slices.Contains(enrolled, place) }, now); home != "" {
		row.home = home
	}
	return nil
}

// learnMember takes over what the books say of a member.
func (t *Tx) learnMember(member string, row *habits) error {
	if t.replaying() {
		return nil
	}
	var joined string
	err := t.tx.QueryRow("SELECT joined, ifnull(store, '') FROM members WHERE id = ?", member).Scan(&joined, &row.store)
	if err != nil && !none(err) {
		return fmt.Errorf("member %s: %w", member, err)
	}
	row.Joined = row.Seen
	if day, err := time.ParseInLocation(time.DateOnly, joined, pos.Zone); err == nil {
		row.Joined = day
	}
	b, err := t.owned(member)
	row.owned = b.Stored()
	return err
}

// home is where a member's allowance is kept: where they pay, or the first enrolled of the tills in the store they joined.
// It is "" where there is none.
func (t *Tx) home(member string) (string, error) {
	h, err := t.habits(member)
	if err != nil {
		return "", err
	}
	if h != nil && h.home != "" {
		return h.home, nil
	}
	var store string
	if err := t.tx.QueryRow("SELECT ifnull(store, '') FROM members WHERE id = ?", member).Scan(&store); err != nil && !none(err) {
		return "", fmt.Errorf("member %s: %w", member, err)
	}
	return t.firstPlace(store)
}

// firstPlace is the first enrolled of a store's places.
func (t *Tx) firstPlace(store string) (string, error) {
	if store == "" {
		return "", nil
	}
	places, err := t.enrolled(store)
	if err != nil || len(places) == 0 {
		return "", err
	}
	return places[0], nil
}

// enrolled lists the places with an open epoch that is to stay so, of one store or of all, the first enrolled first.
func (t *Tx) enrolled(store string) (places []string, err error) {
	if err := t.writeEpochs(); err != nil {
		return nil, err
	}
	if places, known := t.open[store]; known {
		return places, nil
	}
	for scan, err := range t.tx.Query(`SELECT p.code FROM places p JOIN epochs e ON e.place = p.code
		WHERE p.store IS NOT NULL AND (?1 = '' OR p.store = ?1) GROUP BY p.code HAVING sum(e.fenced = '' AND e.closing = 0) > 0 ORDER BY min(e.enrolled_at), p.code`, store) {
		var place string
		if err == nil {
			err = scan(&place)
		}
		if err != nil {
			return nil, fmt.Errorf("enrolled places: %w", err)
		}
		places = append(places, place)
	}
	if t.open == nil {
		t.open = map[string][]string{}
	}
	t.open[store] = places
	return places, nil
}
