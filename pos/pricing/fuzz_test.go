package pricing

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"holdfast/pos/rules"
)

// FuzzPrice prices baskets by rules that were typed: nothing that is taken for rules makes a line or a sale cost less than
// nothing, and what is taken off is said to the fen.
func FuzzPrice(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var doc []byte
		for _, p := range a.Files {
			switch p.Name {
			case "rules.json":
				doc, err = json.Marshal(document(f, p.Data))
			case "basket":
				var basket []byte
				basket, err = json.Marshal(basketOf(f, string(p.Data)))
				f.Add(doc, basket)
			}
			if err != nil {
				f.Fatal(err)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text, basketText []byte) {
		doc, err := rules.Read(text)
		var b Basket
		if err != nil || json.Unmarshal(basketText, &b) != nil {
			return
		}
		for _, l := range b.Lines {
			if l.Qty <= 0 || l.List < 0 || l.Member < 0 || l.Manual < 0 || l.Off < 0 { // `till quote` and the till take none
				return
			}
		}
		q, err := New(doc).Price(b)
		if err != nil {
			return
		}
		sound(t, b, q)
	})
}
