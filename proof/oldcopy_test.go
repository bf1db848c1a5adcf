package proof_test

import (
	"path/filepath"
	"strings"
	"testing"

	"holdfast/proof"
)

// TestOldCopy: a till put back to an image of its disk, after it has spent what the image still holds. Once head office
// has been heard of, the copy spends nothing of it a second time, across a restart and cut off again too; it goes on
// selling for cash, and says why.
func TestOldCopy(t *testing.T) {
	t.Parallel()
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
	c.noExceptions()
	c.hq("verify")
}
