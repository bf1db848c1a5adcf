package store

import (
	"testing"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

func (w *world) merge(from, into string) error {
	w.t.Helper()
	return w.s.update(w.ctx(), func(t *Tx) error { return t.Merge(from, into, "9001", "one person", w.now) })
}

// TestMergeWhileGrantsAreOut: what tills hold of the first member drains into the other when it comes back, however it comes.
func TestMergeWhileGrantsAreOut(t *testing.T) {
	w, a, b := counter(t)
	from := w.member
	into := w.join("13800000002", "8802", 500, 0)
	a.book(record.Accept{Grant: a.grant(from, 3000)})
	transit := b.grant(from, 2000)
	w.ok(w.merge(from, into))
	for _, key := range []string{"8801", "13800000001", "8802", "13800000002"} {
		if v := w.view(key); v.ID != into || v.Principal != 10500 || v.Available.Principal != 5500 || len(v.Granted) != 2 || len(v.Cards) != 2 {
			t.Fatalf("%s: %+v", key, v)
		}
	}
	if a.grant(from, 100) != nil {
		t.Error("head office still grants to the one who was merged")
	}
	w.ok(w.s.view(w.ctx(), func(tx *Tx) error {
		st, err := tx.Standing(from, w.now)
		if len(st.Keep)+len(st.Grant) > 0 {
			t.Errorf("something of theirs stands: %+v", st)
		}
		return err
	}))
	b.book(record.Decline{Grant: transit})
	a.book(sale(from, "g", 1000))
	a.book(record.TopUp{Member: from, Principal: 700, Tender: record.Cash})
	a.book(record.Return{Recall: "r", Holder: from, Uses: []escrow.Use{{Lot: "g", Asset: ledger.Principal, Amount: 2500}}})
	a.book(record.Reward{Member: from, Points: 9, Reason: "r"})
	a.book(record.Deduct{Member: from, Points: 20, Reason: "r"})
	a.book(record.CardIssue{Card: "8811", Member: from})
	v := w.view("8811")
	if v.ID != into || v.Principal != 10200 || v.Available.Principal != 10000 || v.Points != 0 || v.Owed != 11 {
		t.Errorf("%+v", v)
	}
	if b := w.owns(from); b != (pos.Balance{}) {
		t.Errorf("the one who was merged has %+v", b)
	}
	accepted := a.book(record.Return{Recall: "r", Holder: from, Uses: []escrow.Use{{Lot: "g", Asset: ledger.Principal, Amount: 200}}})
	if len(accepted.Holders) < 2 {
		t.Errorf("the hub looks at %v only", accepted.Holders)
	}
	w.only()
	w.verify()

	var m pos.Member
	w.update(func(tx hub.Tx) error {
		f, err := tx.Feed("T1", 1, wire.Cursor{Generation: 1})
		for _, i := range f.Items {
			if i.Topic == string(pos.TopicMember) && i.Key == from {
				w.ok(pos.DecodeFeed(i.Body, &m))
			}
		}
		return err
	})
	if m.Into != into {
		t.Errorf("the feed says %+v", m)
	}
}

func TestMergeRules(t *testing.T) {
	w, a, b := counter(t)
	one, two, three := w.member, w.join("13800000002", "8802", 0, 0), w.join("13800000003", "8803", 0, 0)
	a.book(record.CardIssue{Card: "8811", Member: one})
	b.book(record.CardIssue{Card: "8811", Member: two})
	w.only(string(pos.IssuedTwice))
	a.book(record.Deduct{Member: one, Points: 50, Reason: "r"})
	b.book(record.Reward{Member: two, Points: 30, Reason: "r"})
	if err := w.merge(one, one); pos.CodeOf(err) != pos.Conflict {
		t.Errorf("into itself: %v", err)
	}
	if err := w.merge(one, "nobody"); pos.CodeOf(err) != pos.NotFound {
		t.Errorf("into nobody: %v", err)
	}
	w.ok(w.merge(one, two))
	if c := w.cardNow("8811"); c.Status != pos.Issued || c.Member != two || c.Other != "" {
		t.Errorf("a card of both: %+v", c)
	}
	if o := w.owns(two); o.Points != 0 || o.Owes().Points != 20 {
		t.Errorf("%+v %+v", o, o.Owes())
	}
	for _, pair := range [][2]string{{one, three}, {three, one}, {two, one}} {
		if err := w.merge(pair[0], pair[1]); pos.CodeOf(err) != pos.Conflict {
			t.Errorf("%v: %v", pair, err)
		}
	}
	// T1 pays what it thinks the first of them owes: that is the other's now, and partly paid.
	if got := a.book(record.Refund{Member: one, Back: []record.Back{{Kind: record.PointsT, Points: 25}}, Pays: record.Claims{Points: 25}}); got.Fenced != "" {
		t.Errorf("fenced: %s", got.Fenced)
	}
	if o := w.owns(two); o.Points != 5 || o.Owed != nil {
		t.Errorf("%+v %+v", o, o.Owes())
	}
	w.ok(w.merge(two, three))
	a.book(record.Reward{Member: one, Points: 30, Reason: "r"}) // two steps now one
	if o := w.owns(three); o.Points != 35 || o.Owed != nil {
		t.Errorf("%+v %+v", o, o.Owes())
	}
	if v := w.view("8801"); v.ID != three || len(v.Merged) != 2 {
		t.Errorf("%+v", v)
	}
	w.verify()
}

// TestMergeDropsReferralsThatRunInACircle: A brought B, B brought C; A and C are one person.
func TestMergeDropsReferralsThatRunInACircle(t *testing.T) {
	w, _, _ := counter(t)
	join := func(phone, referrer string) string {
		_, err := w.s.PutMembers([]MemberRow{{Member: pos.Member{Phone: phone, Name: "n", Referrer: referrer}}}, w.now)
		w.ok(err)
		return w.view(phone).ID
	}
	a := join("13800000011", "")
	b := join("13800000012", a)
	c := join("13800000013", b)
	d := join("13800000014", a)
	w.ok(w.merge(a, c))
	referrer := func(id string) (r string) {
		w.ok(w.s.view(w.ctx(), func(t *Tx) error {
			m, err := t.member(id)
			r = m.Referrer
			return err
		}))
		return r
	}
	if referrer(c) != "" || referrer(b) != c || referrer(d) != c {
		t.Errorf("C by %q, B by %q, D by %q", referrer(c), referrer(b), referrer(d))
	}
}
