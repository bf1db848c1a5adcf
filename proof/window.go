package proof

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// windowWithin is how long the window may take to show what a key leads to. On a machine that draws with its processor and
// has other things to do, a picture may take a while.
const windowWithin = 30 * time.Second

// Shown is what the till's window shows, as far as a cashier's fingers must know (cmd/till's trace).
type Shown struct {
	Screen, Title, Focus, Typed string
	Serial                      uint64
	Person                      string
	Shift, Member, Ready, Busy  bool
	Online                      bool
	Lines, Held                 int
	Total, Due                  string
	Receipt, Change, Notice     string
	Unsent                      int
	Painted                     int64 // when it could be seen, in µs since 1970
}

// Window is the till's window on a display, and the cashier in front of it, who looks before each key: a key that comes
// before its screen is there means nothing to the till.
type Window struct {
	Till    *Till
	Display *Display
	Each    func(Shown) // gets all that is shown, one after the other; nil for nobody
	proc    *process
	trace   string // file
	read    int64  // how much of it has been read
	rest    []byte // a line that isn't whole yet
	now     Shown
}

// Open opens the till's window, and returns when it shows that somebody may sign in.
func (t *Till) Open(d *Display, flags ...string) (*Window, error) {
	w := &Window{Till: t, Display: d, trace: filepath.Join(t.dir, "trace.jsonl")}
	if err := os.Remove(w.trace); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	p, err := startWith(d.Env(), t.program, slices.Concat([]string{"window", "--data", t.dir, "--trace", w.trace}, flags)...)
	if err != nil {
		return nil, err
	}
	w.proc = p
	go func() {
		_, _ = io.Copy(io.Discard, p.stdout) // to its end, when it is reaped
		p.reap()
	}()
	if err := w.Until("somebody may sign in", func(s Shown) bool { return s.Screen == "locked" }); err != nil {
		w.Kill()
		return nil, err
	}
	return w, w.Focus()
}

// Show opens the till's window for a person, on the screen that they sit at, and returns when it is closed.
func (t *Till) Show(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, t.program, "window", "--data", t.dir)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	var says tail
	cmd.Stderr = &says
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("%s: the window: %w: %s", t.Code, err, &says)
	}
	return nil
}

// Second tries to open a second window on the folder of one that is open. It shows why that can't be until somebody has
// read it, and then ends as it returns.
func (t *Till) Second(d *Display) error {
	p, err := startWith(d.Env(), t.program, "window", "--data", t.dir)
	if err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, p.stdout) // to its end, when it is reaped
		p.reap()
	}()
	w := &Window{Till: t, Display: d, proc: p}
	if err := w.Focus(); err != nil {
		p.kill()
		return err
	}
	if err := w.Keys("Escape"); err != nil {
		p.kill()
		return err
	}
	return p.wait()
}

// Focus gives the window the keyboard, as a window manager would.
func (w *Window) Focus() error {
	return w.Display.focus(w.proc.cmd.Process.Pid)
}

// Keys presses keys one after the other, in xdotool's names.
func (w *Window) Keys(keys ...string) error {
	_, err := w.Display.run("xdotool", append([]string{"key", "--delay", "20"}, keys...)...)
	return err
}

// Twice presses a key twice within a few milliseconds, as a worn key does.
func (w *Window) Twice(key string) error {
	_, err := w.Display.run("xdotool", "key", "--repeat", "2", "--delay", "1", key)
	return err
}

// Type types a text that is shorter than what a till takes for a scan.
func (w *Window) Type(text string) error {
	_, err := w.Display.run("xdotool", "type", "--delay", "12", text)
	return err
}

// Scan has a scanner type a code: fast, with Enter behind it.
func (w *Window) Scan(code string) error {
	_, err := w.Display.run("xdotool", "type", "--delay", "5", "--args", "1", code, "key", "Return")
	return err
}

// SignIn types who works here and their PIN, once that is asked for.
func (w *Window) SignIn(who, pin string) error {
	for _, asked := range []struct {
		what  string
		yes   func(Shown) bool
		types string
	}{
		{"a number is asked for", func(s Shown) bool { return s.Screen == "locked" && s.Focus == "who" }, who},
		{"a PIN is asked for", func(s Shown) bool { return s.Focus == "pin" }, pin},
	} {
		if err := w.Until(asked.what, asked.yes); err != nil {
			return err
		}
		if err := w.Type(asked.types); err != nil {
			return err
		}
		if err := w.Keys("Return"); err != nil {
			return err
		}
	}
	return w.Until(who+" is signed in", func(s Shown) bool { return s.Person == who })
}

// Now is what is shown.
func (w *Window) Now() Shown {
	w.look()
	return w.now
}

// Until waits until the window shows what is expected.
func (w *Window) Until(what string, yes func(Shown) bool) error {
	ended := false
	err := Until(windowWithin, what, func() bool {
		select {
		case <-w.proc.ended:
			ended = true
		default:
		}
		w.look()
		return ended || yes(w.now)
	})
	if ended {
		return fmt.Errorf("the window has ended, when it should be that %s: %s", what, w.proc.stderr)
	}
	if err != nil {
		err = fmt.Errorf("%w; the window shows %+v", err, w.now)
	}
	return err
}

// look reads what the window has told since.
func (w *Window) look() {
	f, err := os.Open(w.trace)
	if err != nil {
		return // it has told nothing yet
	}
	defer f.Close() //nolint:errcheck // only read
	more, err := io.ReadAll(io.NewSectionReader(f, w.read, 1<<30))
	if err != nil {
		return
	}
	w.read += int64(len(more))
	w.rest = append(w.rest, more...)
	for {
		line, rest, whole := bytes.Cut(w.rest, []byte("\n"))
		if !whole {
			return
		}
		w.rest = rest
		var s Shown
		if json.Unmarshal(line, &s) == nil {
			w.now = s
			if w.Each != nil {
				w.Each(s)
			}
		}
	}
}

// Resident is how much memory the window's program has, in bytes. It is read where Linux tells it.
func (w *Window) Resident() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.proc.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	var kB int64
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		return 0, fmt.Errorf("no VmRSS in %q: %w", status, err)
	}
	return kB << 10, nil
}

// Kill ends the window as a power cut would.
func (w *Window) Kill() { w.proc.kill() }

// Close asks the window to close, and reports how it ended.
func (w *Window) Close() error { return w.proc.stop() }
