package proof_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"holdfast/proof"
)

const year = 365 * 24 * time.Hour

// TestWrongClock: the machine's clock is set back a year, and forward ten. Grants aren't spent past their time, paid-in
// value and everything else goes on, and contact with HQ heals it.
func TestWrongClock(t *testing.T) {
	t.Parallel()
	programs := t.TempDir()
	must(t, proof.BuildWrongClock(t.Context(), programs))
	c := open(t)
	till, err := proof.NewTill(programs, filepath.Join(t.TempDir(), "T1"), "T1", c.HQ.Address)
	must(t, err)
	t.Cleanup(till.Close)
	secret, err := c.HQ.EnrolmentCode("S01", "T1")
	must(t, err)
	must(t, till.Enrol(secret))
	must(t, till.Start())
	t1 := cashier{till, t}
	t1.ok("login 1001 1111")
	t1.ok("shift open 200.00")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	again := func(skew time.Duration) {
		t.Helper()
		must(t, t1.Stop())
		must(t, proof.SetClock(programs, skew))
		t1.restart()
		t1.ok("net off")
	}
	t1.Line.Cut()

	again(-year)
	t1.ring(1, richCard)
	t1.ok("pay stored 10.00")
	t1.ok("finish")

	again(10 * year)
	t1.ring(1, richCard)
	t1.refused("pay stored 10.00", "insufficient")
	t1.ok("topup 100.00 cash") // paid in here, so it has no time
	t1.ok("pay stored 10.00")
	t1.ok("finish")
	t1.says(t1.ok("shift close 300.00"), "difference", "0.00")
	t1.ok("shift open 200.00")

	again(-year) // time doesn't go back to where the grants were good
	t1.ring(11, richCard)
	t1.refused("pay stored 110.00", "insufficient")
	t1.ok("pay stored 100.00")
	t1.ok("pay cash 10.00")
	t1.ok("finish")

	t1.Line.Mend()
	t1.ok("net on")
	t1.ok("sync")
	c.owns(rich, "90.00", "0.00", "130")
	t1.ring(9, richCard)
	t1.ok("pay stored 90.00")
	t1.ok("finish")
	t1.ok("net off") // the lease is HQ's time from now, whatever the clock says
	t1.ring(1, richCard)
	t1.refused("pay stored 10.00", "insufficient")
	t1.ok("cancel")
	t1.ok("net on")
	t1.ok("sync")
	c.owns(rich, "0.00", "0.00", "220")
	for _, x := range c.exceptions("clock") {
		if x.Till != "T1" {
			t.Errorf("an exception of %s", x.Till)
		}
	}
	must(t, t1.Stop())
	if answer, err := till.Run("verify"); err != nil || !strings.HasPrefix(answer, "ok: ") {
		t.Errorf("till verify: %s, %v", answer, err)
	}
	c.verified()
}
