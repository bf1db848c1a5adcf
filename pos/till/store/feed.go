package store

import (
	"database/sql"
	"errors"
	"fmt"

	"holdfast/pos"
	"holdfast/sync/wire"
)

// ApplyFeed stores a batch of the feed if it starts where the feed stands here. A batch that is here already changes
// nothing; one that starts elsewhere is an error, so that the session ends and the next Hello names the right cursor.
// The first batch of a new generation of HQ holds its feed from the beginning, whatever cursor it answers: see renew.
func (s *Store) ApplyFeed(f wire.Feed) error {
	return s.Update(func(tx *Tx) error {
		var at wire.Cursor
		if err := tx.tx.QueryRow("SELECT feed_generation, feed_at FROM state").Scan(&at.Generation, &at.At); err != nil {
			return err
		}
		switch {
		case f.From == at && f.To.Generation == at.Generation:
		case f.From == at || f.From.At == 0 && f.To.Generation != at.Generation:
			if at.Generation != 0 {
				if err := tx.renew(); err != nil {
					return err
				}
			}
		case f.To.Generation == at.Generation && f.To.At <= at.At:
			return nil
		default:
			return pos.E(pos.Conflict, "feed", fmt.Sprintf("a batch from %d/%d came, and the feed stands at %d/%d", f.From.Generation, f.From.At, at.Generation, at.At))
		}
		for _, item := range f.Items {
			if err := tx.applyItem(item); err != nil {
				return fmt.Errorf("feed: %s %q: %w", item.Topic, item.Key, err)
			}
		}
		if err := tx.noteArrived(f); err != nil {
			return err
		}
		if _, err := tx.tx.Exec("UPDATE state SET feed_generation = ?, feed_at = ?", f.To.Generation, f.To.At); err != nil {
			return err
		}
		return tx.renewed(f)
	})
}

// plain is the tables of topics that are found by their key alone: how to put a row and how to remove it.
var plain = map[pos.Topic]struct{ put, remove string }{
	pos.TopicStore:  {"INSERT INTO stores (code, body) VALUES (?1, ?2) ON CONFLICT (code) DO UPDATE SET body = ?2", "DELETE FROM stores WHERE code = ?"},
	pos.TopicPerson: {"INSERT INTO people (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2", "DELETE FROM people WHERE id = ?"},
	pos.TopicRules:  {"INSERT INTO rules (key, body) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET body = ?2", "DELETE FROM rules WHERE key = ?"},
	pos.TopicPolicy: {"INSERT INTO policies (key, body) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET body = ?2", "DELETE FROM policies WHERE key = ?"},
}

func (tx *Tx) applyItem(item wire.Item) error {
	switch topic := pos.Topic(item.Topic); topic {
	case pos.TopicProduct:
		return tx.putProduct(item.Key, item.Body)
	case pos.TopicMember:
		return tx.putMember(item.Key, item.Body)
	case pos.TopicCard:
		return tx.putCard(item)
	case pos.TopicBalance:
		return tx.putBalance(item)
	case pos.TopicException:
		return tx.putException(item.Key, item.Body)
	default:
		table, ok := plain[topic]
		if !ok {
			return nil // a newer HQ's topic
		}
		if len(item.Body) == 0 {
			_, err := tx.tx.Exec(table.remove, item.Key)
			return err
		}
		_, err := tx.tx.Exec(table.put, item.Key, item.Body)
		return err
	}
}

func (tx *Tx) putProduct(code string, body []byte) error {
	var p pos.Product
	if len(body) == 0 {
		return tx.removeProduct(code)
	}
	if err := pos.DecodeFeed(body, &p); err != nil {
		return err
	}
	var row int64
	err := tx.tx.QueryRow("INSERT INTO products (code, body) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING rowid", code, body).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) { // it is here already
		if err := tx.removeBarcodes(code); err != nil {
			return err
		}
		err = tx.tx.QueryRow("UPDATE products SET body = ? WHERE code = ? RETURNING rowid", body, code).Scan(&row)
	}
	if err != nil {
		return err
	}
	for _, b := range p.Barcodes { // a barcode names one product: the one that came last
		if _, err := tx.tx.Exec("INSERT INTO barcodes (barcode, product) VALUES (?1, ?2) ON CONFLICT (barcode) DO UPDATE SET product = ?2", b, row); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) removeProduct(code string) error {
	if err := tx.removeBarcodes(code); err != nil {
		return err
	}
	_, err := tx.tx.Exec("DELETE FROM products WHERE code = ?", code)
	return err
}

// removeBarcodes takes away what a product has been scanned by. Its body knows which, so the table of barcodes needs no
// second index, which would cost every new till's snapshot a third more.
func (tx *Tx) removeBarcodes(code string) error {
	var row int64
	var body []byte
	err := tx.tx.QueryRow("SELECT rowid, body FROM products WHERE code = ?", code).Scan(&row, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	var p pos.Product
	if err == nil {
		err = pos.DecodeFeed(body, &p)
	}
	if err != nil {
		return err
	}
	for _, b := range p.Barcodes {
		if _, err := tx.tx.Exec("DELETE FROM barcodes WHERE barcode = ? AND product = ?", b, row); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) putMember(id string, body []byte) error {
	if len(body) == 0 {
		if _, err := tx.tx.Exec("DELETE FROM told WHERE topic = ? AND key = ?", string(pos.TopicMember), id); err != nil {
			return err
		}
		_, err := tx.tx.Exec("DELETE FROM members WHERE id = ?", id)
		return err
	}
	var m pos.Member
	if err := pos.DecodeFeed(body, &m); err != nil {
		return err
	}
	_, err := tx.tx.Exec("INSERT INTO members (id, phone, merged, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET phone = ?2, merged = ?3, body = ?4",
		id, m.Phone, m.Into, body)
	return err
}

// putCard takes HQ's state of a card and forgets the own news that are in it.
func (tx *Tx) putCard(item wire.Item) error {
	if err := tx.reflected("DELETE FROM card_news WHERE card = ? AND seq <= ?", item); err != nil {
		return err
	}
	if len(item.Body) == 0 {
		_, err := tx.tx.Exec("DELETE FROM cards WHERE number = ?", item.Key)
		return err
	}
	var c pos.Card
	if err := pos.DecodeFeed(item.Body, &c); err != nil {
		return err
	}
	_, err := tx.tx.Exec("INSERT INTO cards (number, member, other, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (number) DO UPDATE SET member = ?2, other = ?3, body = ?4",
		item.Key, c.Member, c.Other, item.Body)
	return err
}

// putBalance takes HQ's figure and forgets the own news that are in it. News behind Reflects stay on top, so the feed
// doesn't undo what this till has done since.
func (tx *Tx) putBalance(item wire.Item) error {
	var b pos.Figures
	if len(item.Body) > 0 {
		if err := pos.DecodeFeed(item.Body, &b); err != nil {
			return err
		}
	}
	owed := b.Owes()
	if _, err := tx.tx.Exec(`INSERT INTO balances (member, principal, bonus, points, owed_value, owed_bonus, owed_points, typical, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
		ON CONFLICT (member) DO UPDATE SET principal = ?2, bonus = ?3, points = ?4, owed_value = ?5, owed_bonus = ?6, owed_points = ?7, typical = ?8, seen = ?9`,
		item.Key, int64(b.Principal), int64(b.Bonus), int64(b.Points), int64(owed.Value), int64(owed.Bonus), int64(owed.Points), int64(b.Typical), b.Seen); err != nil {
		return err
	}
	return tx.reflected("DELETE FROM news WHERE holder = ? AND seq <= ?", item)
}

// reflected forgets own news. A new till's snapshot, hundreds of thousands of items, reflects nothing.
func (tx *Tx) reflected(forget string, item wire.Item) error {
	if item.Reflects == 0 {
		return nil
	}
	_, err := tx.tx.Exec(forget, item.Key, item.Reflects)
	return err
}
