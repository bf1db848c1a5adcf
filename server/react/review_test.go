package react

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/sqlite"
	"holdfast/server/store"
)

func only(t *testing.T, list []store.Exception, kind string) store.Exception {
	t.Helper()
	if len(list) != 1 || list[0].Kind != kind {
		t.Fatalf("exceptions %+v, want one %s", list, kind)
	}
	return list[0]
}

func TestPostingsDiffer(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", 0)
	x.book(record.TopUp{Member: m, Principal: 10000, Tender: record.Cash})
	if list := w.exceptions(); len(list) != 0 {
		t.Fatalf("a right one: %+v", list)
	}
	r, err := record.New(x.header(), record.TopUp{Member: m, Principal: 10000, Tender: record.Cash})
	w.ok(err)
	r.Postings = record.TopUp{Member: m, Principal: 99000, Tender: record.Cash}.Postings(r.Header)
	s := x.push(r)
	e := only(t, w.exceptions(), "postings_differ")
	if e.Receipt != s.Receipt() || e.Member != m {
		t.Errorf("%+v", e)
	}
	v, err := w.s.Member("13800000001", w.now)
	w.ok(err)
	if v.Principal != 109000 {
		t.Errorf("%s: what was booked stands", v.Principal)
	}
}

// TestNewerBodies: what a newer till's record says can't be judged.
func TestNewerBodies(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	r, err := record.New(x.header(), record.CashIn{Amount: 100})
	w.ok(err)
	r.Version, r.Postings = record.Version+1, ledger.Entry{}
	r.Kind = "lottery"
	x.push(r)
	if list := w.exceptions(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestRefundBeyondWhatWasSold(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	x.book(record.ShiftOpen{Float: 10000})
	s := x.book(record.Sale{Total: 1000, Basket: "b", Lines: []record.Line{{Code: "1", Name: "n", Qty: 2 * money.One, List: 500, Price: 500, Why: "list", Amount: 1000}},
		Paid: []record.Tender{{Kind: record.Cash, Amount: 1000}}})
	back := record.Refund{Receipt: s.Receipt(), Total: 600, Lines: []record.RefundedLine{{Line: 1, Code: "1", Name: "n", Qty: money.One, Amount: 600}},
		Back: []record.Back{{Kind: record.Cash, Amount: 600}}}
	x.book(back)
	if list := w.exceptions(); len(list) != 0 {
		t.Fatalf("after 6.00 of 10.00: %+v", list)
	}
	second := x.book(back)
	if e := only(t, w.exceptions(), "refund_beyond"); e.Amount != 200 || e.Receipt != second.Receipt() {
		t.Errorf("%+v", e)
	}
}

func TestNobodyHadTheRight(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	w.ok(w.s.PutPeople([]pos.Person{{ID: "1001", Name: "c", Role: pos.Cashier}, {ID: "2001", Name: "m", Role: pos.StoreManager}}, w.now))
	line := func(why, by string, off ...record.Off) record.Sale {
		l := record.Line{Code: "1", Name: "n", Qty: money.One, List: 500, Price: 500, Why: why, Amount: 500, By: by, Off: off}
		if why == "manual" {
			l.Price, l.Amount = 300, 300
		}
		b := record.Sale{Basket: "b"}
		for _, o := range off {
			l.Amount -= o.Amount
			if percent := money.Percent(int64(o.Amount) * 100_00 / int64(l.Price)); o.Why == "line" {
				l.Percent = percent
			} else {
				b.Quote.Off = percent
			}
		}
		b.Lines, b.Total, b.Paid = []record.Line{l}, l.Amount, []record.Tender{{Kind: record.Cash, Amount: l.Amount}}
		return b
	}
	for name, sale := range map[string]record.Sale{
		"by a manager":          line("manual", "2001"),
		"discount by a manager": line("list", "", record.Off{Why: "line", Amount: 100, By: "2001"}),
		"at list price":         line("list", ""),
	} {
		x.book(sale)
		if list := w.exceptions(); len(list) != 0 {
			t.Fatalf("%s: %+v", name, list)
		}
	}
	x.book(line("manual", "1001", record.Off{Why: "bill", Amount: 30, By: "nobody"}))
	if e := only(t, w.exceptions(), "no_right"); e.Amount != 230 {
		t.Errorf("%+v", e)
	}
	w.ok(w.s.SetRight(pos.Cashier, pos.MayPrice, true))
	w.ok(w.s.SetRight(pos.Cashier, pos.MayDiscount, true))
	x.book(line("manual", "1001", record.Off{Why: "bill", Amount: 30, By: "nobody"}))
	only(t, w.exceptions(), "no_right")
}

func TestClock(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	w.join("13800000001", 10000)
	at := func(d time.Duration) record.Header { h := x.header(); h.Time += d.Milliseconds(); return h }
	x.bookAs(at(59*time.Minute), record.Drawer{Reason: "r"})
	x.bookAs(at(-72*time.Hour), record.Drawer{Reason: "cut off for three days"})
	if list := w.exceptions(); len(list) != 0 {
		t.Fatalf("%+v", list)
	}
	for range 3 {
		x.bookAs(at(2*time.Hour), record.Drawer{Reason: "r"})
	}
	if e := only(t, w.exceptions(), "clock"); !strings.Contains(e.Note, "2h0m0s ahead") {
		t.Errorf("%+v", e)
	}
	w.now = w.now.AddDate(0, 0, 1)
	x.bookAs(at(2*time.Hour), record.Drawer{Reason: "r"})
	if list := w.exceptions(); len(list) != 2 {
		t.Errorf("the next day: %+v", list)
	}
}

// TestClockBehind: a till can't accept a grant before it was made.
func TestClockBehind(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", 10000)
	blob := w.sign(x, m, 1000)
	h := x.header()
	h.Time -= (90 * time.Minute).Milliseconds()
	x.bookAs(h, record.Accept{Grant: blob})
	if e := only(t, w.exceptions(), "clock"); !strings.Contains(e.Note, "1h30m0s behind") {
		t.Errorf("%+v", e)
	}
}

// TestPricedOtherwise: a sale is priced again by the rules that it names. One that comes to something else stands, and a person
// looks at it; one of rules that this head office has not published, or published later, is nobody's fault.
func TestPricedOtherwise(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", 0)
	version, err := w.s.PutRules(rules.Document{
		TopUp: rules.TopUp{Mode: rules.Highest}, Points: rules.Points{PerYuan: decimal.NewFromInt(1)},
		Promotions: []rules.Promotion{{ID: "half", Name: "半价", Kind: rules.Discount, Off: 50_00, Who: rules.Who{Birthday: rules.OnBirthday}}},
	}, w.now)
	w.ok(err)
	published := w.now.UnixMilli()
	sale := func(amount money.Fen, points money.Points, q record.QuoteInputs) record.Sale {
		q.At = w.now.UnixMilli()
		if q.Published == 0 {
			q.Published = published
		}
		l := record.Line{Code: "1", Name: "n", Qty: money.One, List: 1000, Price: 1000, Why: "list", Amount: amount}
		if amount < 1000 {
			l.Off = []record.Off{{Why: "promotion", Rule: "half", Amount: 1000 - amount}}
		}
		return record.Sale{Member: m, Basket: "b", Quote: q, Lines: []record.Line{l}, Total: amount, Points: points,
			Paid: []record.Tender{{Kind: record.Cash, Amount: amount}}}
	}
	ten, five := money.Points(10*money.Point), money.Points(5*money.Point)
	for name, b := range map[string]record.Sale{
		"as the rules say":               sale(1000, ten, record.QuoteInputs{Rules: version}),
		"on a birthday":                  sale(500, five, record.QuoteInputs{Rules: version, Held: []string{"half"}}),
		"of rules that were lost":        sale(700, ten, record.QuoteInputs{Rules: version + 1}),
		"of others by that number":       sale(700, ten, record.QuoteInputs{Rules: version, Published: published + 1}),
		"of a till that earns no points": sale(1000, 0, record.QuoteInputs{Rules: version, NoEarning: true}),
	} {
		x.book(b)
		if list := w.exceptions(); len(list) != 0 {
			t.Fatalf("%s: %+v", name, list)
		}
	}
	s := x.book(sale(500, five, record.QuoteInputs{Rules: version}))
	if e := only(t, w.exceptions(), "priced_otherwise"); e.Receipt != s.Receipt() || e.Amount != 500 || e.Member != m {
		t.Errorf("%+v", e)
	}
	x.book(sale(1000, ten+1, record.QuoteInputs{Rules: version}))
	if list := w.exceptions(); len(list) != 2 || list[0].Amount != 0 && list[1].Amount != 0 {
		t.Errorf("points too many: %+v", list)
	}
	for range 2 {
		x.book(sale(1000, ten, record.QuoteInputs{Rules: version, Unknown: []string{"half"}}))
	}
	if list := w.exceptions(); len(list) != 3 {
		t.Errorf("a till that is too old: %+v", list)
	}
}

// TestRoundedTooMuch: what is rounded off a sale is at most what its rules let be, and only where cash was paid last.
func TestRoundedTooMuch(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	version, err := w.s.PutRules(rules.Document{TopUp: rules.TopUp{Mode: rules.Highest}, Rounding: rules.Rounding{Cash: 10}}, w.now)
	w.ok(err)
	published := w.now.UnixMilli()
	sale := func(off money.Fen, paid ...record.Tender) record.Sale {
		b := record.Sale{Basket: "b", Quote: record.QuoteInputs{Rules: version, Published: published, At: w.now.UnixMilli()}, Total: 1237,
			Lines: []record.Line{{Code: "1", Name: "n", Qty: money.One, List: 1237, Price: 1237, Why: "list", Amount: 1237}}, Paid: paid}
		if off > 0 {
			b.Paid = append(b.Paid, record.Tender{Kind: record.Rounding, Amount: off})
		}
		return b
	}
	pay := func(kind record.TenderKind, amount money.Fen) record.Tender {
		return record.Tender{Kind: kind, Amount: amount}
	}
	for name, b := range map[string]record.Sale{
		"as the rules say":             sale(7, pay(record.Cash, 1230)),
		"behind a bank card":           sale(7, pay(record.Bank, 500), pay(record.Cash, 730)),
		"of cash in two":               sale(7, pay(record.Cash, 1229), pay(record.Cash, 1)),
		"by a till that doesn't round": sale(0, pay(record.Cash, 1237)),
	} {
		x.book(b)
		if list := w.exceptions(); len(list) != 0 {
			t.Fatalf("%s: %+v", name, list)
		}
	}
	for i, b := range []record.Sale{sale(37, pay(record.Cash, 1200)), sale(7, pay(record.Cash, 500), pay(record.Bank, 730))} {
		s := x.book(b)
		list := w.exceptions()
		if e := list[len(list)-1]; len(list) != i+1 || e.Kind != "priced_otherwise" || e.Receipt != s.Receipt() || e.Amount != []money.Fen{30, 7}[i] {
			t.Errorf("%+v", list)
		}
	}
	// Nothing is booked for it, nor when it comes back: what was sold for is what came in, in cash and by bank.
	x.book(record.Refund{Receipt: "T1-1-000001", Total: 1237, Lines: []record.RefundedLine{{Line: 1, Code: "1", Name: "n", Qty: money.One, Amount: 1237}},
		Back: []record.Back{{Kind: record.Cash, Amount: 1230}, {Kind: record.Rounding, Amount: 7}}})
	accounts := map[string]money.Fen{}
	w.ok(w.raw.View(t.Context(), func(tx *sqlite.Tx) error {
		for scan, err := range tx.Query("SELECT name, balance FROM accounts WHERE asset = 'cny'") {
			var name string
			var balance money.Fen
			if err == nil {
				err = scan(&name, (*int64)(&balance))
			}
			if err != nil {
				return err
			}
			accounts[name] = balance
		}
		return nil
	}))
	cash, bank := money.Fen(730+1230+1237+1200+500), money.Fen(500+730) // of six sales, less the refund of the first
	if diff := cmp.Diff(map[string]money.Fen{"taken:cash:cny:T1:1": cash, "taken:bank:cny:T1:1": bank, "sales:S01:cny": -cash - bank}, accounts); diff != "" {
		t.Error(diff)
	}
	w.verify()
}
