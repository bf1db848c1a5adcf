package store

import (
	"encoding/json"
	"fmt"

	"holdfast/pos"
	"holdfast/pos/ledger"
)

// mark is what of a member makes their records need a second look. Nearly all members have none.
type mark struct {
	owes      bool   // a claim stood when this was read: see Tx.claims
	reported  bool   // a card of theirs was reported lost, and that was not taken back
	blocked   string // why nothing of theirs may be spent
	blockedAt int64
	into      string // the member they were merged into
}

// mark is a member's, no mark for whoever is none.
func (t *Tx) mark(member string) (mark, error) {
	if m, ok := t.marks[member]; ok {
		return m, nil
	}
	err := t.readMarks([]string{member})
	return t.marks[member], err
}

// readMarks brings the marks of members into the transaction, all with one query: a push's records name hundreds. The
// indexes it reads hold marked members only, so that it costs next to nothing for the others.
func (t *Tx) readMarks(members []string) error {
	var missing []string
	for _, m := range members {
		if _, ok := t.marks[m]; !ok {
			t.marks[m] = mark{}
			missing = append(missing, m)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	list, err := json.Marshal(missing)
	if err != nil {
		return err
	}
	for scan, err := range t.tx.Query(`SELECT j.value,
			EXISTS (SELECT 1 FROM accounts INDEXED BY accounts_owed WHERE who = j.value AND kind = 'owed' AND balance > 0),
			EXISTS (SELECT 1 FROM cards INDEXED BY cards_reported WHERE member = j.value AND reports <> '[]'),
			ifnull(m.no_redeeming, ''), ifnull(m.blocked_at, 0), ifnull(m.merged_into, '')
		FROM json_each(?) j LEFT JOIN members m INDEXED BY members_marked
			ON m.id = j.value AND (m.no_redeeming <> '' OR m.merged_into IS NOT NULL)`, string(list)) {
		var member string
		var m mark
		if err == nil {
			err = scan(&member, &m.owes, &m.reported, &m.blocked, &m.blockedAt, &m.into)
		}
		if err != nil {
			return fmt.Errorf("marks of members: %w", err)
		}
		t.marks[member] = m
	}
	return nil
}

// claims is what a holder owes.
func (t *Tx) claims(holder string) (owed pos.Owed, err error) {
	m, err := t.mark(holder)
	if err != nil || !m.owes && !t.owing[holder] {
		return owed, err
	}
	for _, asset := range ledger.MemberAssets {
		a, err := t.account(ledger.Owed(holder, asset))
		if err != nil {
			return owed, err
		}
		ledger.AddOwed(&owed, asset, a.balance)
	}
	return owed, nil
}

// survivor is who a member is now: another one, if they were merged.
func (t *Tx) survivor(member string) (string, error) {
	m, err := t.mark(member)
	if err != nil || m.into == "" {
		return member, err
	}
	return m.into, nil
}

// aliases are the members who were merged into one, and that one itself.
func (t *Tx) aliases(member string) (list []string, err error) {
	list = []string{member}
	for scan, err := range t.tx.Query("SELECT id FROM members WHERE merged_into = ? ORDER BY id", member) {
		var id string
		if err == nil {
			err = scan(&id)
		}
		if err != nil {
			return nil, fmt.Errorf("who was merged into %s: %w", member, err)
		}
		list = append(list, id)
	}
	return list, nil
}
