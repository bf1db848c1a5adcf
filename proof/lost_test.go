package proof_test

import (
	"strings"
	"testing"

	"holdfast/proof"
)

// TestLostTill: a till is declared lost while it is cut off and sells. Its members are made whole when the dispute time is
// over, once. Then it comes back: what was topped up there is the member's, what was spent there the house bears, and the
// till itself spends nothing any more and says what to do. A new machine takes its place.
func TestLostTill(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	t1.ok("net off")
	t1.ring(3, richCard)
	t1.ok("pay stored rest")
	t1.ok("finish")
	t1.ok("card " + poorCard)
	t1.ok("topup 100 cash")
	t1.do("cancel")
	if says := c.hq("till", "lost", "T1", "--note", "stolen"); !strings.Contains(says, "closed") {
		t.Errorf("hq till lost says %q", says)
	}
	refused(t, c, "no open epoch", "till", "lost", "T1")
	refused(t, c, "no open epoch", "till", "lost", "T9")
	t2.ring(6, richCard)
	t2.refused("pay stored 60.00", "insufficient") // 50.00 are frozen
	t2.do("cancel")
	c.hq("set", "lost.days", "0")
	t2.ring(10, richCard)
	t2.ok("pay stored rest")
	t2.ok("finish")
	t2.ok("sync")
	c.owns(rich, "0.00", "0.00", "100")
	t1.do("net on")
	must(t, proof.Until(waitLong, "T1 knows that it is closed", func() bool { return strings.Contains(t1.ok("status").Text("doubt"), "enrol") }))
	t1.ring(1, poorCard)
	t1.refused("pay stored 10.00", "insufficient")
	t1.do("cancel")
	c.owns(rich, "0.00", "0.00", "130")
	c.owns(poor, "100.00", "10.00", "0")
	c.exceptions("till_lost", "escrow_loss")
	c.verified()
}
