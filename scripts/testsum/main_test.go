package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun plays a small module with every way to fail that go test knows, and counts by hand.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module m\n\ngo 1.26\n",
		"good/good_test.go": `package good
			import "testing"
			func TestOne(t *testing.T) { t.Attr("worlds", "200 of them") }
			func TestTwo(t *testing.T) { t.Run("a", func(*testing.T) {}); t.Run("b", func(*testing.T) {}) }
			func TestLater(t *testing.T) { t.Skip("needs a printer") }
			func BenchmarkNothing(b *testing.B) {}`,
		"bad/bad_test.go": `package bad
			import "testing"
			func TestGood(t *testing.T) { t.Log("silence") }
			func TestSub(t *testing.T) { t.Run("x", func(t *testing.T) { t.Error("broken x") }) }
			func TestParent(t *testing.T) { t.Run("y", func(*testing.T) {}); t.Error("broken parent") }`,
		"panics/panics_test.go": `package panics
			import "testing"
			func TestFirst(t *testing.T) {}
			func TestPanic(t *testing.T) { panic("out of paper") }`,
		"exits/exits_test.go": `package exits
			import ("os"; "testing")
			func TestMain(m *testing.M) { m.Run(); os.Exit(3) }
			func TestFine(t *testing.T) {}`,
		"typo/typo.go":           "package typo\n\nvar x int = nothing\n",
		"typo/typo_test.go":      "package typo\n\nimport \"testing\"\n\nfunc TestTypo(t *testing.T) {}\n",
		"vetted/vetted.go":       "package vetted\n\nimport \"sync\"\n\nfunc F(m sync.Mutex) {}\n",
		"syntax/syntax.go":       "package syntax\n\nfunc (\n",
		"untested/untested.go":   "package untested\n",
		"good/testdata/no_go.go": "this is no Go",
	} {
		write(t, filepath.Join(dir, name), text)
	}
	t.Chdir(dir)

	var out, stderr bytes.Buffer
	code := run(nil, &out, &stderr)
	got := out.String()
	t.Log(got, stderr.String())
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	// Passed: TestOne, TestTwo/a, TestTwo/b; TestGood, TestParent/y; TestFirst; TestFine.
	// Failed: TestSub/x, TestParent; TestPanic; exits; typo; vetted; syntax.
	if want := "\n7 passed, 7 failed\n"; !strings.HasSuffix(got, want) {
		t.Errorf("closing line is not %q", want)
	}
	for _, want := range []string{
		"\nworlds: 200 of them\n", "failed: m/bad TestSub/x\n", "broken x", "failed: m/bad TestParent\n", "broken parent",
		"failed: m/panics TestPanic\n", "out of paper", "failed: m/exits\n",
		"failed: m/typo\n", "undefined: nothing", "failed: m/vetted\n", "passes lock by value", "failed: m/syntax\n",
		"skipped: m/good TestLater: needs a printer\n", "m/untested",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing says %q", want)
		}
	}
	if strings.Contains(got, "silence") {
		t.Error("the output of a test that passed is shown")
	}
}

// TestRunPasses is the other half: all is well, with the race detector's flag given to the packages named.
func TestRunPasses(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module m\n\ngo 1.26\n")
	write(t, filepath.Join(dir, "a/a_test.go"), "package a\n\nimport \"testing\"\n\nfunc TestA(*testing.T) {}\n")
	t.Chdir(dir)

	var out, stderr bytes.Buffer
	if code := run([]string{"-race", "b", "-count=1"}, &out, &stderr); code != 0 {
		t.Errorf("exit code %d, want 0: %s", code, stderr.String())
	}
	if want := "\n1 passed, 0 failed\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("got %q, want it to end with %q", out.String(), want)
	}
}

func TestNoTestIsAFailure(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "go.mod", "module m\n\ngo 1.26\n")
	write(t, "a.go", "package a\n")
	var out, stderr bytes.Buffer
	if code := run(nil, &out, &stderr); code != 1 || !strings.HasSuffix(out.String(), "\n0 passed, 1 failed\n") {
		t.Errorf("exit code %d, output %q", code, out.String())
	}
}

func TestSplit(t *testing.T) {
	plain, raced := split([]string{"./pos", "./pos/till", "./pos/tillage", "./pos/till/store"}, []string{"pos/till"})
	if got := strings.Join(plain, " "); got != "./pos ./pos/tillage ./pos/till/store" {
		t.Errorf("plain: %s", got)
	}
	if got := strings.Join(raced, " "); got != "./pos/till" {
		t.Errorf("raced: %s", got)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
