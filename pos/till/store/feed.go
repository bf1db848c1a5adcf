package store

import (
	"errors"
	"fmt"

	"holdfast/pos"
	"holdfast/sync/wire"
)

// ApplyFeed stores a batch of the feed if it starts where the feed stands here. A batch that is here already changes
// nothing; one that starts elsewhere is an error, so that the session ends and the next Hello names the right cursor.
// The first batch of a new generation of HQ holds its feed from the beginning, whatever cursor it answers: see renew. What
// a new till gets is put by until it is whole: see stage.
func (s *Store) ApplyFeed(f wire.Feed) error {
	err := s.Update(func(tx *Tx) error {
		tx.feeding = true
		stands, err := tx.standing()
		if err != nil {
			return err
		}
		switch at := stands.feed; {
		case at == wire.Cursor{}:
			return tx.stage(f)
		case f.From == at && f.To.Generation == at.Generation:
		case f.From == at || f.From.At == 0 && f.To.Generation != at.Generation:
			if err := tx.renew(); err != nil {
				return err
			}
		case f.To.Generation == at.Generation && f.To.At <= at.At:
			return nil
		default:
			return astray(f, at)
		}
		return tx.applyFeed(f)
	})
	if errors.Is(err, errStagedDamaged) {
		return errors.Join(err, s.Update((*Tx).unstage))
	}
	return err
}

func astray(f wire.Feed, at wire.Cursor) error {
	return pos.E(pos.Conflict, "feed", "a batch from {}/{} came, and the feed stands at {}/{}", f.From.Generation, f.From.At, at.Generation, at.At)
}

// applyFeed puts a batch into the tables.
func (tx *Tx) applyFeed(f wire.Feed) error {
	for _, item := range f.Items {
		t, err := readItem(item)
		if err == nil {
			err = tx.put(t)
		}
		if err != nil {
			return fmt.Errorf("feed: %s %q: %w", item.Topic, item.Key, err)
		}
	}
	if err := tx.noteArrived(f); err != nil {
		return err
	}
	if err := tx.feedStands(f.To); err != nil {
		return err
	}
	return tx.renewed(f)
}

func (tx *Tx) feedStands(at wire.Cursor) error {
	if tx.at != nil {
		now := *tx.at
		now.feed = at
		tx.at = &now
	}
	_, err := tx.tx.Exec("UPDATE state SET feed_generation = ?, feed_at = ?", at.Generation, at.At)
	return err
}

// plain is the tables of topics that are found by their key alone: how to put a row and how to remove it.
var plain = map[pos.Topic]struct{ put, remove string }{
	pos.TopicStore:  {"INSERT INTO stores (code, body) VALUES (?1, ?2) ON CONFLICT (code) DO UPDATE SET body = ?2", "DELETE FROM stores WHERE code = ?"},
	pos.TopicPerson: {"INSERT INTO people (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2", "DELETE FROM people WHERE id = ?"},
	pos.TopicRules:  {"INSERT INTO rules (key, body) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET body = ?2", "DELETE FROM rules WHERE key = ?"},
	pos.TopicPolicy: {"INSERT INTO policies (key, body) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET body = ?2", "DELETE FROM policies WHERE key = ?"},
}

// thing is an item with all that can be found out about it without the books.
type thing struct {
	wire.Item
	product pos.Product
	member  pos.Member
	card    pos.Card
	figures pos.Figures
	words   string // that a product or a member is found by
}

// readItem reads an item's body.
func readItem(item wire.Item) (t thing, err error) {
	t.Item = item
	if len(item.Body) == 0 {
		return t, nil
	}
	switch pos.Topic(item.Topic) {
	case pos.TopicProduct:
		err = pos.DecodeFeed(item.Body, &t.product)
		t.words = wordsOfProduct(t.product)
	case pos.TopicMember:
		err = pos.DecodeFeed(item.Body, &t.member)
		t.words = wordsOfMember(t.member)
	case pos.TopicCard:
		err = pos.DecodeFeed(item.Body, &t.card)
	case pos.TopicBalance:
		err = pos.DecodeFeed(item.Body, &t.figures)
	}
	return t, err
}

// put puts a thing into its table.
func (tx *Tx) put(t thing) error {
	switch pos.Topic(t.Topic) {
	case pos.TopicProduct:
		return tx.putProduct(t)
	case pos.TopicMember:
		return tx.putMember(t)
	case pos.TopicCard:
		return tx.putCard(t)
	case pos.TopicBalance:
		return tx.putBalance(t)
	case pos.TopicException:
		return tx.putException(t.Key, t.Body)
	case pos.TopicRules:
		if err := tx.keepRules(t); err != nil {
			return err
		}
	}
	return tx.putPlain(t)
}

func (tx *Tx) putPlain(t thing) error {
	table, ok := plain[pos.Topic(t.Topic)]
	if !ok {
		return nil // a newer HQ's topic
	}
	if len(t.Body) == 0 {
		_, err := tx.tx.Exec(table.remove, t.Key)
		return err
	}
	_, err := tx.tx.Exec(table.put, t.Key, t.Body)
	return err
}

func (tx *Tx) putMember(t thing) error {
	if len(t.Body) == 0 {
		return tx.removeMember(t.Key)
	}
	var was pos.Member
	row, inserted, err := tx.tx.Insert("INSERT INTO members (id, merged, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", t.Key, t.member.Into, t.Body)
	if err == nil && !inserted {
		if was, _, err = tx.feedMember(t.Key); err != nil {
			return err
		}
		err = tx.tx.QueryRow("UPDATE members SET merged = ?, body = ? WHERE id = ? RETURNING rowid", t.member.Into, t.Body, t.Key).Scan(&row)
	}
	tx.putWords(memberWords, row, wordsOfMember(was), t.words)
	return err
}

func (tx *Tx) removeMember(id string) error {
	if _, err := tx.tx.Exec("DELETE FROM told WHERE topic = ? AND key = ?", string(pos.TopicMember), id); err != nil {
		return err
	}
	was, found, err := tx.feedMember(id)
	if err != nil || !found {
		return err
	}
	var row int64
	err = tx.tx.QueryRow("DELETE FROM members WHERE id = ? RETURNING rowid", id).Scan(&row)
	tx.putWords(memberWords, row, wordsOfMember(was), "")
	return err
}

// putCard takes HQ's state of a card and forgets the own news that are in it.
func (tx *Tx) putCard(t thing) error {
	if err := tx.reflected("DELETE FROM card_news WHERE card = ? AND seq <= ?", t.Item); err != nil {
		return err
	}
	if len(t.Body) == 0 {
		_, err := tx.tx.Exec("DELETE FROM cards WHERE number = ?", t.Key)
		return err
	}
	_, err := tx.tx.Exec("INSERT INTO cards (number, member, other, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (number) DO UPDATE SET member = ?2, other = ?3, body = ?4",
		t.Key, t.card.Member, t.card.Other, t.Body)
	return err
}

// putBalance takes HQ's figure and forgets the own news that are in it. News behind Reflects stay on top, so the feed
// doesn't undo what this till has done since.
func (tx *Tx) putBalance(t thing) error {
	b, owed := t.figures, t.figures.Owes()
	if _, err := tx.tx.Exec(`INSERT INTO balances (member, principal, bonus, points, owed_value, owed_bonus, owed_points, typical, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
		ON CONFLICT (member) DO UPDATE SET principal = ?2, bonus = ?3, points = ?4, owed_value = ?5, owed_bonus = ?6, owed_points = ?7, typical = ?8, seen = ?9`,
		t.Key, int64(b.Principal), int64(b.Bonus), int64(b.Points), int64(owed.Value), int64(owed.Bonus), int64(owed.Points), int64(b.Typical), b.Seen); err != nil {
		return err
	}
	return tx.reflected("DELETE FROM news WHERE holder = ? AND seq <= ?", t.Item)
}

// reflected forgets own news. A new till's snapshot, hundreds of thousands of items, reflects nothing.
func (tx *Tx) reflected(forget string, item wire.Item) error {
	if item.Reflects == 0 {
		return nil
	}
	_, err := tx.tx.Exec(forget, item.Key, item.Reflects)
	return err
}
