package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// cardNow is a card as the books have it.
func (w *world) cardNow(number string) (c pos.Card) {
	w.t.Helper()
	w.ok(w.s.view(w.ctx(), func(t *Tx) error {
		row, err := t.card(number)
		c = row.Card
		return err
	}))
	return c
}

// told is a card as the feed for a till has it, and up to which of its records that is.
func (w *world) told(x *till, number string) (c pos.Card, reflects uint64) {
	w.t.Helper()
	w.update(func(tx hub.Tx) error {
		for at := (wire.Cursor{}); ; {
			f, err := tx.Feed(x.place, x.epoch, at)
			if err != nil || len(f.Items) == 0 {
				return err
			}
			for _, i := range f.Items {
				if i.Topic == string(pos.TopicCard) && i.Key == number {
					reflects = i.Reflects
					if err := pos.DecodeFeed(i.Body, &c); err != nil {
						return err
					}
				}
			}
			at = f.To
		}
	})
	return c, reflects
}

// counter is a world with a member, two blank cards and two cut-off tills.
func counter(t *testing.T) (w *world, a, b *till) {
	w = newWorld(t, t.Name())
	a, b = w.enrol("S01", "T1"), w.enrol("S01", "T2")
	w.member = w.join("13800000001", "8801", 10000, 0)
	w.ok(w.s.PutBlankCards("S01", []string{"8811", "8812", "8813"}, w.now))
	return w, a, b
}

func (w *world) only(kinds ...string) {
	w.t.Helper()
	got := w.exceptions()
	slices.Sort(got)
	slices.Sort(kinds)
	if diff := cmp.Diff(kinds, got); diff != "" && len(kinds)+len(got) > 0 {
		w.t.Fatalf("exceptions:\n%s", diff)
	}
}

func TestIssueMakesAMemberWhomAChangeDescribes(t *testing.T) {
	for _, first := range []string{"record", "change"} {
		t.Run(first, func(t *testing.T) {
			w, a, _ := counter(t)
			body, err := pos.EncodeFeed(pos.Member{ID: "m9", Phone: "13900000009", Name: "王芳", Birthday: "1990-01-02"})
			w.ok(err)
			change := wire.Change{ID: "c1", Topic: string(pos.TopicMember), Key: "m9", Body: body, By: "1001"}
			describe := func() {
				w.update(func(tx hub.Tx) error {
					refused, err := tx.Change(a.place, a.epoch, change, w.now)
					if refused != nil {
						t.Errorf("refused: %+v", refused)
					}
					return err
				})
			}
			if first == "change" {
				describe()
			}
			a.book(record.CardIssue{Card: "8811", Member: "m9", New: true})
			if first == "record" {
				describe()
			}
			describe() // a repeat changes nothing
			v := w.view("8811")
			if v.ID != "m9" || v.Name != "王芳" || v.Phone != "13900000009" || v.Store != "S01" || v.Tier != firstTier {
				t.Errorf("%+v", v)
			}
			log, err := w.s.Audit(time.Time{})
			w.ok(err)
			if n := len(log); n == 0 || log[n-1].Who != "1001" || log[n-1].Key != "m9" {
				t.Errorf("the audit log says %+v", log)
			}
			if c, reflects := w.told(a, "8811"); c.Status != pos.Issued || c.Member != "m9" || reflects != 1 {
				t.Errorf("the feed has %+v, up to record %d", c, reflects)
			}
			change.Body = append([]byte{}, change.Body...)
			change.Body[len(change.Body)-1]++
			w.update(func(tx hub.Tx) error {
				if refused, err := tx.Change(a.place, a.epoch, change, w.now); err != nil || refused == nil {
					t.Errorf("another change under the same id: %+v, %v", refused, err)
				}
				return nil
			})
			w.only("id_reused")
		})
	}
}

func TestPhoneTwiceStands(t *testing.T) {
	w, a, b := counter(t)
	for i, x := range []*till{a, b} {
		id := fmt.Sprintf("m%d", i)
		body, err := pos.EncodeFeed(pos.Member{ID: id, Phone: "13900000009", Name: id})
		w.ok(err)
		w.update(func(tx hub.Tx) error {
			refused, err := tx.Change(x.place, x.epoch, wire.Change{ID: "c" + id, Topic: "member", Key: id, Body: body}, w.now)
			if refused != nil {
				t.Errorf("refused: %+v", refused)
			}
			return err
		})
	}
	w.only("phone_twice")
	_, err := w.s.PutMembers([]MemberRow{{Member: pos.Member{Phone: "13900000009", Name: "n"}, Principal: 1}}, w.now)
	if err == nil {
		t.Error("an import takes a phone that is there with a balance")
	}
}

// TestReflectedWhereNothingChanges: that a till's own record is in the feed's card is news although the card is the same.
func TestReflectedWhereNothingChanges(t *testing.T) {
	w, a, b := counter(t)
	a.book(record.CardExtend{Card: "8801", Member: w.member, Until: "2030-01-01"})
	b.book(record.CardExtend{Card: "8801", Member: w.member, Until: "2030-01-01"})
	for _, x := range []*till{a, b} {
		if c, reflects := w.told(x, "8801"); reflects != 1 || c.Expires != "2030-01-01" {
			t.Errorf("%s is told %+v up to %d", x.place, c, reflects)
		}
	}
}

func TestBothReplaceOneCard(t *testing.T) {
	w, a, b := counter(t)
	a.book(record.CardReplace{Old: "8801", New: "8811", Member: w.member, Reason: "lost"})
	b.book(record.CardReplace{Old: "8801", New: "8812", Member: w.member, Reason: "lost"})
	if old, first, second := w.cardNow("8801"), w.cardNow("8811"), w.cardNow("8812"); old.Status != pos.Replaced || old.By != "8811" ||
		first.Status != pos.Issued || first.Member != w.member || second.Status != pos.Void {
		t.Errorf("%+v, %+v, %+v", old, first, second)
	}
	w.only(string(pos.ReplacedTwice))
	if c, reflects := w.told(b, "8812"); c.Status != pos.Void || reflects != 1 {
		t.Errorf("the second till is told %+v up to %d", c, reflects)
	}
}

func TestBothIssueOneBlank(t *testing.T) {
	w, a, b := counter(t)
	a.book(record.CardIssue{Card: "8811", Member: "m1", New: true})
	b.book(record.CardIssue{Card: "8811", Member: "m2", New: true})
	c := w.cardNow("8811")
	if c.Status != pos.Frozen || c.Member != "m1" || c.Other != "m2" {
		t.Errorf("%+v", c)
	}
	w.only(string(pos.IssuedTwice))
	w.ok(w.s.view(w.ctx(), func(t *Tx) error {
		for _, m := range []string{"m1", "m2"} {
			if refusal, err := t.barred(m, "8811"); err != nil || refusal == nil {
				w.t.Fatalf("%s may use a card that was issued twice: %v", m, err)
			}
		}
		return nil
	}))
}

func TestLateUndo(t *testing.T) {
	w, a, b := counter(t)
	lost := func(x *till) (id string) {
		bytes := x.write(record.CardLost{Card: "8801", Member: w.member, Reason: "r"})
		s, err := record.Open(bytes)
		w.ok(err)
		x.push(x.seq, bytes)
		return s.ID
	}
	first := lost(a)
	second := lost(b)
	a.book(record.CardFound{Card: "8801", Member: w.member, Reports: []string{first}})
	if c := w.cardNow("8801"); c.Status != pos.Lost || !slices.Equal(c.Reports, []string{second}) {
		t.Errorf("after a late undo: %+v", c)
	}
	if v := w.view("8801"); v.Frozen == "" || v.Cards[0].Status != pos.Lost {
		t.Errorf("%+v", v)
	}
	b.book(record.CardFound{Card: "8801", Member: w.member, Reports: []string{second}})
	if c := w.cardNow("8801"); c.Status != pos.Issued {
		t.Errorf("after both undos: %+v", c)
	}
	w.only()
}

// TestNonsenseOfCards: a till may name anything; the batch goes on, and a person looks at it.
func TestNonsenseOfCards(t *testing.T) {
	long := strings.Repeat("9", 300_000)
	for name, c := range map[string]struct {
		body  record.Body
		kinds []string
	}{
		"a card nobody made":       {record.CardIssue{Card: "9999", Member: "m1", New: true}, []string{"card_unknown"}},
		"a member nobody knows":    {record.CardIssue{Card: "8811", Member: "m1"}, []string{"member_unknown"}},
		"a long number":            {record.CardLost{Card: long, Member: "m1"}, []string{"unreadable"}},
		"a long member":            {record.CardIssue{Card: "8811", Member: long, New: true}, []string{"unreadable"}},
		"a long reason":            {record.CardLost{Card: "8801", Member: "m1", Reason: long}, nil},
		"both cards unknown":       {record.CardReplace{Old: "9991", New: "9992", Member: "m1"}, []string{"card_unknown", "card_unknown", "member_unknown"}},
		"by itself":                {record.CardReplace{Old: "8801", New: "8801", Member: "m1"}, []string{"member_unknown", "card_issued_twice"}},
		"a blank that is returned": {record.CardReturn{Card: "8811", Member: "m1"}, []string{"member_unknown"}},
		"until no day":             {record.CardExtend{Card: "8801", Member: "m1", Until: long}, []string{"unreadable"}},
		"no reports":               {record.CardFound{Card: "8801", Member: "m1", Reports: []string{long[:1000], ""}}, nil},
		"by phone only":            {record.CardIssue{Member: "m1", New: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w, a, _ := counter(t)
			if got := a.book(c.body); got.Acked != 1 || got.Fenced != "" {
				t.Fatalf("%+v", got)
			}
			w.only(c.kinds...)
			a.book(c.body) // the like again
			w.verify()
		})
	}
}

func TestManyReportsFitIntoAFrame(t *testing.T) {
	w, a, _ := counter(t)
	var records [][]byte
	for range mostReports + 10 {
		records = append(records, a.write(record.CardLost{Card: "8801", Member: w.member}))
	}
	a.push(1, records...)
	if n := len(w.cardNow("8801").Reports); n != mostReports {
		t.Errorf("%d reports", n)
	}
}

func TestUnreadableBodies(t *testing.T) {
	for name, change := range map[string]func(*record.Record){
		"of another shape":    func(r *record.Record) { r.Body = []byte{0x01} },
		"of a newer version":  func(r *record.Record) { r.Version = record.Version + 1 },
		"of a kind of theirs": func(r *record.Record) { r.Kind = record.KindCardLost; r.Body = []byte{0xa1, 0x01, 0x01} },
	} {
		t.Run(name, func(t *testing.T) {
			w, x := start(t)
			r, err := record.New(x.header(), sale(w.member, "g", 500))
			w.ok(err)
			change(&r)
			bytes := x.seal(r)
			if a := x.push(x.seq, bytes); a.Acked != 3 || a.Fenced != "" {
				t.Fatalf("%+v", a)
			}
			if got := w.view("13800000001").Principal; got != 7500 {
				t.Errorf("principal %s: the postings don't stand", got)
			}
			w.only("unreadable")
			w.verify()
		})
	}
}

// TestCardsAreTheFold: whatever two tills do to a few cards, and in whatever order it comes, the books have what pos.Card's
// methods make of it in that order, and never refuse.
func TestCardsAreTheFold(t *testing.T) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		file := fmt.Sprintf("%s%s-%d", sqlite.Memory, t.Name(), run)
		keep, err := sqlite.Open(file, migrations())
		if err != nil {
			rt.Fatal(err)
		}
		defer keep.Close()
		w := createWorld(rt, file)
		defer w.s.Close()
		tills := []*till{w.enrol("S01", "T1"), w.enrol("S01", "T2")}
		members := []string{w.join("13800000001", "8801", 0, 0), w.join("13800000002", "8802", 0, 0)}
		w.ok(w.s.PutBlankCards("S01", []string{"8811", "8812"}, w.now))
		numbers := []string{"8801", "8802", "8811", "8812"}
		want := map[string]pos.Card{}
		for _, n := range numbers {
			want[n] = w.cardNow(n)
		}
		var reports []string
		clashes := 0
		bound := func(number, member string) pos.Card {
			c := want[number]
			if c.Member == "" {
				c, _ = c.Issue(member)
			}
			return c
		}
		note := func(c pos.Card, clash pos.CardClash) {
			want[c.Number] = c
			if clash != pos.NoClash {
				clashes++
			}
		}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			x := rapid.SampledFrom(tills).Draw(rt, "till")
			number, other := rapid.SampledFrom(numbers).Draw(rt, "card"), rapid.SampledFrom(numbers).Draw(rt, "other")
			member := rapid.SampledFrom(members).Draw(rt, "member")
			id := ""
			book := func(b record.Body) {
				bytes := x.write(b)
				s, err := record.Open(bytes)
				w.ok(err)
				id = s.ID
				if a := x.push(x.seq, bytes); a.Acked != x.seq || a.Fenced != "" {
					rt.Fatalf("%T: %+v", b, a)
				}
			}
			switch rapid.IntRange(0, 5).Draw(rt, "kind") {
			case 0:
				book(record.CardIssue{Card: number, Member: member})
				note(want[number].Issue(member))
			case 1:
				book(record.CardLost{Card: number, Member: member})
				reports = append(reports, id)
				want[number] = bound(number, member).Lose(id)
			case 2:
				var some []string
				for _, r := range reports {
					if rapid.Bool().Draw(rt, "this report") {
						some = append(some, r)
					}
				}
				book(record.CardFound{Card: number, Member: member, Reports: some})
				want[number] = bound(number, member).Find(some)
			case 3:
				book(record.CardReplace{Old: number, New: other, Member: member})
				old, clash := bound(number, member).Replace(other)
				note(old, clash)
				if clash == pos.NoClash {
					note(want[other].Issue(member))
				} else {
					note(want[other].Annul(member))
				}
			case 4:
				book(record.CardReturn{Card: number, Member: member})
				note(bound(number, member).Return())
			case 5:
				until := fmt.Sprintf("2027-01-%02d", rapid.IntRange(1, 28).Draw(rt, "until"))
				book(record.CardExtend{Card: number, Member: member, Until: until})
				want[number] = bound(number, member).Extend(until)
			}
			for _, n := range numbers {
				if diff := cmp.Diff(want[n], w.cardNow(n)); diff != "" {
					rt.Fatalf("card %s:\n%s", n, diff)
				}
			}
			fed, reflects := w.told(x, number)
			if diff := cmp.Diff(want[number], fed); diff != "" || reflects != x.seq {
				rt.Fatalf("the feed's card %s, up to %d of %d:\n%s", number, reflects, x.seq, diff)
			}
		}
		if n := len(w.exceptions()); n != clashes {
			rt.Fatalf("%d exceptions for %d clashes", n, clashes)
		}
		w.verify()
	})
}
