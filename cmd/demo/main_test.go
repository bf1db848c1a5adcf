package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"holdfast/proof"
)

// TestDay plays the day, which checks itself.
func TestDay(t *testing.T) {
	bin, out := t.TempDir(), t.TempDir()
	if err := proof.Build(t.Context(), bin); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	if code := run([]string{"--bin", bin, "--out", out}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit %d: %s\n%s", code, stderr.String(), stdout.String())
	}
	for _, told := range []string{"16.60 can be spent here now", "no exceptions", out} {
		if !strings.Contains(stdout.String(), told) {
			t.Errorf("the story lacks %q:\n%s", told, stdout.String())
		}
	}
	receipts, err := filepath.Glob(filepath.Join(out, "receipts", "T?-1-*.txt"))
	if err != nil || len(receipts) != 18 {
		t.Fatalf("receipts: %q, %v", receipts, err)
	}
	for _, file := range receipts {
		text, err := os.ReadFile(file)
		if number := strings.TrimSuffix(filepath.Base(file), ".txt"); err != nil || !strings.Contains(string(text), number) {
			t.Errorf("%s: %q, %v", file, text, err)
		}
	}
}

// TestUsage: wrong usage is told from a day that went wrong.
func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"--bin", "x"}, {"--out", "x", "more"}, {"--what"}} {
		var stdout, stderr strings.Builder
		if code := run(args, &stdout, &stderr); code != 2 || stderr.Len() == 0 {
			t.Errorf("%q: exit %d, %q", args, code, stderr.String())
		}
	}
	var stdout, stderr strings.Builder
	if code := run([]string{"--bin", t.TempDir(), "--out", t.TempDir()}, &stdout, &stderr); code != 1 || !strings.Contains(stderr.String(), "hq") {
		t.Errorf("without programs: exit %d, %q", code, stderr.String())
	}
}
