package proof_test

import (
	"strings"
	"testing"

	"holdfast/proof"
)

// TestNewMachine: the machine of a till burns down, and another one is enrolled in its place. What the place did comes back from
// head office, also when the new machine is killed in the middle of that: receipts are found, printed and refunded, the last
// shift's report too, and numbers are not given twice. It holds nothing until head office grants it; what the old one held is
// frozen.
func TestNewMachine(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1 := c.till("S01", "T1")
	t1.ring(2, richCard)
	t1.ok("pay stored rest")
	sold := t1.ok("finish").Text("receipt")
	for range 30 {
		t1.ok("scan " + goods)
		t1.ok("pay cash 10.00")
		t1.ok("finish")
	}
	t1.ok("shift close 500.00")
	t1.ok("shift open 100")
	t1.ok("scan " + goods)
	t1.ok("pay cash 10.00")
	last := t1.ok("finish").Text("receipt")
	text := t1.ok("print " + sold).Text("text")
	t1.ok("sync")
	t1.Kill()

	code, err := c.HQ.EnrolmentCode("S01", "T1")
	must(t, err)
	next, err := c.NewTill("T1-new")
	must(t, err)
	if _, err := next.Run("enrol", "--hq", next.Line.URL(), "--code", code); err != nil {
		t.Fatal(err)
	}
	k := cashier{next, t}
	for range 3 { // killed while it fetches, or soon after
		must(t, k.Start())
		k.Kill()
	}
	must(t, k.Start())
	k.ok("login 1001 1111")
	must(t, proof.Until(waitLong, "the past is here", func() bool { return k.do("print " + last).OK() }))
	if got := k.ok("print " + sold).Text("text"); got != text {
		t.Errorf("reprinted:\n%s\nwas:\n%s", got, text)
	}
	k.says(k.ok("print last"), "receipt", last)
	if z := k.ok("report z"); z.Text("date") == "?" || !strings.Contains(z.Text("text"), "500.00") {
		t.Errorf("the last shift: %s", z)
	}
	k.ok("sync")
	k.ok("shift open 200")
	k.ok("override 2001 2222")
	refund := k.ok("refund " + sold)
	if !strings.HasPrefix(refund.Text("receipt"), "T1-2-") {
		t.Errorf("the refund's number is %s", refund.Text("receipt"))
	}
	k.ok("override 2001 2222")
	k.refused("refund "+sold, "state")
	k.ok("sync")
	if m := c.member(rich); m.Principal != "100.00" {
		t.Errorf("%+v", m)
	}
	for _, g := range c.member(rich).Granted {
		if g.Epoch == 1 && g.State != "frozen" {
			t.Errorf("the old machine's %+v", g)
		}
	}
	k.ok("shift close 200.00")
	_, err = next.Run("verify")
	must(t, err)
	c.hq("verify")
	c.noExceptions()
}
