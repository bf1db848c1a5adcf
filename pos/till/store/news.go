package store

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// putException keeps what HQ asks about this till's own records; what is about another till's is none of its business.
func (tx *Tx) putException(id string, body []byte) error {
	var x pos.Exception
	if len(body) > 0 {
		if err := pos.DecodeFeed(body, &x); err != nil {
			return err
		}
	}
	if self := tx.s.self.Load(); self == nil || x.Till != self.Place {
		_, err := tx.tx.Exec("DELETE FROM exceptions WHERE id = ?", id)
		return err
	}
	_, err := tx.tx.Exec("INSERT INTO exceptions (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2", id, body)
	return err
}

// Exceptions is what HQ has accepted from this till and a person there has yet to look at.
func (tx *Tx) Exceptions() (list []pos.Exception, err error) {
	for x, err := range nouns[pos.Exception](tx, "SELECT body FROM exceptions") {
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, nil
}

// noted is the topics whose arrivals are counted. Balances and cards come all day long.
var noted = map[pos.Topic]bool{pos.TopicProduct: true, pos.TopicRules: true, pos.TopicPolicy: true, pos.TopicPerson: true, pos.TopicStore: true}

// arrivedFor is how long that is kept, in milliseconds.
const arrivedFor = 7 * 24 * 60 * 60 * 1000

// noteArrived counts what a batch of the feed has brought. The feed of another generation of HQ says all again and is no
// news.
func (tx *Tx) noteArrived(f wire.Feed) error {
	if at, err := tx.standing(); err != nil || at.renewing {
		return err
	}
	count := map[pos.Topic]int{}
	for _, item := range f.Items {
		if topic := pos.Topic(item.Topic); noted[topic] {
			count[topic]++
		}
	}
	if len(count) == 0 {
		return nil
	}
	for topic, n := range count {
		if _, err := tx.tx.Exec("INSERT INTO arrived (topic, at, n) VALUES (?1, ?2, ?3) ON CONFLICT (topic, at) DO UPDATE SET n = n + ?3",
			string(topic), minute(tx.now), n); err != nil {
			return err
		}
	}
	_, err := tx.tx.Exec("DELETE FROM arrived WHERE at < ?", tx.now.UnixMilli()-arrivedFor)
	return err
}

func minute(t time.Time) int64 { return t.Truncate(time.Minute).UnixMilli() }

// Arrived is how many things of each topic the feed has brought since the minute of a time, as far as they are counted.
func (tx *Tx) Arrived(since time.Time) (map[pos.Topic]int, error) {
	count := map[pos.Topic]int{}
	for scan, err := range tx.tx.Query("SELECT topic, sum(n) FROM arrived WHERE at >= ? GROUP BY topic", minute(since)) {
		var topic pos.Topic
		var n int
		if err == nil {
			err = scan(&topic, &n)
		}
		if err != nil {
			return nil, err
		}
		count[topic] = n
	}
	return count, nil
}

// Accepted is the records that took grants in since a time.
func (tx *Tx) Accepted(since time.Time) (list []record.Sealed, err error) {
	for scan, err := range tx.tx.Query("SELECT time, kind, bytes FROM journal ORDER BY seq DESC") {
		var ms int64
		var kind record.Kind
		var bytes []byte
		if err == nil {
			err = scan(&ms, &kind, &bytes)
		}
		if err != nil {
			return nil, err
		}
		if ms < since.UnixMilli() {
			break
		}
		if kind != record.KindAccept {
			continue
		}
		r, err := record.Open(bytes)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}
