package proof_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"holdfast/proof"
)

// wrongClock builds a till whose machine's clock is off by what the file "skew" beside the program says. Nothing else
// about it differs: the one line of the program that asks the machine for the time is replaced while it is compiled.
func wrongClock(t *testing.T) (folder string, set func(skew string)) {
	t.Helper()
	folder = t.TempDir()
	original, err := filepath.Abs("../cmd/till/folder.go")
	must(t, err)
	source, err := os.ReadFile(original)
	must(t, err)
	const now = "func (machine) Wall() time.Time       { return time.Now() }"
	if !strings.Contains(string(source), now) {
		t.Fatalf("cmd/till/folder.go doesn't ask for the time as expected: %s", now)
	}
	edited := strings.Replace(string(source), now, `func (machine) Wall() time.Time {
	program, _ := os.Executable()
	said, _ := os.ReadFile(filepath.Join(filepath.Dir(program), "skew"))
	skew, _ := time.ParseDuration(string(said))
	return time.Now().Add(skew)
}`, 1)
	replacement := write(t, "folder.go", edited)
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {original: replacement}})
	must(t, err)
	build := exec.CommandContext(context.Background(), "go", "build", "-tags=migrated_fynedo,no_emoji", "-buildvcs=false", "-overlay", write(t, "overlay.json", string(overlay)),
		"-o", filepath.Join(folder, "till"), "holdfast/cmd/till")
	build.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return folder, func(skew string) { must(t, os.WriteFile(filepath.Join(folder, "skew"), []byte(skew), 0o600)) }
}

// TestWrongClock: the machine's clock is set back a year, and forward ten. Grants aren't spent past their time, paid-in
// value and everything else goes on, and contact with HQ heals it.
func TestWrongClock(t *testing.T) {
	t.Parallel()
	programs, set := wrongClock(t)
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
	again := func(skew string) {
		t.Helper()
		must(t, t1.Stop())
		set(skew)
		t1.restart()
		t1.ok("net off")
	}
	t1.Line.Cut()

	again("-8760h")
	t1.ring(1, richCard)
	t1.ok("pay stored 10.00")
	t1.ok("finish")

	again("87600h")
	t1.ring(1, richCard)
	t1.refused("pay stored 10.00", "insufficient")
	t1.ok("topup 100.00 cash") // paid in here, so it has no time
	t1.ok("pay stored 10.00")
	t1.ok("finish")
	t1.says(t1.ok("shift close 300.00"), "difference", "0.00")
	t1.ok("shift open 200.00")

	again("-8760h") // time doesn't go back to where the grants were good
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
