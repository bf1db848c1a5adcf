package proof_test

import (
	"strings"
	"testing"

	"holdfast/proof"
)

// closed waits until head office has closed a till by itself, with nothing left there.
func (c chain) closed(code string) {
	c.t.Helper()
	must(c.t, proof.Until(waitLong, code+" is closed", func() bool { return strings.Contains(c.hq("till", code), "nothing was left there") }))
}

// TestCloseTill: a till is closed for good. What it holds goes back at once, it sells on for cash, says what is still to do,
// and is closed by itself when that is done; its receipts can be refunded elsewhere then. It comes back, and spends nothing.
func TestCloseTill(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	t1.ring(1, richCard)
	t1.ok("pay stored 10.00")
	sold := t1.ok("finish").Text("receipt")
	t1.ring(2, richCard)
	t1.ok("pay stored 20.00") // set aside: it doesn't go back

	if says := c.hq("till", "close", "T1", "--note", "one till too many"); !strings.Contains(says, "gives back") {
		t.Errorf("hq till close says %q", says)
	}
	refused(t, c, "is being closed since", "till", "close", "T1")
	refused(t, c, "not being closed", "till", "close", "--undo", "T2")
	refused(t, c, "no open epoch", "till", "close", "T9")
	must(t, proof.Until(waitLong, "T1 gives back what no sale needs", func() bool { return strings.Contains(c.hq("tills"), "(held: 20.00 yuan") }))
	must(t, proof.Until(waitLong, "T1 knows", func() bool { return t1.ok("status").Text("closing.todo") != "?" }))
	t1.ok("finish")
	t1.ring(1, richCard)
	if why := t1.refused("pay stored 10.00", "state").Text("error"); !strings.Contains(why, "being closed") {
		t.Errorf("T1 is refused because %q", why)
	}
	t1.ok("pay cash 10.00")
	t1.ok("finish")
	t1.ok("card " + poorCard)
	t1.ok("topup 100 cash")
	t1.do("cancel")
	t1.ok("sync")
	c.stands(poor, "T1", "0.00") // what is paid in goes back like the rest
	t2.ring(7, richCard)
	t2.ok("pay stored rest") // all of the 70.00
	t2.ok("finish")
	if says := c.hq("till", "T1"); !strings.Contains(says, "no shift or sale is open") {
		t.Errorf("hq till says %q", says)
	}
	t1.ok("scan " + goods)
	parked := t1.ok("hold").Text("id")
	t1.ok("shift close 310.00")
	if todo := t1.ok("status").Text("closing.todo"); !strings.Contains(todo, "open sales") {
		t.Errorf("T1 has still to do: %s", todo)
	}
	t1.ok("shift open 200")
	t1.ok("recall " + parked)
	t1.do("cancel")
	t1.ok("shift close 200.00")
	c.closed("T1")
	refused(t, c, "no open epoch", "till", "close", "--undo", "T1")

	must(t, t1.Stop())
	t1.restart()
	must(t, proof.Until(waitLong, "T1 knows that it is closed", func() bool { return strings.Contains(t1.ok("status").Text("doubt"), "enrol") }))
	t2.ok("override 2001 2222")
	t2.ok("refund " + sold)
	t2.ok("sync")
	c.noExceptions()
	c.verified()
}

// TestCloseTillCutOff: a till is to be closed while it is cut off. It spends what it holds, as no one may take that away, and
// nothing is granted to it meanwhile; calling it off changes nothing about that. When it comes back it gives all back.
func TestCloseTillCutOff(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	t1.ok("sync")
	t1.Line.Cut()
	c.hq("till", "close", "T1")
	t1.ring(3, richCard)
	t1.ok("pay stored rest")
	t1.ok("finish")
	c.hq("till", "close", "--undo", "T1")
	c.hq("till", "close", "T1")
	if says := c.hq("till", "T1"); !strings.Contains(says, "as soon as it has given back") || !strings.Contains(says, "held: ") {
		t.Errorf("hq till says %q", says)
	}
	t2.ring(6, richCard)
	t2.refused("pay stored 60.00", "insufficient") // 50.00 may be spent at T1
	t2.do("cancel")
	t1.Line.Mend()
	t1.connected()
	t1.ok("sync")
	c.stands(rich, "T1", "0.00")
	t1.ok("shift close 200.00")
	c.closed("T1")
	t2.ring(7, richCard)
	t2.ok("pay stored rest")
	t2.ok("finish")
	t2.ok("sync")
	c.owns(rich, "0.00", "0.00", "100")
	c.noExceptions()
	c.verified()
}

// TestKeepTill: the closing of a till is called off; it has its allowances again.
func TestKeepTill(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1 := c.till("S01", "T1")
	t1.ok("sync")
	c.hq("till", "close", "T1")
	t1.ok("sync")
	c.stands(rich, "T1", "0.00")
	if says := c.hq("till", "close", "T1", "--undo"); !strings.Contains(says, "is kept") {
		t.Errorf("hq till close --undo says %q", says)
	}
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	must(t, proof.Until(waitLong, "T1 knows", func() bool { return t1.ok("status").Text("closing.todo") == "?" }))
	t1.ok("shift close 200.00")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	c.verified()
}

// TestCloseOldCopy: a till that is to be closed is put back to an image of its disk. It can give nothing back, and is never
// taken for empty; declaring it lost ends it. A new machine in its place isn't closed.
func TestCloseOldCopy(t *testing.T) {
	t.Parallel()
	c, t1 := putBack(t)
	c.hq("till", "close", "T1")
	t1.restart()
	must(t, proof.Until(waitLong, "T1 knows that it is an old copy", func() bool { return t1.ok("status").Text("doubt") != "" }))
	if says := c.hq("till", "T1"); !strings.Contains(says, "as soon as it has given back") || !strings.Contains(says, "held: ") {
		t.Errorf("hq till says %q", says)
	}
	must(t, t1.Stop())
	c.hq("set", "lost.days", "0")
	c.hq("till", "lost", "T1")
	c.owns(rich, "70.00", "0.00", "30")
	other, err := c.NewTill("T1-new")
	must(t, err)
	code, err := c.HQ.EnrolmentCode("S01", "T1")
	must(t, err)
	must(t, other.Enrol(code))
	cashier{other, t}.restart()
	cashier{other, t}.ok("sync")
	c.stands(rich, "T1", "30.00") // what they usually pay by now
	if says := c.hq("till", "T1"); strings.Contains(says, "closed") {
		t.Errorf("hq till says %q", says)
	}
}
