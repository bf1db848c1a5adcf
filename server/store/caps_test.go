package store

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// held is what head office counts at a till.
func (x *till) held() (n money.Fen) {
	x.w.t.Helper()
	x.w.ok(x.w.s.view(x.w.ctx(), func(t *Tx) error {
		e, err := t.epoch(x.place, x.epoch)
		n = money.Fen(e.held)
		return err
	}))
	return n
}

// TestCaps: what may be at a till in all, of one member and of everybody, holds for grants on demand and for allowances; what
// a cap refuses says why and what to do, and what fits is granted.
func TestCaps(t *testing.T) {
	w := newWorld(t, t.Name())
	a, b := w.enrol("S01", "T1"), w.enrol("S01", "T2")
	w.member = w.join("13800000001", "8801", 90_00, 10_00)
	other := w.join("13800000002", "8802", 100_00, 0)
	asked := 0
	ask := func(x *till, r wire.Request) hub.Decision {
		asked++
		r.ID = fmt.Sprintf("r%d", asked)
		return x.ask(r)
	}
	w.ok(w.s.Set("exposure.member", "60"))
	for name, r := range map[string]wire.Request{
		"value": {Holder: w.member, Value: 60_01}, "principal": {Holder: w.member, Principal: 60_01},
		"principal and bonus": {Holder: w.member, Principal: 55_00, Bonus: 5_01},
	} {
		d := ask(a, r)
		if d.Refused == nil || d.Refused.Code != string(pos.State) || !strings.Contains(d.Refused.Message, "60.00 more can be fetched now, and 60.01 was asked for") ||
			!strings.Contains(d.Refused.Message, "exposure.member") {
			t.Errorf("%s: %+v", name, d.Refused)
		}
	}
	onWay := ask(a, wire.Request{Holder: w.member, Value: 50_00})
	if onWay.Grant == nil || ask(a, wire.Request{Holder: w.member, Value: 10_01}).Grant != nil {
		t.Error("what is on its way doesn't count")
	}
	a.book(record.Accept{Grant: onWay.Grant})
	if ask(a, wire.Request{Holder: w.member, Value: 10_01}).Grant != nil {
		t.Error("what is held doesn't count")
	}
	if ask(b, wire.Request{Holder: w.member, Value: 45_00}).Grant == nil {
		t.Error("what is at another till counts")
	}
	if ask(a, wire.Request{Holder: w.member, Value: 1_00_00}).Grant == nil {
		t.Error("5.00 that is left of the member is refused for what was asked in vain")
	}
	w.ok(w.s.Set("exposure.place", "75"))
	if d := ask(a, wire.Request{Holder: other, Value: 20_01}); d.Refused == nil || !strings.Contains(d.Refused.Message, "20.00 more can be fetched now, and 20.01 was asked for") ||
		!strings.Contains(d.Refused.Message, "exposure.place") {
		t.Errorf("%+v", d.Refused)
	}
	if ask(a, wire.Request{Holder: other, Value: 20_00}).Grant == nil || a.held() != 75_00 || b.held() != 45_00 {
		t.Errorf("T1 holds %s, T2 %s", a.held(), b.held())
	}
	a.book(sale(w.member, "g", 30_00))
	if a.held() != 45_00 {
		t.Errorf("after a sale T1 holds %s", a.held())
	}
	if b.float(); b.held() != 45_00 {
		t.Errorf("with house money T2 holds %s of members", b.held())
	}
	w.ok(w.s.Set("exposure.member", "0"))
	w.ok(w.s.Set("exposure.place", "0"))
	if ask(a, wire.Request{Holder: other, Value: 80_00}).Grant == nil {
		t.Error("no limit is one")
	}
	w.verify()
	w.ok(w.s.update(w.ctx(), func(t *Tx) error {
		_, err := t.tx.Exec("UPDATE epochs SET held = held + 1 WHERE place = 'T2'")
		return err
	}))
	_, err := w.s.Verify(w.ctx())
	want(t, err, pos.Conflict, "T2 holds 4501, by the accounts 4500")
	migration, err := fs.ReadFile(migrations(), "0005_held.sql") // books that were there before it was counted
	w.ok(err)
	_, count, _ := strings.Cut(string(migration), ";")
	w.ok(w.s.update(w.ctx(), func(t *Tx) error { _, err := t.tx.Exec(count); return err }))
	w.verify()
}

// TestCapsOfAllowances: an allowance is cut to what a cap leaves.
func TestCapsOfAllowances(t *testing.T) {
	w := newWorld(t, t.Name())
	w.enrol("S01", "T1")
	w.member = w.join("13800000001", "8801", 100_00, 0)
	w.ok(w.s.Set("allowance.share", "100"))
	stands := func() (n int64) {
		t.Helper()
		w.react()
		w.update(func(tx hub.Tx) error {
			st, err := tx.Standing(w.member, w.now)
			for _, a := range st.Grant {
				n += a.Amount
			}
			return err
		})
		return n
	}
	for _, c := range []struct {
		key, value string
		stands     int64
	}{{"exposure.member", "0", 50_00}, {"exposure.member", "30", 30_00}, {"exposure.place", "20", 20_00}} {
		w.ok(w.s.Set(c.key, c.value))
		if n := stands(); n != c.stands {
			t.Errorf("with %s %s, %d stand", c.key, c.value, n)
		}
	}
}
