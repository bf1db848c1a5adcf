package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
)

// Operator is who changes something where no person is named: whoever works at head office's own machine.
const Operator = "console"

// Actor is in whose name the books are changed.
type Actor struct {
	Who  string // a person's id; empty: Operator
	At   time.Time
	From string // the file that an import was read from
}

// As is the same books, to be changed in somebody's name: what the audit log writes down.
func (s *Store) As(a Actor) *Store {
	as := *s
	as.actor = a
	return &as
}

// From is the same books, to be changed by what a file says.
func (s *Store) From(file string) *Store {
	a := s.actor
	a.From = file
	return s.As(a)
}

// who is in whose name this transaction changes the books.
func (t *Tx) who() string {
	if t.store.actor.Who == "" {
		return Operator
	}
	return t.store.actor.Who
}

// audit writes a change into the log, in the change's own transaction. before and after are texts, or nouns that are
// written as JSON; nil is nothing. A change that changes nothing is left out.
func (t *Tx) audit(what, key string, before, after any) error {
	return t.auditAs(t.who(), t.store.actor.At, what, key, before, after)
}

// auditAs writes down what somebody else than this transaction's actor does, such as head office by itself.
func (t *Tx) auditAs(who string, at time.Time, what, key string, before, after any) error {
	was, err := logged(before)
	if err != nil {
		return err
	}
	is, err := logged(after)
	if err != nil || was == is {
		return err
	}
	_, err = t.tx.Exec("INSERT INTO audit (at, who, what, key, before, after) VALUES (?, ?, ?, ?, ?, ?)",
		max(0, at.UnixMilli()), who, what, key, was, is)
	if err != nil {
		return fmt.Errorf("audit log: %w", err)
	}
	return nil
}

func logged(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case fmt.Stringer:
		return v.String(), nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

// amend publishes a noun that somebody at head office has changed, and writes into the log what it was before. What an
// import brings for the first time is only counted: the file says it.
func (t *Tx) amend(topic pos.Topic, key string, v any) error {
	var old []byte
	err := t.tx.QueryRow("SELECT body FROM feed WHERE topic = ? AND key = ?", string(topic), key).Scan(&old)
	if err != nil && !none(err) {
		return fmt.Errorf("feed %s %s: %w", topic, key, err)
	}
	if err := t.publish(topic, key, v); err != nil {
		return err
	}
	body, err := pos.EncodeFeed(v)
	if err != nil {
		return err
	}
	before, err := readable(old)
	if err != nil {
		return err
	}
	after, err := readable(body)
	switch {
	case err != nil || before == after:
		return err
	case before != "":
		t.changes.altered++
	default:
		if t.changes.added++; t.store.actor.From != "" {
			return nil
		}
	}
	return t.audit(string(topic), key, before, after)
}

// imported ends an import: the errors of its rows, or a line in the log with what it brought.
func (t *Tx) imported(what string, bad RowErrors) error {
	if err := bad.err(); err != nil || t.store.actor.From == "" {
		return err
	}
	return t.audit("import "+what, t.store.actor.From, "", fmt.Sprintf("%d new, %d changed", t.changes.added, t.changes.altered))
}

var plainMaps, _ = cbor.DecOptions{DefaultMapType: reflect.TypeOf(map[string]any{})}.DecMode()

// readable is a body of the feed as JSON. Of a secret's hash it shows only whether it changed.
func readable(body []byte) (string, error) {
	if len(body) == 0 {
		return "", nil
	}
	var fields map[string]any
	if err := plainMaps.Unmarshal(body, &fields); err != nil {
		return "", fmt.Errorf("read feed item: %w", err)
	}
	for _, secret := range []string{"pinHash", "passHash", "cardHash"} {
		if hash, ok := fields[secret].(string); ok {
			sum := sha256.Sum256([]byte(hash))
			fields[secret] = hex.EncodeToString(sum[:4])
		}
	}
	return logged(fields)
}

// Audited is one change in the audit log.
type Audited struct {
	At     string `json:"at"` // RFC 3339
	Who    string `json:"who"`
	What   string `json:"what"`
	Key    string `json:"key"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Audit lists the changes since a time, the oldest first.
func (s *Store) Audit(since time.Time) (list []Audited, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		list = []Audited{}
		for scan, err := range t.tx.Query("SELECT at, who, what, key, before, after FROM audit WHERE at >= ? ORDER BY id", since.UnixMilli()) {
			var a Audited
			var at int64
			if err == nil {
				err = scan(&at, &a.Who, &a.What, &a.Key, &a.Before, &a.After)
			}
			if err != nil {
				return fmt.Errorf("audit log: %w", err)
			}
			a.At = stamp(at)
			list = append(list, a)
		}
		return nil
	})
	return list, err
}
