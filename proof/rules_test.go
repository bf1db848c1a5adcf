package proof_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"holdfast/proof"
)

// TestWhichRules: head office publishes rules while one of two tills is cut off. It says which till has them, and since when
// the other is behind; also after it was started again, and when that one is back. Restored from a backup, it says what the
// tills say.
func TestWhichRules(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	t1.ok("sync")
	t2.ok("sync")
	c.sells("T1", `^T1 +S01 +rules version 1  online$`)
	backup := filepath.Join(t.TempDir(), "hq.backup")
	c.hq("backup", backup)

	t2.Line.Cut()
	file := filepath.Join(t.TempDir(), "rules.json")
	must(t, os.WriteFile(file, []byte(`{"note": "autumn", "topup": {"mode": "highest"}}`), 0o600))
	c.hq("import", "rules", file)
	c.sells("T1", `^T1 +S01 +rules version 2  online$`)
	c.sells("T2", `^T2 +S01 +rules version 1, behind since 20\S+Z  `)
	if list := c.hq("rules", "tills", "--behind"); !strings.HasPrefix(list, "T2 ") || strings.Contains(list, "\n") {
		t.Errorf("behind are %s", list)
	}
	if list := c.hq("rules"); !strings.Contains(list, "autumn  in force, at 1 of 2 tills") || !strings.Contains(list, "still at 1 of 2 tills") {
		t.Errorf("hq rules says %s", list)
	}
	if says := c.hq("till", "T1", "--json"); !strings.Contains(says, `"rules":2`) || strings.Contains(says, "rulesBehind") {
		t.Errorf("hq till says %s", says)
	}

	must(t, c.HQ.Stop())
	must(t, c.HQ.Start())
	c.sells("T2", `^T2 +S01 +rules version 1, behind since 20\S+Z  not connected`)
	t2.Line.Mend()
	t2.ok("sync")
	c.sells("T2", `^T2 +S01 +rules version 2  online$`)
	if list := c.hq("rules", "tills", "--behind", "--json"); list != "[]" {
		t.Errorf("behind are %s", list)
	}

	must(t, c.HQ.Stop())
	c.hq("restore", backup)
	must(t, c.HQ.Start())
	c.sells("T1", `^T1 +S01 +rules version 1  online$`)
	c.sells("T2", `^T2 +S01 +rules version 1  online$`)
}

// sells waits until head office says of a till by which rules it sells.
func (c chain) sells(till, line string) {
	c.t.Helper()
	var says string
	wanted := regexp.MustCompile(`(?m)` + line)
	err := proof.Until(waitLong, till+" sells by other rules", func() bool {
		says = c.hq("rules", "tills")
		return wanted.MatchString(says)
	})
	if err != nil {
		c.t.Fatalf("%v; head office says\n%s", err, says)
	}
}
