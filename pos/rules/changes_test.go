package rules

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestChanges: what people at a till are told of a new document.
func TestChanges(t *testing.T) {
	const before = `{"note": "summer", "topup": {"mode": "highest", "steps": [{"amount": "100", "bonus": "10"}]}, "points": {"perYuan": "1"},
		"groups": {"city": ["S01"]},
		"promotions": [
			{"id": "half", "name": "第二件半价", "nameEn": "Second at half price", "kind": "nth", "n": 2, "off": "50", "note": "as always"},
			{"id": "city", "name": "城区九折", "kind": "discount", "off": "10", "where": {"groups": ["city"]}},
			{"id": "night", "name": "夜场", "kind": "discount", "off": "10", "when": {"hours": ["22:00-02:00"]}}
		],
		"coupons": [{"id": "ten", "name": "十元券", "amount": "10"}]}`
	for name, x := range map[string]struct{ was, is, want string }{
		"nothing":              {"summer", "summer", ""},
		"notes":                {`"as always"`, `"as ever"`, ""},
		"the way of writing":   {`"perYuan": "1"`, `"perYuan": "1.0"`, ""},
		"a promotion more":     {`"promotions": [`, `"promotions": [{"id": "new", "name": "新", "kind": "discount", "off": "5"},`, "promotion added 新"},
		"another percentage":   {`"off": "50"`, `"off": "40"`, "promotion changed 第二件半价"},
		"another name":         {"夜场", "夜宵", "promotion changed 夜宵"},
		"another id":           {`"id": "night"`, `"id": "late"`, "promotion added 夜场, promotion ended 夜场"},
		"a group's stores":     {`["S01"]`, `["S01", "S02"]`, "promotion changed 城区九折"},
		"the zone":             {`"note": "summer"`, `"zone": "Asia/Tokyo"`, "promotion changed 夜场"},
		"a coupon":             {`"amount": "10"}]}`, `"amount": "20"}]}`, "coupon changed 十元券"},
		"no coupon":            {`[{"id": "ten", "name": "十元券", "amount": "10"}]`, `[]`, "coupon ended 十元券"},
		"points":               {`"perYuan": "1"`, `"perYuan": "2"`, "points changed "},
		"top-ups":              {`"bonus": "10"`, `"bonus": "20"`, "topup changed "},
		"what tiers pay":       {`"groups"`, `"prices": {"choose": "lowest"}, "groups"`, "tiers changed "},
		"the order of value":   {`"groups"`, `"stored": {"order": "bonus"}, "groups"`, "stored changed "},
		"no labels":            {`"groups"`, `"labels": [], "groups"`, "labels changed "},
		"labels as always":     {`"groups"`, `"labels": ["2FCCCCCAAAAAK", "2FCCCCCAAAAAWWWWWK"], "groups"`, ""},
		"rounding, and points": {`"perYuan": "1"}`, `"perYuan": "2"}, "rounding": {"cash": "0.10"}`, "points changed , rounding changed "},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(before, x.was) {
				t.Fatalf("there is no %s", x.was)
			}
			var was, is Document
			for text, to := range map[string]*Document{before: &was, strings.Replace(before, x.was, x.is, 1): &is} {
				if err := json.Unmarshal([]byte(text), to); err != nil {
					t.Fatal(err)
				}
			}
			if x.was == x.is {
				is = was
			}
			var told []string
			for _, c := range is.Changes(was) {
				told = append(told, fmt.Sprintf("%s %s %s", c.What, c.How, c.Name))
			}
			if got := strings.Join(told, ", "); got != x.want {
				t.Errorf("told %q, want %q", got, x.want)
			}
		})
	}
}
