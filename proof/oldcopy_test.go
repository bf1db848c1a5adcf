package proof_test

import (
	"path/filepath"
	"strings"
	"testing"

	"holdfast/proof"
)

// putBack is a till, stopped, that was put back to an image of its disk after it had spent 30.00 of the 50.00 that the image
// still holds.
func putBack(t *testing.T) (chain, cashier) {
	t.Helper()
	c := open(t)
	t1 := c.till("S01", "T1")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	image := filepath.Join(t.TempDir(), "image")
	must(t, t1.Stop())
	must(t, t1.Save(image))

	t1.restart()
	t1.ring(3, richCard)
	t1.ok("pay stored rest")
	t1.ok("finish")
	t1.ok("sync")
	c.owns(rich, "70.00", "0.00", "30")
	must(t, t1.Stop())

	must(t, t1.Load(image))
	return c, t1
}

// TestOldCopy: a till put back to an image of its disk, after it has spent what the image still holds. Once head office
// has been heard of, the copy spends nothing of it a second time, across a restart and cut off again too; it goes on
// selling for cash, says why, and brings those sales for a person to look at.
func TestOldCopy(t *testing.T) {
	t.Parallel()
	c, t1 := putBack(t)
	t1.restart()
	must(t, proof.Until(waitLong, "T1 knows that it is an old copy", func() bool { return t1.ok("status").Text("doubt") != "" }))
	cantSpend := func() {
		t.Helper()
		t1.ring(1, richCard)
		t1.says(t1.ok("balance"), "here", "0.00")
		t1.refused("pay stored 10.00", "insufficient")
		t1.ok("pay cash 10.00")
		t1.ok("finish")
	}
	cantSpend()
	must(t, t1.Stop())
	t1.restart()
	t1.ok("net off")
	cantSpend()
	if why := t1.ok("status").Text("doubt"); !strings.Contains(why, "enrol") {
		t.Errorf("the till is in doubt and doesn't say what to do: %q", why)
	}
	c.owns(rich, "70.00", "0.00", "30")
	c.forked() // by the sale for cash
	c.hq("verify")
}

// TestCopyThatSells: an image of a till's disk is put back after the till has sold on, and sells too before it hears of head
// office. What it did comes to head office and is kept; the till is closed, and spends nothing more. A person looks at it and
// has it booked: the house bears what was spent, what was topped up is the member's.
func TestCopyThatSells(t *testing.T) {
	t.Parallel()
	c, t1 := putBack(t)
	t1.Line.Cut()
	t1.restart()
	t1.ring(2, richCard)
	t1.ok("pay stored rest")
	t1.ok("finish")
	t1.ok("card " + poorCard)
	t1.ok("topup 100 cash")
	t1.do("cancel")
	t1.Line.Mend()
	x := c.forked()
	must(t, proof.Until(waitLong, "T1 knows that it is an old copy", func() bool { return t1.ok("status").Text("doubt") != "" }))
	t1.ring(1, richCard)
	t1.refused("pay stored 10.00", "insufficient")
	c.owns(rich, "70.00", "0.00", "30")
	c.owns(poor, "0.00", "0.00", "0")
	if says := c.hq("exceptions", "fork", x.ID); !strings.Contains(says, "costs 20.00") || !strings.Contains(says, "gives principal 100.00 bonus 10.00") {
		t.Errorf("the fork is %q", says)
	}
	c.hq("exceptions", "settle", x.ID, "--fork", "--note", "a copied disk")
	c.owns(rich, "70.00", "0.00", "50")
	c.owns(poor, "100.00", "10.00", "0")
	c.hq("verify")
}

// forked waits until a person is asked to look at a fork, and at nothing else.
func (c chain) forked() proof.Exception {
	c.t.Helper()
	must(c.t, proof.Until(waitLong, "head office has a copy's records", func() bool {
		list, err := c.HQ.Exceptions()
		return err == nil && len(list) > 0
	}))
	return c.exceptions("branch")[0]
}
