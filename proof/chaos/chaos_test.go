//go:build linux

package chaos_test

import (
	"flag"
	"testing"
	"time"

	"holdfast/proof"
	"holdfast/proof/chaos"
)

var (
	lasts = flag.Duration("time", 2*time.Minute, "how long there is trouble")
	seed  = flag.Uint64("seed", 0, "the plan's seed; 0: a new one")
	tills = flag.Int("tills", 10, "how many tills there are")
)

// TestChaos: ten tills and head office, real processes, under fire. `make chaos` runs it for longer.
func TestChaos(t *testing.T) {
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", *seed)
	bin := t.TempDir()
	if err := proof.BuildWrongClock(t.Context(), bin); err != nil {
		t.Fatal(err)
	}
	table, err := chaos.Run(chaos.Plan{Seed: *seed, Time: *lasts, Tills: *tills, Bin: bin, Dir: t.TempDir(), Say: t.Logf})
	t.Logf("done:\n%s", table)
	if err != nil {
		t.Errorf("seed %d: %v", *seed, err)
	}
}
