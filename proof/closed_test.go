package proof_test

import (
	"testing"

	"holdfast/proof"
)

// TestClosedEpochStillReports: T1 is cut off and works on while its place is enrolled anew on another machine. What it
// did until it heard of that reaches head office all the same; only then is it told to enrol again.
func TestClosedEpochStillReports(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1 := c.till("S01", "T1")
	t1.ok("sync")
	t1.ok("net off")
	t1.ring(3, richCard)
	t1.ok("pay stored rest")
	t1.ok("finish")
	t1.ok("card " + richCard)
	t1.ok("topup 100 cash")

	other, err := c.NewTill("T1-new")
	must(t, err)
	code, err := c.HQ.EnrolmentCode("S01", "T1")
	must(t, err)
	must(t, other.Enrol(code))
	c.owns(rich, "100.00", "0.00", "0")

	t1.ok("net on")
	must(t, proof.Until(waitLong, "T1's records are at head office", func() bool { return c.member(rich).Principal == "170.00" }))
	c.owns(rich, "170.00", "10.00", "30")
	must(t, proof.Until(waitLong, "T1 says why it is refused", func() bool {
		st := t1.ok("status")
		return st.Text("online") == "false" && st.Text("unsent") == "0" && st.Text("why") != ""
	}))
	c.noExceptions()
	c.verified()
}
