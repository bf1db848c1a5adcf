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
	if id, err = tx.NewID(); err != nil {
		return "", err
	}
	return id, tx.addChange(wire.Change{ID: id, Topic: string(topic), Key: key, Body: encoded, By: by, AtMS: tx.now.UnixMilli()})
}

// addChange stores a change, and what a member is found by with it.
func (tx *Tx) addChange(c wire.Change) error {
	var m pos.Member
	if pos.Topic(c.Topic) == pos.TopicMember {
		if err := pos.DecodeFeed(c.Body, &m); err != nil {
			return err
		}
	}
	tx.at = nil
	var n int64
	err := tx.tx.QueryRow("INSERT INTO changes (id, topic, key, body, person, made) VALUES (?, ?, ?, ?, ?, ?) RETURNING n",
		c.ID, c.Topic, c.Key, c.Body, c.By, c.AtMS).Scan(&n)
	tx.putWords(memberWords, -n, "", wordsOfMember(m))
	return err
}

// Changes is what was changed here and HQ has not answered, the oldest first, at most n.
func (s *Store) Changes(n int) (list []wire.Change, err error) {
	err = s.View(func(tx *Tx) (err error) { list, err = tx.changes(n); return err })
	return list, err
}

func (tx *Tx) changes(n int) (list []wire.Change, err error) {
	for scan, err := range tx.tx.Query("SELECT id, topic, key, body, person, made FROM changes ORDER BY n LIMIT +?", n) {
		var c wire.Change
		if err == nil {
			err = scan(&c.ID, &c.Topic, &c.Key, &c.Body, &c.By, &c.AtMS)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// Changed ends a change that HQ has answered. What it took counts as what the feed brought until the feed brings it; where
// that has been, as when the first answer was lost, what is here may be newer. What HQ did not take is forgotten.
func (s *Store) Changed(c wire.Changed) error {
	return s.Update(func(tx *Tx) error {
		var topic pos.Topic
		var key, person string
		var body []byte
		var n, made int64
		err := tx.tx.QueryRow("DELETE FROM changes WHERE id = ? RETURNING n, topic, key, body, person, made", c.ID).Scan(&n, &topic, &key, &body, &person, &made)
		if pos.CodeOf(notFound(err, "")) == pos.NotFound {
			return nil
		}
		tx.putWords(memberWords, -n, "any", "")
		if err == nil && c.Code == "" {
			if err = tx.settleChange(c.Feed, topic, key, body); err == nil {
				err = tx.keepTold(c.ID, topic, key, body, person, made)
			}
		}
		if err != nil {
			return fmt.Errorf("end change %s: %w", c.ID, err)
		}
		return nil
	})
}

// toldFor is how long what HQ was told is kept, in milliseconds: an HQ that is restored from a backup has forgotten what
// came since.
const toldFor = 30 * 24 * 60 * 60 * 1000

// keepTold keeps the last change of a thing that HQ has taken.
func (tx *Tx) keepTold(id string, topic pos.Topic, key string, body []byte, person string, made int64) error {
	if _, err := tx.tx.Exec("DELETE FROM told WHERE taken < ?", tx.now.UnixMilli()-toldFor); err != nil {
		return err
	}
	_, err := tx.tx.Exec(`INSERT INTO told (topic, key, id, body, person, made, taken) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (topic, key) DO UPDATE SET id = ?3, body = ?4, person = ?5, made = ?6, taken = ?7 WHERE made <= ?6`, string(topic), key, id, body, person, made, tx.now.UnixMilli())
	return err
}

// tellAgain has HQ told again what it was told: it is another one now, and knows by the ids what it has not forgotten.
// What was changed since and not yet answered is newer, and stays behind it.
func (tx *Tx) tellAgain() error {
	var list []wire.Change
	for _, query := range []string{"SELECT id, topic, key, body, person, made FROM told ORDER BY made, id", "SELECT id, topic, key, body, person, made FROM changes ORDER BY n"} {
		for scan, err := range tx.tx.Query(query) {
			var c wire.Change
			if err == nil {
				err = scan(&c.ID, &c.Topic, &c.Key, &c.Body, &c.By, &c.AtMS)
			}
			if err != nil {
				return err
			}
			list = append(list, c)
		}
	}
	for _, empty := range []string{"DELETE FROM told", "DELETE FROM member_words WHERE rowid < 0", "DELETE FROM changes"} {
		if _, err := tx.tx.Exec(empty); err != nil {
			return err
		}
	}
	for _, c := range list {
		if err := tx.addChange(c); err != nil {
			return err
		}
	}
	return nil
}

// settleChange puts a change into the feed's table, unless the feed stands where it holds it already.
func (tx *Tx) settleChange(from wire.Cursor, topic pos.Topic, key string, body []byte) error {
	at, err := tx.standing()
	if err != nil {
		return err
	}
	if from.At != 0 && at.feed.Generation == from.Generation && at.feed.At >= from.At {
		return nil
	}
	switch topic {
	case pos.TopicMember:
		m, _, err := tx.feedMember(key)
		if err == nil {
			err = changeMember(&m, key, body)
		}
		if err != nil {
			return err
		}
		return tx.putNoun(topic, key, m)
	case pos.TopicCard:
		c, found, err := tx.feedCard(key)
		if err != nil || !found {
			return err
		}
		if err := changeCard(&c, body); err != nil {
			return err
		}
		return tx.putNoun(topic, key, c)
	}
	return nil
}

// putNoun puts a noun into its table as if the feed had brought it.
func (tx *Tx) putNoun(topic pos.Topic, key string, noun any) error {
	body, err := pos.EncodeFeed(noun)
	if err != nil {
		return err
	}
	t, err := readItem(wire.Item{Topic: string(topic), Key: key, Body: body})
	if err != nil {
		return err
	}
	return tx.put(t)
}

// pending runs f over the bodies of what was changed of a thing and HQ has not answered, the oldest first.
func (tx *Tx) pending(topic pos.Topic, key string, f func(body []byte) error) error {
	if at, err := tx.standing(); err != nil || !at.changes {
		return err
	}
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
