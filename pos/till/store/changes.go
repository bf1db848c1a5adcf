package store

import (
	"fmt"

	"holdfast/pos"
	"holdfast/sync/wire"
)

// PutChange stores a change of who a member is (pos.TopicMember, a pos.Member) or of a card's PIN (pos.TopicCard, a
// pos.Card) under a new id, before it is sent: it counts here at once, on top of what the feed brought, and at HQ when
// the line is there. Such things are no records, so that a member can be erased.
func (tx *Tx) PutChange(topic pos.Topic, key, by string, body any) (id string, err error) {
	encoded, err := pos.EncodeFeed(body)
	if err != nil {
		return "", err
	}
	phone := ""
	if m, ok := body.(pos.Member); ok {
		phone = m.Phone
	}
	if id, err = tx.NewID(); err != nil {
		return "", err
	}
	_, err = tx.tx.Exec("INSERT INTO changes (id, topic, key, phone, body, person, made) VALUES (?, ?, ?, ?, ?, ?, ?)",
		id, string(topic), key, phone, encoded, by, tx.now.UnixMilli())
	return id, err
}

// Changes is what was changed here and HQ has not answered, the oldest first, at most n.
func (s *Store) Changes(n int) (list []wire.Change, err error) {
	err = s.View(func(tx *Tx) error {
		for scan, err := range tx.tx.Query("SELECT id, topic, key, body, person, made FROM changes ORDER BY n LIMIT ?", n) {
			var c wire.Change
			if err == nil {
				err = scan(&c.ID, &c.Topic, &c.Key, &c.Body, &c.By, &c.AtMS)
			}
			if err != nil {
				return err
			}
			list = append(list, c)
		}
		return nil
	})
	return list, err
}

// Changed ends a change that HQ has answered. What it took becomes what the feed brought, as the feed may have been here
// before the answer; what it did not take is forgotten.
func (s *Store) Changed(id, code, _ string) error {
	return s.Update(func(tx *Tx) error {
		var topic pos.Topic
		var key string
		var body []byte
		err := tx.tx.QueryRow("DELETE FROM changes WHERE id = ? RETURNING topic, key, body", id).Scan(&topic, &key, &body)
		if pos.CodeOf(notFound(err, "")) == pos.NotFound {
			return nil
		}
		if err == nil && code == "" {
			err = tx.settleChange(topic, key, body)
		}
		if err != nil {
			return fmt.Errorf("end change %s: %w", id, err)
		}
		return nil
	})
}

// settleChange puts a change into the feed's table.
func (tx *Tx) settleChange(topic pos.Topic, key string, body []byte) error {
	switch topic {
	case pos.TopicMember:
		m, _, err := tx.feedMember(key)
		if err == nil {
			err = changeMember(&m, key, body)
		}
		if err != nil {
			return err
		}
		merged, err := pos.EncodeFeed(m)
		if err != nil {
			return err
		}
		return tx.putMember(key, merged)
	case pos.TopicCard:
		c, found, err := tx.feedCard(key)
		if err != nil || !found {
			return err
		}
		if err := changeCard(&c, body); err != nil {
			return err
		}
		merged, err := pos.EncodeFeed(c)
		if err != nil {
			return err
		}
		return tx.putCard(wire.Item{Key: key, Body: merged})
	}
	return nil
}

// pending runs f over the bodies of what was changed of a thing and HQ has not answered, the oldest first.
func (tx *Tx) pending(topic pos.Topic, key string, f func(body []byte) error) error {
	for scan, err := range tx.tx.Query("SELECT body FROM changes WHERE topic = ? AND key = ? ORDER BY n", string(topic), key) {
		var body []byte
		if err == nil {
			err = scan(&body)
		}
		if err == nil {
			err = f(body)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// changeMember lays a change over a member: a profile's fields, and for a new member what they joined with.
func changeMember(m *pos.Member, id string, body []byte) error {
	var c pos.Member
	if err := pos.DecodeFeed(body, &c); err != nil {
		return err
	}
	m.ID, m.Phone, m.Name, m.Sex, m.Birthday, m.Referrer = id, c.Phone, c.Name, c.Sex, c.Birthday, c.Referrer
	if m.Store == "" {
		m.Store, m.Tier, m.Joined = c.Store, c.Tier, c.Joined
	}
	return nil
}

// changeCard lays a change over a card: its PIN.
func changeCard(c *pos.Card, body []byte) error {
	var change pos.Card
	if err := pos.DecodeFeed(body, &change); err != nil {
		return err
	}
	c.PINHash = change.PINHash
	return nil
}
