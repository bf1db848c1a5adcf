package main

import (
	"image"
	"image/color"
	"image/png"
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
	if code := run(t.Context(), []string{"--bin", bin, "--out", out}, desktop, &stdout, &stderr); code != 0 {
		t.Fatalf("exit %d: %s\n%s", code, stderr.String(), stdout.String())
	}
	for _, told := range []string{"16.60 can be spent here now", "no exceptions", out, "The pictures are in"} {
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
	pictures, err := filepath.Glob(filepath.Join(out, "pictures", "??-*.png"))
	if err != nil || len(pictures) != 11 {
		t.Fatalf("pictures: %q, %v", pictures, err)
	}
	for i, file := range pictures {
		size := image.Pt(1024, 768)
		if i >= 7 {
			size = image.Pt(1920, 1080)
		}
		checkPicture(t, file, size)
	}
}

// desktop is the environment of somebody who has a screen; where no terminal is, the demo leaves it alone.
func desktop(key string) string { return map[string]string{"DISPLAY": ":0"}[key] }

// checkPicture wants a picture that fills the screen, in which something is written, and something drawn in its lower right
// quarter too: a list may end above it.
func checkPicture(t *testing.T, file string, size image.Point) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close() //nolint:errcheck // only read
	picture, err := png.Decode(f)
	if err != nil || picture.Bounds().Size() != size {
		t.Errorf("%s: %v, %v; want %v", file, picture.Bounds(), err, size)
		return
	}
	for from, least := range map[image.Point]int{{}: 50, size.Div(2): 10} {
		colours := map[color.Color]bool{}
		for y := from.Y; y < size.Y; y++ {
			for x := from.X; x < size.X; x++ {
				colours[picture.At(x, y)] = true
			}
		}
		if len(colours) < least {
			t.Errorf("%s: %d colours from %v on", file, len(colours), from)
		}
	}
}

// TestBlind: where no picture can be made that is said once, and the day goes on.
func TestBlind(t *testing.T) {
	t.Setenv("PATH", "")
	var told strings.Builder
	d := &day{story: story{out: &told}}
	for range 2 {
		if w := (&counter{day: d}).window(1024, 768); w != nil || d.err != nil {
			t.Error(w, d.err)
		}
	}
	if strings.Count(told.String(), "\n") != 1 || !strings.Contains(told.String(), "Xvfb") {
		t.Errorf("%q", told.String())
	}
}

// TestUsage: wrong usage is told from a day that went wrong.
func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"--bin", "x"}, {"--out", "x", "more"}, {"--what"}} {
		var stdout, stderr strings.Builder
		if code := run(t.Context(), args, desktop, &stdout, &stderr); code != 2 || stderr.Len() == 0 {
			t.Errorf("%q: exit %d, %q", args, code, stderr.String())
		}
	}
	var stdout, stderr strings.Builder
	if code := run(t.Context(), []string{"--bin", t.TempDir(), "--out", t.TempDir()}, desktop, &stdout, &stderr); code != 1 || !strings.Contains(stderr.String(), "hq") {
		t.Errorf("without programs: exit %d, %q", code, stderr.String())
	}
}
