package console_test

import (
	"context"
	"testing"
	"testing/synctest"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/tilltest"
)

// TestElsewhere: head office is asked, with patience; where it can't be, what it last said stands.
func TestElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, tilltest.OnDisk(t))
		ask := func(member string) (*pos.Balance, []till.Elsewhere, error) {
			return w.console.Till.Elsewhere(context.Background(), member)
		}
		if _, _, err := ask("M1"); pos.CodeOf(err) != pos.Forbidden {
			t.Errorf("with nobody signed in: %v", err)
		}
		w.do("login 1001 1111")
		if _, _, err := ask("M1"); pos.CodeOf(err) != pos.Offline {
			t.Errorf("cut off, with nothing known: %v", err)
		}
		w.Office.Up = true
		w.Office.Owns["M1"] = pos.Balance{Principal: 700_00}
		w.Office.Elsewhere = []till.Elsewhere{{Place: "T1", Balance: pos.Balance{Principal: 1}}, {Place: "T7", Balance: pos.Balance{Principal: 200_00}, Since: w.Clock.Now}}
		told := func(when string) {
			t.Helper()
			available, held, err := ask("M1")
			if err != nil || available == nil || available.Principal != 700_00 || len(held) != 1 || held[0].Place != "T7" {
				t.Errorf("%s: %v, %v, %v", when, available, held, err)
			}
		}
		told("on line")
		w.Office.Slow = true
		told("while head office doesn't answer")
		if _, _, err := ask("M2"); pos.CodeOf(err) != pos.Timeout {
			t.Errorf("nothing known, and no answer: %v", err)
		}
		w.Office.Up = false
		told("cut off")
	})
}
