package store

import (
	"database/sql"
	"errors"
	"slices"

	"holdfast/pos"
	"holdfast/pos/record"
)

// Card finds a card by its number: as HQ last said, with this till's own records on top that HQ's word doesn't reflect
// yet, by the fold that HQ uses too, and a PIN that was changed here. The member is whom they were merged into.
func (tx *Tx) Card(number string) (pos.Card, error) {
	c, found, err := tx.cardBefore(number, 1<<62)
	if err != nil {
		return c, err
	}
	if !found {
		return c, pos.E(pos.NotFound, "", "no card has the number {}", number)
	}
	if err := tx.pending(pos.TopicCard, number, func(body []byte) error { return changeCard(&c, body) }); err != nil {
		return c, err
	}
	c.Member, err = tx.survivor(c.Member)
	if err == nil {
		c.Other, err = tx.survivor(c.Other)
	}
	return c, err
}

// Cards is all cards of a member, those issued to two members included, by number.
func (tx *Tx) Cards(member string) (cards []pos.Card, err error) {
	ids, err := tx.Aliases(member)
	if err != nil {
		return nil, err
	}
	var numbers []string
	for _, id := range ids {
		for scan, err := range tx.tx.Query(`SELECT number FROM cards WHERE member = ?1 AND member <> ''
			UNION SELECT number FROM cards WHERE other = ?1 AND other <> '' UNION SELECT card FROM card_news WHERE member = ?1`, id) {
			var n string
			if err == nil {
				err = scan(&n)
			}
			if err != nil {
				return nil, err
			}
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	for _, n := range slices.Compact(numbers) {
		c, err := tx.Card(n)
		if err != nil {
			return nil, err
		}
		if c.Member == member || c.Other == member {
			cards = append(cards, c)
		}
	}
	return cards, nil
}

// survivor is whom a member was merged into: themselves mostly, and where nobody knows them.
func (tx *Tx) survivor(member string) (string, error) {
	if member == "" {
		return "", nil
	}
	m, err := tx.Member(member)
	if pos.CodeOf(err) == pos.NotFound {
		return member, nil
	}
	return m.ID, err
}

// feedCard is a card as the feed brought it.
func (tx *Tx) feedCard(number string) (c pos.Card, found bool, err error) {
	err = tx.noun(&c, "SELECT body FROM cards WHERE number = ?", number)
	if errors.Is(err, sql.ErrNoRows) {
		return pos.Card{Number: number}, false, nil
	}
	return c, err == nil, err
}

// cardBefore is the feed's card with the news on top of it that are older than a record.
func (tx *Tx) cardBefore(number string, seq uint64) (c pos.Card, found bool, err error) {
	c, found, err = tx.feedCard(number)
	if err != nil {
		return c, found, err
	}
	if at, err := tx.standing(); err != nil || !at.cardNews {
		return c, found, err
	}
	news, err := tx.records("SELECT j.bytes FROM card_news n JOIN journal j USING (seq) WHERE n.card = ? AND n.seq < ? ORDER BY n.seq", number, int64(seq))
	for _, r := range news {
		if c, err = tx.foldCard(c, r); err != nil {
			return c, found, err
		}
		found = true
	}
	return c, found, err
}

// foldCard is what a record makes of a card. The new card of a replacement is void where the old one had been replaced
// or returned already, as far as this till knows.
func (tx *Tx) foldCard(c pos.Card, r record.Sealed) (pos.Card, error) {
	body, err := r.Decode()
	if err != nil {
		return c, err
	}
	switch b := body.(type) {
	case record.CardIssue:
		c, _ = c.Issue(b.Member)
	case record.CardLost:
		c = c.Lose(r.ID)
	case record.CardFound:
		c = c.Find(b.Reports)
	case record.CardReplace:
		if c.Number == b.Old {
			c, _ = c.Replace(b.New)
			return c, nil
		}
		old, _, err := tx.cardBefore(b.Old, r.Seq)
		if err != nil {
			return c, err
		}
		if _, clash := old.Replace(b.New); clash != pos.NoClash {
			c, _ = c.Annul(b.Member)
			return c, nil
		}
		c, _ = c.Issue(b.Member)
	case record.CardReturn:
		c, _ = c.Return()
	case record.CardExtend:
		c = c.Extend(b.Until)
	}
	return c, nil
}

// cardsOf is the cards that a record changes, and whose they are.
func cardsOf(body record.Body) (numbers []string, member string) {
	switch b := body.(type) {
	case record.CardIssue:
		if b.Card != "" {
			numbers = []string{b.Card}
		}
		return numbers, b.Member
	case record.CardLost:
		return []string{b.Card}, b.Member
	case record.CardFound:
		return []string{b.Card}, b.Member
	case record.CardReplace:
		return []string{b.Old, b.New}, b.Member
	case record.CardReturn:
		return []string{b.Card}, b.Member
	case record.CardExtend:
		return []string{b.Card}, b.Member
	}
	return nil, ""
}
