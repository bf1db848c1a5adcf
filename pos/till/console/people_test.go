package console_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/tilltest"
)

// TestPeople: who is offered at the sign-in, what they may do there, and whose shift it is.
func TestPeople(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	people, err := w.console.Till.People()
	w.Must(err)
	want := []till.Colleague{ // 1004 works elsewhere, 9001 has no PIN; 3001 sees the figures
		{ID: "1001", Name: "陈晓梅", Role: pos.Cashier}, {ID: "1002", Name: "周杰明", Role: pos.Cashier},
		{ID: "2001", Name: "王建平", Role: pos.StoreManager}, {ID: "3001", Name: "黄文娟", Role: pos.Finance},
	}
	if diff := cmp.Diff(want, people); diff != "" {
		t.Error(diff)
	}
	rights := func() map[pos.Right]bool {
		may, err := w.console.Till.Rights()
		w.Must(err)
		return may
	}
	if may := rights(); len(may) != 0 {
		t.Errorf("nobody may %v", may)
	}
	if shift, err := w.console.Till.Shift(); err != nil || shift != nil {
		t.Errorf("%+v, %v", shift, err)
	}
	w.do("login 1001 1111")
	w.do("shift open 123.40")
	w.do("override 2001 2222") // a loan is for one command, not for the buttons
	if may := rights(); !may[pos.MaySell] || may[pos.MayPrice] {
		t.Errorf("a cashier may %v", may)
	}
	w.do("login 2001 2222")
	if may := rights(); !may[pos.MaySell] || !may[pos.MayPrice] || may[pos.MaySettings] {
		t.Errorf("a store manager may %v", may)
	}
	shift, err := w.console.Till.Shift()
	w.Must(err)
	if diff := cmp.Diff(&till.ShiftInfo{Shift: shift.Shift, Person: "1001", Name: "陈晓梅", Since: w.Clock.Now, Date: "2026-11-22", Float: 123_40}, shift); diff != "" || shift.Shift == "" {
		t.Error(diff)
	}
}
