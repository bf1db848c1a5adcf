package store

import (
	"encoding/json"
	"fmt"
	"sync"

	"holdfast/pos/pricing"
	"holdfast/pos/rules"
)

// engines keeps rules that were made ready: recorded sales are priced again by the version that they name, mostly the last.
type engines struct {
	mu sync.Mutex
	by map[int]*pricing.Engine
}

// maxEngines is how many versions are kept ready. Tills that come back after days bring sales of a few.
const maxEngines = 16

// Engine is the rules of a version and publication made ready; nil where head office has no such version, or published another
// by its number: it was restored since.
func (t *Tx) Engine(version int, published int64) (*pricing.Engine, error) {
	cache := t.store.engines
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if e := cache.by[version]; e != nil && e.Rules().Published == published {
		return e, nil
	}
	var body string
	err := t.tx.QueryRow("SELECT body FROM rules WHERE version = ? AND at = ?", version, published).Scan(&body)
	if none(err) {
		return nil, nil
	}
	var doc rules.Document
	if err == nil {
		err = json.Unmarshal([]byte(body), &doc)
	}
	if err != nil {
		return nil, fmt.Errorf("rules version %d: %w", version, err)
	}
	if len(cache.by) >= maxEngines {
		clear(cache.by)
	}
	e := pricing.New(doc)
	cache.by[version] = e
	return e, nil
}
