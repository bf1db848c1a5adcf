package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/proof/overlay"
)

// seeds is how many worlds make test runs. What must have happened in them is asserted below, so that a world that
// became harmless by mistake doesn't pass for proof.
const (
	seeds = 1000
	steps = 240
)

func TestWorlds(t *testing.T) {
	passed, failed, counts := runWorlds(context.Background(), 1, seeds, 3, steps, func(seed uint64, err error) {
		t.Errorf("seed %d: %v", seed, err)
	}, func(int, int, counts) {})
	t.Attr("worlds", fmt.Sprintf("%d passed, %d failed; %s", passed, failed, counts))
	for what, c := range map[string]struct{ n, least int }{
		"crashes of tills": {counts.TillCrashes, 1200}, "crashes of HQ": {counts.HQCrashes, 600},
		"cuts with a grant in flight": {counts.CutsWithGrant, 750}, "frames dropped by the net": {counts.Dropped, 2100},
		"frames delivered twice by it": {counts.Duplicated, 2100},
	} {
		if c.n < c.least {
			t.Errorf("only %d %s in %d worlds, want %d at least", c.n, what, seeds, c.least)
		}
	}
	for what, least := range coverage {
		if n := counts.Did[what]; n < least {
			t.Errorf("only %d times %q in %d worlds, want %d at least", n, what, seeds, least)
		}
	}
}

// TestSameSeedSameWorld: a failure can be replayed.
func TestSameSeedSameWorld(t *testing.T) {
	var first, second bytes.Buffer
	a, b := runWorld(7, 3, 150, &first), runWorld(7, 3, 150, &second)
	if a.err != nil || b.err != nil {
		t.Fatal(a.err, b.err)
	}
	if first.String() != second.String() || !cmp.Equal(a.counts, b.counts) {
		t.Errorf("two runs of seed 7 differ:\n%s", firstDifference(first.String(), second.String()))
	}
}

func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range as {
		if i >= len(bs) || as[i] != bs[i] {
			return as[i] + "\n" + strings.Join(bs[i:min(i+1, len(bs))], "")
		}
	}
	return ""
}

// TestBugsFit: the table of bugs is of the code as it is. It fails where a place was changed and the table was not.
func TestBugsFit(t *testing.T) {
	for _, m := range mutants {
		if _, err := overlay.Write("../..", t.TempDir(), m.places()); err != nil {
			t.Errorf("%s: %v", m.name, err)
		}
	}
}

// mutantsADay is how many deliberate bugs make test builds: a few, others each day. All of them take minutes; make soak
// tries them.
const mutantsADay = 4

// TestMutants: the simulator sees deliberate bugs.
func TestMutants(t *testing.T) {
	first := time.Now().YearDay() * mutantsADay
	for i := range mutantsADay {
		m := mutants[(first+i)%len(mutants)]
		t.Run(m.name, func(t *testing.T) {
			r, err := m.try(t.Context(), "../..")
			if err != nil {
				t.Fatal(err)
			}
			if !r.caught {
				t.Fatalf("not caught in %d worlds", m.within)
			}
			t.Attr("mutant", m.name+": caught at seed "+r.seed+": "+r.why)
		})
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"--tills", "0", "--seeds", "1"}, {"--nonsense"}, {"--seeds", "x"}} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), args, &out, &errs); code != 2 || errs.Len() == 0 {
			t.Errorf("sim %v ends with %d and says %q", args, code, errs.String())
		}
	}
}
