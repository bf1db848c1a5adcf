package react

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

func (w *world) standing(member string) (st hub.Standing) {
	w.t.Helper()
	w.catchUp()
	w.update(func(tx hub.Tx) (err error) { st, err = tx.Standing(member, w.now); return err })
	return st
}

// granted is what of stored value would be granted now.
func granted(st hub.Standing) (sum int64) {
	for _, a := range st.Grant {
		sum += a.Amount
	}
	return sum
}

// TestShareOfAllBalances: 20 members of 100.00 and nothing known about them; 20 % is 8 allowances of 50.00.
func TestShareOfAllBalances(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	var members []string
	for i := range 20 {
		members = append(members, w.join(fmt.Sprintf("138000000%02d", i), 10000))
	}
	count := func() (n int, sum int64) {
		for _, m := range members {
			if g := granted(w.standing(m)); g > 0 {
				n, sum = n+1, sum+g
			}
		}
		return n, sum
	}
	if n, sum := count(); n != 8 || sum != 40000 {
		t.Errorf("%d members, %d fen; want 8 and 40000", n, sum)
	}
	w.ok(w.s.Set("allowance.share", "5"))
	if n, sum := count(); n != 2 || sum != 10000 {
		t.Errorf("with 5 %%: %d members, %d fen; want 2 and 10000", n, sum)
	}
	w.ok(w.s.Set("allowance.share", "1"))
	if n, _ := count(); n != 1 {
		t.Errorf("with 1 %%, less than one allowance: %d members, want the best-ranked", n)
	}
	w.ok(w.s.Set("allowance.share", "0"))
	if n, _ := count(); n != 0 {
		t.Errorf("with nothing: %d members", n)
	}
	w.ok(w.s.Set("allowance.share", "100"))
	w.ok(w.s.Set("allowance.place_cap", "120"))
	if n, _ := count(); n != 2 {
		t.Errorf("with 120.00 at a place: %d members, want 2", n)
	}
	w.ok(w.s.Set("allowance.place_cap", "0"))

	// Who comes often for little ranks before who only ever topped up.
	w.ok(w.s.Set("allowance.share", "1"))
	last := members[19]
	best := -1
	for i, m := range members {
		if granted(w.standing(m)) > 0 {
			best = i
		}
	}
	for range 5 {
		w.now = w.now.AddDate(0, 0, 1)
		x.book(sale(last, x.grant(last, 500), 500))
	}
	if g := granted(w.standing(last)); g != 500 {
		t.Errorf("%d stand for the regular, want what they pay", g)
	}
	if best == 19 || granted(w.standing(members[best])) != 0 {
		t.Errorf("who was ranked best before, %d, still stands", best)
	}
	w.verify()
}

// TestSeen: a till's clock that runs ahead makes nobody active for longer.
func TestSeen(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", 10000)
	h := x.header()
	h.Time += (60 * 24 * time.Hour).Milliseconds()
	x.bookAs(h, record.TopUp{Member: m, Principal: 100, Tender: record.Cash})
	if granted(w.standing(m)) == 0 {
		t.Error("nothing stands for an active member")
	}
	w.now = w.now.AddDate(0, 0, 46)
	if g := granted(w.standing(m)); g != 0 {
		t.Errorf("%d stand for a member who was away for 46 days", g)
	}
}

// TestNothingStands for who owes, was blocked or merged; a loss report moves nothing.
func TestNothingStands(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", 10000)
	lot := x.grant(m, 3000)
	x.book(record.CardLost{Card: "13800000001", Member: m, Reason: "r"})
	if st := w.standing(m); !st.Frozen {
		t.Errorf("with a lost card: %+v", st)
	}
	w.ok(w.s.Set("loss.freezes", pos.FreezeCard))
	if st := w.standing(m); st.Frozen || granted(st) != 2000 || st.Keep["principal"] != 3000 {
		t.Errorf("where a loss freezes the card only: %+v", st)
	}
	x.book(record.ShiftOpen{Float: 10000})
	x.book(record.Withdraw{Member: m, Amount: 1000, Uses: uses(lot, 1000), Claim: 100})
	if st := w.standing(m); granted(st) != 0 || st.Keep["principal"] != 0 || st.Home != "T1" {
		t.Errorf("who owes bonus: %+v", st)
	}
	w.verify()
}

func (x *till) float() (list []wire.Amount) {
	x.w.t.Helper()
	x.w.catchUp()
	x.w.update(func(tx hub.Tx) (err error) {
		list, err = tx.Share(x.place, x.epoch, ledger.TheHouse, x.w.now)
		return err
	})
	return list
}

// TestFloat: house money is granted, used, claimed, paid back, topped up and recalled.
func TestFloat(t *testing.T) {
	w := newWorld(t)
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", 2000)
	principal := func(n int64) []wire.Amount { return []wire.Amount{{Asset: "principal", Amount: n}} }
	if f := x.float(); f != nil {
		t.Errorf("it is off by default: %+v", f)
	}
	w.ok(w.s.Set("float.place", "100"))
	if diff := cmp.Diff(principal(10000), x.float()); diff != "" {
		t.Errorf("to be granted:\n%s", diff)
	}
	p, err := w.s.Policy()
	w.ok(err)
	if p.FloatMember != 10000 {
		t.Errorf("a member may draw %s", p.FloatMember)
	}
	lot := x.grant(ledger.TheHouse, 10000)
	if f := x.float(); f != nil {
		t.Errorf("filled up: %+v", f)
	}
	exposed := func(float, claims money.Fen) {
		t.Helper()
		e, err := w.s.Exposure()
		w.ok(err)
		if e.Float != float || e.Claims != claims {
			t.Errorf("exposure %+v, want float %s, claims %s", e, float, claims)
		}
	}
	exposed(10000, 0)

	// Cut off, the member pays 30.00 of which the till has nothing: 20.00 are at head office and pay the claim at once.
	s := sale(m, lot, 3000)
	s.Paid[0].Kind = record.FloatT
	x.book(s)
	exposed(7000, 1000)
	v, err := w.s.Member("13800000001", w.now)
	w.ok(err)
	if v.Principal != 0 || v.Principal < 0 {
		t.Errorf("the member has %s", v.Principal)
	}
	if diff := cmp.Diff(principal(3000), x.float()); diff != "" {
		t.Errorf("topped up after use:\n%s", diff)
	}
	if st := w.standing(m); granted(st) != 0 {
		t.Errorf("stands for who owes: %+v", st)
	}
	// The next credit pays the rest.
	top := x.book(record.TopUp{Member: m, Principal: 5000, Tender: record.Cash})
	x.book(record.Return{Recall: "r", Holder: m, Uses: uses(top.ID, 5000)})
	exposed(7000, 0)
	v, err = w.s.Member("13800000001", w.now)
	w.ok(err)
	if v.Principal != 4000 {
		t.Errorf("the member has %s, want 40.00", v.Principal)
	}
	w.ok(w.s.Set("float.place", "50"))
	if diff := cmp.Diff(principal(-2000), x.float()); diff != "" {
		t.Errorf("recalled when the setting shrinks:\n%s", diff)
	}
	x.book(record.Return{Recall: "r", Holder: ledger.TheHouse, Uses: uses(lot, 2000)})
	if f := x.float(); f != nil {
		t.Errorf("after that: %+v", f)
	}
	w.ok(w.s.Set("float.place", "70"))
	x.grant(ledger.TheHouse, 2000) // from what came back
	exposed(7000, 0)
	w.now = w.now.AddDate(0, 0, 31)
	if diff := cmp.Diff([]wire.Amount{{Asset: "principal", Amount: 7000}, {Asset: "principal", Amount: -7000}}, x.float()); diff != "" {
		t.Errorf("past its time it is worth nothing:\n%s", diff)
	}
	// Two payments as they are usually made are most that a member may draw.
	w.ok(w.s.Set("float.place", "1000"))
	w.standing(m)
	if p, err = w.s.Policy(); err != nil || p.FloatUsual != 3000 || p.FloatPayments != 2 {
		t.Errorf("a member may draw %d payments of %s, %v; want 2 of 30.00", p.FloatPayments, p.FloatUsual, err)
	}
	w.verify()
}
