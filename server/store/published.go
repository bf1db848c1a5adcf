package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/rules"
)

// Published is one version of the rules.
type Published struct {
	Version    int    `json:"version"`
	At         string `json:"at"` // RFC 3339
	Note       string `json:"note"`
	Promotions int    `json:"promotions"`
	Coupons    int    `json:"coupons"`
	Bytes      int    `json:"bytes"`
	Current    bool   `json:"current"`
}

// Published lists all versions of the rules, the newest first.
func (s *Store) Published() (list []Published, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		for scan, err := range t.tx.Query(`SELECT version, at, length(body), ifnull(body ->> '$.note', ''), ifnull(json_array_length(body, '$.promotions'), 0),
				ifnull(json_array_length(body, '$.coupons'), 0) FROM rules ORDER BY version DESC`) {
			var p Published
			var at int64
			if err == nil {
				err = scan(&p.Version, &at, &p.Bytes, &p.Note, &p.Promotions, &p.Coupons)
			}
			if err != nil {
				return fmt.Errorf("rules: %w", err)
			}
			p.At, p.Current = stamp(at), len(list) == 0
			list = append(list, p)
		}
		return nil
	})
	return list, err
}

// Rules is a version of the rules as it was published; 0 is the newest.
func (s *Store) Rules(version int) (doc rules.Document, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		var body string
		err := t.tx.QueryRow("SELECT body FROM rules WHERE version = ?1 OR ?1 = 0 ORDER BY version DESC LIMIT 1", version).Scan(&body)
		switch {
		case none(err) && version == 0:
			return pos.E(pos.NotFound, "", "no rules are published yet; 'hq import rules FILE' publishes some")
		case none(err):
			return pos.E(pos.NotFound, "", "there is no version {} of the rules; 'hq rules' lists them", version)
		case err != nil:
			return fmt.Errorf("rules version %d: %w", version, err)
		}
		return json.Unmarshal([]byte(body), &doc)
	})
	return doc, err
}

// Republish makes an old version of the rules the newest, under a number of its own: what was sold by the ones between stays
// explained by them.
func (s *Store) Republish(version int, now time.Time) (int, error) {
	doc, err := s.Rules(version)
	if err != nil {
		return 0, err
	}
	return s.PutRules(doc, now)
}
