package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/rules"
)

// PutStores stores or changes the chain's shops.
func (s *Store) PutStores(stores []pos.Store) error {
	return s.update(context.Background(), func(t *Tx) error {
		var bad RowErrors
		for i, x := range stores {
			if !plain(x.Code) || x.Name == "" {
				bad.add(i, "a store needs a name, and a code of letters and digits; %q is none", x.Code)
				continue
			}
			if _, err := t.tx.Exec(`INSERT INTO stores (code, name, name_en, address, phone) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, address = excluded.address, phone = excluded.phone`,
				x.Code, x.Name, x.NameEn, x.Address, x.Phone); err != nil {
				return fmt.Errorf("store store %s: %w", x.Code, err)
			}
			if err := t.amend(pos.TopicStore, x.Code, x); err != nil {
				return err
			}
		}
		return bad.err()
	})
}

func (t *Tx) hasStore(code string) error {
	var one int
	err := t.tx.QueryRow("SELECT 1 FROM stores WHERE code = ?", code).Scan(&one)
	if none(err) {
		return pos.E(pos.NotFound, "", fmt.Sprintf("head office knows no store %q; 'hq store add' makes one", clip(code)))
	}
	return err
}

// PutRules publishes a rules document as the next version.
func (s *Store) PutRules(r rules.Document, now time.Time) (version int, err error) {
	if err := r.Check(); err != nil {
		return 0, &pos.Error{Code: pos.Usage, Op: "import rules", Message: err.Error(), Err: err}
	}
	err = s.update(context.Background(), func(t *Tx) error {
		if err := t.tx.QueryRow("SELECT ifnull(max(version), 0) + 1 FROM rules").Scan(&r.Version); err != nil {
			return fmt.Errorf("rules: %w", err)
		}
		r.Published = now.UnixMilli()
		body, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := t.tx.Exec("INSERT INTO rules (version, body, at) VALUES (?, ?, ?)", r.Version, string(body), r.Published); err != nil {
			return fmt.Errorf("store rules: %w", err)
		}
		if err := t.amend(pos.TopicRules, pos.CurrentKey, r); err != nil {
			return err
		}
		return t.imported("rules", nil)
	})
	return r.Version, err
}

// rules is the current document; the empty one before the first.
func (t *Tx) rules() (r rules.Document, err error) {
	if t.document != nil {
		return *t.document, nil
	}
	var version int
	var at int64
	err = t.tx.QueryRow("SELECT version, at FROM rules ORDER BY version DESC LIMIT 1").Scan(&version, &at)
	switch {
	case none(err):
	case err != nil:
		return r, fmt.Errorf("rules: %w", err)
	default:
		e, err := t.Engine(version, at)
		if err != nil {
			return r, err
		}
		r = e.Rules() // the row is there
	}
	t.document = &r
	return r, nil
}
