package store

import (
	"database/sql"
	"errors"
	"time"

	"holdfast/pos"
	"holdfast/pos/rules"
)

// keepRules puts the rules by that newer ones replace. A new generation of HQ says again what is here: that replaces nothing.
func (tx *Tx) keepRules(t thing) error {
	if len(t.Body) == 0 {
		return nil
	}
	_, err := tx.tx.Exec(`INSERT INTO rules_before (key, body, came) SELECT key, body, ?3 FROM rules WHERE key = ?1 AND body <> ?2
		ON CONFLICT (key) DO UPDATE SET body = excluded.body, came = excluded.came`, t.Key, t.Body, tx.now.UnixMilli())
	return err
}

// RulesBefore is the rules that this till sold by before its newest ones, and when those came; ok is false where it had none.
func (tx *Tx) RulesBefore() (doc rules.Document, came time.Time, ok bool, err error) {
	var body []byte
	var ms int64
	err = tx.tx.QueryRow("SELECT body, came FROM rules_before WHERE key = ?", pos.CurrentKey).Scan(&body, &ms)
	if errors.Is(err, sql.ErrNoRows) {
		return doc, came, false, nil
	}
	if err == nil {
		err = pos.DecodeFeed(body, &doc)
	}
	return doc, time.UnixMilli(ms), err == nil, err
}
