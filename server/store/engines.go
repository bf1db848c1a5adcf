package store

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"holdfast/pos/pricing"
	"holdfast/pos/rules"
)

// engines keeps rules that were made ready: recorded sales are priced again by the version that they name, mostly the last.
type engines struct {
	mu sync.Mutex
	by map[int]published
}

type published struct {
	engine *pricing.Engine
	at     time.Time
}

// maxEngines is how many versions are kept ready. Tills that come back after days bring sales of a few.
const maxEngines = 16

// Engine is the rules of a version made ready, and when they were published; nil where head office has no such version.
// Version 0 is that of a till which has no rules yet.
func (t *Tx) Engine(version int) (*pricing.Engine, time.Time, error) {
	e := t.store.engines
	e.mu.Lock()
	defer e.mu.Unlock()
	if p, ok := e.by[version]; ok {
		return p.engine, p.at, nil
	}
	var doc rules.Document
	var at int64
	if version != 0 {
		var body string
		err := t.tx.QueryRow("SELECT body, at FROM rules WHERE version = ?", version).Scan(&body, &at)
		if none(err) {
			return nil, time.Time{}, nil
		}
		if err == nil {
			err = json.Unmarshal([]byte(body), &doc)
		}
		if err != nil {
			return nil, time.Time{}, fmt.Errorf("rules version %d: %w", version, err)
		}
	}
	if len(e.by) >= maxEngines {
		clear(e.by)
	}
	p := published{pricing.New(doc), time.UnixMilli(at)}
	e.by[version] = p
	return p.engine, p.at, nil
}
