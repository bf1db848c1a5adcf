package proof_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"holdfast/proof"
)

// TestRestoredHeadOffice: a backup taken while tills sell; more sales, a top-up, a new member and a new till after it; then
// head office loses its books and is restored. It grants nothing until every till has been heard of. The tills send again
// what it lacks, and then the books are what they were.
func TestRestoredHeadOffice(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	t1.ring(2, richCard)
	t1.ok("pay stored rest")
	t1.ok("finish")
	t1.ok("sync")
	backup := filepath.Join(t.TempDir(), "hq.backup")
	if says := c.hq("backup", backup); !strings.HasPrefix(says, "ok: ") {
		t.Errorf("hq backup says %q", says)
	}
	refused(t, c, "overwrites nothing", "backup", backup)
	refused(t, c, "hq serve runs", "restore", backup)

	t1.ok("card " + poorCard)
	t1.ok("topup 100 cash")
	t1.do("cancel")
	t1.ok("card issue 8800000000000112 13900000001 新会员")
	t1.do("cancel")
	t1.ok("sync")
	t2.ring(9, poorCard) // what was topped up at T1 is granted to T2
	t2.ok("pay stored rest")
	t2.ok("finish")
	t3 := c.till("S02", "T3")
	t3.ring(3, richCard)
	t3.ok("pay stored rest")
	t3.ok("finish")
	t3.ok("sync")
	t2.ok("sync")
	t1.ok("sync")
	lasting := []proof.Member{c.member(rich), c.member(poor), c.member("13900000001")}
	if lasting[1].Principal != "10.00" || lasting[0].Principal != "50.00" {
		t.Fatalf("before the loss: %+v", lasting)
	}

	t2.Line.Cut()
	must(t, c.HQ.Stop())
	if says := c.hq("restore", backup); !strings.Contains(says, "grants nothing until") {
		t.Errorf("hq restore says %q", says)
	}
	must(t, c.HQ.Start())
	t1.connected()
	t3.connected()
	t1.ok("card " + richCard)
	t1.ok("scan " + goods + " 5")
	t1.refused("pay stored 50.00", "state") // 20.00 is elsewhere, and T2 has not been heard of
	t1.do("cancel")
	t2.Line.Mend()
	for _, k := range []cashier{t2, t3, t1} {
		k.ok("sync")
	}
	for i, key := range []string{rich, poor, "13900000001"} {
		m := c.member(key)
		if m.ID != lasting[i].ID || m.Name != lasting[i].Name || len(m.Cards) != len(lasting[i].Cards) {
			t.Errorf("%s is %+v, was %+v", key, m, lasting[i])
		}
		c.owns(key, lasting[i].Principal, lasting[i].Bonus, lasting[i].Points)
	}
	c.noExceptions()
	for _, k := range []cashier{t1, t2, t3} {
		c.booked(k)
	}
	c.verified()

	t2.ring(5, richCard) // head office grants again
	t2.ok("pay stored rest")
	t2.ok("finish")
	t2.ok("sync")
	c.owns(rich, "0.00", lasting[0].Bonus, "100")
	c.verified()
}

// refused wants an hq command to be refused for a reason.
func refused(t *testing.T, c chain, why, command string, args ...string) {
	t.Helper()
	_, err := c.HQ.Run(command, args...)
	var failed *proof.Failed
	if !errors.As(err, &failed) || failed.Exit != 1 || !strings.Contains(failed.Says, why) {
		t.Errorf("hq %s: %v; expected a refusal that says %q", command, err, why)
	}
}
