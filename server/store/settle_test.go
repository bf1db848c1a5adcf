package store

import (
	"strings"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// by is the world's books in a person's name.
func (w *world) by(who string) *Store { return w.s.As(Actor{Who: who, At: w.now}) }

// want wants an error of a code that says something.
func want(t *testing.T, err error, code pos.Code, says string) {
	t.Helper()
	if pos.CodeOf(err) != code || !strings.Contains(pos.MessageOf(err), says) {
		t.Errorf("got %v (%s); expected %s that says %q", err, pos.CodeOf(err), code, says)
	}
}

// asked is what the tills hear of an exception; ok says that they have it.
func (w *world) asked(id string) (x pos.Exception, ok bool) {
	w.t.Helper()
	w.ok(w.s.update(w.ctx(), func(t *Tx) error {
		f, err := t.Feed("T1", 1, wire.Cursor{})
		for _, i := range f.Items {
			if i.Topic == string(pos.TopicException) && i.Key == id {
				if ok = len(i.Body) > 0; ok {
					return pos.DecodeFeed(i.Body, &x)
				}
			}
		}
		return err
	}))
	return x, ok
}

// logged lists what the audit log says was done.
func (w *world) logged() (list []string) {
	w.t.Helper()
	all, err := w.s.Audit(time.Time{})
	w.ok(err)
	for _, a := range all {
		list = append(list, a.Who+" "+a.What+" "+a.Key)
	}
	return list
}

// TestSettle: a card was spent after its loss was reported; head office gives the member some of it back, once.
func TestSettle(t *testing.T) {
	w, a, b := spent(t)
	w.now = w.now.Add(time.Hour)
	a.book(record.CardLost{Card: "8801", Member: w.member, Reason: "stolen"})
	w.now = w.now.Add(time.Hour)
	b.book(byCard(w.member, "8801"))
	w.only("card_lost")
	x := w.list()[0]
	if x.Cost != 2000 || x.Bearer != "member" || x.Card != "8801" || x.Name != "n" {
		t.Fatalf("%+v", x)
	}
	if told, ok := w.asked(x.ID); !ok || told.Till != "T2" || told.Kind != "card_lost" || told.Receipt != x.Receipt || told.Member != w.member || told.Card != "8801" || told.Amount != 2000 || told.AtMS == 0 {
		t.Errorf("the tills are told %+v, %v", told, ok)
	}
	settle := func(how Settlement) error {
		_, err := w.by("3001").Settle(how)
		return err
	}
	want(t, settle(Settlement{Exception: "99"}), pos.NotFound, "no exception 99")
	want(t, settle(Settlement{Exception: x.ID, Member: 2001}), pos.Usage, "give the member that or less")
	want(t, settle(Settlement{Exception: x.ID, Waive: true}), pos.State, "owes nothing")
	want(t, settle(Settlement{Exception: x.ID, CardOf: "13800000001"}), pos.Usage, "not about a card that was issued twice")
	if open, err := w.s.Exceptions(false); err != nil || len(open) != 1 {
		t.Fatalf("after refusals: %v, %v", open, err)
	}

	done, err := w.by("3001").Settle(Settlement{Exception: x.ID, Member: 1500, Note: "half of it is ours"})
	w.ok(err)
	if done.Settled == "" || done.By != "3001" || done.Given != 1500 || done.Result != "half of it is ours" || len(done.Members) != 1 {
		t.Errorf("%+v", done)
	}
	if v := w.view("13800000001"); v.Principal != 9500 {
		t.Errorf("the member has %s", v.Principal)
	}
	if told, ok := w.asked(x.ID); ok {
		t.Errorf("the tills still have what is settled: %+v", told)
	}
	want(t, settle(Settlement{Exception: x.ID}), pos.Conflict, "settled by 3001")
	if open, err := w.s.Exceptions(false); err != nil || len(open) != 0 {
		t.Errorf("still open: %v, %v", open, err)
	}
	if log := strings.Join(w.logged(), "\n"); strings.Count(log, "3001 settle "+x.ID) != 1 {
		t.Errorf("the audit log:\n%s", log)
	}
	w.verify()
}

// TestSettleWaives: what a member owes is given up with the exception.
func TestSettleWaives(t *testing.T) {
	w, a, _ := counter(t)
	w.ok(w.s.update(w.ctx(), func(tx *Tx) error {
		return tx.raise(exception{kind: "refund_beyond", what: "x", member: w.member, amount: 3000, bearer: house}, w.now)
	}))
	a.book(record.Deduct{Member: w.member, Points: 70_000, Reason: "r"}) // more than there is: a claim
	if v := w.view("13800000001"); v.Owed != 70_000 {
		t.Fatalf("owed: %s", v.Owed)
	}
	_, err := w.by("").Settle(Settlement{Exception: "1", Member: 3000})
	want(t, err, pos.Usage, "hq adjust")
	_, err = w.by("").Settle(Settlement{Exception: "1", Waive: true})
	w.ok(err)
	if v := w.view("13800000001"); v.Owed != 0 || v.Principal != 10000 {
		t.Errorf("%+v", v)
	}
	w.verify()
}

// TestFrozenCardIsGiven: one blank card was issued at two cut-off tills; a person decides whose it is.
func TestFrozenCardIsGiven(t *testing.T) {
	w, a, b := counter(t)
	other := w.join("13800000002", "8802", 0, 0)
	w.join("13800000003", "8803", 0, 0)
	a.book(record.CardIssue{Card: "8811", Member: w.member})
	b.book(record.CardIssue{Card: "8811", Member: other})
	w.only("card_issued_twice")
	settle := func(of string) error {
		_, err := w.by("").Settle(Settlement{Exception: "1", CardOf: of})
		return err
	}
	want(t, settle(""), pos.Usage, "say whose it is")
	want(t, settle("13800000003"), pos.Conflict, "not to n")
	want(t, settle("139"), pos.NotFound, "no member")
	w.ok(settle("8802"))
	if c := w.cardNow("8811"); c.Status != pos.Issued || c.Member != other || c.Other != "" {
		t.Errorf("%+v", c)
	}
	if c, _ := w.told(a, "8811"); c.Member != other {
		t.Errorf("the tills are told %+v", c)
	}
	if v := w.view("13800000001"); len(v.Cards) != 1 {
		t.Errorf("the other one still has %v", v.Cards)
	}
}

func TestAdjust(t *testing.T) {
	w, a, _ := counter(t)
	a.book(record.Accept{Grant: a.grant(w.member, 4000)})
	adjust := func(asset ledger.Asset, n int64) error {
		_, err := w.by("3001").Adjust("8801", []escrow.Amount{{Asset: asset, Amount: n}}, "counted anew")
		return err
	}
	w.ok(adjust(ledger.Principal, 500))
	w.ok(adjust(ledger.Points, 12_0000))
	want(t, adjust(ledger.Principal, -6501), pos.Insufficient, "only 65.00 is at head office and can be taken; 40.00 is held at T1 since")
	w.ok(adjust(ledger.Principal, -6500))
	if v := w.view("13800000001"); v.Principal != 4000 || v.Points != 12_0000 {
		t.Errorf("%+v", v)
	}
	_, err := w.by("").Adjust("8801", []escrow.Amount{{Asset: ledger.Principal, Amount: 1}}, " ")
	want(t, err, pos.Usage, "say why")
	_, err = w.by("").Adjust("8801", nil, "why")
	want(t, err, pos.Usage, "nothing to adjust")
	if log := w.logged(); log[len(log)-1] != "3001 adjust "+w.member {
		t.Errorf("%v", log)
	}
	w.verify()
}

func TestBlock(t *testing.T) {
	w, a, _ := counter(t)
	_, err := w.by("4001").Block("13800000001", Redeeming, "quarrel about a bill")
	w.ok(err)
	if blob := a.grant(w.member, 1000); blob != nil {
		t.Error("something was granted of a blocked member")
	}
	_, err = w.by("4001").Block("13800000001", Earning, "staff")
	w.ok(err)
	v := w.view("13800000001")
	if v.Blocked != "quarrel about a bill" || v.NoEarning != "staff" {
		t.Errorf("%+v", v)
	}
	_, err = w.by("4001").Block("13800000001", Redeeming, "")
	w.ok(err)
	if blob := a.grant(w.member, 1000); blob == nil {
		t.Error("nothing is granted of a member who is not blocked any more")
	}
	_, err = w.by("4001").Block("13800000001", Redeeming, "")
	want(t, err, pos.Conflict, "not blocked")
	_, err = w.by("4001").Block("13800000001", "breathing", "x")
	want(t, err, pos.Usage, "neither")
}

func TestMergeByAnyName(t *testing.T) {
	w, _, _ := counter(t)
	into := w.join("13800000002", "8802", 100, 0)
	_, _, err := w.by("3001").MergeMembers("8801", "13800000002", "")
	want(t, err, pos.Usage, "say why")
	a, b, err := w.by("3001").MergeMembers("8801", "13800000002", "one person")
	w.ok(err)
	if a.ID != w.member || b.ID != into {
		t.Errorf("%s into %s", a.ID, b.ID)
	}
	if v := w.view("8801"); v.ID != into || v.Principal != 10100 {
		t.Errorf("%+v", v)
	}
	w.verify()
}

func TestPhoneOfTwo(t *testing.T) {
	w, _, _ := counter(t)
	w.ok(w.s.update(w.ctx(), func(tx *Tx) error {
		return tx.addMember(pos.Member{ID: "twin", Phone: "13800000001", Tier: "normal", Joined: "2026-11-22"})
	}))
	_, err := w.by("").Adjust("13800000001", []escrow.Amount{{Asset: ledger.Principal, Amount: 1}}, "x")
	want(t, err, pos.Conflict, "the phone of 2 members")
}

func TestBatchAndStock(t *testing.T) {
	w := newWorld(t, t.Name())
	numbers, err := w.by("").MakeBatch(Batch{Store: "S01", Prefix: "99", Count: 3, Length: 8, Start: 40, Kind: pos.PointsCard, Expires: "2027-12-31"}, w.now)
	w.ok(err)
	for i, n := range numbers {
		if len(n) != 8 || !strings.HasPrefix(n, "990004") || pos.Luhn(n[:7]) != n[7:] {
			t.Errorf("number %d is %s", i, n)
		}
	}
	if c := w.cardNow(numbers[0]); c.Kind != pos.PointsCard || c.Expires != "2027-12-31" || c.Status != pos.Blank {
		t.Errorf("%+v", c)
	}
	for says, b := range map[string]Batch{
		"can't begin a card number": {Store: "S01", Prefix: "9x", Count: 1}, "between 1 and": {Store: "S01", Prefix: "9", Count: 0},
		"has 6 to 32 digits": {Store: "S01", Prefix: "9", Count: 1, Length: 5}, "is no date": {Store: "S01", Prefix: "9", Count: 1, Expires: "soon"},
		"expired already": {Store: "S01", Prefix: "9", Count: 1, Expires: "2020-01-01"}, "no kind of card": {Store: "S01", Prefix: "9", Count: 1, Kind: "gold"},
	} {
		_, err := w.by("").MakeBatch(b, w.now)
		want(t, err, pos.Usage, says)
	}
	_, err = w.by("").MakeBatch(Batch{Store: "S01", Prefix: "99999", Count: 11, Length: 7}, w.now)
	want(t, err, pos.State, "too few numbers left")

	want(t, w.by("").MoveCards("S01", "S02", []string{numbers[0], "1234"}), pos.NotFound, "nothing was moved")
	want(t, w.by("").MoveCards("S02", "S01", numbers[:1]), pos.Conflict, "in the stock of S01")
	w.ok(w.by("").MoveCards("S01", "S02", numbers[:2]))
	list, err := w.s.Stock("")
	w.ok(err)
	if len(list) != 2 || list[0].Count != 1 || list[1].Store != "S02" || list[1].Count != 2 || list[1].Kind != pos.PointsCard {
		t.Errorf("%+v", list)
	}
	if list, err := w.s.Stock("S01"); err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestAuditLog: a change is in the log with what was before, secrets only as having changed, and nothing takes it out.
func TestAuditLog(t *testing.T) {
	w := newWorld(t, t.Name())
	s := w.s.As(Actor{Who: "9001", At: w.now, From: "people.csv"})
	person := pos.Person{ID: "1001", Name: "A", Role: pos.Cashier, PINHash: "hash-one"}
	w.ok(s.PutPeople([]pos.Person{person}, w.now))
	person.Name, person.PINHash = "B", "hash-two"
	w.ok(s.PutPeople([]pos.Person{person}, w.now))
	w.ok(s.PutPeople([]pos.Person{person}, w.now)) // nothing new
	w.ok(w.by("9001").Set("allowance.cap", "10.00"))
	_, err := w.by("9001").EnrolmentCode("S01", "T1", w.now)
	w.ok(err)
	all, err := w.s.Audit(w.now)
	w.ok(err)
	var lines []string
	for _, a := range all {
		if a.Who != "9001" || a.At != stamp(w.now.UnixMilli()) {
			t.Errorf("%+v", a)
		}
		lines = append(lines, a.What+" "+a.Key+": "+a.Before+" → "+a.After)
	}
	text := strings.Join(lines, "\n")
	for _, says := range []string{"import people people.csv:  → 1 new, 0 changed", "import people people.csv:  → 0 new, 1 changed",
		`person 1001: {"id":"1001","name":"A",`, "setting allowance.cap: 500.00 → 10.00", "enrolment code T1:"} {
		if !strings.Contains(text, says) {
			t.Errorf("the log doesn't say %q:\n%s", says, text)
		}
	}
	if strings.Contains(text, "hash-") || len(lines) != 6 {
		t.Errorf("a secret, or too much:\n%s", text)
	}
	for _, statement := range []string{"DELETE FROM audit", "UPDATE audit SET who = 'x'"} {
		if err := w.s.update(w.ctx(), func(t *Tx) error { _, err := t.tx.Exec(statement); return err }); err == nil {
			t.Errorf("%s is possible", statement)
		}
	}
}

func TestOverview(t *testing.T) {
	w, a, _ := counter(t)
	a.book(record.Accept{Grant: a.grant(w.member, 4000)})
	a.grant(w.member, 500) // on its way
	o, err := w.s.Overview(w.now)
	w.ok(err)
	if o.Stored != 10000 || o.Held != 4000 || len(o.Stores) != 2 || len(o.Tills) != 2 || o.Recovery != "" {
		t.Errorf("%+v", o)
	}
	if x := o.Tills[0]; x.Till != "T1" || x.Store != "S01" || x.Epoch != 1 || x.Acked != 1 || x.Unsettled != 1 || x.Held.Principal != money.Fen(4000) || !x.LastRecord.Equal(w.now) {
		t.Errorf("%+v", x)
	}
	m, err := w.s.Measure()
	w.ok(err)
	if m.Unsettled != 1 || m.Records != 4 || m.Tip.At == 0 || m.Recovering {
		t.Errorf("%+v", m)
	}
}

// TestLookedUpByIndex: with very many members a phone is found by its index, and what is open among very many exceptions.
func TestLookedUpByIndex(t *testing.T) {
	w := newWorld(t, t.Name())
	w.ok(w.s.view(w.ctx(), func(tx *Tx) error {
		for query, args := range map[string][]any{whoIs: {"1"}, samePhone: {"1", "m"}, openExceptions: nil} {
			for scan, err := range tx.tx.Query("EXPLAIN QUERY PLAN "+query, args...) {
				var id, parent, unused int
				var detail string
				if err == nil {
					err = scan(&id, &parent, &unused, &detail)
				}
				if err != nil {
					return err
				}
				if detail == "SCAN members" || detail == "SCAN x" {
					t.Errorf("%s:\n%s", query, detail)
				}
			}
		}
		return nil
	}))
}
