package store

import (
	"database/sql"
	"errors"
	"slices"

	"holdfast/pos"
)

// maxMerges bounds a chain of members merged into each other; a circle would have none.
const maxMerges = 8

// Member finds a member by id, or whom they were merged into; what was changed here lies on top. Cards are not in it.
func (tx *Tx) Member(id string) (m pos.Member, err error) {
	for next, n := id, 0; next != "" && n < maxMerges; next, n = m.Into, n+1 {
		if m, err = tx.member(next); err != nil {
			return m, err
		}
	}
	return m, nil
}

// member is one member, whoever they were merged into.
func (tx *Tx) member(id string) (pos.Member, error) {
	m, found, err := tx.feedMember(id)
	if err != nil {
		return m, err
	}
	err = tx.pending(pos.TopicMember, id, func(body []byte) error {
		found = true
		return changeMember(&m, id, body)
	})
	if err == nil && !found {
		err = pos.E(pos.NotFound, "", "no member has the id {}", id)
	}
	return m, err
}

// feedMember is a member as the feed brought them.
func (tx *Tx) feedMember(id string) (m pos.Member, found bool, err error) {
	err = tx.noun(&m, "SELECT body FROM members WHERE id = ?", id)
	if errors.Is(err, sql.ErrNoRows) {
		return m, false, nil
	}
	return m, err == nil, err
}

// MemberByPhone finds the only member with a phone.
func (tx *Tx) MemberByPhone(phone string) (pos.Member, error) {
	if phone == "" { // who has none is known by nothing but a card
		return pos.Member{}, pos.E(pos.NotFound, "", "type the phone number")
	}
	found := map[string]pos.Member{}
	_, err := tx.eachMember(func(m pos.Member) (err error) {
		if m.Phone == phone {
			m, err = tx.Member(m.ID)
			found[m.ID] = m
		}
		return err
	}, exactly(ending(phone)), window)
	if err != nil {
		return pos.Member{}, err
	}
	for _, m := range found {
		if len(found) == 1 {
			return m, nil
		}
		return pos.Member{}, pos.E(pos.Conflict, "", "several members have the phone {}; use the card", phone)
	}
	return pos.Member{}, pos.E(pos.NotFound, "", "no member has the phone {}", phone)
}

// Aliases is a member's id and those of the members who were merged into them.
func (tx *Tx) Aliases(member string) ([]string, error) {
	ids := []string{member}
	for i := 0; i < len(ids) && i < maxMerges; i++ {
		for scan, err := range tx.tx.Query("SELECT id FROM members WHERE merged = ? AND merged <> ''", ids[i]) {
			var id string
			if err == nil {
				err = scan(&id)
			}
			if err != nil {
				return nil, err
			}
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}
