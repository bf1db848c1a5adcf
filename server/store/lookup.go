package store

import (
	"fmt"

	"holdfast/pos"
)

// The index of phones leaves empty ones out, and is used only by queries that say so too.
const (
	whoIs = `SELECT id FROM members WHERE id = ?1 UNION SELECT member FROM cards WHERE number = ?1 AND member IS NOT NULL
		UNION SELECT id FROM members WHERE phone = ?1 AND phone <> ''`
	samePhone = "SELECT id FROM members WHERE phone = ? AND phone <> '' AND id <> ? AND merged_into IS NULL ORDER BY id"
)

// find is the member whom a person means by an id, a card's number or a phone; of one who was merged, who they are now.
func (t *Tx) find(who string) (pos.Member, error) {
	var ids []string
	for scan, err := range t.tx.Query(whoIs, who) {
		var id string
		if err == nil {
			err = scan(&id)
		}
		if err != nil {
			return pos.Member{}, fmt.Errorf("find member: %w", err)
		}
		now, err := t.survivor(id)
		if err != nil {
			return pos.Member{}, err
		}
		if len(ids) == 0 || ids[0] != now {
			ids = append(ids, now)
		}
	}
	switch len(ids) {
	case 0:
		return pos.Member{}, pos.E(pos.NotFound, "", "head office knows no member with the card, phone or id "+clip(who)+"; see that it is typed in full, or ask them for their phone or another card")
	case 1:
		m, err := t.member(ids[0])
		if err != nil {
			return m, fmt.Errorf("member %s: %w", ids[0], err)
		}
		return m, nil
	}
	return pos.Member{}, pos.E(pos.Conflict, "", fmt.Sprintf("%s is the phone of %d members; name one by a card or by the id: %s", clip(who), len(ids), pos.Listed(ids)))
}

// named is how a member is called in a sentence.
func named(m pos.Member) string {
	if m.Name == "" {
		return "member " + m.ID
	}
	return m.Name
}
