package react

import (
	"strings"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/server/store"
)

// TestLimitOfMemberAndDay: two tills that are cut off each sell to a member what they may have once a day. Head office has one
// person look at it, once, whatever comes after; the next day is another one, and so is another member.
func TestLimitOfMemberAndDay(t *testing.T) {
	w := newWorld(t)
	price := money.Fen(500)
	version, err := w.s.PutRules(rules.Document{TopUp: rules.TopUp{Mode: rules.Highest}, Zone: "Asia/Tokyo", Promotions: []rules.Promotion{
		{ID: "egg", Name: "鸡蛋", Kind: rules.Price, Price: &price, What: rules.Scope{Products: []string{"1"}}, Limit: rules.Limit{PerMemberDay: 2}},
		{ID: "milk", Name: "牛奶", Kind: rules.Price, Price: &price, What: rules.Scope{Products: []string{"2"}}},
	}}, w.now)
	w.ok(err)
	published := w.now.UnixMilli()
	one, two, three := w.enrol("S01", "T1"), w.enrol("S01", "T2"), w.enrol("S02", "T3")
	m, other := w.join("13800000001", 0), w.join("13800000002", 0)
	// sell sells so many pieces at the price; used is how many the till knows of. The rest costs 8.00 each.
	sell := func(x *till, member, code, rule string, pieces, at, used int) record.Sealed {
		l := record.Line{Code: code, Name: "n", Qty: money.Qty(pieces) * money.One, List: 800, Price: 800, Why: "list"}
		taken := money.Fen(300 * at)
		l.Amount = money.Fen(800*pieces) - taken
		l.Off = []record.Off{{Why: "promotion", Rule: rule, Amount: taken}}
		if rule == "milk" {
			l.Price, l.Why, l.Rule, l.Off = 500, "promotion", "milk", nil
		}
		b := record.Sale{Member: member, Basket: "b", Lines: []record.Line{l}, Total: l.Amount, Paid: []record.Tender{{Kind: record.Cash, Amount: l.Amount}},
			Quote: record.QuoteInputs{Rules: version, Published: published, At: w.now.UnixMilli()},
			Acted: []record.Acted{{Rule: rule, Name: "n", Times: at, Amount: taken}}}
		if used > 0 {
			b.Quote.Used = map[string]int{"egg": used}
		}
		return x.book(b)
	}
	sell(one, m, "1", "egg", 1, 1, 0)
	sell(one, m, "1", "egg", 3, 1, 1)     // the till knows of the first: one more, and two at 8.00
	sell(two, other, "1", "egg", 2, 2, 0) // another member
	sell(two, m, "2", "milk", 9, 9, 0)    // no limit
	if list := w.exceptions(); len(list) != 0 {
		t.Fatalf("within the limit: %+v", list)
	}
	second := sell(two, m, "1", "egg", 2, 2, 0)
	e := only(t, w.exceptions(), "limit_exceeded")
	if e.Receipt != second.Receipt() || e.Member != m || e.Amount != 600 || !strings.Contains(e.Note, "egg acted 4 times for the member on 2026-11-22, and its limit is 2") {
		t.Errorf("%+v", e)
	}
	sell(three, m, "1", "egg", 1, 1, 0)
	if e := only(t, w.exceptions(), "limit_exceeded"); e.Receipt != second.Receipt() || e.Amount != 900 {
		t.Errorf("a third till: %+v", e)
	}
	w.verify()
	// Ten at night is eleven in the time zone of the rules; at half past eleven it is the next day there.
	w.now = time.Date(2026, 11, 22, 22, 0, 0, 0, pos.Zone)
	sell(three, other, "1", "egg", 1, 1, 0)
	if list := w.exceptions(); len(list) != 2 {
		t.Errorf("the other member, at eleven: %+v", list)
	}
	w.now = w.now.Add(90 * time.Minute)
	sell(three, other, "1", "egg", 2, 2, 0)
	sell(two, m, "1", "egg", 1, 1, 0)
	if list := w.exceptions(); len(list) != 2 || list[0].Amount+list[1].Amount != 900+300 {
		t.Errorf("the next day there: %+v", list)
	}
	w.verify()
	// What a person settled stays so, when a till comes back with more of that day.
	_, err = w.s.As(store.Actor{Who: "9001", At: w.now}).Settle(store.Settlement{Exception: e.ID, Note: "told the member"})
	w.ok(err)
	w.now = w.now.AddDate(0, 0, -1)
	sell(three, m, "1", "egg", 1, 1, 1)
	if list := w.exceptions(); len(list) != 2 || list[0].Settled == "" && list[1].Settled == "" {
		t.Errorf("settled, and found again: %+v", list)
	}
	w.verify()
	w.exec("UPDATE daily SET times = 1 WHERE member = ?", m)
	if _, err := w.s.Verify(t.Context()); err == nil {
		t.Error("verify finds nothing wrong with another count")
	}
}
