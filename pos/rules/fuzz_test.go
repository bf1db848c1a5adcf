package rules_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"holdfast/pos"
	"holdfast/pos/rules"
)

// FuzzRead reads what may be typed: whatever is taken can be published, and is the same at a till.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("../pricing/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range a.Files {
			if part.Name == "rules.json" {
				f.Add(append([]byte(`{"topup":{"mode":"highest"},`), part.Data[1:]...))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := rules.Read(text)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error that says nothing")
			}
			return
		}
		published, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rules.Read(published); err != nil {
			t.Fatalf("%s, as published: %v", text, err)
		}
		fed(t, doc)
	})
}

// FuzzFeed reads what a head office of another version, or with a fault, may send.
func FuzzFeed(f *testing.F) {
	for _, doc := range []rules.Document{{}, {Promotions: []rules.Promotion{{ID: "a", Kind: rules.Nth, N: 2, Off: 50_00}}}} {
		b, err := pos.EncodeFeed(doc)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var doc rules.Document
		if pos.DecodeFeed(b, &doc) != nil {
			return
		}
		_ = doc.Check() // it must not panic; either answer is right
		fed(t, doc)
	})
}

func fed(t *testing.T, doc rules.Document) {
	t.Helper()
	b, err := pos.EncodeFeed(doc)
	if err != nil {
		t.Fatal(err)
	}
	var again rules.Document
	if err := pos.DecodeFeed(b, &again); err != nil {
		t.Fatalf("%+v was taken, and can't be read again: %v", doc, err)
	}
	if more, err := pos.EncodeFeed(again); err != nil || string(more) != string(b) {
		t.Fatalf("%+v is another at a till: %+v (%v)", doc, again, err)
	}
}

// TestUnknownPromotion: a till sets a promotion aside whose kind it doesn't know, and one with a field that it doesn't know: it
// may be a condition. The others it has.
func TestUnknownPromotion(t *testing.T) {
	doc := map[string]any{"version": 7, "promotions": []any{
		rules.Promotion{ID: "known", Name: "k", Kind: rules.Discount, Off: 10_00},
		rules.Promotion{ID: "kind", Name: "k", Kind: "lottery"},
		map[string]any{"id": "field", "name": "f", "kind": "discount", "off": 10_00, "weather": "rain"},
		map[string]any{"id": "deep", "name": "d", "kind": "discount", "off": 10_00, "who": map[string]any{"members": true, "height": 180}},
	}}
	b, err := pos.EncodeFeed(doc)
	if err != nil {
		t.Fatal(err)
	}
	var got rules.Document
	if err := pos.DecodeFeed(b, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Promotions) != 4 || got.Promotions[0].Unknown || got.Promotions[0].Off != 10_00 {
		t.Fatalf("%+v", got.Promotions)
	}
	for _, p := range got.Promotions[1:] {
		if !p.Unknown || p.ID == "" || p.Off != 0 {
			t.Errorf("%+v", p)
		}
	}
}
