package store

import (
	"slices"
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/sync/wire"
)

// published is the policy as a till's feed has it.
func (w *world) published(x *till) (p pos.Policy) {
	w.t.Helper()
	all, _ := x.follow(wire.Cursor{})
	for _, i := range all {
		if i.Topic == string(pos.TopicPolicy) {
			w.ok(pos.DecodeFeed(i.Body, &p))
		}
	}
	return p
}

// TestPolicyReachesTheTills: from the first day, and whatever of it is changed.
func TestPolicyReachesTheTills(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	p := w.published(x)
	want := pos.DefaultPolicy
	if p.LossFreezes != want.LossFreezes || p.RefundDays != want.RefundDays || p.RefundLimit != want.RefundLimit || p.BlindCap != want.BlindCap ||
		p.LeaseHours != want.LeaseHours || p.PINAbove != want.PINAbove || p.FloatMember != 0 || p.CashCeiling != 0 || p.Roles != nil {
		t.Errorf("a new head office says %+v, a till without one believes %+v", p, want)
	}
	for key, value := range map[string]string{"loss.freezes": "card", "refund.days": "3", "refund.limit": "1", "refund.blind_cap": "2.5", "lease.hours": "24",
		"pin.above": "100", "cash.ceiling": "5000", "float.place": "300", "float.member": "40"} {
		w.ok(w.s.Set(key, value))
	}
	w.ok(w.s.SetRight(pos.Cashier, pos.MayPrice, true))
	w.ok(w.s.SetRight(pos.Cashier, pos.MayTopUp, false))
	p = w.published(x)
	if p.LossFreezes != pos.FreezeCard || p.RefundDays != 3 || p.RefundLimit != money.Yuan || p.BlindCap != 250 || p.LeaseHours != 24 ||
		p.PINAbove != 100*money.Yuan || p.CashCeiling != 5000*money.Yuan || p.FloatMember != 40*money.Yuan {
		t.Errorf("%+v", p)
	}
	cashier := pos.Person{Role: pos.Cashier}
	if !p.May(cashier, pos.MayPrice) || p.May(cashier, pos.MayTopUp) || !p.May(cashier, pos.MaySell) || !p.May(pos.Person{Role: pos.StoreManager}, pos.MayTopUp) {
		t.Errorf("rights: %v", p.Roles)
	}
	for _, err := range []error{w.s.SetRight("king", pos.MaySell, true), w.s.SetRight(pos.Cashier, "fly", true)} {
		if pos.CodeOf(err) != pos.NotFound {
			t.Errorf("a role or right that there is not: %v", err)
		}
	}
}

// TestSettingsAreStoredInOneForm: what is typed in any way is told back in one.
func TestSettingsAreStoredInOneForm(t *testing.T) {
	w := newWorld(t, t.Name())
	for _, c := range []struct{ key, value, want string }{
		{"allowance.default", "50", "50.00"}, {"allowance.default", "50.5", "50.50"}, {"allowance.share", "020", "20"}, {"loss.freezes", "card", "card"},
	} {
		w.ok(w.s.Set(c.key, c.value))
		if got, err := w.s.Get(c.key); got != c.want || err != nil {
			t.Errorf("set %s %s: %q, %v", c.key, c.value, got, err)
		}
	}
	for _, c := range []struct{ key, value string }{{"allowance.share", "101"}, {"allowance.share", "+20"}, {"loss.freezes", "all"}, {"pin.above", "-1"}, {"lease.hours", "0"}, {"float.payments", "x"}} {
		if err := w.s.Set(c.key, c.value); pos.CodeOf(err) != pos.Usage {
			t.Errorf("set %s %s: %v", c.key, c.value, err)
		}
	}
	log, err := w.s.Audit(morning.AddDate(-100, 0, 0))
	w.ok(err)
	if !slices.ContainsFunc(log, func(a Audited) bool {
		return a.What == "setting" && a.Key == "allowance.default" && a.Before == "50.00" && a.After == "50.50"
	}) {
		t.Errorf("not in the audit log: %+v", log)
	}
}
