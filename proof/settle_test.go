package proof_test

import (
	"strings"
	"testing"
)

// TestSettled: a card is spent after its loss, a blank card is issued twice. A person at head office sees what it cost
// whom, settles both, and all tills know.
func TestSettled(t *testing.T) {
	t.Parallel()
	c := open(t)
	t2 := c.till("S01", "T2")
	t1 := c.till("S01", "T1")
	t2.ok("sync")
	t2.ok("net off")
	t1.managed("card lost " + richCard + " lost")
	t1.ok("card issue " + blank1 + " 13911110001 甲")
	t1.ok("sync")
	t2.ring(4, richCard)
	t2.ok("pay stored 40.00")
	t2.ok("finish")
	t2.ok("card issue " + blank1 + " 13911110002 乙")
	t2.ok("net on")
	syncAll(t2, t1)
	var lost, twice string
	for _, x := range c.exceptions("card_lost", "card_issued_twice") {
		if x.Kind == "card_lost" {
			lost = x.ID
		} else {
			twice = x.ID
		}
	}
	if says := c.hq("exceptions"); !strings.Contains(says, "40.00  cost 40.00 borne by the member") {
		t.Errorf("hq exceptions says\n%s", says)
	}
	refused(t, c, "has no right", "exceptions settle", lost, "--member", "40", "--by", "2001")
	refused(t, c, "say whose it is", "exceptions settle", twice)
	if says := c.hq("exceptions settle", lost, "--member", "40", "--note", "旧卡被冒用", "--by", "9001"); !strings.Contains(says, "by 9001, 40.00 given to the member: 旧卡被冒用") {
		t.Errorf("hq exceptions settle says %q", says)
	}
	refused(t, c, "was settled by 9001", "exceptions settle", lost)
	c.hq("exceptions settle", twice, "--card-of", "13911110002")
	c.noExceptions()
	if says := c.hq("exceptions", "--all"); strings.Count(says, "settled") != 2 {
		t.Errorf("hq exceptions --all says\n%s", says)
	}
	syncAll(t1, t2)
	c.owns(rich, "100.00", "0.00", "40")
	t1.do("cancel")
	t1.says(t1.ok("card "+blank1), "name", "乙", "status", "issued")
	c.verified()
}
