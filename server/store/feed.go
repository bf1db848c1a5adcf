package store

import (
	"fmt"
	"slices"

	"holdfast/pos"
	"holdfast/sync/wire"
)

// publish puts a thing's newest state into the feed, if it is new. It refuses what fits into no frame: every till's
// session would end at it, again and again.
func (t *Tx) publish(topic pos.Topic, key string, v any) error {
	body, err := pos.EncodeFeed(v)
	if err != nil {
		return err
	}
	if len(body) > wire.FeedBytes {
		return pos.E(pos.Usage, "", fmt.Sprintf("%s %q takes %d bytes, at most %d can be sent to the tills; make it smaller", topic, key, len(body), wire.FeedBytes))
	}
	return t.put(`INSERT INTO feed (cursor, topic, key, hq_seq, body) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (topic, key) DO UPDATE SET cursor = excluded.cursor, hq_seq = excluded.hq_seq, body = excluded.body
		WHERE body <> excluded.body`, topic, key, body)
}

// republish is publish also where nothing changed: that a till's own records are reflected is news as well.
func (t *Tx) republish(topic pos.Topic, key string, v any) error {
	body, err := pos.EncodeFeed(v)
	if err != nil {
		return err
	}
	return t.put(`INSERT INTO feed (cursor, topic, key, hq_seq, body) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (topic, key) DO UPDATE SET cursor = excluded.cursor, hq_seq = excluded.hq_seq, body = excluded.body`, topic, key, body)
}

// retract tells the tills that a thing is gone, if they ever heard of it.
func (t *Tx) retract(topic pos.Topic, key string) error {
	return t.put(`INSERT INTO feed (cursor, topic, key, hq_seq, body) SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM feed WHERE topic = ?2 AND key = ?3 AND body <> ?5)
		ON CONFLICT (topic, key) DO UPDATE SET cursor = excluded.cursor, hq_seq = excluded.hq_seq, body = excluded.body`, topic, key, []byte{})
}

func (t *Tx) put(upsert string, topic pos.Topic, key string, body []byte) error {
	h, err := t.end()
	if err != nil {
		return err
	}
	tip, err := t.Tip()
	if err != nil {
		return err
	}
	n, err := t.tx.Exec(upsert, int64(tip.At+1), string(topic), key, int64(h.seq), body)
	if err != nil {
		return fmt.Errorf("feed %s %s: %w", topic, key, err)
	}
	if n > 0 {
		*t.tip, t.fed = tip.At+1, nil
	}
	return nil
}

// Tip is the end of the feed.
func (t *Tx) Tip() (wire.Cursor, error) {
	if t.tip == nil {
		if err := t.look(); err != nil {
			return wire.Cursor{}, err
		}
	}
	ph, err := t.phase()
	if err != nil {
		return wire.Cursor{}, err
	}
	return wire.Cursor{Generation: ph.generation, At: *t.tip}, nil
}

// Feed is the batch after a cursor for a place. A cursor of another generation starts at the beginning: what this
// generation has not said may be wrong there.
func (t *Tx) Feed(place string, number uint64, after wire.Cursor) (f wire.Feed, err error) {
	tip, err := t.Tip()
	if err != nil {
		return f, err
	}
	f = wire.Feed{From: after, To: after}
	at := after.At
	if after.Generation != tip.Generation {
		at, f.To = 0, wire.Cursor{Generation: tip.Generation}
	}
	reflects, err := t.reflects(place, number)
	if err != nil {
		return f, err
	}
	rows, err := t.fedFrom(at)
	if err != nil {
		return f, err
	}
	f.Items = slices.Grow(f.Items, len(rows))
	for _, r := range rows {
		if r.Reflects, err = reflects.upTo(r.hqSeq); err != nil {
			return f, err
		}
		f.Items, f.To.At = append(f.Items, r.Item), r.cursor
	}
	f.End = f.To.At >= tip.At
	return f, nil
}

// fed is a batch of the feed, whoever it is for.
type fed struct {
	after uint64
	rows  []fedRow
}

type fedRow struct {
	wire.Item
	cursor, hqSeq uint64
}

// fedFrom reads the batch behind a cursor. Most tills stand at the same one, and get the same.
func (t *Tx) fedFrom(after uint64) ([]fedRow, error) {
	if t.fed != nil && t.fed.after == after {
		return t.fed.rows, nil
	}
	b := &fed{after: after}
	size := 0
	for scan, err := range t.tx.Query("SELECT cursor, topic, key, hq_seq, body FROM feed WHERE cursor > ? ORDER BY cursor LIMIT +?", int64(after), wire.FeedCount) {
		var r fedRow
		if err == nil {
			err = scan(&r.cursor, &r.Topic, &r.Key, &r.hqSeq, &r.Body)
		}
		if err != nil {
			return nil, fmt.Errorf("feed: %w", err)
		}
		if size += len(r.Body) + len(r.Key) + itemOverhead; size > wire.FeedBytes && len(b.rows) > 0 {
			break
		}
		b.rows = append(b.rows, r)
	}
	t.fed = b
	return b.rows, nil
}

// itemOverhead is about what an item takes in a frame beside its key and body.
const itemOverhead = 32

// reflected answers, for one epoch, which of its records the journal holds up to a point of HQ's order. Points asked for
// in rising order cost one look-up for each time the answer changes.
type reflected struct {
	t         *Tx
	id        epochID
	acked     uint64
	seq, next uint64 // the records up to seq lie at or before hqSeq; the one after it at next
	hqSeq     uint64
}

func (t *Tx) reflects(place string, number uint64) (*reflected, error) {
	if err := t.writeJournal(); err != nil {
		return nil, err
	}
	e, err := t.epoch(place, number)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, fmt.Errorf("feed: head office never enrolled epoch %d of %s", number, place)
	}
	return &reflected{t: t, id: e.epochID, acked: e.acked}, nil
}

func (r *reflected) upTo(hqSeq uint64) (uint64, error) {
	if r.next != 0 && hqSeq >= r.hqSeq && hqSeq < r.next {
		return r.seq, nil
	}
	// seq rises with hq_seq, so the largest seq at or before hqSeq is found by halving. What is new in the feed mostly reflects
	// all there is, so the last is tried first.
	low, high := uint64(0), r.acked
	r.next = ^uint64(0)
	if high > 0 {
		at, err := r.at(high)
		if err != nil {
			return 0, err
		}
		if at <= hqSeq {
			low = high
		} else {
			high, r.next = high-1, at
		}
	}
	for low < high {
		middle := low + (high-low+1)/2
		at, err := r.at(middle)
		if err != nil {
			return 0, err
		}
		if at <= hqSeq {
			low = middle
		} else {
			high, r.next = middle-1, at
		}
	}
	r.seq, r.hqSeq = low, hqSeq
	return low, nil
}

func (r *reflected) at(seq uint64) (hqSeq uint64, err error) {
	err = r.t.tx.QueryRow("SELECT hq_seq FROM journal WHERE place = ? AND epoch = ? AND seq = ?", r.id.place, int64(r.id.number), int64(seq)).Scan(&hqSeq)
	if err != nil {
		return 0, fmt.Errorf("record %d of %s: %w", seq, r.id.place, err)
	}
	return hqSeq, nil
}
