package pricing

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"holdfast/pos"
)

// FuzzPrice prices baskets by rules that were typed: nothing that is taken for rules makes a line or a sale cost less than
// nothing, or more than its list price.
func FuzzPrice(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		part := map[string][]byte{}
		for _, p := range a.Files {
			part[p.Name] = p.Data
		}
		f.Add(part["rules.json"], part["basket.json"])
	}
	f.Fuzz(func(t *testing.T, rulesText, basketText []byte) {
		var rules pos.Rules
		var basket Basket
		if json.Unmarshal(rulesText, &rules) != nil || json.Unmarshal(basketText, &basket) != nil || rules.Check() != nil {
			return
		}
		for _, l := range basket.Lines {
			if l.Qty <= 0 || l.List < 0 || l.Member < 0 { // `till quote` and the till take none
				return
			}
		}
		q, err := Price(rules, basket)
		if err != nil {
			return
		}
		if q.Total < 0 {
			t.Errorf("a sale of %s", q.Total)
		}
		for i, l := range q.Lines {
			if l.Amount < 0 {
				t.Errorf("line %d costs %s", i, l.Amount)
			}
		}
	})
}
