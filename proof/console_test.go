package proof_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"holdfast/proof"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// TestConversation holds the console to its page over a real pipe.
func TestConversation(t *testing.T) {
	t.Parallel()
	c := open(t)
	k := c.till("S01", "T1")

	// One answer a command, in order; none for blank lines and comments, whatever their prefix.
	must(t, k.Send("", "# nothing", "!", "?# nothing", "scan "+goods, "!scan 1", "?total", "cancel"))
	for _, want := range []string{"scan", "scan", "total", "cancel"} {
		a, err := k.Receive()
		must(t, err)
		k.says(a, "cmd", want)
	}

	for _, try := range []struct{ command, code string }{
		{"scan", "usage"},
		{"scan " + goods + " 1 2", "usage"},
		{"scan " + goods + " -1", "usage"},
		{"scan " + goods + " 1e2", "usage"},
		{"scan " + goods + " 0", "usage"},
		{"scan " + goods + " 1.2345", "usage"},
		{"scan " + goods + " 100000", "usage"},
		{"pay cash 1.234", "usage"},
		{"pay cash 0", "usage"},
		{"pay gold 1", "usage"},
		{"dance", "usage"},
		{"scan \"unfinished", "usage"},
		{"scan 0000000000000", "not_found"},
		{"card 8800000000000999", "not_found"},
		{"member 13899999999", "not_found"},
		{"pay cash 1", "state"},
		{"finish", "state"},
		{"shift open 1.00", "state"},
		{"giftcard sell 1 100", "unbuilt"},
		{"membership sell gold", "unbuilt"},
		{"claim mug", "unbuilt"},
		{"report x", "forbidden"},
		{"convert 100", "state"},
		{"print X-1-000001", "not_found"},
		{strings.Repeat("x", 100<<10), "usage"},
		{"scan " + "\"" + goods + "\"", ""},
		{"login 1001 9999", "forbidden"},
	} {
		a := k.do(try.command)
		if a.Code() != try.code {
			t.Errorf("%.60q answers %.300s, expected the code %q", try.command, a, try.code)
		}
	}
	k.ok("login 1001 1111")
	k.ok("cancel")

	// The first command that doesn't do as its prefix said ends the console.
	must(t, k.Send("!scan "+goods, "scan "+goods))
	a, err := k.Receive()
	must(t, err)
	k.says(a, "ok", "true")
	if _, err := k.Receive(); !errors.Is(err, proof.ErrEnded) {
		t.Errorf("the console went on: %v", err)
	}
	k.wantExit(1)
	k.restart()
	must(t, k.Send("scan 1"))
	_, err = k.Receive()
	must(t, err)
	k.wantExit(1)
	k.restart()
	k.wantExit(0)
}

// wantExit closes the console's input and wants its exit code.
func (k cashier) wantExit(want int) {
	k.t.Helper()
	got := 0
	err := k.Stop()
	var failed *proof.Failed
	if errors.As(err, &failed) {
		got = failed.Exit
	} else {
		must(k.t, err)
	}
	if got != want {
		k.t.Errorf("the console ended with %d, expected %d: %v", got, want, err)
	}
}

// TestWhatSurvivesARestart: shift, basket and payments do; sign-in and net off don't.
func TestWhatSurvivesARestart(t *testing.T) {
	t.Parallel()
	c := open(t)
	k := c.till("S01", "T1")
	k.ok("sync")
	k.ring(4, richCard)
	k.ok("net off")
	k.ok("pay stored 30.00")
	k.Kill()

	must(t, k.Start())
	k.refused("scan "+goods, "forbidden")
	k.ok("login 1001 1111")
	k.says(k.ok("total"), "total", "40.00", "due", "10.00")
	k.connected()
	k.says(k.ok("pay cash 20.00"), "due", "0.00", "change", "10.00")
	receipt := k.ok("finish").Text("receipt")
	k.says(k.ok("shift close 210.00"), "expected", "210.00", "difference", "0.00")
	k.ok("sync")
	c.owns(rich, "70.00", "0.00", "40")
	if text := k.ok("print " + receipt); !strings.Contains(text.Text("text"), receipt) {
		t.Errorf("the receipt doesn't say its number: %s", text)
	}
	c.verified()
}

// TestOneConsole: a second program on the same data is refused, and disturbs nothing.
func TestOneConsole(t *testing.T) {
	t.Parallel()
	c := open(t)
	k := c.till("S01", "T1")
	for _, command := range []string{"console", "enrol"} {
		var args []string
		if command == "enrol" {
			code, err := c.HQ.EnrolmentCode("S01", "T1")
			must(t, err)
			args = []string{"--hq", k.Line.URL(), "--code", code}
		}
		_, err := k.Run(command, args...)
		var failed *proof.Failed
		if !errors.As(err, &failed) || failed.Exit != 1 || failed.Says == "" {
			t.Errorf("a second till %s: %v", command, err)
		}
	}
	_, err := k.Run("verify") // may run beside
	must(t, err)
	k.ring(1, richCard)
	k.ok("pay cash 10.00")
	k.ok("finish")
	k.ok("sync")
	c.verified()

}
