//go:build linux

package proof_test

import (
	"path/filepath"
	"strings"
	"testing"

	"holdfast/proof"
)

// TestDiskFull: the disk of a till fills up in the middle of its day. What can't be written is refused in words that say
// why, the books stay whole, and the same program goes on when there is room.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	disk, err := proof.MountDisk(dir, 32)
	if err != nil {
		t.Skipf("this machine doesn't let a test mount a disk of its own: %v", err)
	}
	t.Cleanup(func() { must(t, disk.Unmount()) })
	c := open(t)
	till, err := proof.NewTill(bin, filepath.Join(dir, "T1"), "T1", c.HQ.Address)
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
	for round := range 3 {
		t1.ok("scan " + goods)
		t1.ok("card " + poorCard)
		must(t, disk.Fill())
		var said string
		for i := range 200 { // what is in the log already has room
			a := t1.do("topup 10.00 cash")
			if !a.OK() {
				said = a.Text("error")
				break
			}
			if i == 199 {
				t.Fatal("a full disk takes everything")
			}
		}
		if !strings.Contains(said, "disk is full") {
			t.Errorf("round %d: the cashier reads %q", round, said)
		}
		t1.refused("topup 10.00 cash", "internal")
		must(t, disk.Clear())
		t1.ok("pay cash 10.00")
		t1.ok("finish")
		t1.ok("sync")
	}
	c.booked(t1)
	if m := c.member(poor); m.Points != "30" {
		t.Errorf("three sales of 10.00 earned %s points", m.Points)
	}
	if answer, err := till.Run("verify"); err != nil || !strings.HasPrefix(answer, "ok: ") {
		t.Errorf("till verify: %s, %v", answer, err)
	}
	c.noExceptions()
	c.verified()
}
