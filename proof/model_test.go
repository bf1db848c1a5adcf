package proof_test

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// model is the one of the theorem, in Promela.
const model = "model/escrow.pml"

// tried tries every order of what can happen in the model, with some faults and perhaps a bug, and returns what spin found.
func tried(t *testing.T, defines ...string) (errors, states string) {
	t.Helper()
	dir := t.TempDir()
	source, err := filepath.Abs(model)
	must(t, err)
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
		return string(out)
	}
	run("spin", append(append([]string{"-a"}, defines...), source)...)
	run("cc", "-w", "-O2", "-DSAFETY", "-DCOLLAPSE", "-DMEMLIM=3000", "-o", "pan", "pan.c")
	out := run("./pan", "-E", "-m20000")
	found := regexp.MustCompile(`errors: (\d+)\s+(\d+) states, stored`).FindStringSubmatch(out)
	if found == nil || strings.Contains(out, "Search not completed") && found[1] == "0" {
		t.Fatalf("it was not tried to the end:\n%s", out)
	}
	if found[1] != "0" && !strings.Contains(out, "assertion violated") {
		t.Fatalf("it is no promise that is broken:\n%s", out)
	}
	return found[1], found[2]
}

// TestModel: in no order of grants, payments, returns and faults is more spent than was paid for.
func TestModel(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"NONE", "LOST", "COPIED", "ROLLED"} {
		t.Run(fault, func(t *testing.T) {
			errors, states := tried(t, "-D"+fault+"=1")
			if t.Attr("states", states); errors != "0" {
				t.Errorf("%s errors", errors)
			}
		})
	}
}

// takes is the fault that a bug needs to do harm; the others need none.
var takes = map[string]string{
	"BUG_NO_WITNESS": "COPIED", "BUG_NO_RECOVERY": "ROLLED", "BUG_LENT_FOR_GOOD": "ROLLED",
	"BUG_WRITTEN_OFF_AND_KEPT": "LOST", "BUG_NEW_EPOCH_KEEPS_ESCROW": "LOST", "BUG_LATE_RETURN": "LOST",
}

// TestModelBugs: the model without one of its rules has an error.
func TestModelBugs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(model)
	must(t, err)
	bugs := regexp.MustCompile(`#if(?:n)?def (BUG_\w+)`).FindAllStringSubmatch(string(text), -1)
	seen := map[string]bool{}
	for _, found := range bugs {
		bug := found[1]
		if seen[bug] {
			continue
		}
		seen[bug] = true
		t.Run(bug, func(t *testing.T) {
			if errors, states := tried(t, "-D"+bug, "-D"+cmp.Or(takes[bug], "NONE")+"=1"); errors == "0" {
				t.Errorf("nobody notices in %s states", states)
			}
		})
	}
	if len(seen) < 10 {
		t.Errorf("only %d bugs", len(seen))
	}
}
