package proof_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"holdfast/proof"
)

// TestFirstFeedKilled: a new till is killed while it fetches what head office has, in the command that enrols it and then in
// its console, on a line that takes seconds for all of it. Until it has everything it has nothing, so nobody can work with a
// half of the goods; and it goes on where it was killed, and doesn't fetch all anew.
func TestFirstFeedKilled(t *testing.T) {
	t.Parallel()
	c := open(t)
	var many strings.Builder
	many.WriteString("code,name,price\n")
	for i := range 60_000 {
		fmt.Fprintf(&many, "F%05d,货品%05d,1.00\n", i, i)
	}
	c.hq("import", "products", write(t, "many.csv", many.String()))
	whole, err := c.Enrol("S01", "T1")
	must(t, err)
	all := whole.Line.Received()

	code, err := c.HQ.EnrolmentCode("S02", "T3")
	must(t, err)
	till, err := c.NewTill("T3")
	must(t, err)
	till.Line.Have(proof.Weather{BytesPerSecond: int(all / 4)})
	cameTo := func(part int64) error {
		defer till.Line.Hold()
		return proof.Until(waitLong, "a part has come", func() bool { return till.Line.Received() >= all*part/8 })
	}
	ctx, kill := context.WithCancel(t.Context())
	came := make(chan error, 1)
	go func() { came <- cameTo(3); kill() }()
	if err := till.EnrolUntil(ctx, code); !errors.Is(err, proof.ErrKilled) {
		t.Fatalf("enrolling ended by itself: %v", err)
	}
	must(t, <-came)
	k := cashier{till, t}
	for _, part := range []int64{4, 5} {
		till.Line.Mend()
		till.Line.Have(proof.Weather{BytesPerSecond: int(all / 4)})
		must(t, k.Start())
		must(t, cameTo(part))
		k.refused("login 1001 1111", "state")
		k.Kill()
	}
	before := till.Line.Received()
	till.Line.Mend()
	must(t, k.Start())
	must(t, proof.Until(waitLong, "all is here", func() bool { return k.do("login 1001 1111").OK() }))
	if rest := till.Line.Received() - before; rest > all*3/4 {
		t.Errorf("%d bytes came before, and %d of %d after: it began anew", before, rest, all)
	}
	k.ok("shift open 100")
	k.says(k.ok("scan "+goods), "total", "10.00")
	k.ok("pay cash rest")
	k.ok("finish")
	k.ok("sync")
	c.verified()
}
