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
	Tills      int    `json:"tills"`   // that sell by it
	OfTills    int    `json:"ofTills"` // of all that are enrolled and not closed
}

// Published lists all versions of the rules, the newest first.
func (s *Store) Published() (list []Published, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		var all int
		if err := t.tx.QueryRow("SELECT count(*) FROM epochs WHERE fenced = '' AND place <> ?", pos.HQ).Scan(&all); err != nil {
			return fmt.Errorf("tills: %w", err)
		}
		for scan, err := range t.tx.Query(`SELECT r.version, r.at, length(r.body), ifnull(r.body ->> '$.note', ''), ifnull(json_array_length(r.body, '$.promotions'), 0),
				ifnull(json_array_length(r.body, '$.coupons'), 0), ifnull(e.n, 0)
			FROM rules r LEFT JOIN (SELECT rules, rules_published, count(*) AS n FROM epochs WHERE fenced = '' GROUP BY 1, 2) e
				ON e.rules = r.version AND e.rules_published = r.at ORDER BY r.version DESC`) {
			p := Published{OfTills: all}
			var at int64
			if err == nil {
				err = scan(&p.Version, &at, &p.Bytes, &p.Note, &p.Promotions, &p.Coupons, &p.Tills)
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

// SellsBy is the version of the rules that a till sells by, as it said when it took them in and whenever it connects. It
// lasts: while the till is cut off it sells by nothing else.
type SellsBy struct {
	Rules  int    `json:"rules"`                 // 0: it hasn't said
	Since  string `json:"rulesSince,omitempty"`  // when it said so
	Behind string `json:"rulesBehind,omitempty"` // since when there are newer ones; empty: it has the newest
	Other  bool   `json:"rulesOther,omitempty"`  // these books don't have that version: they were restored from a backup
}

// sellsBy reads what a place says of its rules against what is published.
func (t *Tx) sellsBy(is sellsBy) (v SellsBy, err error) {
	v.Rules = int(is.version) //nolint:gosec // it was cut to what fits
	if is.version != 0 {
		v.Since = stamp(is.at)
	}
	var known bool
	var behind int64
	err = t.tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM rules WHERE version = ?1 AND at = ?2),
		ifnull((SELECT at FROM rules WHERE version > ?1 ORDER BY version LIMIT 1), 0)`, int64(is.version), is.published).Scan(&known, &behind)
	if v.Other = err == nil && is.version != 0 && !known; v.Other {
		err = t.tx.QueryRow("SELECT ifnull(max(at), 0) FROM rules").Scan(&behind)
	}
	if err != nil {
		return v, fmt.Errorf("rules: %w", err)
	}
	if behind != 0 {
		v.Behind = stamp(behind)
	}
	return v, nil
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
