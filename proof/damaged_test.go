package proof_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"holdfast/proof"
)

// TestDamagedHeadOffice: head office is killed, and its disk loses the end of its log, with a grant in it that a till has
// taken in. It finds that out by itself, and grants nothing until the till has brought what is lacking. Then a page of its
// books goes: it serves nobody, and says what to do; restored from the backup it goes on.
func TestDamagedHeadOffice(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S02", "T3")
	t1.ok("sync")
	t2.ok("sync")
	books := filepath.Join(c.HQ.Folder(), "hq.db")
	backup := filepath.Join(t.TempDir(), "backup")
	c.hq("backup", backup)
	must(t, c.HQ.Stop()) // all is in the books, and nothing in the log
	must(t, c.HQ.Start())
	t1.connected()
	t2.connected()
	t1.ring(7, richCard)
	t1.ok("pay stored rest") // 50.00 stood here, 20.00 were granted
	t1.Line.Cut()
	t1.ok("finish")
	c.HQ.Kill()
	must(t, os.Truncate(books+"-wal", 0))
	must(t, c.HQ.Start())
	t2.connected()
	t2.ring(5, richCard)
	if why := t2.refused("pay stored 50.00", "state").Text("error"); !strings.Contains(why, "T1") {
		t.Errorf("T3 is refused because %q", why)
	}
	t2.do("cancel")
	t1.Line.Mend()
	t1.connected()
	t1.ok("sync")
	t2.ok("sync")
	c.owns(rich, "30.00", "0.00", "70")
	t2.ring(3, richCard)
	t2.ok("pay stored rest")
	t2.ok("finish")
	t2.ok("sync")
	c.owns(rich, "0.00", "0.00", "100")
	c.noExceptions()

	must(t, c.HQ.Stop())
	f, err := os.OpenFile(books, os.O_RDWR, 0)
	must(t, err)
	_, err = f.WriteAt(make([]byte, 4096), 4096)
	must(t, err)
	must(t, f.Close())
	for _, command := range []string{"serve", "verify", "tills"} {
		began := time.Now()
		says, err := c.HQ.Run(command)
		if err == nil || !strings.Contains(err.Error(), "hq restore") || strings.Count(err.Error(), "\n") > 0 {
			t.Fatalf("hq %s says %q, %v, after %s", command, says, err, time.Since(began))
		}
	}
	c.hq("restore", backup)
	must(t, c.HQ.Start())
	t1.connected()
	t2.connected()
	must(t, proof.Until(waitLong, "all tills have brought what they did", func() bool { return c.member(rich).Principal == "0.00" }))
	t1.ok("sync")
	t2.ok("sync")
	c.owns(rich, "0.00", "0.00", "100")
	c.noExceptions()
	c.verified()
}
