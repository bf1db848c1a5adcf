package assets_test

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"holdfast/assets"
)

type chain struct {
	Stores []struct{ Code, Name, NameEn, Address, Phone string }
	Tills  []till
	Cards  []stock
}

type till struct{ Code, Store string }

type stock struct {
	Store   string
	Numbers []string
}

type person struct {
	ID, Name, NameEn, Role string
	Stores                 []string
	PIN, Password          *string
}

type step struct{ Amount, Bonus string }

type rules struct {
	Version int
	Note    string
	TopUp   struct {
		Mode  string
		Steps []step
	}
	Points struct{ PerYuan, PayPerYuan, ConvertPerYuan string }
	Stored struct{ Order string }
}

type product struct {
	Code                     string
	Barcodes                 []string
	Name, NameEn             string
	Unit, UnitEn             string
	Category, CategoryEn     string
	Brand                    string
	Price                    string
	MemberPrice, MarketPrice *string
}

type member struct {
	Phone, Name, Sex, Birthday, Store, Tier, Joined string
	Cards                                           []string
	Principal, Bonus, Points                        string
}

func TestChain(t *testing.T) {
	c := load[chain](t, "chain.json")
	var stores []string
	for _, s := range c.Stores {
		stores = append(stores, s.Code)
		filled(t, "store "+s.Code, s.Name, s.NameEn, s.Address, s.Phone)
	}
	equal(t, "stores", stores, []string{"S01", "S02"})
	equal(t, "tills", c.Tills, []till{{"T1", "S01"}, {"T2", "S01"}, {"T3", "S02"}})

	fixed := map[string][]string{
		"S01": {"8800000000000112", "8800000000000120"},
		"S02": {"8800000000000211", "8800000000000229"},
	}
	if len(c.Cards) != len(fixed) {
		t.Errorf("card stock for %d stores, want %d", len(c.Cards), len(fixed))
	}
	for _, s := range c.Cards {
		for _, n := range fixed[s.Store] {
			if !slices.Contains(s.Numbers, n) {
				t.Errorf("%s's stock lacks the blank card %s", s.Store, n)
			}
		}
	}
}

func TestPeople(t *testing.T) {
	both := []string{"S01", "S02"}
	fixed := map[string]person{
		"1001": {Role: "cashier", Stores: both, PIN: new("1111")},
		"1002": {Role: "cashier", Stores: both, PIN: new("1111")},
		"2001": {Role: "store_manager", Stores: both, PIN: new("2222")},
		"9001": {Role: "director", Stores: both, Password: new("holdfast-demo")},
	}
	ids := unique{t, "person", map[string]bool{}}
	roles := map[string]bool{}
	for _, p := range load[[]person](t, "people.json") {
		ids.add(p.ID)
		roles[p.Role] = true
		filled(t, "person "+p.ID, p.Name, p.NameEn)
		for _, s := range p.Stores {
			oneOf(t, "person "+p.ID+": store", s, both...)
		}
		if len(p.Stores) == 0 {
			t.Errorf("person %s works nowhere", p.ID)
		}
		if p.PIN != nil {
			match(t, "person "+p.ID+": PIN", *p.PIN, `\d{4}`)
		}
		if p.ID != "9001" && (p.PIN == nil || p.Password != nil) {
			t.Errorf("person %s: want a PIN and no password", p.ID)
		}
		if want, ok := fixed[p.ID]; ok {
			want.ID, want.Name, want.NameEn = p.ID, p.Name, p.NameEn
			equal(t, "person "+p.ID, p, want)
			delete(fixed, p.ID)
		}
	}
	for id := range fixed {
		t.Errorf("person %s is missing", id)
	}
	equal(t, "roles", roles, map[string]bool{
		"cashier": true, "store_manager": true, "finance": true, "marketing": true, "director": true,
	})
}

func TestRules(t *testing.T) {
	got := load[rules](t, "rules.json")
	filled(t, "rules", got.Note)
	want := rules{Version: 1, Note: got.Note}
	want.TopUp.Mode = "highest"
	want.TopUp.Steps = []step{{"100.00", "10.00"}, {"200.00", "20.00"}}
	want.Points.PerYuan = "1"
	want.Points.PayPerYuan = "100"
	want.Points.ConvertPerYuan = "10"
	want.Stored.Order = "principal"
	equal(t, "rules", got, want)
}

func TestProducts(t *testing.T) {
	products := load[[]product](t, "products.json")
	if len(products) != 2000 {
		t.Errorf("%d products, want 2,000", len(products))
	}
	codes := unique{t, "product code", map[string]bool{}}
	barcodes := unique{t, "barcode", map[string]bool{}}
	names := unique{t, "product name", map[string]bool{}}
	namesEn := unique{t, "English product name", map[string]bool{}}
	categories := map[string]string{}
	withMemberPrice := 0
	for _, p := range products {
		what := "product " + p.Code
		match(t, what+": code", p.Code, `\d{4}`)
		codes.add(p.Code)
		names.add(p.Name)
		namesEn.add(p.NameEn)
		filled(t, what, p.Name, p.NameEn, p.Unit, p.UnitEn, p.Category, p.CategoryEn, p.Brand)
		if en, ok := categories[p.Category]; ok && en != p.CategoryEn {
			t.Errorf("%s: category %s is both %s and %s", what, p.Category, en, p.CategoryEn)
		}
		categories[p.Category] = p.CategoryEn
		if len(p.Barcodes) == 0 {
			t.Errorf("%s has no barcode", what)
		}
		for _, b := range p.Barcodes {
			barcodes.add(b)
			match(t, what+": barcode", b, `69\d{11}`)
			if !ean13(b) {
				t.Errorf("%s: barcode %s has a wrong check digit", what, b)
			}
		}
		price := fen(t, what+": price", p.Price)
		if price == 0 {
			t.Errorf("%s is given away", what)
		}
		if p.MemberPrice != nil {
			withMemberPrice++
			if m := fen(t, what+": member price", *p.MemberPrice); m == 0 || m > price {
				t.Errorf("%s: member price %s at a price of %s", what, *p.MemberPrice, p.Price)
			}
		}
		if p.MarketPrice != nil && fen(t, what+": market price", *p.MarketPrice) < price {
			t.Errorf("%s: market price %s below the price %s", what, *p.MarketPrice, p.Price)
		}
		if slices.Contains(p.Barcodes, "6901234567892") {
			if p.Price != "10.00" || p.MemberPrice != nil || p.MarketPrice != nil {
				t.Errorf("%s, the fixed one: want 10.00 and no other price", what)
			}
		}
	}
	if !barcodes.seen["6901234567892"] {
		t.Error("product 6901234567892 is missing")
	}
	if !names.seen["矿泉水"] {
		t.Error("product 矿泉水 is missing")
	}
	if withMemberPrice < 800 || withMemberPrice > 1200 {
		t.Errorf("%d products have a member price, want about half", withMemberPrice)
	}
}

func TestMembers(t *testing.T) {
	members := load[[]member](t, "members.json")
	if len(members) != 500 {
		t.Errorf("%d members, want 500", len(members))
	}
	day := func(what, s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		return d
	}
	end := day("end", "2026-11-22")
	phones := unique{t, "phone", map[string]bool{}}
	byPhone := map[string]member{}
	recent := 0
	for _, m := range members {
		what := "member " + m.Phone
		match(t, what+": phone", m.Phone, `13800000\d{3}`)
		phones.add(m.Phone)
		byPhone[m.Phone] = m
		filled(t, what, m.Name)
		oneOf(t, what+": sex", m.Sex, "male", "female", "")
		oneOf(t, what+": store", m.Store, "S01", "S02")
		oneOf(t, what+": tier", m.Tier, "normal", "silver", "gold", "diamond")
		joined := day(what+": joined", m.Joined)
		if !joined.Before(end) {
			t.Errorf("%s joined on %s, want before the demo's day", what, m.Joined)
		}
		if joined.After(end.AddDate(0, 0, -41)) {
			recent++
		}
		if m.Birthday != "" && !day(what+": birthday", m.Birthday).Before(joined) {
			t.Errorf("%s joined on %s and was born on %s", what, m.Joined, m.Birthday)
		}
		if p := fen(t, what+": principal", m.Principal); p > 2000_00 {
			t.Errorf("%s: principal %s, want at most 2000.00", what, m.Principal)
		}
		fen(t, what+": bonus", m.Bonus)
		match(t, what+": points", m.Points, `(0|[1-9]\d*)(\.[1-9])?`)
	}
	if recent <= 50 {
		t.Errorf("%d members joined within the last 40 days, want most", recent)
	}

	first, second := byPhone["13800000001"], byPhone["13800000002"]
	equal(t, "member 13800000001", first, member{
		Phone: "13800000001", Name: first.Name, Sex: first.Sex, Birthday: first.Birthday,
		Store: "S01", Tier: "normal", Joined: first.Joined, Cards: []string{"8800000000000013"},
		Principal: "100.00", Bonus: "0.00", Points: "0",
	})
	equal(t, "member 13800000002", second, member{
		Phone: "13800000002", Name: second.Name, Sex: second.Sex, Birthday: second.Birthday,
		Store: "S01", Tier: "normal", Joined: second.Joined, Cards: []string{"8800000000000021"},
		Principal: "0.00", Bonus: "0.00", Points: "0",
	})
}

// Issued and blank cards share one number space.
func TestCards(t *testing.T) {
	numbers := unique{t, "card", map[string]bool{}}
	add := func(what string, cards []string) {
		for _, n := range cards {
			numbers.add(n)
			match(t, what, n, `8800\d{12}`)
			if !luhn(n) {
				t.Errorf("%s: card %s has a wrong check digit", what, n)
			}
		}
	}
	for _, s := range load[chain](t, "chain.json").Cards {
		add(s.Store+"'s stock", s.Numbers)
	}
	for _, m := range load[[]member](t, "members.json") {
		add("member "+m.Phone, m.Cards)
	}
}

// The lists are edited by hand and reviewed as diffs: one object a line.
func TestOneObjectALine(t *testing.T) {
	for _, name := range []string{"people.json", "products.json", "members.json"} {
		lines := strings.Split(strings.TrimSuffix(string(read(t, name)), "\n"), "\n")
		last := len(lines) - 1
		if lines[0] != "[" || lines[last] != "]" {
			t.Errorf("%s: want [ and ] on lines of their own", name)
			continue
		}
		for i, line := range lines[1:last] {
			if !json.Valid([]byte(strings.TrimSuffix(line, ","))) {
				t.Errorf("%s:%d: want one whole object", name, i+2)
			}
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := fs.ReadFile(assets.Demo(), name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func load[T any](t *testing.T, name string) (v T) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(read(t, name)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		t.Fatalf("%s: something follows the value", name)
	}
	return v
}

// luhn reports whether the last digit of s is its check digit (ISO/IEC 7812-1).
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

// ean13 reports whether the last digit of s is its check digit (GS1 General Specifications, 7.9).
func ean13(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[i] - '0')
		if i%2 == 1 {
			d *= 3
		}
		sum += d
	}
	return len(s) == 13 && sum%10 == 0
}

// fen reads an amount in yuan that has exactly two decimals.
func fen(t *testing.T, what, s string) (n int) {
	t.Helper()
	match(t, what, s, `(0|[1-9]\d*)\.\d\d`)
	for _, c := range strings.ReplaceAll(s, ".", "") {
		n = n*10 + int(c-'0')
	}
	return n
}

func match(t *testing.T, what, s, pattern string) {
	t.Helper()
	if !regexp.MustCompile(`^(` + pattern + `)$`).MatchString(s) {
		t.Errorf("%s is %q, want %s", what, s, pattern)
	}
}

func oneOf(t *testing.T, what, s string, allowed ...string) {
	t.Helper()
	if !slices.Contains(allowed, s) {
		t.Errorf("%s is %q, want one of %q", what, s, allowed)
	}
}

func filled(t *testing.T, what string, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if s == "" || s != strings.TrimSpace(s) {
			t.Errorf("%s: text %q is empty or padded", what, s)
		}
	}
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}

type unique struct {
	t    *testing.T
	what string
	seen map[string]bool
}

func (u unique) add(s string) {
	u.t.Helper()
	if u.seen[s] {
		u.t.Errorf("%s %s appears twice", u.what, s)
	}
	u.seen[s] = true
}
