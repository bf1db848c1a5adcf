package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/texts"
	"holdfast/pos/till"
)

// TestDisplay: where nothing can show a window, that is said before anything tries.
func TestDisplay(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "wayland-9")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // the test is over
	for name, c := range map[string]struct {
		env  map[string]string
		says string
	}{
		"none":           {nil, "DISPLAY is not set"},
		"gone":           {map[string]string{"DISPLAY": ":987"}, "nothing answers at :987"},
		"gone elsewhere": {map[string]string{"DISPLAY": "127.0.0.1:-5000"}, "nothing answers at 127.0.0.1"},
		"wayland":        {map[string]string{"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": dir}, ""},
		"wayland gone":   {map[string]string{"WAYLAND_DISPLAY": filepath.Join(dir, "none")}, "DISPLAY is not set"},
	} {
		_, err := display(func(key string) string { return c.env[key] }, "books")
		if c.says == "" && err == nil {
			continue
		}
		if pos.CodeOf(err) != pos.State || c.says == "" || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "till console --data books") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNewFile: no spreadsheet takes another one's place.
func TestNewFile(t *testing.T) {
	dir := t.TempDir()
	for _, want := range []string{"day.xlsx", "day-2.xlsx", "day-3.xlsx"} {
		f, err := newFile(dir, "day", ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil || filepath.Base(f.Name()) != want {
			t.Errorf("%s, %v; want %s", f.Name(), err, want)
		}
	}
	_, err := newFile(filepath.Join(dir, "gone"), "day", ".xlsx")
	if got := texts.Say(pos.Chinese, pos.TextOf(unsaved(err))); !strings.HasPrefix(got, "文件无法保存") {
		t.Errorf("in a folder that is gone: %q", got)
	}
}

// TestLog: an old log makes room, and is kept once.
func TestLog(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, logFile)
	if err := os.WriteFile(file, make([]byte, logBytes+1), 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := openLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	j.Info("here")
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(file)
	old, oldErr := os.Stat(file + ".1")
	if err != nil || oldErr != nil || !strings.Contains(string(text), "here") || len(text) > 200 || old.Size() != logBytes+1 {
		t.Errorf("%q, %v; %v", text, err, oldErr)
	}
}

// TestLogOfMonths: a till that is never restarted keeps the log's size.
func TestLogOfMonths(t *testing.T) {
	dir := t.TempDir()
	j, err := openLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		j.Info(strings.Repeat("x", logBytes/10))
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Size() > logBytes*12/10 {
			t.Errorf("%s: %v, %v", f.Name(), info, err)
		}
	}
}

// TestSaveLog: both logs, the older one first, behind what the till is; nobody who works there is named.
func TestSaveLog(t *testing.T) {
	home, dir := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	for name, text := range map[string]string{logFile: "today\n", logFile + ".1": "yesterday\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file, err := saveLog(dir, till.Status{Store: "S01", Till: "T1", Person: "1001", Shift: "1001", Unsent: 3})
	if err != nil || filepath.Dir(file) != home {
		t.Fatalf("%s, %v", file, err)
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.HasPrefix(string(text), "till unknown, go") || !strings.Contains(string(text), `"unsent": 3`) ||
		!strings.HasSuffix(string(text), "yesterday\ntoday\n") || strings.Contains(string(text), "1001") {
		t.Errorf("%s, %v", text, err)
	}
}

// TestNothingIsLast: Fyne has nothing to do when its loop has ended, which a version of it would wait for in vain.
func TestNothingIsLast(t *testing.T) {
	l, ok := newApp().Lifecycle().(interface{ OnStopped() func() })
	if !ok || l.OnStopped() != nil {
		t.Errorf("when the loop has ended, %T has something to do, or has another name for it", l)
	}
}
