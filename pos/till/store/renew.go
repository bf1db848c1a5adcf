package store

import (
	"errors"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// A new generation of HQ sends its feed from the beginning. What it sends replaces what older feeds brought, thing by
// thing, and what it hasn't sent by the end of it goes then: a till sells on meanwhile, also when the line is cut in the
// middle of it.

// renew begins to take in the feed of another generation.
func (tx *Tx) renew() error {
	if _, err := tx.tx.Exec("DELETE FROM renewed"); err != nil {
		return err
	}
	tx.at = nil
	_, err := tx.tx.Exec("UPDATE state SET renewing = 1")
	return err
}

// again has another generation of HQ, which has this till's records up to seq, hear all that an older one was told. It hears
// who members are before the records that name them. What the records behind seq do is this till's own news again, until
// its feed has them; what older feeds brought has them already, so it is news by as much less there.
func (tx *Tx) again(seq uint64) error {
	if err := tx.tellAgain(); err != nil {
		return err
	}
	records, err := tx.records("SELECT bytes FROM journal WHERE seq > ? ORDER BY seq", seq)
	if err != nil {
		return err
	}
	for _, r := range records {
		body, err := r.Decode()
		if err == nil {
			err = tx.addCardNews(r, body)
		}
		if err != nil && !errors.Is(err, record.ErrUnknownKind) { // written by a newer program that ran on these books before
			return err
		}
		for c, delta := range effect(r.Postings) {
			added, err := tx.addNewsOf(r.Seq, c, delta)
			if err != nil {
				return err
			}
			if !added {
				continue
			}
			if _, err := tx.tx.Exec("UPDATE balances SET "+c.column()+" = "+c.column()+" - ? WHERE member = ?", delta, c.holder); err != nil {
				return err
			}
		}
	}
	return nil
}

// column is where balances has what changes.
func (c change) column() string {
	switch {
	case !c.claim:
		return string(c.asset)
	case c.asset == ledger.Principal:
		return "owed_value"
	}
	return "owed_" + string(c.asset)
}

// renewed takes note of a batch while that goes on, and ends it behind the last.
func (tx *Tx) renewed(f wire.Feed) error {
	if at, err := tx.standing(); err != nil || !at.renewing {
		return err
	}
	for _, item := range f.Items {
		if _, err := tx.tx.Exec("INSERT INTO renewed (topic, key) VALUES (?, ?) ON CONFLICT DO NOTHING", item.Topic, item.Key); err != nil {
			return err
		}
	}
	if !f.End {
		return nil
	}
	for _, step := range outdated {
		if _, err := tx.tx.Exec(step.remove, string(step.topic)); err != nil {
			return err
		}
	}
	if _, err := tx.tx.Exec("DELETE FROM renewed"); err != nil {
		return err
	}
	tx.at = nil
	_, err := tx.tx.Exec("UPDATE state SET renewing = 0")
	return err
}

// outdated is how what a new generation knows nothing of is removed. What things are found by goes before them.
var outdated = []struct {
	topic  pos.Topic
	remove string
}{
	{pos.TopicProduct, "DELETE FROM barcodes WHERE product IN (SELECT rowid FROM products WHERE code NOT IN (SELECT key FROM renewed WHERE topic = ?))"},
	{pos.TopicProduct, "DELETE FROM product_words WHERE rowid IN (SELECT rowid FROM products WHERE code NOT IN (SELECT key FROM renewed WHERE topic = ?))"},
	{pos.TopicProduct, "DELETE FROM products WHERE code NOT IN (SELECT key FROM renewed WHERE topic = ?)"},
	{pos.TopicMember, "DELETE FROM member_words WHERE rowid IN (SELECT rowid FROM members WHERE id NOT IN (SELECT key FROM renewed WHERE topic = ?))"},
	{pos.TopicMember, "DELETE FROM members WHERE id NOT IN (SELECT key FROM renewed WHERE topic = ?)"},
	{pos.TopicCard, "DELETE FROM cards WHERE number NOT IN (SELECT key FROM renewed WHERE topic = ?)"},
	{pos.TopicPerson, "DELETE FROM people WHERE id NOT IN (SELECT key FROM renewed WHERE topic = ?)"},
	{pos.TopicStore, "DELETE FROM stores WHERE code NOT IN (SELECT key FROM renewed WHERE topic = ?)"},
	{pos.TopicRules, "DELETE FROM rules WHERE key NOT IN (SELECT key FROM renewed WHERE topic = ?)"},
	{pos.TopicPolicy, "DELETE FROM policies WHERE key NOT IN (SELECT key FROM renewed WHERE topic = ?)"},
	{pos.TopicException, "DELETE FROM exceptions WHERE id NOT IN (SELECT key FROM renewed WHERE topic = ?)"},
	{pos.TopicBalance, "DELETE FROM balances WHERE member NOT IN (SELECT key FROM renewed WHERE topic = ?)"},
}
