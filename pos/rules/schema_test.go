package rules

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("rules", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("rules")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSchemaHasAllFields: what the schema and the document's types name is the same.
func TestSchemaHasAllFields(t *testing.T) {
	var s struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(Schema, &s); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		of  reflect.Type
		has map[string]any
	}{
		"document": {reflect.TypeFor[Document](), s.Properties}, "promotion": {reflect.TypeFor[Promotion](), s.Defs["promotion"].Properties},
		"coupon": {reflect.TypeFor[Coupon](), s.Defs["coupon"].Properties}, "scope": {reflect.TypeFor[Scope](), s.Defs["scope"].Properties},
		"when": {reflect.TypeFor[When](), s.Defs["when"].Properties}, "where": {reflect.TypeFor[Where](), s.Defs["where"].Properties},
		"who": {reflect.TypeFor[Who](), s.Defs["who"].Properties}, "limit": {reflect.TypeFor[Limit](), s.Defs["limit"].Properties},
	} {
		var fields, named []string
		for i := range c.of.NumField() {
			if tag, _, _ := strings.Cut(c.of.Field(i).Tag.Get("json"), ","); tag != "-" {
				fields = append(fields, tag)
			}
		}
		for property := range c.has {
			named = append(named, property)
		}
		slices.Sort(fields)
		slices.Sort(named)
		if !slices.Equal(fields, named) {
			t.Errorf("%s has the fields %v, the schema says %v", name, fields, named)
		}
	}
}

// TestSchemaAndReader: what an independent reader of the schema takes, Read takes, and the other way round, for all stories of
// pricing and for documents with one thing wrong.
func TestSchemaAndReader(t *testing.T) {
	s := compiled(t)
	valid := func(text []byte) error {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			return err
		}
		return s.Validate(v)
	}
	files, err := filepath.Glob("../pricing/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range a.Files {
			if part.Name != "rules.json" {
				continue
			}
			whole := map[string]any{"topup": map[string]any{"mode": "highest"}}
			if err := json.Unmarshal(part.Data, &whole); err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(whole)
			if err != nil {
				t.Fatal(err)
			}
			if err := valid(text); err != nil {
				t.Errorf("%s: %v", file, err)
			}
			doc, err := Read(text)
			if err != nil {
				t.Errorf("%s: %v", file, err)
			}
			published, err := json.Marshal(doc)
			if err == nil {
				err = valid(published)
			}
			if err != nil {
				t.Errorf("%s, as published: %v", file, err)
			}
		}
	}
	for _, text := range []string{
		`{}`, `{"topup": {"mode": "best"}}`, `{"topup": {"mode": "each"}, "promotion": []}`,
		`{"topup": {"mode": "each"}, "promotions": [{"id": "a", "name": "a"}]}`,
		`{"topup": {"mode": "each"}, "promotions": [{"id": "a", "name": "a", "kind": "bogo"}]}`,
		`{"topup": {"mode": "each"}, "promotions": [{"id": "a", "name": "a", "kind": "nth", "n": 2, "off": 50}]}`,
		`{"topup": {"mode": "each"}, "promotions": [{"id": "a", "name": "a", "kind": "nth", "n": 2, "off": "50", "when": {"hours": ["5-7"]}}]}`,
		`{"topup": {"mode": "each"}, "promotions": [{"id": "a", "name": "a", "kind": "nth", "n": 2, "off": "50", "what": {"product": ["1"]}}]}`,
		`{"topup": {"mode": "each"}, "coupons": [{"id": "a"}]}`,
	} {
		if _, err := Read([]byte(text)); err == nil || valid([]byte(text)) == nil {
			t.Errorf("%s: read %v, by the schema %v", text, err, valid([]byte(text)))
		}
	}
}
