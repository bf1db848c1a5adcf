package store

import (
	"crypto/ed25519"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/sync/hub"
)

func TestCreateAndOpen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hq.db")
	if _, err := Open(file, nil); pos.CodeOf(err) != pos.NotFound {
		t.Errorf("Open of nothing: %v", err)
	}
	w := createWorld(t, file) // would fail had Open left a file behind
	defer w.s.Close()
	if err := Create(file, nil, morning); pos.CodeOf(err) != pos.Conflict {
		t.Errorf("Create twice: %v", err)
	}
	again, err := Open(file, nil)
	w.ok(err)
	defer again.Close()
	cert, key := again.TLS()
	if !again.Key().Equal(w.s.Key()) || !strings.Contains(string(cert), "CERTIFICATE") || !strings.Contains(string(key), "PRIVATE KEY") {
		t.Error("the keys are not the same after opening again")
	}
}

func TestPutMembers(t *testing.T) {
	w := newWorld(t, t.Name())
	w.enrol("S01", "T1")
	w.ok(w.s.PutBlankCards("S01", []string{"8811"}, w.now))
	rows := []MemberRow{
		{Member: pos.Member{Phone: "13800000001", Name: "a", Store: "S01", Tier: "normal", Cards: []pos.Card{{Number: "8801"}, {Number: "8811"}}}, Principal: 10000, Bonus: 500, Points: 7000},
		{Member: pos.Member{Phone: "13800000002", Name: "b"}},
	}
	n, err := w.s.PutMembers(rows, w.now)
	w.ok(err)
	w.ok(w.s.CatchUp(w.ctx(), w.now))
	got := w.view("8811")
	want := MemberView{ID: got.ID, Name: "a", Phone: "13800000001", Tier: "normal", Store: "S01", Home: "T1", Principal: 10000, Bonus: 500, Points: 7000,
		Cards: []CardView{{Number: "8801", Status: pos.Issued}, {Number: "8811", Status: pos.Issued}}, Available: pos.Balance{Principal: 10000, Bonus: 500, Points: 7000}, Granted: []Granted{}, Merged: []string{}, Entries: 1}
	if diff := cmp.Diff(want, got); diff != "" || n != 2 {
		t.Errorf("%d rows:\n%s", n, diff)
	}
	rows[0].Name, rows[0].Principal, rows[0].Bonus, rows[0].Points = "changed", 0, 0, 0
	_, err = w.s.PutMembers(rows, w.now)
	w.ok(err)
	if v := w.view("13800000001"); v.Name != "changed" || v.Principal != 10000 || v.ID != got.ID {
		t.Errorf("profile changed: %+v", v)
	}
	rows = []MemberRow{{Member: pos.Member{Phone: "13800000001", Name: "a", Birthday: "1988-05-17", Joined: "2020-01-02", Tier: "gold"}}, {Member: pos.Member{Phone: "13800000001", Name: "b"}}}
	for i := range rows {
		_, err = w.s.PutMembers(rows[i:i+1], w.now.Add(48*time.Hour))
		w.ok(err)
	}
	w.ok(w.s.Update(func(tx hub.Tx) error {
		m, err := tx.(*Tx).memberByPhone("13800000001")
		if want := (pos.Member{ID: got.ID, Phone: "13800000001", Name: "b", Store: "S01", Birthday: "1988-05-17", Joined: "2020-01-02", Tier: "gold"}); err != nil || !cmp.Equal(m, want) {
			t.Errorf("what a row leaves out did not stay: %+v, %v", m, err)
		}
		m, err = tx.(*Tx).memberByPhone("13800000002")
		if err != nil || m.Tier != "normal" || m.Joined != pos.Date(w.now) {
			t.Errorf("who joins without a tier: %+v, %v", m, err)
		}
		return nil
	}))
	bad := []MemberRow{
		{Member: pos.Member{Phone: "13800000009", Name: "fine"}},
		{Member: pos.Member{Phone: "13800000001", Name: "twice"}, Principal: 1},
		{Member: pos.Member{Phone: "13800000003", Name: "taken", Cards: []pos.Card{{Number: "8801"}}}},
		{Member: pos.Member{Phone: "13800000009", Name: "same row"}},
		{Member: pos.Member{Phone: "x", Name: "n"}},
		{Member: pos.Member{Phone: "13800000004", Name: "n", Store: "S99"}},
		{Member: pos.Member{Phone: "13800000005", Name: "n", Birthday: "5/17"}},
	}
	_, err = w.s.PutMembers(bad, w.now)
	var re RowErrors
	if !errors.As(err, &re) || len(re) != 6 || re[0].Row != 1 {
		t.Errorf("bad rows: %v", err)
	}
	if _, err := w.s.Member("13800000009", w.now); pos.CodeOf(err) != pos.NotFound {
		t.Errorf("a row was taken from a file with bad ones: %v", err)
	}
	w.verify()
}

func TestPutProductsTakesAllOrNothing(t *testing.T) {
	w := newWorld(t, t.Name())
	good := pos.Product{Code: "1", Name: "a", Barcodes: []string{"69"}}
	w.ok(w.s.PutProducts([]pos.Product{good}, w.now))
	err := w.s.PutProducts([]pos.Product{good, {Code: "2", Name: "b", Barcodes: []string{"69"}}, {Code: "3"}, {Code: "1", Name: "again"}}, w.now)
	var re RowErrors
	if !errors.As(err, &re) || len(re) != 3 {
		t.Errorf("bad rows: %v", err)
	}
	w.ok(w.s.PutProducts([]pos.Product{{Code: "1", Name: "a"}, {Code: "2", Name: "b", Barcodes: []string{"69"}}}, w.now))
}

// TestPutProductsAndCodes: what is scanned names one product, be it by code or by barcode.
func TestPutProductsAndCodes(t *testing.T) {
	w := newWorld(t, t.Name())
	w.ok(w.s.PutProducts([]pos.Product{{Code: "1", Name: "a", Barcodes: []string{"69", "1"}}, {Code: "2", Name: "b"}}, w.now))
	for name, p := range map[string]pos.Product{
		"a code that is a barcode": {Code: "69", Name: "c"},
		"a barcode that is a code": {Code: "3", Name: "c", Barcodes: []string{"68", "2"}},
	} {
		var re RowErrors
		if err := w.s.PutProducts([]pos.Product{{Code: "9", Name: "fine"}, p}, w.now); !errors.As(err, &re) || len(re) != 1 || re[0].Row != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.ok(w.s.PutProducts([]pos.Product{{Code: "2", Name: "b", Barcodes: []string{"2"}}}, w.now))
}

func TestMakeCards(t *testing.T) {
	w := newWorld(t, t.Name())
	w.ok(w.s.PutBlankCards("S01", []string{"8800000000000112", "8800000000000021"}, w.now))
	got, err := w.s.MakeBatch(Batch{Store: "S01", Prefix: "8800", Count: 10}, w.now)
	w.ok(err)
	if len(got) != 10 || got[0] != "8800000000000013" || got[1] != "8800000000000039" || got[9] != "8800000000000120" {
		t.Errorf("%v", got)
	}
	more, err := w.s.MakeBatch(Batch{Store: "S02", Prefix: "8800", Count: 1}, w.now)
	if err != nil || more[0] != "8800000000000138" {
		t.Errorf("%v, %v", more, err)
	}
	if _, err := w.s.MakeBatch(Batch{Store: "S01", Prefix: "88000000000000", Count: 10}, w.now); pos.CodeOf(err) != pos.State {
		t.Errorf("a prefix with 9 numbers: %v", err)
	}
	if err := w.s.PutBlankCards("S01", []string{"8800000000000138"}, w.now); err == nil {
		t.Error("another store's blank was taken")
	}
}

func TestEnrol(t *testing.T) {
	w := newWorld(t, t.Name())
	key := ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey)
	enrol := func(secret []byte) string {
		err := w.s.Update(func(tx hub.Tx) error { _, err := tx.Enrol(secret, key, w.now); return err })
		var r *hub.Refusal
		if err != nil && !errors.As(err, &r) {
			t.Fatal(err)
		}
		if r == nil {
			return ""
		}
		return r.Code
	}
	code := func(store, till string) []byte {
		c, err := w.s.EnrolmentCode(store, till, w.now)
		w.ok(err)
		return c[:]
	}
	if _, err := w.s.EnrolmentCode("S99", "T1", w.now); pos.CodeOf(err) != pos.NotFound {
		t.Errorf("code for no store: %v", err)
	}
	a := code("S01", "T1")
	if _, err := w.s.Till("T1"); pos.CodeOf(err) != pos.NotFound {
		t.Errorf("printing a code made a till: %v", err)
	}
	for _, c := range []struct {
		secret []byte
		want   string
	}{{[]byte("no code"), "not_found"}, {a, ""}, {a, "conflict"}} {
		if got := enrol(c.secret); got != c.want {
			t.Errorf("enrol: %q, want %q", got, c.want)
		}
	}
	if _, err := w.s.EnrolmentCode("S02", "T1", w.now); pos.CodeOf(err) != pos.Conflict {
		t.Errorf("code for a till of another store: %v", err)
	}
	b := code("S01", "T1")
	w.now = w.now.Add(73 * time.Hour)
	if got := enrol(b); got != "state" {
		t.Errorf("a code of 73 hours: %q", got)
	}
	if got := enrol(code("S01", "T1")); got != "" {
		t.Errorf("second enrolment: %q", got)
	}
	w.update(func(tx hub.Tx) error {
		old, _, err := tx.Place("T1", 1)
		w.ok(err)
		now, ok, err := tx.Place("T1", 2)
		w.ok(err)
		if old.Fenced == "" || now.Fenced != "" || !ok {
			t.Errorf("epoch 1 %+v, epoch 2 %+v", old, now)
		}
		return nil
	})
	all, err := w.s.Audit(w.now)
	w.ok(err)
	if last := all[len(all)-1]; last.Who != "T1" || last.What != "enrolled" || !strings.Contains(last.After, "epoch 2 in store S01") {
		t.Errorf("the audit log ends with %+v", last)
	}
}

func TestSettings(t *testing.T) {
	w := newWorld(t, t.Name())
	for _, c := range []struct{ key, value string }{{"allowance.default", "-1"}, {"grant.days", "0"}, {"nothing", "1"}} {
		if err := w.s.Set(c.key, c.value); err == nil {
			t.Errorf("set %s %s was taken", c.key, c.value)
		}
	}
	w.ok(w.s.Set("allowance.default", "20.00"))
	if v, err := w.s.Get("allowance.default"); v != "20.00" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	list, err := w.s.Settings()
	if err != nil || len(list) != len(registry) {
		t.Errorf("%v, %v", list, err)
	}
	for _, s := range list {
		if normal, err := registry[s.Key].normal(s.Default); s.Meaning == "" || err != nil || normal != s.Default {
			t.Errorf("%+v", s)
		}
	}
}

// TestImportsKeepWhatRowsLack: of each field there is, what a row says nothing of stays; what it says is empty is cleared.
func TestImportsKeepWhatRowsLack(t *testing.T) {
	w := newWorld(t, t.Name())
	product := pos.Product{Code: "1", Barcodes: []string{"69"}, Name: "a", NameEn: "A", Unit: "瓶", UnitEn: "bottle", Category: "水", CategoryEn: "water",
		Categories: []string{"特价"}, Brand: "b", Price: 300, MemberPrice: 200, MarketPrice: 400, Off: true}
	w.ok(w.s.PutProducts([]pos.Product{product}, w.now))
	all := []string{"barcodes", "name", "nameEn", "unit", "unitEn", "category", "categoryEn", "categories", "brand", "price", "memberPrice", "marketPrice", "off"}
	w.ok(w.s.ImportProducts([]ProductRow{{Product: pos.Product{Code: "1"}, Lacks: all}}, w.now))
	stored := func() (p pos.Product) {
		w.ok(w.s.Update(func(tx hub.Tx) (err error) {
			p, _, err = tx.(*Tx).filled(ProductRow{Product: pos.Product{Code: "1"}, Lacks: all})
			return err
		}))
		return p
	}
	if diff := cmp.Diff(product, stored()); diff != "" {
		t.Errorf("a product of which nothing was said:\n%s", diff)
	}
	w.ok(w.s.ImportProducts([]ProductRow{{Product: pos.Product{Code: "1", Price: 310}, Lacks: []string{"name", "unit", "off"}}}, w.now))
	if diff := cmp.Diff(pos.Product{Code: "1", Name: "a", Unit: "瓶", Price: 310, Off: true}, stored()); diff != "" {
		t.Errorf("a product of which much was cleared:\n%s", diff)
	}

	person := pos.Person{ID: "1", Name: "a", NameEn: "A", Role: pos.Cashier, Stores: []string{"S01"}, More: []pos.Right{pos.MayAdjust},
		Less: []pos.Right{pos.MayRefund}, PINHash: "pin", PassHash: "pass", CardHash: "card"}
	w.ok(w.s.PutPeople([]pos.Person{person}, w.now))
	lacks := []string{"name", "nameEn", "role", "stores", "more", "less", "pin", "password", "card"}
	w.ok(w.s.ImportPeople([]PersonRow{{Person: pos.Person{ID: "1"}, Lacks: lacks}}, w.now))
	got, err := w.s.Person("1")
	if diff := cmp.Diff(person, got); diff != "" || err != nil {
		t.Errorf("a person of whom nothing was said: %v\n%s", err, diff)
	}
	w.ok(w.s.ImportPeople([]PersonRow{{Person: pos.Person{ID: "1"}, Lacks: []string{"name", "role"}}}, w.now))
	if got, err = w.s.Person("1"); err != nil || got.NameEn != "" || len(got.Stores)+len(got.More)+len(got.Less) != 0 || got.PINHash != "pin" || got.Name != "a" {
		t.Errorf("a person of whom much was cleared: %+v, %v", got, err)
	}

	var bad RowErrors
	for _, name := range []string{"name", "price"} {
		if err := w.s.ImportProducts([]ProductRow{{Product: pos.Product{Code: "2", Name: "b"}, Lacks: []string{name}}}, w.now); !errors.As(err, &bad) {
			t.Errorf("a new product without %s: %v", name, err)
		}
	}
	for _, name := range []string{"name", "role"} {
		if err := w.s.ImportPeople([]PersonRow{{Person: person, Lacks: []string{name}}, {Person: pos.Person{ID: "2", Name: "b", Role: pos.Cashier}, Lacks: []string{name}}}, w.now); !errors.As(err, &bad) || bad[0].Row != 1 {
			t.Errorf("a new person without %s: %v", name, err)
		}
	}
	known := MemberRow{Member: pos.Member{Phone: "13800000001", Name: "c"}}
	_, err = w.s.PutMembers([]MemberRow{known}, w.now)
	w.ok(err)
	known.Name, known.Tier = "", "gold"
	if _, err = w.s.PutMembers([]MemberRow{known}, w.now); err != nil || w.view(known.Phone).Name != "c" || w.view(known.Phone).Tier != "gold" {
		t.Errorf("a known member without a name: %+v, %v", w.view(known.Phone), err)
	}
	if _, err = w.s.PutMembers([]MemberRow{{Member: pos.Member{Phone: "13800000002"}}}, w.now); !errors.As(err, &bad) {
		t.Errorf("a new member without a name: %v", err)
	}
}

// TestAPhoneOfTwo: which members have it is said as a list.
func TestAPhoneOfTwo(t *testing.T) {
	w := newWorld(t, t.Name())
	w.ok(w.s.Update(func(tx hub.Tx) error {
		return errors.Join(tx.(*Tx).addMember(pos.Member{ID: "m1", Phone: "13800000001", Name: "a"}), tx.(*Tx).addMember(pos.Member{ID: "m2", Phone: "13800000001", Name: "b"}))
	}))
	if _, err := w.s.Member("13800000001", w.now); pos.CodeOf(err) != pos.Conflict || !strings.HasSuffix(err.Error(), "name one by a card or by the id: m1, m2") {
		t.Errorf("got %v", err)
	}
}
